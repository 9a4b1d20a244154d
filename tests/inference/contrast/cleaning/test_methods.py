"""What every cleaning method owes a study, whichever is chosen."""

from dataclasses import replace

import numpy as np
import pytest

from inference.contrast.cleaning.cleaner import Cleaner, Raw
from inference.contrast.cleaning.local_polynomial import LocalPolynomial
from inference.contrast.cleaning.measuring.curve_shape import curve_shape
from inference.contrast.cleaning.methods import CLEANERS, best
from inference.contrast.cleaning.network import Network
from tests.inference.contrast.cleaning.made_up import made_up

EVEN_S = np.arange(0, 20, 0.25)
# How far a constant study of 0.2 may come out elsewhere: floats for what is linear, a step of the 8-bit picture else
CONSTANT_WITHIN = {"non-local means, log, alone": 0.03}
SCALES_WITHIN = 1e-3
PEAK_WITHIN_S = {"non-local means, log, alone": 1.5}  # steps of 0.24 dB on a flat top
# the network learns for seconds; here it is only to keep the rules
SHORT = tuple(replace(each, steps=5) if isinstance(each, Network) else each for each in CLEANERS)
every_method = pytest.mark.parametrize("cleaner", SHORT, ids=lambda cleaner: cleaner.name)


def test_every_method_has_its_own_name():
    names = [cleaner.name for cleaner in (Raw(), *CLEANERS)]
    assert len(set(names)) == len(names)
    assert best() in CLEANERS


@every_method
def test_a_study_without_speckle_and_without_flow_stays_as_it_is(cleaner: Cleaner):
    constant = np.full((30, 24, 24), 0.2, np.float32)
    cleaned = cleaner.clean(constant, EVEN_S[:30])
    assert cleaned == pytest.approx(constant, rel=CONSTANT_WITHIN.get(cleaner.name, 1e-3))


@every_method
def test_twice_the_power_gives_twice_the_power(cleaner: Cleaner):
    study = made_up(EVEN_S[:30], side=24)
    once, twice = cleaner.clean(study.power, study.times_s), cleaner.clean(2 * study.power, study.times_s)
    assert np.abs(twice - 2 * once).max() <= SCALES_WITHIN * twice.max()


@every_method
def test_the_peak_of_a_region_stays_where_it_is(cleaner: Cleaner):
    study = made_up(EVEN_S, speckle=False)
    cleaned = cleaner.clean(study.power, study.times_s)
    for name in ("lesion", "parenchyma"):
        found = curve_shape(cleaned[:, study.masks[name]].mean(axis=1), study.times_s)
        true = curve_shape(study.truth[name], study.times_s)
        assert found.peak_s == pytest.approx(true.peak_s, abs=PEAK_WITHIN_S.get(cleaner.name, 0.5))


@every_method
@pytest.mark.parametrize("kind", ["noise", "black", "one bright frame", "holes"])
def test_neither_negative_nor_missing_power_ever_comes_out(cleaner: Cleaner, kind: str):
    chance = np.random.default_rng(1)
    power = chance.standard_exponential((12, 20, 17), dtype=np.float32)
    if kind == "black":
        power[:] = 0
    elif kind == "one bright frame":
        power *= 1e-6
        power[5] = 1
    elif kind == "holes":
        power[chance.random(power.shape) < 0.2] = np.nan
        power[:, 3:5] = np.nan
        power[7, 1, 1] = np.inf
        power[2, 6, 6] = -1
    given = power.copy()
    cleaned = cleaner.clean(power, np.cumsum(chance.uniform(0.01, 0.4, 12)))
    assert cleaned.shape == power.shape
    assert cleaned.dtype == np.float32
    assert np.all(np.isfinite(cleaned))
    assert cleaned.min() >= 0
    assert np.array_equal(power, given, equal_nan=True), "the study itself must not change"


@every_method
@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_study_of_very_few_frames_is_cleaned_too(cleaner: Cleaner, count: int):
    power = np.random.default_rng(2).standard_exponential((count, 9, 8), dtype=np.float32)
    assert np.all(np.isfinite(cleaner.clean(power, EVEN_S[:count])))


@pytest.mark.parametrize(
    "times_s", [np.arange(4.0), np.zeros(5), np.arange(5.0)[::-1], np.array([0, 1, np.nan, 3, 4])], ids=str
)
def test_times_that_do_not_fit_are_refused(times_s):
    with pytest.raises(ValueError):
        LocalPolynomial().clean(np.zeros((5, 4, 4), np.float32), times_s)


def test_dropped_frames_do_not_change_the_answer():
    study = made_up(np.arange(0, 20, 0.1), side=32)
    kept = np.random.default_rng(3).random(len(study.times_s)) < 0.7
    kept[[0, -1]] = True
    whole = best().clean(study.power, study.times_s)[kept]
    thinned = best().clean(study.power[kept], study.times_s[kept])
    lesion = study.masks["lesion"]
    difference = whole[:, lesion].mean(axis=1) - thinned[:, lesion].mean(axis=1)
    assert np.sqrt((difference**2).mean()) < 0.05 * study.truth["lesion"].max()
