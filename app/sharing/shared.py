"""What is shared of one moment: the picture that is painted, its lesions, its time; never whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.live.view_state import ViewState
from capture.frame import Frame
from inference.findings import OperatingPoints, Track, TrackState

NO_SOURCE = "no source"
_FARTHEST_NS = 2_000_000_000  # from the clock


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """One painted picture, as it leaves.

    Attributes:
        frame: The panels, and nothing else of the screen; None where nothing is shown any more, which is told too.
        tracks: Confirmed ones, at exactly this frame.
        numbers: Track id to what the user calls it.
        operating_points: Limits between the looks.
        state: The word in the window's first corner: "live", "frozen by scanner", "replay" ...; or `NO_SOURCE`.
        timestamp_s: Of the frame, in seconds since 1970.
        patient: What the window calls the patient; None unless the user has said that it goes along.
    """

    frame: Frame | None
    tracks: tuple[Track, ...]
    numbers: Mapping[int, int]
    operating_points: OperatingPoints
    state: str
    timestamp_s: float
    patient: str | None = None

    @property
    def mm_per_px(self) -> tuple[float, float] | None:
        """(x, y), where it is known and the same for every panel; None otherwise: one picture has one spacing."""
        scales = set() if self.frame is None else {panel.mm_per_px for panel in self.frame.layout.panels}
        return next(iter(scales)) if len(scales) == 1 else None


@dataclass(slots=True)
class SharedClock:
    """Gives the frames' own times the date: spaced as the source says, from the moment of the first one that is shared.

    It begins anew where the times begin again or leave the clock by more than two seconds: another scanner, a pause, a
    recording that is wound back.
    """

    _origin_ns: int = field(default=0, init=False)
    _last_ns: int | None = field(default=None, init=False)

    def timestamp_s(self, time_ns: int, now_ns: int) -> float:
        """Seconds since 1970 of a frame.

        Args:
            time_ns: The stream's own time.
            now_ns: `time.time_ns()`.
        """
        begins = self._last_ns is None or time_ns < self._last_ns
        if begins or abs(self._origin_ns + time_ns - now_ns) > _FARTHEST_NS:
            self._origin_ns = now_ns - time_ns
        self._last_ns = time_ns
        return (self._origin_ns + time_ns) / 1e9


def shared_of(state: ViewState, timestamp_s: float, patient: str | None) -> Shared:
    """What leaves of a state."""
    shown = tuple(track for track in state.tracks if track.state is TrackState.CONFIRMED)
    if state.muted or state.held_back or state.frame is None:
        shown = ()
    numbers = {finding.track.id: finding.number for finding in state.findings}
    return Shared(state.frame, shown, numbers, state.operating_points, state.word.value, timestamp_s, patient)
