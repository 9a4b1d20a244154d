"""How a region's mean power scatters: with its level (speckle), above a floor; how long it remembers (persistence)."""

import numpy as np
from scipy.optimize import nnls

from inference.contrast.fitting.points import Points
from inference.contrast.picture import Series

_FIRST_FLOOR = 0.1  # of the curve's range, before anything is known
_LEAST_FLOOR = 0.02  # of the curve's range: no model is so true that a hundredth of the peak may outvote the peak
_HUBER = 4.0  # standard deviations from which on a point loses weight
_MAD = 1.4826


def first_guess(points: Points) -> Series:
    """(n,) relative standard deviations of the points from their own smoothed level."""
    smooth = np.convolve(np.pad(points.power, 4, mode="edge"), np.full(9, 1 / 9), mode="valid")
    return _root((np.maximum(smooth, 0) ** 2 + (_FIRST_FLOOR * np.ptp(smooth)) ** 2) / points.count)


def estimate(points: Points, level: Series) -> Series:
    """(n,) standard deviations from the squares around a fitted level: variance = (a level)^2 + b^2 of a picture."""
    squares = (points.power - level) ** 2 * points.count
    span = float(np.ptp(level))
    expected = level**2 + (_FIRST_FLOOR * span) ** 2
    terms = np.stack([level**2, np.full_like(level, span**2)], axis=1) / expected[:, None]
    (grows, floor), _ = nnls(terms, squares / expected)
    grows = max(grows, 1e-12)
    floor = min(max(floor / grows, _LEAST_FLOOR**2), 100.0)
    return _root((level**2 + floor * span**2) * grows / points.count)


def _root(variance: Series) -> Series:
    return np.asarray(np.sqrt(variance), dtype=np.float64)


def robust_weights(points: Points, level: Series, deviation: Series) -> Series:
    """(n,) inverse variances, less for points that lie `_HUBER` robust deviations or more beside the level."""
    off = np.abs(points.power - level) / deviation
    scale = max(_MAD * float(np.median(off)), 1e-12)
    return np.minimum(1, _HUBER * scale / np.maximum(off, 1e-12)) / deviation**2


def dependence(residuals: Series) -> float:
    """1 + 2 x the sum of the autocorrelations up to the first that noise alone explains; 1 or more."""
    centred = residuals - residuals.mean()
    total = float(centred @ centred)
    if total <= 0:
        return 1.0
    found = 0.0
    for lag in range(1, len(centred) // 4):
        correlation = float(centred[:-lag] @ centred[lag:]) / total
        if correlation < 2 / np.sqrt(len(centred)):
            break
        found += correlation
    return 1 + 2 * found


def aicc(squares: float, points: int, independent: float, parameters: int) -> float:
    """Akaike's criterion with Hurvich and Tsai's correction, for `parameters` and the noise's variance."""
    free = parameters + 1
    correction = 2 * free * (free + 1) / max(independent - free - 1, 1.0)
    return float(independent * np.log(max(squares, 1e-300) / points) + 2 * free + correction)
