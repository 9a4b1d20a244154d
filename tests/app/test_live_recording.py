"""What a live session records and keeps, and how the two get on with one another."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.feed.live_recording import LiveRecording, Target
from capture.errors import RecordingFailed
from capture.recording_state import RecordingState
from capture.ring import QUEUE_FRAMES
from capture.side_file import read_side_file
from tests.app.sharing.programs import eventually
from tests.capture.recording_frames import frame


class Told:
    """A target that waits for its end."""

    def __init__(self, folder: Path, name: str) -> None:
        self.target = Target(folder, name, self._take)
        self.states: list[RecordingState] = []
        self._finished = threading.Event()

    def _take(self, state: RecordingState) -> None:
        self.states.append(state)
        if state.finished:
            self._finished.set()

    @property
    def end(self) -> RecordingState:
        assert self._finished.wait(60)
        return self.states[-1]

    @property
    def indices(self) -> tuple[int, ...]:
        return tuple(index for path in self.end.paths for index in read_side_file(path).indices)


@pytest.fixture
def recording(tmp_path: Path) -> Iterator[LiveRecording]:
    recording = LiveRecording(tmp_path, 0.5, "Room 2", lambda: None)  # 29 intervals of 59.94 Hz
    recording.start()
    yield recording
    recording.stop()


def put(recording: LiveRecording, first: int, end: int) -> None:
    """Put frames as fast as they are compressed: a source is slower than that, and what finds no room is left out."""
    for number in range(first, end):
        for writing in (recording._ring, recording._recorder):
            if writing is not None:
                eventually(lambda queue=writing._queue: queue.waiting < QUEUE_FRAMES - 5)
        recording.put(frame(number))


def test_a_clip_goes_on_for_as_long_as_it_goes_back(recording: LiveRecording, tmp_path: Path) -> None:
    told = Told(tmp_path, "clip")
    put(recording, 0, 40)
    recording.keep_on(told.target)
    assert recording.clip_goes_on
    assert recording.recording
    put(recording, 40, 80)
    assert told.indices == tuple(range(10, 40 + 29))
    assert not recording.clip_goes_on
    assert recording.glance().recording_s is None


def test_a_clip_is_ended_before_its_time(recording: LiveRecording, tmp_path: Path) -> None:
    told = Told(tmp_path, "clip")
    put(recording, 0, 10)
    end = recording.keep_on(told.target)
    put(recording, 10, 15)
    end()
    put(recording, 15, 20)
    assert told.indices == tuple(range(15))


def test_recording_lets_a_clip_run_until_recording_is_stopped(recording: LiveRecording, tmp_path: Path) -> None:
    told, other = Told(tmp_path, "clip"), Told(tmp_path, "scan")
    put(recording, 0, 10)
    recording.keep_on(told.target)
    assert recording.toggle(other.target) is None
    put(recording, 10, 43)
    recording.toggle()
    put(recording, 43, 50)
    assert told.indices == tuple(range(43))
    assert other.states == []
    assert not recording.recording


def test_while_a_recording_runs_the_last_seconds_alone_are_kept(recording: LiveRecording, tmp_path: Path) -> None:
    scan, clip = Told(tmp_path, "scan"), Told(tmp_path, "clip")
    put(recording, 0, 10)
    assert recording.toggle(scan.target) is not None
    put(recording, 10, 20)
    recording.keep_on(clip.target)
    put(recording, 20, 30)
    recording.toggle()
    assert clip.indices == tuple(range(20))
    assert scan.indices == tuple(range(10, 30))


def test_the_end_of_a_session_loses_no_picture_of_a_clip(tmp_path: Path) -> None:
    recording = LiveRecording(tmp_path, 5, "Room 2", lambda: None)
    recording.start()
    told = Told(tmp_path, "clip")
    put(recording, 0, 3)
    recording.keep_on(told.target)
    put(recording, 3, 40)
    recording.stop()
    assert told.indices == tuple(range(40))


def test_a_failed_clip_is_the_sessions_notice(recording: LiveRecording, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    told = Told(tmp_path / "taken", "clip")
    put(recording, 0, 3)
    recording.keep_on(told.target)
    assert "not a folder" in str(told.end.error)
    assert recording.glance().notice is told.end.error
    recording.acknowledge()
    assert recording.glance().recording_s is None


def test_without_a_ring_there_is_nothing_to_keep(tmp_path: Path) -> None:
    recording = LiveRecording(tmp_path, 0, "Room 2", lambda: None)
    with pytest.raises(RecordingFailed, match="nothing to keep"):
        recording.keep_on(Target(tmp_path, "clip"))
