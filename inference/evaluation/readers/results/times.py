"""Reading time: geometric means, and the ratio of two treatments with its interval.

The mean log time of a reader under a treatment is a figure of merit like another, so readers and cases are random in
the same analysis; a bootstrap that draws readers and cases beside it assumes no distribution.
"""

from itertools import combinations

import numpy as np

from inference.evaluation.readers.covariance import BOOTSTRAP_ROUNDS, Method, bootstrap
from inference.evaluation.readers.merit import Merit, mean_merit
from inference.evaluation.readers.ratings import Floats
from inference.evaluation.readers.results.section import Section, best_test, measured, missing
from inference.evaluation.readers.study import Study


def reading_times(study: Study, method: Method, seed: int, patients: list[str] | None) -> Section:
    """Geometric mean times in s by treatment and reader, and the ratios first to second treatment."""
    if "time_s" not in study.columns:
        return missing("time_s")
    logs = np.log(study.table(lambda of: of.time_s))
    merit = mean_merit("log_time", logs, study.ratings)
    if np.isnan(merit.value).all(axis=1).any():
        return missing("time_s under every treatment")
    found = measured(merit, method, seed, patients)
    chosen = best_test(found)
    return {
        "geometric_mean_s": {name: float(np.exp(mean)) for name, mean in found["mean"].items()},
        "geometric_mean_s_by_reader": {
            name: {reader: None if mean is None else float(np.exp(mean)) for reader, mean in of.items()}
            for name, of in found["by_reader"].items()
        },
        "median_s": dict(zip(merit.treatments, np.exp(np.nanmedian(logs, axis=(1, 2))).tolist(), strict=True)),
        "readings_without_time": int(np.isnan(logs).sum() - np.isnan(study.ratings.all_cases).sum()),
        "analysis": None if chosen is None else chosen[0],
        "p": None if chosen is None else chosen[1]["p"],
        "ratios": [] if chosen is None else [_ratio(pair) for pair in chosen[1]["pairs"]],
        "ratios_by_bootstrap": _bootstrapped(merit, seed, patients),
        "log_time": found,
    }


def _ratio(pair: Section) -> Section:
    """A pair of treatments, with its own p: that of all treatments is another question."""
    values = {
        name: None if pair[key] is None else float(np.exp(pair[key]))
        for name, key in (("ratio", "difference"), ("low", "low"), ("high", "high"))
    }
    return {"first": pair["first"], "second": pair["second"], **values, "p": pair["p"]}


def _bootstrapped(merit: Merit, seed: int, patients: list[str] | None) -> list[Section]:
    drawn = _with_drawn_readers(bootstrap(merit, seed=seed, patients=patients), seed)
    found = []
    for one, two in combinations(range(len(merit.treatments)), 2):
        differences = drawn[:, one] - drawn[:, two]
        differences = differences[np.isfinite(differences)]
        low, high = np.exp(np.quantile(differences, [0.025, 0.975])) if len(differences) else (None, None)
        names = {"first": merit.treatments[one], "second": merit.treatments[two]}
        found.append(names | {"low": low, "high": high, "rounds": BOOTSTRAP_ROUNDS})
    return found


def _with_drawn_readers(drawn: Floats, seed: int) -> Floats:
    """Means over readers drawn with replacement, the same for every treatment: (b, t, r) to (b, t)."""
    rng = np.random.default_rng(seed + 1)
    chosen = rng.integers(drawn.shape[2], size=(len(drawn), 1, drawn.shape[2]))
    values = np.take_along_axis(drawn, np.broadcast_to(chosen, drawn.shape), axis=2)
    known = np.isfinite(values)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, values, 0.0).sum(axis=2) / known.sum(axis=2))
