"""The dynamic range by the speckle."""

import numpy as np
import pytest

from inference.contrast.errors import ContrastError
from inference.contrast.picture import Floats
from inference.contrast.speckle.averaging import explain, moments_of_looks
from inference.contrast.speckle.dynamic_range import estimate_dynamic_range, measure_speckle
from tests.inference.contrast.made_up_cine import anatomy, shown, speckle

SIDE_PX = 128


def run(
    range_db: float, persistence: float = 0.0, noise: float = 1.0, level: float = 0.03, count: int = 24
) -> list[Floats]:
    """Pictures one after another of perfused anatomy, without the scanner's start."""
    rng = np.random.default_rng(1)
    perfused = anatomy(2, SIDE_PX)
    shown_power = None
    pictures = []
    for number in range(count + 8):
        power = perfused * level * (1 - noise + noise * speckle(rng, SIDE_PX)) * (1 + number / 40)
        if shown_power is not None:
            power = persistence * shown_power + (1 - persistence) * power
        shown_power = power
        pictures.append(shown(power, range_db).astype(np.float32) / 255)
    return pictures[8:]


@pytest.mark.parametrize("range_db", [40.0, 60.0, 80.0])
def test_the_dynamic_range_is_estimated_within_a_twentieth(range_db):
    found = estimate_dynamic_range(run(range_db))
    assert found.origin == "estimated"
    assert found.dynamic_range_db == pytest.approx(range_db, rel=0.05)
    assert found.uncertainty_db > 0


@pytest.mark.parametrize("persistence", [0.3, 0.6])
def test_the_scanners_averaging_is_recognised_and_allowed_for(persistence):
    found = estimate_dynamic_range(run(60.0, persistence))
    assert found.dynamic_range_db == pytest.approx(60.0, rel=0.12)


def test_noise_that_is_not_speckle_gives_no_dynamic_range():
    with pytest.raises(ContrastError, match="not speckle"):
        estimate_dynamic_range(run(60.0, noise=0.2))


@pytest.mark.parametrize("level", [1e-7, 10.0])
def test_a_black_or_a_white_recording_gives_no_dynamic_range(level):
    with pytest.raises(ContrastError, match="neither black nor white"):
        estimate_dynamic_range(run(60.0, level=level))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_few_pictures_give_no_dynamic_range(count):
    with pytest.raises(ContrastError):
        estimate_dynamic_range(run(60.0)[:count])


def test_a_range_that_no_scanner_has_is_refused():
    with pytest.raises(ContrastError, match="which no scanner uses"):
        estimate_dynamic_range(run(125.0))


def test_the_gain_does_not_matter():
    soft, loud = (measure_speckle(run(60.0, level=level)).spread for level in (0.01, 0.02))
    assert soft == pytest.approx(loud, rel=0.02)


def test_one_look_has_the_spread_of_an_exponential():
    spread, skew = moments_of_looks(1.0)
    assert spread == pytest.approx(np.log(2), abs=2e-3)  # Hosking 1990, table 1: Gumbel
    assert skew == pytest.approx(-0.1699, abs=2e-3)


def test_the_shape_tells_the_kind_of_averaging():
    assert explain(-0.17, 0.001, 1.0).kind == "none"
    assert explain(-0.17, 0.001, 0.7).kind == "held"
    assert explain(-0.0343, 0.001, 0.7728).kind == "power"
    assert explain(-0.1272, 0.001, 0.7931).kind == "logarithm"
    assert explain(-0.1, 0.001, 1.0).doubt > 0.15  # compounding, or a lossy recording
    assert not explain(0.1, 0.001, 1.0).plausible


def test_the_table_of_averaged_speckle_is_what_a_simulation_gives():
    rng = np.random.default_rng(0)
    averaged = rng.exponential(size=(4, 40_000))
    for _ in range(20):
        averaged = 0.5 * averaged + 0.5 * rng.exponential(size=averaged.shape)
    a, b, c, d = np.sort(np.log(averaged), axis=0)
    second, third = (3 * (d - a) + c - b).mean() / 12, (a - b - c + d).mean() / 4
    assert second / np.log(2) == pytest.approx(0.4656, abs=0.01)
    assert third / second == pytest.approx(-0.0343, abs=0.01)
