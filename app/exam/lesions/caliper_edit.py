"""Calipers under the hand: an end is dragged or moved by keys, a caliper is drawn, one is taken away."""

import math

import numpy as np

from app.exam.content.lesion import Caliper, Plane
from app.exam.lesions.calipers import Point, caliper, snapped_calipers
from app.exam.lesions.outline import nearest_on
from app.exam.lesions.scale import scale_between
from capture.screen.layout import ScanLayout

MOST = 2  # calipers of one plane
End = tuple[int, int]  # (which caliper, 0 for its start and 1 for its end)


def snap(plane: Plane, layout: ScanLayout, point: Point, reach_px: float) -> tuple[Point, bool]:
    """The place on the plane's outline where an end goes, and whether it snapped; the point itself out of reach.

    Args:
        plane: With its outline.
        layout: Of the picture.
        point: In pixels of the picture.
        reach_px: How near the outline has to be; 0 snaps never.
    """
    if reach_px <= 0 or not plane.outline_px:
        return point, False
    scale = scale_between(layout, point, point) or (1.0, 1.0)
    x, y = nearest_on(np.array(plane.outline_px, np.float64), point, scale).tolist()
    if math.dist((x, y), point) > reach_px:
        return point, False
    return (round(x, 2), round(y, 2)), True


def with_end(plane: Plane, layout: ScanLayout, end: End, point: Point, reach_px: float) -> Plane:
    """The plane with one end of a caliper at another place."""
    which, side = end
    before = plane.calipers[which]
    place, snapped = snap(plane, layout, point, reach_px)
    ends = [before.start_px, before.end_px]
    ends[side] = place
    changed = _caliper(layout, ends[0], ends[1], snapped=snapped and before.snapped)
    return _with(plane, [*plane.calipers[:which], changed, *plane.calipers[which + 1 :]])


def with_new(plane: Plane, layout: ScanLayout, start: Point, end: Point, reach_px: float) -> Plane:
    """The plane with a caliper more; a third one takes the place of the second."""
    (first, snapped_first), (second, snapped_second) = (
        snap(plane, layout, start, reach_px),
        snap(plane, layout, end, reach_px),
    )
    drawn = _caliper(layout, first, second, snapped=snapped_first and snapped_second)
    return _with(plane, [*plane.calipers[: MOST - 1], drawn])


def without(plane: Plane, which: int) -> Plane:
    """The plane without one caliper."""
    return _with(plane, [each for place, each in enumerate(plane.calipers) if place != which])


def snapped_anew(plane: Plane, layout: ScanLayout) -> Plane:
    """The plane with the two calipers that its outline has; as it is without an outline."""
    if not plane.outline_px:
        return plane
    scale = scale_between(layout, plane.outline_px[0], plane.outline_px[len(plane.outline_px) // 2])
    return _with(plane, list(snapped_calipers(plane.outline_px, scale)))


def end_near(plane: Plane, point: Point, reach_px: float) -> End | None:
    """The end of a caliper that lies nearest to a place, within reach."""
    ends = [
        (math.dist(place, point), (which, side))
        for which, each in enumerate(plane.calipers)
        for side, place in enumerate((each.start_px, each.end_px))
    ]
    nearest = min(ends, default=None)
    return nearest[1] if nearest is not None and nearest[0] <= reach_px else None


def place_of(plane: Plane, end: End) -> Point:
    """Where an end lies."""
    each = plane.calipers[end[0]]
    return each.end_px if end[1] else each.start_px


def _caliper(layout: ScanLayout, start: Point, end: Point, *, snapped: bool) -> Caliper:
    return caliper(start, end, scale_between(layout, start, end), snapped=snapped)


def _with(plane: Plane, calipers: list[Caliper]) -> Plane:
    return plane.model_copy(update={"calipers": tuple(calipers)})
