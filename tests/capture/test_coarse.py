"""The small version of a screen: what is derived from it is the same as what was measured on the picture itself."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.screen.coarse import SmallScreen, means_of, summed


@given(st.integers(2, 90), st.integers(2, 90), st.integers(1, 12), st.integers(1, 12), st.integers(0, 9))
def test_means_from_a_summed_area_table_are_those_of_an_area_resize(
    height: int, width: int, across: int, down: int, seed: int
) -> None:
    across, down = min(across, width), min(down, height)
    picture = np.random.default_rng(seed).integers(0, 256, (height, width), np.uint8)
    resized = cv2.resize(picture.astype(np.float32), (across, down), interpolation=cv2.INTER_AREA)
    assert means_of(summed(picture), across, down) == pytest.approx(resized, abs=0.02)


def test_the_small_version_has_about_480_columns_and_keeps_nothing_of_the_screen() -> None:
    for width, columns in ((1920, 480), (1366, 456), (640, 640), (3840, 480)):
        pixels = np.full((90, width, 3), (1, 2, 3), np.uint8)
        small = SmallScreen(pixels)
        assert small.grey.shape[1] == columns
        assert not np.shares_memory(small.grey, pixels)
        assert (small.grey == 2).all()


def test_steps_are_seen_to_the_right_and_downwards() -> None:
    pixels = np.zeros((4, 4, 3), np.uint8)
    pixels[1, 2] = 100
    assert SmallScreen(pixels).steps.tolist() == [[0, 0, 100, 0], [0, 100, 100, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
