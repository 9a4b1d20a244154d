"""A region for the reference: tissue beside the lesion at its depth."""

import math
from dataclasses import replace

import cv2
import numpy as np

from inference.contrast.errors import ContrastError
from inference.contrast.picture import Flags, Floats, Stack
from inference.contrast.regions.checks import LEAST_AREA_PX
from inference.contrast.regions.region import Region

_MARGIN = 0.25  # of the lesion's radius: the rim belongs to neither
_MARGIN_PX = (6.0, 16.0)
_SIZES = ((1.0, 1.0), (0.8, 0.8), (0.65, 0.8), (0.5, 0.65), (0.35, 0.5), (0.25, 0.35), (0.15, 0.3))
# of the lesion's half axes; the first that fits
_DEPTH_SHIFT = 0.6  # of the lesion's half height: no further up or down
_VESSEL = 4.0  # a vessel is this many times brighter than the median tissue
_MOST_SHARE = 0.1  # of vessel or saturated cells in a reference
_MOST_HINDERED = 0.02  # of cells that show nothing or belong to the lesion
_DARKEST = 1e-9


def propose_reference(lesion: Region, stack: Stack) -> Region:
    """Tissue beside the lesion at the same depth and of similar size, in panel pixels, with origin 'proposed'.

    It keeps a margin from the lesion, lies inside what the panel shows, and avoids large vessels and saturated cells;
    of what is left it takes the place nearest the lesion's depth and nearest the middle brightness of the tissue.

    Raises:
        ContrastError: No place is left.
    """
    left, top, right, bottom = lesion.bounds
    half = ((right - left) / 2, (bottom - top) / 2)
    seen, bad, mean = _cells(stack)
    taken = _grown(lesion, stack)
    for size in _SIZES:
        centre = ((left + right) / 2, (top + bottom) / 2)
        shape = Region("ellipse", (), centre, (half[0] * size[0], half[1] * size[1]), 0.0, "proposed")
        if shape.area_px < LEAST_AREA_PX:
            break
        best = _best_place(shape, half[1], stack.cell_px, seen & ~taken, bad, mean)
        if best is not None:
            return best
    raise ContrastError("There is no room for a reference region beside the lesion; draw one in the tissue around it")


def _best_place(
    shape: Region, lesion_half_px: float, cell: float, free: Flags, bad: Flags, mean: Floats
) -> Region | None:
    """The cheapest place of the shape on the grid of cells: every place at once, by correlation with its weights."""
    height, width = free.shape
    (x, y), (rx, ry) = shape.centre_px, shape.radii_px
    across, down = math.ceil(rx / cell), math.ceil(ry / cell)
    if not free.any() or 2 * across + 1 > width or 2 * down + 1 > height:
        return None
    middle = replace(shape, centre_px=((across + 0.5) * cell, (down + 0.5) * cell))
    kernel = middle.weights(2 * down + 1, 2 * across + 1, cell)
    kernel /= kernel.sum()
    level, hindered, share_bad = (
        cv2.filter2D(np.asarray(of, np.float32), cv2.CV_32F, kernel, borderType=cv2.BORDER_CONSTANT)
        for of in (mean, ~free, bad)
    )
    usual = max(float(np.median(mean[free])), _DARKEST)
    centre_x, centre_y = (np.arange(width) + 0.5) * cell, (np.arange(height)[:, None] + 0.5) * cell
    strange = np.abs(np.log2(np.maximum(level, _DARKEST) / usual))
    cost = np.abs(centre_y - y) / lesion_half_px + 0.5 * strange + 0.05 * np.abs(centre_x - x) / rx + 3 * share_bad
    allowed = (
        (hindered < _MOST_HINDERED)
        & (share_bad <= _MOST_SHARE)
        & (np.abs(centre_y - y) <= _DEPTH_SHIFT * lesion_half_px)
    )
    allowed &= (centre_x >= rx) & (centre_x <= width * cell - rx)
    allowed &= (centre_y >= ry) & (centre_y <= height * cell - ry)
    if not allowed.any():
        return None
    row, column = np.unravel_index(int(np.argmin(np.where(allowed, cost, np.inf))), cost.shape)
    place = (float(centre_x[column]), float(centre_y[row, 0]))
    return replace(shape, centre_px=place, radii_px=(round(rx, 1), round(ry, 1)))


def _cells(stack: Stack) -> tuple[Flags, Flags, Floats]:
    """Cells that show anything, cells with a vessel or at the display's white, and the mean power."""
    used = ~stack.excluded if not stack.excluded.all() else np.ones_like(stack.excluded)
    mean: Floats = stack.power[used].mean(axis=0, dtype=np.float32)
    seen = _hull(mean > 0)
    smooth = cv2.GaussianBlur(mean, (0, 0), 1.0)
    usual = float(np.median(smooth[seen])) if seen.any() else 0.0
    bad: Flags = (smooth > _VESSEL * max(usual, _DARKEST)) | (stack.saturated[used].max(axis=0) > 64)
    return seen, bad, mean


def _hull(shown: Flags) -> Flags:
    """The panel: what lies between cells that ever showed an echo. Black between them is tissue without agent."""
    points = cv2.findNonZero(shown.astype(np.uint8))
    if points is None:
        return np.zeros_like(shown)
    filled = np.zeros(shown.shape, np.uint8)
    cv2.fillConvexPoly(filled, cv2.convexHull(points), 1)
    return filled.astype(bool)


def _grown(lesion: Region, stack: Stack) -> Flags:
    """Cells of the lesion and of a margin around it."""
    left, top, right, bottom = lesion.bounds
    margin_px = min(max(_MARGIN_PX[0], _MARGIN * ((right - left) + (bottom - top)) / 4), _MARGIN_PX[1])
    inside = lesion.weights(stack.power.shape[1], stack.power.shape[2], stack.cell_px) > 0
    distance = cv2.distanceTransform((~inside).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    grown: Flags = distance * stack.cell_px <= margin_px
    return grown
