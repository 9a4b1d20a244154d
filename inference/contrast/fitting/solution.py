"""Least squares of one model on weighted points: starts from the data, a bounded solution, its derivatives.

Fitted are log area, arrival, log mean transit time, log spread and baseline, so that what is positive stays so.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares

from inference.contrast.fitting.points import Points
from inference.contrast.models import NARROWEST, Model
from inference.contrast.picture import Series

_MOST_EVALUATIONS = 60
_SPREADS = np.geomspace(0.16, 1.1, 7)
_STEP = 1e-4  # of log spread, for the one derivative that has no short formula


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """(5,) each, of the fitted parameters."""

    low: Series
    high: Series


def to_params(theta: Series) -> Series:
    """(..., 5) parameters of `Model.curve` from what is fitted."""
    params = np.array(theta, dtype=np.float64)
    params[..., [0, 2, 3]] = np.exp(params[..., [0, 2, 3]])
    return params


def to_theta(params: Series) -> Series:
    """The way back."""
    theta = np.array(params, dtype=np.float64)
    theta[..., [0, 2, 3]] = np.log(theta[..., [0, 2, 3]])
    return theta


def limits(points: Points, model: Model) -> Limits:
    """Bounds: the arrival up to one recording before it begins, mean transit times up to ten recordings."""
    first_s, last_s = points.pictures_s[0], points.pictures_s[-1]
    span_s = last_s - first_s
    least_s = max(float(np.median(np.diff(points.pictures_s))), span_s / 2000)
    top = max(float(points.power.max()), 1e-3 * float(np.ptp(points.power)))  # power less a background may be negative
    area = float(np.log(np.ptp(points.power) * span_s))
    return Limits(
        np.array([area - 12, first_s - span_s, np.log(least_s), np.log(NARROWEST), 0.0]),
        np.array([area + 6, last_s, np.log(10 * span_s), np.log(model.widest), top]),
    )


def start(points: Points, model: Model, weights: Series, bounds: Limits) -> Series:
    """The best of some 250 candidates whose area and baseline follow from linear least squares; (5,) fitted parameters.

    Args:
        points: (n,).
        model: To be fitted.
        weights: (n,) inverse variances.
        bounds: Of the solution.
    """
    spreads = _SPREADS[model.widest > _SPREADS]
    smooth = np.convolve(np.pad(points.power, 2, mode="edge"), np.full(5, 0.2), mode="valid")
    peak = int(np.argmax(smooth))
    low = float(np.percentile(smooth[: peak + 1], 5))
    above = np.flatnonzero(smooth[: peak + 1] < low + 0.5 * (smooth[peak] - low))
    half_s = points.times_s[above[-1]] if len(above) else points.times_s[0]  # half way up
    rise_s = max(points.times_s[peak] - half_s, float(np.median(np.diff(points.times_s))))
    arrivals = half_s - rise_s * np.array([0.3, 0.8, 1.5, 2.5, 4.0, 8.0])
    peaks = points.times_s[peak] + rise_s * np.array([-0.6, -0.3, 0.0, 0.3, 0.6, 1.2])
    modes = np.array([_mode(model, spread) for spread in spreads])
    arrival_s, peak_s, place = (
        grid.ravel() for grid in np.meshgrid(arrivals, peaks, np.arange(len(spreads)), indexing="ij")
    )
    mean_s = np.maximum(peak_s - arrival_s, 0.3 * rise_s) / modes[place]
    params = np.stack([mean_s, arrival_s, mean_s, spreads[place], np.zeros_like(mean_s)], axis=1)
    shape = model.curve(points.times_s, params)  # (c, n): area = mean makes the density itself
    area, baseline, cost = _linear(shape, points.power, weights)
    params[:, 0], params[:, 4] = area * mean_s, baseline
    best = to_theta(params[np.argmin(cost)])
    margin = 1e-6 * (bounds.high - bounds.low)
    return np.clip(best, bounds.low + margin, bounds.high - margin)


def _mode(model: Model, spread: float) -> float:
    x = np.geomspace(1e-3, 2, 400)
    return float(x[np.argmax(model.log_density(x, np.array(spread)))])


def _linear(shape: Series, power: Series, weights: Series) -> tuple[Series, Series, Series]:
    """Positive area and baseline that fit best, and the weighted squares that remain; (c,) each, shape (c, n)."""
    weight = weights.sum()
    mean_shape, mean_power = shape @ weights / weight, power @ weights / weight
    centred = shape - mean_shape[:, None]
    square = centred**2 @ weights
    area = np.maximum(centred @ (weights * (power - mean_power)) / np.maximum(square, 1e-300), 1e-9)
    baseline = np.maximum(mean_power - area * mean_shape, 0.0)
    remains = power - area[:, None] * shape - baseline[:, None]
    return area, baseline, remains**2 @ weights


def curve_and_slopes(model: Model, times_s: Series, theta: Series) -> tuple[Series, Series]:
    """The curve and its derivatives by what is fitted.

    Args:
        model: Whose curve.
        times_s: (n,).
        theta: (..., 5).

    Returns:
        (..., n) and (..., n, 5).
    """
    params = to_params(theta)
    area, arrival_s, mean_s, spread, baseline = (params[..., place, None] for place in range(5))
    x = (times_s - arrival_s) / mean_s
    here = x > 1e-6
    x = np.where(here, x, 1e-6)
    height = np.where(here, area / mean_s * np.exp(model.log_density(x, spread)), 0.0)
    steepness = model.log_slopes(x, spread)[0]
    wider, narrower = (model.log_density(x, spread * np.exp(step)) for step in (_STEP, -_STEP))
    slopes = np.stack(
        [
            height,
            -height * steepness / mean_s,
            -height * (1 + x * steepness),
            height * (wider - narrower) / (2 * _STEP),
            np.ones_like(height),
        ],
        axis=-1,
    )
    return height + baseline, slopes


def solve(points: Points, model: Model, weights: Series, first: Series, bounds: Limits) -> tuple[Series, float]:
    """Bounded least squares from one start; (5,) fitted parameters and the weighted squares that remain."""
    root = np.sqrt(weights)

    def residuals(theta: Series) -> Series:
        return (model.curve(points.times_s, to_params(theta)) - points.power) * root

    def jacobian(theta: Series) -> Series:
        return curve_and_slopes(model, points.times_s, theta)[1] * root[:, None]

    found = least_squares(
        residuals, first, jac=jacobian, bounds=(bounds.low, bounds.high), x_scale="jac", max_nfev=_MOST_EVALUATIONS
    )
    return np.asarray(found.x, dtype=np.float64), float(2 * found.cost)
