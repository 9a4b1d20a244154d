"""Tissue for a gap in a still: brightness carried across, speckle and fibres from beside it."""

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

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
    """Fine structure for the gap from the same depth beside it, mirrored at the edges of the still."""
    width = fine.shape[1]
    gap_width = len(np.flatnonzero(gap.any(axis=0)))
    result = np.where(gap, np.float32(0), fine)
    todo = gap.copy()
    columns = np.arange(width)
    for turn in range(1, 9):
        for sign in (1, -1):
            source = columns + sign * (gap_width // 4 + turn * max(gap_width // 3, 12))
            source = np.abs(source) % (2 * width - 2)
            source = np.where(source >= width, 2 * width - 2 - source, source)
            usable = todo & ~gap[:, source]
            result[usable] = fine[:, source][usable]
            todo &= ~usable
    return np.asarray(result, np.float32)
