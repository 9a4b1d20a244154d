"""A picture in review on the scanner shows the boxes that were measured in it, with the scores of now."""

from dataclasses import replace

from inference.findings import Box, Track, TrackState
from inference.seen_before import MOST, NEAR, SeenBefore


def track(id: int, left: float, malignancy: float, state: TrackState = TrackState.CONFIRMED) -> Track:
    box = Box(left, 10, left + 20, 30)
    return Track(id, state, box, 0.9, malignancy, malignancy - 0.1, malignancy + 0.1, True, 0, 0)


def test_boxes_are_those_of_then_and_scores_those_of_now() -> None:
    before = SeenBefore()
    for index in range(10):
        before.add(index, (track(1, 10.0 * index, 0.3),))
    now = track(1, 90, 0.7)
    (shown,) = before.shown_again(4, [now])
    assert shown.box == Box(40, 10, 60, 30)
    assert shown.malignancy == 0.7
    assert shown.state is TrackState.CONFIRMED


def test_a_lesion_that_was_not_there_then_is_not_painted() -> None:
    before = SeenBefore()
    before.add(0, (track(1, 0, 0.3),))
    shown = before.shown_again(0, [track(1, 0, 0.3), track(2, 50, 0.9)])
    assert [one.state for one in shown] == [TrackState.CONFIRMED, TrackState.LOST]


def test_a_picture_that_nobody_remembers_shows_no_box() -> None:
    before = SeenBefore()
    before.add(0, (track(1, 0, 0.3),))
    for again in (None, NEAR + 1):
        assert [one.state for one in before.shown_again(again, [track(1, 0, 0.3)])] == [TrackState.LOST]
    assert SeenBefore().shown_again(3, []) == ()


def test_a_tentative_lesion_stays_tentative() -> None:
    tentative = track(1, 0, 0.3, TrackState.TENTATIVE)
    before = SeenBefore()
    before.add(0, (tentative,))
    assert before.shown_again(0, [tentative]) == (tentative,)


def test_hours_of_pictures_stay_bounded_and_a_new_count_starts_anew() -> None:
    before = SeenBefore()
    for index in range(2 * MOST):
        before.add(index, (track(1, 0, 0.3),))
    assert before.shown_again(0, []) == ()
    before.add(5, (replace(track(9, 0, 0.3)),))
    assert before.shown_again(2 * MOST - 1, []) == ()
    assert [one.id for one in before.shown_again(5, [])] == [9]
