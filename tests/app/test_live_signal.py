"""A live session on a real device that is pulled out, plugged in again, and hangs: the words, and no click."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from app.feed.live_connection import LiveConnection
from app.live.view_state import StatusWord
from app.session.live_run import Glimpse, LiveRun, Patience
from app.session.playout import Limits
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.screen.layout import ScanLayout
from capture.sources.live import decoding as live_decoding
from capture.sources.stream import StreamReader
from tests.capture.scripted_clips import Sending
from tests.capture.scripted_device import ScriptedDevice

PATIENCE_S = 60.0


class Desk:
    """A connection as the live session has it, and its latest frame."""

    def __init__(self, device: ScriptedDevice) -> None:
        self.frames: list[Frame] = []
        self._news = threading.Event()
        self.connection = LiveConnection(
            "Room 2",
            lambda: GatedSource(StreamReader(device.url), layout=ScanLayout.whole(*device.sending.size)),
            lambda: LiveRun(Limits(), Patience()),
            0.2,
            on_frame=self.frames.append,
            on_run=lambda _run: None,
            on_news=self._news.set,
        )
        self.connection.start()

    def glimpse(self) -> Glimpse | None:
        run = self.connection.run
        return None if run is None else run.glimpse(time.monotonic_ns(), muted=True, look_first=False)

    def until(self, fits: Callable[[], bool]) -> None:
        """Look again whenever there is news, until it is so."""
        deadline = time.monotonic() + PATIENCE_S
        while not fits():
            assert time.monotonic() < deadline, self.glimpse()
            self._news.wait(0.05)  # ages move without news
            self._news.clear()

    def until_word(self, *words: StatusWord) -> None:
        self.until(lambda: (glimpse := self.glimpse()) is not None and glimpse.word in words)

    def until_frame(self, since_ns: int) -> None:
        self.until(lambda: bool(self.frames) and self.frames[-1].arrived_ns >= since_ns)


@pytest.fixture(scope="module")
def device() -> Iterator[ScriptedDevice]:
    with ScriptedDevice(Sending("tcp")) as device:
        yield device


@pytest.fixture
def desk(device: ScriptedDevice) -> Iterator[Desk]:
    desk = Desk(device)
    desk.until_frame(device.order("play"))
    yield desk
    desk.connection.stop()


def test_a_pulled_device_is_given_up_waited_for_and_used_again_without_a_click(
    desk: Desk, device: ScriptedDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_decoding, "LOST_AFTER_S", 0.6)
    monkeypatch.setattr(live_decoding, "NEVER_AFTER_S", 0.6)
    device.order("stop")
    desk.until_word(StatusWord.DISCONNECTED)
    desk.until(lambda: desk.connection.run is None)
    assert "No signal" in str(desk.connection.notice)
    before = desk.connection.counts()[0].delivered
    desk.until_frame(device.order("play"))
    desk.until_word(StatusWord.LIVE, StatusWord.AI_DELAYED)
    assert desk.connection.notice is None
    assert desk.connection.counts()[0].delivered > before  # the counts go on


def test_a_device_that_hangs_or_repeats_itself_never_says_live(desk: Desk, device: ScriptedDevice) -> None:
    for order, word in (("stall", StatusWord.STALLED), ("repeat", StatusWord.STILL), ("blue", StatusWord.NO_INPUT)):
        device.order(order)  # type: ignore[arg-type]
        desk.until_word(word)
        desk.until_frame(device.order("play"))
