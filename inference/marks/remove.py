"""Marks taken out of a still.

For measuring what marks do to a network; the pipeline does not clean. A live picture carries no calipers unless the
scanner is frozen, and every false find blurs an echo that is there. With the weights of version 0.1.0, which were
trained on stills with their marks, cleaning found fewer masses, not more (BUS-BRA fold 5: recall 0.961 as it is, 0.932
cleaned; see resources/models/evaluation/bus-bra-fold5-marks). Training on cleaned stills was tried and did not help
enough; see the model card.
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
