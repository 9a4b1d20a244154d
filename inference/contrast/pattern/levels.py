"""How bright each place is at the peak, over its own baseline; and how far the noise could move a region's mean."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inference.contrast.fitting.landmarks import read
from inference.contrast.maps.cell_fit import fit_cells
from inference.contrast.maps.cells import cell_curves
from inference.contrast.models import MODELS
from inference.contrast.picture import Flags, Floats, Series, Stack

PEAK_SHARE = 0.8  # of the peak: the pictures over which a place's peak is averaged
_LEAST_EXPLAINED = 0.5
_LEAST_BASELINE = 3  # pictures before the arrival
_ROUNDS = 400
_TILE_CELLS = 5  # a bootstrap that moves single cells would take their speckle for independent
_LEAST_TILES = 4
_MOST_NOISE = 0.15  # of a smoothed place's level
_MOMENT_S = 0.25  # bubbles stay where they are for about as long: pictures within it share their speckle
_LEAST_MOMENTS = 8  # at the peak
_SIGMAS = (0.0, 0.7, 1.0, 1.5, 2.0, 3.0)


@dataclass(frozen=True, slots=True, eq=False)
class RegionCourse:
    """A region's mean over time.

    Attributes:
        weights: (h, w) share of each cell.
        curve: (n,) mean power of the pictures used.
        found: Whether the recording holds the peak of a bolus.
        pe: Peak enhancement.
        arrival_s: TI.
        peak_s: TTP.
        baseline: Power before the arrival.
        peak_window: (n,) pictures at which the fit is at `PEAK_SHARE` of its peak or higher.
    """

    weights: Floats
    curve: Series
    found: bool
    pe: float
    arrival_s: float
    peak_s: float
    baseline: float
    peak_window: Flags


class Levels:
    """Brightness of the places of a study.

    Attributes:
        times_s: (n,) of the pictures used.
        power: (n, h, w) of them.
        lesion, reference: The regions' courses.
        at_peak: (h, w) mean power over the baseline while the lesion is at its peak.
        smooth: The same, smoothed as far as the speckle asks for.
        sigma_cells: How far that is.
        quiet: Whether places can be told from each other then: enough pictures at the peak, little enough speckle.
    """

    def __init__(self, stack: Stack, lesion: Floats, reference: Floats) -> None:
        """Measure both regions, given the share of each cell (h, w) that they cover."""
        used = ~stack.excluded
        self.times_s: Series = stack.times_s[used]
        self.power: Floats = stack.power if used.all() else stack.power[used]
        self.lesion = self._course(lesion)
        self.reference = self._course(reference)
        before = self.times_s < min(self.lesion.arrival_s, self.reference.arrival_s) - 0.3
        self.onset_seen = int(before.sum()) >= _LEAST_BASELINE
        self._baseline: Floats = (
            self.power[before].mean(axis=0)
            if self.onset_seen
            else np.full(self.power.shape[1:], max(self.lesion.baseline, 0), np.float32)
        )
        self.at_peak = self.over_baseline(self.lesion.peak_window)
        self.sigma_cells, self.quiet = self._sigma()
        self.smooth = smoothed(self.at_peak, self.sigma_cells)

    def over_baseline(self, pictures: Flags) -> Floats:
        """(h, w) mean over some pictures, less what was there before the agent; 0 over none."""
        if not pictures.any():
            return np.zeros_like(self._baseline)
        return np.asarray(self.power[pictures].mean(axis=0) - self._baseline, np.float32)

    def _course(self, weights: Floats) -> RegionCourse:
        share = (weights / max(float(weights.sum()), 1e-12)).astype(np.float32)
        curve = np.asarray(np.tensordot(self.power, share, axes=([1, 2], [0, 1])), np.float64)
        nothing = np.zeros(len(curve), np.bool_)
        fits = fit_cells(cell_curves(self.times_s, curve.astype(np.float32)[:, None, None], nothing))
        if not np.isfinite(fits.params).all() or fits.explained[0] < _LEAST_EXPLAINED:
            return RegionCourse(weights, curve, False, 0.0, np.inf, np.inf, float(np.median(curve)), nothing)
        marks = {name: float(value[0]) for name, value in read(MODELS[fits.model], fits.params).items()}
        agent = MODELS[fits.model].curve(self.times_s, fits.params)[0] - marks["baseline"]
        held = bool(self.times_s[0] < marks["TTP"] < self.times_s[-1])
        window = np.asarray(agent >= PEAK_SHARE * marks["PE"])
        return RegionCourse(
            weights,
            curve,
            held and bool(window.any()),
            marks["PE"],
            marks["TI"],
            marks["TTP"],
            marks["baseline"],
            window,
        )

    def _sigma(self) -> tuple[float, bool]:
        """The least smoothing after which two halves of the peak's pictures agree in the lesion."""
        pictures = np.flatnonzero(self.lesion.peak_window)
        inside = self.lesion.weights > 0.5
        if len(pictures) < 2 or not inside.any():
            return _SIGMAS[-1], False
        enough = len(np.unique(np.floor(self.times_s[pictures] / _MOMENT_S))) >= _LEAST_MOMENTS
        odd, even = (self.power[pictures[part::2]].mean(axis=0) for part in (0, 1))
        for sigma in _SIGMAS:
            difference = smoothed(np.asarray(odd - even, np.float32), sigma)[inside]
            level = smoothed(self.at_peak, sigma)[inside]
            if np.std(difference) / 2 <= _MOST_NOISE * max(float(np.mean(level)), 1e-30):
                return sigma, enough
        return _SIGMAS[-1], False


def smoothed(picture: Floats, sigma_cells: float) -> Floats:
    """Gaussian mean of neighbouring cells."""
    return picture if sigma_cells == 0 else np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma_cells), np.float32)


def tile_means(picture: Floats, weights: Floats) -> tuple[Series, Series]:
    """Weighted mean and total weight of each tile of cells that a region covers."""
    rows, columns = (np.arange(size) // _TILE_CELLS for size in picture.shape)
    tile = rows[:, None] * (columns[-1] + 1) + columns[None]
    total = np.bincount(tile.ravel(), weights.ravel().astype(np.float64)).astype(np.float64)
    summed = np.bincount(tile.ravel(), (weights * picture).ravel().astype(np.float64)).astype(np.float64)
    kept = total > 0
    return summed[kept] / total[kept], total[kept]


def resampled_means(picture: Floats, weights: Floats, random: np.random.Generator) -> Series | None:
    """(r,) means of a region as other tiles of it would have given them; None where it has too few tiles."""
    means, totals = tile_means(picture, weights)
    if len(means) < _LEAST_TILES:
        return None
    drawn: npt.NDArray[np.int64] = random.integers(0, len(means), (_ROUNDS, len(means)))
    resampled: Series = (means * totals)[drawn].sum(axis=1) / totals[drawn].sum(axis=1)
    return resampled


def interval_db(value_db: float, above: Series | None, below: Series | None) -> tuple[float, float] | None:
    """95 % interval of a ratio in dB, moved to lie about `value_db`."""
    if above is None or below is None:
        return None
    least = 1e-3 * max(float(np.mean(np.abs(above))), float(np.mean(np.abs(below))), 1e-30)
    ratios = 10 * np.log10(np.maximum(above, least) / np.maximum(below, least))
    low, high = np.percentile(ratios, [2.5, 97.5]) - np.median(ratios)
    return value_db + float(low), value_db + float(high)
