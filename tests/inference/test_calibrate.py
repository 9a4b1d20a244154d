"""Limits are fixed on validation patients by rules that can be checked by hand."""

import numpy as np
import pytest

from inference.evaluation.metrics import Prediction
from inference.findings import Box
from inference.training.calibrate import (
    LEAST_SHOWN,
    MOST_SHOWN,
    ScoredLesion,
    fit_calibration,
    malignancy_thresholds,
    shown_confidence,
)

LESION, ELSEWHERE = Box(10, 10, 30, 30), Box(60, 60, 80, 80)


def prediction(*candidates: tuple[Box, float]) -> Prediction:
    return Prediction("a", "set/1", "benign", 0.0, None, None, None, candidates, (LESION,), {})


def test_the_shown_confidence_keeps_every_lesion_and_leaves_out_what_is_weaker() -> None:
    predictions = [prediction((LESION, 0.9)), prediction((LESION, 0.4), (ELSEWHERE, 0.2))]
    assert 0.2 < shown_confidence(predictions, false_boxes_aim=0.5) < 0.4


def test_too_many_false_boxes_raise_the_shown_confidence() -> None:
    predictions = [prediction((LESION, 0.9), (ELSEWHERE, 0.5)), prediction((ELSEWHERE, 0.55), (LESION, 0.3))]
    assert shown_confidence(predictions, false_boxes_aim=0.1) > 0.5


def test_the_shown_confidence_stays_within_its_bounds() -> None:
    assert shown_confidence([prediction((LESION, 0.01))]) == LEAST_SHOWN
    assert shown_confidence([prediction((ELSEWHERE, 0.99))]) == MOST_SHOWN


def test_calibration_undoes_overconfidence_and_keeps_the_prevalence() -> None:
    rng = np.random.default_rng(0)
    truth = rng.normal(0, 1.5, 4000)
    malignant = rng.random(4000) < 1 / (1 + np.exp(-truth))
    lesions = [ScoredLesion(3 * float(x), bool(y)) for x, y in zip(truth, malignant, strict=True)]
    calibration, prevalence = fit_calibration(lesions)
    assert calibration.slope == pytest.approx(1 / 3, rel=0.1)
    assert prevalence == pytest.approx(malignant.mean())


def test_the_limits_between_the_looks_are_in_order_and_miss_few() -> None:
    rng = np.random.default_rng(1)
    labels = rng.random(600) < 0.35
    scores = 1 / (1 + np.exp(-(labels * 2.5 - 1.5 + rng.normal(0, 1, 600))))
    limits = malignancy_thresholds(labels, scores, 0.3)
    assert limits.low_below < limits.malignancy <= 1
    assert limits.low_below <= limits.suspicious_from
    assert (scores[labels] >= limits.low_below).mean() >= 0.98
    assert (scores[~labels] < limits.suspicious_from).mean() >= 0.90
