"""Intervals of the areas by drawing whole patients: what a patient's several cases share stays together."""

from itertools import combinations

import numpy as np

from inference.evaluation.readers.covariance import BOOTSTRAP_ROUNDS, bootstrap
from inference.evaluation.readers.merit import auc_merit
from inference.evaluation.readers.ratings import Floats
from inference.evaluation.readers.results.section import Section, missing
from inference.evaluation.readers.study import Study


def bootstrap_by_patient(study: Study, seed: int, patients: list[str] | None) -> Section:
    """Percentile intervals of 1,000 draws, these readers: each treatment's mean area, and each difference."""
    if patients is None:
        return missing("patient")
    merit = auc_merit(study.ratings)
    known = np.isfinite(merit.value)  # a draw in which one of these readers has no figure is left out
    figures = np.where(known, bootstrap(merit, seed=seed, patients=patients), 0.0)
    drawn = figures.sum(axis=2) / known.sum(axis=1)
    means = np.nanmean(merit.value, axis=1)
    return {
        "patients": len(set(patients)),
        "rounds": BOOTSTRAP_ROUNDS,
        "auc": {
            name: {"auc": float(means[number]), **_between(drawn[:, number])}
            for number, name in enumerate(merit.treatments)
        },
        "pairs": [
            {
                "first": merit.treatments[one],
                "second": merit.treatments[two],
                "difference": float(means[one] - means[two]),
                **_between(drawn[:, one] - drawn[:, two]),
            }
            for one, two in combinations(range(len(means)), 2)
        ],
    }


def _between(values: Floats) -> dict[str, float | None]:
    values = values[np.isfinite(values)]
    if not len(values):
        return {"low": None, "high": None}
    low, high = np.quantile(values, [0.025, 0.975])
    return {"low": float(low), "high": float(high)}
