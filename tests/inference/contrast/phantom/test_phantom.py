from dataclasses import replace
from itertools import islice, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.contrast.phantom.path import path_of
from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Perfusion, Recipe
from tests.inference.contrast.phantom.power import correlation, powers

SMALL = Recipe(size_px=(96, 96), hz=4.0, duration_s=40.0)
STILL = replace(SMALL, breathing_px=(0.0, 0.0), drift_px=(0.0, 0.0), tremor_px=0.0)
NO_AGENT = Perfusion(1e-9, 1.0, 10.0)
STEADY = replace(  # the same mean echo at every time, so that nothing but speckle changes
    STILL, lesion=NO_AGENT, parenchyma=NO_AGENT, vessel=None, tissue_leak=1e-9, noise_floor=0.02, end_s=10.0
)


def test_the_same_recipe_gives_the_same_pictures_and_another_seed_gives_others() -> None:
    recipe = replace(SMALL, end_s=3.0)
    phantom = Phantom(recipe)
    first, again, second = list(phantom.pictures()), list(phantom.pictures()), list(Phantom(recipe).pictures())
    other = list(Phantom(replace(recipe, seed=1)).pictures())
    for a, b, c, d in zip(first, again, second, other, strict=True):
        assert np.array_equal(a.contrast, b.contrast)
        assert np.array_equal(a.contrast, c.contrast)
        assert np.array_equal(a.bmode, c.bmode)
        assert not np.array_equal(a.contrast, d.contrast)


@pytest.mark.parametrize("order", ["together", "centripetal", "centrifugal"])
def test_the_mean_over_a_region_is_the_truth(order: str) -> None:
    rim = Perfusion(0.04, 7.0, 10.0)
    recipe = replace(STILL, speckle=0.2, arrival_order=order, rim=rim, defect_share=0.15, penetrating=True)
    phantom = Phantom(recipe)
    power = powers(phantom.pictures())
    truth = phantom.truth.curve(phantom.truth.times_s)
    assert set(truth) == {"lesion", "reference", "rim", "vessel", "defect"}
    for name, mask in phantom.truth.regions.items():
        measured = power[:, mask].mean(axis=1)
        assert measured.mean() == pytest.approx(truth[name].mean(), rel=0.01, abs=1e-6), name  # black is no power
        if name in ("lesion", "reference"):
            assert correlation(measured, truth[name]) > 0.999


def test_fully_developed_speckle_leaves_the_mean_as_it_is() -> None:
    phantom = Phantom(replace(STILL, size_px=(128, 128)))
    power = powers(phantom.pictures())
    truth = phantom.truth.curve(phantom.truth.times_s)
    for name in ("lesion", "reference"):
        measured = power[:, phantom.truth.regions[name]].mean(axis=1)
        assert measured.mean() == pytest.approx(truth[name].mean(), rel=0.02), name


def test_a_peak_is_the_peak_of_its_region() -> None:
    truth = Phantom(SMALL).truth
    agent = truth.agent(np.linspace(0, 40, 4001))
    assert agent["lesion"].max() == pytest.approx(SMALL.lesion.peak, rel=1e-4)
    assert agent["reference"].max() == pytest.approx(SMALL.parenchyma.peak, rel=1e-4)
    assert truth.arrival_s == {"lesion": 8.0, "reference": 10.0, "vessel": 6.0}


@pytest.mark.parametrize(("order", "first"), [("centripetal", "edge"), ("centrifugal", "middle")])
def test_the_agent_comes_in_the_order_that_is_asked_for(order: str, first: str) -> None:
    phantom = Phantom(replace(STILL, speckle=0.2, arrival_order=order, vessel=None, arrival_lag_s=4.0))
    ys, xs = np.nonzero(phantom.truth.lesion)
    away = np.hypot(xs - xs.mean(), ys - ys.mean())
    early = next(p for p in phantom.pictures() if p.time_s > SMALL.lesion.arrival_s + 2)
    power = powers([early])[0][phantom.truth.lesion]
    middle, edge = power[away < 6].mean(), power[(away > 10) & (away < 14)].mean()
    assert (edge > 2 * middle) if first == "edge" else (middle > 2 * edge)


@pytest.mark.parametrize("persistence", [0.3, 0.7])
def test_persistence_gives_the_correlation_it_says(persistence: float) -> None:
    power = powers(Phantom(replace(STEADY, persistence=persistence)).pictures())[15:]
    beside = [correlation(a, b) for a, b in pairwise(power)]
    assert np.mean(beside) == pytest.approx(persistence, abs=0.03)


@pytest.mark.parametrize("held", [0.0, 0.5, 0.9])
def test_speckle_is_held_as_far_as_it_says(held: float) -> None:
    power = powers(Phantom(replace(STEADY, speckle_held=held)).pictures())
    assert np.mean([correlation(a, b) for a, b in pairwise(power)]) == pytest.approx(held, abs=0.04)


@pytest.mark.parametrize("speckle", [0.2, 1.0])
def test_speckle_varies_as_much_as_it_says(speckle: float) -> None:
    power = powers(Phantom(replace(STEADY, speckle=speckle)).pictures())
    assert power.mean() == pytest.approx(0.02, rel=0.02)
    assert power.std() / power.mean() == pytest.approx(speckle, rel=0.05)


def test_max_hold_never_falls() -> None:
    pictures = list(Phantom(replace(SMALL, max_hold=True, end_s=25.0)).pictures())
    assert all((b.contrast >= a.contrast).all() for a, b in pairwise(pictures))


def test_a_change_of_gain_is_a_step_of_so_many_decibels() -> None:
    plain = powers(Phantom(STILL).pictures())
    changed = Phantom(replace(STILL, gain_change=(20.0, 6.0)))
    ratio_db = 10 * np.log10(powers(changed.pictures()).mean(axis=(1, 2)) / plain.mean(axis=(1, 2)))
    late = changed.truth.times_s >= 20.0
    assert ratio_db[~late] == pytest.approx(0, abs=1e-9)
    assert ratio_db[late] == pytest.approx(6, abs=0.2)
    assert np.array_equal(changed.truth.gain_db, np.where(late, 6.0, 0.0))


def test_a_burst_flashes_and_takes_the_agent_away_which_flows_in_again() -> None:
    phantom = Phantom(replace(STILL, burst_times_s=(20.0,)))
    means = powers(phantom.pictures()).mean(axis=(1, 2))
    flash = int(np.flatnonzero(phantom.truth.burst)[0])
    assert phantom.truth.burst.sum() == 1
    assert means[flash] > 5 * means[flash - 1]
    assert means[flash + 1] < 0.3 * means[flash - 1]
    curve = phantom.truth.curve(np.array([19.9, 20.1, 26.0]))["lesion"]
    assert curve[1] < 0.15 * curve[0]
    assert curve[2] > 3 * curve[1]


def test_the_saturated_share_is_the_one_that_is_counted() -> None:
    phantom = Phantom(replace(STILL, lesion=Perfusion(0.4, 8.0, 12.0), vessel=None))
    counted = [float((p.contrast[..., 0] == 255)[phantom.truth.lesion].mean()) for p in phantom.pictures()]
    assert max(counted) > 0.05
    assert np.mean(counted) == pytest.approx(phantom.truth.saturated.mean(), rel=0.1)


def test_recirculation_brings_a_second_pass() -> None:
    times_s = np.linspace(0, 60, 601)
    once = Phantom(SMALL).truth.agent(times_s)["lesion"]
    twice = Phantom(replace(SMALL, recirculation=0.3)).truth.agent(times_s)["lesion"]
    assert twice[:200] == pytest.approx(once[:200])
    assert twice[300] > 1.2 * once[300]


def test_a_recording_starts_late_ends_early_thins_out_and_repeats() -> None:
    cut = replace(SMALL, start_s=10.0, end_s=30.0, sparse_after=(20.0, 8))
    times_s = path_of(cut).times_s
    assert times_s[0] == 10.0
    assert times_s[-1] < 30.0
    assert np.diff(times_s)[0] == pytest.approx(0.25)
    assert np.diff(times_s)[-1] == pytest.approx(2.0)
    shown = list(islice(Phantom(replace(cut, repeats=3)).pictures(), 6))
    assert [picture.index for picture in shown] == [0, 1, 2, 3, 4, 5]
    assert np.array_equal(shown[0].contrast, shown[2].contrast)
    assert not np.array_equal(shown[2].contrast, shown[3].contrast)
    assert shown[3].time_s == pytest.approx(10.25)


@given(seed=st.integers(0, 2**31), jitter=st.floats(0, 0.9), hz=st.floats(1, 60))
def test_times_ascend_however_they_jitter(seed: int, jitter: float, hz: float) -> None:
    path = path_of(replace(SMALL, seed=seed, time_jitter=jitter, hz=hz, duration_s=12.0))
    assert (np.diff(path.times_s) > 0).all()
    assert len(path.shifts_px) == len(path.times_s)


def test_two_pictures_or_none_make_a_study_too() -> None:
    assert len(list(Phantom(replace(SMALL, start_s=10.0, end_s=10.5)).pictures())) == 2
    assert list(Phantom(replace(SMALL, start_s=10.0, end_s=10.0)).pictures()) == []
