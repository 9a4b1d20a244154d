"""A clip knows what was found while it was recorded, picture by picture."""

import json
from pathlib import Path

import pytest

from app.analysis_json import FrameResult
from app.exam.content.picture import ClipOrigin
from app.exam.keep.clip_entry import clip_as_told, clip_name, new_clip
from app.exam.keep.live_beside import write_live_results
from app.exam.keep.shown_values import network_used
from app.feed.live_results import LiveResults
from capture.encode import FrameEncoder
from capture.recording_file import RecordingFiles
from capture.recording_state import RecordingState
from tests.app.bright_spot import analysis_of, track
from tests.app.exam.keep.kept_views import INFO
from tests.capture.recording_frames import frame, layout


def recorded(folder: Path, first: int, *, second_layout_from: int) -> RecordingState:
    """Twenty pictures from this one on, in two videos."""
    state = RecordingState()
    files = RecordingFiles(folder, "clip")
    encoder = FrameEncoder()
    for number in range(first, first + 20):
        each = frame(number, layout() if number < second_layout_from else layout(80, 60))
        files.write(encoder.encode(each))
        state = state.with_frame(each.time_ns)
    files.close()
    return state.changed(paths=files.paths, finished=True)


@pytest.fixture
def found() -> LiveResults:
    """Every third picture was analysed."""
    results = LiveResults()
    for number in range(0, 60, 3):
        results.add(analysis_of(frame(number), track(4, malignancy=0.6)))
    return results


def test_each_line_is_that_of_a_picture_of_the_video(tmp_path: Path, found: LiveResults) -> None:
    state = recorded(tmp_path, 10, second_layout_from=20)
    clip = new_clip(ClipOrigin.RECORDED, source_name="Room 2", network=network_used(INFO), side="left")
    assert clip_name(clip).startswith("scan-")
    kept = write_live_results(clip_as_told(clip, state, tmp_path), tmp_path, found.between)
    assert kept.analyses == {"live, first-light 1": "clip.mkv.live.minamo.jsonl"}
    for name, numbers in (("clip.mkv", [2, 5, 8]), ("clip-2.mkv", [1, 4, 7])):
        head, *lines = (tmp_path / f"{name}.live.minamo.jsonl").read_text(encoding="utf-8").splitlines()
        assert json.loads(head)["minamo_live_results"] == {"release": "first-light 1", "pictures": 10}
        results = [FrameResult.from_line(line) for line in lines]
        assert [result.index for result in results] == numbers
        assert results[0].tracks[0].malignancy == 0.6


def test_where_nothing_was_analysed_nothing_is_written(tmp_path: Path) -> None:
    state = recorded(tmp_path, 10, second_layout_from=99)
    clip = new_clip(ClipOrigin.RECORDED, source_name="Room 2", network=network_used(INFO), side=None)
    kept = write_live_results(clip_as_told(clip, state, tmp_path), tmp_path, LiveResults().between)
    assert kept.analyses == {}
    assert not list(tmp_path.glob("*.minamo.jsonl"))


def test_what_is_held_is_bounded() -> None:
    results = LiveResults(most=5)
    for number in range(20):
        results.add(analysis_of(frame(number)))
    assert [index for index, _ in results.between(0, frame(99).time_ns)] == [15, 16, 17, 18, 19]
