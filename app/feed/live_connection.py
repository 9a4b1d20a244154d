"""The capture thread of a live session: opens the source, reads it, and finds it again after a loss."""

import logging
import threading
import time
from collections.abc import Callable

from app.session.live_run import LiveRun
from capture.errors import CaptureError, DeviceLost, EndOfStream, MinamoError
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.source import LinkState, SourceCounts
from capture.worker import Worker

log = logging.getLogger(__name__)

READ_TIMEOUT_S = 0.1


class LiveConnection:
    """One source, connected again and again; each connection has a `LiveRun` of its own."""

    def __init__(
        self,
        name: str,
        open_source: Callable[[], GatedSource],
        make_run: Callable[[], LiveRun],
        retry_s: float,
        *,
        on_frame: Callable[[Frame], None],
        on_run: Callable[[LiveRun], None],
        on_news: Callable[[], None],
        on_withdrawn: Callable[[int, int], None] = lambda _first_ns, _last_ns: None,
        title: str = "",
    ) -> None:
        """Prepare; nothing is opened before `start`.

        Args:
            name: Readable, until the source tells its own.
            open_source: Opens the source; called in the capture thread.
            make_run: An empty run.
            retry_s: A lost source is tried again after so long.
            on_frame: Called in the capture thread with every distinct frame.
            on_run: Called in the capture thread before a connection's first frame is handed over.
            on_news: Something new can be viewed.
            on_withdrawn: Called in the capture thread with a span of stream time, both ends included, whose frames are
                not to be kept: a page began to come there.
            title: The scanner's name, before that of the source; empty for none.
        """
        self._name, self._title = name, title
        self._open_source = open_source
        self._make_run = make_run
        self._retry_ns = round(retry_s * 1e9)
        self._on_frame = on_frame
        self._on_run = on_run
        self._on_news = on_news
        self._on_withdrawn = on_withdrawn
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._source: GatedSource | None = None
        self._before: GatedSource | None = None  # the connection that was lost
        self._run: LiveRun | None = None
        self._announced = False
        self._next_try_ns = 0
        self._gone = SourceCounts()  # of connections that ended
        self._gone_replaced = 0
        self.notice: MinamoError | None = None
        self._worker = Worker("capture", self._step, on_fault=self._fail, cleanup=self._disconnect)

    def start(self) -> None:
        """Start the thread."""
        self._worker.start()

    def stop(self) -> None:
        """End the thread and close the source."""
        self._closing.set()
        self._worker.stop()

    @property
    def name(self) -> str:
        """The source's own name while it is open."""
        source = self._source
        name = source.name if source is not None else self._name
        return f"{self._title} · {name}" if self._title else name

    @property
    def source(self) -> GatedSource | None:
        """The source while it is open."""
        return self._source

    @property
    def run(self) -> LiveRun | None:
        """The connection in force; None while there is none."""
        return self._run

    @property
    def link(self) -> LinkState | None:
        """How the connection stands; None while there is none, or where the source does not know."""
        source = self._source
        return source.link if source is not None else None

    def counts(self) -> tuple[SourceCounts, int]:
        """What the source has seen, and what the mailbox replaced, over all connections."""
        with self._lock:
            source, run, gone, replaced = self._source, self._run, self._gone, self._gone_replaced
        counts = gone if source is None else _added(gone, source.counts)
        return counts, replaced + (run.mailbox.replaced if run is not None else 0)

    def _step(self) -> None:
        source, run = self._source, self._run
        if source is None or run is None:
            self._connect()
            return
        try:
            frame = source.read(READ_TIMEOUT_S)
        except EndOfStream:
            self._lose(DeviceLost("{name} ended; check that it is still sending", name=source.name))
            return
        except CaptureError as error:
            self._lose(error)
            return
        counts, link = source.counts, source.link
        slow = link is not None and link.slow is not None
        run.take_pulse(counts.delivered, lost=source.scan_area_lost, signal=source.signal, slow=slow)
        if counts.delivered:
            self.notice = None  # not before: a device may open well and then give nothing
        if (withdrawn := source.take_withdrawn()) is not None:
            self._on_withdrawn(*withdrawn)
        if frame is not None:
            if not self._announced:
                self._announced = True
                self._on_run(run)
            run.take_frame(frame)
            self._on_frame(frame)
        self._on_news()

    def _connect(self) -> None:
        wait_s = (self._next_try_ns - time.monotonic_ns()) / 1e9
        if wait_s > 0:
            self._closing.wait(min(wait_s, READ_TIMEOUT_S))
            return
        try:
            source = self._open_source()
        except CaptureError as error:
            self._lose(error)
            return
        if self._before is not None:
            source.take_over(self._before)
        with self._lock:
            self._source, self._run, self._announced = source, self._make_run(), False
        self._on_news()

    def _lose(self, error: CaptureError) -> None:
        """The source is gone: say so, and try again soon."""
        if self.notice is None or str(error) != str(self.notice):
            log.warning("%s: %s", self._name, error)
        self.notice = error  # first: nobody sees that there is no signal without the reason
        self._disconnect()
        self._next_try_ns = time.monotonic_ns() + self._retry_ns
        self._on_news()

    def _disconnect(self) -> None:
        with self._lock:
            source, run = self._source, self._run
            self._source = self._run = None
            if run is not None:
                run.mailbox.close()
                self._gone_replaced += run.mailbox.replaced
            if source is not None:
                self._gone = _added(self._gone, source.counts)
        if source is not None:
            source.close()
            self._before = source

    def _fail(self, fault: Exception) -> None:
        if not isinstance(fault, MinamoError):
            fault = CaptureError("{name} stopped ({reason}); choose the source again", name=self._name, reason=fault)
        self.notice = fault
        self._on_news()


def _added(first: SourceCounts, second: SourceCounts) -> SourceCounts:
    return SourceCounts(
        first.delivered + second.delivered,
        first.repeated + second.repeated,
        first.late + second.late,
        first.held_back + second.held_back,
        first.lost + second.lost,
    )
