"""Holding the tissue still."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.contrast.accuracy.held_still import measure_motion
from inference.contrast.motion import BMODE, StillHolder, choose_reference, in_plane, plane_limit, relative_to
from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Recipe
from inference.contrast.picture import ContrastPicture
from inference.contrast.registration import Template, hold, prepare
from tests.inference.contrast.made_up_cine import bmode, cine, moved, shown

TIMES_S = [number / 10 for number in range(40)]
BREATHING = [(2.0 * math.sin(t), 5.0 * math.sin(1.7 * t)) for t in TIMES_S]
SIDE = (128, 128, 3)


def bolus(time_s: float) -> float:
    return 0.001 + 0.03 * math.exp(-(((time_s - 2.0) / 1.0) ** 2))


def on_bmode(shift: tuple[float, float], gain_db: float = 0.0, seed: int = 0) -> ContrastPicture:
    tissue = shown(bmode(shift, seed) / 50 * 10 ** (gain_db / 10), 60.0)
    return ContrastPicture(0, 0.0, np.zeros(SIDE, np.uint8), tissue)


def residuals(found, shifts) -> np.ndarray:
    off = np.array([[motion.dx_px, motion.dy_px] for motion in found]) - np.array(shifts)
    return np.hypot(*(off - np.median(off, axis=0)).T)


def test_breathing_is_measured_to_a_fraction_of_a_pixel_on_the_bmode():
    holder = StillHolder()
    found = [holder.add(picture) for picture in cine(bolus, TIMES_S, BREATHING)]
    assert np.median(residuals(found, BREATHING)) < 0.5
    assert np.nanmedian(holder.correlations) > 0.81
    assert in_plane(found).all()


def test_breathing_is_followed_on_the_contrast_picture_alone():
    holder = StillHolder()
    found = [holder.add(picture) for picture in cine(bolus, TIMES_S, BREATHING, with_bmode=False)]
    assert not holder.on_bmode
    assert np.median(residuals(found, BREATHING)) < 1.5  # 128 pixels of new speckle each time


@settings(max_examples=15, deadline=None)
@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(-10, 6))
def test_the_shift_does_not_depend_on_the_gain(dx, dy, gain_db):
    plain, louder = StillHolder(on_bmode((0, 0))), StillHolder(on_bmode((0, 0)))
    one, other = plain.add(on_bmode((dx, dy))), louder.add(on_bmode((dx, dy), gain_db))
    assert (one.dx_px, one.dy_px) == pytest.approx((other.dx_px, other.dy_px), abs=0.3)


def test_a_slow_drift_of_a_third_of_the_picture_is_followed():
    drift = [(number * 1.0, 0.0) for number in range(40)]
    holder = StillHolder()
    found = [holder.add(on_bmode(shift)) for shift in drift]
    assert found[-1].dx_px == pytest.approx(39, abs=1)


def test_a_jump_is_found_again():
    holder = StillHolder(on_bmode((0, 0)))
    motion = holder.add(on_bmode((14, -11)))
    assert (motion.dx_px, motion.dy_px) == pytest.approx((14, -11), abs=0.5)


def test_pictures_out_of_the_plane_are_marked_and_the_lock_is_kept():
    tissue = [on_bmode((number % 3, 0)) for number in range(20)]
    holder = StillHolder()
    before = [holder.add(picture) for picture in tissue]
    away = [holder.add(on_bmode((0, 0), seed=7)) for _ in range(6)]
    back = [holder.add(picture) for picture in tissue]
    assert not any(motion.in_plane for motion in away)
    assert all(motion.in_plane for motion in before + back)
    assert list(in_plane([*before, *away, *back])) == [True] * 20 + [False] * 6 + [True] * 20


def test_a_black_picture_keeps_the_last_shift_and_is_not_left_out():
    black = ContrastPicture(0, 0.0, np.zeros(SIDE, np.uint8), None)
    holder = StillHolder()
    found = [holder.add(black), *(holder.add(p) for p in cine(bolus, TIMES_S[:5], with_bmode=False)), holder.add(black)]
    assert math.isnan(found[0].correlation)
    assert math.isnan(found[-1].correlation)
    assert all(motion.in_plane for motion in found)
    assert (found[-1].dx_px, found[-1].dy_px) == (found[-2].dx_px, found[-2].dy_px)


def test_the_reference_is_a_picture_like_the_others_not_the_odd_first_one():
    reference = choose_reference([on_bmode((0, 0), seed=seed) for seed in (7, 0, 0, 0, 0, 0)])
    assert reference.number > 0
    assert reference.likeness > 0.9


def test_motion_can_be_told_against_another_picture():
    holder = StillHolder()
    found = [holder.add(on_bmode((number, 0))) for number in range(6)]
    again = relative_to(found, found[3])
    assert again[3].dx_px == 0
    assert again[5].dx_px == pytest.approx(2, abs=0.3)


def test_few_pictures_are_kept_however_long_the_study():
    holder = StillHolder()
    picture = on_bmode((0, 0))
    for _ in range(200):
        holder.add(picture)
    assert len(holder._kept) <= 32


def test_a_held_picture_lies_where_the_reference_lies():
    still = bmode()
    back = hold(moved(still, (3.0, -2.0)), 3.0, -2.0)
    assert np.allclose(back[10:-10, 10:-10], still[10:-10, 10:-10], atol=1e-3 * still.max())


def test_a_flat_picture_is_compared_with_nothing():
    assert Template(prepare(np.full((64, 64), 90, np.uint8), BMODE)).flat


def test_with_few_pictures_only_a_picture_of_something_else_is_out_of_plane():
    assert plane_limit(np.array([0.9, 0.5])) == pytest.approx(0.3)


def test_the_reference_object_is_held_still_and_its_foreign_plane_found():
    recipe = Recipe(size_px=(128, 128), hz=4, duration_s=14, breathing_px=(1, 3), out_of_plane_s=((8.0, 11.0),))
    found = measure_motion(Phantom(recipe))
    assert found["residual_median_px"] < 0.5
    assert found["bmode_correlation"] >= 0.81
    assert found["out_of_plane"]["missed"] == found["out_of_plane"]["false"] == 0
