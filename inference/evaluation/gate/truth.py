"""What may leave of a made-up screen, and what of a frame should not have."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from capture.frame import Frame
from capture.screen.layout import Rect, ScanLayout
from inference.evaluation.screens.truth import Planted, ScreenTruth

Mask = npt.NDArray[np.bool_]

TOLERANCE_PX = 2
SEEN_FROM = 24  # grey levels: darker is the noise of a cable or a codec on black
COVERED = 0.25  # of a text's rectangle lies in the frame: a letter of it could be read


@dataclass(frozen=True, slots=True)
class Strayed:
    """What a frame shows that is not the scan.

    Attributes:
        outside_px: Pixels that are seen and lie more than the tolerance outside every true panel.
        texts: Texts of the patient's that stand around the scan and lie in the frame.
        iou: Of what passed and the true panels.
    """

    outside_px: int
    texts: tuple[str, ...]
    iou: float


class Allowed:
    """Measures the frames of one screen; what depends on the layout alone is kept while the layout stays."""

    def __init__(self, truth: ScreenTruth) -> None:
        """The truth of the screen."""
        self._true = truth.mask()
        square = np.ones((2 * TOLERANCE_PX + 1,) * 2, np.uint8)
        self._with_edge = np.asarray(cv2.dilate(self._true.astype(np.uint8), square)) > 0
        self._planted = tuple(one for one in truth.planted if not one.inside)
        self._places: tuple[object, ...] | None = None
        self._passed = np.zeros((1, 1), np.bool_)
        self._iou = 0.0
        self._texts: tuple[str, ...] = ()

    def look(self, frame: Frame) -> Strayed:
        """What of a frame should not have left."""
        self._learn(frame.layout)
        (x, y), (height, width) = frame.layout.origin_px, frame.pixels.shape[:2]
        seen = frame.pixels.max(axis=2) > SEEN_FROM
        outside = seen & ~self._with_edge[y : y + height, x : x + width]
        return Strayed(int(np.count_nonzero(outside)), self._texts, self._iou)

    def shows(self, frame: Frame, page: Rect) -> bool:
        """Whether any pixel of the frame lies where the page is."""
        self._learn(frame.layout)
        return bool(self._passed[page.top : page.bottom, page.left : page.right].any())

    def _learn(self, layout: ScanLayout) -> None:
        places = (layout.origin_px, *((panel.rect, id(panel.mask)) for panel in layout.panels))
        if places == self._places:
            return
        self._places, self._passed = places, passed(layout)
        united = np.count_nonzero(self._passed | self._true)
        self._iou = float(np.count_nonzero(self._passed & self._true) / united) if united else 0.0
        self._texts = tuple(one.text for one in self._planted if self._lies_in(one))

    def _lies_in(self, one: Planted) -> bool:
        rect = one.rect
        part = self._passed[max(0, rect.top) : rect.bottom, max(0, rect.left) : rect.right]
        return part.size > 0 and float(part.mean()) >= COVERED


def passed(layout: ScanLayout) -> Mask:
    """What a layout lets through of the screen, shape (height, width), bool."""
    width, height = layout.source_size_px
    whole = np.zeros((height, width), np.bool_)
    x, y = layout.origin_px
    for panel in layout.panels:
        rect = panel.rect
        whole[y + rect.top : y + rect.bottom, x + rect.left : x + rect.right] |= (
            True if panel.mask is None else panel.mask
        )
    return whole
