"""Takes the examiner's marks (calipers, arrows, text) out of a still: a live picture has none."""

import cv2
import numpy as np
import numpy.typing as npt

from inference.evaluation.cine.making.tissue_filling import tissue_over

Grey = npt.NDArray[np.uint8]

THIN_PX = 9  # print is narrower than this across; fascia runs across and is long
LEAST_STEP = 34.0  # grey levels that a stroke stands out by
LEAST_DEVIATIONS = 2.2  # ... and in standard deviations of the speckle round it
FIELD_PX = 41
ARM_PX = 13  # the horizontal arms of a cross, and of a letter, lie as near as this to an upright stroke
FEWEST_PX = 6  # of a stroke; speckle peaks are smaller
WORD_GAP_PX = 21  # between strokes of one line of text
SHORTEST_WORD_PX = 24
RADIUS_PX = 4.0


def find_print(grey: Grey) -> npt.NDArray[np.bool_]:
    """True where thin bright strokes stand, shape (h, w); a bright speckle that is taken for one does no harm."""
    ground = cv2.medianBlur(grey, FIELD_PX).astype(np.float32)  # print does not lift it, as it would a mean
    above = grey.astype(np.float32) - ground
    spread = 1.4826 * cv2.blur(np.minimum(np.abs(above), 40), (FIELD_PX, FIELD_PX))
    bright = above > np.maximum(LEAST_STEP, LEAST_DEVIATIONS * spread)
    upright = bright & (_hat(grey, (THIN_PX, 1)) > LEAST_STEP)
    lying = bright & (_hat(grey, (1, THIN_PX)) > LEAST_STEP)
    strokes = _large_enough(upright)
    near = cv2.dilate(strokes.astype(np.uint8), np.ones((5, ARM_PX), np.uint8)) > 0
    return np.asarray(strokes | (near & (lying | upright)))


def find_words(strokes: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Where strokes stand in a row, as letters do."""
    joined = cv2.morphologyEx(strokes.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, WORD_GAP_PX), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    kept = (width >= SHORTEST_WORD_PX) & (width > 1.5 * height) & (height <= 40)
    kept[0] = False
    return np.asarray(cv2.dilate(kept[labels].astype(np.uint8), np.ones((9, 31), np.uint8)) > 0)


def without_print(grey: Grey) -> Grey:
    """The same picture with its strokes filled from around them (Telea, J. Graphics Tools 9, 2004), words by tissue."""
    strokes = find_print(grey)
    marks = cv2.dilate(strokes.astype(np.uint8), np.ones((3, 3), np.uint8))
    clean = np.asarray(cv2.inpaint(grey, marks, RADIUS_PX, cv2.INPAINT_TELEA), np.uint8)
    words = find_words(strokes)
    if not words.any():
        return clean
    value = clean.astype(np.float32)
    soft = cv2.GaussianBlur(words.astype(np.float32), (0, 0), 3.0)
    filled = tissue_over(value, np.asarray(soft > 0.02))
    return np.asarray(np.clip(value + (filled - value) * np.clip(soft * 2, 0, 1), 0, 255), np.uint8)


def _hat(grey: Grey, size: tuple[int, int]) -> Grey:
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, size)
    return np.asarray(cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, kernel), np.uint8)


def _large_enough(marked: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(marked.astype(np.uint8), connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= FEWEST_PX
    kept &= stats[:, cv2.CC_STAT_HEIGHT] >= 4  # a letter or the upright arm of a cross
    kept[0] = False
    return np.asarray(kept[labels])
