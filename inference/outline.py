"""A lesion's own outline from the finder's maps of its surroundings, at the size of the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inference.descriptors.descriptor import Mask
from inference.findings import Box
from inference.preparation import MASK_STRIDE_PX, Letterbox

_BEYOND_BOX = 0.15  # of its sides: the outline may go so far beyond the box
_LEAST_SHARE = 0.1  # of the box that an outline covers at least
_NO_LESION = -9.0  # log-odds outside a map
# a box goes all the way to its outline up to the first longer side, and none of it from the second (over the picture's)
_FITTED_SIDES = (0.17, 0.25)

Contour = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class OutlineMap:
    """What the finder drew of a cut of the picture.

    Attributes:
        logits: Log-odds that a place lies in a lesion, (64, 64), one for every 4 px of the finder's input.
        placed: How the cut was set into that input.
        left_px, top_px: Where the cut begins in the picture.
    """

    logits: npt.NDArray[np.float32]
    placed: Letterbox
    left_px: int = 0
    top_px: int = 0

    def over(self, columns: slice, rows: slice) -> npt.NDArray[np.float32]:
        """The log-odds at the pixels of a part of the picture, (rows, columns)."""
        scale = MASK_STRIDE_PX / self.placed.scale  # pixels of the picture for one of the map
        # the middle of the map's first cell lies half a cell inside; OpenCV puts a pixel's middle on whole numbers
        across = (0.5 * MASK_STRIDE_PX - self.placed.left_px) / self.placed.scale - 0.5 + self.left_px - columns.start
        down = (0.5 * MASK_STRIDE_PX - self.placed.top_px) / self.placed.scale - 0.5 + self.top_px - rows.start
        return np.asarray(
            cv2.warpAffine(
                self.logits,
                np.array([[scale, 0, across], [0, scale, down]], np.float64),
                (columns.stop - columns.start, rows.stop - rows.start),
                flags=cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_CONSTANT,
                borderValue=_NO_LESION,
            ),
            np.float32,
        )


def contour_in_box(maps: Sequence[OutlineMap], box: Box, size: tuple[int, ...]) -> Contour | None:
    """The border of the lesion in a box from the mean of some maps, (n, 1, 2) px; None where they show none.

    Args:
        maps: At least one.
        box: Of the lesion, in pixels of the picture.
        size: (height, width) of the picture.
    """
    height, width = size[:2]
    more_x, more_y = _BEYOND_BOX * box.width, _BEYOND_BOX * box.height
    columns = slice(max(0, int(box.left - more_x)), min(width, int(np.ceil(box.right + more_x))))
    rows = slice(max(0, int(box.top - more_y)), min(height, int(np.ceil(box.bottom + more_y))))
    if columns.stop <= columns.start or rows.stop <= rows.start:
        return None
    inside = (np.mean([one.over(columns, rows) for one in maps], axis=0) > 0).astype(np.uint8)
    contours, _ = cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE, offset=(columns.start, rows.start))
    largest = max(contours, key=cv2.contourArea, default=None)
    if largest is None or cv2.contourArea(largest) < _LEAST_SHARE * box.width * box.height:
        return None
    return np.asarray(largest, np.int32)


def outline_in_box(maps: Sequence[OutlineMap], box: Box, size: tuple[int, ...]) -> Mask | None:
    """The same as a mask (h, w)."""
    contour = contour_in_box(maps, box, size)
    if contour is None:
        return None
    filled = np.zeros(size[:2], np.uint8)
    cv2.drawContours(filled, [contour], -1, 1, -1)
    return filled > 0


def fitted_to_outline(box: Box, drawn: OutlineMap, size: tuple[int, ...]) -> Box:
    """The box of a small lesion moved to the sides of the outline that the same look drew in it.

    The head of the boxes draws none with a longer side under some 38 px of the finder's 256, the head of the outlines
    does. Larger boxes stay: fitted too, they overlap better and make tracks less steady.

    Args:
        box: Of the finder, in pixels of the picture.
        drawn: Its map of the whole picture.
        size: (height, width) of the picture.
    """
    share = float(np.interp(max(box.width, box.height) / max(size[:2]), _FITTED_SIDES, (1.0, 0.0)))
    contour = contour_in_box([drawn], box, size) if share > 0 else None
    if contour is None:
        return box
    left, top, width, height = cv2.boundingRect(contour)
    return Box(
        box.left + share * (left - box.left),
        box.top + share * (top - box.top),
        box.right + share * (left + width - box.right),
        box.bottom + share * (top + height - box.bottom),
    )
