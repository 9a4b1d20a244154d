"""What else the noise could have made of a curve: the fit repeated on the fitted curve with its residuals shuffled.

Residuals move in blocks (Kuensch, Ann. Statist. 1989;17:1217), so that a scanner's persistence does not fake certainty.
Rounds are shared out among the models by their Akaike weights (Buckland, Burnham and Augustin, Biometrics
1997;53:603), so that the doubt which model is right is in the intervals too. All rounds of a model are solved together.
"""

import numpy as np

from inference.contrast.fit import Fit
from inference.contrast.fitting.solution import Limits, curve_and_slopes, limits, to_params
from inference.contrast.models import MODELS
from inference.contrast.picture import Series

_STEPS = 12  # of Levenberg and Marquardt's method; the start is the solution of nearly the same curve
_LEAST_BLOCK = 3


def replicate(fit: Fit, rounds: int, random: np.random.Generator) -> dict[str, Series]:
    """Parameters that other noise would have given.

    Args:
        fit: Of the curve.
        rounds: How many.
        random: Draws.

    Returns:
        For each model that took part (r, 5) parameters; `rounds` in all.
    """
    found = {}
    for name, share in _shares(fit, rounds).items():
        model, theta = MODELS[name], fit.candidates[name].theta
        curve = curve_and_slopes(model, fit.points.times_s, theta)[0]
        residuals = (fit.points.power - curve) / fit.deviation
        noise = _shuffled(residuals, fit.dependence, share, random) * fit.deviation
        bounds = limits(fit.points, model)
        found[name] = to_params(_solve_all(name, fit, curve + noise, theta, bounds))
    return found


def _shares(fit: Fit, rounds: int) -> dict[str, int]:
    names = list(fit.candidates)
    weights = np.exp([(fit.aicc - fit.candidates[name].aicc) / 2 for name in names])
    ends = np.rint(np.cumsum(weights / weights.sum()) * rounds).astype(int)
    counts = np.diff(ends, prepend=0)
    return {name: int(count) for name, count in zip(names, counts, strict=True) if count}


def _shuffled(residuals: Series, dependence: float, rounds: int, random: np.random.Generator) -> Series:
    """(rounds, n) residuals in blocks from anywhere on the ring of points.

    A fit of five parameters takes from the residuals just the slow part that blocks carry; they are widened by the
    degrees of freedom of the blocks, not of the points.
    """
    count = len(residuals)
    block = min(max(_LEAST_BLOCK, round(count ** (1 / 3)), round(3 * dependence)), count // 3)
    begins = random.integers(0, count, (rounds, -(-count // block)))
    places = (begins[:, :, None] + np.arange(block)).reshape(rounds, -1)[:, :count] % count
    blocks = max(count / block, 10.0)
    widened: Series = (residuals - residuals.mean()) * float(np.sqrt(blocks / (blocks - 5)))
    return widened[places]


def _solve_all(name: str, fit: Fit, curves: Series, theta: Series, bounds: Limits) -> Series:
    """Bounded weighted least squares of (r, n) curves from one start, (r, 5)."""
    model, times_s = MODELS[name], fit.points.times_s
    weights = fit.deviation**-2
    here = np.repeat(theta[None], len(curves), axis=0)
    value, slopes = curve_and_slopes(model, times_s, here)
    cost = (curves - value) ** 2 @ weights
    damping = np.full(len(curves), 1e-3)
    for _ in range(_STEPS):
        weighted = slopes * weights[:, None]
        gradient = np.einsum("rnk,rn->rk", weighted, curves - value)
        normal = np.matmul(weighted.transpose(0, 2, 1), slopes)
        diagonal = np.einsum("rkk->rk", normal)
        least = 1e-12 * diagonal.max(axis=1, keepdims=True) + 1e-300  # what the curve does not depend on stays put
        normal = normal + (damping[:, None] * diagonal + least)[:, :, None] * np.eye(5)
        step = np.linalg.solve(normal, gradient[:, :, None])[:, :, 0]
        there = np.clip(here + step, bounds.low, bounds.high)
        new_value, new_slopes = curve_and_slopes(model, times_s, there)
        new_cost = (curves - new_value) ** 2 @ weights
        better = new_cost < cost
        here, cost = np.where(better[:, None], there, here), np.where(better, new_cost, cost)
        value = np.where(better[:, None], new_value, value)
        slopes = np.where(better[:, None, None], new_slopes, slopes)
        damping = np.where(better, damping / 5, damping * 5)
    return here
