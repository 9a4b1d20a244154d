"""The points a model is fitted to: means of neighbouring pictures, few where the curve moves, many where it rests."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from inference.contrast.errors import ContrastError
from inference.contrast.picture import Flags, Series

LEAST_PICTURES = 12
MOST_POINTS = 240
_LARGEST = 1e100  # squares of larger or smaller powers leave the range of numbers
_SMOOTH_SHARE = 1 / 60  # of the recording: the running mean by which the curve's movement is judged


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Averages of neighbouring pictures.

    Attributes:
        times_s: (n,) mean time of the pictures of each point.
        power: (n,) their mean power.
        count: (n,) how many they are.
        pictures_s: (m,) times of all pictures used, ascending.
    """

    times_s: Series
    power: Series
    count: Series
    pictures_s: Series

    def moved(self, by_s: float, times: float) -> "Points":
        """The same points, later by `by_s` and of so many times the power."""
        return replace(self, times_s=self.times_s + by_s, pictures_s=self.pictures_s + by_s, power=self.power * times)


def gather(times_s: npt.ArrayLike, power: npt.ArrayLike, usable: Flags | None = None) -> Points:
    """Check a curve and average it to `MOST_POINTS` or fewer.

    Args:
        times_s: (n,) ascending, not necessarily even.
        power: (n,) mean echo power of the region in each picture.
        usable: (n,) False where the picture is left out; None uses all.

    Raises:
        ContrastError: No curve: lengths differ, too few pictures, times that do not ascend, values that are no numbers.
    """
    times, values = np.asarray(times_s, dtype=np.float64), np.asarray(power, dtype=np.float64)
    if times.ndim != 1 or times.shape != values.shape or (usable is not None and np.shape(usable) != times.shape):
        raise ContrastError("The curve's times and values differ in number; analyse the recording again")
    if usable is not None:
        times, values = times[usable], values[usable]
    if len(times) < LEAST_PICTURES:
        raise ContrastError(
            "The curve has {count} usable pictures; {least} or more are needed. Use a longer recording.",
            count=len(times),
            least=LEAST_PICTURES,
        )
    if not np.isfinite(times).all() or np.any(np.diff(times) <= 0):
        raise ContrastError("The times of the pictures repeat or run backwards; export the recording again")
    if not (np.abs(values) < _LARGEST).all():
        raise ContrastError("The curve holds values that are not numbers; draw the region inside the picture")
    if np.ptp(values) <= max(1e-9 * np.abs(values).max(), 1 / _LARGEST):
        raise ContrastError("The curve is constant: the region shows no contrast agent. Choose another region.")
    return _average(times, values)


def _average(times_s: Series, values: Series) -> Points:
    if len(times_s) <= MOST_POINTS:
        return Points(times_s, values, np.ones(len(times_s)), times_s)
    starts = _starts(times_s, values)
    count = np.diff(np.append(starts, len(times_s))).astype(np.float64)
    return Points(np.add.reduceat(times_s, starts) / count, np.add.reduceat(values, starts) / count, count, times_s)


def _starts(times_s: Series, values: Series) -> npt.NDArray[np.int64]:
    """First picture of each point: half of the points are shared out over the time, half over the curve's movement."""
    width_s = (times_s[-1] - times_s[0]) * _SMOOTH_SHARE
    moved = np.abs(np.diff(_running_mean(times_s, values, np.ones_like(values), width_s)))
    passed = (times_s - times_s[0]) / (times_s[-1] - times_s[0]) + np.append(0.0, np.cumsum(moved)) / moved.sum()
    place = np.minimum((passed / 2 * MOST_POINTS).astype(np.int64), MOST_POINTS - 1)
    return np.flatnonzero(np.append(True, np.diff(place) > 0))


def up_to_fall(points: Points, level: float) -> Points | None:
    """The points until the curve, smoothed, has fallen from its peak to a share of its rise.

    Args:
        points: Of the whole curve.
        level: 0..1 of the way from the level before the rise to the peak.

    Returns:
        None where it does not fall so far, or where too few points are left on either side.
    """
    width_s = (points.times_s[-1] - points.times_s[0]) * _SMOOTH_SHARE * 2
    smooth = _running_mean(points.times_s, points.power, points.count, width_s)
    peak = int(np.argmax(smooth))
    low = float(np.percentile(smooth[: peak + 1], 5))
    fallen = np.flatnonzero(smooth[peak:] < low + level * (smooth[peak] - low))
    if not len(fallen):
        return None
    end = peak + int(fallen[0]) + 1
    if end < LEAST_PICTURES or len(smooth) - end < LEAST_PICTURES // 2:
        return None
    last_s = points.times_s[end - 1]
    return Points(
        points.times_s[:end],
        points.power[:end],
        points.count[:end],
        points.pictures_s[points.pictures_s <= max(last_s, points.pictures_s[0])],
    )


def _running_mean(times_s: Series, values: Series, count: Series, width_s: float) -> Series:
    total, weight = (np.append(0.0, np.cumsum(sums)) for sums in (values * count, count))
    behind = np.searchsorted(times_s, times_s - width_s / 2)
    ahead = np.searchsorted(times_s, times_s + width_s / 2, side="right")
    return np.asarray((total[ahead] - total[behind]) / (weight[ahead] - weight[behind]), dtype=np.float64)
