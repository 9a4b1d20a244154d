"""What the probe sees of the tissue in each picture: its plane, its place, its agent and its echo."""

import math
from dataclasses import dataclass

import numpy as np

from inference.contrast.phantom.anatomy import Anatomy, anatomies
from inference.contrast.phantom.path import Path
from inference.contrast.phantom.perfusion import PerfusionMap, mean_power, perfusion_map
from inference.contrast.phantom.recipe import Recipe
from inference.contrast.phantom.scanner import seen_at
from inference.contrast.phantom.speckle import circular_field, power_of, smooth_field
from inference.contrast.picture import Floats, Series

_BMODE_GRAIN_PX = (3.4, 2.2)
_LEAK_POWER = 1.4  # strong echoes leak more than their share: the tissue's second harmonic grows faster than its echo
_LEAK_LARGEST = 60.0  # times the mean in the parenchyma
_ONE_PLANE = 0.9999  # from this correlation on the picture is the reference plane


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What one picture shows, on the panel.

    Attributes:
        agent: (h, w) mean echo power of the agent.
        leak: (h, w) echo power of tissue in the contrast picture, with its speckle.
        bmode: (h, w) amplitude of the B-mode echo, with its speckle.
    """

    agent: Floats
    leak: Floats
    bmode: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Plane:
    anatomy: Anatomy
    agent: PerfusionMap
    field: Floats  # (2, h, w), the complex B-mode echo


class Tissue:
    """The tissue of a study, on a canvas that is larger than the panel by `margin_px` on each side."""

    def __init__(self, recipe: Recipe, path: Path) -> None:
        """Make both planes."""
        self.margin_px = math.ceil(float(np.abs(path.shifts_px).max(initial=0.0))) + 3
        self._recipe = recipe
        self._path = path
        rng = np.random.default_rng((recipe.seed, 3))
        planes = [_plane(recipe, anatomy, rng) for anatomy in anatomies(recipe, self.margin_px)]
        self._here, self._beside = planes
        echo = power_of(self._here.field) ** _LEAK_POWER
        self._leak_scale = recipe.tissue_leak / float(echo[self._here.anatomy.reference].mean(dtype=np.float64))
        self._amplitude = np.sqrt(power_of(self._here.field))
        self.leak = self._leaking(self._amplitude)

    @property
    def anatomy(self) -> Anatomy:
        """The reference plane."""
        return self._here.anatomy

    @property
    def agent(self) -> PerfusionMap:
        """The agent's map of the reference plane."""
        return self._here.agent

    def at(self, moment: int, courses: Series) -> View:
        """What the picture of this number shows.

        Args:
            moment: Number of the picture.
            courses: (courses,) mean echo power of each course at its time.
        """
        values = courses.astype(np.float32)
        agent, leak, amplitude = mean_power(values, self._here.agent), self.leak, self._amplitude
        stay = float(self._path.plane[moment])
        if stay < _ONE_PLANE:
            agent = np.float32(stay) * agent + np.float32(1 - stay) * mean_power(values, self._beside.agent)
            away = math.sqrt(1 - stay * stay)
            amplitude = np.sqrt(power_of(np.float32(stay) * self._here.field + np.float32(away) * self._beside.field))
            leak = self._leaking(amplitude)
        return View(self.seen(moment, agent), self.seen(moment, leak), self.seen(moment, amplitude, sharp=True))

    def seen(self, moment: int, canvas: Floats, *, sharp: bool = False) -> Floats:
        """The panel's part of a canvas, where the tissue is in this picture."""
        shift_px = self._path.shifts_px[moment]
        return seen_at(canvas, shift_px, self.margin_px, self._recipe.size_px, sharp=sharp)

    def _leaking(self, amplitude: Floats) -> Floats:
        echo = amplitude ** (2 * _LEAK_POWER) * self._leak_scale
        return np.asarray(np.minimum(echo, _LEAK_LARGEST * self._recipe.tissue_leak), np.float32)


def _plane(recipe: Recipe, anatomy: Anatomy, rng: np.random.Generator) -> _Plane:
    height, width = anatomy.lesion.shape
    scale = min(recipe.size_px) / 400
    smooth = smooth_field(rng, (height, width), (22 * scale, 15 * scale))
    fine = smooth_field(rng, (height, width), (3.2, 2.4))
    variation = (1 + recipe.heterogeneity * np.clip(smooth, -2, 2)) * np.exp(recipe.texture * np.clip(fine, -3, 3))
    echo = np.asarray(10 ** (anatomy.echo_db / 20), np.float32)
    field = circular_field(rng, (height, width), _BMODE_GRAIN_PX) * echo
    return _Plane(anatomy, perfusion_map(anatomy, np.asarray(variation, np.float32)), field)
