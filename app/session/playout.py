"""Which frame of a live source to paint at a moment, and with which boxes. Owns no clock and no thread.

A box is painted where it was measured. Where the network keeps up, every frame waits for its own analysis; where it
does not, frames wait a constant, measured time until the next analysis is there, and each is painted with the boxes
interpolated between the two analyses that enclose it, never extrapolated. With nothing to draw, frames are painted
bare as they arrive. Between the two the picture runs a little slower or faster than life instead of jumping.
"""

import itertools
import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from capture.frame import Frame
from inference.findings import Analysis, Track, TrackState
from inference.interpolation import tracks_at

RING_FRAMES = 10
SLEW = 1 / 3  # of real time: how much slower or faster than life the picture runs while the delay changes
NS_PER_MS = 1_000_000


class Timeliness(Enum):
    """Whether the analyses come in time."""

    IN_TIME = "in time"
    DELAYED = "delayed"  # older than the limit: nothing is painted


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of the play-out.

    Attributes:
        delay_ms: No painted box makes its picture wait longer than this.
        max_age_ms: A frame that waits longer than this for an analysis means that the analysis is delayed, at once.
    """

    delay_ms: float = 100.0
    max_age_ms: float = 300.0


@dataclass(frozen=True, slots=True)
class _Wait:
    finished_ns: int  # when an analysis was there
    longest_ns: int  # how long the first frame after the analysis before it had waited then
    frames: int  # frames that came since then; 1 when each is analysed


class DelayMeter:
    """How long frames have to wait until an analysis at or after them is there.

    A frame can be painted with its box from the moment when the next analysis is finished, so the frame that waits
    longest is the first one after an analysed frame. The delay is a high quantile of those waits over the last
    seconds; it rises at once and falls only by a clear step, so that it stays constant while the machine does.

    Frames are painted when frames arrive or analyses finish. So the delay is put half a frame interval before a whole
    number of intervals: there, a little jitter of the arrivals never lets a frame be left out or stand twice. Where
    nearly every frame is analysed no delay is needed: each is painted the moment its own analysis is there.
    """

    MEMORY_NS = 3_000_000_000
    QUANTILE = 0.95
    MARGIN_NS = 4 * NS_PER_MS  # the time between an analysis and the next repaint
    STEP_NS = 5 * NS_PER_MS
    CLEAR_FALL_NS = 10 * NS_PER_MS
    HOPELESS_QUANTILE = 0.7  # a few slow analyses leave a few frames bare; this many make the whole late
    KEEPS_UP_FROM, KEEPS_UP_UNTIL = 0.97, 0.92  # share of frames with an analysis of their own, to begin and to end
    INTERVALS = 31

    def __init__(self, limits: Limits) -> None:
        self._limit_ns = round(limits.delay_ms * NS_PER_MS)
        self._max_age_ns = round(limits.max_age_ms * NS_PER_MS)
        self._waiting: deque[tuple[int, int]] = deque(maxlen=1000)  # (index, arrived_ns) not analysed yet
        self._arrivals_ns: deque[int] = deque(maxlen=self.INTERVALS + 1)
        self._waits: deque[_Wait] = deque()
        self._needed_ns = 0
        self._interval_ns = 0
        self._keeps_up = False
        self._started = False

    def arrived(self, frame: Frame) -> None:
        """A frame came from the source."""
        self._waiting.append((frame.index, frame.arrived_ns))
        self._arrivals_ns.append(frame.arrived_ns)

    def analysed(self, index: int, finished_ns: int) -> None:
        """The analysis of the frame with this index is there."""
        waited_since_ns, frames = finished_ns, 0
        while self._waiting and self._waiting[0][0] <= index:
            arrived_ns = self._waiting.popleft()[1]
            waited_since_ns = min(waited_since_ns, arrived_ns)
            frames += 1
        if frames and self._started:  # the first analysis includes loading the network
            self._waits.append(_Wait(finished_ns, finished_ns - waited_since_ns, frames))
        self._started = True
        while self._waits and self._waits[0].finished_ns < finished_ns - self.MEMORY_NS:
            self._waits.popleft()
        if self._waits:
            self._measure()

    @property
    def delay_ns(self) -> int:
        """The delay in force, never above the limit."""
        if self._keeps_up:
            return 0
        if not self._interval_ns:
            return min(self._needed_ns, self._limit_ns)
        intervals = math.ceil(self._needed_ns / self._interval_ns)
        return max(0, min(intervals * self._interval_ns - self._interval_ns // 2, self._limit_ns))

    @property
    def interval_ns(self) -> int:
        """The usual time between frames; 0 while it is not known."""
        return self._interval_ns

    def timeliness(self, now_ns: int) -> Timeliness:
        """Whether the analyses come in time."""
        if not self._started:
            return Timeliness.DELAYED
        if self._waiting and now_ns - self._waiting[0][1] > self._max_age_ns:
            return Timeliness.DELAYED
        if self._waits and self._quantile(self.HOPELESS_QUANTILE) > self._limit_ns:
            return Timeliness.DELAYED
        return Timeliness.IN_TIME

    def _measure(self) -> None:
        """Move what is constant only where the measurements clearly say so."""
        wanted_ns = math.ceil((self._quantile(self.QUANTILE) + self.MARGIN_NS) / self.STEP_NS) * self.STEP_NS
        if wanted_ns > self._needed_ns or wanted_ns <= self._needed_ns - self.CLEAR_FALL_NS:
            self._needed_ns = wanted_ns
        arrivals_ns = list(self._arrivals_ns)
        intervals_ns = sorted(after - before for before, after in itertools.pairwise(arrivals_ns))
        if intervals_ns:  # the mean, because jitter moves a median; a pause of the source is no interval
            usual = [each for each in intervals_ns if each <= 3 * intervals_ns[len(intervals_ns) // 2]]
            usual_ns = sum(usual) // len(usual)
            if abs(usual_ns - self._interval_ns) > self._interval_ns // 10:
                self._interval_ns = usual_ns
        own = len(self._waits) / sum(wait.frames for wait in self._waits)
        self._keeps_up = own >= (self.KEEPS_UP_UNTIL if self._keeps_up else self.KEEPS_UP_FROM)

    def _quantile(self, share: float) -> int:
        waits = sorted(wait.longest_ns for wait in self._waits)
        return waits[min(len(waits) - 1, int(share * len(waits)))]


@dataclass(frozen=True, slots=True)
class Playout:
    """What the play-out remembers from one decision to the next.

    Attributes:
        lag_ns: How far behind arrival the picture runs.
        decided_ns: When that was decided; None before the first.
        painted_index: Index of the frame painted last; -1 before the first.
    """

    lag_ns: int = 0
    decided_ns: int | None = None
    painted_index: int = -1


@dataclass(frozen=True, slots=True, eq=False)
class Painting:
    """What to paint.

    Attributes:
        frame: The frame.
        tracks: Confirmed tracks at exactly this frame.
        own: The tracks were measured in this very frame.
        enclosed: The frame lies between two analyses, or has its own.
        age_ns: Time since the frame arrived.
        playout: To be handed to the next decision.
    """

    frame: Frame
    tracks: tuple[Track, ...]
    own: bool
    enclosed: bool
    age_ns: int
    playout: Playout


def decide(
    playout: Playout,
    frames: Sequence[Frame],
    analyses: Sequence[Analysis],
    now_ns: int,
    *,
    delay_ns: int,
    limit_ns: int,
    slack_ns: int = 0,
    bare: bool,
    dismissed: frozenset[int] = frozenset(),
) -> Painting | None:
    """What to paint now; None while there is no frame.

    Args:
        playout: What was decided before.
        frames: The ring, oldest first, indices and arrivals ascending.
        analyses: Those that enclose frames of the ring, oldest first.
        now_ns: On the `time.monotonic_ns()` axis.
        delay_ns: The constant delay that lets a frame wait for its boxes.
        limit_ns: A frame with boxes is never older than this when it is first painted.
        slack_ns: A frame may be painted so much later than its delay before it is left out for a newer one; the usual
            interval of the source, so that jitter leaves no frame out.
        bare: Boxes are not wanted (muted, look first) or come too late.
        dismissed: Ids of tracks that stay away.
    """
    if not frames:
        return None
    drawing = not bare and _something_to_draw(analyses, dismissed)
    lag_ns = _slewed(playout, delay_ns if drawing else 0, now_ns)
    due = [frame for frame in frames if frame.arrived_ns <= now_ns - lag_ns] or [frames[0]]
    ahead = [frame for frame in due if frame.index >= playout.painted_index]
    painted = next((frame for frame in frames if frame.index == playout.painted_index), None)
    if not ahead:  # the picture runs slower than life: what is due was painted already
        chosen = painted or frames[-1]
    elif drawing:
        fresh = [frame for frame in ahead if frame.index > playout.painted_index]
        in_turn_ns = now_ns - min(lag_ns + slack_ns, limit_ns)
        in_turn = (frame for frame in fresh if frame.arrived_ns >= in_turn_ns and _enclosing(frame, analyses))
        chosen = next(in_turn, None) or _boxed_if_possible(ahead, painted, analyses, now_ns - limit_ns)
    else:
        chosen = ahead[-1]
    enclosing = _enclosing(chosen, analyses)
    tracks: tuple[Track, ...] = ()
    if enclosing is not None and not bare:
        tracks = tuple(track for track in tracks_at(chosen.time_ns, *enclosing) if track.id not in dismissed)
    return Painting(
        chosen,
        tracks,
        own=enclosing is not None and chosen.index in (enclosing[0].frame.index, enclosing[1].frame.index),
        enclosed=enclosing is not None,
        age_ns=now_ns - chosen.arrived_ns,
        playout=Playout(lag_ns, now_ns, chosen.index),
    )


def _something_to_draw(analyses: Sequence[Analysis], dismissed: frozenset[int]) -> bool:
    """Whether the newest analysis shows a mass; one that is gone is painted to its end while the delay shrinks."""
    return bool(analyses) and any(
        track.state is TrackState.CONFIRMED and track.id not in dismissed for track in analyses[-1].tracks
    )


def _slewed(playout: Playout, goal_ns: int, now_ns: int) -> int:
    """The delay moves towards its goal without a jump."""
    if playout.decided_ns is None:
        return goal_ns
    step_ns = round((now_ns - playout.decided_ns) * SLEW)
    return min(max(goal_ns, playout.lag_ns - step_ns), playout.lag_ns + step_ns)


def _boxed_if_possible(
    ahead: Sequence[Frame], painted: Frame | None, analyses: Sequence[Analysis], oldest_ns: int
) -> Frame:
    """The newest frame that is due, or one a little older whose boxes are known, or it alone, bare."""
    newest = ahead[-1]
    for frame in reversed(ahead):
        if frame is not newest and frame.arrived_ns < oldest_ns:
            break
        if _enclosing(frame, analyses) is not None:
            return frame
    if painted is not None and painted.arrived_ns >= oldest_ns and _enclosing(painted, analyses) is not None:
        return painted
    return newest


def _enclosing(frame: Frame, analyses: Sequence[Analysis]) -> tuple[Analysis, Analysis] | None:
    """The analyses at or before the frame and at or after it."""
    before = next((each for each in reversed(analyses) if each.frame.index <= frame.index), None)
    after = next((each for each in analyses if each.frame.index >= frame.index), None)
    return None if before is None or after is None else (before, after)


def still_needed(analyses: Sequence[Analysis], oldest_index: int) -> list[Analysis]:
    """The analyses that enclose frames from `oldest_index` on; the others need not be kept."""
    behind = [each for each in analyses if each.frame.index <= oldest_index]
    return behind[-1:] + [each for each in analyses if each.frame.index > oldest_index]
