"""What the user sees of the tracks: their numbers, their history, which one is chosen and which were sent away."""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Mapping

from app.live.view_state import Finding
from inference.findings import Track, TrackState

TREND_POINTS = 200
KEPT_POINTS = 4000  # beyond it every other point goes, so that hours of live scanning stay bounded
KEYS = 9  # lesions that have a key of their own
NS_PER_S = 1e9
MINUTE_NS = 60_000_000_000
FREE_AFTER_NS = 5_000_000_000  # a lesion that was lost may be found again under its id


class FindingBook:
    """Numbers tracks in the order in which they were first shown, and remembers their scores.

    The numbers of a recording are never used again. A live source runs for hours: when its first nine numbers, which
    have keys, are all taken, a lesion that was shown takes the number that has been free for the longest time.
    Used under the session's lock.
    """

    def __init__(self, *, reuse_numbers: bool = False) -> None:
        """Start without findings."""
        self._reuse = reuse_numbers
        self._numbers: dict[int, int] = {}  # track id to number
        self._history: dict[int, tuple[list[int], list[float]]] = {}  # times in ns, malignancies
        self._last_shown_ns: dict[int, int] = {}  # by track id
        self._dismissed: list[int] = []
        self._selected: int | None = None
        self._first_shown_ns: deque[int] = deque()  # during the last minute of analysed time
        self._newest_ns = 0

    def add(self, tracks: Iterable[Track], time_ns: int) -> None:
        """Note the tracks of one analysed frame; times ascend."""
        self._newest_ns = time_ns
        for track in tracks:
            if track.state is TrackState.CONFIRMED:
                if track.id not in self._numbers:
                    self._numbers[track.id] = self._next_number(time_ns)
                    self._first_shown_ns.append(time_ns)
                self._last_shown_ns[track.id] = time_ns
            if track.malignancy is not None and track.state is not TrackState.LOST:
                times_ns, scores = self._history.setdefault(track.id, ([], []))
                times_ns.append(time_ns)
                scores.append(track.malignancy)
                if len(times_ns) > KEPT_POINTS:
                    del times_ns[1::2], scores[1::2]

    def findings(self, tracks: Iterable[Track], time_ns: int) -> tuple[Finding, ...]:
        """The cards at one moment, by number: tracks that are shown or were just lost, less the dismissed."""
        shown = [
            track
            for track in tracks
            if track.id in self._numbers and track.id not in self._dismissed and track.state is not TrackState.TENTATIVE
        ]
        cards = [
            Finding(
                self._numbers[track.id],
                track,
                self._trend(track.id, time_ns),
                self._numbers[track.id] == self._selected,
            )
            for track in shown
        ]
        return tuple(sorted(cards, key=lambda card: card.number))

    @property
    def alarms(self) -> int:
        """Findings first shown during the last minute."""
        while self._first_shown_ns and self._first_shown_ns[0] <= self._newest_ns - MINUTE_NS:
            self._first_shown_ns.popleft()
        return len(self._first_shown_ns)

    @property
    def numbers(self) -> Mapping[int, int]:
        """Track id to number."""
        return self._numbers

    @property
    def dismissed(self) -> frozenset[int]:
        """Ids of the tracks that were sent away."""
        return frozenset(self._dismissed)

    def select(self, number: int | None) -> None:
        """Choose a finding."""
        self._selected = number

    def dismiss(self, number: int) -> None:
        """Send the newest track of this number away."""
        ids = [id for id, each in self._numbers.items() if each == number and id not in self._dismissed]
        if ids:
            self._dismissed.append(ids[-1])
            if self._selected == number:
                self._selected = None

    def restore(self) -> None:
        """Bring the one that was sent away last back."""
        if self._dismissed:
            self._dismissed.pop()

    def _trend(self, id: int, until_ns: int) -> tuple[tuple[float, float], ...]:
        times_ns, scores = self._history.get(id, ([], []))
        count = bisect_right(times_ns, until_ns)
        if not count:
            return ()
        stride = -(-count // (TREND_POINTS - 1))
        picked = list(range(0, count, stride))
        if picked[-1] != count - 1:
            picked.append(count - 1)
        return tuple((times_ns[at] / NS_PER_S, scores[at]) for at in picked)

    def _next_number(self, now_ns: int) -> int:
        highest = max(self._numbers.values(), default=0)
        if not self._reuse or highest < KEYS:
            return highest + 1
        shown_ns = dict.fromkeys(range(1, KEYS + 1), -1)
        for id, number in self._numbers.items():
            if number <= KEYS:
                shown_ns[number] = max(shown_ns[number], self._last_shown_ns.get(id, now_ns))
        free = [number for number, last_ns in shown_ns.items() if last_ns < now_ns - FREE_AFTER_NS]
        return min(free, key=lambda number: shown_ns[number]) if free else highest + 1
