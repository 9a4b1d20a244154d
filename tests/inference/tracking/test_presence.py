"""A mass earns to be shown by evidence over time, whatever the rate of the pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.tracking.presence import Presence, confidence_of, log_odds

MS = 1_000_000
confidences = st.none() | st.floats(0, 1)


def presence(least: float = -0.4, most: float = 2.0, look_ms: float = 150.0) -> Presence:
    return Presence(0.4, 0.05, look_ms, (least, most))


def after(span_ms: float, rate_hz: float, confidence: float, **limits: float) -> float:
    one = presence(**limits)
    for number in range(round(span_ms * rate_hz / 1000) + 1):
        one.look(round(number * 1e9 / rate_hz), confidence)
    return one.evidence


@given(st.floats(0.42, 0.99), st.sampled_from([15, 20, 25, 30, 50]))
def test_a_second_of_the_same_look_says_the_same_at_every_rate(confidence, rate_hz):
    wide = {"least": -100.0, "most": 100.0}
    assert after(1000, rate_hz, confidence, **wide) == pytest.approx(after(1000, 250, confidence, **wide), rel=0.05)


def test_the_first_look_counts_in_full_and_the_next_one_hardly():
    one = presence()
    one.look(0, 0.7)
    first = one.evidence
    assert first == pytest.approx(log_odds(0.7) - log_odds(0.4))
    one.look(16 * MS, 0.7)
    assert one.evidence - first < 0.1 * first


def test_a_look_of_even_confidence_changes_nothing():
    one = presence()
    one.look(0, 0.4)
    one.look(500 * MS, 0.4)
    assert one.evidence == pytest.approx(0)


def test_what_cannot_be_seen_does_not_speak_against_a_mass():
    one = presence()
    one.look(0, 0.8)
    known = one.evidence
    one.wait(5000 * MS)
    assert one.evidence == known
    one.look(5016 * MS, None)
    assert one.evidence == pytest.approx(known, abs=0.2)


@given(st.lists(st.tuples(st.integers(-(10**12), 10**12), confidences), max_size=30))
def test_evidence_stays_within_its_limits_whatever_the_times(looks):
    one = presence()
    for time_ns, confidence in looks:
        one.look(time_ns, confidence)
        assert -0.4 <= one.evidence <= 2.0


@given(st.floats(0.001, 0.999))
def test_log_odds_and_back(confidence):
    assert confidence_of(log_odds(confidence)) == pytest.approx(confidence)
