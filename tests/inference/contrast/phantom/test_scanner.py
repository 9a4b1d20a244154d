import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.contrast.phantom.scanner import TINTS, compress, through_jpeg, tint_table, to_bytes
from inference.contrast.phantom.speckle import circular_field, power_of
from tests.inference.contrast.phantom.power import correlation


@given(grey=st.integers(1, 254), range_db=st.floats(30, 90))
def test_every_grey_level_comes_back_from_its_power(grey: int, range_db: float) -> None:
    power = np.array([[10 ** ((grey / 255 - 1) * range_db / 10)]], np.float32)
    assert to_bytes(compress(power, range_db))[0, 0] == grey


def test_white_is_power_one_black_is_the_range_below_and_beyond_is_clipped() -> None:
    power = np.array([[1.0, 5.0, 1e-6, 1e-9, 0.0, 1e-3]], np.float32)
    assert to_bytes(compress(power, 60.0)).tolist() == [[255, 255, 0, 0, 0, 128]]


@pytest.mark.parametrize("tint", TINTS)
def test_a_tint_gets_brighter_with_every_level(tint: str) -> None:
    table = tint_table(tint).astype(np.float64)
    assert len(np.unique(table, axis=0)) == 256
    brightness = table @ [0.299, 0.587, 0.114]
    assert (np.diff(brightness) > 0).all()
    assert brightness[0] == 0


def test_jpeg_leaves_artefacts_and_the_order_of_the_colours() -> None:
    table = tint_table("amber")
    pixels = np.repeat(np.repeat(table[None], 32, axis=0), 1, axis=1)
    back = through_jpeg(pixels, 30)
    assert back.shape == pixels.shape
    assert 0 < np.abs(back.astype(int) - pixels).mean() < 8


def test_speckle_is_exponential_up_to_the_edge_and_as_coarse_as_it_says() -> None:
    rng = np.random.default_rng(0)
    power = np.stack([power_of(circular_field(rng, (120, 120), (5.0, 3.0))) for _ in range(60)]).astype(np.float64)
    assert power.mean() == pytest.approx(1, abs=0.02)
    assert power[:, :3].mean() == pytest.approx(1, abs=0.1)
    assert power[:, :, :3].mean() == pytest.approx(1, abs=0.1)
    assert power.std() == pytest.approx(1, abs=0.05)
    assert (power > 3).mean() == pytest.approx(np.exp(-3), rel=0.1)
    assert (correlation(power[:, :, 2:], power[:, :, :-2]) + correlation(power[:, :, 3:], power[:, :, :-3])) / 2 == (
        pytest.approx(0.5, abs=0.05)
    )
    assert (correlation(power[:, 1:], power[:, :-1]) + correlation(power[:, 2:], power[:, :-2])) / 2 == (
        pytest.approx(0.5, abs=0.05)
    )
    assert abs(correlation(power[1:], power[:-1])) < 0.02
