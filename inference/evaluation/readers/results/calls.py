"""Sensitivity and specificity of the readers' calls: at a threshold of the rating, and where a biopsy is advised."""

import numpy as np

from inference.evaluation.readers.covariance import Method
from inference.evaluation.readers.merit import mean_merit
from inference.evaluation.readers.ratings import Flags, Floats
from inference.evaluation.readers.results.section import Section, measured, missing
from inference.evaluation.readers.rows import BIRADS_CALLED
from inference.evaluation.readers.study import Study


def calls_by_rating(study: Study, threshold: float) -> Floats:
    """1 where a reading is called suspicious, 0 where not; (t, r, c), NaN where it was not read."""
    ratings = study.ratings.all_cases
    return np.where(np.isnan(ratings), np.nan, (ratings >= threshold).astype(np.float64))


def calls_by_birads(study: Study) -> Floats:
    """The same by category: 4 (4a) and more."""
    return study.table(lambda of: None if of.birads is None else float(of.birads in BIRADS_CALLED))


def calls_of(study: Study, threshold: float | None) -> tuple[str, Floats] | None:
    """The study's calls and the rule behind them; None where neither a threshold nor a category is there."""
    if threshold is not None:
        return f"rating >= {threshold:g}", calls_by_rating(study, threshold)
    if "birads" in study.columns:
        return "BI-RADS >= 4 (4a)", calls_by_birads(study)
    return None


def sensitivity_specificity(
    study: Study, calls: Floats, method: Method, seed: int, patients: list[str] | None
) -> Section:
    """Both proportions as figures of merit of the same analysis.

    Args:
        study: The study.
        calls: (t, r, c) as above.
        method, seed, patients: Of the covariance over cases.
    """
    truth = study.ratings.truth
    right = {
        "sensitivity": np.where(truth, calls, np.nan),
        "specificity": np.where(truth, np.nan, 1 - calls),
    }
    if any(np.isnan(values).all(axis=2).any() for values in right.values()):
        return missing("birads of every reader")
    return {
        name: measured(mean_merit(name, values, study.ratings), method, seed, patients)
        for name, values in right.items()
    } | {
        "readings_without_a_call": int(np.isnan(calls).sum() - np.isnan(study.ratings.all_cases).sum()),
        "counts": dict(zip(study.ratings.treatments, _counts(calls, truth), strict=True)),
    }


def _counts(calls: Floats, truth: Flags) -> list[dict[str, int]]:
    """Readings of each treatment by call and truth."""
    return [
        {
            name: int((of[:, where] == call).sum())
            for name, where, call in (
                ("true_positive", truth, 1),
                ("false_negative", truth, 0),
                ("false_positive", ~truth, 1),
                ("true_negative", ~truth, 0),
            )
        }
        for of in calls
    ]


def all_calls(
    study: Study, threshold: float | None, method: Method, seed: int, patients: list[str] | None
) -> dict[str, Section]:
    """At the threshold that was asked for, and at BI-RADS 4, as far as the study has them."""
    found = {"at_threshold": missing("--threshold"), "at_birads_4": missing("birads")}
    if threshold is not None:
        found["at_threshold"] = {"threshold": threshold} | sensitivity_specificity(
            study, calls_by_rating(study, threshold), method, seed, patients
        )
    if "birads" in study.columns:
        found["at_birads_4"] = sensitivity_specificity(study, calls_by_birads(study), method, seed, patients)
    return found
