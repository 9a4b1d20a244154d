"""A study of the reference object as cells of echo power, held still by its own known motion.

So that maps and patterns are judged alone: linearising and motion have tables of their own.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from inference.contrast.cleaning.methods import best
from inference.contrast.compression import power_of_bytes
from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Recipe
from inference.contrast.phantom.truth import Truth
from inference.contrast.picture import Bytes, Flags, Floats, Series, Stack

CELL_PX = 2


@dataclass(frozen=True, slots=True, eq=False)
class KnownStudy:
    """A study whose truth is known.

    Attributes:
        recipe: What it was made from.
        truth: What is true of it.
        stack: Its echo power.
        cleaned: (n, h, w) the same after the product's cleaning.
        naive: (n, h, w) mean grey level of each cell, 0..1, as if it were echo power; not held still.
    """

    recipe: Recipe
    truth: Truth
    stack: Stack
    cleaned: Floats
    naive: Floats

    def cells_of(self, region: str) -> Flags:
        """(h, w) cells that lie wholly in a region of the truth."""
        mask = getattr(self.truth, region).astype(np.float32)
        return np.asarray(_cells(mask) >= 1)


def make_known(recipe: Recipe) -> KnownStudy:
    """Make the pictures of a recipe (grey tint) and turn them into cells."""
    phantom = Phantom(recipe)
    truth = phantom.truth
    powers, greys, times_s = [], [], []
    for moment, picture in enumerate(phantom.pictures()):
        levels = picture.contrast[..., 0]
        powers.append(_cells(_held(power_of_bytes(levels, recipe.dynamic_range_db), truth.shifts_px[moment])))
        greys.append(_cells(levels.astype(np.float32) / np.float32(255)))
        times_s.append(picture.time_s)
    power, times = np.stack(powers), np.array(times_s)
    excluded: Flags = truth.out_of_plane | truth.burst
    reasons = tuple("left out" if out else "" for out in excluded)
    saturated: Bytes = np.zeros(power.shape, np.uint8)
    stack = Stack(power, times, np.arange(len(times)), excluded, reasons, saturated, float(CELL_PX))
    return KnownStudy(recipe, truth, stack, best().clean(power, times), np.stack(greys))


def _held(power: Floats, shift_px: Series) -> Floats:
    matrix = np.array([[1, 0, shift_px[0]], [0, 1, shift_px[1]]], np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (power.shape[1], power.shape[0])
    return np.asarray(cv2.warpAffine(power, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.float32)


def _cells(picture: Floats) -> Floats:
    height, width = (side // CELL_PX for side in picture.shape)
    fine = picture[: height * CELL_PX, : width * CELL_PX]
    return np.asarray(fine.reshape(height, CELL_PX, width, CELL_PX).mean(axis=(1, 3)), np.float32)
