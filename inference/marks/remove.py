"""Marks taken out of a still.

For measuring what marks do to a network. The pipeline does not clean: a live picture carries no calipers unless the
scanner is frozen, and what is frozen is not scored anew; and `minamo evaluate marks` showed no gain from cleaning (see
resources/models/evaluation/*-marks), while every false find would blur an echo that is there.
"""

import cv2
import numpy as np

from inference.marks.find import find_marks
from inference.marks.picture import Grey, Mask

_REACH_PX = 4  # how far round a mark the filling looks


def remove_marks(grey: Grey) -> tuple[Grey, Mask]:
    """A still without its marks.

    Args:
        grey: The picture (h, w), at the size it was stored.

    Returns:
        The picture (h, w), and where marks were found (h, w).
    """
    mask = find_marks(grey)
    return remove_from(grey, mask), mask


def remove_from(pixels: Grey, mask: Mask) -> Grey:
    """Draw over what a mask covers from what lies round it, by fast marching (Telea 2004, J Graphics Tools 9:23).

    Args:
        pixels: Grey (h, w) or RGB (h, w, 3), uint8.
        mask: (h, w).
    """
    if not mask.any():
        return pixels
    return np.asarray(cv2.inpaint(pixels, mask.astype(np.uint8), _REACH_PX, cv2.INPAINT_TELEA), np.uint8)
