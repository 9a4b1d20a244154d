"""Whether a mark hit a lesion."""

import cv2
import numpy as np
import numpy.typing as npt

from inference.training.cases import lesion_boxes

TOLERANCE_SHARE = 0.02  # of the picture's longer side: a click beside the outline still means that lesion


class Outline:
    """The outlined lesions of one picture, numbered from 1 in the order of their boxes."""

    def __init__(self, mask: npt.NDArray[np.uint8]) -> None:
        """Take the outline apart.

        Args:
            mask: (h, w), 0 outside; lesions that do not touch count apart, specks are none.
        """
        self._tolerance_px = TOLERANCE_SHARE * max(mask.shape)
        _, labels = cv2.connectedComponents((mask > 0).astype(np.uint8), connectivity=8)
        self._far_px = []
        for box in lesion_boxes(mask):
            inside = labels[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
            touched = np.bincount(inside[inside > 0])  # of a box that holds a part of another, the larger is its own
            outside = (labels != int(touched.argmax())).astype(np.uint8)
            self._far_px.append(cv2.distanceTransform(outside, cv2.DIST_L2, 5))

    @property
    def count(self) -> int:
        """How many lesions are outlined."""
        return len(self._far_px)

    def hit(self, x_px: float, y_px: float) -> int | None:
        """Number of the lesion at this place of the picture, within the tolerance; the nearest; None for none."""
        if not self._far_px:
            return None
        height, width = self._far_px[0].shape
        column, row = min(max(int(x_px), 0), width - 1), min(max(int(y_px), 0), height - 1)
        distances = [float(far[row, column]) for far in self._far_px]
        nearest = int(np.argmin(distances))
        return nearest + 1 if distances[nearest] <= self._tolerance_px else None
