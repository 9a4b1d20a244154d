"""Temporal signal-to-noise: the measure by which cleaning is judged."""

from dataclasses import dataclass

import numpy as np

from inference.contrast.cleaning.local_polynomial import LocalPolynomial
from inference.contrast.picture import Flags, Floats, Series

TREND = LocalPolynomial(reach_s=2.0)
LARGEST_DB = 120.0  # of a curve that is its own reference
FEWEST_LEFT = 0.1  # share of the noise that raw less trend shows; a frame alone in its window shows none


def temporal_snr_db(power: Floats | Series, reference: Floats | Series) -> float:
    """10 log10( sum r^2 / sum (x - r)^2 ), in dB, x the power and r what it should be.

    The sums go over the frames, and over the cells where there are several. The reference is the truth where it is
    known (the digital reference object), so that bias counts as noise and a method cannot win by flattening; on real
    studies see `Trend`. For a steady curve this is the mean over the standard deviation in 20 log10: a mean of four
    independent frames gains 6 dB.

    Args:
        power: (n,) a region's curve, or (n, m) the curves of its cells.
        reference: (n,) or (n, m).
    """
    values, truth = _pair(power, reference)
    return _decibel(float((truth**2).sum()), float(((values - truth) ** 2).sum()))


@dataclass(frozen=True, slots=True, eq=False)
class Trend:
    """What a real study is held against: a local quadratic, 2 s to both sides, of its raw curve.

    The trend shares noise with what it is compared to, which would flatter: an average over 8 frames differs from one
    over 16 of the same frames by less than its own noise. So the trend's own noise (the raw noise times the squares
    of its weights, the raw noise from what the raw curve shows) is added to the difference: x of independent noise
    comes out right where it is rougher than the trend, and too low, never too high, where it is smoother.
    Noise that neighbouring frames share is partly taken for trend; see `independence`.

    Attributes:
        curve: (n,) or (n, m) the trend of the raw curve or curves.
        own_noise: (n, 1) or (n, m) variance of its noise in each frame.
        usable: (n,) where enough frames are near to tell noise from trend.
    """

    curve: Series
    own_noise: Series
    usable: Flags

    @staticmethod
    def of(raw: Floats | Series, times_s: Series) -> "Trend":
        """From the raw curve (n,) or the raw curves of cells (n, m)."""
        weights = TREND.weights(times_s)
        values = np.asarray(raw, dtype=np.float64)
        curve = np.asarray(weights @ values)
        passed = np.asarray(weights.power(2).sum(axis=1))
        left = 1 - 2 * weights.diagonal() + passed
        usable = left > FEWEST_LEFT
        squares = ((values - curve) ** 2).reshape(len(values), -1).mean(axis=1)
        level = (curve**2).reshape(len(values), -1).mean(axis=1)
        # speckle's variance follows the square of the level
        relative = float((squares[usable] / left[usable]).sum() / max(level[usable].sum(), 1e-30))
        return Trend(curve, relative * level * passed, usable)

    def snr_db(self, power: Floats | Series) -> float:
        """`temporal_snr_db` against the trend, its own noise allowed for, over the usable frames."""
        values, trend = _pair(power, self.curve)
        cells = values[0].size
        own = cells * float(self.own_noise[self.usable].sum())
        signal = float((trend[self.usable] ** 2).sum()) - own
        noise = float(((values - trend)[self.usable] ** 2).sum()) + own
        return _decibel(signal, noise)


def _pair(power: Floats | Series, reference: Floats | Series) -> tuple[Series, Series]:
    values = np.asarray(power, dtype=np.float64)
    truth = np.asarray(reference, dtype=np.float64)
    if values.ndim > truth.ndim:
        truth = truth[:, None]
    return values, np.broadcast_to(truth, values.shape)


def _decibel(signal: float, noise: float) -> float:
    if signal <= 0:
        return 0.0
    return float(min(10 * np.log10(signal / max(noise, signal * 10 ** (-LARGEST_DB / 10))), LARGEST_DB))
