"""The form that every section of the result has."""

from typing import Any

import numpy as np

from inference.evaluation.readers.covariance import Method
from inference.evaluation.readers.merit import Merit
from inference.evaluation.readers.mrmc import analyse_merit, by_reader

Section = dict[str, Any]


def missing(*names: str) -> Section:
    """A section that cannot be told, with the columns or options that it needs (one of them)."""
    return {"missing": list(names)}


def measured(merit: Merit, method: Method, seed: int, patients: list[str] | None) -> Section:
    """Means and readers of a figure of merit with its whole analysis; DeLong's covariance is the AUC's alone."""
    means = np.nanmean(merit.value, axis=1)
    chosen: Method = "jackknife" if method == "delong" and merit.placements is None else method
    return {
        "mean": dict(zip(merit.treatments, means.tolist(), strict=True)),
        "by_reader": by_reader(merit),
        **analyse_merit(merit, chosen, seed=seed, patients=patients),
    }


def best_test(of: Section) -> tuple[str, Section] | None:
    """The analysis that reaches farthest: other readers and cases if the study can tell, else these readers."""
    for name in ("random_readers_random_cases", "fixed_readers"):
        if of.get(name) is not None:
            return name, of[name]
    return None
