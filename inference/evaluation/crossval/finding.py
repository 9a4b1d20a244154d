"""Figures of merit of finding and outlining over judged folds."""

from typing import Any

import numpy as np
import numpy.typing as npt

from inference.evaluation.crossval.merit import Judged, with_intervals
from inference.evaluation.metrics import (
    Floats,
    Prediction,
    froc,
    match,
    precision_of_ranks,
    ranked_hits,
    ratio,
    recall_by_size,
)

FALSE_BOXES = (0.05, 0.1, 0.2)
FALSE_BOXES_COMPARED = 0.1


def finding_figures(judged: list[Judged]) -> dict[str, Any]:
    """Recall at some numbers of false boxes an image and as shown, AP50, recall by size, and Dice, with intervals.

    Boxes of all folds are ranked together; what is shown is each fold's own limit. Dice is that of every lesion image,
    0 where no box was shown.
    """
    kept = [item for item in judged if item.prediction.label == "normal" or item.prediction.lesions]
    predictions = [item.prediction for item in kept]
    limit = confidence_at(predictions, FALSE_BOXES_COMPARED)
    dice = np.array([np.nan if item.dice is None else item.dice for item in kept], np.float64)
    each = [_Ranked(item) for item in kept]

    def figures(rows: npt.NDArray[np.intp]) -> dict[str, float | None]:
        chosen = [each[row] for row in rows]
        known = dice[rows][~np.isnan(dice[rows])]
        return {**_ranked_figures(chosen), "dice": float(known.mean()) if len(known) else None}

    known = dice[~np.isnan(dice)]
    found = known[known > 0]
    return {
        **with_intervals([item.prediction.patient for item in kept], figures),
        "recall_at_false_boxes": {f"{most:g}": _recall_at(predictions, most) for most in FALSE_BOXES},
        "dice_median": float(np.median(known)) if len(known) else None,
        "dice_of_outlined": float(found.mean()) if len(found) else None,
        "n_not_outlined": len(known) - len(found),
        "by_size": {
            "as_shown": recall_by_size(predictions, [item.shown for item in kept]),
            "at_0.1_false_boxes": recall_by_size(predictions, [limit] * len(kept)),
        },
    }


def confidence_at(predictions: list[Prediction], most: float) -> float:
    """Least confidence at which no more than `most` false boxes an image are shown; infinite where there is none."""
    confidences, hits, _ = ranked_hits(predictions)
    allowed = np.cumsum(~hits) / max(1, len(predictions)) <= most
    return float(confidences[allowed].min(initial=np.inf))


def _recall_at(predictions: list[Prediction], most: float) -> float:
    false_boxes, recall = froc(predictions)
    return float(recall[false_boxes <= most].max(initial=0.0))


class _Ranked:
    """One image's boxes matched once, so that a thousand draws only have to sort."""

    def __init__(self, item: Judged) -> None:
        boxes = [box for box, _ in item.prediction.candidates]
        self.confidences = np.array([confidence for _, confidence in item.prediction.candidates], np.float64)
        self.hits = np.array([hit is not None for hit in match(boxes, item.prediction.lesions)], np.bool_)
        shown = self.confidences >= item.shown
        self.shown_hits, self.shown_false = int((self.hits & shown).sum()), int((~self.hits & shown).sum())
        self.lesions = len(item.prediction.lesions)


def _ranked_figures(images: list[_Ranked]) -> dict[str, float | None]:
    lesions = sum(image.lesions for image in images)
    confidences: Floats = np.concatenate([image.confidences for image in images])
    hits = np.concatenate([image.hits for image in images])[np.argsort(-confidences, kind="stable")]
    allowed = np.cumsum(~hits) <= FALSE_BOXES_COMPARED * len(images)
    return {
        "recall_at_0.1_false_boxes": ratio(int((hits & allowed).sum()), lesions),
        "ap50": precision_of_ranks(hits, lesions),
        "recall_as_shown": ratio(sum(image.shown_hits for image in images), lesions),
        "false_boxes_as_shown": ratio(sum(image.shown_false for image in images), len(images)),
    }
