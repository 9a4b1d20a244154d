"""A mass is known again by its look and the tissue round it."""

import numpy as np
import pytest

from inference.findings import Box
from inference.tracking.appearance import KEPT, Appearance, patch_of
from inference.tracking.motion import shrink
from tests.inference.scripted import Pixels, box_at, speckle, with_mass

AT = box_at(160, 120, 70, 50)


def small(pixels: Pixels) -> np.ndarray:
    return shrink(pixels)[0]


def seen(pixels: Pixels, box: Box = AT):
    half = Box(box.left / 2, box.top / 2, box.right / 2, box.bottom / 2)  # 320 px are shown as 160
    patch = patch_of(small(pixels), half)
    assert patch is not None
    return patch


def known(*pixels: Pixels) -> Appearance:
    looks = Appearance()
    for one in pixels:
        looks.add(seen(one))
    return looks


SCAN = with_mass(speckle(), AT)


def test_gain_and_contrast_do_not_count():
    brighter = np.clip(SCAN.astype(float) * 0.6 + 40, 0, 255).astype(np.uint8)
    assert known(SCAN).likeness(seen(brighter)) > 0.95


def test_a_mass_is_known_where_it_has_moved_with_its_tissue():
    moved = np.roll(SCAN, (20, -30), axis=(0, 1))
    there = Box(AT.left - 30, AT.top + 20, AT.right - 30, AT.bottom + 20)
    assert known(SCAN).likeness(seen(moved, there)) > 0.9


def test_the_same_shape_in_other_tissue_is_another_mass():
    assert known(SCAN).likeness(seen(with_mass(speckle(seed=7), AT))) == -1.0


def test_other_tissue_without_the_mass_is_not_like_it():
    assert known(SCAN).likeness(seen(speckle())) < 0.5


def test_a_mass_at_the_edge_is_known_by_what_is_seen_of_its_tissue():
    cut = SCAN[:, 130:]
    there = Box(AT.left - 130, AT.top, AT.right - 130, AT.bottom)
    patch = patch_of(shrink(cut)[0], Box(there.left * 160 / 190, there.top * 160 / 190, there.right * 160 / 190, 122))
    assert patch is not None
    assert known(SCAN).likeness(patch) > 0.5


@pytest.mark.parametrize("box", [box_at(400, 120), box_at(160, -30), box_at(-1, 50)])
def test_nothing_is_seen_outside_the_picture(box):
    assert patch_of(small(SCAN), Box(box.left / 2, box.top / 2, box.right / 2, box.bottom / 2)) is None


def test_nothing_is_seen_where_all_is_flat():
    assert patch_of(np.full((120, 160), 80, np.uint8), box_at(80, 60)) is None


def test_only_some_looks_are_kept():
    looks = known(*(with_mass(speckle(seed=number), AT, grey=5 + 40 * (number % 5)) for number in range(3 * KEPT)))
    assert looks.known
    assert len(looks._mass) <= KEPT


def test_without_a_look_nothing_is_alike():
    assert Appearance().likeness(seen(SCAN)) == -1.0
