"""Low rank, with and without a sparse part: every cell's curve is a sum of a few curves of the whole picture."""

from dataclasses import dataclass

import cv2
import numpy as np
from scipy.linalg import eigh

from inference.contrast.cleaning.cleaner import checked
from inference.contrast.cleaning.local_polynomial import ONE_SECOND, LocalPolynomial
from inference.contrast.cleaning.power_kept import WIDE, PowerKept
from inference.contrast.picture import Floats, Series

MOST_CURVES = 8
COARSE_PX = 4  # the curves are told from averages over so many cells: less noise, less work
FLOOR_PART = 0.05  # of the brightest frame's or cell's mean: below it the ratio to the mean is not trusted
PASSES = 3  # of the sparse part; each pass is one product


@dataclass(frozen=True, slots=True)
class LowRank:
    """Truncated singular value decomposition of the power over its rank-one mean, optionally with a sparse part.

    Speckle multiplies: divided by (mean of the cell) x (mean of the frame) its variance is nearly one everywhere, as
    the theory of singular values wants. The curves come from the (n, n) covariance of averages over 4 x 4 cells, those
    above the Marchenko-Pastur edge, eight at most, so that the time is bounded whatever the study; each is made smooth
    in time. With `sparse_sd` the residual beyond so many standard deviations is a part of its own, kept (Candes et al.,
    J. ACM 2011; a fixed number of passes in place of convergence).

    Attributes:
        sparse_sd: Where the sparse part begins; None for none.
        time: The filter that makes the curves smooth.
        kept: Gives back what the few curves do not describe.
        name: As the tables call it.
    """

    sparse_sd: float | None = None
    time: LocalPolynomial = ONE_SECOND
    kept: PowerKept | None = WIDE
    name: str = "low rank"

    def clean(self, power: Floats, times_s: Series) -> Floats:
        """See `Cleaner.clean`."""
        given = checked(power, times_s)
        count, height, width = given.shape
        weights = self.time.weights(times_s)
        frame_mean = given.mean(axis=(1, 2), dtype=np.float64)
        if count == 0 or frame_mean.max() <= 0:
            return given.copy()
        frame_mean = np.maximum(weights @ frame_mean, FLOOR_PART * frame_mean.max())
        cell_mean = given.sum(axis=0, dtype=np.float64) / frame_mean.sum()
        cell_mean = np.maximum(cell_mean, FLOOR_PART * cell_mean.mean())
        scale = (frame_mean[:, None, None] * cell_mean).astype(np.float32)
        ratio = given / scale
        curves = _curves(ratio, np.asarray(weights.toarray())).astype(np.float32)
        flat = ratio.reshape(count, -1)
        cleaned = curves @ (curves.T @ flat)
        if self.sparse_sd is not None:
            cleaned = _with_sparse(flat, curves, cleaned, self.sparse_sd)
        cleaned = cleaned.reshape(count, height, width)
        cleaned *= scale
        np.maximum(cleaned, 0, out=cleaned)
        return cleaned if self.kept is None else self.kept.keep(given, cleaned, times_s)


def _curves(ratio: Floats, weights: Series) -> Series:
    """(n, k) orthonormal curves, smooth in time, that stand out of the noise; the constant is always among them."""
    count = len(ratio)
    size = (max(1, ratio.shape[2] // COARSE_PX), max(1, ratio.shape[1] // COARSE_PX))
    coarse = np.stack([cv2.resize(frame, size, interpolation=cv2.INTER_AREA).ravel() for frame in ratio])
    rest = coarse.astype(np.float64) - coarse.mean(axis=0)  # what the constant does not say
    constant = np.full((count, 1), 1 / np.sqrt(count))
    wanted = min(MOST_CURVES, count - 1)
    if wanted < 1:
        return constant
    values, vectors = eigh(rest @ rest.T / rest.shape[1], subset_by_index=(count - wanted, count - 1))
    noise = rest - weights @ rest
    left = np.trace((np.eye(count) - weights).T @ (np.eye(count) - weights)) / count
    variance = (noise**2).mean() / max(left, 1e-3)
    edge = variance * (1 + np.sqrt(count / rest.shape[1])) ** 2  # Marchenko & Pastur 1967
    smooth = weights @ vectors[:, values > edge]
    return np.linalg.qr(np.concatenate([constant, smooth], axis=1))[0]


def _with_sparse(flat: Floats, curves: Floats, low: Floats, limit_sd: float) -> Floats:
    sparse = np.zeros_like(flat)
    for _ in range(PASSES):
        residual = flat - low
        limit = np.float32(limit_sd * residual.std())
        sparse = np.sign(residual) * np.maximum(np.abs(residual) - limit, 0)
        low = curves @ (curves.T @ (flat - sparse))
    return np.asarray(low + sparse, dtype=np.float32)
