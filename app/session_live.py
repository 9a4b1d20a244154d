"""A live source as the window uses it: capture and engine threads, play-out, findings, recording."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.live.view_state import Health, StatusWord, ViewState
from app.live_recording import LiveRecording
from app.live_run import Glimpse, LiveRun, Patience
from app.network import loading
from app.playout import Limits
from capture.errors import CaptureError, DeviceLost, EndOfStream, MinamoError
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.screen.layout import ScanLayout
from capture.source import Screen, SourceCounts
from capture.worker import Worker
from inference.detector import Detector, NetworkInfo
from inference.errors import ModelError
from inference.findings import Analysis

if TYPE_CHECKING:  # they bring scipy, which the window need not wait for
    from inference.engine import Engine
    from inference.pipeline import Pipeline

log = logging.getLogger(__name__)

READ_TIMEOUT_S = 0.1
NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class LivePlan:
    """Plain numbers and places a live session is made of.

    Attributes:
        limits: Of the play-out.
        patience: When silence means no signal or a freeze.
        retry_s: A lost source is tried again after so long.
        folder: For recordings.
        ring_s: How much "keep the last seconds" keeps; 0 for no ring.
        log_indices: File for the list of analysed frames, or None.
    """

    limits: Limits
    patience: Patience
    retry_s: float
    folder: Path
    ring_s: float
    log_indices: Path | None = None


class LiveSession:
    """Implements `app.live.view_state.Session`."""

    def __init__(
        self,
        name: str,
        open_source: Callable[[], GatedSource],
        network: Callable[[], Detector],
        make_pipeline: "Callable[[Detector], Pipeline]",
        plan: LivePlan,
    ) -> None:
        """Prepare; nothing is opened before `start`.

        Args:
            name: Readable, until the source tells its own.
            open_source: Opens the source; called in the capture thread, again after a loss.
            network: Gives the loaded network; called in a thread of its own, may take seconds.
            make_pipeline: A pipeline without tracks for it.
            plan: Plain numbers.
        """
        self._name = name
        self._open_source = open_source
        self._network = network
        self._make_pipeline = make_pipeline
        self._plan = plan
        self._on_news: Callable[[], None] = lambda: None
        self._lock = threading.RLock()  # guards what the threads below replace
        self._closing = threading.Event()
        self._stack = ExitStack()
        self._source: GatedSource | None = None
        self._run: LiveRun | None = None
        self._engine: Engine | None = None
        self._detector: Detector | None = None
        self._recording = LiveRecording(plan.folder, plan.ring_s, name, self._tell)
        self._next_try_ns = 0
        self._gone: SourceCounts = SourceCounts()  # of connections that ended
        self._replaced = 0
        self._source_notice: MinamoError | None = None
        self._model_notice: MinamoError | None = loading()
        self._muted = self._look_first = False
        self._held_run: LiveRun | None = None  # its picture is frozen by the user
        self._last_frame: Frame | None = None
        self._shown: ViewState | None = None

    def start(self, on_news: Callable[[], None]) -> None:
        """Start capture, then the engine as soon as its network is there."""
        self._on_news = on_news
        self._recording.start()
        self._stack.callback(self._recording.stop)
        capture = Worker("capture", self._capture, on_fault=self._capture_failed, cleanup=self._close_source)
        loader = Worker("network loader", self._load_network, on_fault=self._model_failed)
        capture.start()
        self._stack.callback(capture.stop)
        loader.start()
        self._stack.callback(self._stop_engine)  # the engine stops first, the capture after it

    def close(self) -> None:
        """Stop engine, capture and recording, in this order; safe to call twice."""
        self._closing.set()
        self._stack.close()

    # -- the window ---------------------------------------------------------------------------------------------

    def view(self, now_ns: int) -> ViewState:
        """What to paint now; quick and without waiting."""
        with self._lock:
            run, source, info = self._run, self._source, self.info
        health = self._health(source, run)
        state = ViewState(
            StatusWord.NO_SIGNAL if self._source_notice else StatusWord.WAITING,
            frame=self._last_frame,
            health=health,
            muted=self._muted,
            look_first=self._look_first,
        )
        if info is not None:
            points, prevalence = info.operating_points, info.development_prevalence
            state = replace(state, operating_points=points, development_prevalence=prevalence)
        bare = self._muted or self._look_first
        if self._held_run is not None and (held := self._held_run.glimpse_held(now_ns, bare=bare)) is not None:
            return self._filled(state, held)
        if run is not None:
            state = self._filled(state, run.glimpse(now_ns, bare=bare))
            self._last_frame = state.frame
        self._shown = state
        return state

    def _filled(self, state: ViewState, glimpse: Glimpse) -> ViewState:
        painting = glimpse.painting
        return replace(
            state,
            word=glimpse.word,
            frame=painting.frame if painting is not None else None,
            tracks=painting.tracks if painting is not None else (),
            findings=glimpse.findings,
            abstained=glimpse.abstained,
            dismissed=glimpse.dismissed,
            health=replace(
                state.health,
                painted_hz=glimpse.painted_hz,
                age_ms=glimpse.age_ms,
                delay_ms=painting.playout.lag_ns / NS_PER_MS if painting is not None else 0.0,
            ),
        )

    def toggle_play(self) -> None:
        """Freeze the view, or go on; analysis and recording go on beneath."""
        if self._held_run is not None:
            self._held_run = None
            return
        run, shown = self._run, self._shown
        if run is not None and shown is not None and shown.frame is not None:
            run.hold(shown.frame)
            self._held_run = run

    def set_muted(self, muted: bool) -> None:
        """Overlay and cards off or on."""
        self._muted = muted

    def set_look_first(self, look_first: bool) -> None:
        """Hold boxes back until asked."""
        self._look_first = look_first

    def select(self, number: int | None) -> None:
        """Choose a finding by its number."""
        if (run := self._held_run or self._run) is not None:
            run.select(number)

    def dismiss(self, number: int) -> None:
        """Send a finding away; it stays away and is counted."""
        if (run := self._held_run or self._run) is not None:
            run.dismiss(number)

    def restore_dismissed(self) -> None:
        """Bring the last dismissed finding back."""
        if (run := self._held_run or self._run) is not None:
            run.restore()

    @property
    def recording(self) -> LiveRecording:
        """What is being recorded and kept."""
        return self._recording

    def say(self, notice: MinamoError | None) -> None:
        """Show a notice of something done with this session, or take it back."""
        self._recording.say(notice)

    @property
    def info(self) -> NetworkInfo | None:
        """The network, once it is loaded."""
        detector = self._detector
        return detector.info if detector is not None else None

    def screen_for_dialog(self) -> Screen | None:
        """The newest whole screen, for the layout dialog alone."""
        source = self._source
        return source.screen_for_dialog() if source is not None else None

    def set_layout(self, layout: ScanLayout, *, remember: bool) -> None:
        """Use a layout drawn by hand from the next picture on."""
        source = self._source
        if source is not None:
            source.set_layout(layout, source.screen_for_dialog(), remember=remember)

    def _health(self, source: GatedSource | None, run: LiveRun | None) -> Health:
        with self._lock:
            engine, info, gone, replaced = self._engine, self.info, self._gone, self._replaced
        counts = _added(gone, source.counts) if source is not None else gone
        recording = self._recording.glance()
        return Health(
            source_name=source.name if source is not None else self._name,
            analyses_hz=engine.rate_hz if engine is not None else None,
            device=f"{info.device} · {info.backend}" if info is not None else "",
            precision=info.precision if info is not None else "",
            fell_back=info.fell_back if info is not None else None,
            delivered=counts.delivered,
            repeated=counts.repeated,
            late=counts.late,
            held_back=counts.held_back,
            replaced=replaced + (run.mailbox.replaced if run is not None else 0),
            recording_s=recording.recording_s,
            recording_gaps=recording.gaps,
            notice=self._source_notice or recording.notice or self._model_notice,
        )

    # -- threads ------------------------------------------------------------------------------------------------

    def _capture(self) -> None:
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
        run.take_pulse(source.counts.delivered, lost=source.scan_area_lost, signal=source.signal)
        if frame is not None:
            run.take_frame(frame)
            self._recording.put(frame)
        self._tell()

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
        with self._lock:
            self._source, self._source_notice = source, None
            self._run = LiveRun(self._plan.limits, self._plan.patience)
        self._restart_engine()
        self._tell()

    def _lose(self, error: CaptureError) -> None:
        """The source is gone: say so, and try again soon."""
        log.warning("%s: %s", self._name, error)
        self._close_source()
        self._next_try_ns = time.monotonic_ns() + round(self._plan.retry_s * 1e9)
        with self._lock:
            self._source_notice = error
        self._tell()

    def _close_source(self) -> None:
        with self._lock:
            source, self._source = self._source, None
            if self._run is not None:
                self._run.mailbox.close()
                self._replaced += self._run.mailbox.replaced
                self._run = None
            if source is not None:
                self._gone = _added(self._gone, source.counts)
        if source is not None:
            source.close()

    def _capture_failed(self, fault: Exception) -> None:
        with self._lock:
            self._source_notice = (
                fault
                if isinstance(fault, MinamoError)
                else CaptureError("{name} stopped ({reason}); choose the source again", name=self._name, reason=fault)
            )
        self._tell()

    def _load_network(self) -> None:
        detector = self._network()
        with self._lock:
            self._detector, self._model_notice = detector, None
        self._restart_engine()
        self._tell()
        raise EndOfStream  # loaded once

    def _restart_engine(self) -> None:
        """One engine and one pipeline for each connection: what was tracked before a loss is not tracked on."""
        from inference.engine import Engine

        self._stop_engine()
        with self._lock:
            detector, run = self._detector, self._run
            if detector is None or run is None or self._closing.is_set():
                return
            if self._engine is not None:  # the other thread was quicker
                return
            pipeline = self._make_pipeline(detector)

            def take(analysis: Analysis) -> None:
                run.take_analysis(analysis)
                self._tell()

            self._engine = Engine(pipeline, run.mailbox, take, self._model_failed, log_indices=self._plan.log_indices)
            self._engine.start()

    def _stop_engine(self) -> None:
        with self._lock:
            engine, self._engine = self._engine, None
        if engine is not None:
            engine.stop()

    def _model_failed(self, fault: Exception) -> None:
        with self._lock:
            self._model_notice = (
                fault
                if isinstance(fault, MinamoError)
                else ModelError(
                    "The analysis stopped ({reason}); open the source again, and see the log if it happens again",
                    reason=fault,
                )
            )
        self._tell()

    def _tell(self) -> None:
        self._on_news()


def _added(first: SourceCounts, second: SourceCounts) -> SourceCounts:
    return SourceCounts(
        first.delivered + second.delivered,
        first.repeated + second.repeated,
        first.late + second.late,
        first.held_back + second.held_back,
    )
