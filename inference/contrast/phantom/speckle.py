"""Speckle: the interference of many scatterers, as a complex Gaussian field of a given grain."""

import cv2
import numpy as np
import numpy.typing as npt

from inference.contrast.picture import Floats

FWHM_PER_SIGMA = 2.3548  # of a Gaussian

Size = tuple[int, int]


def circular_field(rng: np.random.Generator, size: Size, grain_px: tuple[float, float]) -> Floats:
    """A complex Gaussian field of mean power 1, whose power is exponentially distributed.

    Fully developed speckle: Wagner, Smith, Sandrik and Lopez, "Statistics of speckle in ultrasound B-scans", IEEE
    Trans. Sonics Ultrason. 30:156-163, 1983.

    Args:
        rng: Source of chance.
        size: (height, width).
        grain_px: (across, down) full width at half maximum of the power's autocorrelation. White noise through a
            Gaussian of sigma s has a power autocorrelation exp(-d^2 / (2 s^2)), so that s is this over 2.3548.

    Returns:
        (2, height, width) float32, real and imaginary part.
    """
    across, down = (_kernel(grain / FWHM_PER_SIGMA) for grain in grain_px)
    beyond_x, beyond_y = len(across) // 2, len(down) // 2  # noise beyond the edge: a mirrored one would be no noise
    height, width = size
    noise = rng.standard_normal((2, height + 2 * beyond_y, width + 2 * beyond_x), dtype=np.float32)
    inner = (slice(beyond_y, beyond_y + height), slice(beyond_x, beyond_x + width))
    return np.stack([np.asarray(cv2.sepFilter2D(part, cv2.CV_32F, across, down), np.float32)[inner] for part in noise])


def smooth_field(rng: np.random.Generator, size: Size, grain_px: tuple[float, float]) -> Floats:
    """A real Gaussian field of mean 0 and standard deviation 1 over its places, (height, width) float32.

    Args:
        rng: Source of chance.
        size: (height, width).
        grain_px: (across, down) sigma of the smoothing.
    """
    height, width = size
    step_x, step_y = (max(int(grain / 4), 1) for grain in grain_px)  # smooth fields need few points
    small = (height // step_y + 2, width // step_x + 2)
    noise = rng.standard_normal(small, dtype=np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), grain_px[0] / step_x, sigmaY=grain_px[1] / step_y)
    field = np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
    return np.asarray((field - field.mean()) / field.std(), np.float32)


def power_of(field: Floats) -> Floats:
    """|z|^2 of a complex field (2, height, width)."""
    return np.asarray(field[0] * field[0] + field[1] * field[1], np.float32)


def _kernel(sigma: float) -> npt.NDArray[np.float32]:
    """Smoothing kernel that turns white noise of variance 1 into noise of variance 1 / sqrt(2).

    Twice (across and down) that gives each part of the field the variance 1/2, and the field the power 1.
    """
    reach = max(round(3.5 * sigma), 1)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    return np.asarray(kernel / np.sqrt(np.sum(kernel**2)) * 0.5**0.25, np.float32)
