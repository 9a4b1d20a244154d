"""Keeps the power that a method which is not linear would lose."""

from dataclasses import dataclass

import cv2
import numpy as np

from inference.contrast.cleaning.local_polynomial import LocalPolynomial
from inference.contrast.picture import Floats, Series

NOTHING = 1e-12  # of the display's white: below it a ratio says nothing
LARGEST_CHANGE = 8.0  # of a place's power


@dataclass(frozen=True, slots=True)
class PowerKept:
    """Scales a cleaned study, place by place, so that its wide averages are those of the raw one.

    Averages of the logarithm of speckle are biased (by Euler's gamma, -2.5 dB, for one look, less for more looks, and
    by an unknown part of it where a method averages here and keeps there). An average over a hundred cells and
    the frames of a filter in time is linear in the power and has no such bias: the ratio of that average of the raw to
    that of the cleaned study is what the method has lost, whatever the reason.

    Attributes:
        spread_px: Standard deviation of the wide average, in cells: wider, it misses what a narrow vessel lost.
    """

    spread_px: float = 3.0

    def keep(self, raw: Floats, cleaned: Floats, times_s: Series, time: LocalPolynomial) -> Floats:
        """The cleaned power (n, h, w), scaled in place; `time` is the filter of the wide average."""
        step = max(1, int(self.spread_px // 2))
        wide_raw, wide_cleaned = (time.clean(self._coarse(each, step), times_s) for each in (raw, cleaned))
        ratio = (wide_raw + NOTHING) / (wide_cleaned + NOTHING)
        np.clip(ratio, 1 / LARGEST_CHANGE, LARGEST_CHANGE, out=ratio)
        size = (cleaned.shape[2], cleaned.shape[1])
        for number, frame in enumerate(ratio):
            cleaned[number] *= cv2.resize(frame, size, interpolation=cv2.INTER_LINEAR)
        return np.maximum(cleaned, 0, out=cleaned)

    def _coarse(self, power: Floats, step: int) -> Floats:
        size = (max(1, power.shape[2] // step), max(1, power.shape[1] // step))
        small = np.empty((len(power), size[1], size[0]), np.float32)
        for number, frame in enumerate(power):
            averaged = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
            small[number] = cv2.GaussianBlur(averaged, (0, 0), self.spread_px / step, borderType=cv2.BORDER_REFLECT)
        return small


WIDE = PowerKept()
