"""Frames and plates: fine straight lines (the box of a Doppler picture, a ruler) and flat areas (body marks)."""

import cv2
import numpy as np

from inference.marks.picture import Floats, Grey, Mask

SHORTEST_LINE_PX = 48
_LEAST_STEP = 14.0  # grey levels of a line over what lies 2 px beside it, on both sides
_LEAST_SHARE = 0.8  # of a line's pixels that stand out so
_EVEN = 0.3  # a drawn line has one shade: the share of its step by which its pixels may differ
_FLAT_STEP = 3  # grey levels within 3 x 3 px of a flat area
_PLATE_BORDER_PX = 4
_NEAR_EDGE_PX = 20  # a plate so near to the edge of the picture goes on to it
_LEAST_FLAT_PX = 2000
_PLATE_SHADES = (70, 245)  # darker areas are cysts and shadows, brighter ones saturated echoes


def find_lines(grey: Grey) -> Mask:
    """Straight upright and level lines of 1-2 px and one shade, mask (h, w), with their edges.

    Echoes of the skin and of fasciae can be level and fine too, so a level line counts only where it meets an upright
    one, as the sides of a frame do; no echo is upright.
    """
    upright = _upright_lines(grey)
    level = _upright_lines(np.ascontiguousarray(grey.T)).T
    near = np.asarray(cv2.dilate(upright.astype(np.uint8), np.ones((9, 9), np.uint8)))
    count, labels = cv2.connectedComponents(level.astype(np.uint8))
    meets = np.zeros(count, np.bool_)
    meets[np.unique(labels[(near > 0) & level])] = True
    return np.asarray(upright | (meets[labels] & level))


def _upright_lines(grey: Grey) -> Mask:
    picture = grey.astype(np.float32)
    beside = np.maximum(np.roll(picture, 2, axis=1), np.roll(picture, -2, axis=1))
    step = picture - beside
    stands_out = (step >= _LEAST_STEP).astype(np.float32)
    stands_out[:, :2] = stands_out[:, -2:] = 0
    run = np.full((SHORTEST_LINE_PX, 1), 1 / SHORTEST_LINE_PX, np.float32)
    share = _filtered(stands_out, run)
    mean, square = _filtered(picture, run), _filtered(picture**2, run)
    spread = np.sqrt(np.maximum(square - mean**2, 0))
    drawn = (share >= _LEAST_SHARE) & (spread <= np.maximum(_EVEN * _filtered(step, run), 4))
    whole = np.asarray(cv2.dilate(drawn.astype(np.uint8), np.ones((SHORTEST_LINE_PX, 1), np.uint8))) > 0
    return np.asarray(cv2.dilate((whole & (stands_out > 0)).astype(np.uint8), np.ones((5, 3), np.uint8))) > 0


def _filtered(picture: Floats, kernel: Floats) -> Floats:
    return np.asarray(cv2.filter2D(picture, -1, kernel, borderType=cv2.BORDER_REPLICATE), np.float32)


def find_plates(grey: Grey) -> Mask:
    """Flat areas that are not black with what is drawn on them (body marks), mask (h, w).

    Speckle is never flat; black ground is, and saturated echoes are, but those are no plates: small and ragged.
    """
    square = np.ones((3, 3), np.uint8)
    span = cv2.dilate(grey, square).astype(np.int16) - cv2.erode(grey, square)
    flat = ((span <= _FLAT_STEP) & (grey >= _PLATE_SHADES[0]) & (grey <= _PLATE_SHADES[1])).astype(np.uint8)
    mask = np.zeros(grey.shape, np.bool_)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(flat, connectivity=4)
    for label, (left, top, width, height, area) in enumerate(stats.tolist()):
        if label == 0 or area < _LEAST_FLAT_PX or min(width, height) < 12 or area < 0.45 * width * height:
            continue
        shades = grey[labels == label]
        if int(np.percentile(shades, 90)) - int(np.percentile(shades, 10)) <= 2 * _FLAT_STEP:
            rows = slice(_to_edge(top, 0), _to_edge(top + height, grey.shape[0]))
            mask[rows, _to_edge(left, 0) : _to_edge(left + width, grey.shape[1])] = True
    return mask


def _to_edge(side: int, edge: int) -> int:
    """A side of a plate moved out over its border, and to the picture's edge where that is near."""
    moved = side - _PLATE_BORDER_PX if edge == 0 else side + _PLATE_BORDER_PX
    return edge if abs(side - edge) <= _NEAR_EDGE_PX else moved
