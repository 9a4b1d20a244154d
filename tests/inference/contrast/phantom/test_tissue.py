from dataclasses import replace

import cv2
import numpy as np
import pytest

from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Perfusion, Recipe
from inference.contrast.picture import Bytes, Floats
from tests.inference.contrast.phantom.power import correlation

MOVING = Recipe(size_px=(160, 160), hz=4.0, duration_s=20.0, breathing_px=(3.0, 8.0), drift_px=(6.0, -4.0))


def bmode_pictures(recipe: Recipe) -> list[Bytes]:
    return [picture.bmode for picture in Phantom(recipe).pictures() if picture.bmode is not None]


def test_tissue_is_seen_where_the_truth_says() -> None:
    truth = Phantom(MOVING).truth
    pictures = [picture.astype(np.float32) for picture in bmode_pictures(MOVING)]
    inner = np.pad(np.ones((128, 128), np.uint8), 16)
    ended = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 1e-5)
    errors = []
    for picture, (dx, dy) in zip(pictures[::4], (truth.shifts_px - truth.shifts_px[0])[::4], strict=True):
        near = np.array([[1, 0, round(float(dx))], [0, 1, round(float(dy))]], np.float32)
        _, found = cv2.findTransformECC(pictures[0], picture, near, cv2.MOTION_TRANSLATION, ended, inner, 1)
        errors.append(np.hypot(found[0, 2] - dx, found[1, 2] - dy))
    assert np.abs(truth.shifts_px[::4]).max() > 6
    assert max(errors) < 0.12


def test_pictures_laid_over_each_other_by_the_truth_agree() -> None:
    truth = Phantom(MOVING).truth
    pictures = bmode_pictures(MOVING)
    inner = (slice(16, -16), slice(16, -16))

    def aligned(moment: int) -> Floats:
        dx, dy = truth.shifts_px[moment]
        back = cv2.warpAffine(
            pictures[moment],
            np.array([[1, 0, dx], [0, 1, dy]]),
            (160, 160),
            flags=cv2.WARP_INVERSE_MAP | cv2.INTER_CUBIC,
        )
        return np.asarray(back, np.float32)[inner]

    agreements = [correlation(aligned(0), aligned(moment)) for moment in range(1, len(pictures))]
    assert min(agreements) > 0.9
    assert correlation(pictures[0][inner], pictures[8][inner]) < 0.6


def test_the_agent_moves_with_the_tissue() -> None:
    phantom = Phantom(replace(MOVING, speckle=0.2))
    picture = list(phantom.pictures())[-1]
    dx, dy = (round(float(way)) for way in phantom.truth.shifts_px[-1])
    lesion = np.roll(phantom.truth.lesion, (dy, dx), (0, 1))
    edge = cv2.morphologyEx(lesion.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((9, 9), np.uint8)).astype(bool)
    grey = picture.contrast[..., 0].astype(np.float64)
    assert grey[lesion & ~edge].mean() > grey[~lesion & edge].mean() + 5


def test_out_of_the_plane_the_picture_changes_and_it_comes_back() -> None:
    recipe = replace(MOVING, breathing_px=(0.0, 0.0), drift_px=(0.0, 0.0), tremor_px=0.0, out_of_plane_s=((6.0, 11.0),))
    truth = Phantom(recipe).truth
    pictures = bmode_pictures(recipe)
    agreement = np.array([correlation(pictures[0], picture) for picture in pictures])
    assert agreement[truth.plane == 1].min() > 0.95
    assert agreement[truth.plane < 0.1].max() < 0.5
    leaving = (truth.times_s >= 6.0) & (truth.times_s <= 7.0)
    assert (np.diff(agreement[leaving]) < 0).all()
    assert truth.out_of_plane.any()
    assert set(truth.times_s[truth.out_of_plane]) < set(truth.times_s[truth.plane < 1])
    assert agreement[~truth.out_of_plane].min() > agreement[truth.out_of_plane].max()


def test_the_lesion_is_dark_in_the_b_mode_picture_and_its_vessel_too() -> None:
    phantom = Phantom(MOVING)
    bmode = next(phantom.pictures()).bmode
    assert bmode is not None
    assert bmode[phantom.truth.lesion].mean() < bmode[phantom.truth.reference].mean() - 40
    assert bmode[phantom.truth.vessel].mean() < bmode[phantom.truth.reference].mean() - 10


def test_the_regions_are_those_of_the_recipe() -> None:
    plain = Phantom(MOVING).truth
    assert set(plain.regions) == {"lesion", "reference", "vessel"}
    assert not (plain.lesion & (plain.reference | plain.vessel)).any()
    rich = Phantom(replace(MOVING, rim=Perfusion(0.05, 7.0, 10.0), defect_share=0.2, penetrating=True)).truth
    assert rich.defect.sum() == pytest.approx(0.2 * rich.lesion.sum(), rel=0.05)
    assert not (rich.rim & ~rich.lesion).any()
    assert not (rich.defect & (rich.rim | rich.vessel)).any()
    assert (rich.vessel & rich.lesion).any()


def test_a_single_panel_has_no_b_mode_picture() -> None:
    assert all(picture.bmode is None for picture in Phantom(replace(MOVING, panels="single", end_s=1.0)).pictures())
