"""The readers that the capture benchmark compares, each in a process of its own that can be killed."""

import multiprocessing
import queue
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from typing import Any

from capture.screen.layout import ScanLayout
from capture.source import Screen
from capture.sources.stream import StreamReader
from tests.capture.scripted_clips import UNMARKED, position_of

RETRY_S = 1.0  # as the settings have it


@dataclass(frozen=True)
class Picture:
    """A picture that a reader handed over.

    Attributes:
        arrived_ns: When it could be used, as RGB, on the `time.monotonic_ns()` axis.
        position: In the device's clip, by its mark.
        sent_ns: When the device sent it.
    """

    arrived_ns: int
    position: int
    sent_ns: int

    @property
    def lag_ms(self) -> float:
        """From the device to the program."""
        return (self.arrived_ns - self.sent_ns) / 1e6


@dataclass
class Readings:
    """What one reader told so far."""

    sent_ns: Any
    told: "Queue[tuple[str, int, Any]]"
    pictures: list[Picture] = field(default_factory=list)
    words: list[tuple[int, str]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @staticmethod
    def now_ns() -> int:
        """On the axis of all times."""
        return time.monotonic_ns()

    def rest(self, seconds: float) -> None:
        """Listen for so long."""
        self.wait(lambda: False, seconds)

    def wait(self, fits: Callable[[], bool], seconds: float) -> bool:
        """Listen until it is so, or for so long."""
        until_ns = time.monotonic_ns() + round(seconds * 1e9)
        while (left_s := (until_ns - time.monotonic_ns()) / 1e9) > 0:
            try:
                kind, told_ns, value = self.told.get(timeout=left_s)
            except queue.Empty:
                break
            if kind == "picture" and 0 < value < UNMARKED:
                self.pictures.append(Picture(told_ns, value, self.sent_ns[value]))
            elif kind == "word":
                self.words.append((told_ns, value))
            elif kind == "counts":
                self.counts = value
            if fits():
                return True
        return fits()


@contextmanager
def reading(reader: str, url: str, size: tuple[int, int], sent_ns: Any, busy_s: float = 0.0) -> Iterator[Readings]:
    """A reader's process while it runs; `busy_s`: what the program does with each picture takes so long."""
    context = multiprocessing.get_context("spawn")
    told: Queue[tuple[str, int, Any]] = context.Queue()
    target = {"minamo": _minamo, "opencv": _opencv}[reader]
    process = context.Process(target=target, args=(url, size, told, busy_s), daemon=True)
    process.start()
    try:
        yield Readings(sent_ns, told)
    finally:
        process.kill()
        process.join(5)


class _Noting(StreamReader):
    """The product's reader, whose every picture is noted."""

    told: "Queue[tuple[str, int, Any]]"

    def read(self, timeout_s: float) -> Screen | None:
        screen = super().read(timeout_s)
        if screen is not None:
            self.told.put(("picture", time.monotonic_ns(), position_of(screen.pixels)))
        return screen


def _minamo(url: str, size: tuple[int, int], told: "Queue[tuple[str, int, Any]]", busy_s: float) -> None:
    """The product's capture thread, asked for its word as the window does."""
    from app.feed.live_connection import LiveConnection
    from app.session.live_run import LiveRun, Patience
    from app.session.playout import Limits
    from capture.gated_source import GatedSource

    _Noting.told = told
    connection = LiveConnection(
        "bench",
        lambda: GatedSource(_Noting(url), layout=ScanLayout.whole(*size)),
        lambda: LiveRun(Limits(), Patience()),
        RETRY_S,
        on_frame=lambda _frame: time.sleep(busy_s),
        on_run=lambda _run: None,
        on_news=lambda: None,
    )
    connection.start()
    word, counted_ns = "", 0
    while True:
        time.sleep(0.02)
        now_ns = time.monotonic_ns()
        run = connection.run
        now = "no signal" if run is None else run.glimpse(now_ns, muted=True, look_first=False).word.value
        if now != word:
            word = now
            told.put(("word", now_ns, word))
        if now_ns - counted_ns > 500_000_000:
            counted_ns = now_ns
            counts = connection.counts()[0]
            told.put(("counts", now_ns, {"delivered": counts.delivered, "lost": counts.lost, "late": counts.late}))


def _opencv(url: str, size: tuple[int, int], told: "Queue[tuple[str, int, Any]]", busy_s: float) -> None:
    """As its examples have it."""
    import cv2

    capture = cv2.VideoCapture(url, cv2.CAP_FFMPEG)
    while True:
        there, picture = capture.read()
        if there:
            told.put(("picture", time.monotonic_ns(), position_of(picture)))
            time.sleep(busy_s)
            continue
        capture.release()
        time.sleep(0.2)
        capture = cv2.VideoCapture(url, cv2.CAP_FFMPEG)
