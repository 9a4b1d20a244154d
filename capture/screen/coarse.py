"""A small grey version of a screen: enough to tell screens apart, cheap enough for every picture."""

import cv2
import numpy as np
import numpy.typing as npt

SMALL_WIDTH_PX = 480

Grey = npt.NDArray[np.uint8]


def small_grey(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Every n-th green pixel of an RGB picture, so that about 480 columns remain (0.3 ms at 1920x1080).

    Green carries most of the brightness, and taking pixels instead of averaging them touches a fraction of the
    memory; the averaging happens later, over blocks.

    Args:
        pixels: RGB, shape (height, width, 3), uint8.

    Returns:
        Shape (about height / n, about width / n), uint8, contiguous.
    """
    step = max(1, round(pixels.shape[1] / SMALL_WIDTH_PX))
    return np.ascontiguousarray(pixels[::step, ::step, 1])


def block_means(small: npt.NDArray[np.uint8], across: int, down: int) -> npt.NDArray[np.float32]:
    """Mean of each block of a grid, shape (down, across), float32."""
    means = cv2.resize(small, (across, down), interpolation=cv2.INTER_AREA)
    return np.asarray(means, np.float32)
