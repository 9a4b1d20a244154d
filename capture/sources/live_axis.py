"""One monotonic time axis for a live source whose own clock may jump, stand still or begin again."""

JUMP_NS = 1_000_000_000
LEAST_STEP_NS = 1_000


class LiveAxis:
    """Places pictures on an axis that starts at 0 and ascends strictly.

    The source's own times are the better ones (arrival jitters with the network and the decoder) and are followed
    as long as they move as the arrival does. Where they do not ascend or differ by more than a second, the
    difference of the arrivals is used for that step.
    """

    def __init__(self) -> None:
        """Start before the first picture."""
        self._last_ns: int | None = None
        self._last_own_ns: int | None = None
        self._last_arrived_ns = 0

    def place(self, own_ns: int | None, arrived_ns: int) -> int:
        """Time of the next picture on the axis.

        Args:
            own_ns: The source's time; None where it states none.
            arrived_ns: `time.monotonic_ns()` of its arrival.
        """
        if self._last_ns is None:
            self._last_ns = 0
        else:
            arrived_step_ns = arrived_ns - self._last_arrived_ns
            step_ns = arrived_step_ns
            if own_ns is not None and self._last_own_ns is not None:
                own_step_ns = own_ns - self._last_own_ns
                if own_step_ns > 0 and abs(own_step_ns - arrived_step_ns) < JUMP_NS:
                    step_ns = own_step_ns
            self._last_ns += max(LEAST_STEP_NS, step_ns)
        self._last_own_ns = own_ns
        self._last_arrived_ns = arrived_ns
        return self._last_ns
