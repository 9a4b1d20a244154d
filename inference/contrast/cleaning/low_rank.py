"""Low rank, with and without a sparse part: every cell's curve is a sum of a few curves of the whole picture."""

from dataclasses import dataclass

import cv2
import numpy as np
from scipy.sparse import csr_array

from inference.contrast.cleaning.chosen_reach import CHOSEN_REACH
from inference.contrast.cleaning.cleaner import checked
from inference.contrast.cleaning.local_polynomial import TimeFilter
from inference.contrast.cleaning.power_kept import WIDE, PowerKept
from inference.contrast.picture import Floats, Series

MOST_CURVES = 8
SMALLEST_BLOCK_PX = 4  # the curves are told from averages over blocks of cells: less noise, less work
MOST_BLOCKS = 4000
FLOOR_PART = 0.02  # of the brightest frame's or block's mean: below it the ratio to the mean is not trusted
SKETCH = 16  # curves of the randomised decomposition; twice as many as are wanted
TURNS = 3  # of its power iteration
PASSES = 3  # of the sparse part; each pass is one product
CELLS_AT_ONCE = 4096  # of the sparse part


@dataclass(frozen=True, slots=True)
class LowRank:
    """Truncated singular value decomposition of the power over its rank-one mean, optionally with a sparse part.

    Speckle multiplies: divided by (mean of the cell) x (mean of the frame) its variance is nearly one everywhere, as
    the theory of singular values wants. The curves come from averages over blocks of cells, filtered in time, by a
    randomised decomposition (Halko, Martinsson & Tropp, SIAM Rev. 2011, section 4); those above the Marchenko-Pastur
    edge are kept, eight at most, so that the time is bounded whatever the study. Each cell is then projected on them:
    its noise falls by the number of frames over the number of curves. With `sparse_sd` what lies beyond so many
    standard deviations of the residual is a part of its own, kept (Candes et al., J. ACM 2011; a fixed number of
    passes in place of convergence).

    Attributes:
        sparse_sd: Where the sparse part begins; None for none.
        time: The filter that makes the curves smooth.
        kept: Gives back what the few curves do not describe.
        name: As the tables call it.
    """

    sparse_sd: float | None = None
    time: TimeFilter = CHOSEN_REACH
    kept: PowerKept | None = WIDE
    name: str = "low rank"

    def clean(self, power: Floats, times_s: Series) -> Floats:
        """See `Cleaner.clean`."""
        given = checked(power, times_s)
        time = self.time.of(given, times_s)
        weights = time.weights(times_s)
        frame_mean = given.mean(axis=(1, 2), dtype=np.float64)
        if given.size == 0 or frame_mean.max() <= 0:
            return given.copy()
        frame_mean = np.maximum(weights @ frame_mean, FLOOR_PART * frame_mean.max())
        curves = _curves(given, frame_mean, weights)
        flat = given.reshape(len(given), -1)
        # the mean of the cell cancels: (V m) ((V / m)^T P)
        there, back = (
            (curves / frame_mean[:, None]).astype(np.float32),
            (curves * frame_mean[:, None]).astype(np.float32),
        )
        cleaned = back @ (there.T @ flat)
        if self.sparse_sd is not None:
            _add_sparse(flat, cleaned, there, back, frame_mean, self.sparse_sd)
        cleaned = np.maximum(cleaned, 0, out=cleaned).reshape(given.shape)
        return cleaned if self.kept is None else self.kept.keep(given, cleaned, times_s, time)


def _curves(given: Floats, frame_mean: Series, weights: csr_array) -> Series:
    """(n, k) orthonormal curves, smooth in time, that stand out of the noise; the constant is always among them."""
    blocks = _blocks(given) / frame_mean[:, None]
    mean = blocks.mean(axis=0)
    blocks /= np.maximum(mean, FLOOR_PART * mean.max())
    rest = blocks - blocks.mean(axis=0)  # what the constant does not say
    count, places = rest.shape
    constant = np.full((count, 1), 1 / np.sqrt(count))
    passed = float(weights.power(2).sum())  # dimensions that the filter leaves the noise, each as strong as before
    lost = (count - 2 * weights.trace() + passed) / count
    smooth = weights @ rest
    variance = float(((rest - smooth) ** 2).mean()) / max(lost, 1e-3)
    edge = variance * (1 + np.sqrt(passed / places)) ** 2  # Marchenko & Pastur 1967
    values, vectors = _decomposed(smooth)
    return np.linalg.qr(np.concatenate([constant, vectors[:, values**2 / places > edge]], axis=1))[0]


def _blocks(given: Floats) -> Series:
    """(n, m) means over square blocks of cells, at most about `MOST_BLOCKS` of them."""
    _, height, width = given.shape
    side = max(SMALLEST_BLOCK_PX, int(np.ceil(np.sqrt(height * width / MOST_BLOCKS))))
    size = (max(1, width // side), max(1, height // side))
    return np.stack([cv2.resize(frame, size, interpolation=cv2.INTER_AREA).ravel() for frame in given]).astype(
        np.float64
    )


def _decomposed(matrix: Series) -> tuple[Series, Series]:
    """Largest singular values and their left vectors (n, k), k at most `MOST_CURVES`."""
    wanted = min(SKETCH, *matrix.shape)
    sketch = matrix @ np.random.default_rng(0).standard_normal((matrix.shape[1], wanted))
    for _ in range(TURNS):
        sketch = matrix @ (matrix.T @ np.linalg.qr(sketch)[0])
    basis = np.linalg.qr(sketch)[0]
    left, values, _ = np.linalg.svd(basis.T @ matrix, full_matrices=False)
    return values[:MOST_CURVES], (basis @ left)[:, :MOST_CURVES]


def _add_sparse(flat: Floats, low: Floats, there: Floats, back: Floats, frame_mean: Series, limit_sd: float) -> None:
    """Replace the low rank part by itself and the sparse part, some cells at a time."""
    scale = frame_mean[:, None].astype(np.float32)
    for start in range(0, flat.shape[1], CELLS_AT_ONCE):
        cells = np.s_[:, start : start + CELLS_AT_ONCE]
        given, smooth = flat[cells], low[cells]
        sparse = np.zeros_like(given)
        for _ in range(PASSES):
            residual = given - smooth
            # in units of what the frame and the cell have on the mean
            limit = limit_sd * scale * np.sqrt(((residual / scale) ** 2).mean(axis=0))
            sparse = np.sign(residual) * np.maximum(np.abs(residual) - limit, 0)
            smooth = back @ (there.T @ (given - sparse))
        low[cells] = smooth + sparse
