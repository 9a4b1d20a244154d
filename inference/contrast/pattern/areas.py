"""How large the enhanced area is, and how much of the lesion stays empty."""

import math

import cv2
import numpy as np

from inference.contrast.pattern import texts
from inference.contrast.pattern.brightness import depth_cells
from inference.contrast.pattern.levels import Levels, smoothed
from inference.contrast.pattern.sign import Sign, untold
from inference.contrast.picture import Flags, Floats

LARGER_FROM = 1.3  # times the B-mode area: 14 % in diameter, more than an outline drawn twice differs
DEFECT_PERCENT = 5.0
EMPTY_DB = -6.0  # below the lesion's bright places: what is darker takes up no agent
_EMPTY_STEP_DB = 1.5  # the interval: the same with another limit
_BRIGHT = 75.0  # percentile of the lesion's places
_LEAST_CONTRAST = 1.58  # 2 dB: without it, the enhanced area has no edge
_REACH = 0.9  # of the lesion's radius: how far outside the outline the enhanced area may go
_LEAST_CELLS = 40
_AREA_SIGMA_CELLS = 1.5


def enlarged(levels: Levels, bmode_lesion: Floats | None) -> Sign:
    """Enhanced area over B-mode area.

    The enhanced area is what is brighter than half way in dB between the reference and the lesion's enhancing places,
    connected with the lesion, without the vessels that lead to it. Its interval: the limit a quarter of the way up or
    down.

    Args:
        levels: Of the study.
        bmode_lesion: (h, w) share of each cell in the lesion's outline of the B-mode picture.
    """
    if bmode_lesion is None or bmode_lesion.sum() <= 0:
        return untold(texts.AREA, "", texts.NO_BMODE)
    if not levels.lesion.found:
        return untold(texts.AREA, "", texts.NO_LESION_PEAK)
    if not levels.quiet:
        return untold(texts.AREA, "", texts.TOO_GRAINY)
    inside = bmode_lesion > 0.5
    if inside.sum() < _LEAST_CELLS:
        return untold(texts.AREA, "", texts.TOO_SMALL)
    level = smoothed(levels.at_peak, max(levels.sigma_cells, _AREA_SIGMA_CELLS))
    least = float(np.percentile(level[inside], _BRIGHT)) * 10 ** (EMPTY_DB / 10)
    bright = float(np.median(level[inside & (level >= least)]))
    reference = levels.reference.weights
    outside = float((levels.at_peak * reference).sum() / max(float(reference.sum()), 1e-12))
    if bright < _LEAST_CONTRAST * outside:
        return untold(texts.AREA, "", texts.NOT_BRIGHTER)
    outside = max(outside, least / 4)  # beside a reference without agent, half way in dB would be nowhere
    area = float(bmode_lesion.sum())
    found = [_area(level, inside, outside * (bright / outside) ** share) / area for share in (0.5, 0.625, 0.375)]
    value, low, high = found[0], min(found), max(found)
    said = {"value": f"{value:.2f}", "limit": f"{LARGER_FROM:g}"}
    present = value >= LARGER_FROM
    return Sign(texts.AREA, present, value, "", low, high, texts.LARGER if present else texts.NOT_LARGER, said)


def _area(level: Floats, inside: Flags, limit: float) -> float:
    radius = math.sqrt(float(inside.sum()) / math.pi)
    reach = cv2.distanceTransform((~inside).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE) <= _REACH * radius
    above = ((level >= limit) & reach).astype(np.uint8)
    size = max(1, round(0.2 * radius))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * size + 1, 2 * size + 1))
    # A rim is as thin as a vessel: holes are filled before what is thin is taken away.
    contours, _ = cv2.findContours(above, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros_like(above)
    cv2.drawContours(filled, contours, -1, 1, cv2.FILLED)
    opened = cv2.morphologyEx(filled, cv2.MORPH_OPEN, disc)
    _, labels = cv2.connectedComponents(opened, connectivity=4)
    shared = np.bincount(labels[inside])
    shared[0] = 0
    return float((labels == shared.argmax()).sum()) if shared.any() else 0.0


def defect(levels: Levels) -> Sign:
    """Share of the lesion that takes up no agent, in per cent."""
    if not levels.lesion.found:
        return untold(texts.DEFECT, "%", texts.NO_LESION_PEAK)
    if not levels.quiet:
        return untold(texts.DEFECT, "%", texts.TOO_GRAINY)
    depth, _ = depth_cells(levels.lesion.weights)
    inner = depth >= 1.5 + levels.sigma_cells  # nearer to the edge the smoothing mixes in what is outside
    if inner.sum() < _LEAST_CELLS:
        return untold(texts.DEFECT, "%", texts.TOO_SMALL)
    bright = float(np.percentile(levels.smooth[inner], _BRIGHT))
    cells = float((levels.lesion.weights > 0.5).sum())
    found = [
        100 * _empty(levels.smooth, inner, bright * 10 ** ((EMPTY_DB + step) / 10)) / cells
        for step in (0.0, -_EMPTY_STEP_DB, _EMPTY_STEP_DB)
    ]
    value, low, high = found
    present = value >= DEFECT_PERCENT
    said = {"value": f"{value:.0f}", "limit": f"{DEFECT_PERCENT:g}"}
    text = texts.WITH_DEFECT if present else texts.WITHOUT_DEFECT
    return Sign(texts.DEFECT, present, value, "%", low, high, text, said)


def _empty(level: Floats, inner: Flags, limit: float) -> int:
    """Cells in connected dark parts; single dark cells are speckle."""
    dark = (inner & (level < limit)).astype(np.uint8)
    count, _, measured, _ = cv2.connectedComponentsWithStats(dark, connectivity=4)
    sizes = measured[1:count, cv2.CC_STAT_AREA]
    return int(sizes[sizes >= max(6, 0.01 * inner.sum())].sum())
