"""Temporal signal-to-noise: the measure by which cleaning is judged."""

import numpy as np

from inference.contrast.cleaning.local_polynomial import LocalPolynomial
from inference.contrast.picture import Floats, Series

TREND_REACH_S = 2.0
LARGEST_DB = 120.0  # of a curve that is its own reference


def temporal_snr_db(power: Floats | Series, reference: Floats | Series) -> float:
    """10 log10( sum r^2 / sum (x - r)^2 ), in dB, x the power and r what it should be.

    The sums go over the frames, and over the cells where there are several. The reference is the truth where it is
    known (the digital reference object), so that bias counts as noise and a method cannot win by flattening; on real
    studies it is `trend` of the raw curve, for the cleaned as for the raw one, and what is slower than the trend's
    window goes unseen. For a steady curve this is the mean over the standard deviation in 20 log10: a mean of four
    independent frames gains 6 dB.

    Args:
        power: (n,) a region's curve, or (n, m) the curves of its cells.
        reference: (n,) or (n, m).
    """
    values = np.asarray(power, dtype=np.float64)
    truth = np.asarray(reference, dtype=np.float64)
    if values.ndim > truth.ndim:
        truth = truth[:, None]
    truth = np.broadcast_to(truth, values.shape)
    signal, noise = float((truth**2).sum()), float(((values - truth) ** 2).sum())
    if signal <= 0:
        return 0.0
    return float(min(10 * np.log10(signal / max(noise, signal * 10 ** (-LARGEST_DB / 10))), LARGEST_DB))


def trend(curve: Series, times_s: Series, reach_s: float = TREND_REACH_S) -> Series:
    """(n,) or (n, m) the slow course of the raw curve: a local quadratic over `reach_s` to both sides."""
    return np.asarray(LocalPolynomial(reach_s=reach_s).weights(times_s) @ curve)
