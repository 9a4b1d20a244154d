"""All marks of a still together."""

import cv2
import numpy as np

from inference.marks.arrows import find_arrows
from inference.marks.calipers import find_calipers
from inference.marks.dots import find_dotted_lines
from inference.marks.frames import find_lines, find_plates
from inference.marks.picture import Grey, Mask
from inference.marks.text import find_text


def find_marks(grey: Grey) -> Mask:
    """Where a B-mode still carries calipers, dotted lines, arrows, text, frames or body marks.

    Args:
        grey: The picture (h, w), at the size it was stored: marks are told from echoes by strokes of 1-3 px.

    Returns:
        Mask (h, w) of the strokes and the pixel round them.
    """
    lines, plates = find_lines(grey), find_plates(grey)
    spoilt = _wider(lines | plates, 3)
    calipers, found = find_calipers(grey, spoilt)
    strokes = find_text(grey, found) | find_arrows(grey) | find_dotted_lines(grey, found)
    return _wider(strokes, 1) | lines | plates | calipers


def _wider(mask: Mask, by_px: int) -> Mask:
    side = 2 * by_px + 1
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((side, side), np.uint8))) > 0
