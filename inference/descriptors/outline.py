"""A lesion's own outline from the finder's map, at the size of the picture."""

import cv2
import numpy as np
import numpy.typing as npt

from inference.descriptors.descriptor import Mask
from inference.findings import Box
from inference.preparation import MASK_STRIDE_PX, Letterbox

_BEYOND_BOX = 0.15  # of its sides: the outline may go so far beyond the box
_LEAST_SHARE = 0.1  # of the box that an outline covers at least


def outline_in_box(logits: npt.NDArray[np.float32], placed: Letterbox, box: Box, size: tuple[int, ...]) -> Mask | None:
    """The outline of the lesion in a box, mask (h, w); None where the map shows none.

    Args:
        logits: Of the finder, (64, 64), one for every 4 px of its input.
        placed: How the picture was set into that input.
        box: Of the lesion, in pixels of the picture.
        size: (height, width) of the picture.
    """
    height, width = size[:2]
    scale = MASK_STRIDE_PX / placed.scale  # pixels of the picture for one of the map
    # the middle of the map's first cell lies half a cell inside; OpenCV puts a pixel's middle on whole numbers
    across = (0.5 * MASK_STRIDE_PX - placed.left_px) / placed.scale - 0.5
    down = (0.5 * MASK_STRIDE_PX - placed.top_px) / placed.scale - 0.5
    view = np.array([[scale, 0, across], [0, scale, down]], np.float64)
    drawn = cv2.warpAffine(
        logits, view, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=-9.0
    )
    inside = np.zeros((height, width), np.uint8)
    more_x, more_y = _BEYOND_BOX * box.width, _BEYOND_BOX * box.height
    rows = slice(max(0, int(box.top - more_y)), int(np.ceil(box.bottom + more_y)))
    columns = slice(max(0, int(box.left - more_x)), int(np.ceil(box.right + more_x)))
    inside[rows, columns] = drawn[rows, columns] > 0
    contours, _ = cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    largest = max(contours, key=cv2.contourArea, default=None)
    if largest is None or cv2.contourArea(largest) < _LEAST_SHARE * box.width * box.height:
        return None
    filled = np.zeros((height, width), np.uint8)
    cv2.drawContours(filled, [largest], -1, 1, -1)
    return filled > 0
