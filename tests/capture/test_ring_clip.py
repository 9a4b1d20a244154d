"""What was just seen is kept and goes on, in one clip without a seam."""

import errno
import io
import os
import threading
from pathlib import Path

import numpy as np
import pytest

from capture.encode import FrameEncoder
from capture.frame_queue import LeftOut
from capture.recording_file import RecordingFiles, open_new
from capture.recording_state import RecordingState
from capture.ring import Ring
from capture.ring_clip import RingClip
from capture.side_file import read_side_file
from tests.capture.recording_frames import decoded, frame


class Listener:
    """Waits for what a clip tells."""

    def __init__(self) -> None:
        self.states: list[RecordingState] = []
        self._finished = threading.Event()

    def __call__(self, state: RecordingState) -> None:
        self.states.append(state)
        if state.finished:
            self._finished.set()

    @property
    def end(self) -> RecordingState:
        assert self._finished.wait(60)
        return self.states[-1]


class HeldUp:
    """A disk whose files open only when the test says so."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.opened = threading.Event()

    def __call__(self, path: Path):
        self.reached.set()
        assert self.opened.wait(60)
        return open_new(path)


@pytest.fixture
def ring():
    ring = Ring(seconds=1.0, queue_frames=1000)
    ring.start()
    yield ring
    assert ring.stop()


def put(ring: Ring, first: int, end: int) -> None:
    for number in range(first, end):
        ring.put(frame(number))


def test_a_clip_holds_what_was_seen_before_and_after_without_a_seam(ring, tmp_path):
    told = Listener()
    put(ring, 0, 40)
    clip = ring.keep_on(tmp_path, "clip", ahead_s=None, on_state=told)
    put(ring, 40, 90)
    assert clip.going_on
    ring.end(clip)
    put(ring, 90, 95)
    side = read_side_file(tmp_path / "clip.mkv") if told.end else None
    assert side is not None
    assert side.indices == tuple(range(90))
    assert len(list(decoded(tmp_path / "clip.mkv"))) == 90
    assert (told.end.first_ns, told.end.last_ns) == (frame(0).time_ns, frame(89).time_ns)
    assert (told.end.frames, told.end.gaps, told.end.error) == (90, 0, None)
    assert [len(state.paths) for state in told.states if not state.finished] == [1]
    assert not clip.going_on


def test_a_clip_ends_by_itself_when_its_time_is_over(ring, tmp_path):
    told = Listener()
    put(ring, 0, 10)
    ring.keep_on(tmp_path, "clip", ahead_s=0.5, on_state=told)
    put(ring, 10, 100)
    assert told.end.last_ns == frame(9 + 29).time_ns  # 29 intervals of 16.7 ms fit into half a second
    assert read_side_file(tmp_path / "clip.mkv").indices == tuple(range(39))


def test_a_clip_that_is_let_run_does_not_end_by_itself(ring, tmp_path):
    told = Listener()
    put(ring, 0, 10)
    clip = ring.keep_on(tmp_path, "clip", ahead_s=0.1, on_state=told)
    clip.let_run()
    put(ring, 10, 100)
    ring.end(clip)
    assert told.end.frames == 100


def test_two_clips_at_once_hold_the_same_pictures(ring, tmp_path):
    first, second = Listener(), Listener()
    put(ring, 0, 10)
    clips = [ring.keep_on(tmp_path, "clip", ahead_s=None, on_state=told) for told in (first, second)]
    put(ring, 10, 20)
    for clip in clips:
        ring.end(clip)
    assert {first.end.paths[0].name, second.end.paths[0].name} == {"clip.mkv", "clip-2.mkv"}
    for shown, again in zip(decoded(first.end.paths[0]), decoded(second.end.paths[0]), strict=True):
        assert np.array_equal(shown, again)


def test_keeping_waits_for_no_disk(tmp_path):
    disk, told = HeldUp(), Listener()
    ring = Ring(seconds=1.0, queue_frames=1000, open_file=disk)
    ring.start()
    put(ring, 0, 5)
    clip = ring.keep_on(tmp_path, "clip", ahead_s=None, on_state=told)  # returns, though no file opens
    assert disk.reached.wait(60)
    put(ring, 5, 30)
    ring.end(clip)
    disk.opened.set()
    assert told.end.frames == 30
    assert ring.stop()


def test_a_disk_that_hangs_costs_whole_frames_which_are_told_and_no_memory(tmp_path):
    disk, told = HeldUp(), Listener()
    encoder = FrameEncoder()
    files = RecordingFiles(tmp_path, "clip", open_file=disk)
    items = [encoder.encode(frame(number)) for number in range(60)]
    clip = RingClip(files, ahead_s=None, on_state=told, own_bytes=sum(len(item.data) for item in items[:5]))
    clip.begin(items[:20])
    assert disk.reached.wait(60)  # the first is with the disk; nothing else can be written
    for late, item in zip(items, items[20:], strict=False):
        clip.add(item)
        clip.let_go(late)
    waiting = sum(len(item.data) for item in clip._waiting) - sum(len(item.data) for item in items[40:])
    assert waiting <= sum(len(item.data) for item in items[:5]) * 1.1
    clip.finish()
    disk.opened.set()
    end = told.end
    side = read_side_file(tmp_path / "clip.mkv")
    assert end.gaps == end.unacknowledged == len(side.gaps) > 25
    assert end.frames + end.gaps == 60
    assert sorted([*side.indices, *(gap.index for gap in side.gaps)]) == list(range(60))
    clip.acknowledge()
    assert clip.state.unacknowledged == 0


def test_gaps_of_the_ring_are_gaps_of_the_clip(tmp_path):
    told = Listener()
    encoder = FrameEncoder()
    clip = RingClip(RecordingFiles(tmp_path, "clip"), ahead_s=None, on_state=told)
    clip.begin([encoder.encode(frame(0)), LeftOut(1, frame(1).time_ns)])
    clip.add(LeftOut(2, frame(2).time_ns))
    clip.add(encoder.encode(frame(3)))
    clip.finish()
    assert (told.end.frames, told.end.gaps) == (2, 2)
    assert [gap.index for gap in read_side_file(tmp_path / "clip.mkv").gaps] == [1, 2]


def test_a_source_that_starts_again_goes_on_in_a_second_file(ring, tmp_path):
    told = Listener()
    put(ring, 0, 5)
    clip = ring.keep_on(tmp_path, "clip", ahead_s=None, on_state=told)
    for number in range(5):
        ring.put(frame(number, start_ns=1_000))
    ring.end(clip)
    assert [path.name for path in told.end.paths] == ["clip.mkv", "clip-2.mkv"]
    assert told.end.frames == 10


def test_a_span_without_scan_area_is_dropped_from_a_clip_too(tmp_path):
    disk, told = HeldUp(), Listener()
    ring = Ring(seconds=1.0, queue_frames=1000, open_file=disk)
    ring.start()
    put(ring, 0, 30)
    clip = ring.keep_on(tmp_path, "clip", ahead_s=None, on_state=told)
    assert disk.reached.wait(60)
    ring.drop_span(frame(10).time_ns, frame(19).time_ns)
    ring.end(clip)
    disk.opened.set()
    assert told.end
    assert read_side_file(tmp_path / "clip.mkv").indices == (*range(10), *range(20, 30))
    assert ring.stop()


def test_what_a_clip_took_in_the_last_half_second_can_still_be_withdrawn(tmp_path):
    told = Listener()
    ring = Ring(seconds=5.0, queue_frames=1000)
    ring.start()
    put(ring, 0, 10)
    clip = ring.keep_on(tmp_path, "clip", ahead_s=None, on_state=told)
    put(ring, 10, 90)
    ring.drop_span(frame(70).time_ns, frame(89).time_ns)
    ring.end(clip)
    assert told.end
    assert read_side_file(tmp_path / "clip.mkv").indices == tuple(range(70))
    assert ring.stop()


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    def refuse(path: Path):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    told = Listener()
    ring = Ring(open_file=refuse)
    ring.start()
    put(ring, 0, 3)
    ring.keep_on(tmp_path, "clip", ahead_s=None, on_state=told)
    assert "cannot be written" in str(told.end.error)
    assert ring.stop()


def test_a_disk_that_fills_is_told_and_what_was_written_opens(tmp_path):
    class Full(io.FileIO):
        room = 60_000

        def write(self, data) -> int:
            if self.room <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            taken = super().write(bytes(data)[: self.room])
            self.room -= taken
            return taken

    told = Listener()
    ring = Ring(seconds=2, queue_frames=1000, open_file=lambda path: Full(path, "xb"))
    ring.start()
    put(ring, 0, 60)
    ring.keep_on(tmp_path, "clip", ahead_s=None, on_state=told)
    assert "full" in str(told.end.error)
    assert 0 < len(list(decoded(told.end.paths[0]))) < 60
    assert ring.stop()
