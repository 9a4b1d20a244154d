"""The dotted line between two calipers."""

from itertools import combinations

import cv2
import numpy as np

from inference.marks.calipers import Caliper
from inference.marks.picture import Grey, Mask

_LEAST_STEP = 30.0  # grey levels of a dot over the brightest of what is round it
_RING_PX = 3  # from a dot to what is round it
_LEAST_DOTS = 4
_MOST_UNEVEN = 0.2  # standard deviation of the spacing over its mean
_SHORTEST_PX, _LONGEST_PX = 16, 600
_MOST_CALIPERS = 12


def find_dotted_lines(grey: Grey, calipers: list[Caliper]) -> Mask:
    """Where evenly spaced dots stand on the straight line between two calipers, mask (h, w).

    A bright spot alone may be a calcification: it counts only as one of a row.
    """
    drawn = np.zeros(grey.shape, np.uint8)
    if not 2 <= len(calipers) <= _MOST_CALIPERS:
        return drawn > 0
    dots = _dots(grey)
    for one, other in combinations(calipers, 2):
        start, end = np.array([one.x, one.y], np.float64), np.array([other.x, other.y], np.float64)
        length = float(np.linalg.norm(end - start))
        if not _SHORTEST_PX <= length <= _LONGEST_PX or len(dots) == 0:
            continue
        axis = (end - start) / length
        along = (dots - start) @ axis
        across = np.abs((dots - start) @ np.array([-axis[1], axis[0]]))
        row = np.sort(along[(across <= 1.6) & (along > 2) & (along < length - 2)])
        steps = np.diff(row)
        if len(row) >= _LEAST_DOTS and steps.std() <= _MOST_UNEVEN * steps.mean():
            for place in row:
                x, y = start + axis * place
                cv2.circle(drawn, (round(x), round(y)), 2, 1, -1)
    return drawn > 0


def _dots(grey: Grey) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Small bright spots (n, 2): x, y; each brighter than all that is 3 px away from it."""
    ring = np.zeros((2 * _RING_PX + 1, 2 * _RING_PX + 1), np.uint8)
    cv2.circle(ring, (_RING_PX, _RING_PX), _RING_PX, 1, 1)
    step = grey.astype(np.float32) - cv2.dilate(grey, ring)
    peak = (step >= _LEAST_STEP) & (step == cv2.dilate(step, np.ones((3, 3), np.uint8)))
    return np.argwhere(peak)[:, ::-1].astype(np.float64)
