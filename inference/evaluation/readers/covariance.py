"""Areas under the readers' ROC curves, and their covariance over cases by jackknife, DeLong or bootstrap.

The area is the trapezoid rule's (the Mann-Whitney statistic). Its placement values (DeLong, DeLong and Clarke-Pearson,
Biometrics 1988;44:837-845) give the leave-one-out areas of the jackknife without computing anything anew.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from inference.evaluation.readers.ratings import Floats, Ratings

Method = Literal["jackknife", "delong", "bootstrap"]
METHODS: tuple[Method, ...] = ("jackknife", "delong", "bootstrap")
BOOTSTRAP_ROUNDS = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Areas:
    """What is known of each reader under each treatment.

    Attributes:
        auc: (t, r).
        of_diseased: (t, r, m) placement values: share of healthy cases rated below each diseased one, ties half.
        of_healthy: (t, r, n): share of diseased cases rated above each healthy one, ties half.
    """

    auc: Floats
    of_diseased: Floats
    of_healthy: Floats


def areas(ratings: Ratings) -> Areas:
    """Areas and placement values."""
    of_diseased = np.empty_like(ratings.diseased)
    of_healthy = np.empty_like(ratings.healthy)
    for place in np.ndindex(*ratings.diseased.shape[:2]):
        diseased, healthy = ratings.diseased[place], ratings.healthy[place]
        of_diseased[place] = _share_below(healthy, diseased)
        of_healthy[place] = 1 - _share_below(diseased, healthy)
    return Areas(of_diseased.mean(axis=2), of_diseased, of_healthy)


def _share_below(those: Floats, values: Floats) -> Floats:
    """Share of `those` below each value, ties counted half."""
    ranked = np.sort(those)
    return (np.searchsorted(ranked, values, "left") + np.searchsorted(ranked, values, "right")) / (2 * len(ranked))


def covariance(found: Areas, ratings: Ratings, method: Method, *, seed: int = 0) -> Floats:
    """Covariance over cases of the areas, shape (t, r, t, r).

    Args:
        found: Areas of the ratings.
        ratings: Of a factorial study.
        method: How it is estimated; bootstrap draws diseased and healthy cases apart, `BOOTSTRAP_ROUNDS` times.
        seed: Of the bootstrap.
    """
    shape = found.auc.shape
    flat = found.auc.size
    diseased, healthy = found.of_diseased.reshape(flat, -1), found.of_healthy.reshape(flat, -1)
    if method == "delong":
        matrix = np.cov(diseased) / diseased.shape[1] + np.cov(healthy) / healthy.shape[1]
    elif method == "jackknife":
        matrix = _jackknife(found.auc.reshape(flat, 1), diseased, healthy)
    else:
        matrix = _bootstrap(ratings, seed)
    return np.asarray(matrix, np.float64).reshape(*shape, *shape)


def _jackknife(auc: Floats, diseased: Floats, healthy: Floats) -> Floats:
    m, n = diseased.shape[1], healthy.shape[1]
    without = np.hstack([(m * auc - diseased) / (m - 1), (n * auc - healthy) / (n - 1)])
    cases = m + n
    spread = np.asarray(np.cov(without), np.float64)
    return np.asarray(spread * ((cases - 1) ** 2 / cases))  # (c - 1) / c times the sum of squares


def _bootstrap(ratings: Ratings, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    m, n = ratings.diseased.shape[2], ratings.healthy.shape[2]
    flat = ratings.diseased.shape[0] * ratings.diseased.shape[1]
    diseased, healthy = ratings.diseased.reshape(flat, m), ratings.healthy.reshape(flat, n)
    drawn = np.empty((flat, BOOTSTRAP_ROUNDS))
    for number in range(BOOTSTRAP_ROUNDS):
        chosen, others = rng.integers(m, size=m), rng.integers(n, size=n)
        for row in range(flat):
            drawn[row, number] = _share_below(healthy[row, others], diseased[row, chosen]).mean()
    return np.asarray(np.cov(drawn))
