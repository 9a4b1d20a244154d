"""Gaussian averages over neighbouring cells after an average over time: of the power, and of its logarithm."""

from dataclasses import dataclass

import cv2
import numpy as np

from inference.contrast.cleaning.chosen_reach import CHOSEN_REACH
from inference.contrast.cleaning.cleaner import checked
from inference.contrast.cleaning.local_polynomial import TimeFilter
from inference.contrast.cleaning.looks import log_mean_bias, looks
from inference.contrast.picture import Floats, Series

FLOOR = 1e-8  # of the brightest cell, -80 dB: no display shows less
TINIEST = 1e-30


@dataclass(frozen=True, slots=True)
class SpaceTime:
    """A polynomial in time, then a Gaussian over cells, both of the linear power: nothing is biased but edges.

    Attributes:
        spread_px: Standard deviation of the Gaussian, in cells.
        time: The filter in time.
        name: As the tables call it.
    """

    spread_px: float = 1.0
    time: TimeFilter = CHOSEN_REACH
    name: str = "space and time"

    def clean(self, power: Floats, times_s: Series) -> Floats:
        """See `Cleaner.clean`."""
        cleaned = self.time.of(power, times_s).clean(power, times_s)
        for number, frame in enumerate(cleaned):
            cleaned[number] = cv2.GaussianBlur(frame, (0, 0), self.spread_px, borderType=cv2.BORDER_REFLECT)
        return cleaned


@dataclass(frozen=True, slots=True)
class LogSpaceTime:
    """The same of the logarithm, whose speckle has one variance everywhere (Lee's homomorphic filter, 1980).

    The mean of the logarithm of speckle of L looks lies by psi(L) - ln L too low, -0.577 (Euler's gamma) for one;
    it is added again with the L that the study itself shows. Where the power changes within the window the mean of
    the logarithm is biased further (Jensen), and nothing corrects that: this is the method as the textbooks give it.
    """

    spread_px: float = 1.0
    time: TimeFilter = CHOSEN_REACH
    name: str = "space and time, log"

    def clean(self, power: Floats, times_s: Series) -> Floats:
        """See `Cleaner.clean`."""
        given = checked(power, times_s)
        floor = np.float32(max(FLOOR * float(given.max(initial=0)), TINIEST))
        logs = np.log(given + floor)
        averaged = (
            self.time.of(given, times_s).weights(times_s).astype(np.float32) @ logs.reshape(len(logs), -1)
        ).reshape(logs.shape)
        bias = log_mean_bias(looks(given, times_s))
        for number, frame in enumerate(averaged):
            frame = cv2.GaussianBlur(frame, (0, 0), self.spread_px, borderType=cv2.BORDER_REFLECT)
            averaged[number] = np.exp(frame - bias)
        averaged -= floor
        return np.asarray(np.maximum(averaged, 0, out=averaged))
