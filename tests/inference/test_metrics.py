"""The figures of merit agree with cases that can be counted by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score, roc_curve

from inference.evaluation.metrics import (
    Prediction,
    at_threshold,
    auc_of,
    average_precision,
    bootstrap_by_patient,
    calibration_error,
    detection_metrics,
    froc,
    match,
    recall_by_size,
    specificity_at,
)
from inference.findings import Box

LESION = Box(10, 10, 30, 30)
ELSEWHERE = Box(60, 60, 80, 80)


def prediction(
    candidates: list[tuple[Box, float]], lesions: tuple[Box, ...] = (LESION,), label: str = "benign"
) -> Prediction:
    return Prediction("a", "set/1", label, 0.0, None, None, None, tuple(candidates), lesions, {})


def test_a_box_on_the_lesion_is_a_hit_and_a_second_one_is_false() -> None:
    assert match([LESION, LESION, ELSEWHERE], (LESION,)) == [0, None, None]


def test_recall_and_false_boxes_count_only_shown_boxes() -> None:
    predictions = [
        prediction([(LESION, 0.9), (ELSEWHERE, 0.6)]),
        prediction([(LESION, 0.2)]),
        prediction([(ELSEWHERE, 0.7)], lesions=(), label="normal"),
    ]
    metrics = detection_metrics(predictions, shown=0.5)
    assert metrics["detection_recall"] == pytest.approx(0.5)
    assert metrics["false_boxes_per_image"] == pytest.approx(2 / 3)


def test_average_precision_of_a_perfect_ranking_is_one_and_of_nothing_found_zero() -> None:
    assert average_precision([prediction([(LESION, 0.9), (ELSEWHERE, 0.1)])]) == pytest.approx(1.0)
    assert average_precision([prediction([])]) == 0.0
    assert average_precision([prediction([], lesions=())]) is None


def test_average_precision_by_hand() -> None:
    # ranks: hit, false, hit -> precision 1, 1/2, 2/3; AP = (1 + 2/3) / 2
    predictions = [prediction([(LESION, 0.9), (ELSEWHERE, 0.8)]), prediction([(LESION, 0.7)])]
    assert average_precision(predictions) == pytest.approx((1 + 2 / 3) / 2)


def test_the_froc_curve_ends_at_all_boxes() -> None:
    false_boxes, recall = froc([prediction([(LESION, 0.9), (ELSEWHERE, 0.8)]), prediction([])])
    assert recall[-1] == pytest.approx(0.5)
    assert false_boxes[-1] == pytest.approx(0.5)


def test_recall_is_told_by_the_lesions_share_of_the_picture() -> None:
    small, large = Box(0, 0, 20, 20), Box(100, 100, 190, 190)
    candidates = ((small, 0.2), (large, 0.9))
    one = Prediction("a", "set/1", "benign", 0.0, None, None, None, candidates, (small, large), {}, longest_px=200)
    rows = recall_by_size([one, one], [0.5, 0.1])
    assert rows["under 1/8"] == {"n": 2, "recall": 0.5}
    assert rows["3/8 and over"] == {"n": 2, "recall": 1.0}
    assert rows["1/4 to 3/8"] == {"n": 0, "recall": None}


def test_threshold_figures_by_hand() -> None:
    labels = np.array([True, True, False, False])
    scores = np.array([0.9, 0.4, 0.6, 0.1])
    figures = at_threshold(labels, scores, 0.5)
    assert figures == {"precision": 0.5, "recall": 0.5, "specificity": 0.5, "f1": 0.5, "accuracy": 0.5}


def test_auc_and_specificity_are_those_of_the_roc_curve_also_with_ties() -> None:
    rng = np.random.default_rng(1)
    for malignant in (0.2, 0.5):
        labels, scores = rng.random(60) < malignant, rng.integers(0, 12, 60) / 12
        assert auc_of(labels, scores) == pytest.approx(roc_auc_score(labels, scores))
        false_positive, true_positive, _ = roc_curve(labels, scores, drop_intermediate=False)
        for sensitivity in (0.0, 0.5, 0.9, 0.95, 1.0):
            best = 1 - false_positive[(true_positive >= sensitivity - 1e-9) & (true_positive > 0)].min()
            assert specificity_at(labels, scores, sensitivity) == pytest.approx(best)


def test_one_class_gives_no_auc_and_no_interval() -> None:
    labels = np.array([True, True])
    assert auc_of(labels, np.array([0.1, 0.2])) is None
    assert bootstrap_by_patient(["a", "b"], labels, np.array([0.1, 0.2])) is None
    assert specificity_at(labels, np.array([0.1, 0.2]), 0.95) is None


def test_the_interval_holds_the_auc_and_draws_whole_patients() -> None:
    rng = np.random.default_rng(3)
    labels = rng.random(200) < 0.4
    scores = labels * 0.5 + rng.normal(0, 0.5, 200)
    patients = [f"p{number // 2}" for number in range(200)]
    low, high = bootstrap_by_patient(patients, labels, scores) or (1.0, 0.0)
    assert low < (auc_of(labels, scores) or 0.0) < high
    assert bootstrap_by_patient(["same"] * 200, labels, scores) == pytest.approx((auc_of(labels, scores),) * 2)


@given(st.lists(st.integers(1, 99), min_size=30, max_size=60))
def test_monotone_change_of_scores_keeps_the_auc(percent: list[int]) -> None:
    scores = np.array(percent) / 100
    labels = np.arange(len(percent)) % 2 == 0
    assert auc_of(labels, scores) == pytest.approx(auc_of(labels, np.log(scores / (1 - scores))))


def test_a_calibrated_score_has_a_small_error_and_an_overconfident_one_a_large_one() -> None:
    rng = np.random.default_rng(0)
    scores = rng.random(20000)
    labels = rng.random(20000) < scores
    assert calibration_error(labels, scores) < 0.02
    assert calibration_error(labels, np.clip(scores * 0 + (scores > 0.5), 0.01, 0.99)) > 0.15
