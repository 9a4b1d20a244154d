"""The thread behind devices and streams, with files in the place of a live source."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.container import InputContainer

from capture.errors import CaptureError, DeviceLost
from capture.sources import live_decoding
from capture.sources.live_axis import LiveAxis
from capture.sources.live_decoding import LiveDecoding, LiveTexts
from tests.capture.patience import fault_of, screen_that

TEXTS = LiveTexts(never="nothing from {source}", lost="{source} is gone")


def motion_jpeg(file: Path, *, damaged: int = 0, pictures: int = 12) -> Path:
    """A clip whose first packets are damaged."""
    with av.open(str(file), "w") as container:
        stream = container.add_stream("mjpeg", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuvj420p"
        for index in range(pictures):
            picture = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 20 * index, np.uint8), format="rgb24")
            picture.pts, picture.time_base = index, Fraction(1, 30)
            for packet in stream.encode(picture):
                if index < damaged:
                    broken = av.Packet(b"\x00\x01 no picture" * 4)
                    broken.stream, broken.pts, broken.dts = packet.stream, packet.pts, packet.dts
                    broken.time_base = packet.time_base
                    packet = broken
                container.mux(packet)
        container.mux(stream.encode(None))
    return file


class OpenedOnce:
    """Opens a file the first time; then the device is unplugged."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.calls = 0

    def __call__(self) -> InputContainer:
        self.calls += 1
        if self.calls > 1:
            raise av.error.OSError(19, "No such device")
        return av.open(str(self._file))


def test_a_source_that_begins_with_damaged_packets_is_read_from_the_first_good_one(tmp_path: Path) -> None:
    source = OpenedOnce(motion_jpeg(tmp_path / "damaged.mkv", damaged=5))
    decoding = LiveDecoding("grabber", source, TEXTS)
    screen = screen_that(decoding)
    assert screen.pixels.shape == (48, 64, 3)
    assert screen.pixels.mean() >= 90  # the sixth picture or a later one
    decoding.close()


def test_a_source_with_nothing_but_damage_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_decoding, "NEVER_AFTER_S", 0.5)
    decoding = LiveDecoding("grabber", OpenedOnce(motion_jpeg(tmp_path / "bad.mkv", damaged=12)), TEXTS)
    assert fault_of(decoding) == ("nothing from grabber", CaptureError)
    decoding.close()


def test_pictures_that_came_before_the_loss_are_still_handed_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_decoding, "LOST_AFTER_S", 0.0)
    decoding = LiveDecoding("grabber", OpenedOnce(motion_jpeg(tmp_path / "short.mkv")), TEXTS)
    screen_that(decoding)
    assert fault_of(decoding) == ("grabber is gone", DeviceLost)
    decoding.close()


def test_times_of_the_source_are_followed_while_they_move_as_the_arrival_does() -> None:
    axis = LiveAxis()
    arrivals_ms = (5_000, 5_040, 5_061, 5_105)  # arrival jitters
    placed = [axis.place(own * 33_000_000, ms * 1_000_000) for own, ms in enumerate(arrivals_ms)]
    assert placed == [0, 33_000_000, 66_000_000, 99_000_000]


@pytest.mark.parametrize("own_ns", [None, 0, -(10**12), 10**15])
def test_a_clock_that_stands_jumps_or_is_missing_is_replaced_by_the_arrival(own_ns: int | None) -> None:
    axis = LiveAxis()
    axis.place(1_000_000_000, 5_000_000_000)
    placed = axis.place(own_ns, 5_040_000_000)
    assert placed == 40_000_000
    assert axis.place(None if own_ns is None else own_ns + 33_000_000, 5_080_000_000) > placed


def test_two_pictures_that_arrive_at_once_are_still_one_after_the_other() -> None:
    axis = LiveAxis()
    placed = [axis.place(None, 7) for _ in range(3)]
    assert placed == sorted(set(placed))
