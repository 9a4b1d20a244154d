"""The curve of every cell, averaged over few points in time: short where the study moves, long where it rests."""

from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from inference.contrast.picture import Flags, Floats, Series

MOST_POINTS = 96  # of a curve; two pictures a second over the wash-in of a one-minute study
_SMOOTH_SHARE = 1 / 60  # of the recording: the running mean by which the study's movement is judged


@dataclass(frozen=True, slots=True, eq=False)
class CellCurves:
    """Averages of neighbouring pictures for every cell.

    Attributes:
        times_s: (p,) mean time of the pictures of each point.
        count: (p,) how many they are.
        power: (c, p) float32, a row for each cell, rows of cells one after another.
        shape: (h, w) of the cells.
    """

    times_s: Series
    count: Series
    power: Floats
    shape: tuple[int, int]


def cell_curves(times_s: Series, power: Floats, excluded: Flags) -> CellCurves:
    """Leave out what is excluded and average the rest to `MOST_POINTS` points or fewer.

    Args:
        times_s: (n,) ascending, not necessarily even.
        power: (n, h, w).
        excluded: (n,).
    """
    used = np.flatnonzero(~excluded)
    times = times_s[used]
    level = power.mean(axis=(1, 2), dtype=np.float64)[used]
    ends = np.append(_starts(times, level), len(used))
    averaged = np.empty((len(ends) - 1, *power.shape[1:]), np.float32)
    for point, (begin, end) in enumerate(pairwise(ends)):
        pictures = used[begin:end]
        together = pictures[-1] - pictures[0] == len(pictures) - 1  # a slice needs no copy
        averaged[point] = (power[pictures[0] : pictures[-1] + 1] if together else power[pictures]).mean(axis=0)
    count = np.diff(ends).astype(np.float64)
    mean_s = np.add.reduceat(times, ends[:-1]) / count
    return CellCurves(mean_s, count, np.ascontiguousarray(averaged.reshape(len(count), -1).T), power.shape[1:])


def smoothed_curves(curves: CellCurves, sigma_cells: float) -> CellCurves:
    """Each curve as the Gaussian mean of its neighbours'."""
    if sigma_cells == 0:
        return curves
    power = np.empty_like(curves.power)
    for point, picture in enumerate(curves.power.T):
        whole = np.ascontiguousarray(picture.reshape(curves.shape))
        power[:, point] = cv2.GaussianBlur(whole, (0, 0), sigma_cells).ravel()
    return replace(curves, power=power)


def _starts(times_s: Series, level: Series) -> npt.NDArray[np.intp]:
    """First picture of each point: half of the points are shared out over the time, half over the level's movement."""
    if len(times_s) <= MOST_POINTS:
        return np.arange(len(times_s))
    width_s = (times_s[-1] - times_s[0]) * _SMOOTH_SHARE
    total = np.append(0.0, np.cumsum(level))
    behind = np.searchsorted(times_s, times_s - width_s / 2)
    ahead = np.searchsorted(times_s, times_s + width_s / 2, side="right")
    moved = np.abs(np.diff((total[ahead] - total[behind]) / (ahead - behind)))
    passed = (times_s - times_s[0]) / (times_s[-1] - times_s[0])
    if moved.sum() > 0:
        passed = (passed + np.append(0.0, np.cumsum(moved)) / moved.sum()) / 2
    place = np.minimum((passed * MOST_POINTS).astype(np.intp), MOST_POINTS - 1)
    return np.flatnonzero(np.append(True, np.diff(place) > 0))
