"""A curve is fitted by the model that made it, or refused with the reason; never in between."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.contrast.errors import ContrastError
from inference.contrast.fit import fit_curve
from inference.contrast.models import MODELS
from tests.inference.contrast.bolus import PARAMS, bolus, speckled, times

NAMES = pytest.mark.parametrize("name", MODELS)


@NAMES
@given(
    arrival_s=st.floats(3, 25),
    mean_s=st.floats(8, 35),
    spread=st.floats(0.25, 0.66),
    baseline=st.floats(0.01, 0.5),
    scale=st.floats(1e-4, 1e4),
)
@settings(max_examples=8, deadline=None)
def test_without_noise_the_parameters_come_back(name, arrival_s, mean_s, spread, baseline, scale) -> None:
    truth = np.array([mean_s * scale, arrival_s, mean_s, spread, baseline * scale])
    times_s = times(220, 5)
    fit = fit_curve(times_s, MODELS[name].curve(times_s, truth), models={name: MODELS[name]})
    assert fit.r2 > 0.9999
    assert fit.params[:4] == pytest.approx(truth[:4], rel=0.02)


@NAMES
def test_the_model_that_made_the_curve_is_chosen_when_there_is_little_noise(name: str) -> None:
    fit = fit_curve(times(), speckled(bolus(times(), name), 0.03))
    assert fit.model == name
    assert fit.r2 > 0.995


def test_the_level_scales_and_the_clock_shifts_nothing_else() -> None:
    power = speckled(bolus(times()))
    plain = fit_curve(times(), power)
    brighter, later = fit_curve(times(), 1000 * power), fit_curve(times() + 500, power)
    assert brighter.params == pytest.approx(plain.params * [1000, 1, 1, 1, 1000], rel=1e-3)
    assert later.params == pytest.approx(plain.params + np.array([0, 500, 0, 0, 0]), rel=1e-3)
    assert brighter.model == later.model == plain.model
    since_1970 = fit_curve(times() + 1.7e9, power)
    assert since_1970.params[1] - 1.7e9 == pytest.approx(plain.params[1], abs=0.01)
    assert since_1970.curve(times() + 1.7e9) == pytest.approx(plain.curve(times()), rel=1e-3)


def test_frames_left_out_do_not_matter() -> None:
    power = speckled(bolus(times()), seed=3)
    usable = np.ones(len(power), dtype=bool)
    usable[200:230] = usable[700:800] = False
    power[~usable] = 1e6
    fit = fit_curve(times(), power, usable=usable)
    assert fit.params[[0, 2]] == pytest.approx([100, 25], rel=0.06)


def test_a_few_wild_pictures_hardly_move_the_fit() -> None:
    power = speckled(bolus(times()), seed=4)
    plain = fit_curve(times(), power)
    power[[300, 620, 621, 900]] *= 6
    assert fit_curve(times(), power).params[:3] == pytest.approx(plain.params[:3], rel=0.05)


def test_uneven_times_and_many_pictures_are_fitted() -> None:
    random = np.random.default_rng(0)
    times_s = np.sort(random.uniform(0, 240, 12_000))
    fit = fit_curve(times_s, speckled(bolus(times_s), seed=1))
    assert len(fit.points.power) <= 240
    assert fit.params[[0, 2]] == pytest.approx([100, 25], rel=0.04)


def test_persistence_is_noticed() -> None:
    noise = np.random.default_rng(0).normal(size=1200)
    smooth = np.convolve(noise, np.exp(-np.arange(40) / 8), mode="same") * 0.06
    assert fit_curve(times(), bolus(times()) * (1 + smooth)).dependence > 2
    assert fit_curve(times(), speckled(bolus(times()))).dependence < 1.5


BAD = {
    "constant": (times(), np.full(1200, 3.0), "constant"),
    "all zero": (times(), np.zeros(1200), "constant"),
    "not numbers": (times(), np.full(1200, np.nan), "not numbers"),
    "one not a number": (times(), np.where(np.arange(1200) == 7, np.nan, bolus(times())), "not numbers"),
    "two points": (np.array([0.0, 1.0]), np.array([1.0, 2.0]), "2 usable pictures"),
    "repeated times": (np.repeat(times()[::2], 2), bolus(times()), "repeat"),
    "backwards": (times()[::-1], bolus(times()), "backwards"),
    "only noise": (times(), speckled(np.full(1200, 3.0)), "no enhancement"),
    "decreasing": (times(), bolus(times() + 40), "begins after the peak"),
    "lengths differ": (times()[:5], bolus(times()), "number"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_curve_is_refused_with_the_reason(case: str) -> None:
    times_s, power, words = BAD[case]
    with pytest.raises(ContrastError, match=words):
        fit_curve(times_s, power)


def test_a_region_that_is_all_excluded_is_refused() -> None:
    with pytest.raises(ContrastError, match="0 usable pictures"):
        fit_curve(times(), bolus(times()), usable=np.zeros(1200, dtype=bool))


@given(power=st.lists(st.floats(-1e6, 1e6), min_size=12, max_size=30))
@settings(max_examples=8, deadline=None)
def test_any_numbers_end_in_a_finite_fit_or_a_reason(power: list[float]) -> None:
    try:
        fit = fit_curve(np.arange(len(power), dtype=float), np.array(power))
    except ContrastError:
        return
    assert np.isfinite(fit.params).all()
    assert np.isfinite([fit.r2, fit.aicc]).all()


def test_the_params_are_those_of_the_truth_under_speckle() -> None:
    off = [fit_curve(times(), speckled(bolus(times()), seed=seed)).params / PARAMS - 1 for seed in range(8)]
    assert np.abs(np.median(off, axis=0))[[0, 2]].max() < 0.02
