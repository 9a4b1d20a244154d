"""A bolus fitted to every cell at once.

The best of some two thousand model curves is found for each cell by correlation (a matched filter, in the few
dimensions in which these curves differ), then improved by Levenberg and Marquardt's method with all cells in step. A
fit uses every picture, where a maximum or a threshold would use those in which the noise is highest. The model is one
for all cells: the one that leaves least of a sample of them (each model has five parameters, so AICc says the same).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inference.contrast.maps.cells import CellCurves
from inference.contrast.maps.density import curve_and_slopes
from inference.contrast.models import MODELS, NARROWEST
from inference.contrast.picture import Floats, Series

_STEPS = 8
_CONVERGED = 1e-4  # a cell whose squares fall by less has arrived
_SAMPLE = 256  # cells that choose the model
_CHUNK = 2048  # cells at a time: their derivatives stay in the processor's cache
_DIMENSIONS = 24
_SPREADS = np.array([0.2, 0.35, 0.6, 1.0])
_TRANSITS = 12
_FLOOR = 0.1  # of the peak: the noise that is there without echo, beside the speckle that grows with it


@dataclass(frozen=True, slots=True, eq=False)
class CellFits:
    """The fitted bolus of every cell.

    Attributes:
        model: Name of the model.
        params: (c, 5) as `inference.contrast.models.Model.curve` takes them; NaN where a cell holds no echo.
        explained: (c,) share of the curve's variance that the bolus explains, up to 1.
        noise: (c,) standard deviation of the points around the fit.
        log_transit_error: (c,) standard error of the logarithm of the mean transit time.
    """

    model: str
    params: Series
    explained: Series
    noise: Series
    log_transit_error: Series


def fit_cells(curves: CellCurves, model: str | None = None) -> CellFits:
    """Fit all cells.

    Args:
        curves: Five points in time or more.
        model: Name; None chooses.
    """
    scale, moving = _moving(curves)
    model = choose_model(curves) if model is None else model
    cells = len(curves.power)
    params, explained = np.full((cells, 5), np.nan), np.zeros(cells)
    noise, error = np.full(cells, np.nan), np.full(cells, np.inf)
    atoms = _Atoms(curves, model)
    for begin in range(0, len(moving), _CHUNK):
        here = moving[begin : begin + _CHUNK]
        unit = curves.power[here] / scale[here, None]
        theta, weights = atoms.best(unit)
        theta, normal = _improve(model, curves, unit, weights, theta)
        params[here], explained[here], noise[here], error[here] = _read(model, curves, unit, weights, theta, normal)
        params[here[:, None], [0, 4]] *= scale[here, None]
        noise[here] *= scale[here]
    return CellFits(model, params, explained, noise, error)


def _moving(curves: CellCurves) -> tuple[Floats, npt.NDArray[np.intp]]:
    """(c,) range of each cell's curve, and the cells that have one."""
    scale: Floats = curves.power.max(axis=1) - curves.power.min(axis=1)
    return scale, np.flatnonzero(scale > 1e-6 * max(float(curves.power.max()), 1e-30))


def choose_model(curves: CellCurves) -> str:
    """The model that leaves least of the cells with the strongest echo among those evenly picked from all."""
    scale, moving = _moving(curves)
    picked = moving[:: max(1, len(moving) // (4 * _SAMPLE))]
    picked = picked[np.argsort(-scale[picked])[:_SAMPLE]]
    if not len(picked):
        return next(iter(MODELS))
    unit = curves.power[picked] / scale[picked, None]
    remains = {}
    for model in MODELS:
        theta, weights = _Atoms(curves, model).best(unit)
        theta, _ = _improve(model, curves, unit, weights, theta)
        level, _ = curve_and_slopes(model, curves.times_s, theta)
        remains[model] = float(np.log((unit - level) ** 2 @ curves.count + 1e-12).sum())  # unknown noise in each cell
    return min(remains, key=lambda model: remains[model])


class _Atoms:
    """Curves of all arrivals, transit times and spreads, as directions in weighted space."""

    def __init__(self, curves: CellCurves, model: str) -> None:
        times_s, span_s = curves.times_s, float(np.ptp(curves.times_s))
        step_s = span_s / len(times_s)
        before = times_s[0] - span_s * np.array([0.02, 0.05, 0.1, 0.2])  # the recording began in the wash-in
        grid = np.meshgrid(
            np.concatenate([before, times_s[:-4:3]]),
            np.geomspace(2 * step_s, 1.5 * span_s, _TRANSITS),
            _SPREADS[MODELS[model].widest > _SPREADS],
            indexing="ij",
        )
        arrival_s, mean_s, spread = (axis.ravel() for axis in grid)
        self._params = np.stack([mean_s, arrival_s, mean_s, spread, np.zeros_like(mean_s)], axis=1)
        self._shapes = MODELS[model].curve(times_s, self._params).astype(np.float32)  # (a, p): the density itself
        level = curves.power.mean(axis=0, dtype=np.float64)
        level = level - level.min()
        self._weights = curves.count / (level**2 + (_FLOOR * max(float(level.max()), 1e-30)) ** 2)
        self._weights /= self._weights.sum()
        root = np.sqrt(self._weights)
        centred = (self._shapes - self._shapes @ self._weights[:, None]) * root
        size = np.linalg.norm(centred, axis=1)
        kept = size > 1e-3 * np.median(size[size > 0])
        self._params, self._shapes = self._params[kept], self._shapes[kept]
        directions = centred[kept] / size[kept, None]
        _, axes = np.linalg.eigh(directions.T @ directions)
        basis = axes[:, -_DIMENSIONS:]
        self._compressed = np.asarray((directions @ basis).T, np.float32)
        self._project = np.asarray(root[:, None] * basis, np.float32)
        self._counts = curves.count

    def best(self, unit: Floats) -> tuple[Series, Series]:
        """The nearest curve for each of (c, p) cells: what is fitted, (c, 5), and weights of their points, (c, p)."""
        centred = unit - (unit @ self._weights.astype(np.float32))[:, None]
        nearest = np.argmax((centred @ self._project) @ self._compressed, axis=1)
        shape = self._shapes[nearest].astype(np.float64)
        w = self._weights
        mean_shape, mean_unit = shape @ w, unit @ w
        off = shape - mean_shape[:, None]
        height = np.maximum((off * (unit - mean_unit[:, None])) @ w / (off**2 @ w), 1e-6)
        baseline = np.maximum(mean_unit - height * mean_shape, 0)
        level = height[:, None] * shape
        weights = self._counts / (level**2 + (_FLOOR * level.max(axis=1, keepdims=True)) ** 2)
        theta = np.empty((len(unit), 5))
        theta[:, 0] = np.log(height * self._params[nearest, 2])
        theta[:, 1] = self._params[nearest, 1]
        theta[:, 2:4] = np.log(self._params[nearest, 2:4])
        theta[:, 4] = baseline
        return theta, weights / weights.mean(axis=1, keepdims=True)


def _improve(model: str, curves: CellCurves, unit: Floats, weights: Series, theta: Series) -> tuple[Series, Series]:
    """Damped least squares of all cells; what is fitted, and the last normal matrices (c, 5, 5)."""
    span_s = float(np.ptp(curves.times_s))
    low = np.array([-20, curves.times_s[0] - span_s, np.log(span_s / 2000), np.log(NARROWEST), 0.0])
    high = np.array([20, curves.times_s[-1], np.log(10 * span_s), np.log(MODELS[model].widest), 1.0])
    longest = np.array([2.0, span_s / 4, 1.0, 1.0, 1.0])  # steps: none leaps out of reach of the data
    light = weights.astype(np.float32)
    value, slopes = curve_and_slopes(model, curves.times_s, theta)
    cost = _cost(unit - value, light)
    damping = np.full(len(theta), 1e-2)
    normal = np.zeros((len(theta), 5, 5))
    going = np.arange(len(theta))  # cells that still get better
    for _ in range(_STEPS):
        weighted = slopes * light[going, None, :]
        gradient = np.matmul(weighted, (unit[going] - value)[:, :, None])[:, :, 0].astype(np.float64)
        normal[going] = np.matmul(weighted, slopes.transpose(0, 2, 1))
        ridge = damping[going, None] * np.einsum("ckk->ck", normal[going]) + 1e-9
        step = np.linalg.solve(normal[going] + ridge[:, :, None] * np.eye(5), gradient[:, :, None])[:, :, 0]
        there = np.clip(theta[going] + np.clip(step, -longest, longest), low, high)
        new_value, new_slopes = curve_and_slopes(model, curves.times_s, there)
        new_cost = _cost(unit[going] - new_value, light[going])
        better = new_cost < cost[going]
        goes_on = ~better | (new_cost < (1 - _CONVERGED) * cost[going])
        kept = going[better]
        theta[kept], cost[kept] = there[better], new_cost[better]
        damping[going] = np.where(better, damping[going] / 8, damping[going] * 6)
        value[better], slopes[better] = new_value[better], new_slopes[better]
        going, value, slopes = going[goes_on], value[goes_on], slopes[goes_on]
        if not len(going):
            break
    return theta, normal


def _cost(residuals: Floats, weights: Floats) -> Series:
    return np.asarray(np.einsum("cp,cp,cp->c", residuals, residuals, weights), np.float64)


def _read(
    model: str, curves: CellCurves, unit: Floats, weights: Series, theta: Series, normal: Series
) -> tuple[Series, Series, Series, Series]:
    value, _ = curve_and_slopes(model, curves.times_s, theta)
    share = curves.count / curves.count.sum()
    remains = (unit - value) ** 2 @ share
    spread = (unit - (unit @ share)[:, None]) ** 2 @ share
    freedom = max(len(curves.times_s) - 5, 1)
    variance = _cost(unit - value, weights.astype(np.float32)) / freedom
    inverse = np.linalg.pinv(normal + 1e-9 * np.eye(5), hermitian=True)
    error = np.sqrt(np.maximum(inverse[:, 2, 2], 0) * variance)
    params = theta.copy()
    params[:, [0, 2, 3]] = np.exp(theta[:, [0, 2, 3]])
    return params, 1 - remains / np.maximum(spread, 1e-30), np.sqrt(remains), error
