"""How much agent is at each place at each time, and the exact mean of it over any region."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.optimize import minimize_scalar

from inference.contrast.models import MODELS
from inference.contrast.phantom.anatomy import Anatomy
from inference.contrast.phantom.recipe import Perfusion, Recipe
from inference.contrast.picture import Bytes, Flags, Floats, Series

LAYERS = 24  # steps of the arrival inside the lesion's core
SECOND_PASS = (14.0, 1.8)  # s after the first; times its mean transit time
DESTROYED = 0.92  # share of the agent that a burst takes
REFILL_S = 4.0  # time constant of the inflow after a burst (Wei et al. 1998, Circulation 97:473)


@dataclass(frozen=True, slots=True, eq=False)
class PerfusionMap:
    """Where which course of the agent is.

    Attributes:
        course: (h, w) uint8, number of each place's course; the last one is "no agent".
        share: (h, w) float32, what the course is multiplied with there.
    """

    course: Bytes
    share: Floats


class Courses:
    """The agent's course over time at each kind of place: parenchyma, vessel, rim, and the core's layers."""

    def __init__(self, recipe: Recipe) -> None:
        core = [recipe.lesion] * LAYERS
        lags_s = [0.0] * LAYERS
        if recipe.arrival_order != "together":
            lags_s = list(np.linspace(0, recipe.arrival_lag_s, LAYERS))
        if recipe.arrival_order == "centrifugal":
            lags_s.reverse()
        self._model = MODELS[recipe.model]
        self._recirculation = recipe.recirculation
        self._burst_times_s = recipe.burst_times_s
        places = [recipe.parenchyma, recipe.vessel or recipe.parenchyma, recipe.rim or recipe.lesion, *core]
        lags = [0.0, 0.0, 0.0, *lags_s]
        self._params = np.stack([parameters(recipe.model, p, lag) for p, lag in zip(places, lags, strict=True)])

    def at(self, times_s: Series) -> Series:
        """(courses + 1, n) mean echo power of the agent; the last row is 0."""
        times_s = np.asarray(times_s, np.float64)
        values = self._model.curve(times_s, self._params)
        if self._recirculation:
            second = self._params.copy()
            second[:, 0] *= self._recirculation
            second[:, 1] += SECOND_PASS[0]
            second[:, 2] *= SECOND_PASS[1]
            values = values + self._model.curve(times_s, second)
        for burst_s in self._burst_times_s:
            since_s = times_s - burst_s
            values = values * np.where(since_s >= 0, 1 - DESTROYED * np.exp(-np.maximum(since_s, 0) / REFILL_S), 1)
        return np.concatenate([values, np.zeros((1, len(times_s)))])

    @property
    def by_region(self) -> dict[str, Series]:
        """(5,) parameters of the first pass where the agent comes first, in the models' order, by region."""
        first = CORE + int(np.argmin(self._params[CORE:, 1]))
        places = {"reference": PARENCHYMA, "vessel": VESSEL, "rim": RIM, "lesion": first}
        return {name: self._params[place] for name, place in places.items()}


PARENCHYMA, VESSEL, RIM, CORE, NOTHING = 0, 1, 2, 3, 3 + LAYERS  # numbers of the courses; the core has LAYERS of them


def parameters(model: str, perfusion: Perfusion, lag_s: float = 0.0) -> Series:
    """(5,) parameters of a model whose curve has the given peak."""
    area = perfusion.peak / _peak_of_unit_area(model, perfusion.mean_transit_s, perfusion.spread)
    return np.array([area, perfusion.arrival_s + lag_s, perfusion.mean_transit_s, perfusion.spread, 0.0])


@lru_cache(maxsize=256)
def _peak_of_unit_area(model: str, mean_transit_s: float, spread: float) -> float:
    unit = np.array([1.0, 0.0, mean_transit_s, spread, 0.0])
    longest_s = mean_transit_s * 2  # the mode of a skewed curve lies before its mean
    found = minimize_scalar(
        lambda time_s: -float(MODELS[model].curve(np.array([time_s]), unit)[0]),
        bounds=(0.0, longest_s),
        method="bounded",
        options={"xatol": 1e-6 * longest_s},
    )
    return -float(found.fun)


def perfusion_map(anatomy: Anatomy, variation: Floats) -> PerfusionMap:
    """Courses and shares of a plane.

    Args:
        anatomy: The plane.
        variation: What perfusion is multiplied with at each place, (h, w); means of regions are 1 afterwards.
    """
    course = np.full(anatomy.lesion.shape, PARENCHYMA, np.uint8)
    layers = np.minimum((anatomy.depth * LAYERS).astype(np.uint8), LAYERS - 1)
    course[anatomy.lesion] = CORE + layers[anatomy.lesion]
    course[anatomy.rim] = RIM
    course[anatomy.vessel] = VESSEL
    course[anatomy.defect] = NOTHING
    share = variation * anatomy.perfused
    core = (course >= CORE) & (course < NOTHING)
    for region in (core, course == RIM, course == VESSEL):
        if region.any():
            share[region] /= share[region].mean(dtype=np.float64)
    around = anatomy.reference if anatomy.reference.any() else course == PARENCHYMA
    share[course == PARENCHYMA] /= share[around].mean(dtype=np.float64)
    return PerfusionMap(course, np.asarray(share, np.float32))


def mean_power(courses: Floats, agent: PerfusionMap) -> Floats:
    """(h, w) mean echo power of the agent, of the courses' values at one time."""
    return np.asarray(np.take(courses, agent.course) * agent.share, np.float32)


def weights(agent: PerfusionMap, region: Flags) -> Series:
    """(courses + 1,) share of each course in the mean over a region, so that its curve is weights @ courses."""
    sums = np.bincount(agent.course[region], agent.share[region].astype(np.float64), minlength=NOTHING + 1)
    return np.asarray(sums / max(int(region.sum()), 1), np.float64)
