"""Pictures of a study come out as they went in."""

import numpy as np
import pytest

from app.study.pictures import pixels_of, png_of


@pytest.mark.parametrize("grey", [True, False])
def test_a_picture_comes_out_as_it_went_in(grey: bool) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (48, 64, 1 if grey else 3), dtype=np.uint8)
    pixels = np.repeat(pixels, 3, axis=2) if grey else pixels
    kept = pixels_of(png_of(pixels))
    assert (kept == pixels).all()
    assert not kept.flags.writeable


def test_a_grey_picture_takes_the_room_of_one_channel() -> None:
    colour = np.random.default_rng(0).integers(0, 256, (96, 96, 3), dtype=np.uint8)
    grey = np.repeat(colour[:, :, :1], 3, axis=2)
    assert len(png_of(grey)) * 2 < len(png_of(colour))
