"""Each treatment by itself, and each reader by himself (Hillis, Stat Med 2007;26:596-619, section 5.3)."""

import math
from itertools import combinations
from typing import Any

import numpy as np

from inference.evaluation.readers.interval import interval, quantile, satterthwaite, two_sided_p
from inference.evaluation.readers.merit import Merit
from inference.evaluation.readers.ratings import Floats


def single_treatments(merit: Merit, cov: Floats) -> dict[str, dict[str, dict[str, Any]]]:
    """Each treatment's mean: for other readers and cases, for these readers, and for these cases.

    With one reader the first says what holds for this reader, and says so.
    """
    name = "auc" if merit.name == "auc" else "value"
    random: dict[str, dict[str, Any]] = {}
    fixed: dict[str, dict[str, Any]] = {}
    these: dict[str, dict[str, Any]] = {}
    for number, treatment in enumerate(merit.treatments):
        read = np.isfinite(merit.value[number])
        values, own = merit.value[number, read], cov[number, :, number, :][np.ix_(read, read)]
        r, mean = len(values), float(values.mean())
        cov2 = float(own[~np.eye(r, dtype=bool)].mean()) if r > 1 else 0.0
        of_readers = (float(np.diag(own).mean()) + (r - 1) * max(cov2, 0.0)) / r
        fixed[treatment] = interval(name, mean, quantile(math.inf) * math.sqrt(of_readers))
        if r < 2:
            random[treatment] = fixed[treatment] | {"df": None, "readers": "fixed"}
            continue
        spread = float(values.var(ddof=1))
        below = spread + r * max(cov2, 0.0)
        df = satterthwaite(below, spread, r - 1)
        random[treatment] = {
            **interval(name, mean, quantile(df) * math.sqrt(below / r)),
            "df": df if math.isfinite(df) else None,
            "readers": "random",
        }
        these[treatment] = interval(name, mean, quantile(r - 1) * math.sqrt(spread / r)) | {"df": r - 1}
    return {
        "single_treatments": random,
        "single_treatments_fixed_readers": fixed,
        "single_treatments_fixed_cases": these,
    }


def reader_differences(merit: Merit, cov: Floats) -> list[dict[str, Any]]:
    """Difference of each pair of treatments for each reader who read under both, with its z test.

    The variance is twice the mean over treatments of the reader's variance less his covariances, as in the OR-DBM MRMC
    program.
    """
    found = []
    for number, reader in enumerate(merit.readers):
        read = np.flatnonzero(np.isfinite(merit.value[:, number]))
        own = cov[:, number, :, number][np.ix_(read, read)]
        off = own[~np.eye(len(read), dtype=bool)]
        if not off.size:
            continue
        error = math.sqrt(max(2 * float(np.diag(own).mean() - off.mean()), 0.0))
        for one, two in combinations(read.tolist(), 2):
            difference = float(merit.value[one, number] - merit.value[two, number])
            found.append(
                {
                    "reader": reader,
                    "first": merit.treatments[one],
                    "second": merit.treatments[two],
                    **interval("difference", difference, quantile(math.inf) * error),
                    "p": two_sided_p(difference, error),
                }
            )
    return found
