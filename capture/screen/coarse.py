"""A small grey version of a screen: enough to tell screens apart, cheap enough for every picture."""

from functools import cached_property, lru_cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

SMALL_WIDTH_PX = 480

Grey = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Sums = npt.NDArray[Any]  # a summed-area table (Crow 1984), shape (height + 1, width + 1)


def small_grey(pixels: npt.NDArray[np.uint8]) -> Grey:
    """Every n-th green pixel of an RGB picture, so that about 480 columns remain (0.1 ms at 1920x1080).

    Green carries most of the brightness, and taking pixels instead of averaging them touches a fraction of the
    memory; the averaging happens later, over blocks.

    Args:
        pixels: RGB, shape (height, width, 3), uint8.

    Returns:
        Shape (about height / n, about width / n), uint8, contiguous.
    """
    step = small_step(pixels)
    return np.ascontiguousarray(pixels[::step, ::step, 1])


def small_step(pixels: npt.NDArray[np.uint8]) -> int:
    """Which n the small version of a picture has."""
    return max(1, round(int(pixels.shape[1]) / SMALL_WIDTH_PX))


class SmallScreen:
    """The small version of one screen, made once for all who look at it, with what several of them need of it.

    What is derived is made when it is first asked for; used by one thread.
    """

    def __init__(self, pixels: npt.NDArray[np.uint8]) -> None:
        """Reduce a whole screen, RGB, shape (height, width, 3), uint8; it is not kept."""
        self.grey: Grey = small_grey(pixels)

    @cached_property
    def steps(self) -> Grey:
        """The larger of the steps to the right and downwards, grey levels: letters and rulers have both."""
        grey = self.grey
        steps = np.zeros_like(grey)
        steps[:, :-1] = cv2.absdiff(grey[:, 1:], grey[:, :-1])
        steps[:-1] = cv2.max(steps[:-1], cv2.absdiff(grey[1:], grey[:-1]))
        return steps

    @cached_property
    def sums(self) -> Sums:
        """Summed-area table of the grey levels."""
        return summed(self.grey)


def summed(picture: Grey | Floats) -> Sums:
    """The summed-area table of a picture, shape (height + 1, width + 1), int32, or float64 of floats."""
    return np.asarray(cv2.integral(picture))


def means_of(sums: Sums, across: int, down: int) -> Floats:
    """Mean of each cell of a grid from a summed-area table, shape (down, across), float32.

    Cells need not end between pixels: a pixel on an edge counts on both sides with its share, as in an area resize,
    which takes four times as long.
    """
    height, width = sums.shape[0] - 1, sums.shape[1] - 1
    corners = _at_edges(_at_edges(sums.T, across).T, down)  # columns first: there are more of them to leave out
    cells = corners[1:, 1:] - corners[1:, :-1] - corners[:-1, 1:] + corners[:-1, :-1]
    return np.asarray(cells * (across * down / (height * width)), np.float32)


def _at_edges(sums: Sums, count: int) -> Sums:
    """The rows of a summed-area table at the edges of `count` equal parts."""
    length = sums.shape[0] - 1
    if length % count == 0:
        return sums[:: length // count]
    below, share = _edges(length, count)
    lower = sums[below]
    return np.asarray(lower + (sums[np.minimum(below + 1, length)] - lower) * share)


@lru_cache(maxsize=64)
def _edges(length: int, count: int) -> tuple[Sums, Sums]:
    places = np.arange(count + 1) * (length / count)
    below = np.minimum(places.astype(np.intp), length)
    return below, (places - below)[:, None]
