"""The network as one more reader, on the cases that it and the readers both saw.

Standalone against readers: Hillis SL. Stat Med 2007;26:596-619, section 5.3, applied to the differences of each reader
from the network, as Chakraborty DP (Observer Performance Methods for Diagnostic Imaging, 2017, chapter 22) does under
the name 1T-RRRC. The readers are random, the cases too, and there is one network.
"""

import math

import numpy as np

from inference.evaluation.readers.covariance import Method, covariance
from inference.evaluation.readers.interval import interval, quantile, satterthwaite, two_sided_p, wilson
from inference.evaluation.readers.merit import Merit, auc_merit, mean_merit
from inference.evaluation.readers.ratings import Flags, Floats, Ratings
from inference.evaluation.readers.results.predictions import Predictions
from inference.evaluation.readers.results.section import Section
from inference.evaluation.readers.study import Study
from inference.training.errors import DataError


def network_as_reader(
    study: Study, predictions: Predictions, calls: tuple[str, Floats] | None, method: Method, seed: int
) -> Section:
    """Area, sensitivity and specificity of the network, and the readers' mean less it, by treatment.

    Raises:
        DataError: A case has another truth in the two tables.
    """
    names = study.ratings.cases
    for name in names:
        if name in predictions.labels and predictions.labels[name] != study.cases[name].diseased:
            raise DataError(
                "{table}, line {number}: case {case} has another truth in the ratings",
                table=predictions.table,
                number=predictions.lines[name],
                case=name,
            )
    common = np.array([name in predictions.scores for name in names])
    truth = study.ratings.truth[common]
    found: Section = {
        "predictions": predictions.table.name,
        "cases_common": int(common.sum()),
        "cases_common_diseased": int(truth.sum()),
        "cases_of_the_study": len(names),
        "predictions_in_all": len(predictions.scores),
        "threshold": predictions.threshold,
    }
    if min(truth.sum(), (~truth).sum()) < 2:
        return found | {"missing": ["two common cases with the disease and two without it"]}
    ratings = study.ratings.of_cases(common)
    scores = np.array([predictions.scores[name] for name in ratings.cases])
    merit = auc_merit(_beside(ratings, scores))
    delong = covariance(_of_treatment(merit, 0, [len(ratings.readers)]), "delong")
    value = float(merit.value[0, -1])
    found["auc"] = interval("auc", value, quantile(math.inf) * math.sqrt(max(float(delong[0, 0, 0, 0]), 0.0)))
    found["calls"] = _calls(truth, scores, predictions.threshold)
    found["against_readers"] = {}
    for number, treatment in enumerate(ratings.treatments):
        read = np.flatnonzero(np.isfinite(merit.value[number, :-1])).tolist()
        part = _of_treatment(merit, number, [*read, len(ratings.readers)])
        found["against_readers"][treatment] = _against(part, "auc", method, seed)
    found["calls_against_readers"] = _calls_against(ratings, scores, predictions.threshold, common, calls, method, seed)
    return found


def _calls_against(
    ratings: Ratings,
    scores: Floats,
    threshold: float | None,
    common: Flags,
    calls: tuple[str, Floats] | None,
    method: Method,
    seed: int,
) -> Section:
    """Sensitivity and specificity of the readers less the network's, each by its own rule."""
    if threshold is None or calls is None:
        return {"missing": ["--network-threshold" if threshold is None else "--threshold"]}
    t = len(ratings.treatments)
    own = np.broadcast_to((scores >= threshold).astype(np.float64), (t, 1, len(scores)))
    called = np.concatenate([calls[1][..., common], own], axis=1)
    chosen: Method = "jackknife" if method == "delong" else method
    beside, truth = _beside(ratings, scores), ratings.truth
    found: Section = {"rule": calls[0]}
    for name, right in (
        ("sensitivity", np.where(truth, called, np.nan)),
        ("specificity", np.where(truth, np.nan, 1 - called)),
    ):
        merit = mean_merit(name, right, beside)
        found[name] = {}
        for number, treatment in enumerate(ratings.treatments):
            read = np.flatnonzero(np.isfinite(merit.value[number, :-1])).tolist()
            if read:
                part = _of_treatment(merit, number, [*read, len(ratings.readers)])
                found[name][treatment] = _against(part, name, chosen, seed)
    return found


def _beside(ratings: Ratings, scores: Floats) -> Ratings:
    """The readers, and the network as the last of them under every treatment."""
    m, t = ratings.diseased.shape[2], len(ratings.treatments)
    parts = [
        np.concatenate([table, np.broadcast_to(own, (t, 1, len(own)))], axis=1)
        for table, own in ((ratings.diseased, scores[:m]), (ratings.healthy, scores[m:]))
    ]
    return Ratings(ratings.treatments, (*ratings.readers, "network"), parts[0], parts[1], ratings.cases)


def _of_treatment(merit: Merit, number: int, readers: list[int]) -> Merit:
    """One treatment of some readers."""
    placements = None
    if merit.placements is not None:
        ill, well = merit.placements
        placements = ill[number : number + 1, readers], well[number : number + 1, readers]
    return Merit(
        merit.name,
        (merit.treatments[number],),
        tuple(merit.readers[reader] for reader in readers),
        merit.value[number : number + 1, readers],
        merit.without[number : number + 1, readers],
        merit.truth,
        lambda weights: merit.draw(weights)[:, number : number + 1, readers],
        placements,
    )


def _against(merit: Merit, figure: str, method: Method, seed: int) -> Section:
    """Readers' mean less the network; the network is the last reader of one treatment."""
    cov = covariance(merit, method, seed=seed)[0, :, 0, :]
    away = np.column_stack([np.eye(len(cov) - 1), -np.ones(len(cov) - 1)])  # each reader less the network
    differences, of_differences = away @ merit.value[0], away @ cov @ away.T
    r, mean = len(differences), float(differences.mean())
    if r > 1:
        spread = float(differences.var(ddof=1))
        cov2 = float(of_differences[~np.eye(r, dtype=bool)].mean())
        below = spread + r * max(cov2, 0.0)
        df = satterthwaite(below, spread, r - 1)
    else:
        below, df = float(of_differences[0, 0]), math.inf
    error = math.sqrt(max(below, 0.0) / r)
    return {
        "readers": r,
        "readers_are": "random" if r > 1 else "fixed",
        "mean_of_readers": float(merit.value[0, :-1].mean()),
        **interval("difference", mean, quantile(df) * error),
        "df": df if math.isfinite(df) else None,
        "p": two_sided_p(mean, error, df),
        "readers_above_the_network": int((differences > 0).sum()),
        "by_reader": {
            name: {figure: float(merit.value[0, number]), **_one(differences[number], of_differences[number, number])}
            for number, name in enumerate(merit.readers[:-1])
        },
    }


def _one(difference: float, variance: float) -> dict[str, float | None]:
    error = math.sqrt(max(variance, 0.0))
    return {
        **interval("difference", float(difference), quantile(math.inf) * error),
        "p": two_sided_p(float(difference), error),
    }


def _calls(truth: Flags, scores: Floats, threshold: float | None) -> Section:
    """Sensitivity and specificity of `score >= threshold` with Wilson's intervals."""
    if threshold is None:
        return {"missing": ["--network-threshold"]}
    found: Section = {}
    for name, right, of in (
        ("sensitivity", (scores >= threshold) & truth, truth),
        ("specificity", (scores < threshold) & ~truth, ~truth),
    ):
        hits, whole = int(right.sum()), int(of.sum())
        ends = wilson(hits, whole)
        low, high = ends if ends is not None else (None, None)
        found[name] = {"value": hits / whole, "low": low, "high": high, "count": hits, "of": whole}
    return found
