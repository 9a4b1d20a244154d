"""A snapshot is two whole PNG files or a clear text."""

import errno
import io
import os
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.live.view_state import StatusWord, ViewState
from app.snapshot import SnapshotResult, finish_snapshots, save_snapshot
from capture.errors import RecordingFailed
from inference.findings import Box, Track, TrackState
from tests.capture.recording_frames import frame, layout


def track() -> Track:
    return Track(1, TrackState.CONFIRMED, Box(120, 90, 260, 190), 0.9, 0.8, 0.7, 0.9, True, 0, 1)


def view(number: int = 7, **changes) -> ViewState:
    return ViewState(StatusWord.LIVE, frame(number, layout(640, 480)), (track(),), **changes)


class Waiting:
    """Waits for the end of a snapshot."""

    def __init__(self) -> None:
        self._done = threading.Event()
        self._result: SnapshotResult | None = None

    def __call__(self, result: SnapshotResult) -> None:
        self._result = result
        self._done.set()

    @property
    def result(self) -> SnapshotResult:
        assert self._done.wait(60)
        assert self._result is not None
        return self._result


@pytest.fixture(autouse=True)
def _application(qapp):
    yield
    assert finish_snapshots()


def save(folder: Path, state: ViewState, **options) -> SnapshotResult:
    waiting = Waiting()
    paths = save_snapshot(folder, state, on_done=waiting, **options)
    assert paths == (waiting.result.plain, waiting.result.overlaid)
    return waiting.result


def test_the_plain_picture_is_the_frame_itself(tmp_path):
    result = save(tmp_path / "new folder", view())
    assert result.error is None
    with Image.open(result.plain) as picture:
        assert np.array_equal(np.asarray(picture.convert("RGB")), view().frame.pixels)


def test_the_overlay_is_drawn_round_the_lesion_in_the_frames_resolution(tmp_path):
    result = save(tmp_path, view())
    with Image.open(result.overlaid) as picture:
        drawn = np.asarray(picture.convert("RGB")) != view().frame.pixels
    assert drawn[:90].any() or drawn[190:].any()  # brackets and label
    assert not drawn[110:170, 140:240].any()  # never on the lesion's inside


@pytest.mark.parametrize("changes", [{"muted": True}, {"look_first": True}])
def test_what_is_not_on_screen_is_not_drawn(tmp_path, changes):
    result = save(tmp_path, view(**changes))
    assert result.plain.read_bytes() != b""
    with Image.open(result.overlaid) as overlaid, Image.open(result.plain) as plain:
        assert np.array_equal(np.asarray(overlaid), np.asarray(plain))


def test_the_picture_says_where_it_came_from(tmp_path):
    result = save(tmp_path, view(), weights_sha256="ab" * 32)
    for path in (result.plain, result.overlaid):
        with Image.open(path) as picture:
            texts = picture.text
        assert texts["Description"] == "Research use only. Not for diagnosis."
        assert texts["Frame index"] == "7"
        assert texts["Frame time ns"] == str(frame(7).time_ns)
        assert texts["Weights SHA-256"] == "ab" * 32
        assert texts["mm per px"] == "0.071, 0.0685"
        assert texts["Frame origin px"] == "411, 97"


def test_two_snapshots_of_one_frame_are_four_files(tmp_path):
    results = [Waiting() for _ in range(5)]
    for waiting in results:
        save_snapshot(tmp_path, view(), on_done=waiting)
    paths = {path for waiting in results for path in (waiting.result.plain, waiting.result.overlaid)}
    assert len(paths) == 10
    assert set(tmp_path.iterdir()) == paths


def test_without_a_picture_there_is_no_snapshot(tmp_path):
    with pytest.raises(RecordingFailed, match="no picture"):
        save_snapshot(tmp_path, ViewState(StatusWord.WAITING))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said_at_once(tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(RecordingFailed, match="not a folder"):
        save_snapshot(tmp_path / "taken", view())


def test_a_full_disk_leaves_nothing_behind_and_says_so(tmp_path):
    class Full(io.FileIO):
        def write(self, data) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    result = save(tmp_path, view(), open_file=lambda path: Full(path, "xb"))
    assert "full" in str(result.error)
    assert list(tmp_path.iterdir()) == []
