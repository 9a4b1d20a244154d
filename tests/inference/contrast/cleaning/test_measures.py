"""The measures by which methods are judged."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.contrast.cleaning.independence import independence
from inference.contrast.cleaning.local_polynomial import LocalPolynomial
from inference.contrast.cleaning.looks import log_mean_bias, looks
from inference.contrast.cleaning.measuring.compare import compare
from inference.contrast.cleaning.measuring.curve_shape import curve_shape
from inference.contrast.cleaning.measuring.temporal_snr import Trend, temporal_snr_db
from tests.inference.contrast.cleaning.made_up import made_up

EVEN_S = np.arange(0, 20, 0.1)


def test_a_mean_of_four_independent_frames_gains_six_decibel():
    noise = np.random.default_rng(0).standard_exponential((400, 200))
    one = temporal_snr_db(noise, np.ones(400))
    four = temporal_snr_db(noise.reshape(100, 4, 200).mean(axis=1), np.ones(100))
    assert one == pytest.approx(0, abs=0.2)
    assert four - one == pytest.approx(6.02, abs=0.2)


@given(st.floats(0.01, 100))
def test_the_measure_does_not_know_the_scale_and_counts_bias_as_noise(scale):
    curve = 1 + np.sin(EVEN_S)
    assert temporal_snr_db(scale * 1.1 * curve, scale * curve) == pytest.approx(20)
    assert temporal_snr_db(scale * curve, scale * curve) >= 100


def test_speckle_of_many_looks_is_told_from_that_of_one():
    chance = np.random.default_rng(1)
    for number in (1, 4):
        power = chance.gamma(number, 1 / number, (80, 20, 20)).astype(np.float32)
        assert looks(power, EVEN_S[:80]) == pytest.approx(number, rel=0.1)
    assert log_mean_bias(1) == pytest.approx(-np.euler_gamma)


def test_independent_frames_are_told_from_persistence():
    study = made_up(EVEN_S[:100])
    free = independence(study.power, study.times_s)
    assert free.independent
    assert free.share > 0.85
    mixed = study.power.copy()
    for number in range(1, len(mixed)):
        mixed[number] = 0.5 * mixed[number - 1] + 0.5 * mixed[number]
    held = independence(mixed, study.times_s)
    assert held.correlation == pytest.approx(0.5, abs=0.08)
    assert held.share == pytest.approx(1 / 3, abs=0.08)
    assert not held.independent


def test_too_few_frames_leave_the_independence_unknown():
    study = made_up(EVEN_S[:4])
    assert independence(study.power, study.times_s).correlation is None
    assert independence(np.zeros((30, 8, 8), np.float32), EVEN_S[:30]).share == 0


def test_the_shape_of_a_parabola_is_read_between_the_samples():
    at = np.arange(0, 10, 0.5)
    shape = curve_shape(5 - (at - 4.2) ** 2, at)
    assert shape.peak == pytest.approx(5)
    assert shape.peak_s == pytest.approx(4.2)


@pytest.mark.parametrize("at", [0, -1])
def test_a_peak_at_the_end_is_taken_as_it_stands(at):
    curve = np.zeros(6)
    curve[at] = 1
    assert curve_shape(curve, np.arange(6.0)).peak == 1


def test_the_table_holds_the_raw_study_first_and_the_gain_of_each_method():
    study = made_up(EVEN_S, side=24)
    rows = compare(study.power, study.times_s, study.masks, study.truth, [LocalPolynomial()])
    assert [row["method"] for row in rows] == ["raw", "polynomial in time"]
    assert rows[0]["pixel_gain_db"] == 0
    assert rows[1]["pixel_gain_db"] > 6
    assert rows[1]["region_gain_db"] > 6
    assert abs(rows[1]["auc_bias"]) < 2


def test_without_truth_the_trend_of_the_raw_curve_stands_in_and_does_not_flatter():
    study = made_up(EVEN_S, side=32)
    methods = [LocalPolynomial(reach_s=0.7)]
    known = compare(study.power, study.times_s, study.masks, study.truth, methods)[1]
    unknown = compare(study.power, study.times_s, study.masks, None, methods)[1]
    assert unknown["region_gain_db"] > 3
    assert unknown["pixel_gain_db"] == pytest.approx(known["pixel_gain_db"], abs=0.7)
    assert unknown["pixel_snr_db"] == pytest.approx(known["pixel_snr_db"], abs=0.7)


def test_a_smooth_curve_is_its_own_trend():
    assert Trend.of(made_up(EVEN_S).truth["lesion"], EVEN_S).curve == pytest.approx(
        made_up(EVEN_S).truth["lesion"], abs=0.02
    )
