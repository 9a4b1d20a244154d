"""Orientation, shape and margin from the outline alone."""

import cv2
import numpy as np

from inference.descriptors.descriptor import Descriptor, Mask

FLAT_BELOW, TALL_FROM = 0.7, 1.0  # of depth over width
SMOOTH_FROM = 0.9  # solidity
ELLIPSE_FROM = 0.85  # overlap with the ellipse
ROUND_FROM = 0.85  # short over long axis


def orientation(mask: Mask, mm_per_px: tuple[float, float] | None) -> Descriptor:
    """Depth over width of the outline's upright rectangle (depth/width ratio, D/W).

    Above 1 the lesion is taller than wide: "not parallel" (ACR BI-RADS Atlas 2013, Ultrasound, orientation); the
    Japanese guideline reads D/W against 0.7.

    Args:
        mask: (h, w).
        mm_per_px: (x, y); None takes pixels for square.
    """
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    x_mm, y_mm = mm_per_px or (1.0, 1.0)
    value = len(range(rows[0], rows[-1] + 1)) * y_mm / (len(range(columns[0], columns[-1] + 1)) * x_mm)
    word = "not parallel" if value > TALL_FROM else "parallel"
    return Descriptor("depth over width", float(value), "", word, FLAT_BELOW, TALL_FROM)


def shape(mask: Mask) -> tuple[Descriptor, Descriptor]:
    """Solidity, with the word of the shape, and overlap with the ellipse of the same moments.

    Solidity is the area over that of the convex hull; the ellipse has the outline's first and second moments (Gomez et
    al. 2010, Med Phys 37:4036, table I: convexity and elliptic-normalised measures). Round and oval lesions fill their
    hull and their ellipse; which of the two it is, the axes tell.
    """
    contour = _contour(mask)
    hull = float(cv2.contourArea(cv2.convexHull(contour)))
    solidity = min(float(cv2.contourArea(contour)) / hull, 1.0) if hull else 1.0
    overlap, axes = _ellipse(mask)
    if solidity < SMOOTH_FROM or overlap < ELLIPSE_FROM:
        word = "irregular"
    else:
        word = "round" if axes >= ROUND_FROM else "oval"
    return (
        Descriptor("solidity", solidity, "", word, SMOOTH_FROM),
        Descriptor("overlap with an ellipse", overlap, "", None, ELLIPSE_FROM),
    )


def angularity(mask: Mask) -> Descriptor:
    """Length of the outline over that of its convex hull, less 1: 0 for a smooth convex margin, more with spikes."""
    contour = _contour(mask)
    hull = cv2.arcLength(cv2.convexHull(contour), True)
    smooth = cv2.approxPolyDP(contour, 1.0, True)  # the steps of pixels are no spikes
    return Descriptor("angularity", max(float(cv2.arcLength(smooth, True)) / hull - 1, 0.0))


def _contour(mask: Mask) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(max(contours, key=cv2.contourArea), np.int32)


def _ellipse(mask: Mask) -> tuple[float, float]:
    """Intersection over union with the ellipse of the same moments, and its short over its long axis."""
    points = np.argwhere(mask).astype(np.float64)
    middle = points.mean(axis=0)
    spread = np.cov(points.T) + np.eye(2) / 12  # a pixel is a square, not a point
    rows, columns = np.indices(mask.shape)
    off = np.stack([rows - middle[0], columns - middle[1]], axis=-1)
    distance = np.einsum("...i,ij,...j", off, np.linalg.inv(spread), off)
    inside = distance <= 4  # an ellipse's edge lies two standard deviations from its middle
    sizes = np.linalg.eigvalsh(spread)
    return float((inside & mask).sum() / (inside | mask).sum()), float(np.sqrt(sizes[0] / sizes[1]))
