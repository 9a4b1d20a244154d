"""Peak, area and time to peak read straight off a curve: what cleaning must not change."""

from dataclasses import dataclass

import numpy as np

from inference.contrast.picture import Series


@dataclass(frozen=True, slots=True)
class CurveShape:
    """Read off the curve, no model.

    Attributes:
        peak: Highest power less the baseline: the vertex of the parabola through the highest sample and its neighbours.
        area: Under the curve, trapezoids, power x s.
        peak_s: Time of that vertex from the first frame.
    """

    peak: float
    area: float
    peak_s: float

    def bias_percent(self, truth: "CurveShape") -> tuple[float, float, float]:
        """How far this lies above the truth in peak, area and time to peak, in % of it."""
        pairs = ((self.peak, truth.peak), (self.area, truth.area), (self.peak_s, truth.peak_s))
        peak, area, time = (100 * (found / true - 1) if true > 0 else float("nan") for found, true in pairs)
        return peak, area, time


def curve_shape(curve: Series, times_s: Series, baseline: float = 0.0) -> CurveShape:
    """Read the shape of a curve (n,) at its times."""
    peak, peak_s = _vertex(curve, times_s)
    area = float(np.trapezoid(curve - baseline, times_s))
    return CurveShape(peak - baseline, area, peak_s - float(times_s[0]))


def _vertex(curve: Series, times_s: Series) -> tuple[float, float]:
    top = int(np.argmax(curve))
    if not 0 < top < len(curve) - 1:
        return float(curve[top]), float(times_s[top])
    near = slice(top - 1, top + 2)
    shifted = times_s[near] - times_s[top]
    square, slope, height = np.polyfit(shifted, curve[near], 2)
    if square >= 0:
        return float(curve[top]), float(times_s[top])
    offset = float(np.clip(-slope / (2 * square), shifted[0], shifted[2]))
    return float(height + slope * offset + square * offset**2), float(times_s[top] + offset)
