"""Network streams: with a sender that starts, changes, talks rubbish and dies."""

import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from capture.errors import CaptureError, DeviceLost
from capture.gated_source import GatedSource
from capture.screen.layout import ScanLayout, SignalState
from capture.source import Screen
from capture.sources.live import decoding as live_decoding
from capture.sources.stream import StreamReader
from tests.capture.patience import PATIENCE_S, fault_of, screen_that
from tests.capture.scripted_device import ScriptedDevice, free_port


def size_of(screen: Screen) -> tuple[int, int]:
    return screen.pixels.shape[1], screen.pixels.shape[0]


@pytest.fixture(scope="module")
def sender() -> Iterator[ScriptedDevice]:
    with ScriptedDevice() as device:
        yield device


@pytest.fixture
def silent() -> str:
    """An address at which nobody sends."""
    return f"udp://127.0.0.1:{free_port()}"


def test_a_stream_survives_rubbish_a_new_resolution_and_a_restart_and_its_times_ascend(
    sender: ScriptedDevice,
) -> None:
    times_ns = []
    reader = StreamReader(sender.url)

    def next_that(fits: Callable[[Screen], bool]) -> Screen:
        def noted(screen: Screen) -> bool:
            times_ns.append(screen.time_ns)
            return fits(screen)

        return screen_that(reader, noted)

    first = next_that(lambda screen: True)
    assert size_of(first) == sender.sending.size
    sender.order("garbage")
    next_that(lambda screen: screen.number >= first.number + 30)
    sender.order("resized")
    larger = next_that(lambda screen: size_of(screen) == sender.sending.other_size)
    next_that(lambda screen: screen.number >= larger.number + 5)
    sender.order("restart")
    sender.order("play")
    next_that(lambda screen: size_of(screen) == sender.sending.size)
    reader.close()
    assert times_ns == sorted(set(times_ns))
    assert times_ns[-1] < 60e9  # a restart is no leap


def test_a_sender_that_dies_is_first_waited_for_and_then_named_as_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live_decoding, "LOST_AFTER_S", 1.5)
    with ScriptedDevice() as sender:
        source = GatedSource(StreamReader(sender.url), layout=ScanLayout.whole(*sender.sending.size))
        deadline = time.monotonic() + PATIENCE_S
        while source.read(0.5) is None:
            assert time.monotonic() < deadline
        assert source.signal is SignalState.LIVE
        sender.kill()
        killed = time.monotonic()
        assert source.read(0.2) is None or source.read(0.2) is None
        text, kind = fault_of(source)
        assert kind is DeviceLost
        assert text.startswith("No signal:")
        assert "Check the sender" in text
        assert time.monotonic() - killed < live_decoding.LOST_AFTER_S + 3
        assert source.signal is SignalState.STALLED
        source.close()


def test_a_stream_that_is_not_read_does_not_queue_up(sender: ScriptedDevice) -> None:
    reader = StreamReader(sender.url)
    first = screen_that(reader)
    deadline = time.monotonic() + PATIENCE_S
    while reader.lost < 10:
        assert time.monotonic() < deadline
    newest = screen_that(reader)
    assert newest.number == first.number + 1
    assert newest.time_ns - first.time_ns > 10 * 30_000_000
    reader.close()


def test_nothing_at_the_address_says_what_to_check(silent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_decoding, "NEVER_AFTER_S", 0.5)
    reader = StreamReader(silent)
    text, _ = fault_of(reader)
    assert "127.0.0.1" in text
    assert "firewall" in text
    reader.close()


def test_a_refused_connection_says_what_to_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_decoding, "NEVER_AFTER_S", 0.5)
    reader = StreamReader(f"tcp://127.0.0.1:{free_port('tcp')}")
    assert "Check the address" in fault_of(reader)[0]
    reader.close()


def test_closing_a_silent_stream_does_not_hang(silent: str) -> None:
    reader = StreamReader(silent)
    assert reader.read(0.1) is None
    before = time.monotonic()
    reader.close()
    reader.close()
    assert time.monotonic() - before < live_decoding.CLOSE_WITHIN_S + 1
    assert reader.read(0.1) is None


@pytest.mark.parametrize("address", ["", "scan.mp4", "file:///etc/hostname", "udp", "concat:a|b"])
def test_what_is_no_address_is_refused_at_once(address: str) -> None:
    with pytest.raises(CaptureError, match="is not the address of a stream"):
        StreamReader(address)


def test_a_password_in_the_address_is_not_shown() -> None:
    reader = StreamReader("rtsp://user:secret@127.0.0.1:9/live")
    assert reader.name == "rtsp://127.0.0.1:9/live"
    reader.close()


def test_streamed_pictures_are_read_only_rgb(sender: ScriptedDevice) -> None:
    reader = StreamReader(sender.url)
    pixels = screen_that(reader).pixels
    assert pixels.dtype == np.uint8
    assert not pixels.flags.writeable
    assert pixels.mean() > 5
    assert "MPEG2VIDEO" in (reader.mode or "")
    reader.close()
