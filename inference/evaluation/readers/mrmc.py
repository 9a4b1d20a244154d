"""Multi-reader multi-case analysis after Obuchowski and Rockette, with Hillis' degrees of freedom.

Obuchowski NA, Rockette HE. Commun Stat Simul Comput 1995;24:285-308. Hillis SL. Stat Med 2007;26:596-619. Hillis SL,
Berbaum KS, Metz CE. Acad Radiol 2008;15:647-661. Covariances that would make a variance negative count as 0, as there.
"""

import math
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

import numpy as np
from scipy import stats

from inference.evaluation.readers.covariance import Areas, Method, areas, covariance
from inference.evaluation.readers.ratings import Floats, Ratings

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Components:
    """Variance components of the areas; a covariance is None where the study cannot tell it (one reader, treatment).

    Attributes:
        var_r, var_tr: Between readers; reader by treatment. May come out negative.
        cov1: One reader, two treatments.
        cov2: Two readers, one treatment.
        cov3: Two readers, two treatments.
        var_error: One reader, one treatment.
    """

    var_r: float | None
    var_tr: float | None
    cov1: float | None
    cov2: float | None
    cov3: float | None
    var_error: float


def analyse(ratings: Ratings, method: Method = "jackknife", *, seed: int = 0) -> dict[str, Any]:
    """Everything that `minamo study analyse` writes of a factorial study.

    Differences are the first treatment minus the second, in sorted order; intervals hold 95 %. What the study cannot
    tell (random readers with one reader) is None.
    """
    found = areas(ratings)
    cov = covariance(found, ratings, method, seed=seed)
    auc = found.auc
    squares = _mean_squares(auc)
    parts = _components(auc, cov, squares)
    return {
        "treatments": list(ratings.treatments),
        "readers": list(ratings.readers),
        "cases_diseased": int(ratings.diseased.shape[2]),
        "cases_healthy": int(ratings.healthy.shape[2]),
        "covariance": method,
        "auc": dict(zip(ratings.treatments, auc.mean(axis=1).tolist(), strict=True)),
        "auc_by_reader": {
            treatment: dict(zip(ratings.readers, row.tolist(), strict=True))
            for treatment, row in zip(ratings.treatments, auc, strict=True)
        },
        "anova": squares,
        "components": asdict(parts),
        "random_readers_random_cases": _random_both(ratings, auc, squares, parts),
        "fixed_readers": _fixed_readers(ratings, auc, squares, parts),
        "fixed_cases": _fixed_cases(ratings, auc, squares),
        "single_treatments": _single(ratings, found, cov),
    }


def _mean_squares(auc: Floats) -> dict[str, float | None]:
    t, r = auc.shape
    of_t, of_r, all_ = auc.mean(axis=1), auc.mean(axis=0), auc.mean()
    rest = auc - of_t[:, None] - of_r[None, :] + all_
    return {
        "ms_t": float(r / (t - 1) * ((of_t - all_) ** 2).sum()) if t > 1 else None,
        "ms_r": float(t / (r - 1) * ((of_r - all_) ** 2).sum()) if r > 1 else None,
        "ms_tr": float((rest**2).sum() / ((t - 1) * (r - 1))) if t > 1 and r > 1 else None,
    }


def _components(auc: Floats, cov: Floats, squares: dict[str, float | None]) -> Components:
    t, r = auc.shape
    same_t = np.eye(t, dtype=bool)[:, None, :, None]
    same_r = np.eye(r, dtype=bool)[None, :, None, :]

    def mean(where: Any) -> float | None:
        chosen = cov[np.broadcast_to(where, cov.shape)]
        return float(chosen.mean()) if chosen.size else None

    cov1, cov2, cov3 = mean(~same_t & same_r), mean(same_t & ~same_r), mean(~same_t & ~same_r)
    error = mean(same_t & same_r)
    assert error is not None
    ms_r, ms_tr = squares["ms_r"], squares["ms_tr"]
    if ms_r is None or ms_tr is None or cov1 is None or cov2 is None or cov3 is None:
        return Components(None, None, cov1, cov2, cov3, error)
    var_r = (ms_r - ms_tr) / t - cov1 + cov3
    return Components(var_r, ms_tr - error + cov1 + max(cov2 - cov3, 0.0), cov1, cov2, cov3, error)


def _random_both(
    ratings: Ratings, auc: Floats, squares: dict[str, float | None], parts: Components
) -> dict[str, Any] | None:
    """Readers and cases drawn from populations: the result holds for other readers and other cases."""
    t, r = auc.shape
    ms_t, ms_tr = squares["ms_t"], squares["ms_tr"]
    if ms_t is None or ms_tr is None or parts.cov2 is None or parts.cov3 is None:
        return None
    below = ms_tr + r * max(parts.cov2 - parts.cov3, 0.0)
    df2 = below**2 / (ms_tr**2 / ((t - 1) * (r - 1))) if ms_tr > 0 else math.inf
    return _tested(ratings, auc, ms_t, below, df2)


def _fixed_readers(
    ratings: Ratings, auc: Floats, squares: dict[str, float | None], parts: Components
) -> dict[str, Any] | None:
    """These readers, cases drawn from a population: chi-squared with t - 1 degrees of freedom."""
    t, r = auc.shape
    ms_t = squares["ms_t"]
    if ms_t is None or parts.cov1 is None:
        return None
    more = (r - 1) * max((parts.cov2 or 0.0) - (parts.cov3 or 0.0), 0.0)
    below = max(parts.var_error - parts.cov1 + more, 0.0)
    tested = _tested(ratings, auc, ms_t, below, math.inf)
    if tested["statistic"] is not None:
        tested["statistic"] *= t - 1
        tested["p"] = float(stats.chi2.sf(tested["statistic"], t - 1))
    return tested | {"distribution": "chi2"}


def _fixed_cases(ratings: Ratings, auc: Floats, squares: dict[str, float | None]) -> dict[str, Any] | None:
    """These cases, readers drawn from a population."""
    t, r = auc.shape
    ms_t, ms_tr = squares["ms_t"], squares["ms_tr"]
    if ms_t is None or ms_tr is None:
        return None
    return _tested(ratings, auc, ms_t, ms_tr, float((t - 1) * (r - 1)))


def _tested(ratings: Ratings, auc: Floats, ms_t: float, below: float, df2: float) -> dict[str, Any]:
    """F test of equal treatments, and the interval of each pair's difference; with `below` 0 neither is known."""
    t, r = auc.shape
    means = auc.mean(axis=1)
    half = _quantile(df2) * math.sqrt(2 / r * below)
    pairs = [
        {
            "first": ratings.treatments[one],
            "second": ratings.treatments[two],
            **_interval("difference", float(means[one] - means[two]), half),
        }
        for one, two in combinations(range(t), 2)
    ]
    statistic = ms_t / below if below > 0 else None
    p = None
    if statistic is not None:
        p = float(
            stats.f.sf(statistic, t - 1, df2) if math.isfinite(df2) else stats.chi2.sf(statistic * (t - 1), t - 1)
        )
    return {
        "distribution": "F",
        "statistic": statistic,
        "df1": t - 1,
        "df2": df2 if math.isfinite(df2) else None,
        "p": p,
        "difference": pairs[0]["difference"],
        "low": pairs[0]["low"],
        "high": pairs[0]["high"],
        "pairs": pairs,
    }


def _single(ratings: Ratings, found: Areas, cov: Floats) -> dict[str, dict[str, Any]]:
    """Each treatment by itself: random readers and cases where there are two readers or more, else these readers."""
    result = {}
    for number, treatment in enumerate(ratings.treatments):
        auc = found.auc[number]
        r = len(auc)
        own = cov[number, :, number, :]
        cov2 = float(own[~np.eye(r, dtype=bool)].mean()) if r > 1 else 0.0
        if r > 1:
            spread = float(auc.var(ddof=1))
            below = spread + r * max(cov2, 0.0)
            df = below**2 / (spread**2 / (r - 1)) if spread > 0 else math.inf
        else:
            below, df = float(own[0, 0]), math.inf
        result[treatment] = {
            **_interval("auc", float(auc.mean()), _quantile(df) * math.sqrt(below / r)),
            "df": df if math.isfinite(df) else None,
            "readers": "random" if r > 1 else "fixed",
        }
    return result


def _interval(name: str, value: float, half: float) -> dict[str, float | None]:
    """The value with its interval; without a variance the study does not tell one, which is not the same as none."""
    return {name: value, "low": value - half if half > 0 else None, "high": value + half if half > 0 else None}


def _quantile(df: float) -> float:
    upper = (1 + CONFIDENCE) / 2
    return float(stats.t.ppf(upper, df)) if math.isfinite(df) else float(stats.norm.ppf(upper))
