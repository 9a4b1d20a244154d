"""The picture of a recording at its playhead, decoded in a thread of its own; the newest wish wins."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from app.recording.open_recording import broken_off
from app.recording.playhead import Playhead
from capture.errors import CaptureError, EndOfStream, UnreadableFile
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.source import Screen
from capture.worker import Worker

log = logging.getLogger(__name__)

IDLE_S = 0.2
DIALOG_ASKS_EVERY_NS = 2_000_000_000  # the whole screen is kept no longer than this after the dialog asked
RATE_SPAN_NS = 1_000_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What is on screen.

    Attributes:
        number: Of the picture in the file; -1 before the first.
        frame: The scan in it; None where the gate holds it back or the file is damaged.
    """

    number: int = -1
    frame: Frame | None = None


class RecordingDisplay:
    """Opens a reader of its own, so that seeking never disturbs the analysis."""

    def __init__(
        self,
        open_source: Callable[[], GatedSource],
        *,
        looping: bool,
        on_news: Callable[[], None],
        start_at: int | None = None,
    ) -> None:
        """Prepare; nothing is opened before `start`.

        Args:
            open_source: Opens the recording; called in the thread.
            looping: Start again at the end.
            on_news: Another picture or state can be viewed.
            start_at: Stand still on this picture; None plays from the first one by itself.
        """
        self._open_source = open_source
        self._on_news = on_news
        self._change = threading.Condition()
        self._source: GatedSource | None = None
        self._playhead: Playhead | None = None
        self._looping = looping
        self._start_at = start_at
        self._play_when_ready = False
        self._touched = False
        self._shown = Shown()
        self._screen: Screen | None = None
        self._dialog_until_ns = 0
        self._painted_ns: deque[int] = deque()
        self.times_ns: tuple[int, ...] = ()
        self.name = ""
        self.broken_off: UnreadableFile | None = None
        self.error: Exception | None = None
        self._worker = Worker("recording display", self._step, on_fault=self._fail, cleanup=self._close)

    def start(self) -> None:
        """Start the thread."""
        self._worker.start()

    def stop(self) -> None:
        """End the thread and close the file."""
        with self._change:
            self._change.notify_all()
        self._worker.stop()

    @property
    def shown(self) -> Shown:
        """What was decoded last."""
        return self._shown

    @property
    def playhead(self) -> Playhead | None:
        """For reading its state; None until the file is open."""
        return self._playhead

    def painted_hz(self, now_ns: int) -> float:
        """Pictures handed out in the last second."""
        with self._change:
            while self._painted_ns and self._painted_ns[0] < now_ns - RATE_SPAN_NS:
                self._painted_ns.popleft()
            return len(self._painted_ns) * 1e9 / RATE_SPAN_NS

    def play_first(self) -> None:
        """Play for the first time, unless the user has taken over."""
        with self._change:
            if not self._touched and self._playhead is not None:
                self._touched = True
                self._playhead.play(time.monotonic_ns())
                self._change.notify_all()

    def screen_for_dialog(self) -> Screen | None:
        """The whole picture on screen, for the layout dialog alone; None until it was read after the first call.

        It is kept only while the dialog goes on asking.
        """
        with self._change:
            self._dialog_until_ns = time.monotonic_ns() + DIALOG_ASKS_EVERY_NS
            self._change.notify_all()
            return self._screen

    def move(self, how: Callable[[Playhead, int], None]) -> None:
        """Change the playhead; ignored until the file is open.

        Args:
            how: Called with the playhead and the present moment.
        """
        with self._change:
            self._touched = True
            if self._playhead is not None:
                how(self._playhead, time.monotonic_ns())
                self._change.notify_all()
        self._on_news()

    def _step(self) -> None:
        source, playhead = self._source, self._playhead
        if source is None or playhead is None:
            self._open()
            return
        self._serve_dialog(source)
        with self._change:
            now_ns = time.monotonic_ns()
            number = playhead.number_at(now_ns)
            if number == self._shown.number:
                due_ns = playhead.next_due_ns(now_ns)
                wait_s = IDLE_S if due_ns is None else min(IDLE_S, max(0.0, (due_ns - now_ns) / 1e9))
                self._change.wait(wait_s)
                return
        frame = self._decode(source, number)
        with self._change:
            self._shown = Shown(number, frame)
            self._painted_ns.append(time.monotonic_ns())
        self._on_news()

    def _serve_dialog(self, source: GatedSource) -> None:
        with self._change:
            wanted, held, number = time.monotonic_ns() < self._dialog_until_ns, self._screen, self._shown.number
            if not wanted:
                self._screen = None
        if wanted and number >= 0 and (held is None or held.number != number):
            screen = source.screen_at(number)
            with self._change:
                self._screen = screen

    def _open(self) -> None:
        source = self._open_source()
        with self._change:
            self._source = source
            self.times_ns, self.name, self.broken_off = source.times_ns, source.name, broken_off(source)
            self._playhead = Playhead(self.times_ns)
            self._playhead.looping = self._looping
            if self._start_at is not None and not self._touched:
                self._touched = True
                self._playhead.seek(self._start_at, time.monotonic_ns())
        self._on_news()

    def _decode(self, source: GatedSource, number: int) -> Frame | None:
        try:
            frame = source.decode(number)
        except (CaptureError, EndOfStream) as fault:
            log.warning("picture %d: %s", number, fault)
            if isinstance(fault, CaptureError):
                self.error = fault
            return None
        self.error = None
        return frame

    def _fail(self, fault: Exception) -> None:
        self.error = fault
        self._on_news()

    def _close(self) -> None:
        if self._source is not None:
            self._source.close()
