"""A figure of merit of every reader under every treatment, and the area under the ROC curve as the first of them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inference.evaluation.readers.ratings import Flags, Floats, Ratings

Draw = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Merit:
    """What is known of each reader under each treatment.

    Attributes:
        name: Of the figure: "auc", "wafroc", "sensitivity" ...
        treatments, readers: As in the ratings.
        value: (t, r); NaN where a reader read nothing under a treatment.
        without: (t, r, c), the figure with one case left out; NaN where the case does not count.
        truth: (c,), whether each case has the disease.
        draw: From (b, c) how often each case was drawn to the (b, t, r) figures of those draws.
        placements: Of the AUC: (t, r, m) share of healthy cases rated below each diseased one, ties half, and
            (t, r, n) share of diseased cases rated above each healthy one; else None.
    """

    name: str
    treatments: tuple[str, ...]
    readers: tuple[str, ...]
    value: Floats
    without: Floats
    truth: Flags
    draw: Draw
    placements: tuple[Floats, Floats] | None = None


def auc_merit(ratings: Ratings) -> Merit:
    """Areas by the trapezoid rule (the Mann-Whitney statistic).

    The placement values (DeLong, DeLong and Clarke-Pearson, Biometrics 1988;44:837-845) give the leave-one-out areas
    without computing anything anew.
    """
    diseased = np.full_like(ratings.diseased, np.nan)
    healthy = np.full_like(ratings.healthy, np.nan)
    for place in np.ndindex(*ratings.diseased.shape[:2]):
        ill, well = ratings.diseased[place], ratings.healthy[place]
        read_ill, read_well = np.isfinite(ill), np.isfinite(well)
        if read_ill.any() and read_well.any():
            diseased[place][read_ill] = _share_below(well[read_well], ill[read_ill])
            healthy[place][read_well] = 1 - _share_below(ill[read_ill], well[read_well])
    value = mean_of(diseased)
    m, n = np.isfinite(diseased).sum(axis=2, keepdims=True), np.isfinite(healthy).sum(axis=2, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        without = np.concatenate(
            [(m * value[..., None] - diseased) / (m - 1), (n * value[..., None] - healthy) / (n - 1)], axis=2
        )
    return Merit(
        "auc",
        ratings.treatments,
        ratings.readers,
        value,
        without,
        ratings.truth,
        _auc_draw(ratings),
        (diseased, healthy),
    )


def mean_of(values: Floats) -> Floats:
    """Mean over the last axis of what is there; NaN where nothing is."""
    known = np.isfinite(values)
    if known.all():
        return np.asarray(values.mean(axis=-1))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, values, 0.0).sum(axis=-1) / known.sum(axis=-1))


def mean_merit(name: str, values: Floats, ratings: Ratings) -> Merit:
    """A mean over cases as the figure of merit: a proportion of calls, a mean log time, a Brier score.

    Args:
        name: Of the figure.
        values: (t, r, c) with c the cases of `ratings`; NaN where a case does not count.
        ratings: For the names and the truth.
    """
    value = mean_of(values)
    counts = np.isfinite(values).sum(axis=2, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        without = (counts * value[..., None] - values) / (counts - 1)

    def draw(weights: Floats) -> Floats:
        flat = values.reshape(-1, values.shape[2])
        known = np.isfinite(flat)
        with np.errstate(invalid="ignore"):
            means = (weights @ np.where(known, flat, 0.0).T) / (weights @ known.T.astype(np.float64))
        return np.asarray(means.reshape(len(weights), *values.shape[:2]))

    return Merit(name, ratings.treatments, ratings.readers, value, without, ratings.truth, draw)


def _share_below(those: Floats, values: Floats) -> Floats:
    """Share of `those` below each value, ties counted half."""
    ranked = np.sort(those)
    return (np.searchsorted(ranked, values, "left") + np.searchsorted(ranked, values, "right")) / (2 * len(ranked))


def _auc_draw(ratings: Ratings) -> Draw:
    table, truth = ratings.all_cases, ratings.truth

    def draw(weights: Floats) -> Floats:
        found = np.full((len(weights), *table.shape[:2]), np.nan)
        for place in np.ndindex(*table.shape[:2]):
            read = np.isfinite(table[place])
            if read.any():
                found[(slice(None), *place)] = weighted_auc(table[place][read], truth[read], weights[:, read])
        return found

    return draw


def weighted_auc(scores: Floats, truth: npt.NDArray[np.bool_], weights: Floats) -> Floats:
    """Areas of many draws at once: one pass over the sorted cases, no pair is looked at.

    Args:
        scores: (c,).
        truth: (c,).
        weights: (b, c), how often each case was drawn.

    Returns:
        (b,); NaN where a draw has one class only.
    """
    order = np.argsort(scores, kind="stable")
    levels = np.flatnonzero(np.r_[True, np.diff(scores[order]) > 0])  # where each rating begins
    ranked, ill = weights[:, order], truth[order]
    well_at = np.add.reduceat(ranked * ~ill, levels, axis=1)
    ill_at = np.add.reduceat(ranked * ill, levels, axis=1)
    below = np.cumsum(well_at, axis=1) - well_at / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((ill_at * below).sum(axis=1) / (ill_at.sum(axis=1) * well_at.sum(axis=1)))
