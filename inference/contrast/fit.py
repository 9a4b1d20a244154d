"""Fit a time-intensity curve: which model, which parameters, how well, or why there is no honest fit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.stats import f as f_distribution

from inference.contrast.errors import ContrastError
from inference.contrast.fitting import noise
from inference.contrast.fitting.landmarks import read
from inference.contrast.fitting.points import Points, gather, up_to_fall
from inference.contrast.fitting.solution import curve_and_slopes, limits, solve, start, to_params
from inference.contrast.models import MODELS, Model
from inference.contrast.picture import Flags, Series

LEAST_EVIDENCE = 10.0  # AICc of a constant less that of the model: beyond it, enhancement is not in doubt
FIRST_PASS_LEVEL = 0.5  # of the peak, on the way down: agent that comes back comes later than this
_BEND_CHANCE = 1e-3  # of taking noise for a second pass
_BEND_MATTERS = {"PE": 0.01, "RT": 0.02, "FT": 0.05}  # relative: with little noise the smallest misfit is no chance
_CLIP = 4.0  # standard deviations: no single point decides whether a curve bends
_LEAST_SCALE = 1e-18  # a curve without noise still has a deviation to divide by


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One model's best solution.

    Attributes:
        theta: (5,) as `fitting.solution` takes them.
        squares: Weighted squares that remain.
        aicc: Akaike's criterion, corrected for few points; only differences mean something.
    """

    theta: Series
    squares: float
    aicc: float


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A curve described by the model that AICc chose.

    Attributes:
        model: Its name in `MODELS`.
        params: (5,) as `Model.curve` takes them.
        r2: Share of the points' variance that the curve explains, unweighted. The points are averages of neighbouring
            pictures, `fitting.points.MOST_POINTS` at most.
        aicc: Akaike's criterion of the model, corrected for few points (Hurvich and Tsai, Biometrika 1989;76:297).
        covariance: (5, 5) of log area, arrival, log mean transit time, log spread and baseline, linearised at the
            solution, correlation between points allowed for.
        points: What was fitted.
        deviation: (n,) standard deviation of each point's noise, as estimated.
        residuals: (n,) points less curve, in units of `deviation`.
        dependence: How many neighbouring points say the same (1: all are independent).
        candidates: Each model's solution.
        first_pass_until_s: Where the first pass alone was fitted, its end; None where one bolus describes the whole.
    """

    model: str
    params: Series
    r2: float
    aicc: float
    covariance: Series
    points: Points
    deviation: Series
    residuals: Series
    dependence: float
    candidates: Mapping[str, Candidate]
    first_pass_until_s: float | None = None

    def curve(self, times_s: Series) -> Series:
        """The fitted curve at (n,) times, in units of the power."""
        return MODELS[self.model].curve(times_s, self.params)


def fit_curve(
    times_s: npt.ArrayLike,
    power: npt.ArrayLike,
    *,
    usable: Flags | None = None,
    models: Mapping[str, Model] = MODELS,
) -> Fit:
    """Fit every model, arrival included, and choose by AICc.

    The noise is that of speckle averaged over a region: its standard deviation grows with the level, above a floor.
    Both are estimated from a first fit; the second fit weights by them, the same for every model, so that AICc compares
    like with like, and counts dependent neighbours (persistence) once. Single wild points lose weight (Huber).

    Agent that comes back (recirculation) is no part of any of the models and would bend all of the curve. So the first
    pass, up to `FIRST_PASS_LEVEL` of the peak, is fitted alone too, and taken where it wants another curve.

    Args:
        times_s: (n,) ascending, not necessarily even.
        power: (n,) mean echo power of the region in each picture.
        usable: (n,) False where a picture is left out.
        models: To choose from.

    Raises:
        ContrastError: There is no honest fit; the text says why.
    """
    recorded = gather(times_s, power, usable)
    origin_s, scale = float(recorded.times_s[0]), float(np.ptp(recorded.power))
    points = recorded.moved(-origin_s, 1 / scale)  # the solver's steps end relative to the size of what it solves for
    fit = _fit(points, models)
    first = up_to_fall(points, FIRST_PASS_LEVEL)
    if first is not None:
        alone = _fit(first, models)
        if _bends(fit, alone, models):
            fit = replace(alone, first_pass_until_s=float(first.times_s[-1]))
    _refuse_without_enhancement(fit)
    if read(models[fit.model], fit.params)["TTP"] <= points.times_s[0]:
        raise ContrastError("The recording begins after the peak; start it before the agent arrives")
    return _moved(fit, origin_s, scale)


def _moved(fit: Fit, by_s: float, times: float) -> Fit:
    """The same fit later by `by_s` and of so many times the power."""
    shift = np.array([0.0, by_s, 0.0, 0.0, 0.0])
    grow = np.array([times, 1.0, 1.0, 1.0, times])
    grow_theta = np.array([1.0, 1.0, 1.0, 1.0, times])
    shift_theta = np.array([np.log(times), by_s, 0.0, 0.0, 0.0])
    return replace(
        fit,
        params=fit.params * grow + shift,
        covariance=fit.covariance * np.outer(grow_theta, grow_theta),
        points=fit.points.moved(by_s, times),
        deviation=fit.deviation * times,
        candidates={
            name: replace(found, theta=found.theta * grow_theta + shift_theta) for name, found in fit.candidates.items()
        },
        first_pass_until_s=None if fit.first_pass_until_s is None else fit.first_pass_until_s + by_s,
    )


def _fit(points: Points, models: Mapping[str, Model]) -> Fit:
    weights = noise.first_guess(points) ** -2.0
    bounds = {name: limits(points, model) for name, model in models.items()}
    first = {
        name: solve(points, model, weights, start(points, model, weights, bounds[name]), bounds[name])
        for name, model in models.items()
    }
    best = min(first, key=lambda name: first[name][1])
    level = models[best].curve(points.times_s, to_params(first[best][0]))
    weights = noise.robust_weights(points, level, noise.estimate(points, level))
    second = {name: solve(points, model, weights, first[name][0], bounds[name]) for name, model in models.items()}
    best = min(second, key=lambda name: second[name][1])
    level = models[best].curve(points.times_s, to_params(second[best][0]))
    dependence = noise.dependence((points.power - level) * np.sqrt(weights))
    independent = max(len(points.power) / dependence, 8.0)
    candidates = {
        name: Candidate(theta, squares, noise.aicc(squares, len(points.power), independent, 5))
        for name, (theta, squares) in second.items()
    }
    return _describe(points, weights, dependence, candidates, models)


def _describe(
    points: Points, weights: Series, dependence: float, candidates: Mapping[str, Candidate], models: Mapping[str, Model]
) -> Fit:
    name = min(candidates, key=lambda candidate: candidates[candidate].aicc)
    theta = candidates[name].theta
    curve, slopes = curve_and_slopes(models[name], points.times_s, theta)
    scale = max(candidates[name].squares / (len(points.power) - 5), _LEAST_SCALE)
    information = (slopes * weights[:, None]).T @ slopes
    unexplained = float(((points.power - curve) ** 2).sum() / ((points.power - points.power.mean()) ** 2).sum())
    deviation = np.sqrt(scale / weights)
    return Fit(
        model=name,
        params=to_params(theta),
        r2=1 - unexplained,
        aicc=candidates[name].aicc,
        covariance=np.asarray(np.linalg.pinv(information, hermitian=True) * scale * dependence, dtype=np.float64),
        points=points,
        deviation=deviation,
        residuals=(points.power - curve) / deviation,
        dependence=dependence,
        candidates=candidates,
    )


def _bends(whole: Fit, alone: Fit, models: Mapping[str, Model]) -> bool:
    """Whether the first pass wants another curve than the whole: by an F test on its own points, and by enough."""
    points = alone.points
    residuals = (points.power - models[whole.model].curve(points.times_s, whole.params)) / alone.deviation
    clipped = np.clip(residuals, -_CLIP, _CLIP), np.clip(alone.residuals, -_CLIP, _CLIP)
    gained = float((clipped[0] ** 2).sum() - (clipped[1] ** 2).sum())
    free = len(points.power) / alone.dependence - 5
    if free <= 1 or gained / (5 * alone.dependence) <= f_distribution.isf(_BEND_CHANCE, 5, free):
        return False
    one, other = (read(models[fit.model], fit.params) for fit in (whole, alone))
    return any(abs(one[name] / other[name] - 1) > share for name, share in _BEND_MATTERS.items())


def _refuse_without_enhancement(fit: Fit) -> None:
    weights = fit.deviation**-2
    mean = np.average(fit.points.power, weights=weights)
    count = len(fit.points.power)
    independent = max(count / fit.dependence, 8.0)
    squares = float(weights @ (fit.points.power - mean) ** 2), float((fit.residuals**2).sum())
    constant, bolus = noise.aicc(squares[0], count, independent, 1), noise.aicc(squares[1], count, independent, 5)
    if not np.isfinite(bolus) or constant - bolus < LEAST_EVIDENCE:
        raise ContrastError("The curve shows no enhancement above its noise. Choose another region or recording.")
