"""The motion of the picture as a whole."""

import math

import cv2
import numpy as np
import pytest

from inference.findings import Box
from inference.tracking.motion import Motion, MotionMeter, brightness_match, shrink, structure_match
from tests.inference.scripted import speckle

WIDE = speckle(480, 360, seed=3)


def window(dx: int, dy: int, width: int = 320, height: int = 240) -> np.ndarray:
    """The part of the wide picture that a probe moved by (dx, dy) sees; tissue moves the other way."""
    return np.ascontiguousarray(WIDE[60 + dy : 60 + dy + height, 80 + dx : 80 + dx + width])


@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (6, 0), (-14, 5), (0, -9), (25, 12)])
def test_a_shift_of_the_probe_is_measured_to_a_pixel(dx, dy):
    meter = MotionMeter()
    meter.update(window(0, 0))
    change = meter.update(window(dx, dy))
    assert change.motion is not None
    assert change.motion.carry(Box(100, 80, 160, 120)).centre == pytest.approx((130 - dx, 100 - dy), abs=1)


@pytest.mark.parametrize(("scale", "turn"), [(1.04, 0.0), (0.96, 0.0), (1.0, 4.0), (1.02, -3.0)])
def test_a_turn_and_a_zoom_are_measured(scale, turn):
    matrix = cv2.getRotationMatrix2D((160, 120), turn, scale)
    meter = MotionMeter()
    meter.update(window(0, 0))
    change = meter.update(cv2.warpAffine(window(0, 0), matrix, (320, 240)))
    assert change.motion is not None
    carried = change.motion.carry(Box(200, 60, 260, 100))
    assert carried.centre == pytest.approx(tuple(matrix @ [230, 80, 1]), abs=1.5)
    assert carried.width == pytest.approx(60 * scale, abs=1)


def test_the_first_picture_has_no_motion_and_is_no_new_scene():
    change = MotionMeter().update(window(0, 0))
    assert change.motion is None
    assert not change.new_scene


def test_another_picture_is_a_new_scene():
    meter = MotionMeter()
    meter.update(window(0, 0))
    change = meter.update(speckle(320, 240, seed=50))
    assert change.motion is None
    assert change.new_scene


def test_a_blank_picture_between_two_is_passed_over():
    meter = MotionMeter()
    meter.update(window(0, 0))
    blank = meter.update(np.zeros((240, 320, 3), np.uint8))
    assert blank.motion is None
    assert not blank.new_scene
    assert meter.update(window(3, 0)).motion is not None


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 500, 3), (500, 1, 3), (3, 3, 3), (16, 16, 3)])
def test_pictures_too_small_for_structure_have_no_motion(shape):
    chance = np.random.default_rng(0)
    meter = MotionMeter()
    for _ in range(3):
        assert meter.update(chance.integers(0, 255, shape, dtype=np.uint8)).motion is None


def test_noise_without_structure_has_no_motion():
    chance = np.random.default_rng(1)
    meter = MotionMeter()
    meter.update(chance.integers(0, 255, (240, 320, 3), dtype=np.uint8))
    assert meter.update(chance.integers(0, 255, (240, 320, 3), dtype=np.uint8)).motion is None


def test_a_picture_of_another_size_is_a_new_scene():
    meter = MotionMeter()
    meter.update(window(0, 0))
    assert meter.update(window(0, 0, 300, 240)).new_scene


def test_the_black_surround_of_a_sector_does_not_hold_the_picture_still():
    sector = np.zeros((240, 320), np.uint8)
    cv2.ellipse(sector, (160, -40), (270, 270), 0, 50, 130, 1, -1)
    meter = MotionMeter()
    meter.update(window(0, 0) * sector[:, :, None])
    change = meter.update(window(8, 0) * sector[:, :, None])
    assert change.motion is not None
    assert change.motion.carry(Box(130, 100, 190, 140)).centre[0] == pytest.approx(152, abs=1)


def test_the_same_pictures_give_the_same_motion():
    def once() -> Motion | None:
        meter = MotionMeter()
        meter.update(window(0, 0))
        return meter.update(window(7, -3)).motion

    assert once() == once()


def test_a_picture_matches_itself_and_not_another():
    first, second = shrink(window(0, 0))[0], shrink(speckle(320, 240, seed=50))[0]
    assert structure_match(first, first) == pytest.approx(1, abs=1e-5)
    assert abs(structure_match(first, second)) < 0.25
    assert brightness_match(first, first) == pytest.approx(1)
    assert brightness_match(first, second) < 1


@pytest.mark.data
def test_a_real_cine_is_one_scene_even_at_a_third_of_its_rate(data_dir):
    names = sorted((data_dir / "breast-clip" / "frames").glob("*.jpg"))
    for stride, least in ((1, 0.8), (2, 0.5), (3, 0.0)):
        meter = MotionMeter()
        changes = [meter.update(cv2.imread(str(name))) for name in names[::stride]][1:]
        assert not any(change.new_scene for change in changes)
        assert sum(change.motion is not None for change in changes) >= least * len(changes)


@pytest.mark.data
def test_stills_of_different_patients_are_new_scenes(data_dir):
    names = sorted((data_dir / "bus-bra" / "images").iterdir())[::31]
    meter = MotionMeter()
    changes = [meter.update(cv2.resize(cv2.imread(str(name)), (400, 300))) for name in names][1:]
    assert sum(change.new_scene for change in changes) >= 0.9 * len(changes)
    assert not any(change.motion for change in changes)


def test_a_motion_moves_a_box_and_grows_it():
    turned = Motion(0.0, 2.0, 10.0, 0.0)  # a quarter turn, twice as large
    box = turned.carry(Box(8, 8, 12, 12))
    assert box.centre == pytest.approx((-10, 20))
    assert box.width == pytest.approx(8)
    assert math.isclose(box.height, 8)
