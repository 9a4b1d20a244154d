"""Calipers snap to the outline and measure the tissue, not the pixels."""

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exam.content.lesion import Plane
from app.exam.lesions.calipers import caliper, diameters, length_mm, snapped_calipers
from app.exam.lesions.outline import nearest_on, outline_of
from app.exam.lesions.sizes import diameters_mm, is_one_plane, is_orthogonal


def ellipse(
    long: float, short: float, angle: float = 0.0, middle: tuple[float, float] = (200, 150), points: int = 240
) -> np.ndarray:
    turn = np.linspace(0, 2 * math.pi, points, endpoint=False)
    x, y = long / 2 * np.cos(turn), short / 2 * np.sin(turn)
    cos, sin = math.cos(angle), math.sin(angle)
    return np.stack([middle[0] + x * cos - y * sin, middle[1] + x * sin + y * cos], axis=1)


@given(st.floats(20, 300), st.floats(0.3, 0.95), st.floats(0, math.pi))
@settings(max_examples=60, deadline=None)
def test_the_axes_of_an_ellipse_are_found_at_every_angle(long: float, flat: float, angle: float) -> None:
    found = snapped_calipers(ellipse(long, long * flat, angle), (0.1, 0.1))
    lengths = [each.length_mm for each in found]
    assert lengths == [pytest.approx(long * 0.1, rel=0.005), pytest.approx(long * flat * 0.1, rel=0.02)]
    assert all(each.snapped for each in found)


@given(st.floats(0.05, 0.2), st.floats(0.05, 0.2), st.floats(0, math.pi))
@settings(max_examples=60, deadline=None)
def test_pixels_that_are_not_square_change_no_size(across: float, down: float, angle: float) -> None:
    tissue_mm = ellipse(14, 9, angle, middle=(20, 15))
    lengths = [each.length_mm for each in snapped_calipers(tissue_mm / [across, down], (across, down))]
    assert lengths == [pytest.approx(14, rel=0.005), pytest.approx(9, rel=0.02)]


@given(st.floats(0.05, 0.2), st.floats(0.05, 0.2), st.floats(0, math.pi))
@settings(max_examples=40, deadline=None)
def test_the_two_stand_upright_on_the_tissue(across: float, down: float, angle: float) -> None:
    scale = (across, down)
    found = diameters(ellipse(200, 120, angle), scale)
    assert found is not None
    ways = [np.subtract(*ends) * scale for ends in (found.longest, found.upright)]
    assert abs(np.dot(*ways)) / np.prod([np.linalg.norm(way) for way in ways]) < 0.01


def test_without_a_scale_there_is_a_line_and_no_size() -> None:
    for each in snapped_calipers(ellipse(100, 60), None):
        assert each.length_mm is None
    assert length_mm((0, 0), (30, 40), None) is None
    assert caliper((0, 0), (30, 40), (0.1, 0.1)).length_mm == pytest.approx(5.0)


def test_a_dented_outline_is_measured_from_side_to_side() -> None:
    dented = np.array([(0, 0), (40, 0), (40, 10), (20, 10), (20, 14), (40, 14), (40, 30), (0, 30)], np.float64)
    found = diameters(dented, (1, 1))
    assert found is not None
    assert math.dist(*found.longest) == pytest.approx(50)
    for end in (*found.longest, *found.upright):
        assert math.dist(end, nearest_on(dented, end)) < 0.02


@pytest.mark.parametrize("points", [[], [(3, 3)], [(0, 0), (5, 5)], [(0, 0), (5, 5), (10, 10)]])
def test_what_has_no_inside_has_no_diameter(points: list[tuple[float, float]]) -> None:
    assert snapped_calipers(points, (0.1, 0.1)) == ()


def test_an_outline_runs_along_the_edges_of_the_pixels() -> None:
    mask = np.zeros((60, 80), np.bool_)
    mask[20:40, 30:70] = True
    outline = outline_of(mask)
    assert outline.min(axis=0).tolist() == pytest.approx([30, 20], abs=0.13)
    assert outline.max(axis=0).tolist() == pytest.approx([70, 40], abs=0.13)
    assert outline_of(mask, (100, 200)).min(axis=0).tolist() == pytest.approx([130, 220], abs=0.13)
    assert len(outline_of(np.zeros((10, 10), np.bool_))) == 0


def test_a_round_mask_has_the_diameter_of_its_disc() -> None:
    mask = np.zeros((400, 400), np.uint8)
    cv2.circle(mask, (200, 200), 150, 1, -1)
    first, second = snapped_calipers(outline_of(mask > 0), (0.1, 0.1))
    assert first.length_mm == pytest.approx(30.1, abs=0.1)
    assert second.length_mm == pytest.approx(30.1, abs=0.2)


def test_an_end_snaps_to_the_nearest_place_on_the_tissue() -> None:
    square = np.array([(0, 0), (10, 0), (10, 10), (0, 10)], np.float64)
    assert nearest_on(square, (4, -3)).tolist() == [4, 0]
    assert nearest_on(square, (6, 5.5)).tolist() == [10, 5.5]
    assert nearest_on(square, (6, 7), scale=(1, 10)).tolist() == [10, 7]  # down is far on this tissue


def plane(name: str, outline: np.ndarray, direction: str | None = None, scale: float | None = 0.1) -> Plane:
    scales = None if scale is None else (scale, scale)
    return Plane.model_validate(
        {"snapshot_id": name, "direction": direction, "calipers": snapped_calipers(outline, scales)}
    )


def test_three_diameters_come_from_two_planes() -> None:
    across = plane("1", ellipse(120, 80), "transverse")
    along = plane("2", ellipse(140, 80), "longitudinal")
    assert diameters_mm((across, along)) == pytest.approx((12, 8, 14), rel=0.02)
    assert is_orthogonal((across, along)) is True
    assert not is_one_plane((across, along))


def test_the_third_is_never_the_depth_again() -> None:
    tall = ellipse(160, 90, math.pi / 2)  # 16 mm deep
    assert diameters_mm((plane("1", tall), plane("2", ellipse(160, 110, math.pi / 2)))) == pytest.approx(
        (16, 9, 11), rel=0.02
    )


def test_one_plane_gives_two_diameters_and_is_said() -> None:
    one = plane("1", ellipse(120, 80))
    assert diameters_mm((one,)) == (pytest.approx(12, rel=0.02), pytest.approx(8, rel=0.02), None)
    assert is_one_plane((one,))
    assert is_one_plane((one, Plane(snapshot_id="2")))
    assert diameters_mm(()) == (None, None, None)


def test_a_plane_without_a_scale_gives_no_size() -> None:
    assert diameters_mm((plane("1", ellipse(120, 80), scale=None),)) == (None, None, None)


def test_parallel_planes_are_not_orthogonal_and_unsaid_ones_unknown() -> None:
    outline = ellipse(120, 80)
    assert is_orthogonal((plane("1", outline, "radial"), plane("2", outline, "radial"))) is False
    assert is_orthogonal((plane("1", outline, "radial"), plane("2", outline, "transverse"))) is False
    assert is_orthogonal((plane("1", outline, "radial"), plane("2", outline))) is None
    assert is_orthogonal((plane("1", outline, "radial"),)) is None
