"""How long the probe has rested on a place."""

import math

from inference.tracking.motion import Change

PLACE_SHARE = 0.06  # of the panel's width: with less movement than this the probe is still at the same place
NS_PER_MS = 1_000_000


class Resting:
    """Adds up the motion of one panel's picture; a gap in it, or a new scene, is a new place."""

    def __init__(self) -> None:
        """Start at no place."""
        self._since_ns: int | None = None
        self._away = (0.0, 0.0)

    def reset(self) -> None:
        """Another source or a jump."""
        self._since_ns = None

    def stand(self, time_ns: int) -> float:
        """A picture that stands: the probe may move, the place that is looked at does not."""
        return self._for_ms(time_ns)

    def update(self, time_ns: int, change: Change | None, width_px: int, height_px: int) -> float:
        """Take the next picture.

        Args:
            time_ns: Stream time.
            change: Since the picture before, in panel pixels; None where it was not measured.
            width_px, height_px: Of the panel.

        Returns:
            How long the probe has rested, in ms of stream time.
        """
        if change is None or change.motion is None or change.new_scene:
            self._begin(time_ns)
            return 0.0
        motion, x, y = change.motion, width_px / 2, height_px / 2
        right = self._away[0] + motion.a * x - motion.b * y + motion.shift_x - x
        down = self._away[1] + motion.b * x + motion.a * y + motion.shift_y - y
        if math.hypot(right, down) > PLACE_SHARE * width_px:
            self._begin(time_ns)
        else:
            self._away = right, down
        return self._for_ms(time_ns)

    def _begin(self, time_ns: int) -> None:
        self._since_ns, self._away = time_ns, (0.0, 0.0)

    def _for_ms(self, time_ns: int) -> float:
        if self._since_ns is None or time_ns < self._since_ns:
            self._begin(time_ns)
        return 0.0 if self._since_ns is None else (time_ns - self._since_ns) / NS_PER_MS
