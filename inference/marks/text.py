"""Letters and digits: thin strokes of one shade, of one height, standing on one line."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inference.marks.calipers import Caliper
from inference.marks.picture import Grey, Mask

_LEVELS = (85, 110, 150, 190, 225)  # a shade of text lies over one of them and what is round it under
_HEIGHT_PX = (6, 30)
_WIDEST_PX = 34
_THICKEST_STROKE_PX = 7.0
_LEAST_STEP = 38.0  # grey levels from a letter to what is round it
_LEAST_LETTERS = 3
_NEAR_CALIPER_PX = 18  # a single digit that numbers a caliper


_Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A thin bright patch that may be a letter; left, top, width, height in pixels, and where it is."""

    left: int
    top: int
    width: int
    height: int
    label: int
    level: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height


def find_text(grey: Grey, calipers: list[Caliper]) -> Mask:
    """Where text stands, mask (h, w), letters only.

    Args:
        grey: The picture.
        calipers: Those found; a single digit beside one is its number.
    """
    mask = np.zeros(grey.shape, np.bool_)
    for level in _LEVELS:
        _, patches, boxes, _ = cv2.connectedComponentsWithStats((grey >= level).astype(np.uint8), connectivity=8)
        labels, stats = np.asarray(patches, np.int32), np.asarray(boxes, np.int32)
        glyphs = _glyphs(grey, labels, stats, level)
        for glyph in _in_lines(glyphs) | _numbers(glyphs, calipers):
            part = labels[glyph.top : glyph.bottom, glyph.left : glyph.right] == glyph.label
            mask[glyph.top : glyph.bottom, glyph.left : glyph.right] |= part
    return mask


def _glyphs(grey: Grey, labels: _Ints, stats: _Ints, level: int) -> list[_Glyph]:
    glyphs = []
    for label, (left, top, width, height, area) in enumerate(stats.tolist()):
        if label == 0 or not _HEIGHT_PX[0] <= height <= _HEIGHT_PX[1] or width > _WIDEST_PX or area < height:
            continue
        if width > 2.2 * height:
            continue
        glyph = _Glyph(left, top, width, height, label, level)
        if _is_drawn(grey, labels, glyph):
            glyphs.append(glyph)
    return glyphs


def _is_drawn(grey: Grey, labels: _Ints, glyph: _Glyph) -> bool:
    """Whether a patch has thin strokes and a step to what is round it, as no echo has on all its sides."""
    height, width = grey.shape
    top, bottom = max(glyph.top - 3, 0), min(glyph.bottom + 3, height)
    left, right = max(glyph.left - 3, 0), min(glyph.right + 3, width)
    part = (labels[top:bottom, left:right] == glyph.label).astype(np.uint8)
    thickness = 2 * float(cv2.distanceTransform(np.pad(part, 1), cv2.DIST_L2, 3).max())
    if thickness > min(_THICKEST_STROKE_PX, 0.45 * glyph.height + 1):
        return False
    square = np.ones((3, 3), np.uint8)
    near = cv2.dilate(part, square, iterations=1)
    ring = (cv2.dilate(part, square, iterations=2) > 0) & (near == 0)
    around = grey[top:bottom, left:right]
    inside = around[part > 0].astype(np.float64)
    return float(np.percentile(inside, 60)) - float(np.percentile(around[ring], 75)) >= _LEAST_STEP


def _in_lines(glyphs: list[_Glyph]) -> set[_Glyph]:
    """Those that stand with others of their height on one line, near one another."""
    kept: set[_Glyph] = set()
    for first in glyphs:
        slack = max(1.5, 0.12 * first.height)
        row = [
            other
            for other in glyphs
            if abs(other.bottom - first.bottom) <= slack and abs(other.height - first.height) <= slack
        ]
        row.sort(key=lambda glyph: glyph.left)
        run: list[_Glyph] = []
        for glyph in row:
            if run and glyph.left - run[-1].right > 1.3 * first.height:
                kept.update(run if len(run) >= _LEAST_LETTERS else ())
                run = []
            run.append(glyph)
        kept.update(run if len(run) >= _LEAST_LETTERS else ())
    return kept


def _numbers(glyphs: list[_Glyph], calipers: list[Caliper]) -> set[_Glyph]:
    """Digits that number a caliper."""
    return {
        glyph
        for glyph in glyphs
        for caliper in calipers
        if glyph.height <= 14
        and glyph.width <= 10
        and max(abs((glyph.left + glyph.right) / 2 - caliper.x), abs((glyph.top + glyph.bottom) / 2 - caliper.y))
        <= _NEAR_CALIPER_PX
    }
