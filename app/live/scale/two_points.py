"""What a pixel measures, from points a known distance apart; the pure half of the scale step."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from capture.screen.layout import Panel, ScaleOrigin
from capture.screen.pixel_shape import pixel_aspect
from capture.screen.scale_mark import mark_of
from capture.source import Screen

Point = tuple[float, float]

LEAST_PX = 20.0  # between two points; nearer ones are a slip of the hand
AIM_PX = 0.5  # how well each of two points is placed with loupe and keys
# Of linear probes a picture is 1 to 15 cm deep, of others up to 30; what lies outside is a wrong distance or unit.
SHALLOWEST_MM, DEEPEST_MM = 8.0, 350.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Two places of the screen and how far apart they are.

    Attributes:
        start: (x, y) in pixels of the screen.
        end: As `start`.
        length_mm: Over 0.
    """

    start: Point
    end: Point
    length_mm: float

    @property
    def length_px(self) -> float:
        """Between the two places."""
        return math.hypot(self.end[0] - self.start[0], self.end[1] - self.start[1])

    @property
    def error_percent(self) -> float:
        """How far the scale may be off, from the aim at the two places alone."""
        return 100 * math.hypot(AIM_PX, AIM_PX) / self.length_px if self.length_px else math.inf


def scale_of(first: Stretch, second: Stretch | None = None, aspect: float = 1.0) -> tuple[float, float] | None:
    """mm per pixel as (x, y).

    With one stretch pixels have the shape that the signal gives them (`aspect`, width over height): square but in
    standard definition. Two stretches in different directions give both sizes: for each (sx dx)^2 + (sy dy)^2 = d^2.

    Returns:
        None where the points are too near each other, or two stretches do not tell the sizes apart.
    """
    if first.length_px < LEAST_PX or (second is not None and second.length_px < LEAST_PX):
        return None
    if second is None:
        across, down = _squares(first)
        size = first.length_mm / math.sqrt(across * aspect**2 + down)
        return size * aspect, size
    (ax, ay), (bx, by) = _squares(first), _squares(second)
    determinant = ax * by - ay * bx
    if abs(determinant) < 0.2 * (ax + ay) * (bx + by):  # nearly the same direction
        return None
    x = (first.length_mm**2 * by - second.length_mm**2 * ay) / determinant
    y = (second.length_mm**2 * ax - first.length_mm**2 * bx) / determinant
    return (math.sqrt(x), math.sqrt(y)) if x > 0 and y > 0 else None


def depth_mm(panel: Panel, mm_per_px: tuple[float, float]) -> float:
    """How deep the picture of a panel would be."""
    return panel.rect.height * mm_per_px[1]


def is_plausible(panel: Panel, mm_per_px: tuple[float, float]) -> bool:
    """Whether a breast could be scanned so; else the distance or its unit is wrong."""
    return SHALLOWEST_MM <= depth_mm(panel, mm_per_px) <= DEEPEST_MM


def stated(panel: Panel, first: Stretch, second: Stretch | None, screen: Screen, others: Sequence[Panel]) -> Panel:
    """The panel with the scale that the user states, and the mark by which it is known to hold.

    Args:
        panel: In pixels of the screen.
        first: On the ruler, where there is one.
        second: Across, where pixels are not square.
        screen: On which they were drawn.
        others: The other panels.
    """
    height, width = screen.pixels.shape[:2]
    scale = scale_of(first, second, pixel_aspect((width, height)))
    if scale is None:
        return unscaled(panel)
    mark = mark_of(screen.pixels, first.start, first.end, panel, [other.rect for other in others])
    return replace(panel, mm_per_px=scale, scale_origin=ScaleOrigin.STATED, scale_mark=mark)


def unscaled(panel: Panel) -> Panel:
    """The panel without a scale."""
    return replace(panel, mm_per_px=None, scale_origin=None, scale_mark=None)


def _squares(stretch: Stretch) -> tuple[float, float]:
    return (stretch.end[0] - stretch.start[0]) ** 2, (stretch.end[1] - stretch.start[1]) ** 2
