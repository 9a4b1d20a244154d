"""How far recall and AUC move between the conditions, with intervals from drawing patients."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from inference.evaluation.metrics import BOOTSTRAP_ROUNDS, Prediction, auc_of, draws_of_patients, match

Floats = npt.NDArray[np.float64]

COMPARISONS = (("cleaned", "as_is"), ("false_marks", "cleaned"), ("false_marks", "as_is"))
AIM = 0.01  # no move of recall or AUC is to be as large


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """What one condition says of each picture: arrays of one length."""

    malignancy: Floats
    hits: Floats
    false_boxes: Floats


def measure(conditions: dict[str, list[Prediction]], shown: float) -> dict[str, Any]:
    """Recall, AUC and false boxes an image in each condition, and the differences with their 95 % intervals.

    The definitions are those of `evaluate stills`. Patients are drawn with replacement, the same ones in every
    condition (paired; percentile method), as Efron & Tibshirani 1993, chapter 13.

    Args:
        conditions: Predictions by condition, on the same cases in the same order.
        shown: Least confidence of a box that counts as found.
    """
    first = next(iter(conditions.values()))
    values = {name: _values(predictions, shown) for name, predictions in conditions.items()}
    lesions = np.array([len(item.lesions) for item in first], np.float64)
    malignant = np.array([item.label == "malignant" for item in first], np.bool_)
    with_lesion = np.array([item.label != "normal" for item in first], np.bool_)

    def figures(rows: npt.NDArray[np.intp]) -> dict[str, dict[str, float | None]]:
        kept = rows[with_lesion[rows]]
        total = float(lesions[rows].sum())
        return {
            name: {
                "recall": float(value.hits[rows].sum()) / total if total else None,
                "auc": auc_of(malignant[kept], value.malignancy[kept]),
                "false_boxes_per_image": float(value.false_boxes[rows].mean()),
            }
            for name, value in values.items()
        }

    whole = figures(np.arange(len(first)))
    drawn = [figures(rows) for rows in draws_of_patients([item.patient for item in first], BOOTSTRAP_ROUNDS)]
    return {
        "n": len(first),
        "n_patients": len({item.patient for item in first}),
        "n_lesions": int(lesions.sum()),
        "n_malignant": int(malignant.sum()),
        "conditions": whole,
        "differences": {
            f"{after} - {before}": {
                figure: _difference(whole, drawn, after, before, figure)
                for figure in ("recall", "auc", "false_boxes_per_image")
            }
            for after, before in COMPARISONS
        },
        "aim": AIM,
    }


def _values(predictions: list[Prediction], shown: float) -> _Case:
    hits, false_boxes = [], []
    for item in predictions:
        boxes = [box for box, confidence in item.candidates if confidence >= shown]
        found = match(boxes, item.lesions)
        hits.append(sum(number is not None for number in found))
        false_boxes.append(sum(number is None for number in found))
    scores = [item.malignancy for item in predictions]
    return _Case(np.array(scores, np.float64), np.array(hits, np.float64), np.array(false_boxes, np.float64))


def _difference(
    whole: dict[str, dict[str, float | None]],
    drawn: list[dict[str, dict[str, float | None]]],
    after: str,
    before: str,
    figure: str,
) -> dict[str, float | None]:
    moves = [_move(each, after, before, figure) for each in drawn]
    known = [move for move in moves if move is not None]
    low, high = np.quantile(known, [0.025, 0.975]).tolist() if known else (None, None)
    return {"value": _move(whole, after, before, figure), "low": low, "high": high}


def _move(figures: dict[str, dict[str, float | None]], after: str, before: str, figure: str) -> float | None:
    one, other = figures[after][figure], figures[before][figure]
    return None if one is None or other is None else one - other
