"""Tissue for a gap in a still: brightness carried across, speckle and fibres from beside it."""

import cv2
import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter1d, maximum_filter1d, minimum_filter1d

Floats = npt.NDArray[np.float32]

LEAST_ROOM_PX = 40  # beside the gap, for its texture; a narrower rim would be seen to repeat
EDGE_ROWS = 41
FINE_PX = 16.0  # sigma that parts speckle, fibres and small lobules from the slow changes of brightness


def tissue_over(value: Floats, gap: npt.NDArray[np.bool_]) -> Floats:
    """The picture with its gap filled; outside it the values are smoothed and not for use.

    The slow changes of brightness are carried across the gap from both sides (normalised convolution, Knutsson and
    Westin, CVPR 1993), row by row, as attenuation goes by depth; speckle and fibres are those of the same depth
    beside it.

    Args:
        value: Grey levels, shape (h, w).
        gap: True where tissue is wanted.
    """
    slow = np.asarray(cv2.GaussianBlur(np.where(gap, _carried_across(value, gap), value), (0, 0), FINE_PX), np.float32)
    fine = value - np.asarray(cv2.GaussianBlur(value, (0, 0), FINE_PX), np.float32)
    return slow + _texture(fine, gap)


def _carried_across(value: Floats, gap: npt.NDArray[np.bool_]) -> Floats:
    weight = (~gap).astype(np.float32)
    result = np.zeros_like(value)
    todo = np.ones(value.shape, np.bool_)
    for across, down in ((20, 5), (50, 8), (120, 14), (300, 60)):
        known = cv2.GaussianBlur(weight, (0, 0), across, sigmaY=down)
        enough = todo & (known > 0.04)
        filled = cv2.GaussianBlur(value * weight, (0, 0), across, sigmaY=down) / np.maximum(known, 1e-6)
        result[enough] = filled[enough]
        todo &= ~enough
    return np.asarray(result, np.float32)


def _texture(fine: Floats, gap: npt.NDArray[np.bool_]) -> Floats:
    """Fine structure for the gap: mirrored at its left and right edge, so that fibres run on, and mixed between them.

    The weights are those of two independent textures whose mixture keeps their variance. A side with little room
    gives nothing where the other has more.
    """
    height, width = fine.shape
    rows = np.arange(height)
    with_gap = np.flatnonzero(gap.any(axis=1))
    if not len(with_gap):
        return fine
    first, last = gap.argmax(axis=1), width - 1 - gap[:, ::-1].argmax(axis=1)
    left = _steady(np.interp(rows, with_gap, first[with_gap]), wider=-1)
    right = _steady(np.interp(rows, with_gap, last[with_gap]), wider=1)
    left, right = np.clip(left, 0, width - 2)[:, None], np.clip(right, 1, width - 1)[:, None]
    x = np.arange(width, dtype=np.float64)[None]
    from_left = _folded(left - _triangle(x - left, left), width)
    from_right = _folded(right + _triangle(right - x, width - 1 - right), width)
    part = np.clip((x - left) / np.maximum(right - left, 1), 0, 1) * np.pi / 2
    beside = width - 1 - right
    room_left, room_right = left >= np.minimum(LEAST_ROOM_PX, beside), beside >= np.minimum(LEAST_ROOM_PX, left)
    weight_left = np.where(room_left, np.where(room_right, np.cos(part), 1.0), 0.0)
    weight_right = np.where(room_right, np.where(room_left, np.sin(part), 1.0), 0.0)
    mixed = weight_left * np.take_along_axis(fine, from_left, 1) + weight_right * np.take_along_axis(
        fine, from_right, 1
    )
    return np.asarray(np.where(gap, mixed, fine), np.float32)


def _steady(edge: npt.NDArray[np.float64], wider: int) -> npt.NDArray[np.float64]:
    """An edge without jumps from row to row, nowhere inside the gap."""
    reach = minimum_filter1d(edge, EDGE_ROWS) if wider < 0 else maximum_filter1d(edge, EDGE_ROWS)
    return np.asarray(gaussian_filter1d(reach, EDGE_ROWS / 4))


def _triangle(distance: npt.NDArray[np.float64], room: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """To and fro within the room that a side has."""
    period = 2 * np.maximum(room, 1)
    within = np.mod(distance, period)
    return np.asarray(np.minimum(within, period - within))


def _folded(columns: npt.NDArray[np.float64], width: int) -> npt.NDArray[np.intp]:
    return np.clip(np.rint(columns), 0, width - 1).astype(np.intp)
