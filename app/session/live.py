"""A live source as the window uses it: capture and engine threads, play-out, findings, recording."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.contrast.desk import ContrastDesk, ContrastPlan
from app.contrast.suggestion import suggested_lesion
from app.feed.live_connection import LiveConnection
from app.feed.live_engine import LiveEngine
from app.feed.live_recording import LiveRecording
from app.feed.live_results import LiveResults
from app.live.view_state import Health, StatusWord, ViewState
from app.session.health import health_of
from app.session.live_run import Glimpse, LiveRun, Patience
from app.session.playout import Limits
from capture.errors import DeviceMissing, MinamoError
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.screen.layout import ScanLayout
from capture.screen.signature import Signature
from capture.source import LinkState, Screen
from inference.detector import Detector, NetworkInfo

if TYPE_CHECKING:  # they bring scipy, which the window need not wait for
    from inference.pipeline import Pipeline

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
        contrast: Of contrast studies; None for none.
        contrast_rest_ns: Stream time between analysed pictures while a contrast study is under way.
        title: The scanner's name, before that of the source; empty for none.
    """

    limits: Limits
    patience: Patience
    retry_s: float
    folder: Path
    ring_s: float
    log_indices: Path | None = None
    contrast: ContrastPlan | None = None
    contrast_rest_ns: int = 0
    title: str = ""


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
        self._on_news: Callable[[], None] = lambda: None
        self._stack = ExitStack()
        titled = f"{plan.title} · {name}" if plan.title else name
        self._recording = LiveRecording(plan.folder, plan.ring_s, titled, self._tell)
        self._contrast: ContrastDesk | None = None
        if plan.contrast is not None:
            self._contrast = ContrastDesk(plan.contrast, self._tell, source=lambda: self._connection.name)
        self._contrast_rest_ns = plan.contrast_rest_ns
        self.results = LiveResults()
        self._engine = LiveEngine(network, make_pipeline, plan.log_indices, self._tell, self.results.add)
        self._connection = LiveConnection(
            name,
            open_source,
            lambda: LiveRun(plan.limits, plan.patience),
            plan.retry_s,
            on_frame=self._take,
            on_withdrawn=self._recording.drop_span,
            on_run=self._engine.analyse,
            on_news=self._tell,
            title=plan.title,
        )
        self.closed = False
        self._muted = self._look_first = False
        self._held_run: LiveRun | None = None  # its picture is frozen by the user
        self._last_frame: Frame | None = None
        self._shown: ViewState | None = None

    def start(self, on_news: Callable[[], None]) -> None:
        """Start capture, then the engine as soon as its network is there."""
        self._on_news = on_news
        if self._contrast is not None:
            self._stack.callback(self._contrast.stop)
        for part in (self._recording, self._connection, self._engine):
            part.start()
            self._stack.callback(part.stop)

    def close(self) -> None:
        """Stop engine, capture, recording and contrast, in this order; safe to call twice."""
        self._stack.close()
        self.closed = True

    def view(self, now_ns: int) -> ViewState:
        """What to paint now; quick and without waiting."""
        run, info = self._connection.run, self.info
        health = self._health()
        state = ViewState(
            self._word_without_run(),
            frame=self._last_frame,
            health=health,
            muted=self._muted,
            look_first=self._look_first,
        )
        if info is not None:
            points, prevalence = info.operating_points, info.development_prevalence
            state = replace(state, operating_points=points, development_prevalence=prevalence)
        wish = {"muted": self._muted, "look_first": self._look_first}
        if self._held_run is not None and (held := self._held_run.glimpse_held(now_ns, **wish)) is not None:
            return self._with_contrast(self._filled(state, held))
        if run is not None and self._connection.notice is None:
            resting = self._contrast is not None and self._contrast.collecting
            run.rest_ns = self._contrast_rest_ns if resting else 0
            state = self._filled(state, run.glimpse(now_ns, **wish, boxes=not resting))
            self._last_frame = state.frame
        self._shown = self._with_contrast(state)
        return self._shown

    def _word_without_run(self) -> StatusWord:
        notice = self._connection.notice
        if notice is None:
            return StatusWord.WAITING
        return StatusWord.DISCONNECTED if isinstance(notice, DeviceMissing) else StatusWord.NO_SIGNAL

    def _with_contrast(self, state: ViewState) -> ViewState:
        if self._contrast is None:
            return state
        if state.frame is not None:
            self._contrast.suggest(suggested_lesion(state.findings, state.frame.layout))
        return replace(state, contrast=self._contrast.view(state.frame))

    def _filled(self, state: ViewState, glimpse: Glimpse) -> ViewState:
        painting = glimpse.painting
        return replace(
            state,
            word=glimpse.word,
            frame=painting.frame if painting is not None else None,
            tracks=painting.tracks if painting is not None else (),
            findings=glimpse.findings,
            abstained=glimpse.abstained,
            doppler=glimpse.doppler,
            dismissed=glimpse.dismissed,
            revealed=glimpse.revealed,
            health=replace(
                state.health,
                painted_hz=glimpse.painted_hz,
                alarms=glimpse.alarms,
                age_ms=glimpse.age_ms,
                delay_ms=painting.playout.lag_ns / NS_PER_MS if painting is not None else 0.0,
            ),
        )

    def toggle_play(self) -> None:
        """Freeze the view, or go on; analysis and recording go on beneath."""
        if self._held_run is not None:
            self._held_run = None
            return
        run, shown = self._connection.run, self._shown
        if run is not None and shown is not None and shown.frame is not None:
            run.hold(shown.frame)
            self._held_run = run

    def set_muted(self, muted: bool) -> None:
        """Overlay and cards off or on."""
        self._muted = muted

    def set_look_first(self, look_first: bool) -> None:
        """Hold boxes back until asked."""
        self._look_first = look_first

    def reveal(self) -> None:
        """In look first: show the boxes of the place now in view, until the probe moves on."""
        if (run := self._held_run or self._connection.run) is not None:
            run.reveal()

    def select(self, number: int | None) -> None:
        """Choose a finding by its number."""
        if (run := self._held_run or self._connection.run) is not None:
            run.select(number)

    def dismiss(self, number: int) -> None:
        """Send a finding away; it stays away and is counted."""
        if (run := self._held_run or self._connection.run) is not None:
            run.dismiss(number)

    def restore_dismissed(self) -> None:
        """Bring the last dismissed finding back."""
        if (run := self._held_run or self._connection.run) is not None:
            run.restore()

    @property
    def contrast(self) -> ContrastDesk | None:
        """Its contrast studies."""
        return self._contrast

    @property
    def recording(self) -> LiveRecording:
        """What is being recorded and kept."""
        return self._recording

    def say(self, notice: MinamoError | None) -> None:
        """Show a notice of something done with this session, or take it back."""
        self._recording.say(notice)

    @property
    def source_name(self) -> str:
        """As the health bar has it."""
        return self._connection.name

    @property
    def info(self) -> NetworkInfo | None:
        """The network, once it is loaded."""
        return self._engine.info

    def screen_for_dialog(self) -> Screen | None:
        """The newest whole screen, for the layout dialog alone."""
        source = self._connection.source
        return source.screen_for_dialog() if source is not None else None

    @property
    def layout(self) -> ScanLayout | None:
        """The scan area in force; None before it is found and while the source is gone."""
        source = self._connection.source
        return source.layout if source is not None else None

    @property
    def signature(self) -> Signature | None:
        """What the screen looks like around the scan area; None as `layout`, and where the source tells its area."""
        source = self._connection.source
        return source.signature if source is not None else None

    @property
    def lost(self) -> MinamoError | None:
        """Why there is no source, or None while there is one."""
        return self._connection.notice

    def set_layout(self, layout: ScanLayout, on: Screen | Signature | None, *, remember: bool) -> None:
        """Use a layout drawn by hand from the next picture on.

        Args:
            layout: In force from now on.
            on: The screen it was drawn on, or its signature; None for the newest one.
            remember: Keep it for this source.
        """
        source = self._connection.source
        if source is not None:
            source.set_layout(layout, on or source.screen_for_dialog(), remember=remember)

    def _health(self) -> Health:
        recording = self._recording.glance()
        counts, replaced = self._connection.counts()
        link = self._connection.link or LinkState()
        return replace(
            health_of(self._connection.name, counts, self.info, link.lag_ms),
            analyses_hz=self._engine.rate_hz,
            replaced=replaced,
            recording_s=recording.recording_s,
            clip_goes_on=self._recording.clip_goes_on,
            open_ended=self._recording.open_ended,
            recording_gaps=recording.gaps + (self._contrast.unacknowledged if self._contrast is not None else 0),
            notice=self._connection.notice or recording.notice or self._engine.notice or link.slow,
        )

    def _take(self, frame: Frame) -> None:
        """A distinct frame, in the capture thread: everything that misses none has a queue of its own."""
        self._recording.put(frame)
        if self._contrast is not None:
            self._contrast.put(frame)

    def _tell(self) -> None:
        self._on_news()
