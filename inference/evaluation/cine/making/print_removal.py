"""Takes the examiner's marks (calipers, arrows, text) out of a still: a live picture has none."""

import cv2
import numpy as np

from inference.evaluation.cine.making.tissue_filling import tissue_over
from inference.marks.picture import Grey
from inference.marks.remove import remove_from
from inference.marks.strokes import find_strokes, find_words


def without_print(grey: Grey) -> Grey:
    """The same picture: its strokes filled from around them, its words (too wide for that) with tissue."""
    strokes = find_strokes(grey)
    clean = remove_from(grey, cv2.dilate(strokes.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    words = find_words(strokes)
    if not words.any():
        return clean
    value = clean.astype(np.float32)
    soft = cv2.GaussianBlur(words.astype(np.float32), (0, 0), 3.0)
    filled = tissue_over(value, np.asarray(soft > 0.02))
    return np.asarray(np.clip(value + (filled - value) * np.clip(soft * 2, 0, 1), 0, 255), np.uint8)
