"""The lesion's region as the network finds and outlines it on the B-mode picture."""

from inference.contrast.picture import Bytes
from inference.contrast.regions.lesion import from_box, from_mask
from inference.contrast.regions.region import Region
from inference.detector import LesionDetector


def found_lesion(bmode: Bytes, detector: LesionDetector) -> Region | None:
    """The most confident lesion's outline, or the ellipse in its box where it has none; None where none is shown.

    Args:
        bmode: (h, w) uint8, of the contrast panel's size.
        detector: The networks.

    Raises:
        ModelError: The network gave no numbers.
    """
    found = detector.find(bmode)
    if not found or found[0][1] < detector.info.shown_confidence:
        return None
    box = found[0][0]
    mask = detector.outlines(bmode, [box])[0]
    if mask is not None and mask.any():
        return from_mask(mask > 0, origin="proposed")
    return from_box((box.left, box.top, box.right, box.bottom), origin="proposed")
