"""Figures of merit of judged folds: malignant against benign, with intervals, and beside what others published."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from inference.evaluation.crossval.fold import Fold
from inference.evaluation.metrics import (
    Floats,
    Prediction,
    auc_of,
    calibration_error,
    draws_of_patients,
    ratio,
    specificity_at,
)

# A classifier of single stills of its own hospital, about half malignant: the starting point of this field in Japan.
PUBLISHED = {
    "sensitivity": 0.927,
    "specificity": 0.847,
    "precision": 0.856,
    "f1": 0.891,
    "accuracy": 0.887,
    "auc": 0.960,
}
PREVALENCE_COMPARED = 0.5  # the published figures are from about half malignant
SENSITIVITY_COMPARED = 0.95
ROUNDS = 1000
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One image as the release that never saw its patient judges it.

    Attributes:
        prediction: What the chain said.
        fold: Name of the fold.
        called: Malignancy at or above that release's own threshold.
        shown: Least confidence of a box which that release shows.
        scanner: Maker and model, "" where the table does not tell.
        dice: Overlap of the own outline with the given one; None for a normal picture.
    """

    prediction: Prediction
    fold: str
    called: bool
    shown: float
    scanner: str
    dice: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Lesions:
    """The images with a lesion, as arrays of one length."""

    labels: Flags
    scores: Floats
    called: Flags
    folds: npt.NDArray[np.str_]
    scanners: npt.NDArray[np.str_]
    patients: list[str]


def judged_of(folds: tuple[Fold, ...], given_boxes: bool = False) -> list[Judged]:
    """Every image of some folds, end to end or with given boxes; the latter only where there is a lesion."""
    return [
        Judged(
            one.prediction(given_boxes),
            fold.fold,
            bool(one.given_called if given_boxes else one.called),
            0.0 if given_boxes else fold.weights.thresholds.shown_confidence,
            one.scanner,
            None if given_boxes else one.dice,
        )
        for fold in folds
        for one in fold.pictures
        if not given_boxes or one.given_malignancy is not None
    ]


def lesions_of(judged: list[Judged]) -> Lesions:
    """Those with a lesion."""
    kept = [item for item in judged if item.prediction.label != "normal"]
    return Lesions(
        np.array([item.prediction.label == "malignant" for item in kept], np.bool_),
        np.array([item.prediction.malignancy for item in kept], np.float64),
        np.array([item.called for item in kept], np.bool_),
        np.array([item.fold for item in kept], np.str_),
        np.array([item.scanner for item in kept], np.str_),
        [item.prediction.patient for item in kept],
    )


def malignancy_figures(judged: list[Judged]) -> dict[str, Any]:
    """All figures of merit of the score; calls are those of each fold's own threshold, fixed on validation patients.

    The pooled AUC mixes the folds' calibrations, the mean of the folds' does not; both are given, and that of patients
    as well, who each count once with the mean of their images. Intervals of 95 %: DeLong for the AUC (of images, which
    are taken as independent, and of patients) and bootstrap by patient for the AUC and the rest.
    """
    lesions = lesions_of(judged)
    labels, scores = lesions.labels, lesions.scores
    by_fold = {
        str(fold): auc_of(labels[lesions.folds == fold], scores[lesions.folds == fold])
        for fold in np.unique(lesions.folds)
    }
    told = [value for value in by_fold.values() if value is not None]

    def figures(rows: npt.NDArray[np.intp]) -> dict[str, float | None]:
        chosen, called = labels[rows], lesions.called[rows]
        if not len(rows):
            return {}
        at_half = _at_prevalence(chosen, called, PREVALENCE_COMPARED)
        return {
            "auc": auc_of(chosen, scores[rows]),
            **_rates(chosen, called),
            **{f"{name}_at_prevalence_50": value for name, value in at_half.items()},
            "specificity_at_95_sensitivity": specificity_at(chosen, scores[rows], SENSITIVITY_COMPARED),
            "ece": calibration_error(chosen, scores[rows]),
        }

    return {
        "n": len(judged),
        "n_patients": len({item.prediction.patient for item in judged}),
        "n_malignant": int(labels.sum()),
        "prevalence": ratio(int(labels.sum()), len(labels)),
        **with_intervals(lesions.patients, figures),
        "auc_delong": delong_interval(labels, scores),
        **_of_patients(lesions),
        "auc_mean_of_folds": float(np.mean(told)) if told else None,
        "auc_by_fold": by_fold,
        "by_scanner": _by_scanner(lesions),
    }


def with_intervals(
    patients: list[str], figures: Callable[[npt.NDArray[np.intp]], dict[str, float | None]]
) -> dict[str, Any]:
    """Figures of all rows, and the 95 % interval of each from drawing patients (percentile method).

    Args:
        patients: Of each row.
        figures: Computes them from row numbers.
    """
    whole = figures(np.arange(len(patients)))
    drawn = [figures(rows) for rows in draws_of_patients(patients, ROUNDS)] if patients else []
    result: dict[str, Any] = {}
    for name, value in whole.items():
        values = [each[name] for each in drawn if each[name] is not None]
        interval = np.quantile(np.array(values, np.float64), [0.025, 0.975]).tolist() if values else None
        result |= {name: value, f"{name}_interval": interval}
    return result


def delong_interval(labels: Flags, scores: Floats, confidence: float = 0.95) -> list[float] | None:
    """Interval of the AUC by DeLong, DeLong and Clarke-Pearson (Biometrics 1988;44:837); None with one class only."""
    area = auc_of(labels, scores)
    if area is None:
        return None
    malignant, benign = scores[labels], scores[~labels]
    above = (_below(benign, malignant), 1 - _below(malignant, benign))
    variance = sum(part.var(ddof=1) / len(part) for part in above if len(part) > 1)
    half = float(stats.norm.ppf((1 + confidence) / 2)) * float(np.sqrt(variance))
    return [max(area - half, 0.0), min(area + half, 1.0)]


def _below(those: Floats, values: Floats) -> Floats:
    """Share of `those` below each value, ties half."""
    ranked = np.sort(those)
    return (np.searchsorted(ranked, values, "left") + np.searchsorted(ranked, values, "right")) / (2 * len(ranked))


def _rates(labels: Flags, called: Flags) -> dict[str, float | None]:
    hits = int((called & labels).sum())
    return {
        "sensitivity": ratio(hits, int(labels.sum())),
        "specificity": ratio(int((~called & ~labels).sum()), int((~labels).sum())),
        "precision": ratio(hits, int(called.sum())),
        "f1": ratio(2 * hits, int(called.sum()) + int(labels.sum())),
        "accuracy": ratio(int((called == labels).sum()), len(labels)),
    }


def _at_prevalence(labels: Flags, called: Flags, prevalence: float) -> dict[str, float | None]:
    """Precision, F1 and accuracy if so large a share were malignant, from sensitivity and specificity."""
    rates = _rates(labels, called)
    sensitivity, specificity = rates["sensitivity"], rates["specificity"]
    if sensitivity is None or specificity is None:
        return {"precision": None, "f1": None, "accuracy": None}
    hits, false = prevalence * sensitivity, (1 - prevalence) * (1 - specificity)
    return {
        "precision": ratio(hits, hits + false),
        "f1": ratio(2 * hits, hits + false + prevalence),
        "accuracy": hits + (1 - prevalence) * specificity,
    }


def _of_patients(lesions: Lesions) -> dict[str, Any]:
    """AUC where each patient counts once: the mean malignancy of the images, malignant if any of them is."""
    patients, rows = np.unique(lesions.patients, return_inverse=True)
    if not len(patients):
        return {"auc_of_patients": None, "auc_of_patients_interval": None}
    scores = np.bincount(rows, lesions.scores) / np.bincount(rows)
    labels = np.bincount(rows, lesions.labels) > 0
    return {
        "auc_of_patients": auc_of(labels, scores),
        "auc_of_patients_interval": delong_interval(labels, scores),
    }


def _by_scanner(lesions: Lesions) -> dict[str, dict[str, Any]]:
    result = {}
    for name in np.unique(lesions.scanners):
        mine = lesions.scanners == name
        labels, scores = lesions.labels[mine], lesions.scores[mine]
        if name:
            result[str(name)] = {
                "n": int(mine.sum()),
                "n_malignant": int(labels.sum()),
                "auc": auc_of(labels, scores),
                "interval": delong_interval(labels, scores),
            }
    return result
