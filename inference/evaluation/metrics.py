"""Figures of merit from the predictions on stills; all ratios 0..1.

Definitions: an image's malignancy is the largest over its boxes above the shown threshold, 0 with no box or when the
picture was abstained on. `auc` is malignant against benign over every image that has a lesion, none left out. A
detection hits a lesion at an intersection over union of 0.5 or more; a second box on a lesion is a false box.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from inference.findings import Box

HIT_IOU = 0.5
BOOTSTRAP_ROUNDS = 2000
CALIBRATION_BINS = 15
SIZE_LIMITS = (1 / 8, 1 / 4, 3 / 8)  # 32 and 96 px of a finder's 256 are COCO's limits (Lin et al. 2014)
SIZES = ("under 1/8", "1/8 to 1/4", "1/4 to 3/8", "3/8 and over")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the chain said of one image.

    Attributes:
        id, patient, label: Of the case.
        malignancy: Of the image, 0..1 at the development prevalence.
        abstained: The reason, or None.
        box, confidence: The shown box whose malignancy the image has (the most confident one if none is scored).
        candidates: Every box of the detector with its confidence, in pixels of the file.
        lesions: Boxes of the outlined lesions, in pixels of the file.
        row: The line of labels.csv.
        longest_px: Longer side of the picture that was looked at; 0 where there was no lesion to be compared with it.
    """

    id: str
    patient: str
    label: str
    malignancy: float
    abstained: str | None
    box: Box | None
    confidence: float | None
    candidates: tuple[tuple[Box, float], ...]
    lesions: tuple[Box, ...]
    row: dict[str, str]
    longest_px: int = 0


def auc_of(labels: npt.NDArray[np.bool_], scores: Floats) -> float | None:
    """Area under the ROC curve from the sum of ranks (Mann & Whitney 1947); None unless both classes are there."""
    positive, negative = int(labels.sum()), int((~labels).sum())
    if not positive or not negative:
        return None
    ranks = float(rankdata(scores)[labels].sum())
    return (ranks - positive * (positive + 1) / 2) / (positive * negative)


def draws_of_patients(patients: list[str], rounds: int, seed: int = 0) -> Iterator[npt.NDArray[np.intp]]:
    """Row numbers of whole patients drawn with replacement, `rounds` times (Efron & Tibshirani 1993, chapter 13)."""
    names, numbers = np.unique(patients, return_inverse=True)
    members = [np.flatnonzero(numbers == number) for number in range(len(names))]
    rng = np.random.default_rng(seed)
    for _ in range(rounds):
        yield np.concatenate([members[i] for i in rng.integers(len(members), size=len(members))])


def bootstrap_by_patient(
    patients: list[str], labels: npt.NDArray[np.bool_], scores: Floats, *, seed: int = 0
) -> tuple[float, float] | None:
    """95 % interval of the AUC by drawing whole patients with replacement (percentile method, 2000 rounds)."""
    if not patients:
        return None
    values = []
    for drawn in draws_of_patients(patients, BOOTSTRAP_ROUNDS, seed):
        value = auc_of(labels[drawn], scores[drawn])
        if value is not None:
            values.append(value)
    if not values:
        return None
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def calibration_error(labels: npt.NDArray[np.bool_], scores: Floats, bins: int = CALIBRATION_BINS) -> float:
    """Expected calibration error over `bins` bins of equal count."""
    order = np.argsort(scores, kind="stable")
    error = 0.0
    for part in np.array_split(order, min(bins, len(order))):
        error += len(part) / len(order) * abs(float(scores[part].mean()) - float(labels[part].mean()))
    return error


def ratio(part: float, whole: float) -> float | None:
    """part / whole; None where there is no whole."""
    return part / whole if whole else None


def at_threshold(labels: npt.NDArray[np.bool_], scores: Floats, threshold: float) -> dict[str, float | None]:
    """Precision, recall, specificity, F1 and accuracy of `score >= threshold`."""
    called = scores >= threshold
    true_positive = int((called & labels).sum())
    precision = ratio(true_positive, int(called.sum()))
    recall = ratio(true_positive, int(labels.sum()))
    return {
        "precision": precision,
        "recall": recall,
        "specificity": ratio(int((~called & ~labels).sum()), int((~labels).sum())),
        "f1": ratio(2 * true_positive, int(called.sum()) + int(labels.sum())),
        "accuracy": ratio(int((called == labels).sum()), len(labels)),
    }


def match(boxes: list[Box], lesions: tuple[Box, ...]) -> list[int | None]:
    """Which lesion each box hits, boxes in order of confidence; each lesion is hit once."""
    free = set(range(len(lesions)))
    hits: list[int | None] = []
    for box in boxes:
        best = max(free, key=lambda number: box.iou(lesions[number]), default=None)
        if best is not None and box.iou(lesions[best]) >= HIT_IOU:
            free.discard(best)
            hits.append(best)
        else:
            hits.append(None)
    return hits


def holds_centre(box: Box, lesion: Box) -> bool:
    """Whether the middle of a found box lies in a lesion's box, the looser scoring of the papers."""
    x, y = box.centre
    return lesion.left <= x <= lesion.right and lesion.top <= y <= lesion.bottom


def detection_metrics(predictions: list[Prediction], shown: float) -> dict[str, float | None]:
    """Recall, recall by centre, false boxes an image at the shown threshold, and AP50 over all candidates."""
    lesions = sum(len(prediction.lesions) for prediction in predictions)
    found = found_by_centre = false_boxes = 0
    for prediction in predictions:
        boxes = [box for box, confidence in prediction.candidates if confidence >= shown]
        hits = match(boxes, prediction.lesions)
        found += sum(hit is not None for hit in hits)
        false_boxes += sum(hit is None for hit in hits)
        found_by_centre += sum(any(holds_centre(box, lesion) for box in boxes) for lesion in prediction.lesions)
    return {
        "detection_recall": ratio(found, lesions),
        "detection_recall_centre": ratio(found_by_centre, lesions),
        "false_boxes_per_image": ratio(false_boxes, len(predictions)),
        "ap50": average_precision(predictions),
    }


def recall_by_size(predictions: list[Prediction], shown: list[float]) -> dict[str, dict[str, float | None]]:
    """Number and recall of the lesions of each size.

    Args:
        predictions: To judge; a lesion's size is the side of a square of its box's area over `longest_px`.
        shown: Least confidence of a box that counts, for each picture.
    """
    there, found = dict.fromkeys(SIZES, 0), dict.fromkeys(SIZES, 0)
    for prediction, limit in zip(predictions, shown, strict=True):
        boxes = [box for box, confidence in prediction.candidates if confidence >= limit]
        hit = set(match(boxes, prediction.lesions))
        for number, lesion in enumerate(prediction.lesions):
            share = (lesion.width * lesion.height) ** 0.5 / max(1, prediction.longest_px)
            size = SIZES[int(np.searchsorted(SIZE_LIMITS, share, "right"))]
            there[size] += 1
            found[size] += number in hit
    return {size: {"n": there[size], "recall": ratio(found[size], there[size])} for size in SIZES}


def ranked_hits(predictions: list[Prediction]) -> tuple[Floats, npt.NDArray[np.bool_], int]:
    """All candidates of all images: confidence, whether each hits, most confident first; and the lesions' number."""
    confidences: list[float] = []
    hits: list[bool] = []
    for prediction in predictions:
        matched = match([box for box, _ in prediction.candidates], prediction.lesions)
        confidences += [confidence for _, confidence in prediction.candidates]
        hits += [hit is not None for hit in matched]
    order = np.argsort(-np.array(confidences, np.float64), kind="stable")
    lesions = sum(len(prediction.lesions) for prediction in predictions)
    return np.array(confidences, np.float64)[order], np.array(hits, np.bool_)[order], lesions


def average_precision(predictions: list[Prediction]) -> float | None:
    """AP at IoU 0.5, see `precision_of_ranks`."""
    _, hits, lesions = ranked_hits(predictions)
    return precision_of_ranks(hits, lesions)


def precision_of_ranks(hits: npt.NDArray[np.bool_], lesions: int) -> float | None:
    """Area under the interpolated precision-recall curve (PASCAL VOC 2010 and later); None without lesions.

    Args:
        hits: Whether each box hits, most confident first.
        lesions: Their number.
    """
    if not lesions:
        return None
    if not len(hits):
        return 0.0
    true_positive = np.cumsum(hits)
    precision = true_positive / np.arange(1, len(hits) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float((envelope * hits).sum() / lesions)


def froc(predictions: list[Prediction]) -> tuple[Floats, Floats]:
    """Free-response ROC: false boxes an image and lesion recall as the confidence threshold falls."""
    _, hits, lesions = ranked_hits(predictions)
    return np.cumsum(~hits) / max(1, len(predictions)), np.cumsum(hits) / max(1, lesions)


def specificity_at(labels: npt.NDArray[np.bool_], scores: Floats, sensitivity: float) -> float | None:
    """Best specificity on the ROC curve at this sensitivity or more."""
    if labels.all() or not labels.any():
        return None
    malignant = np.sort(scores[labels])[::-1]
    needed = math.ceil(sensitivity * len(malignant) - 1e-9)  # so many must be called
    return float((scores[~labels] < malignant[max(needed, 1) - 1]).mean())
