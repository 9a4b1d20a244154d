"""How far a faster number format moves the results against f32, and whether that is little enough to use it."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from inference.detector import LesionDetector
from inference.evaluation.metrics import Floats, Prediction, auc_of, draws_of_patients
from inference.evaluation.stills import predict_given_boxes, predict_stills
from inference.manifest import MOST_AUC_SHIFT, MOST_PROBABILITY_CHANGE, PrecisionMeasured
from inference.training.cases import Case

ROUNDS = 1000
SAME_BOX_IOU = 0.5
Both = list[tuple[Prediction, Prediction]]


def compare(
    cases: list[Case], reference: LesionDetector, faster: LesionDetector, progress: Callable[[], None]
) -> dict[str, Both]:
    """Each case by both, "found" end to end and "given" with the lesions' boxes.

    Args:
        cases: To look at; those without an outlined lesion are not in "given".
        reference: At f32.
        faster: The same weights in the other format.
        progress: Called for each case done.
    """

    def both(
        predict: Callable[..., Iterator[Prediction]], those: list[Case]
    ) -> Iterator[tuple[Prediction, Prediction]]:
        return zip(predict(those, reference, _silent), predict(those, faster, _silent), strict=True)

    found: Both = []
    for pair in both(predict_stills, cases):
        found.append(pair)
        progress()
    outlined = {one.id for one, _ in found if one.lesions}
    return {"found": found, "given": list(both(predict_given_boxes, [case for case in cases if case.id in outlined]))}


def _silent(_: int) -> None:
    """No progress of its own."""


def summarise(compared: dict[str, Both]) -> dict[str, Any]:
    """AUC shift with its interval from drawing patients, and the change of every kind of probability.

    The probabilities are the image's malignancy end to end (which also moves when a box appears or goes), that of the
    lesions in given boxes, and the confidence of boxes that both find.
    """
    modes = {name: _mode(pairs) for name, pairs in compared.items()}
    confidence = _changes([pair for one, other in compared["found"] for pair in _same_boxes(one, other)])
    shifts = [mode["auc_shift"] for mode in modes.values() if mode["auc_shift"] is not None]
    changes = [part["p99"] for part in (*(mode["change"] for mode in modes.values()), confidence) if part["n"]]
    shift, change = (max(shifts, key=abs) if shifts else None), (max(changes) if changes else None)
    return {
        "n": len(compared["found"]),
        **modes,
        "confidence": confidence,
        "boxes_of_f32_alone": sum(len(_unmatched(one, other)) for one, other in compared["found"]),
        "boxes_of_the_other_alone": sum(len(_unmatched(other, one)) for one, other in compared["found"]),
        "auc_shift": shift,
        "probability_p99_change": change,
        "most_auc_shift": MOST_AUC_SHIFT,
        "most_probability_change": MOST_PROBABILITY_CHANGE,
        "allowed": shift is not None
        and change is not None
        and abs(shift) <= MOST_AUC_SHIFT
        and change <= MOST_PROBABILITY_CHANGE,
    }


def measured(tree: dict[str, Any]) -> PrecisionMeasured | None:
    """What the manifest remembers of a result of the command; None where the data hold one class only."""
    if tree["auc_shift"] is None or tree["probability_p99_change"] is None:
        return None
    return PrecisionMeasured(
        device=tree["device"],
        number_format=tree["number_format"],
        weights_sha256=tree["weights_sha256"],
        data=" ".join(part for part in (tree["data"], tree["where"]) if part),
        n=tree["n"],
        auc_shift=tree["auc_shift"],
        probability_p99_change=tree["probability_p99_change"],
    )


def _mode(pairs: Both) -> dict[str, Any]:
    lesions = [(one, other) for one, other in pairs if one.label != "normal"]
    labels = np.array([one.label == "malignant" for one, _ in lesions], np.bool_)
    before, after = (np.array([pair[side].malignancy for pair in lesions], np.float64) for side in (0, 1))

    def shift(rows: npt.NDArray[np.intp]) -> float | None:
        one, other = auc_of(labels[rows], before[rows]), auc_of(labels[rows], after[rows])
        return None if one is None or other is None else other - one

    patients = [one.patient for one, _ in lesions]
    drawn = [shift(rows) for rows in draws_of_patients(patients, ROUNDS)] if patients else []
    known = [value for value in drawn if value is not None]
    return {
        "auc_f32": auc_of(labels, before),
        "auc": auc_of(labels, after),
        "auc_shift": shift(np.arange(len(lesions))),
        "auc_shift_interval": np.quantile(known, [0.025, 0.975]).tolist() if known else None,
        "change": _changes([(one.malignancy, other.malignancy) for one, other in pairs]),
    }


def _changes(pairs: list[tuple[float, float]]) -> dict[str, Any]:
    """Number, median, 99th percentile and largest of the absolute changes."""
    changes: Floats = np.abs(np.array([one - other for one, other in pairs], np.float64))
    if not len(changes):
        return {"n": 0, "p50": None, "p99": None, "largest": None}
    p50, p99 = np.quantile(changes, [0.5, 0.99]).tolist()
    return {"n": len(changes), "p50": p50, "p99": p99, "largest": float(changes.max())}


def _same_boxes(one: Prediction, other: Prediction) -> list[tuple[float, float]]:
    """Confidences of the boxes that both find."""
    same = []
    for box, confidence in one.candidates:
        best = max(other.candidates, key=lambda also, box=box: box.iou(also[0]), default=None)  # type: ignore[misc]
        if best is not None and box.iou(best[0]) >= SAME_BOX_IOU:
            same.append((confidence, best[1]))
    return same


def _unmatched(one: Prediction, other: Prediction) -> list[float]:
    return [
        confidence
        for box, confidence in one.candidates
        if all(box.iou(also) < SAME_BOX_IOU for also, _ in other.candidates)
    ]
