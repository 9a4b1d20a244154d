"""Reads the depth ruler beside a panel: mm per pixel down the picture, or None where that is not certain."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capture.screen.layout import Rect
from capture.screen.ruler.numbers import find_labels, read_count
from capture.screen.ruler.ticks import find_comb, of_one_ink, raised

BESIDE = 86  # pixels of a 1080-line screen beside a panel in which its ruler stands
ABOVE = 10


@dataclass(frozen=True, slots=True)
class Ruler:
    """A ruler that was read.

    Attributes:
        mm_per_px: Down the screen.
        strip: Where ticks and numbers stand, in pixels of the screen.
        tick_mm: From one tick to the next.
        likeness: How well the numbers fit, 0..1.
        margin: How much worse the next best count fits.
    """

    mm_per_px: float
    strip: Rect
    tick_mm: float
    likeness: float
    margin: float


def read_ruler(
    pixels: npt.NDArray[np.uint8], panel: Rect, others: Sequence[Rect] = (), left_out: Sequence[str] = ()
) -> Ruler | None:
    """The ruler at the left or right of a panel.

    Args:
        pixels: The whole screen, RGB, shape (height, width, 3), uint8.
        panel: In pixels of the screen.
        others: The other panels: a ruler that may be theirs is not read.
        left_out: As for `read_count`.

    Returns:
        None without a ruler, where its numbers are missing or not clear, and where both sides say different things.
    """
    unit = unit_of(pixels)
    read = [
        ruler
        for strip in strips(pixels, panel, others)
        if (ruler := _read_strip(pixels, strip, panel, unit, left_out)) is not None
    ]
    if len(read) == 2 and abs(read[0].mm_per_px / read[1].mm_per_px - 1) > 0.01:
        return None
    return max(read, key=lambda ruler: ruler.margin, default=None)


def unit_of(pixels: npt.NDArray[np.uint8]) -> float:
    """Pixels of this screen for one of a 1080-line screen."""
    height, width = pixels.shape[:2]
    return float(max(0.36, min(height / 1080, width / 1440)))


def strips(pixels: npt.NDArray[np.uint8], panel: Rect, others: Sequence[Rect] = ()) -> list[Rect]:
    """Where a ruler of this panel may stand, on both sides, clear of the other panels."""
    height, width = pixels.shape[:2]
    unit = unit_of(pixels)
    reach, above = round(BESIDE * unit), round(ABOVE * unit)
    top, bottom = max(0, panel.top - above), min(height, panel.bottom + above)
    level = [other for other in others if other.top < panel.bottom and other.bottom > panel.top]
    left, right = max(0, panel.left - reach), min(width, panel.right + reach)
    # between two panels a ruler may be the other's
    blocked_left = any(other.left < panel.left and other.right > left - reach for other in level)
    blocked_right = any(other.right > panel.right and other.left < right + reach for other in level)
    found = []
    if not blocked_left and panel.left - left >= 8:
        found.append(Rect(left, top, panel.left, bottom))
    if not blocked_right and right - panel.right >= 8:
        found.append(Rect(panel.right, top, right, bottom))
    return found


def _read_strip(
    pixels: npt.NDArray[np.uint8], strip: Rect, panel: Rect, unit: float, left_out: Sequence[str]
) -> Ruler | None:
    part = pixels[strip.top : strip.bottom, strip.left : strip.right]
    marks = raised(part, unit)
    inside = panel.top - strip.top, panel.bottom - strip.top
    comb = find_comb(marks, unit, inside)
    if comb is None:
        return None
    inked = of_one_ink(marks, part, comb)
    read = [
        (count, labels)
        for labels in find_labels(inked, comb, unit)
        if (count := read_count(labels, comb, inside, left_out)) is not None
    ]
    if not read:
        return None
    count, labels = max(read, key=lambda one: one[0].likeness + one[0].margin)
    left = min(comb.left, *(label.left for label in labels))
    right = max(comb.right, *(label.right for label in labels))
    place = Rect(strip.left + left, strip.top, strip.left + right, strip.bottom)
    return Ruler(count.tick_mm / comb.spacing_px, place, count.tick_mm, count.likeness, count.margin)
