"""A place is the same whether it was tapped, typed as clock and distance, or named as a region; left mirrors right."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.exam.content.lesion import Place, Region
from app.exam.content.picture import Side
from app.exam.lesions.place import (
    ASPECT,
    CENTRES,
    DISTANCE_STEP_MM,
    EDGE_MM,
    RADIUS,
    edge,
    in_region,
    moved,
    on_side,
    place_at,
    regions_at,
    schema_point,
)

sides = st.sampled_from(["right", "left"])
clocks = st.integers(1, 24).map(lambda half: half / 2)
steps = st.integers(1, int(EDGE_MM / DISTANCE_STEP_MM)).map(lambda step: step * DISTANCE_STEP_MM)


def at(side: Side, clock: float | None, distance_mm: float | None) -> Place:
    return moved(Place(side=side), clock=clock, distance_mm=distance_mm)


def tapped(side: Side, right: float, down: float) -> Place | None:
    """A tap so many radii to the right of the nipple, as the examiner sees it, and below it."""
    x, y = CENTRES[side]
    return place_at(x + right * RADIUS / ASPECT, y + down * RADIUS)


@given(sides, clocks, steps)
@example("left", 1.5, EDGE_MM)
@example("right", 10.5, EDGE_MM)
def test_clock_and_distance_lead_to_the_schema_and_back(side: Side, clock: float, distance_mm: float) -> None:
    point = schema_point(Place(side=side, clock=clock, distance_mm=distance_mm))
    assert point is not None
    back = place_at(*point)
    assert back is not None
    assert (back.side, back.clock, back.distance_mm) == (side, clock, distance_mm)
    assert back.region in regions_at(side, clock, distance_mm)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_tap_is_drawn_where_it_fell_and_says_what_lies_there(x: float, y: float) -> None:
    place = place_at(x, y)
    if place is None:
        return
    assert schema_point(place) == (x, y)
    assert place.region in regions_at(place.side, place.clock, place.distance_mm)
    typed = schema_point(place.model_copy(update={"on_schema": None}))
    assert typed is not None
    off = math.hypot((typed[0] - x) * ASPECT, typed[1] - y) / RADIUS * EDGE_MM
    assert off < EDGE_MM * (0.131 + 0.121)  # a quarter of an hour at the edge, and what lies just beside the breast


@given(st.floats(-1.4, 1.4), st.floats(-1.1, 1.1))
def test_the_left_breast_mirrors_the_right_one(right: float, down: float) -> None:
    one, other = tapped("right", right, down), tapped("left", -right, down)
    if abs(right) < 1e-6 or abs(down) < 1e-6:
        return  # on the border itself a tap falls to one side
    assert (one is None) == (other is None)
    if one is None or other is None:
        return
    assert one.region == other.region
    assert one.distance_mm == other.distance_mm
    if one.clock is not None and other.clock is not None:
        assert (
            abs((one.clock + other.clock) % 12) < 1e-9
            or abs((one.clock + other.clock) % 12 - 12) < 1e-9
            or (
                abs((one.clock + other.clock) % 12) in (0.5, 11.5)  # halfway between two steps, rounding goes one way
            )
        )


@pytest.mark.parametrize(
    ("side", "clock", "region"),
    [
        ("right", 10, "C"),
        ("right", 8, "D"),
        ("right", 2, "A"),
        ("right", 4, "B"),
        ("left", 2, "C"),
        ("left", 4, "D"),
        ("left", 10, "A"),
        ("left", 8, "B"),
    ],
)
def test_the_quarters_are_those_of_the_guideline(side: Side, clock: float, region: Region) -> None:
    assert regions_at(side, clock, 50) == (region,)
    assert at(side, clock, 50).region == region


def test_near_the_nipple_lies_the_areola_and_in_its_middle_no_direction() -> None:
    assert at("left", 2, 15).region == "E"
    middle = tapped("left", 0.01, 0)
    assert middle is not None
    assert (middle.clock, middle.distance_mm, middle.region) == (None, 0, "E")


def test_the_axillary_tail_lies_up_and_out_in_both_breasts() -> None:
    for side, way in (("right", -1), ("left", 1)):
        tail = tapped(side, way * 0.85, -0.85)
        assert tail is not None
        assert tail.region == "C'"
        assert tail.distance_mm is not None
        assert tail.distance_mm > EDGE_MM
        assert tapped(side, -way * 0.85, -0.85) is None  # up and in there is none
        assert tapped(side, way * 1.2, -1.2) is None


def test_on_a_border_the_user_says_which_region_it_is() -> None:
    assert set(regions_at("right", 12, 50)) == {"A", "C"}
    assert at("right", 12, 50).region is None
    named = in_region(at("right", 12, 50), "A")
    assert (named.clock, named.distance_mm, named.region) == (12, 50, "A")
    assert moved(named, clock=12, distance_mm=60).region == "A"


def test_a_region_that_contradicts_the_clock_takes_it_away() -> None:
    named = in_region(at("left", 2, 50), "B")
    assert (named.clock, named.distance_mm, named.region) == (None, None, "B")
    assert schema_point(named) is not None
    kept = in_region(at("left", 1.5, 90), "C'")  # a small breast ends sooner than the schema's
    assert (kept.clock, kept.distance_mm, kept.region) == (1.5, 90, "C'")
    assert moved(kept, clock=1.5, distance_mm=95).region == "C'"


def test_a_region_alone_is_drawn_in_that_region() -> None:
    for side in ("right", "left"):
        for region in ("A", "B", "C", "D", "E", "C'"):
            point = schema_point(Place(side=side, region=region))
            assert point is not None
            back = place_at(*point)
            assert back is not None
            assert (back.side, back.region) == (side, region)


def test_only_the_side_known_is_drawn_nowhere() -> None:
    assert schema_point(Place(side="left")) is None
    assert at("left", None, 40).region is None


def test_the_other_side_keeps_the_clock_that_was_entered() -> None:
    place = on_side(at("left", 2, 50), "right")
    assert (place.side, place.clock, place.distance_mm, place.region) == ("right", 2, 50, "A")
    assert on_side(Place(side="left", region="C"), "right").region == "C"


@given(st.floats(0, 12), st.sampled_from([0.001, -0.001]))
def test_the_drawn_edge_is_smooth_and_mirrored(clock: float, step: float) -> None:
    assert 1.0 <= edge("right", clock) <= 1.37 + 1e-9
    assert edge("right", clock) == pytest.approx(edge("left", 12 - clock))
    assert edge("right", clock) == pytest.approx(edge("right", clock + step), abs=0.005)
