"""Text that a scanner or examiner put into the picture of a panel: it can name the patient, so it can be blanked.

Found by its strokes: thin, of one shade, crisp on both sides, standing in a line. That finds most of what can be read,
and sometimes what is none (a bright line of tissue), so what is found is shown before it is blanked.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from inference.marks.text import find_text

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

_LEVELS: Final = (70, 100, 130, 160, 190, 220, 245)  # a stroke lies over one of them, what is round it under
_LETTER_PX: Final = (4, 44)  # of a stroke: at least long, at most tall
_WIDEST_PX: Final = 160  # letters that touch
_THICKEST_PX: Final = 8.0
_STEP: Final = 45  # grey levels from a stroke to what is round it
_CRISP_SHARE: Final = 0.8  # of a stroke's edge that falls by a step within two pixels
_WEAK_STEP: Final = 35  # the same for strokes beside a line that was found
_WEAK_CRISP_SHARE: Final = 0.7
_LEAST_BESIDE: Final = 0.5  # heights of the line that such a stroke is at least tall
_NEAR_ENDS: Final = 1.2  # heights from a line's end to the next word
_LINE_HEIGHTS_PX: Final = (12, 18, 26, 36)
_INK: Final = (0.1, 0.65)  # share of a line of text that is stroke
_STROKES_A_LETTER: Final = 1.1  # crossed on the way along a line, for each height of it
_MARGIN_PX: Final = 4


@dataclass(frozen=True, slots=True, order=True)
class TextBox:
    """Where text stands, in pixels of the picture; right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int


def find_panel_text(pixels: npt.NDArray[np.uint8]) -> tuple[TextBox, ...]:
    """Where something stands that looks like text.

    Args:
        pixels: (h, w) grey or (h, w, 3) RGB; black outside the panels.
    """
    grey = pixels if pixels.ndim == 2 else np.asarray(pixels.max(axis=2), np.uint8)  # yellow and cyan are bright too
    found = np.zeros(grey.shape, np.uint8)
    strokes = _strokes(grey, _STEP, _CRISP_SHARE)
    lines = [box for height in _LINE_HEIGHTS_PX for box in _lines(strokes, height)]
    letters = np.asarray(find_text(grey, []), np.uint8)
    lines += boxes_of(np.asarray(cv2.dilate(letters, np.ones((3, 11), np.uint8))) > 0)
    if lines:
        weak = _strokes(grey, _WEAK_STEP, _WEAK_CRISP_SHARE) | (letters > 0)
        for box in lines:
            _fill(found, _whole_line(weak, box))
    return boxes_of(found > 0)


def boxes_of(mask: Mask) -> tuple[TextBox, ...]:
    """The patches of a mask as rectangles."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    boxes = [tuple(int(number) for number in stats[label, :4]) for label in range(1, count)]
    return tuple(sorted(TextBox(x, y, x + width, y + height) for x, y, width, height in boxes))


def blanked(pixels: npt.NDArray[np.uint8], boxes: tuple[TextBox, ...]) -> npt.NDArray[np.uint8]:
    """The picture with these places black."""
    clean = pixels.copy()
    for box in boxes:
        clean[box.top : box.bottom, box.left : box.right] = 0
    return clean


def _strokes(grey: Grey, step: float, crisp_share: float) -> Mask:
    """Thin patches over a level that stand out by a step from what is round them, on all sides."""
    found = np.zeros(grey.shape, np.bool_)
    around = np.asarray(cv2.erode(grey, np.ones((5, 5), np.uint8)), np.int16)
    falls = grey.astype(np.int16) - around
    for level in _LEVELS:
        over = np.asarray(grey >= level, np.uint8)
        count, patches, boxes, _ = cv2.connectedComponentsWithStats(over, connectivity=8)
        labels, stats = np.asarray(patches, np.int32), np.asarray(boxes, np.int32)
        fits = _fit(over, labels, stats, count)
        if not fits.any():
            continue
        edge = (over > 0) & (np.asarray(cv2.erode(over, np.ones((3, 3), np.uint8))) == 0)
        ink = over > 0
        contrast = _means(falls, labels, ink, count)
        crisp = _means(falls >= step, labels, edge, count)
        found |= (fits & (contrast >= step) & (crisp >= crisp_share))[labels] & ink
    return found


def _fit(over: Grey, labels: npt.NDArray[np.int32], stats: npt.NDArray[np.int32], count: int) -> Mask:
    """Which patches have the size and the thickness of strokes."""
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    fits = (height <= _LETTER_PX[1]) & (width <= _WIDEST_PX) & (np.maximum(width, height) >= _LETTER_PX[0])
    fits[0] = False
    depth = np.asarray(cv2.distanceTransform(np.pad(over, 1), cv2.DIST_L2, 3))[1:-1, 1:-1]
    deepest = np.zeros(count, np.float32)
    np.maximum.at(deepest, labels.ravel(), depth.ravel())
    return np.asarray(fits & (2 * deepest <= _THICKEST_PX), np.bool_)


def _means(
    values: npt.NDArray[np.generic], labels: npt.NDArray[np.int32], where: Mask, count: int
) -> npt.NDArray[np.float64]:
    """Of each patch, over those of its pixels that are asked for."""
    sums = np.bincount(labels[where], weights=values[where].astype(np.float64), minlength=count)
    return np.asarray(sums / np.maximum(np.bincount(labels[where], minlength=count), 1))


def _lines(strokes: Mask, height_px: int) -> list[TextBox]:
    """Strokes that stand beside each other in a line of about this height."""
    kernel = np.ones((max(3, int(height_px * 0.35)) | 1, int(height_px * 0.9) | 1), np.uint8)
    joined = np.asarray(cv2.dilate(strokes.astype(np.uint8), kernel))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    lines = []
    for label in range(1, count):
        left, top, width, height = (int(number) for number in stats[label, :4])
        ink = strokes[top : top + height, left : left + width]
        ink = ink & (labels[top : top + height, left : left + width] == label)
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        if not len(rows):
            continue
        core = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        if _is_line(core, height_px):
            x, y = left + int(columns[0]), top + int(rows[0])
            lines.append(TextBox(x, y, x + core.shape[1], y + core.shape[0]))
    return lines


def _is_line(ink: Mask, height_px: int) -> bool:
    height, width = ink.shape
    if not max(6, 0.4 * height_px) <= height <= 1.3 * height_px or width < 1.6 * height:
        return False
    if not _INK[0] <= ink.mean() <= _INK[1]:
        return False
    crossed = int((np.diff(ink.astype(np.int8), axis=1) == 1).sum()) / height
    return bool(crossed >= _STROKES_A_LETTER * width / height)


def _whole_line(strokes: Mask, box: TextBox) -> TextBox:
    """The line with what stands near its ends at the same height: text over bright tissue stands out less."""
    height = box.bottom - box.top
    reach = int(_NEAR_ENDS * height)
    up, down = max(0, box.top - height // 3), box.bottom + height // 3
    band = strokes[up:down].astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(band, connectivity=8)
    letters = np.asarray(stats[:, cv2.CC_STAT_HEIGHT] >= _LEAST_BESIDE * height)
    letters[0] = False
    left, right = box.left, box.right
    while True:
        from_px = max(0, left - reach)
        beside = letters[labels[:, from_px : right + reach]]
        columns = np.flatnonzero(beside.any(axis=0))
        if not len(columns):
            break
        new_left, new_right = min(left, from_px + int(columns[0])), max(right, from_px + int(columns[-1]) + 1)
        if (new_left, new_right) == (left, right):
            break
        left, right = new_left, new_right
    rows = np.flatnonzero(strokes[up:down, left:right].any(axis=1))
    top, bottom = (up + int(rows[0]), up + int(rows[-1]) + 1) if len(rows) else (box.top, box.bottom)
    return TextBox(left, min(top, box.top), right, max(bottom, box.bottom))


def _fill(mask: Grey, box: TextBox) -> None:
    top, left = max(0, box.top - _MARGIN_PX), max(0, box.left - _MARGIN_PX)
    mask[top : box.bottom + _MARGIN_PX, left : box.right + _MARGIN_PX] = 1
