"""Marks taken out of a still, for looking at what a network makes of it without them."""

import cv2
import numpy as np

from inference.marks.find import find_marks
from inference.marks.picture import Grey, Mask

_REACH_PX = 4  # how far round a mark the filling looks


def remove_marks(grey: Grey) -> tuple[Grey, Mask]:
    """A still without its marks: what lay below is drawn on from what lies round it.

    Fast marching (Telea 2004, J Graphics Tools 9:23), as OpenCV has it.

    Args:
        grey: The picture (h, w), at the size it was stored.

    Returns:
        The picture (h, w), and where marks were found (h, w).
    """
    mask = find_marks(grey)
    if not mask.any():
        return grey, mask
    return np.asarray(cv2.inpaint(grey, mask.astype(np.uint8), _REACH_PX, cv2.INPAINT_TELEA), np.uint8), mask
