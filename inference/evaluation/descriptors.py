"""Do the descriptors of the finder's own outline agree with those of the given one, and what do they tell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from inference.descriptors.describe import NAMES, describe
from inference.descriptors.descriptor import Descriptor, Mask
from inference.detector import LesionDetector
from inference.evaluation.metrics import HIT_IOU, auc_of, bootstrap_by_patient
from inference.training.cases import Case, lesion_boxes, load_picture

_ANY_SIDE_PX = 1 << 30


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """One lesion measured twice.

    Attributes:
        patient: Whose it is.
        malignant: Whether it is.
        dice: Overlap of the two outlines, 0..1; None where the finder found no box or drew no outline.
        own, given: Descriptors of the finder's outline, and of the given one.
    """

    patient: str
    malignant: bool
    dice: float | None
    own: tuple[Descriptor, ...]
    given: tuple[Descriptor, ...]


def measure_lesions(cases: list[Case], detector: LesionDetector, progress: Callable[[int], None]) -> list[Measured]:
    """Measure every picture with exactly one outlined lesion, with the box that the detector found for it."""
    measured = []
    for number, case in enumerate(cases, 1):
        picture = load_picture(case, _ANY_SIDE_PX)
        lesions = lesion_boxes(picture.mask)
        if case.label != "normal" and len(lesions) == 1:
            boxes = [box for box, _ in detector.find(picture.grey) if box.iou(lesions[0]) >= HIT_IOU]
            own = detector.outlines(picture.grey, boxes[:1])[0] if boxes else None
            mask = picture.mask > 0
            measured.append(
                Measured(
                    case.patient_key,
                    case.label == "malignant",
                    None if own is None else _dice(own, mask),
                    describe(picture.grey, own),
                    describe(picture.grey, mask),
                )
            )
        progress(number)
    return measured


def summarise(measured: list[Measured]) -> dict[str, Any]:
    """Dice, the differences between own and given outline, and each descriptor's AUC with its interval by patient.

    An AUC below 0.5 says that malignant lesions have the lower value.
    """
    dice = np.array([item.dice for item in measured if item.dice is not None], np.float64)
    return {
        "n": len(measured),
        "n_malignant": sum(item.malignant for item in measured),
        "n_outlined": len(dice),
        "dice_mean": float(dice.mean()) if len(dice) else None,
        "dice_median": float(np.median(dice)) if len(dice) else None,
        "descriptors": {name: _of(measured, place) for place, name in enumerate(NAMES)},
    }


def _of(measured: list[Measured], place: int) -> dict[str, Any]:
    pairs = [(item.own[place].value, item.given[place].value) for item in measured]
    both = np.array([(own, given) for own, given in pairs if own is not None and given is not None], np.float64)
    off = np.asarray(both[:, 0] - both[:, 1]) if len(both) else np.zeros(0)
    return {
        "n_own": sum(own is not None for own, _ in pairs),
        "n_given": sum(given is not None for _, given in pairs),
        "median_difference": float(np.median(off)) if len(off) else None,
        "median_absolute_difference": float(np.median(np.abs(off))) if len(off) else None,
        "correlation": float(np.asarray(np.corrcoef(both.T))[0, 1])
        if len(both) > 2 and both.std(axis=0).all()
        else None,
        "own": _auc(measured, [own for own, _ in pairs]),
        "given": _auc(measured, [given for _, given in pairs]),
    }


def _auc(measured: list[Measured], values: list[float | None]) -> dict[str, float | None]:
    known = [(item, value) for item, value in zip(measured, values, strict=True) if value is not None]
    labels: npt.NDArray[np.bool_] = np.array([item.malignant for item, _ in known], np.bool_)
    scores = np.array([value for _, value in known], np.float64)
    auc = auc_of(labels, scores) if len(known) else None
    interval = bootstrap_by_patient([item.patient for item, _ in known], labels, scores) if auc is not None else None
    low, high = interval or (None, None)
    return {"auc": auc, "auc_low": low, "auc_high": high}


def _dice(one: Mask, other: Mask) -> float:
    return float(2 * (one & other).sum() / (one.sum() + other.sum()))
