"""Where the box of a track is and goes: a constant-velocity Kalman filter in seconds and box sizes."""

import math

from inference.findings import Box

MEASURED_SD = 0.05  # scatter of a detected edge or centre, in box sizes
ACCELERATION_SD = 6.0  # what the hand does beyond the measured motion of the picture, in box sizes / s²
SIZE_DRIFT_SD = 0.8  # how fast the visible section grows or shrinks, in box sizes / s^0.5
FIRST_SPEED_SD = 1.0  # box sizes / s, before any speed has been seen
JUMP_SD = 4.0  # a box this many standard deviations from where it was expected has jumped
COASTING_S = 0.3  # an unseen box loses its own speed over this time: it may drift, not fly away
FARTHEST_PX = 1e6  # no screen is larger; keeps every number finite
LONGEST_STEP_S = 2.0  # a longer gap adds no more doubt: whatever was there has been lost anyway


class BoxFilter:
    """Position, speed and size of one box.

    Centre and speed follow a constant-velocity Kalman filter for each axis (both axes share one covariance, since
    their noise is the same); width and height follow a random walk. All noise scales with the size of the box, so
    that large and small lesions and any zoom behave alike. The motion of the picture is taken out before
    (`carry`), so the speed is only what it leaves.
    """

    def __init__(self, box: Box) -> None:
        """Start at a measured box, at rest."""
        self._x, self._y = box.centre
        self._width, self._height = box.width, box.height
        self._speed_x = self._speed_y = 0.0  # px / s
        self._variance = MEASURED_SD**2  # of the centre, the speed, and between them, in box sizes and seconds
        self._covariance = 0.0
        self._speed_variance = FIRST_SPEED_SD**2
        self._size_variance = MEASURED_SD**2

    @property
    def box(self) -> Box:
        """The box as believed now."""
        half_width, half_height = self._width / 2, self._height / 2
        return Box(self._x - half_width, self._y - half_height, self._x + half_width, self._y + half_height)

    def carry(self, before: Box, after: Box) -> None:
        """Move with the picture: whatever took `before` to `after` takes this box along."""
        scale = after.width / before.width if before.width > 0 else 1.0
        self._x += after.centre[0] - before.centre[0]
        self._y += after.centre[1] - before.centre[1]
        self._grow(scale, scale)

    def rescale(self, scale_x: float, scale_y: float, about: tuple[float, float], to: tuple[float, float]) -> None:
        """Apply a known change of scale that takes the point `about` to the point `to`."""
        self._x = _bounded(to[0] + scale_x * (self._x - about[0]))
        self._y = _bounded(to[1] + scale_y * (self._y - about[1]))
        self._grow(scale_x, scale_y)

    def predict(self, elapsed_s: float, *, coasting: bool) -> None:
        """Go on for `elapsed_s`; a coasting box (not seen lately) loses its speed on the way."""
        span = min(elapsed_s, LONGEST_STEP_S)
        travelled = span
        if coasting:
            kept = math.exp(-span / COASTING_S)
            travelled = COASTING_S * (1 - kept)
        self._x = _bounded(self._x + travelled * self._speed_x)
        self._y = _bounded(self._y + travelled * self._speed_y)
        if coasting:
            self._speed_x *= kept
            self._speed_y *= kept
        jerk = ACCELERATION_SD**2
        self._variance += span * (2 * self._covariance + span * self._speed_variance) + jerk * span**4 / 4
        self._covariance += span * self._speed_variance + jerk * span**3 / 2
        self._speed_variance += jerk * span**2
        self._size_variance += SIZE_DRIFT_SD**2 * span

    def correct(self, measured: Box, doubt: float = 1.0) -> None:
        """Take in a measured box; `doubt` multiplies the scatter expected of it."""
        noise = (doubt * MEASURED_SD) ** 2
        off_x, off_y = measured.centre[0] - self._x, measured.centre[1] - self._y
        jump = (off_x**2 + off_y**2) / (self._width * self._height)  # in squared box sizes
        if doubt <= 1 and jump > JUMP_SD**2 * (self._variance + noise):
            self._variance += jump  # the hand did what was not foreseen: believe what is seen, do not lag behind it
        gain = self._variance / (self._variance + noise)
        speed_gain = self._covariance / (self._variance + noise)  # 1 / s
        self._x += gain * off_x
        self._y += gain * off_y
        self._speed_x += speed_gain * off_x
        self._speed_y += speed_gain * off_y
        self._speed_variance -= speed_gain * self._covariance
        self._covariance *= 1 - gain
        self._variance *= 1 - gain
        size_gain = self._size_variance / (self._size_variance + noise)
        self._width += size_gain * (measured.width - self._width)
        self._height += size_gain * (measured.height - self._height)
        self._size_variance *= 1 - size_gain

    def _grow(self, scale_x: float, scale_y: float) -> None:
        self._width = min(max(self._width * scale_x, 1.0), FARTHEST_PX)
        self._height = min(max(self._height * scale_y, 1.0), FARTHEST_PX)
        self._speed_x *= scale_x
        self._speed_y *= scale_y


def moved_box(box: Box, scale_x: float, scale_y: float, about: tuple[float, float], to: tuple[float, float]) -> Box:
    """A box under the change of scale that takes the point `about` to the point `to`."""
    return Box(
        to[0] + scale_x * (box.left - about[0]),
        to[1] + scale_y * (box.top - about[1]),
        to[0] + scale_x * (box.right - about[0]),
        to[1] + scale_y * (box.bottom - about[1]),
    )


def _bounded(position_px: float) -> float:
    return min(max(position_px, -FARTHEST_PX), FARTHEST_PX)
