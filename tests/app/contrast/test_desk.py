"""An exam's contrast studies: every picture, one study an injection, all of it kept, nothing that blocks."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.contrast import feed
from app.contrast.desk import ContrastDesk
from app.contrast.feed import ContrastFeed
from app.contrast.keeping import UNFINISHED, take_unfinished
from app.contrast.view import ContrastView, MarkerKind, StudyState
from capture.errors import RecordingFailed
from inference.contrast.errors import ContrastError
from tests.app.contrast.fake_study import B_MODE_ONLY, LESION, REFERENCE, FakeStudy, Workbench, contrast_frame

Make = Callable[..., Workbench]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Make]:
    made: list[Workbench] = []

    def make(**study: object) -> Workbench:
        made.append(Workbench(tmp_path, **study))
        return made[-1]

    yield make
    for each in made:
        each.desk.stop()


def play(desk: ContrastDesk, first: int, last: int) -> None:
    for index in range(first, last):
        desk.put(contrast_frame(index))


def begun(work: Workbench, pictures: int = 30) -> ContrastDesk:
    work.desk.put(contrast_frame(0))
    work.desk.mark_injection()
    play(work.desk, 1, pictures)
    work.until(lambda view: view.pictures == pictures - 1)
    return work.desk


def done(view: ContrastView) -> bool:
    return view.state is StudyState.DONE and view.kept is not None


def test_the_timer_starts_a_study_of_every_picture_from_there_on(bench: Make) -> None:
    work = bench()
    desk = begun(work)
    view = work.until(lambda view: view.curves is not None and len(view.curves.times_s) == 29)
    assert work.studies[0].index == list(range(1, 30))
    assert view.state is StudyState.COLLECTING
    assert view.injection is not None
    assert view.injection.time_base == "injection"
    assert [marker.kind for marker in view.markers] == [MarkerKind.INJECTION]
    assert desk.view(contrast_frame(21)).clock_s == pytest.approx(21 / 20)
    assert view.proposed


def test_without_an_injection_times_count_from_arrival_and_say_so(bench: Make) -> None:
    work = bench()
    work.desk.put(contrast_frame(0))
    work.desk.start_or_stop()
    play(work.desk, 10, 30)
    view = work.until(lambda view: view.curves is not None and len(view.curves.times_s) == 20)
    assert view.injection is not None
    assert view.injection.time_base == "arrival"
    assert view.phases == ()
    assert work.desk.view(contrast_frame(20)).clock_s == pytest.approx(0.5)
    work.desk.mark_injection()
    view = work.until(lambda view: bool(view.phases))
    assert work.desk.view(contrast_frame(29)).clock_s == pytest.approx(0.0)


def test_without_a_contrast_panel_it_says_what_to_do(bench: Make) -> None:
    work = bench()
    work.desk.put(contrast_frame(0, layout=B_MODE_ONLY))
    assert not work.desk.view(None).has_panel
    with pytest.raises(ContrastError, match=r"no contrast panel.*Ctrl\+K"):
        work.desk.mark_injection()


def test_the_timer_does_not_start_twice(bench: Make) -> None:
    work = bench()
    desk = begun(work)
    with pytest.raises(ContrastError, match="runs already"):
        desk.mark_injection()
    assert len(desk.view(None).injections) == 1


def test_a_stopped_study_is_fitted_and_kept_with_its_record(bench: Make) -> None:
    work = bench()
    desk = begun(work)
    injection = desk.view(None).injection
    assert injection is not None
    desk.set_injection(replace(injection, dose=0.015, dose_unit="mL/kg", mi=0.2, lesion="left, 2 o'clock"))
    desk.start_or_stop()
    view = work.until(done)
    assert view.result is not None
    assert view.result.parameters[0].name == "PE"
    assert view.kept == work.folder / "study-1"
    record = json.loads((view.kept / "study.json").read_text("utf-8"))
    assert record["injection"]["dose"] == 0.015
    assert record["injection"]["agent"] == "sonazoid"
    assert record["injection"]["time_base"] == "injection"
    assert record["contrast_panel_px"] == [130, 20, 250, 120]
    assert record["regions"] == {
        "lesion": LESION,
        "reference": REFERENCE,
        "proposed": True,
        "pixels_of": "contrast panel",
    }
    assert (view.kept / "curve.csv").exists()
    assert [path.name for path in work.folder.iterdir()] == ["study-1"]


def test_a_record_completed_after_the_study_is_written_too(bench: Make) -> None:
    work = bench()
    desk = begun(work)
    desk.stop_study()
    kept = work.until(done).kept
    injection = desk.view(None).injection
    assert kept is not None
    assert injection is not None
    desk.set_injection(replace(injection, note="second look"))
    work.until(lambda _: json.loads((kept / "study.json").read_text("utf-8"))["injection"]["note"] == "second look")


def test_a_dynamic_range_read_off_the_screen_measures_a_finished_study_anew(bench: Make) -> None:
    work = bench()
    desk = begun(work)
    desk.stop_study()
    work.until(done)
    study, injection = work.studies[0], desk.view(None).injection
    assert injection is not None
    before = study.results
    desk.set_injection(replace(injection, dynamic_range_db=55.0))
    work.until(lambda _: study.results > before)
    assert study.dynamic_range_db == 55.0


def test_each_injection_is_a_study_of_its_own_and_one_can_switch(bench: Make) -> None:
    work = bench()
    desk = begun(work)
    desk.begin()
    play(desk, 30, 50)
    work.until(lambda view: view.pictures == 20)
    assert work.studies[1].index == list(range(30, 50))
    desk.choose(0)
    view = work.until(done)
    assert view.pictures == 29
    assert [each.number for each in view.injections] == [1, 2]
    desk.choose(1)
    assert desk.view(None).state is StudyState.COLLECTING


def test_old_studies_keep_their_results_but_not_their_pictures(bench: Make) -> None:
    work = bench()
    desk = begun(work)
    for first in (30, 40):
        desk.begin()
        play(desk, first, first + 10)
    desk.choose(0)
    view = work.until(done)
    assert not view.editable
    assert view.result is not None
    injection = view.injections[0]
    desk.set_injection(replace(injection, note="late"))
    assert view.kept is not None
    assert json.loads((view.kept / "study.json").read_text("utf-8"))["injection"]["note"] == "late"


def test_pictures_without_room_are_gaps_of_the_study(bench: Make) -> None:
    work = bench()
    work.desk._plan = replace(work.plan, queue_frames=1)
    work.desk.put(contrast_frame(0))
    work.desk.begin()
    feed = work.desk._entries[0].feed
    play(work.desk, 1, 300)  # faster than any thread can take them
    view = work.until(lambda view: view.pictures + len(feed.glance.gaps_s) == 299)
    assert view.gaps == len(work.studies[0].gaps_s) == 299 - view.pictures
    assert view.gaps > 0
    assert {marker.kind for marker in view.markers} == {MarkerKind.GAP}
    assert len(view.markers) < view.gaps  # a run of them is one line
    assert work.desk.unacknowledged == view.gaps
    work.desk.acknowledge()
    assert work.desk.unacknowledged == 0


def test_a_source_lost_and_found_again_goes_on_with_a_gap(bench: Make) -> None:
    work = bench()
    desk = begun(work)
    for index in range(5):  # the source counts and times from the start again, 4 s later
        desk.put(replace(contrast_frame(index), arrived_ns=round((1.45 + 4 + index / 20) * 1e9)))
    view = work.until(lambda view: view.pictures == 34)
    times_s = work.studies[0].times_s
    assert times_s[29] == pytest.approx(5.45)
    assert times_s == sorted(times_s)
    assert work.studies[0].index[29:] == [30, 31, 32, 33, 34]
    assert [marker.kind for marker in view.markers] == [MarkerKind.INJECTION, MarkerKind.GAP]
    assert desk.view(contrast_frame(4)).clock_s == pytest.approx(5.65)


def test_a_page_without_the_contrast_panel_is_a_gap(bench: Make) -> None:
    work = bench()
    desk = begun(work)
    desk.put(contrast_frame(30, layout=B_MODE_ONLY))
    desk.put(contrast_frame(31))
    view = work.until(lambda view: view.pictures == 30)
    assert [marker.kind for marker in view.markers if marker.kind is MarkerKind.GAP] == [MarkerKind.GAP]


def test_a_session_that_is_closed_in_the_middle_is_kept(bench: Make) -> None:
    work = bench()
    desk = begun(work)
    desk.stop()
    view = desk.view(None)
    assert view.state is StudyState.DONE
    assert (work.folder / "study-1" / "study.json").exists()


def test_a_crash_in_the_middle_leaves_the_curve_so_far_and_the_next_start_names_it(
    bench: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "SAVE_S", 0.0)
    work = bench()
    begun(work)
    work.until(lambda view: view.curves is not None and len(view.curves.times_s) == 29)
    folder = work.folder / "study-1"
    work.until(lambda _view: (folder / "study.json").exists() and len((folder / UNFINISHED).read_text().split()) == 30)
    copy = work.folder / "after" / "study-1"  # what a crash at this moment leaves
    shutil.copytree(folder, copy)
    assert json.loads((copy / "study.json").read_text())["result"] == "unfinished"
    told = take_unfinished(work.folder / "after")
    assert told is not None
    assert str(copy) in str(told)
    assert [file.name for file in sorted(copy.iterdir())] == ["curve.csv", "study.json"]
    assert take_unfinished(work.folder / "after") is None
    work.desk.stop_study()
    work.until(done)
    assert not (folder / UNFINISHED).exists()


def test_a_study_without_a_result_keeps_its_curve(bench: Make) -> None:
    work = bench(refuses="result")
    begun(work)
    work.desk.stop_study()
    work.until(lambda view: view.kept is not None)
    assert len((work.folder / "study-1" / "curve.csv").read_text().split()) == 30


def test_a_redrawn_region_is_computed_anew_and_can_be_taken_back(bench: Make) -> None:
    work = bench()
    desk = begun(work)
    desk.stop_study()
    work.until(done)
    desk.set_regions("30,30;60,30;60,60", REFERENCE)
    view = work.until(lambda view: not view.recomputing)
    assert view.lesion is not None
    assert view.lesion.text == "30,30;60,30;60,60"
    assert not view.proposed
    assert view.can_undo
    assert work.studies[0].results == 2
    desk.undo_regions()
    view = work.until(lambda view: not view.recomputing)
    assert view.lesion is not None
    assert view.lesion.text == LESION
    assert not view.can_undo


def test_of_two_quick_changes_the_second_is_taken_back_first(bench: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    work = bench()
    desk = begun(work)
    desk.stop_study()
    work.until(done)
    goes_on, figures = threading.Event(), FakeStudy.figures
    monkeypatch.setattr(FakeStudy, "figures", lambda study: (goes_on.wait(60), figures(study))[1])
    first, second = "30,30;60,30;60,60", "20,30;60,30;60,60"
    desk.set_regions(first, REFERENCE)
    desk.set_regions(second, REFERENCE)
    desk.undo_regions()
    goes_on.set()
    view = work.until(lambda view: not view.recomputing)
    assert view.lesion is not None
    assert view.lesion.text == first
    assert (view.can_undo, view.answers) == (True, 3)


def test_where_nothing_is_computed_any_more_the_view_has_everything(
    bench: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = bench()
    desk = begun(work)
    desk.stop_study()
    work.until(done)
    goes_on, figures = threading.Event(), FakeStudy.figures
    monkeypatch.setattr(FakeStudy, "figures", lambda study: (goes_on.wait(60), figures(study))[1])
    really_busy = ContrastFeed.busy.fget
    desk.set_regions("30,30;60,30;60,60", REFERENCE)

    def looked_at(feed: ContrastFeed) -> bool:
        goes_on.set()  # it is done in the middle of a look
        while really_busy(feed):
            threading.Event().wait(0.01)
        return False

    monkeypatch.setattr(ContrastFeed, "busy", property(looked_at))
    view = desk.view(None)
    assert view.lesion is not None
    assert view.lesion.text == "30,30;60,30;60,60"


def test_a_region_that_is_too_small_is_refused_and_the_study_goes_on(bench: Make) -> None:
    work = bench()
    desk = begun(work)
    work.until(lambda view: view.lesion is not None)
    desk.set_regions("30,30;31,30", REFERENCE)
    view = work.until(lambda view: view.notice is not None)
    assert "too small" in str(view.notice)
    assert view.state is StudyState.COLLECTING
    assert view.lesion is not None
    assert view.lesion.text == LESION


def test_a_recording_that_allows_no_result_is_kept_with_the_reason(bench: Make) -> None:
    work = bench(refuses="result")
    desk = begun(work, 3)
    desk.stop_study()
    view = work.until(lambda view: view.kept is not None)
    assert view.state is StudyState.FAILED
    assert view.result is None
    assert "2 pictures" in str(view.notice)
    assert view.kept is not None
    assert "2 pictures" in json.loads((view.kept / "study.json").read_text("utf-8"))["reason"]


def test_a_panel_that_changes_its_size_ends_the_study_which_is_kept(bench: Make) -> None:
    work = bench()
    desk = begun(work)
    work.studies[0].refuses = "add"
    desk.put(contrast_frame(30))
    view = work.until(done)
    assert "size of the contrast panel" in str(view.notice)


def test_a_study_ends_by_itself_when_it_is_long_enough(bench: Make) -> None:
    work = bench()
    work.desk._plan = replace(work.plan, longest_s=1.0)
    work.desk.put(contrast_frame(0))
    work.desk.begin()
    play(work.desk, 1, 60)
    view = work.until(done)
    assert view.pictures == 21


def test_a_full_disk_is_said_and_a_later_try_succeeds(bench: Make) -> None:
    work = bench()
    desk = begun(work)
    work.studies[0].refuses = "write"
    desk.stop_study()
    view = work.until(lambda view: view.notice is not None)
    assert isinstance(view.notice, RecordingFailed)
    assert view.kept is None
    assert list(work.folder.iterdir()) == []
    work.studies[0].refuses = ""
    desk.set_regions(LESION, None)
    work.until(done)


def test_a_study_without_a_picture_says_so(bench: Make) -> None:
    work = bench()
    work.desk.put(contrast_frame(0))
    work.desk.begin()
    work.desk.stop_study()
    view = work.until(lambda view: view.state is StudyState.FAILED)
    assert "No contrast picture came" in str(view.notice)
    assert list(work.folder.iterdir()) == []
