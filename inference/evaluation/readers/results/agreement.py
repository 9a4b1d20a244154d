"""How far readers agree under each treatment: on calls, on categories, and on ratings."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from scipy import stats
from sklearn.metrics import cohen_kappa_score

from inference.evaluation.readers.interval import CONFIDENCE
from inference.evaluation.readers.ratings import Floats
from inference.evaluation.readers.results.section import Section, missing
from inference.evaluation.readers.rows import BIRADS
from inference.evaluation.readers.study import Study

FEW_LEVELS = 10  # ratings of so many levels or fewer are categories


def agreement(study: Study, calls: tuple[str, Floats] | None) -> Section:
    """For each treatment what the data allow; needs two readers."""
    if len(study.ratings.readers) < 2:
        return missing("a second reader")
    ratings = study.ratings.all_cases
    levels = np.unique(ratings[np.isfinite(ratings)])
    if "birads" in study.columns:
        scale, categories = "birads", study.table(lambda of: None if of.birads is None else BIRADS.index(of.birads))
        count = len(BIRADS)
    elif len(levels) <= FEW_LEVELS:
        scale, count = "rating", len(levels)
        categories = np.where(np.isnan(ratings), np.nan, np.searchsorted(levels, np.nan_to_num(ratings)))
    else:
        scale, categories, count = None, None, 0
    found: Section = {"categories": scale, "calls_rule": None if calls is None else calls[0], "by_treatment": {}}
    for number, name in enumerate(study.ratings.treatments):
        found["by_treatment"][name] = {
            "calls": missing("--threshold", "birads") if calls is None else _on_calls(calls[1][number]),
            "weighted_kappa": missing("birads")
            if categories is None
            else weighted_kappa(categories[number], count, study.ratings.readers),
            "krippendorff_alpha": krippendorff_alpha(ratings[number]),
            "icc": icc(ratings[number]),
        }
    return found


def _pairs(values: Floats) -> Iterator[tuple[int, int, Floats, Floats]]:
    """Each pair of readers with what both said of the cases that both read."""
    for one, two in combinations(range(len(values)), 2):
        both = np.isfinite(values[one]) & np.isfinite(values[two])
        if both.any():
            yield one, two, values[one, both], values[two, both]


def _on_calls(calls: Floats) -> Section:
    agreed = [float((first == second).mean()) for _, _, first, second in _pairs(calls)]
    return {"pairwise_agreement": float(np.mean(agreed)) if agreed else None, "fleiss_kappa": fleiss_kappa(calls)}


def weighted_kappa(categories: Floats, count: int, readers: tuple[str, ...]) -> Section:
    """Cohen's kappa with quadratic weights of every pair of readers, and their mean.

    Args:
        categories: (r, c) places on a scale of `count` categories; NaN where not read.
        count: Categories of the scale.
        readers: Names.
    """
    pairs: list[Section] = []
    for one, two, first, second in _pairs(categories):
        constant = len(np.unique(np.concatenate([first, second]))) < 2  # chance agrees wholly: kappa is not defined
        kappa = None
        if not constant:
            labels = list(range(count))
            kappa = float(cohen_kappa_score(first.astype(int), second.astype(int), labels=labels, weights="quadratic"))
        pairs.append({"first": readers[one], "second": readers[two], "cases": len(first), "kappa": kappa})
    known = [pair["kappa"] for pair in pairs if pair["kappa"] is not None]
    return {"mean": float(np.mean(known)) if known else None, "pairs": pairs}


def fleiss_kappa(categories: Floats) -> float | None:
    """Fleiss' kappa (Psychol Bull 1971;76:378-382) over the cases that every reader read; None if undefined.

    Args:
        categories: (r, c), NaN where not read.
    """
    values = categories[:, np.isfinite(categories).all(axis=0)]
    if values.shape[0] < 2 or not values.shape[1]:
        return None
    counts = np.stack([(values == level).sum(axis=0) for level in np.unique(values)])
    readers = values.shape[0]
    observed = ((counts**2).sum(axis=0) - readers) / (readers * (readers - 1))
    by_chance = float(((counts.sum(axis=1) / values.size) ** 2).sum())
    return None if by_chance >= 1 else float((observed.mean() - by_chance) / (1 - by_chance))


def krippendorff_alpha(ratings: Floats) -> float | None:
    """Krippendorff's alpha for interval data (Content Analysis, 2004, chapter 11); takes cases not read by all.

    Args:
        ratings: (r, c), NaN where not read.
    """
    known = np.isfinite(ratings)
    used = known.sum(axis=0) > 1
    values, known = np.where(known, ratings, 0.0)[:, used], known[:, used]
    counts = known.sum(axis=0)
    if not counts.size:
        return None
    total = counts.sum()
    within = 2 * (counts * (values**2).sum(axis=0) - values.sum(axis=0) ** 2)
    overall = 2 * (total * (values**2).sum() - values.sum() ** 2) / (total - 1)
    return None if overall <= 0 else float(1 - (within / (counts - 1)).sum() / overall)


def icc(ratings: Floats) -> Section:
    """ICC(2,1), absolute agreement of single random readers, with its interval (Shrout and Fleiss 1979; McGraw 1996).

    Args:
        ratings: (r, c); cases not read by all are left out.
    """
    values = ratings[:, np.isfinite(ratings).all(axis=0)]
    k, n = values.shape
    unknown: Section = {"icc": None, "low": None, "high": None, "cases": n}
    if k < 2 or n < 3:
        return unknown
    mean = values.mean()
    rows = k * ((values.mean(axis=0) - mean) ** 2).sum() / (n - 1)
    columns = n * ((values.mean(axis=1) - mean) ** 2).sum() / (k - 1)
    rest = ((values - values.mean(axis=0) - values.mean(axis=1)[:, None] + mean) ** 2).sum() / ((n - 1) * (k - 1))
    whole = rows + (k - 1) * rest + k * (columns - rest) / n
    if whole <= 0 or rest <= 0:
        return unknown
    value = (rows - rest) / whole
    if value >= 1:
        return unknown | {"icc": float(value)}
    a, b = k * value / (n * (1 - value)), 1 + k * value * (n - 1) / (n * (1 - value))
    free = (a * columns + b * rest) ** 2 / ((a * columns) ** 2 / (k - 1) + (b * rest) ** 2 / ((n - 1) * (k - 1)))
    upper = (1 + CONFIDENCE) / 2
    below, above = stats.f.ppf(upper, n - 1, free), stats.f.ppf(upper, free, n - 1)
    shared = k * columns + (k * n - k - n) * rest
    return {
        "icc": float(value),
        "low": float(n * (rows - below * rest) / (below * shared + n * rows)),
        "high": float(n * (above * rows - rest) / (shared + n * above * rows)),
        "cases": n,
    }
