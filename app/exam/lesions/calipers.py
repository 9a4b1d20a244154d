"""Calipers that snap to an outline: the longest diameter, and the longest one upright to it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.exam.content.lesion import Caliper
from app.exam.lesions.outline import Points

Point = tuple[float, float]
Scale = tuple[float, float]  # mm per pixel as (x, y)

_LINES = 401  # upright lines that are tried along the longest diameter
_MOST_POINTS = 600  # of an outline: the search is quadratic
_TIE = 1e-9  # relative; of equally long diameters the first stands


@dataclass(frozen=True, slots=True)
class Diameters:
    """Two diameters of an outline, as the pixels of their ends.

    Attributes:
        longest: The two places of the outline that are farthest apart.
        upright: The longest line at right angles to it whose ends lie on the outline.
    """

    longest: tuple[Point, Point]
    upright: tuple[Point, Point]


def diameters(outline: Points, mm_per_px: Scale | None) -> Diameters | None:
    """Measure an outline; right angles and lengths are those of the tissue, also where pixels are not square.

    Args:
        outline: (n, 2) in pixels.
        mm_per_px: (x, y); None takes pixels for square.

    Returns:
        None for an outline without an inside (fewer than three points, or all on one line).
    """
    size = np.array(mm_per_px or (1.0, 1.0))
    points = (outline if len(outline) <= _MOST_POINTS else outline[:: len(outline) // _MOST_POINTS + 1]) * size
    if len(points) < 3 or _area(points) <= 1e-9:
        return None
    apart = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    first, second = np.unravel_index((apart >= apart.max() * (1 - _TIE)).argmax(), apart.shape)
    start, end = points[first], points[second]
    way = (end - start) / np.linalg.norm(end - start)
    upright = np.array([-way[1], way[0]])
    along, across = (points - start) @ way, (points - start) @ upright
    ends = _longest_upright(along, across, float(np.linalg.norm(end - start)))
    if ends is None:
        return None
    place, low, high = ends
    lower, upper = start + place * way + low * upright, start + place * way + high * upright
    return Diameters((_point(start / size), _point(end / size)), (_point(lower / size), _point(upper / size)))


def _longest_upright(along: Points, across: Points, length: float) -> tuple[float, float, float] | None:
    """Where along the longest diameter the outline is widest, and its two sides there."""
    to_along, to_across = np.roll(along, -1), np.roll(across, -1)
    best: tuple[float, float, float] | None = None
    for place in np.linspace(0, length, _LINES)[1:-1]:
        crossing = (along <= place) != (to_along <= place)
        if not crossing.any():
            continue
        share = (place - along[crossing]) / (to_along[crossing] - along[crossing])
        sides = across[crossing] + share * (to_across[crossing] - across[crossing])
        low, high = float(sides.min()), float(sides.max())
        if best is None or high - low > (best[2] - best[1]) * (1 + _TIE):
            best = float(place), low, high
    return best


def length_mm(start: Point, end: Point, mm_per_px: Scale | None) -> float | None:
    """Distance on the tissue; None where the scale is not known, because pixels are no size."""
    if mm_per_px is None:
        return None
    return math.hypot((end[0] - start[0]) * mm_per_px[0], (end[1] - start[1]) * mm_per_px[1])


def caliper(start: Point, end: Point, mm_per_px: Scale | None, *, snapped: bool = False) -> Caliper:
    """A caliper between two places of a snapshot, in pixels of its plain file."""
    return Caliper(start_px=start, end_px=end, length_mm=length_mm(start, end, mm_per_px), snapped=snapped)


def snapped_calipers(outline: Points | Sequence[Point], mm_per_px: Scale | None) -> tuple[Caliper, ...]:
    """The longest diameter and the one upright to it; empty for an outline without an inside."""
    found = diameters(np.asarray(outline, np.float64).reshape(-1, 2), mm_per_px)
    if found is None:
        return ()
    return tuple(caliper(*ends, mm_per_px, snapped=True) for ends in (found.longest, found.upright))


def _area(points: Points) -> float:
    x, y = points.T
    return abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2


def _point(place: Points) -> Point:
    return round(float(place[0]), 2), round(float(place[1]), 2)
