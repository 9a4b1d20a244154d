"""Cross-validation: every patient is judged by the one release that never saw him; then folds are put together."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats
from sklearn.metrics import roc_auc_score

from inference.evaluation.metrics import (
    Floats,
    Prediction,
    auc_of,
    bootstrap_by_patient,
    calibration_error,
    detection_metrics,
    froc,
    ratio,
    specificity_at,
)
from inference.evaluation.stills import picture_hash, predict_given_boxes, predict_stills
from inference.manifest import Manifest, read_manifest
from inference.training.cases import Case
from inference.training.errors import DataError

PREVALENCE_COMPARED = 0.5  # the published figures are from about half malignant
FALSE_BOXES = (0.05, 0.1, 0.2)
ROUNDS = 1000
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One image as the release that never saw its patient judges it.

    Attributes:
        prediction: What the chain said.
        fold: Number of that release.
        called: Malignancy at or above that release's own threshold.
        scanner: Maker and model, "" where the table does not tell.
    """

    prediction: Prediction
    fold: int
    called: bool
    scanner: str


def fold_of(cases: list[Case], manifests: list[Manifest]) -> list[int]:
    """Which release may judge each case: the one that has not seen the patient.

    Raises:
        DataError: A patient was seen by all of them, or by fewer than all but one.
    """
    seen = [{*manifest.patients_trained_on, *manifest.patients_validated_on} for manifest in manifests]
    pictures = [set(manifest.pictures_seen) for manifest in manifests]
    folds = []
    for case in cases:
        name = picture_hash(case.image) if any(pictures) else ""
        free = [
            number
            for number in range(len(manifests))
            if case.patient_key not in seen[number] and name not in pictures[number]
        ]
        if len(free) != 1:
            raise DataError(
                "{patient} is unseen by {count} of the {total} releases; cross-validation needs exactly one for each "
                "patient: train one fold a release with minamo train --test-fold",
                patient=case.patient_key,
                count=len(free),
                total=len(manifests),
            )
        folds.append(free[0])
    return folds


def judge(
    cases: list[Case],
    releases: list[Path],
    load: Callable[[Path], Any],
    advance: Callable[[int], None],
    *,
    given_boxes: bool = False,
) -> list[Judged]:
    """Every case by its own release.

    Args:
        cases: All of the set that take part.
        releases: Folders with a manifest, one a fold.
        load: Makes a detector of a folder.
        advance: Called with the number of cases done.
        given_boxes: Score the outlined lesions; find nothing.
    """
    manifests = [read_manifest(folder) for folder in releases]
    folds = fold_of(cases, manifests)
    judged: list[Judged] = []
    for number, (folder, manifest) in enumerate(zip(releases, manifests, strict=True)):
        mine = [case for case, fold in zip(cases, folds, strict=True) if fold == number]
        done = len(judged)
        predict = predict_given_boxes if given_boxes else predict_stills
        for item in predict(mine, load(folder), lambda count, done=done: advance(done + count)) if mine else ():  # type: ignore[misc]
            called = item.malignancy >= manifest.thresholds.malignancy
            judged.append(Judged(item, number, called, item.row.get("device", "").partition("@")[0].strip()))
    return judged


def summarise_crossval(judged: list[Judged]) -> dict[str, Any]:
    """All figures of merit; calls are those of each fold's own threshold, fixed on its validation patients.

    The pooled AUC mixes the folds' calibrations, the mean of the folds' does not; both are given. Intervals: DeLong for
    the AUC (images taken as independent) and bootstrap by patient for the AUC and the rest.
    """
    lesions = [item for item in judged if item.prediction.label != "normal"]
    labels = np.array([item.prediction.label == "malignant" for item in lesions], np.bool_)
    scores = np.array([item.prediction.malignancy for item in lesions], np.float64)
    called = np.array([item.called for item in lesions], np.bool_)
    folds = np.array([item.fold for item in lesions])
    patients = [item.prediction.patient for item in lesions]
    predictions = [item.prediction for item in judged]
    by_fold = {int(fold) + 1: auc_of(labels[folds == fold], scores[folds == fold]) for fold in np.unique(folds)}
    told = [value for value in by_fold.values() if value is not None]
    bootstrapped = bootstrap_by_patient(patients, labels, scores)
    return {
        "n": len(judged),
        "n_patients": len(set(patients)),
        "n_malignant": int(labels.sum()),
        "auc": auc_of(labels, scores),
        "auc_delong": delong_interval(labels, scores),
        "auc_bootstrap": None if bootstrapped is None else list(bootstrapped),
        "auc_mean_of_folds": float(np.mean(told)) if told else None,
        "auc_by_fold": by_fold,
        **_calls(labels, called, patients),
        "at_prevalence_50": _at_prevalence(labels, called, PREVALENCE_COMPARED),
        "specificity_at_95_sensitivity": specificity_at(labels, scores, 0.95),
        "ece": calibration_error(labels, scores),
        "by_scanner": _by_scanner(lesions, labels, scores),
        "recall_at_false_boxes": _recall_at(predictions),
        "ap50": detection_metrics(predictions, 0.0)["ap50"],
    }


def delong_interval(labels: Flags, scores: Floats, confidence: float = 0.95) -> list[float] | None:
    """Interval of the AUC by DeLong, DeLong and Clarke-Pearson (Biometrics 1988;44:837); None with one class only."""
    if labels.all() or not labels.any():
        return None
    malignant, benign = scores[labels], scores[~labels]
    above = (_below(benign, malignant), 1 - _below(malignant, benign))
    variance = sum(part.var(ddof=1) / len(part) for part in above if len(part) > 1)
    half = float(stats.norm.ppf((1 + confidence) / 2)) * float(np.sqrt(variance))
    area = float(roc_auc_score(labels, scores))
    return [max(area - half, 0.0), min(area + half, 1.0)]


def _below(those: Floats, values: Floats) -> Floats:
    """Share of `those` below each value, ties half."""
    ranked = np.sort(those)
    return (np.searchsorted(ranked, values, "left") + np.searchsorted(ranked, values, "right")) / (2 * len(ranked))


def _calls(labels: Flags, called: Flags, patients: list[str]) -> dict[str, Any]:
    """Sensitivity, specificity, precision, F1 and accuracy with intervals by bootstrap of patients."""
    names, numbers = np.unique(patients, return_inverse=True)
    members = [np.flatnonzero(numbers == number) for number in range(len(names))]
    rng = np.random.default_rng(0)
    drawn = [
        _rates(labels[chosen], called[chosen])
        for chosen in (
            np.concatenate([members[i] for i in rng.integers(len(members), size=len(members))]) for _ in range(ROUNDS)
        )
    ]
    result: dict[str, Any] = {}
    for name, value in _rates(labels, called).items():
        values = [round_[name] for round_ in drawn if round_[name] is not None]
        result[name] = value
        result[f"{name}_interval"] = (
            np.quantile(np.array(values, np.float64), [0.025, 0.975]).tolist() if values else None
        )
    return result


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


def _by_scanner(lesions: list[Judged], labels: Flags, scores: Floats) -> dict[str, dict[str, Any]]:
    scanners = np.array([item.scanner for item in lesions])
    return {
        str(name): {
            "n": int((scanners == name).sum()),
            "auc": auc_of(labels[scanners == name], scores[scanners == name]),
            "interval": delong_interval(labels[scanners == name], scores[scanners == name]),
        }
        for name in np.unique(scanners)
        if name
    }


def _recall_at(predictions: list[Prediction]) -> dict[str, float]:
    false_boxes, recall = froc(predictions)
    return {f"{most:g}": float(recall[false_boxes <= most].max(initial=0.0)) for most in FALSE_BOXES}
