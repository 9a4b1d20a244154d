"""Finds the ultrasound picture on a screen: the large region that is textured throughout.

First version: one panel. Echoes fill their region with grain, while text, rulers and menus are strokes on a flat
ground; so the share of pixels that differ from a neighbour tells them apart, however bright they are.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from capture.source import Screen

WORK_HEIGHT_PX = 540  # larger screens are halved or more first; grain of video survives that
GRAIN = 2  # grey levels between the lightest and darkest of 3x3 pixels
GRAIN_FROM = 6  # the lightest of them; below is the noise of an analogue cable on black
WINDOW_SHARE = 0.05  # of the screen's height: several lines of text, a small part of a scan
EDGE_LINE_FROM = 0.35  # share of such pixels in a line at the panel's edge; a ruler's line has a few
TEXTURED_FROM = 0.75  # share of such pixels in the window; dense text has about 0.5
GROUND_SPREAD = 4  # grey levels of the ground text stands on
STROKES_GROUND = 0.5  # share of the ground in a window of dense text; echoes fill all levels between
STROKES_CONTRAST = 140
LEAST_AREA = 0.04  # of the screen: smaller is a thumbnail or a logo
PART_OF_LARGEST = 0.15  # a region of this share of the largest belongs to the scan: a shadow has cut it off
GROUND_SHARE = 0.34  # of the region in three neighbouring grey levels: the ground of a page of text, not echoes
BLACK_GROUND = 12  # an empty contrast picture has a ground too, but a dark one and nothing bright on it
COLOURED_FROM = 48  # difference between the channels; a tinted grey map stays below
COLOURED_SHARE = 0.4  # more is a photograph or a desktop; colour Doppler fills less of its panel
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

Grey = npt.NDArray[np.uint8]


def find_layout(screens: Sequence[Screen]) -> ScanLayout | None:
    """Where the scan lies on these screens of one source; None if there is none.

    Several screens are better than one: a part that is dark in one of them is textured in another. A picture that
    is a bare panel comes back whole, so that nothing of the scan is cut off.

    Args:
        screens: All of one size; those of another size than the last are left out.
    """
    if not screens:
        return None
    height, width = screens[-1].pixels.shape[:2]
    alike = [screen.pixels for screen in screens if screen.pixels.shape[:2] == (height, width)]
    step = max(1, round(height / WORK_HEIGHT_PX))
    smaller = [np.ascontiguousarray(pixels[::step, ::step]) for pixels in alike]
    if min(smaller[0].shape[:2]) < 16:
        return None
    region = _textured_region(smaller)
    bounds = _bounds(region)
    if bounds is None or bounds.width * bounds.height < LEAST_AREA * region.size:
        return None
    if _coloured(smaller[-1], bounds) or _text(smaller[-1], region):
        return None
    found = _up_to_the_edge(bounds, alike[-1], step)
    if bounds.width >= BARE_SHARE * region.shape[1] and bounds.height >= BARE_SHARE * region.shape[0]:
        found = _out_to_the_border(found, alike)
    rect = Rect(
        found.left // step,
        found.top // step,
        min(region.shape[1], -(-found.right // step)),
        min(region.shape[0], -(-found.bottom // step)),
    )
    mask = _sector_mask(region, rect, smaller, found) if _fills(bounds, rect) else None
    panel = Panel(Rect(0, 0, found.width, found.height), PanelKind.B_MODE, mask)
    return ScanLayout((panel,), (found.left, found.top), (width, height))


def _textured_region(pictures: list[npt.NDArray[np.uint8]]) -> Grey:
    """255 where any of the pictures is textured throughout, holes closed, shape (height, width), uint8."""
    height = pictures[0].shape[0]
    window = max(5, round(WINDOW_SHARE * height)) | 1
    together = np.zeros(pictures[0].shape[:2], np.uint8)
    for picture in pictures:
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        share = cv2.boxFilter(
            _grain(np.asarray(grey, np.uint8)), -1, (window, window), borderType=cv2.BORDER_REFLECT_101
        )
        textured = (np.asarray(share) >= TEXTURED_FROM * 255) & ~_strokes(np.asarray(grey, np.uint8), window)
        together |= np.where(textured, np.uint8(255), np.uint8(0))
    # Opening removes what is no wider than a line of text, closing joins what a shadow separates.
    ellipse = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (window, window))
    padded = cv2.copyMakeBorder(together, window, window, window, window, cv2.BORDER_REPLICATE)
    opened = cv2.morphologyEx(padded, cv2.MORPH_OPEN, ellipse)
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, ellipse)
    region = np.asarray(closed[window:-window, window:-window], np.uint8)
    return _large_parts(region)


def _grain(grey: npt.NDArray[np.uint8]) -> Grey:
    """255 where a pixel that is not black differs from one of its neighbours."""
    square = np.ones((3, 3), np.uint8)
    lightest, darkest = np.asarray(cv2.dilate(grey, square)), np.asarray(cv2.erode(grey, square))
    grainy = (lightest - darkest >= GRAIN) & (lightest >= GRAIN_FROM)
    return np.where(grainy, np.uint8(255), np.uint8(0))


def _strokes(grey: npt.NDArray[np.uint8], window: int) -> npt.NDArray[np.bool_]:
    """True where the window holds bright strokes on an even ground: text so bold and dense that it is grainy."""
    square = np.ones((window, window), np.uint8)
    lightest, darkest = np.asarray(cv2.dilate(grey, square)), np.asarray(cv2.erode(grey, square))
    ground = np.where(grey <= np.minimum(darkest, 255 - GROUND_SPREAD) + GROUND_SPREAD, np.uint8(255), np.uint8(0))
    share = np.asarray(cv2.boxFilter(ground, -1, (window, window), borderType=cv2.BORDER_REFLECT_101))
    return (share >= STROKES_GROUND * 255) & (lightest - darkest >= STROKES_CONTRAST)


def _large_parts(region: Grey) -> Grey:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(region)
    if count < 2:
        return region
    areas = stats[1:, cv2.CC_STAT_AREA]
    keep = 1 + np.flatnonzero(areas >= PART_OF_LARGEST * areas.max())
    return np.where(np.isin(labels, keep), np.uint8(255), np.uint8(0))


def _bounds(region: Grey) -> Rect | None:
    points = cv2.findNonZero(region)
    if points is None:
        return None
    left, top, width, height = cv2.boundingRect(points)
    return Rect(left, top, left + width, top + height)


def _up_to_the_edge(rect: Rect, pixels: npt.NDArray[np.uint8], step: int) -> Rect:
    """The rectangle in pixels of the screen, each side moved out while the next line is still scan.

    The window sees flat ground before it reaches the edge and stops up to half its width short of it.
    """
    height, width = pixels.shape[:2]
    sides = [rect.left * step, rect.top * step, min(width, rect.right * step), min(height, rect.bottom * step)]
    farthest = max(5, round(WINDOW_SHARE * height))
    grain = _grain(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8))
    columns = (grain[sides[1] : sides[3]] > 0).mean(axis=0)
    rows = (grain[:, sides[0] : sides[2]] > 0).mean(axis=1)
    for side, lines, outwards in ((0, columns, -1), (1, rows, -1), (2, columns, 1), (3, rows, 1)):
        for _ in range(farthest):
            line = sides[side] + (outwards if outwards < 0 else 0)
            if not 0 <= line < len(lines) or lines[line] < EDGE_LINE_FROM:
                break
            sides[side] += outwards
    return Rect(*sides)


def _out_to_the_border(found: Rect, pictures: list[npt.NDArray[np.uint8]]) -> Rect:
    """The rectangle, each side moved to the picture's border if nothing is written beyond it."""
    height, width = pictures[-1].shape[:2]
    written = np.zeros((height, width), np.bool_)
    square = np.ones((3, 3), np.uint8)
    for pixels in pictures:
        grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        written |= np.asarray(cv2.dilate(grey, square)) - np.asarray(cv2.erode(grey, square)) >= STROKE

    def clear(strip: npt.NDArray[np.bool_], depth: int, of: int) -> bool:
        return depth <= BORDER_SHARE * of or strip.size == 0 or float(strip.mean()) < WRITTEN_SHARE

    return Rect(
        0 if clear(written[:, : found.left], found.left, width) else found.left,
        0 if clear(written[: found.top], found.top, height) else found.top,
        width if clear(written[:, found.right :], width - found.right, width) else found.right,
        height if clear(written[found.bottom :], height - found.bottom, height) else found.bottom,
    )


def _text(picture: npt.NDArray[np.uint8], region: Grey) -> bool:
    """Whether the region is a dense page of text: a third of it has the one grey of the page's ground."""
    levels = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)[region > 0]
    shares = np.bincount(levels, minlength=256) / max(1, levels.size)
    grounds = np.convolve(shares, np.ones(3), "same")
    ground = int(grounds.argmax())
    if grounds[ground] < GROUND_SHARE:
        return False
    return ground > BLACK_GROUND or float(shares[150:].sum()) > float(shares[30:150].sum())


def _coloured(picture: npt.NDArray[np.uint8], rect: Rect) -> bool:
    """Whether so much of the region is coloured that it is no scan."""
    part = picture[rect.top : rect.bottom : 2, rect.left : rect.right : 2].astype(np.int16)
    spread = part.max(axis=2) - part.min(axis=2)
    return bool((spread >= COLOURED_FROM).mean() > COLOURED_SHARE)


def _fills(bounds: Rect, rect: Rect) -> bool:
    """Whether the region reaches all sides of the rectangle, as a sector does; dark tissue at one side does not."""
    return bounds.width >= SECTOR_TOUCHES * rect.width and bounds.height >= SECTOR_TOUCHES * rect.height


def _sector_mask(
    region: Grey, rect: Rect, pictures: list[npt.NDArray[np.uint8]], found: Rect
) -> npt.NDArray[np.bool_] | None:
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
