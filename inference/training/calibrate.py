"""Thresholds and calibration, fixed on validation patients with the networks as they will run."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_curve

from inference.errors import ModelError
from inference.evaluation.metrics import Prediction, match, ranked_hits
from inference.findings import Box
from inference.manifest import Calibration, Thresholds

CANDIDATE_CONFIDENCE = 0.08
FALSE_BOXES_AIM = 0.15  # an image on validation patients: where the shown threshold is put
LOW_SENSITIVITY = 0.98  # `low_below` misses so few malignant lesions of the validation patients
SUSPICIOUS_SPECIFICITY = 0.90  # `suspicious_from` calls so few benign ones suspicious
LEAST_SHOWN, MOST_SHOWN = 0.15, 0.6
LEAST_FOUND = 2  # lesions of each kind; with fewer nothing can be fixed
MARGIN = 0.005  # under the weakest hit, so that rounding does not lose it


@dataclass(frozen=True, slots=True)
class ScoredLesion:
    """A lesion that the finder found, with the scorer's log-odds in the box that it drew."""

    logit: float
    malignant: bool


def fit_calibration(lesions: list[ScoredLesion]) -> tuple[Calibration, float]:
    """Platt scaling of found lesions, and the share of malignant ones, to which the probabilities then refer.

    Raises:
        ModelError: Too few lesions of both kinds were found, or the scorer does not tell them apart.
    """
    malignant = sum(lesion.malignant for lesion in lesions)
    if min(malignant, len(lesions) - malignant) < LEAST_FOUND:
        raise ModelError(
            "The finder found too few lesions of the validation patients to fix limits on. "
            "Train longer or on more data."
        )
    logits = np.array([[lesion.logit] for lesion in lesions])
    labels = np.array([lesion.malignant for lesion in lesions])
    model = LogisticRegression(C=1e3).fit(logits, labels)
    slope = float(model.coef_[0, 0])
    if slope <= 0:
        raise ModelError(
            "The scorer does not tell malignant from benign lesions of the validation patients. Train longer."
        )
    calibration = Calibration(slope=slope, offset=float(model.intercept_[0]))
    return calibration, float(labels.mean())


def shown_confidence(predictions: list[Prediction], false_boxes_aim: float = FALSE_BOXES_AIM) -> float:
    """The largest confidence that finds as many lesions as can be found with `false_boxes_aim` false boxes an image."""
    confidences, hits, _ = ranked_hits(predictions)
    allowed = np.cumsum(~hits) <= false_boxes_aim * len(predictions)
    helpful = confidences[allowed & hits]
    least = float(helpful.min()) - MARGIN if len(helpful) else MOST_SHOWN
    return min(max(least, LEAST_SHOWN), MOST_SHOWN)


def malignancy_thresholds(labels: npt.NDArray[np.bool_], scores: npt.NDArray[np.float64], shown: float) -> Thresholds:
    """The stated threshold (largest Youden index) and the two limits between the looks."""
    false_positive, true_positive, cuts = roc_curve(labels, scores, drop_intermediate=False)
    finite = np.isfinite(cuts) & (cuts > 0) & (cuts < 1)
    false_positive, true_positive, cuts = false_positive[finite], true_positive[finite], cuts[finite]
    youden = float(cuts[np.argmax(true_positive - false_positive)])
    low = float(cuts[true_positive >= LOW_SENSITIVITY].max(initial=float(cuts.min())))
    suspicious = float(cuts[false_positive <= 1 - SUSPICIOUS_SPECIFICITY].min(initial=float(cuts.max())))
    return Thresholds(
        candidate_confidence=CANDIDATE_CONFIDENCE,
        shown_confidence=shown,
        malignancy=youden,
        low_below=min(low, suspicious),
        suspicious_from=max(low, suspicious),
    )


def hits_of(prediction: Prediction) -> list[Box]:
    """The boxes of a prediction that hit a lesion."""
    boxes = [box for box, _ in prediction.candidates]
    return [box for box, hit in zip(boxes, match(boxes, prediction.lesions), strict=True) if hit is not None]
