"""Whether the agent fills the lesion from its edge or from its middle."""

import numpy as np
import numpy.typing as npt

from inference.contrast.maps.parametric import Maps
from inference.contrast.pattern import texts
from inference.contrast.pattern.brightness import depth_cells
from inference.contrast.pattern.levels import Levels
from inference.contrast.pattern.sign import Sign, untold
from inference.contrast.picture import Flags, Series

LEAST_LAG_S = 0.5  # between edge and middle; less is no order
MOST_GAP_S = 1.0  # between pictures around the arrival
LEAST_SHARE = 50.0  # per cent of the lesion with an arrival time
_EDGE_CELLS = 2.0  # nearer to the outline the arrival is a mixture with the tissue outside
_LEAST_DEPTH_CELLS = 6.0
_TILE_CELLS = 5
_ROUNDS = 300
_OUTLIER = 3.0  # robust deviations


def order(levels: Levels, maps: Maps, vessels: Flags, random: np.random.Generator) -> Sign:
    """Radial gradient of the arrival map: how much later the middle is than the edge, in s.

    A straight line of arrival against depth (0 at the edge, 1 in the middle), by least squares without outliers; the
    interval by resampling tiles of cells. Vessels are left out: they are early wherever they are.
    """
    if not levels.lesion.found:
        return untold(texts.ORDER, "s", texts.NO_LESION_PEAK)
    arrival_s = levels.lesion.arrival_s
    if not levels.onset_seen:
        return untold(texts.ORDER, "s", texts.NO_ONSET)
    near = (levels.times_s > arrival_s - 3) & (levels.times_s < levels.lesion.peak_s)
    gap_s = float(np.diff(levels.times_s[near]).max()) if near.sum() > 1 else np.inf
    if gap_s > MOST_GAP_S:
        return untold(texts.ORDER, "s", texts.TOO_SPARSE, gap=f"{gap_s:.1f}", limit=f"{MOST_GAP_S:g}")
    depth, deepest = depth_cells(levels.lesion.weights)
    if deepest < _LEAST_DEPTH_CELLS:
        return untold(texts.ORDER, "s", texts.TOO_SMALL)
    inner = (depth >= _EDGE_CELLS) & ~vessels
    known = inner & np.isfinite(maps.arrival_s)
    share = 100 * known.sum() / max(inner.sum(), 1)
    if share < LEAST_SHARE:
        return untold(texts.ORDER, "s", texts.FEW_ARRIVALS, share=f"{share:.0f}", limit=f"{LEAST_SHARE:g}")
    way, late_s = (depth[known] / deepest).astype(np.float64), maps.arrival_s[known].astype(np.float64)
    kept = np.ones(len(way), np.bool_)
    for _ in range(3):
        line = np.polyfit(way[kept], late_s[kept], 1)
        off = np.abs(late_s - np.polyval(line, way))
        kept = off <= _OUTLIER * max(1.4826 * float(np.median(off)), 1e-3)
    value = float(line[0])
    low, high = _interval(np.argwhere(known)[kept], way[kept], late_s[kept], random)
    said = {"value": f"{abs(value):.1f}", "limit": f"{LEAST_LAG_S:g}"}
    if value >= LEAST_LAG_S and low > 0:
        return Sign(texts.ORDER, True, value, "s", low, high, texts.CENTRIPETAL, said)
    text = texts.CENTRIFUGAL if value <= -LEAST_LAG_S and high < 0 else texts.NO_ORDER
    return Sign(texts.ORDER, False, value, "s", low, high, text, said)


def _interval(
    places: npt.NDArray[np.int64], way: Series, late_s: Series, random: np.random.Generator
) -> tuple[float, float]:
    """95 % interval of the slope; sums of each tile are enough for every resampled line."""
    tile = (places[:, 0] // _TILE_CELLS) * 10_000 + places[:, 1] // _TILE_CELLS
    _, tile = np.unique(tile, return_inverse=True)
    terms = (np.ones_like(way), way, late_s, way * way, way * late_s)
    sums = np.stack([np.bincount(tile, term) for term in terms])  # (5, tiles)
    drawn = random.integers(0, sums.shape[1], (_ROUNDS, sums.shape[1]))
    n, x, y, xx, xy = sums[:, drawn].sum(axis=2)
    slopes = (n * xy - x * y) / np.maximum(n * xx - x * x, 1e-12)
    low, high = np.percentile(slopes, [2.5, 97.5])
    return float(low), float(high)
