"""Where a lesion lies: a tap on the breast schema, clock and distance, and the region, each from the other.

The schema shows both breasts as the examiner sees the patient: the patient's right breast on the left of the picture.
Outer is away from the middle, so 9 o'clock is outer in the right breast and inner in the left one. Regions are those
of the Japanese guideline (JABTS): A inner upper, B inner lower, C outer upper, D outer lower, E areola, C' axillary
tail. The schema has a scale of its own, which its rings show: the edge stands for 100 mm from the nipple.
"""

import math
from typing import get_args

from app.exam.content.lesion import Place, Region
from app.exam.content.picture import Side

ASPECT = 2.0  # width of the schema over its height
CENTRES: dict[Side, tuple[float, float]] = {"right": (0.25, 0.53), "left": (0.75, 0.53)}  # shares of width and height
RADIUS = 0.39  # of a breast, share of the schema's height
EDGE_MM = 100.0  # what the radius stands for
AREOLA_MM = 20.0
TAIL_CLOCK: dict[Side, float] = {"right": 10.5, "left": 1.5}
TAIL_HALF_WIDTH = 1.0  # hours to each side of its direction
TIP, TIP_RADIUS = 1.22, 0.15  # the tail ends in a small circle so far from the nipple, in radii of the breast
CLOCK_STEP, DISTANCE_STEP_MM = 0.5, 5.0
REGIONS: tuple[Region, ...] = get_args(Region)
_BESIDE = 1.12  # of the radius: a tap so far outside still means the edge
_ALONE = 0.55  # of the radius: where a lesion is drawn whose distance is not known
_NIPPLE_MM = 2.5  # nearer to the nipple there is no direction


def place_at(x: float, y: float) -> Place | None:
    """What a tap on the schema means; None beside both breasts.

    Args:
        x, y: Shares of the schema's width and height.
    """
    side: Side = "right" if x < 0.5 else "left"
    centre_x, centre_y = CENTRES[side]
    right, down = (x - centre_x) * ASPECT / RADIUS, (y - centre_y) / RADIUS
    out_mm, exact = math.hypot(right, down) * EDGE_MM, _clock_of(right, down)
    tail = _in_tail(side, exact)
    if out_mm > EDGE_MM * (edge(side, exact) if tail else _BESIDE):
        return None
    distance_mm = _stepped(out_mm if tail else min(out_mm, EDGE_MM), DISTANCE_STEP_MM)
    in_tail = distance_mm > EDGE_MM
    region: Region
    if in_tail:
        region = "C'"
    else:
        region = "E" if distance_mm < AREOLA_MM else _quarter(outer=_outer(side, right), upper=down < 0)
    clock = None if distance_mm < _NIPPLE_MM else _stepped_clock(exact)
    return Place(side=side, clock=clock, distance_mm=distance_mm, region=region, on_schema=(x, y))


def schema_point(place: Place) -> tuple[float, float] | None:
    """Where a lesion is drawn on the schema, shares of its width and height; None where only the side is known.

    The tap itself, else from clock and distance, else in the given direction or in the middle of the region.
    """
    if place.on_schema is not None:
        return place.on_schema
    if place.clock is not None:
        edge_out = edge(place.side, place.clock)
        out = _ALONE if place.distance_mm is None else min(place.distance_mm / EDGE_MM, edge_out)
        return _at(place.side, place.clock, out)
    if place.region == "E" or (place.distance_mm is not None and place.distance_mm < _NIPPLE_MM):
        return CENTRES[place.side]
    if place.region is not None:
        return _at(place.side, _middle_clock(place.side, place.region), 1.15 if place.region == "C'" else _ALONE)
    return None


def edge(side: Side, clock: float) -> float:
    """How far the drawn breast reaches in this direction, in radii: a circle, and towards the axilla a drop's tip."""
    off = abs((clock - TAIL_CLOCK[side] + 6) % 12 - 6) * math.pi / 6
    touching = math.acos((1 - TIP_RADIUS) / TIP)  # where the drop's side leaves the circle
    if off >= touching:
        return 1.0
    if off > math.atan2(TIP_RADIUS * math.sin(touching), TIP + TIP_RADIUS * math.cos(touching)):
        return 1 / math.cos(touching - off)
    return TIP * math.cos(off) + math.sqrt(TIP_RADIUS**2 - (TIP * math.sin(off)) ** 2)


def regions_at(side: Side, clock: float | None, distance_mm: float | None) -> tuple[Region, ...]:
    """The regions in which this place lies: one, two on the border between them, none where it is not known."""
    if distance_mm is not None and distance_mm < AREOLA_MM:
        return ("E",)
    if clock is None:
        return ()
    if distance_mm is not None and distance_mm > EDGE_MM and _in_tail(side, clock):
        return ("C'",)
    hour = clock % 12
    outer = (True, False) if hour in (0, 6) else (_outer(side, 1 if hour < 6 else -1),)
    upper = (True, False) if hour in (3, 9) else (hour < 3 or hour > 9,)
    return tuple(_quarter(outer=each, upper=way) for each in outer for way in upper)


def moved(place: Place, *, clock: float | None, distance_mm: float | None) -> Place:
    """The place with another clock and distance: the tap no longer counts, and the region follows.

    On the border between two regions the one that was chosen stays; where none of them was, the user has to say.
    """
    possible = regions_at(place.side, clock, distance_mm)
    region = possible[0] if len(possible) == 1 else place.region if place.region in possible else None
    if place.region == "C'" and possible == ("C",) and clock is not None and _in_tail(place.side, clock):
        region = "C'"  # only the user knows where this breast ends
    return place.model_copy(update={"clock": clock, "distance_mm": distance_mm, "region": region, "on_schema": None})


def in_region(place: Place, region: Region | None) -> Place:
    """The place in the region that the user named; clock and distance go where they contradict it."""
    possible = regions_at(place.side, place.clock, place.distance_mm)
    tail = region == "C'" and possible == ("C",) and place.clock is not None and _in_tail(place.side, place.clock)
    if region is None or region in possible or not possible or tail:
        return place.model_copy(update={"region": region})
    return place.model_copy(update={"region": region, "clock": None, "distance_mm": None, "on_schema": None})


def on_side(place: Place, side: Side) -> Place:
    """The place in the other breast: the clock stays as it was entered, so inner becomes outer."""
    if side == place.side:
        return place
    other = place.model_copy(update={"side": side, "on_schema": None})
    if place.clock is None:  # a region alone has its inner and outer for each side
        return other
    return moved(other.model_copy(update={"region": None}), clock=place.clock, distance_mm=place.distance_mm)


def _at(side: Side, clock: float, out: float) -> tuple[float, float]:
    """The schema's place in this direction, `out` radii from the nipple."""
    angle = clock * math.pi / 6
    x = CENTRES[side][0] + math.sin(angle) * out * RADIUS / ASPECT
    return x, CENTRES[side][1] - math.cos(angle) * out * RADIUS


def _clock_of(right: float, down: float) -> float:
    """Direction as hours after 12, 0..12."""
    return (math.atan2(right, -down) * 6 / math.pi) % 12


def _stepped_clock(hours: float) -> float:
    return _stepped(hours, CLOCK_STEP) % 12 or 12.0


def _stepped(value: float, step: float) -> float:
    return round(value / step) * step


def _outer(side: Side, right: float) -> bool:
    return right < 0 if side == "right" else right > 0


def _quarter(*, outer: bool, upper: bool) -> Region:
    if upper:
        return "C" if outer else "A"
    return "D" if outer else "B"


def _in_tail(side: Side, clock: float) -> bool:
    return abs(clock % 12 - TAIL_CLOCK[side]) <= TAIL_HALF_WIDTH


def _middle_clock(side: Side, region: Region) -> float:
    right = {"A": 1.5, "B": 4.5, "C": 10.5, "D": 7.5, "C'": 10.5}[region]
    return right if side == "right" else 12 - right
