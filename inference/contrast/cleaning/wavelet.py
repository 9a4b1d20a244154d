"""Shrinks the wavelet coefficients of the logarithm of each frame, after an average over time."""

from dataclasses import dataclass

import cv2
import numpy as np

from inference.contrast.cleaning.chosen_reach import CHOSEN_REACH
from inference.contrast.cleaning.cleaner import checked
from inference.contrast.cleaning.local_polynomial import TimeFilter
from inference.contrast.cleaning.power_kept import WIDE, PowerKept
from inference.contrast.cleaning.space_time import FLOOR, TINIEST
from inference.contrast.picture import Floats, Series

SPLINE = np.array([1, 4, 6, 4, 1], np.float32) / 16  # B3
FRAMES_FOR_NOISE = 12
FEWEST_LEFT = 0.1  # a frame alone in its window has no residual
BRIGHT_PART = 0.05  # of the brightest cell
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Wavelet:
    """An undecimated B3-spline wavelet transform (a trous; Starck & Murtagh, Astronomical Image and Data Analysis,
    2006, section 2.2), whose coefficients are shrunk by the non-negative garrote (Gao, J. Comput. Graph. Stat. 1998).

    Undecimated, because the decimated transforms leave blocks that move with the tissue. The frames are averaged over
    time first, as power: what is shrunk then has many looks and a nearly normal logarithm. The transform is two
    filters of OpenCV; a package of its own would bring nothing but the decimated ones.

    The noise of each scale is measured on what the filter in time took out, so that edges do not count as noise, and
    whatever the speckle's size in cells.

    Attributes:
        levels: Scales of 2, 4, 8 ... cells.
        strength: Coefficients below so many standard deviations of the noise go.
        time: The filter in time.
        kept: Gives back the power that the logarithm loses.
        name: As the tables call it.
    """

    levels: int = 3
    strength: float = 3.0
    time: TimeFilter = CHOSEN_REACH
    kept: PowerKept | None = WIDE
    name: str = "wavelet, log"

    def clean(self, power: Floats, times_s: Series) -> Floats:
        """See `Cleaner.clean`."""
        given = checked(power, times_s)
        time = self.time.of(given, times_s)
        cleaned = time.clean(given, times_s)
        floor = np.float32(max(FLOOR * float(given.max(initial=0)), TINIEST))
        weights = time.weights(times_s)
        passed = np.asarray(weights.power(2).sum(axis=1))  # of the noise's variance
        noise = self._noise(given, cleaned, 1 - 2 * weights.diagonal() + passed)
        for number, frame in enumerate(cleaned):
            shrunk = self._shrunk(np.log(frame + floor), self.strength * noise * np.sqrt(passed[number]))
            cleaned[number] = np.maximum(np.exp(shrunk) - floor, 0)
        return cleaned if self.kept is None else self.kept.keep(given, cleaned, times_s, time)

    def _shrunk(self, logs: Floats, limits: Series) -> Floats:
        left, total = logs, np.zeros_like(logs)
        for level, limit in enumerate(limits):
            smooth = _spline(left, 2**level)
            detail = left - smooth
            total += detail * np.maximum(0, 1 - (np.float32(limit) / (np.abs(detail) + TINY)) ** 2)
            left = smooth
        return np.asarray(total + left, dtype=np.float32)

    def _noise(self, given: Floats, filtered: Floats, left: Series) -> Series:
        """(levels,) standard deviation of the raw frames' relative noise in each scale; `left` (n,) is the share of
        the variance that raw less filtered shows."""
        usable = np.flatnonzero(left > FEWEST_LEFT)
        squares = np.zeros((0, self.levels))
        for number in usable[:: max(1, len(usable) // FRAMES_FOR_NOISE)]:
            bright = filtered[number] > BRIGHT_PART * filtered[number].max()
            residual = np.where(bright, given[number] / np.maximum(filtered[number], TINIEST) - 1, 0)
            row = []
            for level in range(self.levels):
                smooth = _spline(residual.astype(np.float32), 2**level)
                row.append(float(((residual - smooth)[bright] ** 2).mean()) / left[number] if bright.any() else 0.0)
                residual = smooth
            squares = np.vstack([squares, row])
        return np.asarray(np.sqrt(np.median(squares, axis=0))) if len(squares) else np.zeros(self.levels)


def _spline(picture: Floats, spacing: int) -> Floats:
    kernel = np.zeros(4 * spacing + 1, np.float32)
    kernel[::spacing] = SPLINE
    return np.asarray(cv2.sepFilter2D(picture, cv2.CV_32F, kernel, kernel, borderType=cv2.BORDER_REFLECT))
