"""How figures of merit vary together over cases: by jackknife, DeLong or bootstrap.

In a partly paired study the jackknife leaves out every case of the study in turn; a case that a reader did not read
leaves his figure as it is, so that two figures without a common case come out independent (as in MRMCaov). DeLong's
covariance likewise comes from the cases that two figures share. Both hold when each reader's cases are a random part of
one population of cases; in a complete study nothing changes.
"""

from typing import Literal

import numpy as np

from inference.evaluation.readers.merit import Merit
from inference.evaluation.readers.ratings import Flags, Floats
from inference.training.errors import DataError

Method = Literal["jackknife", "delong", "bootstrap"]
METHODS: tuple[Method, ...] = ("jackknife", "delong", "bootstrap")
BOOTSTRAP_ROUNDS = 1000
_ROUNDING = 1e-13
_PART = 50  # draws at once, so that the weights of a large study stay in the processor's cache


def covariance(merit: Merit, method: Method, *, seed: int = 0, patients: list[str] | None = None) -> Floats:
    """Covariance over cases of the figures, shape (t, r, t, r); NaN where a figure is.

    Args:
        merit: The figures.
        method: How it is estimated; bootstrap draws diseased and healthy cases apart, `BOOTSTRAP_ROUNDS` times.
        seed: Of the bootstrap.
        patients: Patient of each case: the bootstrap then draws whole patients.

    Raises:
        DataError: DeLong's covariance was asked for of a figure that is no area under the ROC curve.
    """
    shape, flat = merit.value.shape, merit.value.size
    if method == "bootstrap":
        matrix = _of_draws(bootstrap(merit, seed=seed, patients=patients).reshape(-1, flat))
    elif method == "jackknife":
        matrix = _jackknife(merit.value.reshape(flat, 1), merit.without.reshape(flat, -1))
    else:
        if merit.placements is None:
            raise DataError("DeLong's covariance is that of the AUC; choose --covariance jackknife or bootstrap")
        ill, well = (_spread(part.reshape(flat, -1)) for part in merit.placements)
        matrix = ill @ ill.T + well @ well.T
    missing = np.isnan(merit.value.reshape(flat))
    matrix = np.where(missing[:, None] | missing[None, :], np.nan, matrix)
    return np.asarray(matrix, np.float64).reshape(*shape, *shape)


def _of_draws(drawn: Floats) -> Floats:
    """Covariance of (b, k) figures; of two figures over the draws that hold both.

    A draw of few cases, or of whole patients, may leave a reader without a case of one kind, and so without a figure.
    """
    known = np.isfinite(drawn)
    if known.all():
        return np.atleast_2d(np.cov(drawn, rowvar=False))
    held = known.sum(axis=0)
    middle = np.where(known, drawn, 0.0).sum(axis=0) / np.maximum(held, 1)
    away, there = np.where(known, drawn - middle, 0.0), known.astype(np.float64)
    both, sums = there.T @ there, away.T @ there
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((away.T @ away - sums * sums.T / both) / (both - 1))


def _jackknife(value: Floats, without: Floats) -> Floats:
    """(c - 1) / c times the sum of squares over the c cases that count for any figure."""
    known = np.isfinite(without)
    counted = known.any(axis=0)
    figures = np.where(known, without, value)[:, counted]
    away = _without_rounding(figures - figures.mean(axis=1, keepdims=True))
    cases = int(counted.sum())
    return np.asarray(away @ away.T * ((cases - 1) / cases))


def _spread(values: Floats) -> Floats:
    """Deviations of (k, c) placements from their rows' means, scaled so that their products sum to the covariance."""
    known = np.isfinite(values)
    there = known.sum(axis=1, keepdims=True)
    means = np.where(known, values, 0.0).sum(axis=1, keepdims=True) / np.maximum(there, 1)
    counts = np.maximum(there, 2)
    return np.asarray(_without_rounding(np.where(known, values - means, 0.0)) * np.sqrt(1 / (counts * (counts - 1))))


def _without_rounding(away: Floats) -> Floats:
    """Deviations of a figure that no case moves are 0, not the rounding of its mean."""
    return np.asarray(np.where(np.abs(away) < _ROUNDING, 0.0, away))


def bootstrap(
    merit: Merit, *, seed: int = 0, rounds: int = BOOTSTRAP_ROUNDS, patients: list[str] | None = None
) -> Floats:
    """Figures of `rounds` draws of the cases, shape (rounds, t, r); the same cases for every reader and treatment."""
    rng = np.random.default_rng(seed)
    parts = [
        merit.draw(draw_cases(merit.truth, min(_PART, rounds - done), rng, patients))
        for done in range(0, rounds, _PART)
    ]
    return np.concatenate(parts)


def draw_cases(truth: Flags, rounds: int, rng: np.random.Generator, patients: list[str] | None = None) -> Floats:
    """How often each case is drawn with replacement, shape (rounds, c).

    Diseased and healthy cases are drawn apart; where patients are given, whole patients are, those with a diseased
    case apart from the others.
    """
    names = list(map(str, range(len(truth)))) if patients is None else patients
    _, of_case = np.unique(names, return_inverse=True)
    ill = np.zeros(of_case.max() + 1, np.bool_)
    ill[of_case[truth]] = True
    counts = np.zeros((rounds, len(ill)))
    for stratum in (np.flatnonzero(ill), np.flatnonzero(~ill)):
        if len(stratum):
            drawn = rng.integers(len(stratum), size=(rounds, len(stratum)))
            places = drawn + np.arange(rounds)[:, None] * len(stratum)
            counts[:, stratum] = np.bincount(places.ravel(), minlength=rounds * len(stratum)).reshape(rounds, -1)
    return np.asarray(counts[:, of_case])
