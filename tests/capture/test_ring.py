"""What was just seen can still be kept."""

import errno
import os
import threading
from pathlib import Path

import numpy as np
import pytest

from capture.encode import FrameEncoder
from capture.errors import RecordingFailed
from capture.recorder import Recorder
from capture.ring import Kept, Ring
from capture.screen.layout import PanelKind
from capture.side_file import read_side_file
from tests.capture.recording_frames import INTERVAL_NS, decoded, frame, heavy_frame, layout


class Keeper:
    """Waits for the end of a `keep`."""

    def __init__(self) -> None:
        self._done = threading.Event()
        self._kept: Kept | None = None

    def __call__(self, kept: Kept) -> None:
        self._kept = kept
        self._done.set()

    @property
    def kept(self) -> Kept:
        assert self._done.wait(60)
        assert self._kept is not None
        return self._kept


@pytest.fixture
def ring():
    ring = Ring(seconds=1.0, queue_frames=1000)
    ring.start()
    yield ring
    assert ring.stop()


def test_the_newest_seconds_are_kept_with_their_times(ring, tmp_path):
    for number in range(100):
        ring.put(frame(number))
    keeper = Keeper()
    path = ring.keep(tmp_path, "kept", on_kept=keeper)
    assert path.is_file()
    kept = keeper.kept
    side = read_side_file(path)
    assert (kept.paths, kept.error) == ((path,), None)
    assert side.indices == tuple(range(40, 100))  # 59 intervals of 16.7 ms fit into a second
    assert side.times_ns[-1] == frame(99).time_ns
    pictures = list(decoded(path))
    assert len(pictures) == kept.frames == 60
    assert np.abs(pictures[-1].astype(int) - frame(99).pixels).mean() < 3


def test_frames_go_on_while_the_ring_is_written(ring, tmp_path):
    for number in range(10):
        ring.put(frame(number))
    first, second = Keeper(), Keeper()
    ring.keep(tmp_path, "kept", on_kept=first)
    for number in range(10, 20):
        ring.put(frame(number))
    ring.keep(tmp_path, "kept", on_kept=second)
    assert read_side_file(first.kept.paths[0]).indices == tuple(range(10))
    assert read_side_file(second.kept.paths[0]).indices == tuple(range(20))
    assert second.kept.paths[0].name == "kept-2.mkv"


def test_memory_is_bounded_whatever_the_pictures_weigh(tmp_path):
    one = len(FrameEncoder().encode(frame(0)).data)
    ring = Ring(max_bytes=10 * one, queue_frames=1000)
    ring.start()
    for number in range(50):
        ring.put(frame(number))
    keeper = Keeper()
    ring.keep(tmp_path, "kept", on_kept=keeper)
    assert 7 <= keeper.kept.frames <= 12
    assert ring.held_bytes <= 10 * one
    assert ring.held_s == pytest.approx((keeper.kept.frames - 1) * INTERVAL_NS / 1e9)
    assert ring.stop()
    assert ring.held_bytes == 0


def test_a_span_without_scan_area_is_dropped(ring, tmp_path):
    for number in range(30):
        ring.put(frame(number))
    ring.drop_span(frame(10).time_ns, frame(19).time_ns)
    keeper = Keeper()
    ring.keep(tmp_path, "kept", on_kept=keeper)
    assert read_side_file(keeper.kept.paths[0]).indices == (*range(10), *range(20, 30))


def test_the_only_frame_is_kept_while_it_is_still_being_compressed(tmp_path):
    class Slow(FrameEncoder):
        begun, go_on = threading.Event(), threading.Event()

        def encode(self, one):
            self.begun.set()
            assert self.go_on.wait(60)
            return super().encode(one)

    slow = Slow()
    ring = Ring(encoder=slow)
    ring.start()
    ring.put(frame(0))
    assert slow.begun.wait(60)
    keeper = Keeper()
    ring.keep(tmp_path, "kept", on_kept=keeper)
    slow.go_on.set()
    assert keeper.kept.frames == 1
    assert ring.stop()


def test_a_ring_that_was_dropped_whole_keeps_nothing_and_says_so(ring, tmp_path):
    ring.put(frame(0))
    ring.drop_span(0, frame(100).time_ns)
    with pytest.raises(RecordingFailed, match="nothing to keep"):
        ring.keep(tmp_path, "kept")
    assert list(tmp_path.iterdir()) == []


def test_contrast_is_held_without_loss(ring, tmp_path):
    scan = layout(kind=PanelKind.CONTRAST)
    for number in range(5):
        ring.put(frame(number, scan))
    keeper = Keeper()
    ring.keep(tmp_path, "kept", on_kept=keeper)
    for number, shown in enumerate(decoded(keeper.kept.paths[0])):
        assert np.array_equal(shown, frame(number, scan).pixels)


def test_a_changed_layout_is_kept_in_two_files(ring, tmp_path):
    ring.put(frame(0))
    ring.put(frame(1, layout(80, 60)))
    keeper = Keeper()
    ring.keep(tmp_path, "kept", on_kept=keeper)
    assert [path.name for path in keeper.kept.paths] == ["kept.mkv", "kept-2.mkv"]


def test_a_frame_is_compressed_once_for_ring_and_recording(tmp_path):
    encoder = FrameEncoder()
    ring = Ring(encoder=encoder, queue_frames=100)
    recorder = Recorder(tmp_path, name="recorded", encoder=encoder, queue_frames=100)
    ring.start()
    recorder.start()
    for number in range(40):
        ring.put(frame(number))
        recorder.put(frame(number))
    keeper = Keeper()
    ring.keep(tmp_path, "kept", on_kept=keeper)
    assert recorder.stop()
    assert keeper.kept.frames == 40
    assert ring.stop()
    assert encoder.encoded == 40
    for recorded, kept in zip(decoded(tmp_path / "recorded.mkv"), decoded(tmp_path / "kept.mkv"), strict=True):
        assert np.array_equal(recorded, kept)


def test_a_folder_that_cannot_be_written_is_said_at_once(tmp_path):
    def refuse(path: Path):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    ring = Ring(open_file=refuse)
    ring.start()
    ring.put(frame(0))
    with pytest.raises(RecordingFailed, match="cannot be written"):
        ring.keep(tmp_path, "kept")
    assert ring.stop()


def test_a_disk_that_fills_while_the_ring_is_written_is_reported(tmp_path):
    free = iter([10**9] + [0] * 100)
    ring = Ring(queue_frames=1000, free_bytes=lambda _folder: next(free))
    ring.start()
    for number in range(100):
        ring.put(heavy_frame(number))
    keeper = Keeper()
    ring.keep(tmp_path, "kept", on_kept=keeper)
    assert "make room" in str(keeper.kept.error)
    assert len(list(decoded(keeper.kept.paths[0]))) == keeper.kept.frames > 0
    assert ring.stop()


def test_a_ring_that_was_stopped_keeps_nothing_and_says_so(tmp_path):
    ring = Ring()
    ring.start()
    ring.put(frame(0))
    ring.stop()
    with pytest.raises(RecordingFailed, match="nothing to keep"):
        ring.keep(tmp_path, "kept")
