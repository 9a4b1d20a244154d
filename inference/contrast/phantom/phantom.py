"""A simulated contrast study: its pictures, one after the other, and its truth."""

import math
from collections.abc import Iterator

import cv2
import numpy as np

from inference.contrast.phantom.path import path_of
from inference.contrast.phantom.perfusion import Courses
from inference.contrast.phantom.recipe import Recipe
from inference.contrast.phantom.scanner import compress, through_jpeg, tint_table, to_bytes
from inference.contrast.phantom.speckle import circular_field, power_of
from inference.contrast.phantom.tissue import Tissue, View
from inference.contrast.phantom.truth import Truth, truth_of
from inference.contrast.picture import Bytes, ContrastPicture, Floats

_BMODE_RANGE_DB = 60.0
_FLASH = 0.5  # echo power of the parenchyma in a burst, and more of what is brighter


class Phantom:
    """Makes the study of a recipe.

    Attributes:
        recipe: What is made.
        truth: What is true of it.
    """

    truth: Truth

    def __init__(self, recipe: Recipe) -> None:
        """Prepare anatomy, motion and truth; no picture is made yet."""
        self.recipe = recipe
        self._path = path_of(recipe)
        self._tissue = Tissue(recipe, self._path)
        self._courses = Courses(recipe)
        self._colours = tint_table(recipe.tint)
        self.truth = truth_of(recipe, self._path, self._tissue, self._courses)

    def pictures(self) -> Iterator[ContrastPicture]:
        """The pictures in order; the same ones each time, in memory that does not grow."""
        run = _Run(self.recipe, self._tissue)
        number = 0
        for moment, time_s in enumerate(self._path.times_s):
            view = self._tissue.at(moment, self._courses.at(np.array([time_s]))[:, 0])
            contrast, bmode = self._picture(moment, view, run)
            for repeat in range(self.recipe.repeats):
                shown_s = float(time_s) + repeat / self.recipe.hz / self.recipe.repeats
                yield ContrastPicture(number, shown_s, contrast, bmode)
                number += 1

    def _picture(self, moment: int, view: View, run: "_Run") -> tuple[Bytes, Bytes | None]:
        """Both panels as the scanner shows them."""
        recipe, path = self.recipe, self._path
        rng = np.random.default_rng((recipe.seed, 4, moment))
        leak = view.leak * np.float32(_FLASH / max(recipe.tissue_leak, 1e-9)) if path.burst[moment] else view.leak
        power = (view.agent + np.float32(recipe.noise_floor)) * run.speckle(moment, rng) + leak
        power = run.averaged(np.asarray(power * np.float32(10 ** (path.gain_db[moment] / 10)), np.float32))
        grey = run.held(to_bytes(compress(power, recipe.dynamic_range_db)))
        contrast = self._colours[grey]
        bmode = None
        if recipe.panels == "side by side":
            noise = np.float32(recipe.bmode_noise_grey) * rng.standard_normal(recipe.size_px, dtype=np.float32)
            bmode = to_bytes(compress(view.bmode * view.bmode, _BMODE_RANGE_DB) + noise)
        if recipe.jpeg_quality is not None:
            contrast = through_jpeg(contrast, recipe.jpeg_quality)
            bmode = None if bmode is None else through_jpeg(bmode, recipe.jpeg_quality)
        for panel in (contrast, bmode):
            if panel is not None:
                panel.setflags(write=False)  # repeats share it
        return contrast, bmode


class _Run:
    """What a scanner remembers from picture to picture."""

    def __init__(self, recipe: Recipe, tissue: Tissue) -> None:
        self._recipe = recipe
        self._tissue = tissue
        self._field: Floats | None = None
        self._average: Floats | None = None
        self._brightest: Bytes | None = None

    def speckle(self, moment: int, rng: np.random.Generator) -> Floats:
        """Multiplicative speckle of mean 1 on the panel; what is held of it moves with the tissue."""
        recipe = self._recipe
        if recipe.speckle_held == 0:
            power = power_of(circular_field(rng, recipe.size_px, recipe.speckle_px))
        else:
            height, width = self._tissue.anatomy.lesion.shape
            fresh = circular_field(rng, (height, width), recipe.speckle_px)
            if self._field is not None:
                keep = math.sqrt(recipe.speckle_held)  # the correlation of the power is the square of the field's
                fresh = np.float32(keep) * self._field + np.float32(math.sqrt(1 - keep * keep)) * fresh
            self._field = fresh
            power = self._tissue.seen(moment, power_of(fresh))
        return np.float32(1 - recipe.speckle) + np.float32(recipe.speckle) * power

    def averaged(self, power: Floats) -> Floats:
        """The scanner's persistence: a recursive mean over pictures."""
        share = self._recipe.persistence
        if share and self._average is not None:
            power = np.asarray(cv2.addWeighted(self._average, share, power, 1 - share, 0), np.float32)
        self._average = power
        return power

    def held(self, grey: Bytes) -> Bytes:
        """The scanner's max-hold: the brightest so far."""
        if not self._recipe.max_hold:
            return grey
        self._brightest = grey if self._brightest is None else np.maximum(self._brightest, grey)
        return self._brightest
