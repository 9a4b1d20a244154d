"""A local polynomial in time: the least that a smooth curve asks for, at any spacing of the frames."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.sparse import csr_array

from inference.contrast.cleaning.cleaner import checked
from inference.contrast.picture import Floats, Series

SAFE_CONDITION = 1e-6  # smallest to largest pivot of the normal equations that is still solved
ROUNDING = 1e-6
MOST_NOISIER = 5.0  # times the variance of the plain mean: a line at an end has 4, a parabola at an end 9
LEAST_PART = 0.1  # of the plain mean: where a polynomial is negative, -10 dB of it stand in its place


class TimeFilter(Protocol):
    """What knows which local polynomial a study needs."""

    def of(self, power: Floats, times_s: Series) -> "LocalPolynomial":
        """The filter for a study (n, h, w) at (n,) times."""


@dataclass(frozen=True, slots=True)
class LocalPolynomial:
    """Weighted least squares of a polynomial to the frames within `reach_s`, at every frame anew.

    Epanechnikov weights (1 - u^2), the value of the polynomial at the frame itself (Fan & Gijbels, Local Polynomial
    Modelling and Its Applications, 1996, section 3.1; on an even grid it is a weighted Savitzky-Golay filter). The
    weights depend on the times alone, so that the filter is linear, but where a cell would fall below zero: the mean of
    a region and the filter change places, and whatever the power's scale, the result scales. A frame further than
    `reach_s` from all others stays as it is: a gap is not bridged. At the ends, and wherever the frames lie on one
    side, the order is lowered until the row of weights passes little more noise than a plain mean and never amplifies
    it; order 1 keeps a slope unbiased there.

    Attributes:
        reach_s: Half of the window, in s.
        order: Of the polynomial: 2 keeps the height of a peak that is wider than the window.
        causal: Only the frame and those before it, for the live picture.
        name: As the tables call it.
    """

    reach_s: float = 1.0
    order: int = 2
    causal: bool = False
    name: str = "polynomial in time"

    def clean(self, power: Floats, times_s: Series) -> Floats:
        """See `Cleaner.clean`."""
        given = checked(power, times_s)
        flat = given.reshape(len(given), -1)
        cleaned = self.weights(times_s).astype(np.float32) @ flat
        if self.order > 0:
            self._lift(flat, cleaned, times_s)
        return np.asarray(cleaned.reshape(given.shape))

    def _lift(self, flat: Floats, cleaned: Floats, times_s: Series) -> None:
        """Power is not negative: there the plain mean of the window tells the order of magnitude, no black holes."""
        means = LocalPolynomial(self.reach_s, order=0, causal=self.causal).weights(times_s).astype(np.float32)
        for number in np.flatnonzero(cleaned.min(axis=1, initial=0) < 0):
            below = np.flatnonzero(cleaned[number] < 0)
            row = slice(means.indptr[number], means.indptr[number + 1])
            near = flat[np.ix_(means.indices[row], below)]
            cleaned[number, below] = LEAST_PART * (means.data[row] @ near)

    def of(self, power: Floats, times_s: Series) -> "LocalPolynomial":  # noqa: ARG002
        """Itself: its window does not depend on the study."""
        return self

    def weights(self, times_s: Series) -> csr_array:
        """(n, n) float64: row i gives the cleaned frame i; each row sums to 1."""
        count = len(times_s)
        firsts = np.searchsorted(times_s, times_s - self.reach_s, side="left")
        ends = np.searchsorted(times_s, times_s + (0 if self.causal else self.reach_s), side="right")
        rows = [
            _row((times_s[a:b] - t) / self.reach_s, self.order) for a, b, t in zip(firsts, ends, times_s, strict=True)
        ]
        columns = [np.arange(first, end) for first, end in zip(firsts, ends, strict=True)]
        starts = np.concatenate([[0], np.cumsum(ends - firsts)])
        values = np.concatenate(rows) if rows else np.empty(0)
        return csr_array(
            (values, np.concatenate(columns) if columns else np.empty(0, np.int64), starts), (count, count)
        )


ONE_SECOND = LocalPolynomial()  # to both sides: 6 dB from 5 frames a second on


def _row(u: Series, order: int) -> Series:
    """Weights of the frames at `u` windows from the frame at 0, of the highest order that amplifies no noise."""
    kernel = np.maximum(1 - u**2, 0)
    plain = kernel / kernel.sum()
    most = min(1.0, MOST_NOISIER * float(plain @ plain)) + ROUNDING
    for degree in range(order, 0, -1):
        if np.count_nonzero(kernel) <= degree:
            continue
        design = u[:, None] ** np.arange(degree + 1)
        normal = design.T @ (kernel[:, None] * design)
        pivots = np.linalg.eigvalsh(normal)
        if pivots[0] < SAFE_CONDITION * pivots[-1]:
            continue
        row = kernel * (design @ np.linalg.solve(normal, np.eye(degree + 1)[0]))
        if row @ row <= most:
            return np.asarray(row / row.sum())
    return np.asarray(plain)
