"""What is true of a simulated study."""

from dataclasses import dataclass, field

import numpy as np

from inference.contrast.phantom.path import Path
from inference.contrast.phantom.perfusion import Courses, PerfusionMap, weights
from inference.contrast.phantom.recipe import Recipe
from inference.contrast.phantom.tissue import Tissue
from inference.contrast.picture import Flags, Series

_SATURATION_PLACES = 2000  # of the lesion, enough to expect its saturated share
REGIONS = ("lesion", "reference", "rim", "vessel", "defect")


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What is true of a simulated study.

    Attributes:
        lesion: (h, w) True in the lesion, in the reference position, in panel pixels; so are the others.
        reference: Parenchyma beside the lesion, at its depth.
        rim: The lesion's edge where it is perfused otherwise; else nothing is True.
        vessel: The feeding vessel.
        defect: The part of the lesion that the agent does not reach.
        times_s: (n,) of the pictures, without repeats.
        shifts_px: (n, 2) dx, dy: tissue at (x, y) in the reference position is seen at (x + dx, y + dy), to 1/64 px.
        plane: (n,) correlation of the field of each picture's plane with that of the reference plane, 0..1.
        out_of_plane: (n,) True where the picture shows another plane (power of the speckle correlated below 0.5).
        burst: (n,) True in the flash of a burst.
        gain_db: (n,) of the contrast panel.
        saturated: (n,) expected share of the lesion's pixels at the display's white (before persistence, max-hold).
        arrival_s: First agent in each region, by name.
        parameters: Of each region by name, (5,): the model's parameters at its own first place, in the models' order,
            before lag and the mixing of unlike places; exactly the region's where it has neither (as on the grid).
    """

    lesion: Flags
    reference: Flags
    rim: Flags
    vessel: Flags
    defect: Flags
    times_s: Series
    shifts_px: Series
    plane: Series
    out_of_plane: Flags
    burst: Flags
    gain_db: Series
    saturated: Series
    arrival_s: dict[str, float]
    parameters: dict[str, Series]
    _courses: Courses = field(repr=False)
    _weights: dict[str, Series] = field(repr=False)
    _baseline: dict[str, float] = field(repr=False)

    @property
    def regions(self) -> dict[str, Flags]:
        """Masks of the regions that are not empty, by name."""
        named = {name: getattr(self, name) for name in REGIONS}
        return {name: mask for name, mask in named.items() if mask.any()}

    def curve(self, times_s: Series) -> dict[str, Series]:
        """Mean echo power of each region that is not empty, at any times, (n,) float64.

        On the scale of `Stack.power` (1.0 at the display's white), before gain, in the reference plane, without
        speckle, persistence, max-hold and flashes; what leaks from tissue and the electronics' noise are in it.
        """
        return {name: values + self._baseline[name] for name, values in self.agent(times_s).items()}

    def agent(self, times_s: Series) -> dict[str, Series]:
        """As `curve`, of the agent alone."""
        courses = self._courses.at(np.asarray(times_s, np.float64))
        return {name: share @ courses for name, share in self._weights.items()}


def truth_of(recipe: Recipe, path: Path, tissue: Tissue, courses: Courses) -> Truth:
    """The truth of a study."""
    inner = (slice(tissue.margin_px, -tissue.margin_px),) * 2
    agent = PerfusionMap(tissue.agent.course[inner], tissue.agent.share[inner])
    masks: dict[str, Flags] = {name: getattr(tissue.anatomy, name)[inner] for name in REGIONS}
    shares = {name: weights(agent, mask) for name, mask in masks.items() if mask.any()}
    leak = tissue.leak[inner]
    params = courses.by_region
    named = [name for name in shares if name in params]
    return Truth(
        **masks,
        times_s=path.times_s,
        shifts_px=path.shifts_px,
        plane=path.plane,
        out_of_plane=path.out_of_plane,
        burst=path.burst,
        gain_db=path.gain_db,
        saturated=_saturated(recipe, path, agent, masks["lesion"], courses),
        arrival_s={name: float(params[name][1]) for name in named},
        parameters={name: params[name] for name in named},
        _courses=courses,
        _weights=shares,
        _baseline={name: float(leak[masks[name]].mean(dtype=np.float64)) + recipe.noise_floor for name in shares},
    )


def _saturated(recipe: Recipe, path: Path, agent: PerfusionMap, lesion: Flags, courses: Courses) -> Series:
    """Expected share of the lesion's pixels at white: speckle is 1 + c (e - 1), with e exponential."""
    white = 10 ** (-0.5 / 255 * recipe.dynamic_range_db / 10)  # from here on a grey level rounds to 255
    every = max(int(lesion.sum()) // _SATURATION_PLACES, 1)
    course, share = agent.course[lesion][::every], agent.share[lesion][::every].astype(np.float64)
    saturated = np.empty(len(path.times_s))
    for moment, values in enumerate(courses.at(path.times_s).T):
        mean = (values[course] * share + recipe.noise_floor) * 10 ** (path.gain_db[moment] / 10)
        needed = (white / mean - 1) / max(recipe.speckle, 1e-6) + 1
        saturated[moment] = np.exp(-np.maximum(needed, 0)).mean()
    return saturated
