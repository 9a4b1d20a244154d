"""Refuses regions in which nothing can be measured."""

import numpy as np

from inference.contrast.errors import ContrastError
from inference.contrast.picture import Flags, Series
from inference.contrast.regions.region import Region, shortened

LEAST_AREA_PX = 30.0  # fewer pixels hold hardly one speckle: their mean says nothing
_TOLERANCE_PX = 0.5  # a region snapped to the edge of the picture is not outside
_CHECKED_CORNERS = 2000  # pairs of edges are compared: 2,000 corners take 0.1 s, and no hand draws more


def check(region: Region, width_px: float, height_px: float) -> None:
    """Pass a region that can be measured in a panel of this size.

    Raises:
        ContrastError: It reaches outside the picture, is smaller than `LEAST_AREA_PX`, or crosses itself.
    """
    left, top, right, bottom = region.bounds
    if min(left, top) < -_TOLERANCE_PX or right > width_px + _TOLERANCE_PX or bottom > height_px + _TOLERANCE_PX:
        raise ContrastError(
            "The region '{region}' reaches outside the picture of {width} x {height} pixels; draw it inside",
            region=shortened(region.text()),
            width=round(width_px),
            height=round(height_px),
        )
    if region.kind == "polygon" and len(region.points_px) > _CHECKED_CORNERS:
        raise ContrastError(
            "The region has {corners} corners; draw it with {most} at most",
            corners=len(region.points_px),
            most=_CHECKED_CORNERS,
        )
    if region.kind == "polygon" and crosses_itself(region.outline()):
        raise ContrastError(
            "The region '{region}' crosses itself; draw its outline once around",
            region=shortened(region.text()),
        )
    if region.area_px < LEAST_AREA_PX:
        raise ContrastError(
            "The region '{region}' covers {area} square pixels; at least {least} are needed: draw it larger",
            region=shortened(region.text()),
            area=f"{region.area_px:.0f}",
            least=f"{LEAST_AREA_PX:.0f}",
        )


def crosses_itself(corners: Series) -> bool:
    """Whether two edges of a closed polygon properly cross, (k, 2) corners."""
    a, b = corners, np.roll(corners, -1, axis=0)
    first = _side(a[:, None], b[:, None], a[None]) * _side(a[:, None], b[:, None], b[None]) < 0
    crossing: Flags = first & first.T
    return bool(crossing.any())


def _side(a: Series, b: Series, point: Series) -> Series:
    """Sign of the side of the line a-b on which each point lies: the neighbours' shared corner lies on it, 0."""
    edge, offset = b - a, point - a
    turn = edge[..., 0] * offset[..., 1] - edge[..., 1] * offset[..., 0]
    size = np.hypot(edge[..., 0], edge[..., 1]) * (1 + np.hypot(offset[..., 0], offset[..., 1]))
    return np.where(np.abs(turn) <= 1e-9 * size, 0.0, np.sign(turn))
