"""Every thin bright stroke, print or not: for pictures in which a mark left behind does more harm than an echo blurred.

`find_marks` spares echoes and leaves faint or unusual print standing; where stills are made into living pictures, one
caliper that stays would be followed like a lesion, and a bright speckle smoothed away is not missed.
"""

import cv2
import numpy as np

from inference.marks.picture import Grey, Mask

_THIN_PX = 9  # print is narrower than this across; fascia runs across and is long
_LEAST_STEP = 34.0  # grey levels that a stroke stands out by
_LEAST_DEVIATIONS = 2.2  # ... and in standard deviations of the speckle round it
_FIELD_PX = 41
_ARM_PX = 13  # the horizontal arms of a cross, and of a letter, lie as near as this to an upright stroke
_FEWEST_PX = 6  # of a stroke; speckle peaks are smaller
_WORD_GAP_PX = 21  # between strokes of one line of text
_SHORTEST_WORD_PX = 24


def find_strokes(grey: Grey) -> Mask:
    """Where thin bright strokes stand, mask (h, w); a bright speckle may be taken for one."""
    ground = cv2.medianBlur(grey, _FIELD_PX).astype(np.float32)  # print does not lift it, as it would a mean
    above = grey.astype(np.float32) - ground
    spread = 1.4826 * cv2.blur(np.minimum(np.abs(above), 40), (_FIELD_PX, _FIELD_PX))
    bright = above > np.maximum(_LEAST_STEP, _LEAST_DEVIATIONS * spread)
    upright = bright & (_hat(grey, (_THIN_PX, 1)) > _LEAST_STEP)
    lying = bright & (_hat(grey, (1, _THIN_PX)) > _LEAST_STEP)
    strokes = _large_enough(upright)
    near = cv2.dilate(strokes.astype(np.uint8), np.ones((5, _ARM_PX), np.uint8)) > 0
    return np.asarray(strokes | (near & (lying | upright)))


def find_words(strokes: Mask) -> Mask:
    """Where strokes stand in a row, as letters do, mask (h, w)."""
    joined = cv2.morphologyEx(strokes.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, _WORD_GAP_PX), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    kept = (width >= _SHORTEST_WORD_PX) & (width > 1.5 * height) & (height <= 40)
    kept[0] = False
    return np.asarray(cv2.dilate(kept[labels].astype(np.uint8), np.ones((9, 31), np.uint8)) > 0)


def _hat(grey: Grey, size: tuple[int, int]) -> Grey:
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, size)
    return np.asarray(cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, kernel), np.uint8)


def _large_enough(marked: Mask) -> Mask:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(marked.astype(np.uint8), connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= _FEWEST_PX
    kept &= stats[:, cv2.CC_STAT_HEIGHT] >= 4  # a letter or the upright arm of a cross
    kept[0] = False
    return np.asarray(kept[labels])
