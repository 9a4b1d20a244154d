"""A region for the lesion: from a tracked outline or box, a stroke of the hand, or proposed from the pictures."""

import math

import cv2
import numpy as np

from inference.contrast.errors import ContrastError
from inference.contrast.picture import Bytes, Flags, Floats, Series, Stack
from inference.contrast.regions.checks import LEAST_AREA_PX, crosses_itself
from inference.contrast.regions.region import Origin, Region

_MOST_CORNERS = 39
_WORKING_PX = 160  # larger side of the picture that is looked through
_SMOOTHING_PX = 3.0  # there: larger than speckle, smaller than a 5 mm mass in a 40 mm picture
_LEVELS = (0.06, 0.09, 0.13, 0.18, 0.24, 0.3, 0.37, 0.45)  # share of the picture that counts as dark (or bright)
_AREA_SHARE = (0.01, 0.35)  # of the picture: a focus of 4 mm to a mass that fills the view
_LEAST_ENCLOSED = 0.6  # share of the ring around it that the picture shows
_LEAST_CONTRAST = 0.35  # difference to the surroundings over the picture's own spread
_LEAST_RISE = 1.5  # a lesion that is proposed from contrast is this many times brighter than the median of the picture
_MOST_SPAN = 0.8  # of the picture, across and down
_EDGE_PX = 4
_NECK = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
_BLACK_GREY = 3
_QUIET = 1e-6  # echo power under which a picture holds nothing to propose from (60 dB under white)


def from_mask(mask: Flags, scale_x: float = 1.0, scale_y: float = 1.0, origin: Origin = "tracked") -> Region:
    """The outline of a mask's largest part as a polygon of fewer than 40 corners.

    Args:
        mask: (h, w), True inside.
        scale_x: Panel pixels per mask pixel, across.
        scale_y: The same, down.
        origin: Who found the mask.

    Raises:
        ContrastError: The mask is empty.
    """
    height, width = mask.shape
    large = cv2.resize(mask.astype(np.float32), (width * 2, height * 2), interpolation=cv2.INTER_LINEAR) >= 0.5
    contours, _ = cv2.findContours(large.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        raise ContrastError("The lesion's outline is empty; draw the region of the lesion")
    contour = max(contours, key=cv2.contourArea)
    # A contour runs through the middles of the edge's pixels: half a (fine) pixel inside their edge.
    fine = contour[:, 0, :].astype(np.float64) + 0.5
    middle = fine.mean(axis=0)
    outward = fine - middle
    fine += 0.5 * outward / np.maximum(np.hypot(outward[:, 0], outward[:, 1])[:, None], 1e-9)
    points = np.clip(fine / 2, 0, (width, height))
    return from_stroke(points * (scale_x, scale_y), origin)


def from_box(box: tuple[float, float, float, float], origin: Origin = "tracked") -> Region:
    """The ellipse inside a box (left, top, right, bottom): nearer a mass's area than the box, which holds 27 % more."""
    left, top, right, bottom = box
    centre = ((left + right) / 2, (top + bottom) / 2)
    return Region("ellipse", (), centre, (abs(right - left) / 2, abs(bottom - top) / 2), 0.0, origin)


def from_stroke(points: Series, origin: Origin = "drawn") -> Region:
    """A closed stroke, (k, 2) of x, y, with only the corners that matter, fewer than 40.

    Raises:
        ContrastError: The stroke has fewer than three different points.
    """
    curve = np.asarray(points, np.float32).reshape(-1, 1, 2)
    tolerance_px = 0.5
    simple = cv2.approxPolyDP(curve, tolerance_px, True)
    while len(simple) > _MOST_CORNERS:
        tolerance_px *= 1.25
        simple = cv2.approxPolyDP(curve, tolerance_px, True)
    corners = np.asarray(np.round(simple[:, 0, :].astype(np.float64), 1), np.float64)
    if origin != "drawn" and crosses_itself(corners):  # a hand that crossed its own line is told so by `check`
        hull = cv2.convexHull(corners.astype(np.float32))
        corners = np.asarray(np.round(hull[:, 0, :].astype(np.float64), 1), np.float64)
    if len(corners) < 3:
        raise ContrastError("The stroke encloses nothing; draw once around the lesion")
    return Region("polygon", tuple((float(x), float(y)) for x, y in corners), origin=origin)


def propose_lesion(bmode: Bytes | None, stack: Stack) -> Region:
    """A region for the lesion, in panel pixels, with origin 'proposed': a start for the user's own, never a finding.

    The B-mode picture is looked through for a mass darker than its surroundings; without one, the contrast pictures
    for tissue brighter than the rest.

    Args:
        bmode: (h_b, w_b) grey of the same tissue, or None.
        stack: The study's cells.

    Raises:
        ContrastError: Nothing stands out.
    """
    width_px, height_px = stack.power.shape[2] * stack.cell_px, stack.power.shape[1] * stack.cell_px
    found: Flags | None = None
    if bmode is not None and bmode.max() > 0:
        small = _shrunk(bmode.astype(np.float32))
        found = _standing_out(-small, shown_area(small), _LEAST_CONTRAST)
    if found is None:
        found = _bright_in_contrast(stack)
    if found is None:
        raise ContrastError("No lesion stands out in this recording; draw the region of the lesion")
    return from_mask(found, width_px / found.shape[1], height_px / found.shape[0], "proposed")


def _shrunk(picture: Floats) -> Floats:
    """At most `_WORKING_PX` a side; means of areas, which takes most of the speckle away."""
    factor = min(1.0, _WORKING_PX / max(picture.shape))
    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)


def shown_area(grey: Floats) -> Flags:
    """Where the scan is, (h, w): all but the black that reaches in from the top and the sides (a mass may be black)."""
    rows, columns = grey.shape
    black = np.pad((grey <= _BLACK_GREY).astype(np.uint8), ((1, 0), (1, 1)), constant_values=1)
    _, labels = cv2.connectedComponents(black, connectivity=4)
    return np.asarray(labels[1:, 1 : columns + 1] != labels[0, 0]).reshape(rows, columns)


def _bright_in_contrast(stack: Stack) -> Flags | None:
    used = stack.power[~stack.excluded]
    if not len(used) or used.max() < _QUIET:
        return None
    # The mean of the brightest fifth of the pictures: when the agent is there, whenever it came.
    level = used.mean(axis=(1, 2))
    bright = _shrunk(used[np.argsort(level)[-max(1, len(level) // 5) :]].mean(axis=0))
    logarithm = np.log10(np.maximum(bright, _QUIET)).astype(np.float32)
    seen = shown_area(np.asarray((logarithm - np.log10(_QUIET)) * 100, np.float32))
    found = _standing_out(logarithm, seen, _LEAST_CONTRAST)
    if found is None:
        return None
    around = seen & ~found
    if not around.any() or bright[found].mean() < _LEAST_RISE * max(float(np.median(bright[around])), _QUIET):
        return None
    return found


def _standing_out(value: Floats, seen: Flags, least_contrast: float) -> Flags | None:
    """The connected part that is best told from its surroundings by a high `value`; None where none is.

    Candidates are the parts above each of several levels (as in maximally stable regions); each is judged by its
    difference to a ring around it, its compactness, and its nearness to the middle, where the examiner holds it.
    """
    known = cv2.GaussianBlur(seen.astype(np.float32), (0, 0), _SMOOTHING_PX)
    blurred = cv2.GaussianBlur(np.where(seen, value, 0).astype(np.float32), (0, 0), _SMOOTHING_PX)
    smooth = np.asarray(blurred / np.maximum(known, 1e-3), np.float32)
    padded = np.pad(seen.astype(np.uint8), _EDGE_PX)  # the picture's own edge counts as unseen
    kernel = np.ones((2 * _EDGE_PX + 1, 2 * _EDGE_PX + 1), np.uint8)
    inner: Flags = cv2.erode(padded, kernel)[_EDGE_PX:-_EDGE_PX, _EDGE_PX:-_EDGE_PX] > 0
    if inner.sum() < LEAST_AREA_PX:
        return None
    spread = float(np.std(smooth[inner])) or 1.0
    best: tuple[float, Flags] | None = None
    for share in _LEVELS:
        above = (inner & (smooth >= np.quantile(smooth[inner], 1 - share))).astype(np.uint8)
        opened = cv2.morphologyEx(above, cv2.MORPH_OPEN, _NECK)  # parts joined by a thin neck are two
        count, labels, measured, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
        for label in range(1, count):
            area = measured[label, cv2.CC_STAT_AREA]
            wide, high = measured[label, cv2.CC_STAT_WIDTH], measured[label, cv2.CC_STAT_HEIGHT]
            if not _AREA_SHARE[0] * seen.size <= area <= _AREA_SHARE[1] * seen.size:
                continue
            if wide > _MOST_SPAN * seen.shape[1] or high > _MOST_SPAN * seen.shape[0]:  # a layer, not a mass
                continue
            part = _filled(labels == label)
            score = _score(part, smooth, inner, spread, least_contrast)
            if score is not None and (best is None or score > best[0]):
                best = score, part
    return None if best is None else best[1]


def _score(part: Flags, smooth: Floats, inner: Flags, spread: float, least_contrast: float) -> float | None:
    height, width = part.shape
    area = float(part.sum())
    reach = max(3, round(0.35 * math.sqrt(area / math.pi)))
    grown = cv2.dilate(part.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)).astype(bool)
    ring: Flags = grown & ~part & inner
    enclosed = float(ring.sum()) / max(float((grown & ~part).sum()), 1.0)
    if enclosed < _LEAST_ENCLOSED:  # at the edge: a shadow or the dark bottom, no mass
        return None
    contrast = (float(smooth[part].mean()) - float(smooth[ring].mean())) / spread
    if contrast < least_contrast:
        return None
    rows, columns = np.nonzero(part)
    points = np.stack([columns, rows], axis=1).astype(np.int32)
    solidity = min(area / max(float(cv2.contourArea(cv2.convexHull(points))), 1.0), 1.0)
    off_x = (float(columns.mean()) / width - 0.5) / 0.25
    off_y = (float(rows.mean()) / height - 0.5) / 0.25
    return float(contrast * solidity**3 * enclosed**2 * math.exp(-0.5 * (off_x**2 + off_y**2)) * area**0.4)


def _filled(part: Flags) -> Flags:
    """Without holes and inlets."""
    size = _NECK.shape[0]
    closed = cv2.morphologyEx(np.pad(part.astype(np.uint8), size), cv2.MORPH_CLOSE, _NECK)[size:-size, size:-size]
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros(part.shape, np.uint8)
    cv2.drawContours(filled, contours, -1, 1, cv2.FILLED)
    return filled.astype(bool)
