"""One monotonic time axis for a live source whose own clock may jump, stand still, begin again or run too fast."""

LEAST_STEP_NS = 1_000
AHEAD_NS = 250_000_000  # a picture cannot arrive before it was made: a clock that says so has leapt
LATE_MOST_NS = 30_000_000_000  # no buffer on the way holds more
LEARN_NS = 2_000_000_000  # the quickest way of a picture is learnt so long
PAUSE_FROM_NS = 40_000_000
PAUSE_KNOWN_NS = 1_000_000_000  # after a silence: by then a burst has caught up, a clock that paused has not
PAUSE_OF_SILENCE = 0.5
PAUSE_SHARE = 0.7
BUCKET_NS = 5_000_000_000
SLEW_MOST = 2e-3  # 29.97 Hz called 30 is 1e-3, crystals are 1e-4
SLEW_FROM_NS = 3_000_000


class LiveAxis:
    """Places pictures on an axis that starts at 0 and ascends strictly, at the pace of `time.monotonic_ns()`.

    The source's own times are the better ones (arrival jitters with the network and the decoder), so their steps are
    followed. The arrival watches over them: a step that would place a picture before it was made, or that does not
    ascend, is a jump and the arrival is used; a clock that paused with the pictures is set again a second later; a
    clock that drifts is slewed. How much later than the quickest pictures one arrives is its lag. Lag that grows in a
    queue of this machine cannot pass for drift, because drift is taken only from pictures that had to be waited for:
    then the queue was empty.
    """

    def __init__(self) -> None:
        """Start before the first picture."""
        self._last_ns: int | None = None
        self._last_own_ns: int | None = None
        self._last_arrived_ns = 0
        self._quickest_ns = 0  # arrival less place on the axis
        self._began_ns = 0
        self._lag_ns = 0
        self._resumed_ns: int | None = None  # after a silence that may have been a pause of the clock
        self._pause_ns = 0
        self._bucket_ns = 0
        self._least_ns: int | None = None
        self._drift = self._slew = 0.0

    @property
    def lag_ns(self) -> int | None:
        """How much later than the quickest the latest picture arrived; None before the first."""
        return None if self._last_ns is None else max(0, self._lag_ns)

    def lag_of(self, own_ns: int | None, now_ns: int) -> int:
        """The lag of a picture that is not placed yet; 0 where its time does not tell."""
        place_ns = self._by_own(own_ns)
        if place_ns is None:
            return 0
        lag_ns = now_ns - self._quickest_ns - place_ns
        return lag_ns if 0 <= lag_ns <= LATE_MOST_NS else 0

    def place(self, own_ns: int | None, arrived_ns: int, *, waited: bool = True) -> int:
        """Time of the next picture on the axis.

        Args:
            own_ns: The source's time; None where it states none.
            arrived_ns: `time.monotonic_ns()` of its arrival.
            waited: It had to be waited for, so no other was queued before it.
        """
        if self._last_ns is None:
            self._last_ns, self._began_ns, self._bucket_ns = 0, arrived_ns, arrived_ns
            self._quickest_ns = arrived_ns
        else:
            place_ns = self._by_own(own_ns)
            lag_ns = 0 if place_ns is None else arrived_ns - self._quickest_ns - place_ns
            if (
                place_ns is None
                or not -AHEAD_NS <= lag_ns <= LATE_MOST_NS
                or self._has_paused(arrived_ns, lag_ns, waited=waited)
            ):
                place_ns, lag_ns = arrived_ns - self._quickest_ns, 0
            elif lag_ns < 0 and arrived_ns - self._began_ns < LEARN_NS:
                self._quickest_ns, lag_ns = self._quickest_ns + lag_ns, 0
            elif waited:
                self._watch_drift(lag_ns, arrived_ns)
            self._last_ns = max(self._last_ns + LEAST_STEP_NS, place_ns)
            self._lag_ns = lag_ns
        self._last_own_ns, self._last_arrived_ns = own_ns, arrived_ns
        return self._last_ns

    def _by_own(self, own_ns: int | None) -> int | None:
        """Where the source's own step leads; None where it does not ascend or is not known."""
        if own_ns is None or self._last_own_ns is None or self._last_ns is None:
            return None
        step_ns = own_ns - self._last_own_ns
        return None if step_ns <= 0 else self._last_ns + step_ns + round(step_ns * self._slew)

    def _has_paused(self, arrived_ns: int, lag_ns: int, *, waited: bool) -> bool:
        """Whether the clock stood still during a silence, so that what looks like lag is none."""
        silence_ns, more_ns = arrived_ns - self._last_arrived_ns, lag_ns - self._lag_ns
        if more_ns > PAUSE_FROM_NS and more_ns > PAUSE_OF_SILENCE * silence_ns:
            self._pause_ns = more_ns + (self._pause_ns if self._resumed_ns is not None else 0)
            self._resumed_ns = arrived_ns
        elif self._resumed_ns is not None and lag_ns < PAUSE_SHARE * self._pause_ns:
            self._resumed_ns = None  # a burst that catches up
        if not waited or self._resumed_ns is None or arrived_ns - self._resumed_ns <= PAUSE_KNOWN_NS:
            return False
        self._resumed_ns = None
        return True

    def _watch_drift(self, lag_ns: int, arrived_ns: int) -> None:
        """Take the least lag of each few seconds for drift, and slew against it."""
        if arrived_ns - self._bucket_ns >= BUCKET_NS:
            least_ns = self._least_ns or 0
            if abs(least_ns) < SLEW_FROM_NS or self._resumed_ns is not None:
                least_ns = 0
            self._drift = _bounded(self._drift + 0.2 * least_ns / BUCKET_NS)
            self._slew = _bounded(self._drift + 0.5 * least_ns / BUCKET_NS)  # a damped loop: no swinging
            self._bucket_ns, self._least_ns = arrived_ns, None
        self._least_ns = lag_ns if self._least_ns is None else min(self._least_ns, lag_ns)


def _bounded(slew: float) -> float:
    return min(max(slew, -SLEW_MOST), SLEW_MOST)
