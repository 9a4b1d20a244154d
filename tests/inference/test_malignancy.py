"""The score of a track: steady, honest about its range, and the same at every frame rate."""

import math
from collections.abc import Callable, Iterable
from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.malignancy import Evidence, MalignancySmoother, Patch, log_odds, probability, sharpness
from tests.inference.scripted import MS, POINTS

scores = st.floats(0.02, 0.98)
confidences = st.floats(0.2, 1.0)


def views(seconds: float, *, alike_s: float, seed: int = 0) -> Callable[[float], Patch]:
    """What a mass looks like at a time: a tissue that stays alike for `alike_s`, at every rate the same one."""
    chance = np.random.default_rng(seed)
    knots = chance.normal(size=(math.ceil(seconds / alike_s) + 3, 256))

    def view(time_s: float) -> Patch:
        place = time_s / alike_s
        before, share = int(place), place - int(place)
        mixed = knots[before] * math.cos(share * math.pi / 2) + knots[before + 1] * math.sin(share * math.pi / 2)
        return np.asarray((mixed - mixed.mean()) / np.linalg.norm(mixed - mixed.mean()), np.float32)

    return view


def watched(
    times_s: Iterable[float], view: Callable[[float], Patch], score: Callable[[float], float], confidence: float = 0.8
) -> Evidence:
    smoother = MalignancySmoother(POINTS)
    for time_s in times_s:
        smoother.update(round(time_s * 1e9), score(time_s), confidence, view(time_s))
    return smoother.evidence


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
    assert smoothed([(n * 33, 0.5, 1.0) for n in range(10)]).looks < 2.0
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
    assert 200 < settled_ms[0] < 1000
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


@settings(deadline=None, max_examples=20)
@given(scores, st.integers(0, 9), st.sampled_from([10.0, 30.0, 60.0]))
def test_staring_at_one_view_does_not_create_certainty(malignancy, seed, hz):
    view = views(3.0, alike_s=0.5, seed=seed)
    moving = [number / hz for number in range(round(hz))]
    staring = [*moving, *(1 + number / hz for number in range(round(30 * hz)))]

    def held(time_s: float) -> Patch:
        noise = np.random.default_rng(round(time_s * 1e6)).normal(0, 0.004, 256)
        return np.asarray(view(min(time_s, 1.0)) + noise, np.float32)

    before = watched(moving, held, lambda _: malignancy)
    after = watched(staring, held, lambda _: malignancy)
    assert before.looks - 0.05 <= after.looks < before.looks + 0.8
    _, low, high = numbers(before)
    _, later_low, later_high = numbers(after)
    assert later_high - later_low > 0.7 * (high - low)


def test_one_view_for_a_minute_is_about_one_look():
    view = views(1.0, alike_s=0.5)
    assert watched((n / 30 for n in range(1800)), lambda _: view(0), lambda _: 0.4, 1.0).looks < 1.2


def test_moving_over_the_lesion_brings_looks_and_holding_still_does_not():
    times = [number / 30 for number in range(60)]
    slow, fast = (watched(times, views(3.0, alike_s=alike), lambda _: 0.4) for alike in (8.0, 0.4))
    assert fast.looks > 2 * slow.looks


@settings(deadline=None, max_examples=50)
@given(scores, st.floats(0, 2), st.floats(0.7, 5), st.floats(0.3, 3), st.integers(0, 99))
def test_with_views_15_and_60_pictures_a_second_and_a_third_dropped_agree(middle, swing, period_s, alike_s, seed):
    view = views(4.0, alike_s=alike_s, seed=seed)

    def score(time_s: float) -> float:
        return wandering(1e3 * time_s, middle, swing, 1e3 * period_s)

    arrives = np.random.default_rng(seed).random(181) > 1 / 3
    arrives[[0, -1]] = True
    every = [number / 60 for number in range(181)]
    whole = watched(every, view, score)
    fifteen = watched(every[::4], view, score)
    thinned = watched([time for time, kept in zip(every, arrives, strict=True) if kept], view, score)
    for other in (fifteen, thinned):
        assert other.malignancy == pytest.approx(whole.malignancy, abs=0.02)
        assert numbers(other) == pytest.approx(numbers(whole), abs=0.05)


def test_a_blurred_look_moves_the_score_less_than_a_sharp_one():
    chance = np.random.default_rng(1)
    sharp = unit(chance.normal(size=(16, 16)))
    other = unit(chance.normal(size=(16, 16)))
    blurred = unit(cv2.GaussianBlur(other.reshape(16, 16), (0, 0), 1.5))
    assert sharpness(blurred) < 0.6 * sharpness(sharp)

    def after(patch: Patch) -> float:
        smoother = MalignancySmoother(POINTS)
        smoother.update(0, 0.2, 0.9, sharp)
        smoother.update(500 * MS, 0.2, 0.9, sharp)
        return numbers(smoother.update(700 * MS, 0.95, 0.9, patch))[0]

    assert 0.2 < after(blurred) < after(other) - 0.05


def unit(square: np.ndarray) -> Patch:
    flat = (square - square.mean()).astype(np.float32).ravel()
    return np.asarray(flat / np.linalg.norm(flat), np.float32)


def test_a_patch_without_any_structure_does_no_harm():
    smoother = MalignancySmoother(POINTS)
    for number in range(5):
        evidence = smoother.update(number * 100 * MS, 0.3, 0.9, np.zeros(256, np.float32))
    assert evidence.malignancy == pytest.approx(0.3)
