"""Handles of a region and what dragging one does: pure geometry in pixels of the contrast panel."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:  # it brings scipy, which the window need not wait for
    from inference.contrast.regions import Region

Point = tuple[float, float]
MOST_HANDLES = 16  # of an outline with more corners, every second or third one can be dragged
SMALLEST_RADIUS_PX = 1.0


def handles(region: "Region") -> tuple[Point, ...]:
    """Where the region can be taken hold of: the ends of an ellipse's axes, or corners of a polygon."""
    if region.kind == "ellipse":
        return tuple(_on_axis(region, along, across) for along, across in ((1, 0), (0, 1), (-1, 0), (0, -1)))
    return tuple(region.points_px[place] for place in _held(len(region.points_px)))


def dragged(region: "Region", handle: int, to: Point) -> "Region":
    """The region with one handle moved.

    An ellipse's long axis turns with its handle and the others change its width; the corners between two handles of a
    polygon follow the nearer one.
    """
    if region.kind == "ellipse":
        return _dragged_ellipse(region, handle, to)
    corners = np.array(region.points_px)
    count = len(corners)
    places = _held(count)
    place = places[handle]
    move = np.array(to) - corners[place]
    corners[place] += move
    for way in (1, -1):
        neighbour = places[(handle + way) % len(places)]
        reach = (way * (neighbour - place)) % count
        for step in range(1, reach):
            corners[(place + way * step) % count] += move * (1 - step / reach)
    return replace(region, points_px=tuple((float(x), float(y)) for x, y in corners), origin="drawn")


def ellipse_between(first: Point, second: Point) -> "Region":
    """The upright ellipse in the rectangle of two corners."""
    from inference.contrast.regions import Region

    radii = (abs(second[0] - first[0]) / 2, abs(second[1] - first[1]) / 2)
    centre = ((first[0] + second[0]) / 2, (first[1] + second[1]) / 2)
    grown = (max(radii[0], SMALLEST_RADIUS_PX), max(radii[1], SMALLEST_RADIUS_PX))
    return Region("ellipse", (), centre, grown, 0.0, "drawn")


def polygon_of(points: Sequence[Point]) -> "Region | None":
    """The polygon of these corners; None of fewer than three."""
    from inference.contrast.regions import Region

    kept = [point for place, point in enumerate(points) if place == 0 or math.dist(point, points[place - 1]) > 0.5]
    if len(kept) < 3:
        return None
    return Region("polygon", tuple((round(x, 2), round(y, 2)) for x, y in kept), origin="drawn")


def freehand_of(points: Sequence[Point], tolerance_px: float) -> "Region | None":
    """A drawn line closed and thinned, so that no point moves by more than `tolerance_px`."""
    import cv2

    if len(points) < 3:
        return None
    line = np.array(points, np.float32)[:, None]
    thinned = cv2.approxPolyDP(line, tolerance_px, True)[:, 0]
    return polygon_of([(float(x), float(y)) for x, y in thinned])


def nearest(points: Sequence[Point], to: Point, within: float) -> int | None:
    """Place of the point nearest to `to`; None where none is within reach."""
    if not points:
        return None
    distances = [math.dist(point, to) for point in points]
    place = int(np.argmin(distances))
    return place if distances[place] <= within else None


def _held(count: int) -> list[int]:
    every = max(1, math.ceil(count / MOST_HANDLES))
    return list(range(0, count, every))


def _on_axis(region: "Region", along: float, across: float) -> Point:
    turn = math.radians(region.angle_deg)
    x, y = along * region.radii_px[0], across * region.radii_px[1]
    return (
        region.centre_px[0] + x * math.cos(turn) - y * math.sin(turn),
        region.centre_px[1] + x * math.sin(turn) + y * math.cos(turn),
    )


def _dragged_ellipse(region: "Region", handle: int, to: Point) -> "Region":
    x, y = to[0] - region.centre_px[0], to[1] - region.centre_px[1]
    length = max(math.hypot(x, y), SMALLEST_RADIUS_PX)
    if handle % 2 == 0:
        turn = math.degrees(math.atan2(y, x)) + (180 if handle == 2 else 0)
        angle = (turn + 180) % 360 - 180
        return replace(region, radii_px=(length, region.radii_px[1]), angle_deg=angle, origin="drawn")
    turn = math.radians(region.angle_deg)
    across = abs(-x * math.sin(turn) + y * math.cos(turn))
    return replace(region, radii_px=(region.radii_px[0], max(across, SMALLEST_RADIUS_PX)), origin="drawn")
