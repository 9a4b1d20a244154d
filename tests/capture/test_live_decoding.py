"""The thread behind devices and streams, with files in the place of a live source."""

import itertools
import threading
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
import pytest
from av.container import InputContainer

from capture.errors import CaptureError, DeviceLost
from capture.latest import Latest
from capture.sources.live import decoding as live_decoding
from capture.sources.live.decoding import LiveDecoding, LiveTexts
from tests.capture.made_files import painted_number, write_video
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


def test_whoever_has_a_picture_knows_its_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put, may_open, modes = Latest.put, threading.Event(), []
    monkeypatch.setattr(Latest, "put", lambda mailbox, value: (modes.append(decoding.mode), put(mailbox, value)))
    source = OpenedOnce(motion_jpeg(tmp_path / "clip.mkv"))
    decoding = LiveDecoding("grabber", lambda: (may_open.wait(60), source())[1], TEXTS)
    may_open.set()
    screen_that(decoding)
    decoding.close()
    assert modes[0] is not None
    assert modes[0].startswith("64x48 ")


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


class Paced:
    """A file as a live source: a packet every few milliseconds."""

    def __init__(self, file: Path) -> None:
        self._container = av.open(str(file))
        self._tick = threading.Event()
        self.streams = self._container.streams

    def demux(self, stream: object) -> Iterator[object]:
        for packet in self._container.demux(stream):
            self._tick.wait(0.005)
            yield packet

    def close(self) -> None:
        self._container.close()


def test_pictures_of_a_stream_with_b_pictures_come_in_their_order(tmp_path: Path) -> None:
    file = write_video(tmp_path / "b.mkv", "mpeg2video", "yuv420p", count=60, b_frames=2)
    opened: list[Paced] = []

    def open_twice() -> InputContainer:
        if len(opened) == 2:
            raise DeviceLost("{source} has been seen to its end", source="stream")
        opened.append(Paced(file))
        return cast(InputContainer, opened[-1])

    decoding = LiveDecoding("stream", open_twice, TEXTS)
    numbers: list[int] = []
    with suppress(DeviceLost):
        while True:
            numbers.append(painted_number(screen_that(decoding).pixels))
    decoding.close()
    drops = [place for place in range(1, len(numbers)) if numbers[place] < numbers[place - 1]]
    assert len(opened) == 2  # pictures out of their order were seen, and it was opened again to put them in order
    assert len(drops) <= 1
    assert not drops or drops[0] < 5


def test_a_driver_that_hangs_is_given_up_although_its_read_never_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_decoding, "HANGS_AFTER_S", 0.3)
    go_on = threading.Event()

    class Hanging(Paced):
        def demux(self, stream: object) -> Iterator[object]:
            yield from itertools.islice(super().demux(stream), 3)
            go_on.wait(60)

    file = motion_jpeg(tmp_path / "clip.mkv")
    decoding = LiveDecoding("grabber", lambda: cast(InputContainer, Hanging(file)), TEXTS)
    assert fault_of(decoding) == ("grabber is gone", DeviceLost)
    go_on.set()
    decoding.close()


def test_for_a_glance_now_and_then_only_some_pictures_are_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_decoding, "LOST_AFTER_S", 0.3)
    decoded: list[int] = []
    decode = LiveDecoding._decode
    monkeypatch.setattr(LiveDecoding, "_decode", lambda self, packet: decoded.append(1) or decode(self, packet))
    decoding = LiveDecoding("grabber", OpenedOnce(motion_jpeg(tmp_path / "many.mkv", pictures=12)), TEXTS, most_hz=0.01)
    screen_that(decoding)
    fault_of(decoding)  # all of it has been read
    decoding.close()
    assert len(decoded) == 1
