"""A recording read front to back into a study: every distinct picture, waiting where the study is behind."""

import threading
from collections.abc import Callable, Iterator

from app.contrast.feed import ContrastFeed
from app.recording.recording_walk import Picture, walk
from capture.errors import CaptureError, EndOfStream
from capture.gated_source import GatedSource
from capture.worker import Worker

WAIT_S = 0.02  # for the study; a few of its pictures


class RecordingPictures:
    """Opens a reader of its own, so that playing and scrubbing never disturb it."""

    def __init__(
        self, open_source: Callable[[], GatedSource], feed: ContrastFeed, *, room: int, on_news: Callable[[], None]
    ) -> None:
        """Prepare; nothing is opened before `start`.

        Args:
            open_source: Opens the recording.
            feed: Gets the pictures, and is told the end.
            room: Pictures that may wait there, fewer than its queue holds.
            on_news: It failed.
        """
        self._open_source = open_source
        self._feed = feed
        self._room = room
        self._on_news = on_news
        self._closing = threading.Event()
        self._source: GatedSource | None = None
        self._pictures: Iterator[Picture] | None = None
        self._read = self._count = 0
        self._held_back = False
        self.last_s: float | None = None
        self.error: Exception | None = None
        self._worker = Worker("contrast reader", self._step, on_fault=self._fail, cleanup=self._close)

    def start(self) -> None:
        """Start the thread."""
        self._worker.start()

    def stop(self) -> None:
        """End the thread and close the file."""
        self._closing.set()
        self._worker.stop()

    @property
    def share(self) -> float:
        """How much of the file was read, 0..1."""
        return self._read / self._count if self._count else 0.0

    def _step(self) -> None:
        if self._pictures is None:
            self._source = self._open_source()
            times_ns = self._source.times_ns
            self._count, self.last_s = len(times_ns), times_ns[-1] / 1e9
            self._pictures = walk(self._source)
        if self._feed.waiting >= self._room:
            self._closing.wait(WAIT_S)
            return
        try:
            picture = next(self._pictures, None)
        except CaptureError as fault:  # what came before is studied
            self._feed.finish(fault)
            raise EndOfStream from fault
        if picture is None:
            self._read = self._count
            self._feed.finish()
            raise EndOfStream
        self._read = picture.number + 1
        if picture.frame is not None:
            self._feed.put(picture.frame)
        elif not picture.repeated and not self._held_back:
            self._feed.break_off(picture.time_ns / 1e9)
        self._held_back = picture.frame is None and not picture.repeated

    def _fail(self, fault: Exception) -> None:
        self.error = fault
        self._feed.finish(fault)
        self._on_news()

    def _close(self) -> None:
        if self._source is not None:
            self._source.close()
