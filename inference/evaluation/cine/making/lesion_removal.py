"""The tissue as it would be without its lesion: what is seen beside it, put in its place and beneath it."""

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Grey = npt.NDArray[np.uint8]

FINE_PX = 7.0  # sigma that parts speckle and fibres from the slow changes of brightness
RIM = 0.12  # of the lesion's size: its halo goes too
SOFT_PX = 7.0  # sigma of the border between what stays and what is put in


def reach_of(mask: Grey) -> Floats:
    """How far each pixel belongs to the lesion, its rim, and the shadow or enhancement beneath it, 0..1, (h, w)."""
    columns = np.flatnonzero(mask.any(axis=0))
    rows = np.flatnonzero(mask.any(axis=1))
    width, height = len(columns), len(rows)
    rim = max(5, round(RIM * max(width, height))) | 1
    whole = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * rim + 1, 2 * rim + 1)))
    middle = (rows[0] + rows[-1]) // 2
    inset = round(0.06 * width)
    whole[middle:, columns[0] + inset : columns[-1] + 1 - inset] = 255
    soft = cv2.GaussianBlur(whole.astype(np.float32) / 255, (0, 0), SOFT_PX)
    return np.asarray(np.clip((soft - 0.15) / 0.6, 0, 1), np.float32)


def without_lesion(grey: Grey, mask: Grey) -> Grey:
    """The still with its lesion, and what it does beneath it, replaced by tissue.

    The slow changes of brightness are carried across the gap from both sides (normalised convolution, Knutsson and
    Westin, CVPR 1993), row by row, as attenuation goes by depth; speckle and fibres are those of the same depth
    beside the lesion.
    """
    reach = reach_of(mask)
    gap = reach > 0.02
    value = grey.astype(np.float32)
    slow = _carried_across(value, gap)
    outside = np.asarray(cv2.GaussianBlur(np.where(gap, slow, value), (0, 0), FINE_PX), np.float32)
    fine = _texture(value - _smooth(value), gap)
    filled = outside + fine
    return np.asarray(np.clip(value * (1 - reach) + filled * reach, 0, 255), np.uint8)


def _smooth(value: Floats) -> Floats:
    return np.asarray(cv2.GaussianBlur(value, (0, 0), FINE_PX), np.float32)


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
