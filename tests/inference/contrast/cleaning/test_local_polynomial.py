"""The local polynomial keeps every slope and curvature, bridges no gap and amplifies no noise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.contrast.cleaning.local_polynomial import LocalPolynomial

steps = st.lists(st.floats(0.01, 3.0), min_size=1, max_size=40)


def times(steps_s: list[float]) -> np.ndarray:
    return np.concatenate([[0.0], np.cumsum(steps_s)])


@given(steps, st.sampled_from([0, 1, 2]), st.booleans())
def test_every_row_sums_to_one_and_amplifies_no_noise(steps_s, order, causal):
    rows = LocalPolynomial(order=order, causal=causal).weights(times(steps_s)).toarray()
    assert rows.sum(axis=1) == pytest.approx(1)
    assert np.all((rows**2).sum(axis=1) <= 1 + 1e-5)


@given(steps)
def test_a_frame_far_from_all_others_stays_as_it_is(steps_s):
    at = np.concatenate([times(steps_s), [times(steps_s)[-1] + 5]])
    rows = LocalPolynomial(reach_s=1.0).weights(at).toarray()
    assert rows[-1, -1] == pytest.approx(1)
    far = np.abs(at[:, None] - at) > 1.0
    assert np.all(rows[far] == 0)


@given(steps)
def test_the_live_filter_knows_nothing_of_what_comes_later(steps_s):
    rows = LocalPolynomial(order=1, causal=True).weights(times(steps_s)).toarray()
    assert np.all(np.triu(rows, 1) == 0)


def test_a_straight_line_and_inside_a_parabola_come_out_as_they_went_in():
    at = np.cumsum(np.random.default_rng(0).uniform(0.02, 0.2, 200))
    rows = LocalPolynomial(reach_s=1.0).weights(at)
    assert rows @ (3 - 2 * at) == pytest.approx(3 - 2 * at), "the ends too"
    inside = (at > at[0] + 1) & (at < at[-1] - 1)
    assert (rows @ at**2)[inside] == pytest.approx(at[inside] ** 2)


def test_the_gain_is_what_the_weights_promise():
    at = np.arange(0, 60, 0.1)
    noise = np.random.default_rng(1).standard_normal(len(at))
    filtered = LocalPolynomial().weights(at) @ noise
    promised = (LocalPolynomial().weights(at).toarray() ** 2).sum(axis=1).mean()
    assert filtered.var() / noise.var() == pytest.approx(promised, rel=0.5)
    assert -10 * np.log10(promised) > 8
