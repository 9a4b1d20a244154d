"""The scan on screens where nothing lives: the large region that is textured throughout, or a bare picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.finding.corners import mark_of
from capture.screen.finding.evidence import GRAIN_FROM, WINDOW_SHARE, Evidence, Grey, contrast_of
from capture.screen.finding.pieces import bounds_of
from capture.screen.layout import Rect

GRAIN = 2
LEAST_AREA = 0.04  # of the screen: smaller is a thumbnail or a logo
EDGE_LINE_FROM = 0.35  # share of grain in a line at the panel's edge; a ruler's line has a few
# A panel of this share of width and height may be the whole picture; then each side goes out to the border unless
# something is written between them.
BARE_SHARE = 0.7
BORDER_SHARE = 0.03  # a strip too narrow for a line of text
STROKE = 90  # grey levels within 3x3 pixels: letters, rulers
WRITTEN_SHARE = 0.003  # of a strip's pixels that are strokes: one word; a few bright bubbles are less
HULL_SHARE = 0.93  # a hull that fills less of its rectangle is a sector
SECTOR_TOUCHES = 0.95  # of its rectangle's width and height
SECTOR_SIDES = 2.5  # what lies outside on one side to what lies outside on the other, at most
DARK = 12
DARK_SHARE = 0.93  # of what lies outside a sector's hull

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """One panel as it was found.

    Attributes:
        rect: In pixels of the screen.
        mask: True where it is ultrasound, of the rectangle's size, read-only; None for the whole of it.
    """

    rect: Rect
    mask: Mask | None = None


def is_bare(rect: Rect, width: int, height: int) -> bool:
    """Whether a panel may be all there is in the picture."""
    return rect.width >= BARE_SHARE * width and rect.height >= BARE_SHARE * height


def standing_panels(evidence: Evidence, screens: Sequence[Pixels]) -> list[Found]:
    """The scan of screens that may stand still, or none; one panel."""
    region = np.asarray(cv2.bitwise_or(evidence.textured, evidence.lively), np.uint8)
    height, width = region.shape
    bounds = bounds_of(region)
    if bounds is None or bounds.width * bounds.height < LEAST_AREA * region.size:
        return []
    found = _up_to_the_edge(bounds, screens[-1], evidence.step)
    if is_bare(bounds, width, height):
        found = out_to_the_border(found, screens)
    step = evidence.step
    rect = Rect(
        found.left // step,
        found.top // step,
        min(width, -(-found.right // step)),
        min(height, -(-found.bottom // step)),
    )
    mask = _sector_mask(region, rect, evidence.pictures, found) if _fills(bounds, rect) else None
    if mask is None:
        mark = mark_of(evidence.greys[-1], rect)
        if mark is not None:
            mask = without(found, rect, mark, step)
    return [Found(found, mask)]


def without(panel: Rect, reduced: Rect, over: Rect, step: int) -> Mask:
    """The mask of a panel that a box lies over; both boxes in reduced pixels too."""
    mask = np.ones((panel.height, panel.width), np.bool_)
    first_x, first_y = (over.left - reduced.left) * step, (over.top - reduced.top) * step
    last_x = panel.width if over.right == reduced.right else (over.right - reduced.left) * step
    last_y = panel.height if over.bottom == reduced.bottom else (over.bottom - reduced.top) * step
    mask[first_y:last_y, first_x:last_x] = False
    mask.flags.writeable = False
    return mask


def _up_to_the_edge(rect: Rect, pixels: Pixels, step: int) -> Rect:
    """The rectangle in pixels of the screen, each side moved out while the next line is still scan.

    The window sees flat ground before it reaches the edge and stops up to half its width short of it.
    """
    height, width = pixels.shape[:2]
    sides = [rect.left * step, rect.top * step, min(width, rect.right * step), min(height, rect.bottom * step)]
    farthest = max(5, round(WINDOW_SHARE * height))
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    grain = (contrast_of(grey) >= GRAIN) & (np.asarray(cv2.dilate(grey, np.ones((3, 3), np.uint8))) >= GRAIN_FROM)
    columns = grain[sides[1] : sides[3]].mean(axis=0)
    rows = grain[:, sides[0] : sides[2]].mean(axis=1)
    for side, lines, outwards in ((0, columns, -1), (1, rows, -1), (2, columns, 1), (3, rows, 1)):
        for _ in range(farthest):
            line = sides[side] + (outwards if outwards < 0 else 0)
            if not 0 <= line < len(lines) or lines[line] < EDGE_LINE_FROM:
                break
            sides[side] += outwards
    return Rect(*sides)


def out_to_the_border(found: Rect, screens: Sequence[Pixels]) -> Rect:
    """The rectangle, each side moved to the picture's border if nothing is written beyond it."""
    height, width = screens[-1].shape[:2]
    written = np.zeros((height, width), np.bool_)
    for pixels in screens:
        written |= contrast_of(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)) >= STROKE

    def clear(strip: Mask, depth: int, of: int) -> bool:
        return depth <= BORDER_SHARE * of or strip.size == 0 or float(strip.mean()) < WRITTEN_SHARE

    return Rect(
        0 if clear(written[:, : found.left], found.left, width) else found.left,
        0 if clear(written[: found.top], found.top, height) else found.top,
        width if clear(written[:, found.right :], width - found.right, width) else found.right,
        height if clear(written[found.bottom :], height - found.bottom, height) else found.bottom,
    )


def _fills(bounds: Rect, rect: Rect) -> bool:
    """Whether the region reaches all sides of the rectangle, as a sector does; dark tissue at one side does not."""
    return bounds.width >= SECTOR_TOUCHES * rect.width and bounds.height >= SECTOR_TOUCHES * rect.height


def _sector_mask(region: Grey, rect: Rect, pictures: Sequence[Pixels], found: Rect) -> Mask | None:
    """Mask of a sector's hull in the panel's pixels, or None for the whole rectangle.

    Masks only what is black anyway, apart from text, and alike on both sides: a wrong hull must not cost a part of
    the scan, above all not of a contrast panel that is dark before the arrival.
    """
    part = region[rect.top : rect.bottom, rect.left : rect.right]
    points = cv2.findNonZero(part)
    if points is None:
        return None
    hull = cv2.convexHull(points)
    filled = np.zeros(part.shape, np.uint8)
    cv2.fillConvexPoly(filled, hull, 255)
    margin = round(WINDOW_SHARE * region.shape[0]) | 1  # what the window has taken off, and a little more
    inside = cv2.dilate(filled, np.ones((margin, margin), np.uint8))
    outside = inside == 0
    left, right = np.array_split(outside.mean(axis=0), 2)
    less, more = sorted((float(left.sum()), float(right.sum())))
    if outside.mean() < 1 - HULL_SHARE or more > SECTOR_SIDES * less:
        return None
    brightest = np.max(
        [picture[rect.top : rect.bottom, rect.left : rect.right].max(axis=2) for picture in pictures], axis=0
    )
    if (brightest[outside] < DARK).mean() < DARK_SHARE:
        return None
    full = cv2.resize(inside, (found.width, found.height), interpolation=cv2.INTER_NEAREST)
    mask = np.asarray(full > 0)
    mask.flags.writeable = False
    return mask
