"""The score of a track: steady, honest about its range, and the same at every frame rate."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.malignancy import Evidence, MalignancySmoother, log_odds, probability
from tests.inference.scripted import MS, POINTS

scores = st.floats(0.02, 0.98)
confidences = st.floats(0.2, 1.0)


def smoothed(looks: list[tuple[float, float | None, float]]) -> Evidence:
    """Evidence after looks of (time in ms, malignancy, confidence)."""
    smoother = MalignancySmoother(POINTS)
    for time_ms, malignancy, confidence in looks:
        smoother.update(round(time_ms * MS), malignancy, confidence)
    return smoother.evidence


def wandering(time_ms: float, middle: float, swing: float, period_ms: float) -> float:
    return probability(log_odds(middle) + swing * math.sin(2 * math.pi * time_ms / period_ms))


def numbers(evidence: Evidence) -> tuple[float, float, float]:
    assert evidence.malignancy is not None
    assert evidence.low is not None
    assert evidence.high is not None
    return evidence.malignancy, evidence.low, evidence.high


@given(scores, st.floats(0, 2), st.floats(700, 5000), confidences, st.integers(4, 120))
def test_15_and_60_pictures_a_second_give_the_same_score_and_range(middle, swing, period_ms, confidence, fifteenths):
    ends_ms = fifteenths * 1000 / 15

    def at(rate_hz: int) -> tuple[float, float, float]:
        times = [number * 1000 / rate_hz for number in range(round(ends_ms * rate_hz / 1000) + 1)]
        return numbers(smoothed([(t, wandering(t, middle, swing, period_ms), confidence) for t in times]))

    assert at(15) == pytest.approx(at(60), abs=0.02)


@given(scores, st.floats(0, 2), st.floats(700, 5000), confidences, st.randoms(use_true_random=False))
def test_dropping_a_third_of_the_pictures_does_not_change_the_score(middle, swing, period_ms, confidence, chance):
    looks = [(n * 1000 / 30, wandering(n * 1000 / 30, middle, swing, period_ms), confidence) for n in range(91)]
    dropped = {first + chance.randrange(3) for first in range(1, 88, 3)}
    thinned = [look for number, look in enumerate(looks) if number not in dropped]
    assert numbers(smoothed(thinned)) == pytest.approx(numbers(smoothed(looks)), abs=0.02)


@given(st.lists(st.tuples(st.floats(1, 3000), st.floats(0, 1), confidences), min_size=1, max_size=60))
def test_the_score_lies_within_its_range_and_within_what_was_seen(steps):
    time_ms, looks = 0.0, []
    for step_ms, malignancy, confidence in steps:
        time_ms += step_ms
        looks.append((time_ms, malignancy, confidence))
    score, low, high = numbers(smoothed(looks))
    seen = [probability(log_odds(malignancy)) for _, malignancy, _ in looks]
    assert 0 < low <= score <= high < 1
    assert min(seen) - 1e-9 <= score <= max(seen) + 1e-9


@given(scores, confidences)
def test_the_range_is_wider_after_one_look_than_after_ten_independent_ones(malignancy, confidence):
    _, low, high = numbers(smoothed([(0, malignancy, confidence)]))
    _, later_low, later_high = numbers(smoothed([(n * 1000, malignancy, confidence) for n in range(10)]))
    assert later_high - later_low < 0.8 * (high - low)


def test_ten_pictures_in_a_third_of_a_second_are_hardly_more_evidence_than_one():
    assert smoothed([(n * 33, 0.5, 1.0) for n in range(10)]).looks < 1.6
    assert smoothed([(n * 2000, 0.5, 1.0) for n in range(4)]).looks > 2.2


def test_the_range_narrows_while_looks_agree():
    smoother = MalignancySmoother(POINTS)
    widths = []
    for number in range(60):
        evidence = smoother.update(number * 50 * MS, 0.6, 0.9)
        _, low, high = numbers(evidence)
        widths.append(high - low)
    assert all(later < earlier for earlier, later in pairwise(widths))


def test_looks_that_contradict_each_other_leave_a_wider_range_than_looks_that_agree():
    torn = numbers(smoothed([(n * 500, 0.1 if n % 2 else 0.9, 0.9) for n in range(12)]))
    agreed = numbers(smoothed([(n * 500, 0.5, 0.9) for n in range(12)]))
    assert torn[2] - torn[1] > 1.3 * (agreed[2] - agreed[1])


@given(scores, scores)
def test_a_weak_detection_moves_the_score_less_than_a_strong_one(first, then):
    start = numbers(smoothed([(0, first, 0.8)]))[0]
    weak = numbers(smoothed([(0, first, 0.8), (500, then, 0.1)]))[0]
    strong = numbers(smoothed([(0, first, 0.8), (500, then, 0.8)]))[0]
    assert abs(weak - start) <= abs(strong - start) + 1e-12


@pytest.mark.parametrize("nothing", [None, math.nan, math.inf])
def test_a_picture_that_was_not_scored_brings_no_evidence(nothing):
    looks = [(0.0, 0.7, 0.9), (100.0, 0.8, 0.9)]
    assert smoothed([*looks, (200.0, nothing, 0.9)]) == smoothed(looks)


@pytest.mark.parametrize("confidence", [0.0, -1.0, math.nan])
def test_a_look_without_confidence_brings_no_evidence(confidence):
    assert smoothed([(0.0, 0.7, confidence)]) == Evidence()


def test_a_repeated_picture_and_one_from_the_past_bring_no_evidence():
    looks = [(0.0, 0.7, 0.9), (100.0, 0.8, 0.9)]
    assert smoothed([*looks, (100.0, 0.1, 0.9), (40.0, 0.1, 0.9)]) == smoothed(looks)


def test_scores_of_exactly_nought_and_one_do_not_decide_for_ever():
    evidence = smoothed([(0, 1.0, 0.9), (1000, 0.0, 0.9), (2000, 0.0, 0.9), (3000, 0.0, 0.9)])
    assert numbers(evidence)[0] < 0.3


def test_old_evidence_fades_so_that_the_score_follows_the_lesion():
    benign = [(n * 100.0, 0.05, 0.9) for n in range(50)]
    suspicious = [(5000 + n * 100.0, 0.9, 0.9) for n in range(150)]
    assert numbers(smoothed(benign + suspicious))[0] > 0.75


def test_a_score_settles_in_seconds_and_not_at_the_first_look():
    smoother = MalignancySmoother(POINTS)
    settled_ms = [n * 50 for n in range(100) if smoother.update(n * 50 * MS, 0.9, 0.9).settled]
    assert 500 < settled_ms[0] < 4000
    assert settled_ms == list(range(settled_ms[0], 5000, 50))


def test_a_score_on_the_border_with_a_wide_range_does_not_settle():
    assert not smoothed([(n * 300, 0.02 if n % 2 else 0.97, 0.9) for n in range(20)]).settled


def test_settled_does_not_flicker_when_the_range_trembles_about_the_limit():
    smoother = MalignancySmoother(POINTS, settled_width=0.2)
    states = []
    for number in range(400):
        tremble = 0.6 + 0.25 * math.sin(number / 3)
        states.append(smoother.update(number * 33 * MS, tremble, 0.8).settled)
    changes = sum(before != after for before, after in pairwise(states))
    assert changes <= 1


@given(st.floats(-1e4, 1e4))
def test_probability_never_overflows(log_odd):
    assert 0 <= probability(log_odd) <= 1


@given(st.floats(0.001, 0.999))
def test_log_odds_and_probability_are_inverse(chance):
    assert probability(log_odds(chance)) == pytest.approx(chance)
