"""Regions are read and written exactly, their areas are right, and what cannot be measured is refused with a reason."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.contrast.errors import ContrastError
from inference.contrast.picture import Bytes, Stack
from inference.contrast.regions import (
    Region,
    check,
    from_box,
    from_mask,
    propose_lesion,
    propose_reference,
    region_curve,
)
from inference.contrast.regions.found import found_lesion
from inference.contrast.regions.lesion import from_stroke
from inference.findings import Box

places = st.floats(-1e6, 1e6)
sizes = st.floats(1e-3, 1e6)
polygons = st.lists(st.tuples(places, places), min_size=3, max_size=12).map(
    lambda corners: Region("polygon", tuple(corners))
)
ellipses = st.builds(
    lambda x, y, rx, ry, angle: Region("ellipse", (), (x, y), (rx, ry), angle),
    places,
    places,
    sizes,
    sizes,
    st.floats(-360, 360),
)


@settings(deadline=None, max_examples=40)
@given(st.one_of(polygons, ellipses))
def test_a_region_is_read_back_from_its_text_exactly(region: Region) -> None:
    assert Region.parse(region.text()) == region


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,2;3,4",
        "1,2;3,4;5",
        "a,b;c,d;e,f",
        "1,2;3,4;nan,6",
        "ellipse:1,2,3,4",
        "ellipse:1,2,0,4,0",
        "circle:1,2,3",
    ],
)
def test_what_is_no_region_is_refused_with_both_forms_shown(text: str) -> None:
    with pytest.raises(ContrastError, match="x,y;x,y;x,y or an ellipse as ellipse:cx,cy,rx,ry,degrees"):
        Region.parse(text)


def star(corners: int, seed: int, centre: tuple[float, float] = (40.0, 30.0), radius: float = 25.0) -> Region:
    """A polygon that does not cross itself, with any shape of corners."""
    random = np.random.default_rng(seed)
    turns = (np.arange(corners) + random.uniform(0, 0.45, corners)) * 2 * math.pi / corners
    far = random.uniform(0.3, 1, corners) * radius
    points = np.stack([centre[0] + far * np.cos(turns), centre[1] + far * np.sin(turns)], axis=1)
    return Region("polygon", tuple((float(x), float(y)) for x, y in points))


@settings(deadline=None, max_examples=40)
@given(st.integers(3, 40), st.integers(0, 1000), st.sampled_from([1.0, 2.0, 3.5]))
def test_the_weights_of_a_polygon_add_up_to_its_area(corners: int, seed: int, cell_px: float) -> None:
    region = star(corners, seed)
    weights = region.weights(math.ceil(60 / cell_px), math.ceil(80 / cell_px), cell_px)
    assert weights.dtype == np.float32
    assert weights.min() >= 0
    assert weights.max() <= 1
    assert float(weights.sum(dtype=np.float64)) * cell_px**2 == pytest.approx(region.area_px, rel=1e-4, abs=1e-3)


@settings(deadline=None, max_examples=40)
@given(st.floats(3, 20), st.floats(3, 20), st.floats(-180, 180), st.sampled_from([1.0, 4.0]))
def test_the_weights_of_an_ellipse_add_up_to_its_area_however_it_is_turned(
    rx: float, ry: float, angle: float, cell_px: float
) -> None:
    region = Region("ellipse", (), (30.3, 24.8), (rx, ry), angle)
    weights = region.weights(math.ceil(50 / cell_px), math.ceil(60 / cell_px), cell_px)
    assert float(weights.sum(dtype=np.float64)) * cell_px**2 == pytest.approx(region.area_px, rel=1e-4)


@settings(deadline=None, max_examples=40)
@given(st.integers(3, 20), st.integers(0, 1000))
def test_a_cell_is_covered_where_its_pixels_are_inside(corners: int, seed: int) -> None:
    region = star(corners, seed)
    weights = region.weights(60, 80)
    for row, column in np.random.default_rng(seed).integers(0, (60, 80), (20, 2)):
        inside = region.contains(column + 0.5, row + 0.5)
        assert not (weights[row, column] == 0 and inside)
        assert not (weights[row, column] == 1 and not inside)


def test_the_part_of_a_region_that_is_outside_the_picture_is_not_counted() -> None:
    region = Region.parse("-10,-10;20,-10;20,20;-10,20")
    weights = region.weights(10, 40)
    assert weights[:, :20].min() == 1
    assert weights[:, 20:].max() == 0


def test_an_ellipse_turned_by_ninety_degrees_lies_on_its_side() -> None:
    lying, standing = Region.parse("ellipse:50,40,20,10,90"), Region.parse("ellipse:50,40,10,20,0")
    assert lying.bounds == pytest.approx(standing.bounds)
    assert lying.weights(80, 100) == pytest.approx(standing.weights(80, 100), abs=1e-5)
    slanted = Region.parse("ellipse:50,40,20,5,30")  # the first axis turns towards the y axis: down the screen
    assert slanted.contains(50 + 18 * math.cos(math.pi / 6), 40 + 18 * math.sin(math.pi / 6))
    assert not slanted.contains(50 + 18 * math.cos(math.pi / 6), 40 - 18 * math.sin(math.pi / 6))


@settings(deadline=None, max_examples=40)
@given(st.floats(0.3, 3), st.floats(0.3, 3), st.floats(-90, 90))
def test_a_stretched_ellipse_covers_the_stretched_points(across: float, down: float, angle: float) -> None:
    region = Region("ellipse", (), (30, 20), (12, 5), angle)
    stretched = region.scaled(across, down)
    assert stretched.area_px == pytest.approx(region.area_px * across * down)
    expected = region.outline() * (across, down)
    assert stretched.bounds == pytest.approx((*expected.min(axis=0), *expected.max(axis=0)), rel=2e-3, abs=2e-2)


def test_a_region_moves_and_grows_about_its_middle() -> None:
    region = Region.parse("10,10;30,10;30,20;10,20")
    assert region.moved(1.5, -2).bounds == (11.5, 8, 31.5, 18)
    assert region.middle_px == (20, 15)
    assert region.scaled(2, about=region.middle_px).bounds == (0, 5, 40, 25)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("10,10;90,10;90,120;10,120", "outside the picture of 100 x 80 pixels"),
        ("-5,10;90,10;90,20", "outside the picture"),
        ("200,200;240,200;240,240", "outside the picture"),
        ("10,10;13,10;13,11;10,11", "covers 3 square pixels; at least 30"),
        ("ellipse:50,40,1,1,0", "covers 3 square pixels; at least 30"),
        ("10,10;60,60;60,10;10,60", "crosses itself"),
    ],
)
def test_a_region_that_cannot_be_measured_is_refused_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(ContrastError, match=said):
        check(Region.parse(text), 100, 80)


@settings(deadline=None, max_examples=40)
@given(st.integers(3, 40), st.integers(0, 1000))
def test_a_region_that_does_not_cross_itself_is_not_said_to(corners: int, seed: int) -> None:
    region = star(corners, seed, radius=29)
    if region.area_px >= 30:
        check(region, 80, 60)


def test_a_region_at_the_very_edge_of_the_picture_is_inside() -> None:
    check(Region.parse("0,0;100,0;100,80;0,80"), 100, 80)


def disc(height: int, width: int, x: float, y: float, radius: float) -> Bytes:
    rows, columns = np.mgrid[:height, :width]
    return np.asarray((columns + 0.5 - x) ** 2 + (rows + 0.5 - y) ** 2 <= radius**2)


def test_a_tracked_outline_becomes_a_polygon_of_nearly_its_area() -> None:
    mask = disc(100, 120, 60, 50, 30)
    region = from_mask(mask)
    assert region.origin == "tracked"
    assert len(region.points_px) < 40
    assert region.area_px == pytest.approx(mask.sum(), rel=0.03)
    assert from_mask(mask, 2.0, 0.5).area_px == pytest.approx(mask.sum(), rel=0.03)
    with pytest.raises(ContrastError, match="outline is empty"):
        from_mask(np.zeros((10, 10), bool))


def test_a_tracked_box_becomes_the_ellipse_inside_it() -> None:
    assert from_box((10, 20, 50, 40)).bounds == pytest.approx((10, 20, 50, 40))


def test_a_stroke_keeps_the_corners_that_matter() -> None:
    side = np.linspace(10, 50, 200)
    square = np.concatenate(
        [
            np.stack([side, np.full(200, 10.0)], 1),
            np.stack([np.full(200, 50.0), side], 1),
            np.stack([side[::-1], np.full(200, 50.0)], 1),
            np.stack([np.full(200, 10.0), side[::-1]], 1),
        ]
    )
    region = from_stroke(square)
    assert len(region.points_px) == 4
    assert region.area_px == pytest.approx(1600, rel=0.01)
    with pytest.raises(ContrastError, match="encloses nothing"):
        from_stroke(np.array([[1.0, 1.0], [9.0, 9.0]]))


def stack_of(picture: np.ndarray, pictures: int = 8, cell_px: float = 2.0) -> Stack:
    """A study whose agent comes and goes over one picture of power."""
    rise = np.sin(np.linspace(0, math.pi, pictures))
    power = (rise[:, None, None] * picture).astype(np.float32)
    return Stack(
        power,
        np.arange(pictures, dtype=np.float64),
        np.arange(pictures, dtype=np.int64),
        np.zeros(pictures, bool),
        ("",) * pictures,
        np.zeros(power.shape, np.uint8),
        cell_px,
    )


def overlap(region: Region, truth: Region) -> float:
    """Intersection over union."""
    a, b = region.weights(160, 200), truth.weights(160, 200)
    return float(np.minimum(a, b).sum() / np.maximum(a, b).sum())


def test_a_dark_mass_of_the_bmode_picture_is_proposed() -> None:
    random = np.random.default_rng(1)
    truth = Region.parse("ellipse:110,75,30,20,10")
    bmode = np.where(truth.weights(160, 200) > 0.5, 45, 120) * random.gamma(4, 0.25, (160, 200))
    stack = stack_of(np.full((80, 100), 0.01))
    proposed = propose_lesion(np.clip(bmode, 1, 255).astype(np.uint8), stack)
    assert proposed.origin == "proposed"
    assert overlap(proposed, truth) > 0.6
    check(proposed, 200, 160)


def test_without_a_bmode_picture_the_bright_tissue_is_proposed() -> None:
    random = np.random.default_rng(2)
    truth = Region.parse("ellipse:90,80,26,22,0")
    picture = np.where(truth.weights(80, 100, 2.0) > 0.5, 0.2, 0.03) * random.exponential(1, (80, 100))
    proposed = propose_lesion(None, stack_of(picture))
    assert overlap(proposed, truth) > 0.6


def test_nothing_is_proposed_where_nothing_stands_out() -> None:
    with pytest.raises(ContrastError, match="draw the region of the lesion"):
        propose_lesion(None, stack_of(np.zeros((80, 100))))
    with pytest.raises(ContrastError, match="draw the region of the lesion"):
        propose_lesion(np.zeros((160, 200), np.uint8), stack_of(np.full((80, 100), 0.01)))


def test_the_reference_lies_beside_the_lesion_at_its_depth_and_off_the_vessel() -> None:
    lesion = Region.parse("ellipse:80,80,24,18,0")
    picture = np.full((80, 100), 0.02)
    vessel = Region.parse("ellipse:140,80,10,40,0").weights(80, 100, 2.0) > 0
    picture[vessel] = 0.5
    reference = propose_reference(lesion, stack_of(picture))
    assert reference.origin == "proposed"
    check(reference, 200, 160)
    assert abs(reference.middle_px[1] - 80) < 18
    weights = reference.weights(80, 100, 2.0)
    assert weights[lesion.weights(80, 100, 2.0) > 0].sum() == 0
    assert weights[vessel].sum() < 0.1 * weights.sum()


def test_a_lesion_that_fills_the_picture_leaves_no_room_for_a_reference() -> None:
    with pytest.raises(ContrastError, match="no room for a reference"):
        propose_reference(Region.parse("ellipse:100,80,95,75,0"), stack_of(np.full((80, 100), 0.02)))


def test_a_regions_curve_is_the_mean_of_its_cells_by_the_share_it_covers() -> None:
    stack = stack_of(np.where(np.arange(100) < 50, 0.1, 0.3)[None].repeat(80, axis=0))
    stack.saturated[:, :, :50] = 255
    half_and_half = Region.parse("90,40;110,40;110,80;90,80").weights(80, 100, 2.0)
    curve, white = region_curve(stack, half_and_half)
    assert curve == pytest.approx(0.2 * np.sin(np.linspace(0, math.pi, 8)), abs=1e-6)
    assert white == pytest.approx(0.5)
    assert np.isnan(region_curve(stack, np.zeros((80, 100), np.float32))[0]).all()


class Outlining:
    """A detector that finds one lesion, with or without an outline."""

    info = SimpleNamespace(shown_confidence=0.3)

    def __init__(self, confidence: float, mask: np.ndarray | None) -> None:
        self._confidence, self._mask = confidence, mask

    def find(self, grey: np.ndarray) -> list[tuple[Box, float]]:
        return [(Box(20, 10, 60, 40), self._confidence)]

    def outlines(self, grey: np.ndarray, boxes: list[Box]) -> list[np.ndarray | None]:
        return [self._mask]


def test_the_network_proposes_its_outline_or_the_ellipse_in_its_box_and_nothing_that_it_would_not_show() -> None:
    bmode = np.zeros((80, 100), np.uint8)
    mask = np.zeros((80, 100), np.bool_)
    mask[15:35, 25:55] = True
    outlined = found_lesion(bmode, Outlining(0.9, mask))
    assert outlined is not None
    assert outlined.area_px == pytest.approx(mask.sum(), rel=0.1)
    assert outlined.origin == "proposed"
    boxed = found_lesion(bmode, Outlining(0.9, None))
    assert boxed is not None
    assert boxed.kind == "ellipse"
    assert found_lesion(bmode, Outlining(0.1, mask)) is None
