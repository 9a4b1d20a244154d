"""A reader at the desk, without a window: what is shown when, what is asked for, and what the time is."""

from pathlib import Path

import pytest

from app.study.arms import Arm
from app.study.errors import StudyError
from app.study.reading.draft import Draft
from app.study.reading.reading_book import ReadingBook
from app.study.reading.reading_desk import ReadingDesk
from app.study.reading.reading_state import BREAK_AFTER_CASES, BREAK_AFTER_S, Page, break_due
from tests.app.study.made_study import COMPLETE, Clock, read_all, rows


def desk_of(study: Path, clock: Clock, reader: str = "reader 1") -> ReadingDesk:
    return ReadingDesk(ReadingBook(study, clock.now), reader, clock.now_s)


def give(desk: ReadingDesk) -> None:
    desk.change(lambda draft: COMPLETE)
    desk.give()


def test_a_case_can_be_left_only_when_rating_and_category_are_set(study: Path, clock: Clock) -> None:
    desk = desk_of(study, clock)
    desk.begin()
    for draft in (Draft(), Draft(rating=10), Draft(birads="2")):
        desk.change(lambda _, draft=draft: draft)
        with pytest.raises(StudyError, match="Set the rating"):
            desk.give()
        assert desk.state.position == 1
    give(desk)
    assert desk.state.position == 2
    assert desk.state.draft == Draft()  # nothing of the case before is left
    desk.close()


def test_the_aid_is_there_only_where_the_arm_shows_it(study: Path, clock: Clock) -> None:
    desk = desk_of(study, clock)
    desk.begin()
    arms = set()
    while desk.state.page is Page.READING:
        state, view = desk.state, desk.view(0)
        spot = view.frame is not None and bool(view.frame.pixels.max() > 200)
        assert state.aid_shown is (state.arm is Arm.CONCURRENT)
        assert bool(view.findings) is bool(view.tracks) is (spot and state.arm is Arm.CONCURRENT)
        arms.add((state.arm, spot))
        give(desk)
    assert len(arms) == 4
    desk.close()


def test_with_the_aid_second_both_ratings_are_kept_and_the_first_cannot_be_seen_again(
    second: Path, clock: Clock
) -> None:
    desk = desk_of(second, clock)
    desk.begin()
    assert not desk.view(0).tracks
    assert desk.state.stage == 1
    clock.seconds += 7
    give(desk)
    state = desk.state
    assert (state.position, state.stage, state.aid_shown) == (1, 2, True)
    assert (state.draft.rating, state.draft.birads) == (None, None)  # rated anew, without a default
    assert state.draft.marks == COMPLETE.marks  # the reader's own marks stay on the picture
    clock.seconds += 3
    desk.change(lambda draft: draft.rated(90).categorised("5"))
    desk.give()
    assert (desk.state.position, desk.state.stage) == (2, 1)
    desk.close()
    assert rows(second, "SELECT stage, rating, birads, time_s FROM reading") == [(1, 40, "4A", 7.0), (2, 90, "5", 3.0)]
    assert rows(second, "SELECT stage FROM mark") == [(1,), (2,)]


def test_a_window_closed_between_the_two_ratings_goes_on_with_the_aid_shown(second: Path, clock: Clock) -> None:
    desk = desk_of(second, clock)
    desk.begin()
    give(desk)
    desk.close()
    again = desk_of(second, clock)
    again.begin()
    assert (again.state.position, again.state.stage, again.state.aid_shown) == (1, 2, True)
    again.close()


def test_the_time_stops_in_a_pause_and_the_picture_is_gone(study: Path, clock: Clock) -> None:
    desk = desk_of(study, clock)
    desk.begin()
    clock.seconds += 10
    desk.change(lambda draft: COMPLETE)
    desk.pause()
    assert desk.frame(0) is None
    desk.change(lambda draft: Draft())  # nothing can be said in a pause
    desk.give()
    clock.seconds += 3600
    desk.go_on()
    assert desk.state.draft == COMPLETE
    assert desk.frame(0) is not None
    clock.seconds += 5
    desk.give()
    desk.close()
    assert rows(study, "SELECT time_s FROM reading") == [(15.0,)]


def test_a_break_is_suggested_after_many_cases_or_a_long_time_and_a_pause_is_one(study: Path, clock: Clock) -> None:
    assert not break_due(BREAK_AFTER_CASES - 1, BREAK_AFTER_S - 1)
    assert break_due(BREAK_AFTER_CASES, 0)
    desk = desk_of(study, clock)
    desk.begin()
    clock.seconds += BREAK_AFTER_S
    give(desk)
    assert desk.state.break_due
    desk.pause()
    desk.go_on()
    give(desk)
    assert not desk.state.break_due
    desk.close()


def test_after_the_session_the_next_one_is_named_with_its_date(study: Path, clock: Clock) -> None:
    desk = desk_of(study, clock)
    desk.begin()
    while desk.state.page is Page.READING:
        give(desk)
    assert desk.state.page is Page.SESSION_OVER
    assert desk.state.opens_at is not None
    assert (desk.state.opens_at - clock.time).days == 28
    desk.close()
    early = desk_of(study, clock)
    early.begin()
    assert early.state.page is Page.SESSION_OVER  # also when it is opened anew
    early.close()
    clock.pass_days(28)
    late = desk_of(study, clock)
    late.begin()
    assert (late.state.page, late.state.session, late.state.position) == (Page.READING, 2, 1)
    late.close()


def test_when_everything_is_read_nothing_is_shown_any_more(study: Path, clock: Clock) -> None:
    for _ in range(2):
        read_all(study, "reader 1", clock)
        clock.pass_days(28)
    desk = desk_of(study, clock)
    desk.begin()
    assert desk.state.page is Page.STUDY_OVER
    assert desk.frame(0) is None
    desk.close()


def test_a_reader_is_chosen_on_the_start_page_only(study: Path, clock: Clock) -> None:
    desk = ReadingDesk(ReadingBook(study, clock.now), None, clock.now_s)
    desk.begin()
    assert desk.state.page is Page.START
    desk.choose_reader("reader 2")
    desk.choose_reader("reader 3")
    desk.begin()
    desk.choose_reader("reader 1")
    assert desk.state.reader == "reader 3"
    desk.close()
