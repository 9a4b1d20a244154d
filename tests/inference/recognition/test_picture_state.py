"""What is said of a picture does not flicker, and is the same at every frame rate."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.abstain import BLANK, COLOURED, NO_SPECKLE, NOT_BREAST
from inference.recognition.picture_state import PictureState
from tests.inference.scripted import MS


def seen(log_odds: list[float], hz: float = 30.0, state: PictureState | None = None) -> list[bool]:
    state = state or PictureState(-1.0, -0.5)
    return [state.weigh(round(number / hz * 1e9), one) for number, one in enumerate(log_odds)]


def test_the_first_picture_counts_by_itself():
    assert PictureState(-1.0).weigh(0, 2.0)
    lung = PictureState(-1.0)
    assert not lung.weigh(0, -3.0)
    assert lung.reason == NOT_BREAST


def test_a_picture_by_itself_has_to_be_clearer_than_several():
    doubtful = PictureState(-1.0)
    assert doubtful.weigh(0, -1.2)
    assert not doubtful.weigh(33 * MS, -1.2)


@pytest.mark.parametrize("hz", [10.0, 15.0, 30.0, 60.0])
def test_one_odd_picture_changes_nothing(hz: float):
    assert all(seen([3.0] * 20 + [-9.0] + [3.0] * 20, hz)) or hz == 10.0
    assert not any(seen([-3.0] * 20 + [2.0] + [-3.0] * 20, hz))


@pytest.mark.parametrize("hz", [15.0, 30.0, 60.0])
def test_another_organ_is_told_within_half_a_second_at_every_rate(hz: float):
    answers = seen([3.0] * round(hz) + [-3.0] * round(hz), hz)
    refused_s = answers.index(False) / hz - 1
    assert 0.05 < refused_s < 0.5


@given(st.floats(-4, 4), st.floats(-4, 4), st.integers(1, 6))
def test_pictures_that_never_come_do_not_change_the_answer(before: float, then: float, kept: int):
    every, some = PictureState(-1.0, -0.5), PictureState(-1.0, -0.5)
    for number in range(61):
        one = before if number == 0 else then
        last = every.weigh(round(number / 60 * 1e9), one)
        if number % kept == 0:
            some.weigh(round(number / 60 * 1e9), one)
    assert some.weigh(round(60 / 60 * 1e9), then) == last


def test_log_odds_that_tremble_about_the_limit_do_not_flicker():
    chance = np.random.default_rng(3)
    answers = seen((-0.9 + chance.normal(0, 0.3, 600)).tolist())
    assert sum(one != other for one, other in pairwise(answers)) <= 2


@given(st.sampled_from([None, math.nan, math.inf, -math.inf]))
def test_a_network_that_cannot_tell_changes_nothing(nothing: float | None):
    state = PictureState(-1.0)
    assert state.weigh(0, nothing)
    state.weigh(MS, -3.0)
    assert not state.weigh(2 * MS, nothing)
    assert state.reason == NOT_BREAST


@given(st.lists(st.tuples(st.integers(0, 10**12), st.floats(-1e9, 1e9)), max_size=40))
def test_any_times_and_numbers_give_an_answer(looks: list[tuple[int, float]]):
    state = PictureState(-1.0, 1.0)
    assert all(state.weigh(time_ns, log_odds) in (True, False) for time_ns, log_odds in looks)


@pytest.mark.parametrize("reason", [COLOURED, NO_SPECKLE])
def test_colour_that_comes_and_goes_is_one_state(reason: str):
    state = PictureState()
    answers = [state.tell(number * 33 * MS, reason if number % 3 == 0 else None) for number in range(60)]
    assert not any(answers)
    assert state.reason == reason
    assert state.tell(60 * 33 * MS + 400 * MS, None)
    assert state.reason is None


def test_a_probe_that_is_back_is_looked_at_at_once():
    state = PictureState()
    assert not state.tell(0, BLANK)
    assert state.tell(20 * MS, None)
