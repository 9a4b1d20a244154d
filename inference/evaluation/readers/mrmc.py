"""Multi-reader multi-case analysis after Obuchowski and Rockette, with Hillis' degrees of freedom.

Obuchowski NA, Rockette HE. Commun Stat Simul Comput 1995;24:285-308. Hillis SL. Stat Med 2007;26:596-619. Hillis SL,
Berbaum KS, Metz CE. Acad Radiol 2008;15:647-661. Readers nested in treatments, and cases not read by all: Hillis SL.
Stat Med 2014;33:330-360. A negative Cov2 - Cov3 (Cov2 for a single treatment) counts as 0 in tests and intervals, as in
OR-DBM MRMC 2.51 and RJafroc; MRMCaov does so too, but for fixed readers. Every variance of a difference of two
treatments' means is (1/r1 + 1/r2) A + 2 B, with B the share that more readers do not make smaller.
"""

import math
from dataclasses import asdict
from itertools import combinations
from typing import Any

import numpy as np
from scipy import stats

from inference.evaluation.readers.components import (
    Components,
    components,
    layout_of,
    mean_squares,
    readers_of,
    typical_readers,
)
from inference.evaluation.readers.covariance import Method, covariance
from inference.evaluation.readers.interval import interval, quantile, satterthwaite, two_sided_p
from inference.evaluation.readers.merit import Merit, auc_merit
from inference.evaluation.readers.ratings import Floats, Ratings
from inference.evaluation.readers.single import reader_differences, single_treatments

Tested = dict[str, Any]


def analyse(
    ratings: Ratings, method: Method = "jackknife", *, seed: int = 0, patients: list[str] | None = None
) -> dict[str, Any]:
    """What `minamo study analyse` writes of the areas under the ROC curves.

    Differences are the first treatment minus the second, in sorted order; intervals hold 95 %. What the study cannot
    tell (random readers with one reader) is None.
    """
    found = auc_merit(ratings)
    value = found.value
    return {
        "treatments": list(ratings.treatments),
        "readers": list(ratings.readers),
        "cases_diseased": int(ratings.diseased.shape[2]),
        "cases_healthy": int(ratings.healthy.shape[2]),
        "auc": dict(zip(ratings.treatments, np.nanmean(value, axis=1).tolist(), strict=True)),
        "auc_by_reader": by_reader(found),
        **analyse_merit(found, method, seed=seed, patients=patients),
    }


def by_reader(merit: Merit) -> dict[str, dict[str, float | None]]:
    """The figure of each reader under each treatment; None where a reader read nothing."""
    return {
        treatment: {
            reader: float(value) if np.isfinite(value) else None
            for reader, value in zip(merit.readers, row, strict=True)
        }
        for treatment, row in zip(merit.treatments, merit.value, strict=True)
    }


def analyse_merit(
    merit: Merit, method: Method = "jackknife", *, seed: int = 0, patients: list[str] | None = None
) -> dict[str, Any]:
    """The analysis of any figure of merit: mean squares, components, tests, intervals."""
    cov = covariance(merit, method, seed=seed, patients=patients)
    squares = mean_squares(merit.value)
    parts = components(merit.value, cov, squares)
    layout = layout_of(merit.value)
    result: dict[str, Any] = {
        "covariance": method,
        "readers_are": {"crossed": "crossed with treatments", "nested": "nested in treatments"}.get(
            layout, "partly crossed with treatments: fixed readers only"
        ),
        "anova": squares,
        "components": asdict(parts),
    }
    if layout == "mixed":
        result |= {"random_readers_random_cases": None, "fixed_readers": _by_contrasts(merit, cov), "fixed_cases": None}
    else:
        result |= _tests(merit, squares, parts, crossed=layout == "crossed")
    return result | {**single_treatments(merit, cov), "difference_by_reader": reader_differences(merit, cov)}


def _tests(merit: Merit, squares: dict[str, float | None], parts: Components, *, crossed: bool) -> dict[str, Any]:
    """The three analyses; each is None where there is one reader or treatment too few."""
    t = len(merit.treatments)
    ms_t = squares["ms_t"]
    within = squares["ms_tr"] if crossed else squares["ms_r_in_t"]
    result: dict[str, Any] = dict.fromkeys(("random_readers_random_cases", "fixed_readers", "fixed_cases"))
    if ms_t is None:
        return result
    counts, typical = readers_of(merit.value), typical_readers(merit.value)
    means = np.nanmean(merit.value, axis=1)
    shared = max((parts.cov2 or 0.0) - (parts.cov3 or 0.0), 0.0)
    if within is not None:
        df = float((t - 1) * (counts[0] - 1)) if crossed else float((counts - 1).sum())
        df2 = satterthwaite(within + typical * shared, within, df)
        result["random_readers_random_cases"] = _tested(merit, means, ms_t, within, shared, df2)
        result["fixed_cases"] = _tested(merit, means, ms_t, within, 0.0, df)
    # One reader of each treatment has no Cov2; then only his own covariance over treatments is taken off.
    own = parts.var_error - (parts.cov1 or 0.0) - (shared if crossed else (parts.cov2 or 0.0))
    tested = _tested(merit, means, ms_t, own, shared, math.inf)
    if tested["statistic"] is not None:
        tested["statistic"] *= t - 1
        tested["p"] = float(stats.chi2.sf(tested["statistic"], t - 1))
    result["fixed_readers"] = tested | {"distribution": "chi2"}
    return result


def _tested(merit: Merit, means: Floats, ms_t: float, own: float, shared: float, df2: float) -> Tested:
    """F test of equal treatments, and the interval of each pair's difference; without a variance neither is known."""
    counts, t = readers_of(merit.value), len(means)
    below = max(own + typical_readers(merit.value) * shared, 0.0)
    pairs = []
    for one, two in combinations(range(t), 2):
        variance = max((1 / counts[one] + 1 / counts[two]) * own + 2 * shared, 0.0)
        pairs.append(_pair(merit, (one, two), float(means[one] - means[two]), math.sqrt(variance), df2))
    statistic = ms_t / below if below > 0 else None
    p = None
    if statistic is not None:
        p = float(
            stats.f.sf(statistic, t - 1, df2) if math.isfinite(df2) else stats.chi2.sf(statistic * (t - 1), t - 1)
        )
    return _test("F", statistic, t - 1, df2, p, pairs)


def _by_contrasts(merit: Merit, cov: Floats) -> Tested | None:
    """Fixed readers, of whom some read under some treatments only: Wald's test from the covariances themselves."""
    t = len(merit.treatments)
    if t < 2:
        return None
    read = np.isfinite(merit.value)
    weights = np.zeros((t, t, merit.value.shape[1]))
    for number in range(t):
        weights[number, number, read[number]] = 1 / read[number].sum()
    flat = weights.reshape(t, -1)
    of_means = flat @ np.nan_to_num(cov.reshape(flat.shape[1], -1)) @ flat.T
    means = np.nanmean(merit.value, axis=1)
    pairs = []
    for one, two in combinations(range(t), 2):
        variance = max(float(of_means[one, one] + of_means[two, two] - 2 * of_means[one, two]), 0.0)
        pairs.append(_pair(merit, (one, two), float(means[one] - means[two]), math.sqrt(variance), math.inf))
    contrast = np.eye(t)[1:] - np.eye(t)[0]
    spread = contrast @ of_means @ contrast.T
    statistic = None
    if np.linalg.matrix_rank(spread) == t - 1:
        statistic = float((contrast @ means) @ np.linalg.solve(spread, contrast @ means))
    p = None if statistic is None else float(stats.chi2.sf(statistic, t - 1))
    return _test("chi2", statistic, t - 1, math.inf, p, pairs)


def _pair(merit: Merit, places: tuple[int, int], difference: float, error: float, df: float) -> dict[str, Any]:
    """The difference of two treatments with its interval and its own test, not adjusted for the other pairs."""
    return {
        "first": merit.treatments[places[0]],
        "second": merit.treatments[places[1]],
        **interval("difference", difference, quantile(df) * error),
        "p": two_sided_p(difference, error, df),
    }


def _test(
    distribution: str, statistic: float | None, df1: int, df2: float, p: float | None, pairs: list[dict[str, Any]]
) -> Tested:
    return {
        "distribution": distribution,
        "statistic": statistic,
        "df1": df1,
        "df2": df2 if math.isfinite(df2) else None,
        "p": p,
        "difference": pairs[0]["difference"],
        "low": pairs[0]["low"],
        "high": pairs[0]["high"],
        "pairs": pairs,
    }
