"""From grey to echo power and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.contrast.compression import Compression, compressed, power, power_of_bytes
from inference.contrast.errors import ContrastError

ranges_db = st.floats(30, 100)
greys = st.floats(0.0, 1.0, width=32)


def one(value: float) -> np.ndarray:
    return np.array([value], dtype=np.float32)


@given(greys, greys, ranges_db)
def test_brighter_means_more_power(first, second, range_db):
    low, high = sorted((first, second))
    assert power(one(low), range_db)[0] <= power(one(high), range_db)[0]


@given(st.floats(1 / 256, 1.0, width=32), ranges_db)
def test_grey_to_power_and_back_is_the_same_grey(grey, range_db):
    assert compressed(power(one(grey), range_db), range_db)[0] == pytest.approx(grey, abs=2e-5)


@given(ranges_db)
def test_white_is_one_and_black_is_nothing(range_db):
    white, black, beyond = power(np.array([1.0, 0.0, 1.5], dtype=np.float32), range_db)
    assert (white, black, beyond) == (1.0, 0.0, 1.0)


def test_half_grey_at_60_db_is_30_db_below_white():
    assert power(one(0.5), 60.0)[0] == pytest.approx(1e-3, rel=1e-4)


@given(ranges_db)
def test_the_table_of_bytes_agrees_with_the_formula(range_db):
    levels = np.arange(256, dtype=np.uint8)
    assert np.allclose(power_of_bytes(levels, range_db), power(levels.astype(np.float32) / 255, range_db))


@pytest.mark.parametrize("range_db", [29.0, 101.0, float("nan")])
def test_a_dynamic_range_no_scanner_has_is_refused(range_db):
    with pytest.raises(ContrastError, match="dB"):
        Compression(range_db, "given")
