"""An opened recording as the window uses it: analysed once ahead of the playhead, played, stepped and scrubbed."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from app.contrast.desk import ContrastDesk, ContrastPlan
from app.contrast.suggestion import suggested_lesion
from app.feed.live_recording import Target
from app.live.view_state import Health, StatusWord, TimelineState, ViewState
from app.network import loading
from app.recording.recording_analysis import AnalysisPlan, RecordingAnalysis
from app.recording.recording_display import RecordingDisplay, Shown
from app.recording.recording_span import RecordingSpan
from app.session.health import health_of
from capture.errors import CaptureError, MinamoError
from capture.gated_source import GatedSource
from capture.recording_state import RecordingState
from capture.ring_clip import nothing_to_keep
from capture.source import Screen
from inference.detector import NetworkInfo
from inference.errors import ModelError
from inference.findings import TrackState

HEAD_START_NS = 500_000_000  # of the analysis before it plays by itself, so that the first boxes are there


class RecordingSession:
    """Implements `app.live.view_state.Replay`."""

    def __init__(
        self,
        path: Path,
        open_source: Callable[[], GatedSource],
        plan: AnalysisPlan,
        *,
        looping: bool = False,
        contrast: ContrastPlan | None = None,
        start_at: int | None = None,
        pins: tuple[int, ...] = (),
    ) -> None:
        """Prepare; nothing is opened before `start`.

        Args:
            path: The recording.
            open_source: Opens it; called for the display, for the analysis, and for each contrast study.
            plan: What the analysis is made of.
            looping: Start again at the end.
            contrast: What contrast studies are made of; None for none.
            start_at: Stand still on this picture; None plays from the first one.
            pins: Pictures of which there is a snapshot already.
        """
        self.path = path
        self.looping = looping  # as it was opened
        self._open_source = open_source
        self._display = RecordingDisplay(open_source, looping=looping, on_news=self._tell, start_at=start_at)
        self._analysis = RecordingAnalysis(open_source, plan, self._tell)
        self._contrast: ContrastDesk | None = None
        if contrast is not None:
            self._contrast = ContrastDesk(
                contrast, self._tell, source=lambda: self.path.name, open_recording=open_source
            )
        self._on_news: Callable[[], None] = lambda: None
        self._stack = ExitStack()
        self._muted = self._look_first = self._revealed = False
        self._played = False
        self._loading = loading()
        self._said: MinamoError | None = None
        self._pins = list(pins)

    def start(self, on_news: Callable[[], None]) -> None:
        """Start the display, then the analysis."""
        self._on_news = on_news
        if self._contrast is not None:
            self._stack.callback(self._contrast.stop)
        self._display.start()
        self._stack.callback(self._display.stop)
        self._analysis.start()
        self._stack.callback(self._analysis.stop)

    def close(self) -> None:
        """Stop the threads; safe to call twice."""
        self._stack.close()

    def view(self, now_ns: int) -> ViewState:
        """What to paint now; quick and without waiting."""
        display, analysis = self._display, self._analysis
        shown, playhead = display.shown, display.playhead
        if playhead is None or shown.number < 0:
            word = StatusWord.WAITING if display.error is None else StatusWord.NO_SIGNAL
            return ViewState(word, health=self._health(now_ns), muted=self._muted, look_first=self._look_first)
        self._play_with_head_start()
        word = StatusWord.REPLAY if playhead.playing else StatusWord.PAUSED
        if shown.frame is None and display.error is None:
            word = StatusWord.SCAN_AREA_LOST
        timeline = TimelineState(
            position=shown.number,
            times_ns=display.times_ns,
            analysed_until=analysis.count,
            playing=playhead.playing,
            looping=playhead.looping,
            speed=playhead.speed,
            lanes=() if self._bare else analysis.lanes(),
            pins=tuple(self._pins),
        )
        state = ViewState(
            word,
            frame=shown.frame,
            analysed=analysis.result(shown.number) is not None,
            health=self._health(now_ns),
            timeline=timeline,
            dismissed=len(analysis.dismissed),
            muted=self._muted,
            look_first=self._look_first,
            revealed=self._revealed,
        )
        if self._contrast is not None:
            state = replace(state, contrast=self._contrast.view(shown.frame))
        if (info := analysis.info) is not None:
            points, prevalence = info.operating_points, info.development_prevalence
            state = replace(state, operating_points=points, development_prevalence=prevalence)
        state = self._with_findings(state, shown)
        if self._contrast is not None and shown.frame is not None:
            self._contrast.suggest(suggested_lesion(state.findings, shown.frame.layout))
        return state

    def _with_findings(self, state: ViewState, shown: Shown) -> ViewState:
        result = self._analysis.result(shown.number)
        if result is None or shown.frame is None or self._bare:
            return state
        dismissed = self._analysis.dismissed
        tracks = tuple(
            track
            for track in result.tracks_in(shown.frame.layout)
            if track.state is TrackState.CONFIRMED and track.id not in dismissed
        )
        findings = self._analysis.findings(shown.number, shown.frame.layout)
        return replace(state, tracks=tracks, findings=findings, abstained=result.abstained, doppler=result.doppler)

    def toggle_play(self) -> None:
        """Play or pause."""
        self._revealed = False
        self._display.move(lambda playhead, now_ns: (playhead.pause if playhead.playing else playhead.play)(now_ns))

    def seek(self, number: int) -> None:
        """Show this frame."""
        self._display.move(lambda playhead, now_ns: playhead.seek(number, now_ns))

    def step(self, frames: int) -> None:
        """Pause and move by so many frames."""
        self._display.move(lambda playhead, now_ns: playhead.step(frames, now_ns))

    def set_speed(self, speed: float) -> None:
        """1.0 is real time."""
        self._display.move(lambda playhead, now_ns: playhead.set_speed(speed, now_ns))

    def set_looping(self, looping: bool) -> None:
        """Start again at the end."""
        self._display.move(lambda playhead, _now_ns: setattr(playhead, "looping", looping))

    def set_muted(self, muted: bool) -> None:
        """Overlay and cards off or on."""
        self._muted = muted
        self._tell()

    def set_look_first(self, look_first: bool) -> None:
        """Hold boxes back until asked."""
        self._look_first, self._revealed = look_first, False
        self._tell()

    def reveal(self) -> None:
        """In look first: show the boxes until the recording plays on."""
        self._revealed = True
        self._tell()

    def select(self, number: int | None) -> None:
        """Choose a finding by its number."""
        self._analysis.choose(lambda book: book.select(number))

    def dismiss(self, number: int) -> None:
        """Send a finding away; it stays away and is counted."""
        self._analysis.choose(lambda book: book.dismiss(number))

    def restore_dismissed(self) -> None:
        """Bring the last dismissed finding back."""
        self._analysis.choose(lambda book: book.restore())

    def pin(self) -> None:
        """Mark the picture on screen on the time line: a snapshot was taken."""
        number = self._display.shown.number
        if number >= 0 and number not in self._pins:
            self._pins.append(number)

    def keep_span(self, target: Target, back_s: float, ahead_s: float) -> None:
        """Make a clip of what lies so much before and after the picture on screen.

        Raises:
            RecordingFailed: There is no picture yet.
        """
        times_ns, number = self._display.times_ns, self._display.shown.number
        if number < 0:
            raise nothing_to_keep()
        first = bisect_left(times_ns, times_ns[number] - round(back_s * 1e9))
        last = bisect_right(times_ns, times_ns[number] + round(ahead_s * 1e9)) - 1

        def told(state: RecordingState) -> None:
            target.on_state(state)
            if state.error is not None:
                self.say(state.error)

        told_too = replace(target, on_state=told)
        RecordingSpan(self._open_source, first, last, told_too, source_name=self.source_name).start()

    def say(self, notice: MinamoError | None) -> None:
        """Show a notice of something done with this recording, or take it back."""
        self._said = notice
        self._tell()

    def screen_for_dialog(self) -> Screen | None:
        """The whole picture on screen, for the layout dialog alone."""
        return self._display.screen_for_dialog()

    @property
    def contrast(self) -> ContrastDesk | None:
        """Its contrast studies."""
        return self._contrast

    @property
    def analysis(self) -> RecordingAnalysis:
        """What was found so far."""
        return self._analysis

    @property
    def shown(self) -> Shown:
        """The picture on screen."""
        return self._display.shown

    @property
    def source_name(self) -> str:
        """As the health bar has it."""
        return self._display.name or self.path.name

    @property
    def info(self) -> NetworkInfo | None:
        """The network, once it is loaded."""
        return self._analysis.info

    @property
    def _bare(self) -> bool:
        return self._muted or (self._look_first and not self._revealed)

    def _play_with_head_start(self) -> None:
        """Play by itself once the analysis is ahead, or will never be."""
        if self._played:
            return
        times_ns, count = self._display.times_ns, self._analysis.count
        ahead = count > 0 and times_ns[count - 1] - times_ns[0] >= HEAD_START_NS
        if ahead or self._analysis.complete or self._analysis.error is not None:
            self._played = True
            self._display.play_first()

    def _health(self, now_ns: int) -> Health:
        return replace(
            health_of(self.source_name, self._analysis.counts, self._analysis.info),
            painted_hz=self._display.painted_hz(now_ns),
            analyses_hz=self._analysis.rate_hz,
            notice=self._notice(),
        )

    def _notice(self) -> MinamoError | None:
        display, analysis = self._display.error, self._analysis.error
        if display is not None:
            return _known(
                display,
                CaptureError(
                    "{file} cannot be played ({reason}); open it again, and see the log if it happens again",
                    file=self.path.name,
                    reason=display,
                ),
            )
        if analysis is not None:
            return _known(
                analysis,
                ModelError(
                    "The analysis stopped ({reason}); open the recording again, and see the log if it happens again",
                    reason=analysis,
                ),
            )
        if self._said is not None or self._analysis.info is None:
            return self._said or self._loading
        return self._display.broken_off if self._display.shown.number >= 0 else None

    def _tell(self) -> None:
        self._on_news()


def _known(fault: Exception, otherwise: MinamoError) -> MinamoError:
    return fault if isinstance(fault, MinamoError) else otherwise
