"""How strong the speckle is: its number of looks."""

import math

import numpy as np
from scipy.special import digamma

from inference.contrast.cleaning.local_polynomial import LocalPolynomial
from inference.contrast.picture import Floats, Series

MOST_CELLS = 20_000  # enough for three digits
BRIGHT_PART = 0.1  # of the brightest mean: darker cells show the display's steps, not speckle
FEWEST_LOOKS = 0.2
MOST_LOOKS = 1e4


def log_mean_bias(number_of_looks: float) -> float:
    """Mean of the logarithm of speckle of mean 1: psi(L) - ln L, in nepers of power (-0.577 for one look)."""
    return float(digamma(number_of_looks) - math.log(number_of_looks))


def looks(power: Floats, times_s: Series) -> float:
    """Mean squared over variance of the speckle in time, 1 for fully developed speckle.

    Measured on the residual of a local polynomial, put right for what the polynomial takes of the noise:
    E(x - Wx)^2 = s^2 (1 - 2 w_ii + sum_j w_ij^2). Scanner persistence makes neighbouring frames alike, and the
    answer too large.
    """
    cells = bright_cells(power)
    weights = LocalPolynomial().weights(times_s)
    smooth = weights @ cells
    kept = np.asarray(weights.power(2).sum(axis=1))
    left = 1 - 2 * weights.diagonal() + kept
    usable = left > 0.1  # a frame alone in its window has no residual
    if not usable.any():
        return 1.0
    variances = ((cells - smooth)[usable] ** 2).sum(axis=1) / left[usable]
    variance = float(variances.sum())
    signal = float((smooth[usable] ** 2).sum() - (kept[usable] * variances).sum())  # less the noise left in it
    ratio = signal / variance if variance > 0 else MOST_LOOKS
    return float(np.clip(ratio, FEWEST_LOOKS, MOST_LOOKS))


def bright_cells(power: Floats, shown: Floats | None = None) -> Series:
    """(n, m) the curves of at most `MOST_CELLS` cells, evenly taken from those with a mean well above the dark.

    Args:
        power: (n, h, w).
        shown: (n, h, w), taken in place of the power where the dark has been told.
    """
    mean = power.mean(axis=0)
    flat = np.flatnonzero(mean > BRIGHT_PART * np.percentile(mean, 99)) if mean.size else np.empty(0, np.int64)
    if flat.size == 0:
        flat = np.arange(mean.size)
    chosen = flat[:: max(1, flat.size // MOST_CELLS)]
    return np.asarray((power if shown is None else shown).reshape(len(power), -1)[:, chosen], dtype=np.float64)
