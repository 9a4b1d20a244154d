"""Arrows: a straight thin shaft of one shade with a head that is wider on one end."""

import cv2
import numpy as np
import numpy.typing as npt

from inference.marks.picture import Grey, Mask

_LEVELS = (110, 150, 190, 225)
_LENGTH_PX = (12, 70)
_THICKEST_SHAFT_PX = 5.0
_HEAD_OVER_SHAFT = 2.0  # width of the head over the width of the shaft
_NARROWEST_HEAD_PX = 5.0
_MOST_UNEVEN = 12.0  # standard deviation of the shade, grey levels: an echo fades towards its ends
_LEAST_STEP = 38.0


def find_arrows(grey: Grey) -> Mask:
    """Where arrows stand, mask (h, w)."""
    mask = np.zeros(grey.shape, np.bool_)
    for level in _LEVELS:
        _, labels, stats, _ = cv2.connectedComponentsWithStats((grey >= level).astype(np.uint8), connectivity=8)
        for label, (left, top, width, height, area) in enumerate(stats.tolist()):
            length = max(width, height)
            if label == 0 or not _LENGTH_PX[0] <= length <= _LENGTH_PX[1] or not 2 * length <= area <= 8 * length:
                continue
            part = labels[top : top + height, left : left + width] == label
            if _is_arrow(part) and _is_drawn(grey, labels == label, (left, top, width, height)):
                mask[top : top + height, left : left + width] |= part
    return mask


def _is_arrow(part: Mask) -> bool:
    """Whether a patch (h, w) has a shaft of even width over half its length, and a head on one end."""
    points = np.argwhere(part)[:, ::-1].astype(np.float64)  # (n, 2): x, y
    middle = points.mean(axis=0)
    axis = np.linalg.svd(points - middle, full_matrices=False)[2][0]
    along = (points - middle) @ axis
    across = (points - middle) @ np.array([-axis[1], axis[0]])
    edges = np.linspace(along.min(), along.max() + 1e-6, 9)
    low, high = np.zeros(8), np.zeros(8)  # how far the patch reaches to both sides of the axis, in eight steps
    for number in range(8):
        inside = across[(along >= edges[number]) & (along < edges[number + 1])]
        if len(inside) == 0:
            return False
        low[number], high[number] = inside.min(), inside.max()
    return _has_head(low, high) or _has_head(low[::-1], high[::-1])


def _has_head(low: npt.NDArray[np.float64], high: npt.NDArray[np.float64]) -> bool:
    """Whether the outline, from the end of the shaft to the tip, widens to both sides of the shaft."""
    widths = high - low + 1
    shaft, head = widths[:4], int(np.argmax(widths[4:])) + 4
    if np.ptp(shaft) > 1.5 or shaft.max() > _THICKEST_SHAFT_PX:
        return False
    sides = np.array([low[:4].mean() - low[head], high[head] - high[:4].mean()])  # of the head beyond the shaft
    wide = widths[head] >= max(_HEAD_OVER_SHAFT * shaft.mean(), _NARROWEST_HEAD_PX)
    return bool(wide and sides.min() >= 0.5 * sides.max())


def _is_drawn(grey: Grey, part: Mask, box: tuple[int, int, int, int]) -> bool:
    """Whether a patch has one shade and a step to what is round it."""
    left, top, width, height = box
    around = slice(max(top - 4, 0), top + height + 4), slice(max(left - 4, 0), left + width + 4)
    inner = part[around].astype(np.uint8)
    square = np.ones((3, 3), np.uint8)
    ring = (cv2.dilate(inner, square, iterations=3) > 0) & (cv2.dilate(inner, square, iterations=1) == 0)
    shades = grey[around][inner > 0].astype(np.float64)
    beyond = float(np.percentile(grey[around][ring], 90))
    return float(shades.std()) <= _MOST_UNEVEN and float(np.median(shades)) - beyond >= _LEAST_STEP
