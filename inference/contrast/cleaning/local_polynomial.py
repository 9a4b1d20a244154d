"""A local polynomial in time: the least that a smooth curve asks for, at any spacing of the frames."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from inference.contrast.cleaning.cleaner import checked
from inference.contrast.picture import Floats, Series

Numbers = npt.NDArray[np.int64]

SAFE = 1e-9  # share of the diagonal's product that the normal equations' determinant must be, to be solved
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
        if count == 0:
            return csr_array((0, 0))
        firsts = np.searchsorted(times_s, times_s - self.reach_s, side="left")
        ends = np.searchsorted(times_s, times_s + (0 if self.causal else self.reach_s), side="right")
        starts = np.concatenate([[0], np.cumsum(ends - firsts)]).astype(np.int64)
        rows = np.repeat(np.arange(count, dtype=np.int64), ends - firsts)
        columns = np.arange(starts[-1]) - np.repeat(starts[:-1] - firsts, ends - firsts)
        values = _values((times_s[columns] - times_s[rows]) / self.reach_s, rows, starts[:-1], self.order)
        return csr_array((values, columns, starts), (count, count))


def _values(u: Series, rows: Numbers, starts: Numbers, order: int) -> Series:
    """Weights of all windows one after the other, each of the highest order that its frames carry.

    Args:
        u: Distance of a frame from the window's own, in windows.
        rows: The window it belongs to.
        starts: Where each window begins.
        order: The highest, 0..2.
    """
    kernel = np.maximum(1 - u**2, 0)
    s0, s1, s2, s3, s4 = (np.add.reduceat(kernel * u**power, starts) for power in range(5))
    frames = np.add.reduceat((kernel > 0).astype(np.int64), starts)
    values = kernel / s0[rows]
    most = np.minimum(1, MOST_NOISIER * np.add.reduceat(values**2, starts)) + ROUNDING
    zero = np.zeros_like(s0)
    solved = {  # first row of the inverse of the normal equations, its determinant, and the product of their diagonal
        1: ((s2, -s1, zero), s0 * s2 - s1**2, s0 * s2),
        2: (
            (s2 * s4 - s3**2, s2 * s3 - s1 * s4, s1 * s3 - s2**2),
            s0 * (s2 * s4 - s3**2) - s1 * (s1 * s4 - s2 * s3) + s2 * (s1 * s3 - s2**2),
            s0 * s2 * s4,
        ),
    }
    for degree in range(1, order + 1):
        row, determinant, diagonal = solved[degree]
        safe = (frames > degree) & (determinant > SAFE * diagonal)
        a, b, c = (each / np.where(safe, determinant, 1) for each in row)
        found = kernel * (a[rows] + b[rows] * u + c[rows] * u**2)
        fine = safe & (np.add.reduceat(found**2, starts) <= most)
        values = np.where(fine[rows], found, values)
    return np.asarray(values / np.add.reduceat(values, starts)[rows])


ONE_SECOND = LocalPolynomial()  # to both sides: 6 dB from 5 frames a second on
