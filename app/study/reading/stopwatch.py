"""The time a case was on screen."""

from collections.abc import Callable


class Stopwatch:
    """Adds up monotonic time; stands still in a pause."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        """Stand at 0, stopped.

        Args:
            now_s: A monotonic clock, as `time.monotonic`.
        """
        self._now_s = now_s
        self._taken_s = 0.0
        self._since_s: float | None = None

    @property
    def seconds(self) -> float:
        """Time so far."""
        return self._taken_s + (0.0 if self._since_s is None else self._now_s() - self._since_s)

    def restart(self) -> None:
        """Start from 0."""
        self._taken_s, self._since_s = 0.0, self._now_s()

    def stop(self) -> None:
        """Stand still."""
        self._taken_s, self._since_s = self.seconds, None

    def go_on(self) -> None:
        """Run on."""
        if self._since_s is None:
            self._since_s = self._now_s()
