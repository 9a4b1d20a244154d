"""One connection to a live source: its frames, its analyses, its play-out. A source that was lost and found again
starts another one."""

import threading
import time
from collections import deque
from dataclasses import dataclass

from app.live.view_state import Finding, StatusWord
from app.session.finding_book import FindingBook
from app.session.playout import RING_FRAMES, DelayMeter, Limits, Painting, Playout, Timeliness, decide, still_needed
from capture.frame import Frame
from capture.latest import Latest
from capture.screen.layout import SignalState
from inference.findings import Analysis, Track
from inference.interpolation import tracks_at

NS_PER_MS = 1_000_000
SLOW_NO_SIGNAL_NS = 3_000_000_000  # of a link with a few pictures a second
RATE_SPAN_NS = 1_000_000_000
REST_MS = 2000.0  # look first: a probe that rests so long on a place asks for its boxes
FIND_NS = 3_000_000_000  # finding the scan area takes a moment; only then is it said to be lost


_STATES = {
    SignalState.FROZEN: StatusWord.FROZEN,
    SignalState.MEASURING: StatusWord.MEASURING,
    SignalState.REVIEW: StatusWord.REVIEW,
    SignalState.LIFTED: StatusWord.NO_CONTACT,
    SignalState.BLANK: StatusWord.BLANK,
    SignalState.REPEATED: StatusWord.STILL,
}
_NO_PICTURE = {
    SignalState.NO_INPUT: StatusWord.NO_INPUT,
    SignalState.RESIZED: StatusWord.RESIZED,
    SignalState.STALLED: StatusWord.STALLED,
    SignalState.DISCONNECTED: StatusWord.DISCONNECTED,
}
_TIMELY = frozenset({StatusWord.LIVE, StatusWord.SLOW, *_STATES.values()})


@dataclass(frozen=True, slots=True)
class Patience:
    """When silence means something.

    Attributes:
        no_signal_ms: A source that delivered nothing for so long has no signal.
        frozen_ms: A picture that did not change for so long stands still.
    """

    no_signal_ms: float = 500.0
    frozen_ms: float = 500.0


@dataclass(frozen=True, slots=True, eq=False)
class Glimpse:
    """What one connection shows at a moment.

    Attributes:
        word: State in words.
        painting: What to paint; None with nothing to show.
        findings: The cards.
        abstained: Why the newest picture is not scored, or None.
        doppler: Colour of flow is in the newest picture.
        dismissed: How many findings the user sent away.
        age_ms: Of the analysis behind what is painted.
        painted_hz: Distinct frames handed out for painting a second.
        alarms: Findings first shown during the last minute of scanning.
        revealed: In look first: the probe rests, or the user asked.
    """

    word: StatusWord
    painting: Painting | None
    findings: tuple[Finding, ...]
    abstained: str | None
    doppler: bool
    dismissed: int
    age_ms: float | None
    painted_hz: float | None
    alarms: int = 0
    revealed: bool = False


@dataclass(slots=True, eq=False)
class _Held:
    """A picture the user froze, and the analyses at or before it and at or after it, the latter as it comes."""

    frame: Frame
    before: Analysis | None
    after: Analysis | None


class LiveRun:
    """Fed by the capture and engine threads, asked by the GUI thread; a lock of its own, never held for long."""

    def __init__(self, limits: Limits, patience: Patience) -> None:
        """Start empty, at the present moment."""
        self.mailbox: Latest[Frame] = Latest()
        self._book = FindingBook(reuse_numbers=True)
        self._limits = limits
        self._patience = patience
        self._lock = threading.Lock()
        self._frames: deque[Frame] = deque(maxlen=RING_FRAMES)
        self._analyses: list[Analysis] = []
        self._meter = DelayMeter(limits)
        self._playout = Playout()
        self._alive_ns = time.monotonic_ns()
        self._delivered = 0
        self._began_ns = self._alive_ns
        self._lost = False
        self._ever = False
        self._signal = SignalState.LIVE
        self._slow = False
        self._held: _Held | None = None
        self._painted_ns: deque[int] = deque()
        self._analysed_from_ns: int | None = None
        self._resting_ms = 0.0
        self._asked = False  # for the boxes of this place
        self.rest_ns = 0  # at least so much stream time between pictures that are analysed

    def take_frame(self, frame: Frame) -> None:
        """A distinct frame came; capture thread."""
        with self._lock:
            self._ever, self._lost = True, False
            self._frames.append(frame)
            self._alive_ns = time.monotonic_ns()
            last_ns = self._analysed_from_ns
            if last_ns is not None and frame.time_ns - last_ns < self.rest_ns:
                return  # it waits for no analysis
            self._analysed_from_ns = frame.time_ns
            self._meter.arrived(frame)
        self.mailbox.put(frame)

    def take_pulse(self, delivered: int, *, lost: bool, signal: SignalState, slow: bool = False) -> None:
        """How the source stands after a read, with or without a frame; capture thread.

        Args:
            delivered: Pictures that came so far, repeated ones among them.
            lost: The gate is shut.
            signal: As the source sees it.
            slow: The link carries too few pictures.
        """
        with self._lock:
            if delivered != self._delivered:
                self._delivered, self._alive_ns = delivered, time.monotonic_ns()
            self._signal, self._slow = signal, slow
            if lost and not self._lost:  # nothing of before stays on screen while another page may be up
                self._frames.clear()
                self._analyses.clear()
            self._lost = lost

    def take_analysis(self, analysis: Analysis) -> None:
        """An analysis is there; engine thread."""
        with self._lock:
            self._meter.analysed(analysis.frame.index, analysis.finished_ns)
            held = self._held
            if held is not None and held.after is None and analysis.frame.index >= held.frame.index:
                held.after = analysis
            if self._lost:
                return
            oldest = self._frames[0].index if self._frames else analysis.frame.index
            self._analyses = [*still_needed(self._analyses, oldest), analysis]
            if analysis.resting_ms < self._resting_ms and self._resting_ms >= REST_MS:
                self._asked = False  # the probe moved on
            self._resting_ms = analysis.resting_ms
            self._book.add(analysis.tracks, analysis.frame.time_ns)

    def reveal(self) -> None:
        """Show the boxes of this place although they are held back."""
        with self._lock:
            self._asked = True

    def glimpse(self, now_ns: int, *, muted: bool, look_first: bool, boxes: bool = True) -> Glimpse:
        """What to show now.

        Args:
            now_ns: On the `time.monotonic_ns()` axis.
            muted: No boxes and no cards.
            look_first: Neither, until the user asks or the probe has rested on a place.
            boxes: False where analyses are too rare to enclose a picture: cards, but no boxes.
        """
        with self._lock:
            word = self._word(now_ns)
            revealed = self._asked or self._resting_ms >= REST_MS
            bare = muted or (look_first and not revealed)
            timely = word in _TIMELY
            in_time = timely and self._meter.timeliness(now_ns) is Timeliness.IN_TIME
            painting = decide(
                self._playout,
                self._frames,
                self._analyses,
                now_ns,
                delay_ns=self._meter.delay_ns,
                limit_ns=round(self._limits.delay_ms * NS_PER_MS),
                slack_ns=self._meter.interval_ns,
                # never anything on top of the scanner's own measurements
                bare=bare or not in_time or not boxes or word is StatusWord.MEASURING,
                dismissed=self._book.dismissed,
            )
            if painting is not None:
                self._count(painting, now_ns)
                self._playout = painting.playout
            newest = self._analyses[-1] if self._analyses else None
            findings: tuple[Finding, ...] = ()
            if newest is not None and in_time and not bare:
                findings = self._book.findings(newest.tracks, newest.frame.time_ns)
            return Glimpse(
                word,
                painting,
                findings,
                abstained=newest.abstained if newest is not None and in_time else None,
                doppler=newest is not None and in_time and newest.doppler,
                dismissed=len(self._book.dismissed),
                age_ms=_age_ms(painting, newest, now_ns),
                painted_hz=self._rate(now_ns),
                alarms=self._book.alarms,
                revealed=revealed,
            )

    def hold(self, frame: Frame) -> None:
        """The user froze this picture; frames and analyses go on beneath."""
        with self._lock:
            before = next((each for each in reversed(self._analyses) if each.frame.index <= frame.index), None)
            after = next((each for each in self._analyses if each.frame.index >= frame.index), None)
            self._held = _Held(frame, before, after)

    def glimpse_held(self, now_ns: int, *, muted: bool, look_first: bool) -> Glimpse | None:
        """What to show of the picture the user froze: also boxes and cards that were held back when it was frozen."""
        with self._lock:
            held = self._held
            if held is None:
                return None
            bare = muted or (look_first and not self._asked)
            newest = held.after or held.before
            tracks: tuple[Track, ...] = ()
            findings: tuple[Finding, ...] = ()
            if held.before is not None and held.after is not None and not bare:
                tracks = tracks_at(held.frame.time_ns, held.before, held.after)
            if newest is not None and not bare:
                findings = self._book.findings(newest.tracks, newest.frame.time_ns)
            shown = tuple(track for track in tracks if track.id not in self._book.dismissed)
            return Glimpse(
                StatusWord.PAUSED,
                Painting(held.frame, shown, False, bool(tracks), now_ns - held.frame.arrived_ns, self._playout),
                findings,
                abstained=newest.abstained if newest is not None else None,
                doppler=newest is not None and newest.doppler,
                dismissed=len(self._book.dismissed),
                age_ms=None,
                painted_hz=self._rate(now_ns),
                alarms=self._book.alarms,
                revealed=self._asked,
            )

    def select(self, number: int | None) -> None:
        """Choose a finding."""
        with self._lock:
            self._book.select(number)

    def dismiss(self, number: int) -> None:
        """Send a finding away."""
        with self._lock:
            self._book.dismiss(number)

    def restore(self) -> None:
        """Bring the last one back."""
        with self._lock:
            self._book.restore()

    def _word(self, now_ns: int) -> StatusWord:
        if self._signal in _NO_PICTURE:
            return _NO_PICTURE[self._signal]
        if self._lost and (self._ever or now_ns - self._began_ns > FIND_NS):
            return StatusWord.SCAN_AREA_LOST
        silent_ns = now_ns - self._alive_ns
        if silent_ns > (SLOW_NO_SIGNAL_NS if self._slow else self._patience.no_signal_ms * NS_PER_MS):
            return StatusWord.NO_SIGNAL
        if not self._frames:
            return StatusWord.WAITING
        if self._signal in _STATES:
            return _STATES[self._signal]
        still_ns = now_ns - self._frames[-1].arrived_ns
        if not self._slow and still_ns > self._patience.frozen_ms * NS_PER_MS:
            return StatusWord.STILL
        if self._slow:
            return StatusWord.SLOW
        return StatusWord.LIVE if self._meter.timeliness(now_ns) is Timeliness.IN_TIME else StatusWord.AI_DELAYED

    def _count(self, painting: Painting, now_ns: int) -> None:
        if painting.frame.index != self._playout.painted_index:
            self._painted_ns.append(now_ns)

    def _rate(self, now_ns: int) -> float | None:
        while self._painted_ns and self._painted_ns[0] < now_ns - RATE_SPAN_NS:
            self._painted_ns.popleft()
        return len(self._painted_ns) * 1e9 / RATE_SPAN_NS


def _age_ms(painting: Painting | None, newest: Analysis | None, now_ns: int) -> float | None:
    """Of the painted frame where it is painted with its analysis; else of the newest analysis."""
    if painting is not None and painting.enclosed:
        return painting.age_ns / NS_PER_MS
    return None if newest is None else (now_ns - newest.frame.arrived_ns) / NS_PER_MS
