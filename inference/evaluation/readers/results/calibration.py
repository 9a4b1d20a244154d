"""Ratings of 0 to 100 read as probabilities: expected calibration error, Brier score, and the reliability curve.

A study's share of diseased cases is mostly far above that of practice, so readers who rate as in practice look
miscalibrated: the figures compare treatments, not readers with the truth outside.
"""

import numpy as np

from inference.evaluation.readers.covariance import Method
from inference.evaluation.readers.merit import mean_merit
from inference.evaluation.readers.ratings import Flags, Floats
from inference.evaluation.readers.results.section import Section, best_test, measured
from inference.evaluation.readers.study import Study

FULL_SCALE = 100.0
BINS = 10  # of equal width: readers like round numbers, and bins of equal count would part equal ratings
SHORT_SCALE = 10.0  # ratings that all lie below are steps of a short scale, not percent


def calibration(study: Study, method: Method, seed: int, patients: list[str] | None) -> Section:
    """By treatment; not told where the ratings are not of 0 to 100."""
    ratings = study.ratings.all_cases
    known = ratings[np.isfinite(ratings)]
    if known.min() < 0 or known.max() > FULL_SCALE or known.max() <= SHORT_SCALE:
        return {"missing": ["rating of 0 to 100"]}
    chances, truth = ratings / FULL_SCALE, study.ratings.truth
    brier = measured(mean_merit("brier", (chances - truth) ** 2, study.ratings), method, seed, patients)
    chosen = best_test(brier)
    return {
        "brier": brier["single_treatments"],
        "brier_difference": None if chosen is None else {"analysis": chosen[0], **chosen[1]},
        "by_treatment": {
            name: _of_treatment(chances[number], truth, study.ratings.readers)
            for number, name in enumerate(study.ratings.treatments)
        },
        "share_diseased": float(truth.mean()),
    }


def _of_treatment(chances: Floats, truth: Flags, readers: tuple[str, ...]) -> Section:
    errors: dict[str, float | None] = {}
    for reader, row in zip(readers, chances, strict=True):
        points = reliability(row[None, :], truth)
        whole = sum(point["readings"] for point in points)
        away = sum(point["readings"] * abs(point["rating"] - point["diseased"]) for point in points)
        errors[reader] = away / whole if whole else None
    known = [error for error in errors.values() if error is not None]
    return {"ece": float(np.mean(known)), "ece_by_reader": errors, "curve": reliability(chances, truth)}


def reliability(chances: Floats, truth: Flags) -> list[dict[str, float]]:
    """Mean rating and share diseased in ten bins of equal width, all readers' readings together; no empty bin.

    Args:
        chances: (r, c) of 0 to 1, NaN where not read.
        truth: (c,).
    """
    read = np.isfinite(chances)
    values, ill = chances[read], np.broadcast_to(truth, chances.shape)[read]
    places = np.minimum((values * BINS).astype(np.int64), BINS - 1)
    return [
        {
            "rating": float(values[places == place].mean()),
            "diseased": float(ill[places == place].mean()),
            "readings": int((places == place).sum()),
        }
        for place in np.unique(places)
    ]
