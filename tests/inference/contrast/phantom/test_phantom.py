from dataclasses import replace

import numpy as np
import pytest

from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Perfusion, Recipe
from inference.contrast.picture import ContrastPicture, Series

SMALL = Recipe(size_px=(96, 96), hz=4.0, duration_s=40.0)
STILL = replace(SMALL, breathing_px=(0.0, 0.0), drift_px=(0.0, 0.0), tremor_px=0.0)


def powers(pictures: list[ContrastPicture], range_db: float) -> Series:
    """Echo power as an ideal reader takes it from grey pictures, (n, h, w)."""
    grey = np.stack([picture.contrast[..., 0] for picture in pictures]).astype(np.float64)
    return np.where(grey > 0, 10 ** ((grey / 255 - 1) * range_db / 10), 0)


def test_the_same_recipe_gives_the_same_pictures_and_another_seed_gives_others() -> None:
    recipe = replace(SMALL, end_s=3.0)
    first, second = list(Phantom(recipe).pictures()), list(Phantom(recipe).pictures())
    other = list(Phantom(replace(recipe, seed=1)).pictures())
    for a, b, c in zip(first, second, other, strict=True):
        assert np.array_equal(a.contrast, b.contrast)
        assert a.bmode is not None
        assert b.bmode is not None
        assert np.array_equal(a.bmode, b.bmode)
        assert not np.array_equal(a.contrast, c.contrast)


@pytest.mark.parametrize("order", ["together", "centripetal", "centrifugal"])
def test_the_mean_over_a_region_is_the_truth(order: str) -> None:
    recipe = replace(
        STILL, speckle=0.2, arrival_order=order, rim=Perfusion(0.04, 7.0, 10.0), defect_share=0.15, penetrating=True
    )
    phantom = Phantom(recipe)
    pictures = list(phantom.pictures())
    power = powers(pictures, recipe.dynamic_range_db)
    truth = phantom.truth.curve(phantom.truth.times_s)
    for name, mask in phantom.truth.regions.items():
        measured = power[:, mask].mean(axis=1)
        assert measured.mean() == pytest.approx(truth[name].mean(), rel=0.01, abs=1e-6), name  # black is no power
        if name in ("lesion", "reference"):
            assert np.corrcoef(measured, truth[name])[0, 1] > 0.999
