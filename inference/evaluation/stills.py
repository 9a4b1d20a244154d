"""Evaluation on labelled stills: the whole chain as live runs it, from the file to the image's malignancy."""

import csv
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from capture.errors import EndOfStream
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.sources.open_file import open_file
from inference.detector import LesionDetector
from inference.evaluation.metrics import (
    Prediction,
    at_threshold,
    auc_of,
    bootstrap_by_patient,
    calibration_error,
    detection_metrics,
    ratio,
    recall_by_size,
    specificity_at,
)
from inference.findings import Box, Detection
from inference.manifest import Manifest
from inference.pipeline import Pipeline
from inference.training.cases import Case, lesion_boxes, load_picture
from inference.training.errors import DataError

PICTURE_HASH_DIGITS = 16
_ANY_SIDE_PX = 1 << 30


def picture_hash(path: Path) -> str:
    """What the manifest remembers a picture by: the first 16 hex digits of its file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:PICTURE_HASH_DIGITS]


def seen_patients(cases: list[Case], manifest: Manifest) -> list[str]:
    """Patients among `cases` that the weights, or their thresholds, were made from; by name or by a picture's file."""
    names = {*manifest.patients_trained_on, *manifest.patients_validated_on}
    pictures = set(manifest.pictures_seen)
    return sorted(
        {case.patient_key for case in cases if case.patient_key in names or picture_hash(case.image) in pictures}
    )


def refuse_seen(cases: list[Case], manifest: Manifest, allow_seen: bool) -> list[str]:
    """Patients seen before; empty, unless the user allows them.

    Raises:
        DataError: There are some and they are not allowed.
    """
    seen = seen_patients(cases, manifest)
    if seen and not allow_seen:
        raise DataError(
            "{count} patients were used to make these weights (first: {first}). Choose others with --where, "
            "or add --allow-seen, which is written into the result.",
            count=len(seen),
            first=seen[0],
        )
    return seen


def predict_stills(
    cases: list[Case],
    detector: LesionDetector,
    progress: Callable[[int], None],
    change: Callable[[Case, Frame], Frame] | None = None,
) -> Iterator[Prediction]:
    """Run the whole chain over some cases as live does: reader, layout, gate, abstention, finder, scorer; no box given.

    Args:
        cases: What to look at.
        detector: The networks.
        progress: Called with the number of cases done.
        change: What is done to each frame before it is looked at; None for nothing.
    """
    pipeline = Pipeline(detector)
    shown = detector.info.shown_confidence
    for number, case in enumerate(cases, 1):
        frame = open_still(case.image)
        if frame is None:
            yield _prediction(case, (), "no scan area was found", shown, 0)
        else:
            frame = frame if change is None else change(case, frame)
            detections, abstained = pipeline.detections(frame)
            left, top = frame.layout.origin_px
            moved = tuple(_moved(found, left, top) for found in detections)
            yield _prediction(case, moved, abstained, shown, max(frame.pixels.shape))
        progress(number)


def open_still(path: Path) -> Frame | None:
    """A picture file's frame through reader, layout and gate; None if nothing passes the gate.

    Raises:
        CaptureError: The file cannot be read.
        DataError: It is damaged.
    """
    with closing(GatedSource(open_file(path))) as source:
        try:
            return source.read(timeout_s=1.0)
        except EndOfStream as end:
            if not source.counts.delivered:
                raise DataError("{image} cannot be read as a picture", image=path) from end
            return None


def predict_given_boxes(
    cases: list[Case], detector: LesionDetector, progress: Callable[[int], None]
) -> Iterator[Prediction]:
    """Score the outlined lesions of some cases in their given boxes (the second mode).

    Raises:
        DataError: A lesion has no outline; with a malignancy of 0 it would tell nothing of the scorer.
    """
    for number, case in enumerate(cases, 1):
        picture = load_picture(case, _ANY_SIDE_PX)
        boxes = () if case.label == "normal" else lesion_boxes(picture.mask)
        if not boxes and case.label != "normal":
            raise DataError(
                "{id} is {label} but its lesion is not outlined; give it a mask, or measure without --given-boxes",
                id=case.id,
                label=case.label,
            )
        detections = tuple(Detection(box, 1.0, detector.score(picture.grey, box)) for box in boxes)
        yield _prediction(case, detections, None, 0.5, 0)
        progress(number)


def _moved(found: Detection, left: int, top: int) -> Detection:
    box = found.box
    moved = Box(box.left + left, box.top + top, box.right + left, box.bottom + top)
    return Detection(moved, found.confidence, found.malignancy)


def _prediction(
    case: Case, detections: tuple[Detection, ...], abstained: str | None, shown: float, seen_px: int
) -> Prediction:
    """What was said of a case; `seen_px` is the longer side of what was looked at, 0 for the whole file."""
    visible = [found for found in detections if found.confidence >= shown]
    scored = [found for found in visible if found.malignancy is not None] if abstained is None else []
    worst = max(scored, key=lambda found: found.malignancy or 0.0, default=None)
    chosen = worst or max(visible, key=lambda found: found.confidence, default=None)
    mask = None if case.label == "normal" else load_picture(case, _ANY_SIDE_PX).mask
    return Prediction(
        id=case.id,
        patient=case.patient_key,
        label=case.label,
        malignancy=(worst.malignancy or 0.0) if worst is not None else 0.0,
        abstained=abstained,
        box=chosen.box if chosen is not None else None,
        confidence=chosen.confidence if chosen is not None else None,
        candidates=tuple((found.box, found.confidence) for found in detections),
        lesions=() if mask is None else lesion_boxes(mask),
        row=case.row,
        longest_px=0 if mask is None else seen_px or max(mask.shape),
    )


def summarise(predictions: list[Prediction], manifest: Manifest) -> dict[str, Any]:
    """All figures of merit of some predictions; see `metrics` for the definitions."""
    with_lesion = [prediction for prediction in predictions if prediction.label != "normal"]
    labels = np.array([prediction.label == "malignant" for prediction in with_lesion], np.bool_)
    scores = np.array([prediction.malignancy for prediction in with_lesion], np.float64)
    everyone = np.array([prediction.label == "malignant" for prediction in predictions], np.bool_)
    all_scores = np.array([prediction.malignancy for prediction in predictions], np.float64)
    answered = np.array([prediction.abstained is None for prediction in with_lesion], np.bool_)
    threshold = manifest.thresholds.malignancy
    outlined = _outlined(predictions)
    interval = bootstrap_by_patient([prediction.patient for prediction in with_lesion], labels, scores)
    return {
        "n": len(predictions),
        "n_patients": len({prediction.patient for prediction in predictions}),
        "n_lesion_images": len(with_lesion),
        "n_malignant": int(labels.sum()),
        "n_normal": len(predictions) - len(with_lesion),
        "auc": auc_of(labels, scores) if len(labels) else None,
        "auc_low": interval[0] if interval else None,
        "auc_high": interval[1] if interval else None,
        "auc_with_normals": auc_of(everyone, all_scores),
        "auc_not_abstained": auc_of(labels[answered], scores[answered]) if answered.any() else None,
        "n_not_abstained": int(answered.sum()),
        "abstained_share": _abstained_share(predictions),
        "threshold": threshold,
        **at_threshold(labels, scores, threshold),
        "specificity_with_normals": at_threshold(everyone, all_scores, threshold)["specificity"],
        "specificity_at_95_sensitivity": specificity_at(labels, scores, 0.95) if len(labels) else None,
        "ece": calibration_error(labels, scores) if len(labels) else None,
        **detection_metrics(outlined, manifest.thresholds.shown_confidence),
        "detection_recall_by_size": recall_by_size(outlined, [manifest.thresholds.shown_confidence] * len(outlined)),
        "shown_confidence": manifest.thresholds.shown_confidence,
        "development_prevalence": manifest.development_prevalence,
    }


def _outlined(predictions: list[Prediction]) -> list[Prediction]:
    """Those on which finding can be judged: a picture that has a lesion but no outline of it cannot."""
    return [prediction for prediction in predictions if prediction.label == "normal" or prediction.lesions]


def _abstained_share(predictions: list[Prediction]) -> dict[str, float | None]:
    shares = {}
    for label in ("normal", "benign", "malignant"):
        of_label = [prediction for prediction in predictions if prediction.label == label]
        shares[label] = ratio(sum(prediction.abstained is not None for prediction in of_label), len(of_label))
    return shares


def write_predictions(predictions: list[Prediction], path: Path) -> None:
    """Write predictions.csv: id, label, malignancy, abstained, left, top, right, bottom, confidence."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "label", "malignancy", "abstained", "left", "top", "right", "bottom", "confidence"])
        for item in predictions:
            box = item.box
            sides = ["", "", "", ""] if box is None else [f"{side:.1f}" for side in _sides(box)]
            confidence = "" if item.confidence is None else f"{item.confidence:.4f}"
            writer.writerow([item.id, item.label, f"{item.malignancy:.6f}", item.abstained or "", *sides, confidence])


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def write_metrics(metrics: dict[str, Any], path: Path) -> None:
    """Write metrics.json, keys in the order they were made."""
    path.write_text(json.dumps(metrics, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
