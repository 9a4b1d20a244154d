"""How fast a live link is, and what did not come through it."""

import itertools
import statistics
from collections import deque
from collections.abc import Callable

from capture.errors import CaptureError

SLOW_BELOW_HZ = 12.0  # slower than any mode in which a hand can be followed
SLOW_FOR_NS = 1_000_000_000  # then it is said
RATE_OVER_NS = 2_000_000_000
MOST_HZ = 240
MISSING_FROM = 1.6  # times the usual step of the source's own times
MISSING_WITHIN_NS = 1_000_000_000  # longer is a silence or a jump, and how many were missed is not known
STEADY_SHARE = 0.2  # of the usual step, by which most steps differ at most where a rate is constant
USUAL_OVER = 31

TooSlow = Callable[[float, str], CaptureError | None]


class LinkMeter:
    """Takes every picture of one link, in the thread that decodes; the numbers may be read from any.

    Attributes:
        lost: Pictures that were missing by the source's own times, damaged, or left out to catch up.
        hz: Pictures a second over the last two seconds; None before so long.
        slow: That the link is too slow, with the cure; None where it is not.
    """

    def __init__(self, too_slow: TooSlow | None) -> None:
        """Start without a picture.

        Args:
            too_slow: From the measured rate in Hz and the mode, that the link is too slow and the cure, or None where
                it is not; None asks nobody.
        """
        self._too_slow = too_slow
        self._arrivals_ns: deque[int] = deque(maxlen=MOST_HZ * RATE_OVER_NS // 1_000_000_000)
        self._steps_ns: deque[int] = deque(maxlen=USUAL_OVER)
        self._last_own_ns: int | None = None
        self.lost = 0
        self._slow_from_ns: int | None = None
        self.hz: float | None = None
        self.slow: CaptureError | None = None

    @property
    def last_own_ns(self) -> int | None:
        """The source's own time of the latest picture; None where it stated none, or that picture was left out."""
        return self._last_own_ns

    def left_out(self) -> None:
        """A picture came and was not used."""
        self.lost += 1
        self._last_own_ns = None  # counted already

    def disconnected(self) -> None:
        """The link is down; what it did before says nothing of the next."""
        self._arrivals_ns.clear()
        self.hz = self.slow = self._slow_from_ns = None

    def arrived(self, own_ns: int | None, arrived_ns: int, mode: str) -> None:
        """A picture came.

        Args:
            own_ns: The source's time; None where it states none.
            arrived_ns: On the `time.monotonic_ns()` axis.
            mode: As the window shows it.
        """
        self._count_missing(own_ns)
        arrivals = self._arrivals_ns
        arrivals.append(arrived_ns)
        while len(arrivals) > 2 and arrived_ns - arrivals[1] >= RATE_OVER_NS:
            arrivals.popleft()
        if arrived_ns - arrivals[0] < RATE_OVER_NS:
            return
        self.hz = (len(arrivals) - 1) * 1e9 / (arrived_ns - arrivals[0])
        if self._too_slow is not None:
            usual_ns = statistics.median(after - before for before, after in itertools.pairwise(arrivals))
            slow = self._too_slow(max(self.hz, 1e9 / max(1, usual_ns)), mode)  # a silence is not slow
            if slow is None:
                self.slow = self._slow_from_ns = None
            elif self._slow_from_ns is None:
                self._slow_from_ns = arrived_ns
            elif self.slow is None and arrived_ns - self._slow_from_ns > SLOW_FOR_NS:
                self.slow = slow  # with one number from now on

    def _count_missing(self, own_ns: int | None) -> None:
        """Pictures that did not come, by the source's own times, where its rate is constant."""
        last_ns, self._last_own_ns = self._last_own_ns, own_ns
        if own_ns is None or last_ns is None or not 0 < own_ns - last_ns < MISSING_WITHIN_NS:
            return
        step_ns = own_ns - last_ns
        if len(self._steps_ns) == USUAL_OVER:
            usual_ns = statistics.median(self._steps_ns)
            odd = sum(abs(each - usual_ns) > STEADY_SHARE * usual_ns for each in self._steps_ns)
            if step_ns > MISSING_FROM * usual_ns and odd <= USUAL_OVER // 4:
                self.lost += round(step_ns / usual_ns) - 1
        self._steps_ns.append(step_ns)
