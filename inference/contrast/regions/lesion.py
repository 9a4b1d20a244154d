"""A region for the lesion: from a tracked outline or box, a stroke of the hand, or proposed from the pictures."""

import math

import cv2
import numpy as np

from inference.contrast.errors import ContrastError
from inference.contrast.picture import Bytes, Flags, Floats, Series, Stack
from inference.contrast.regions.checks import LEAST_AREA_PX, crosses_itself
from inference.contrast.regions.region import Origin, Region

_MOST_CORNERS = 39
_SMOOTHING = 0.015  # of the panel's larger side: larger than speckle, smaller than a 5 mm mass in a 40 mm picture
_LEVELS = (0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.35, 0.4)  # share of the picture's cells that counts as dark (or bright)
_AREA_SHARE = (0.004, 0.30)  # of the panel: a 3 mm focus to a mass that fills the view
_LEAST_CONTRAST = 0.35  # difference to the surroundings over the picture's own spread
_LEAST_RISE = 1.5  # a lesion that is proposed from contrast is this many times brighter than the median of the picture
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
        found = _standing_out(-bmode.astype(np.float32), bmode > 0, _LEAST_CONTRAST)
    if found is None:
        found = _bright_in_contrast(stack)
    if found is None:
        raise ContrastError("No lesion stands out in this recording; draw the region of the lesion")
    return from_mask(found, width_px / found.shape[1], height_px / found.shape[0], "proposed")


def _bright_in_contrast(stack: Stack) -> Flags | None:
    used = stack.power[~stack.excluded]
    if not len(used) or used.max() < _QUIET:
        return None
    # The mean of the brightest fifth of the pictures: when the agent is there, whenever it came.
    level = used.mean(axis=(1, 2))
    bright = used[np.argsort(level)[-max(1, len(level) // 5) :]].mean(axis=0)
    seen = used.max(axis=0) > 0
    found = _standing_out(np.log10(np.maximum(bright, _QUIET)), seen, _LEAST_CONTRAST)
    if found is None:
        return None
    around = seen & ~found
    if not around.any() or bright[found].mean() < _LEAST_RISE * max(float(np.median(bright[around])), _QUIET):
        return None
    return found


def _standing_out(value: Floats, seen: Flags, least_contrast: float) -> Flags | None:
    """The connected part that is best told from its surroundings by a high `value`; None where none is.

    Candidates are the parts above each of several levels (as in maximally stable regions); each is judged by its
    difference to a ring around it, its compactness and its nearness to the middle, where the examiner holds it.
    """
    height, width = value.shape
    sigma = max(1.0, _SMOOTHING * max(height, width))
    known = cv2.GaussianBlur(seen.astype(np.float32), (0, 0), sigma)
    blurred = cv2.GaussianBlur(np.where(seen, value, 0).astype(np.float32), (0, 0), sigma)
    smooth = np.asarray(blurred / np.maximum(known, 1e-3), np.float32)
    edge = max(1, round(0.02 * width))
    padded = np.pad(seen.astype(np.uint8), edge)  # the picture's own edge counts as unseen
    inner: Flags = cv2.erode(padded, np.ones((2 * edge + 1, 2 * edge + 1), np.uint8))[edge:-edge, edge:-edge] > 0
    if inner.sum() < LEAST_AREA_PX:
        return None
    spread = float(np.std(smooth[inner])) or 1.0
    best: tuple[float, Flags] | None = None
    for share in _LEVELS:
        above = inner & (smooth >= np.quantile(smooth[inner], 1 - share))
        count, labels, measured, _ = cv2.connectedComponentsWithStats(above.astype(np.uint8), connectivity=4)
        for label in range(1, count):
            area = measured[label, cv2.CC_STAT_AREA]
            if not _AREA_SHARE[0] * height * width <= area <= _AREA_SHARE[1] * height * width:
                continue
            part: Flags = labels == label
            score = _score(part, smooth, inner, spread, least_contrast)
            if score is not None and (best is None or score > best[0]):
                best = score, part
    return None if best is None else _filled(best[1])


def _score(part: Flags, smooth: Floats, inner: Flags, spread: float, least_contrast: float) -> float | None:
    height, width = part.shape
    area = float(part.sum())
    reach = max(2, round(0.4 * math.sqrt(area / math.pi)))
    ring = cv2.dilate(part.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)).astype(bool) & ~part
    ring &= inner
    if ring.sum() < 0.5 * area:  # mostly at the edge: a shadow or the dark bottom, not a mass
        return None
    contrast = (float(smooth[part].mean()) - float(smooth[ring].mean())) / spread
    if contrast < least_contrast:
        return None
    rows, columns = np.nonzero(part)
    points = np.stack([columns, rows], axis=1).astype(np.int32)
    solidity = area / max(float(cv2.contourArea(cv2.convexHull(points))), area)
    off_x = (float(columns.mean()) / width - 0.5) / 0.3
    off_y = (float(rows.mean()) / height - 0.45) / 0.3
    return float(contrast * solidity**2 * math.exp(-0.5 * (off_x**2 + off_y**2)) * area**0.25)


def _filled(part: Flags) -> Flags:
    """Without holes and thin arms."""
    size = max(1, round(0.15 * math.sqrt(float(part.sum()) / math.pi)))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * size + 1, 2 * size + 1))
    opened = cv2.morphologyEx(part.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    contours, _ = cv2.findContours(
        opened if opened.any() else part.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    filled = np.zeros(part.shape, np.uint8)
    cv2.drawContours(filled, [max(contours, key=cv2.contourArea)], -1, 1, cv2.FILLED)
    return filled.astype(bool)
