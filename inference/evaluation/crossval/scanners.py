"""How much worse a scanner is judged by weights that never saw one of its pictures than by those of ordinary folds."""

from typing import Any

import numpy as np
import numpy.typing as npt

from inference.evaluation.crossval.fold import Fold
from inference.evaluation.crossval.merit import Judged, delong_interval, judged_of, lesions_of, with_intervals
from inference.evaluation.metrics import auc_of

AIM = 0.02  # the AUC may drop by no more
FEWEST_JUDGED = 50  # of fewer images the drop is told but not held against the aim


def drops(folds: tuple[Fold, ...], without: tuple[Fold, ...]) -> dict[str, dict[str, Any]]:
    """By scanner: the AUC without it in training, and the drop against ordinary folds on the same images.

    Args:
        folds: Ordinary ones; only images that they judge too are compared.
        without: Judged by releases that were trained without the scanner.
    """
    return {str(one.scanner_left_out): _drop(folds, one) for one in sorted(without, key=lambda one: one.name)}


def _drop(folds: tuple[Fold, ...], without: Fold) -> dict[str, Any]:
    n = sum(one.label != "normal" for one in without.pictures)
    modes = {
        name: _compared(judged_of(folds, given), judged_of((without,), given))
        for name, given in (("found", False), ("given", True))
    }
    value = modes["found"]["drop"]
    return {
        "n": n,
        "n_malignant": sum(one.label == "malignant" for one in without.pictures),
        "patients_trained_on": len(without.weights.patients_trained_on),
        "weights_sha256": without.weights.sha256,
        "test_fold": without.fold,
        "aim": AIM,
        "met": value <= AIM if value is not None and n >= FEWEST_JUDGED else None,
        **modes,
    }


def _compared(ordinary: list[Judged], without: list[Judged]) -> dict[str, Any]:
    """AUC and DeLong's interval of all, and the paired drop with its interval from drawing patients."""
    whole = lesions_of(without)
    in_folds = {item.prediction.id: item for item in ordinary}
    both = [item for item in without if item.prediction.id in in_folds]
    lesions = lesions_of(both)
    before = lesions_of([in_folds[item.prediction.id] for item in both]).scores

    def figures(rows: npt.NDArray[np.intp]) -> dict[str, float | None]:
        labels = lesions.labels[rows]
        one, other = auc_of(labels, before[rows]), auc_of(labels, lesions.scores[rows])
        return {"auc_in_folds": one, "drop": None if one is None or other is None else one - other}

    return {
        "auc": auc_of(whole.labels, whole.scores) if len(whole.labels) else None,
        "auc_delong": delong_interval(whole.labels, whole.scores) if len(whole.labels) else None,
        "n_compared": len(lesions.labels),
        **with_intervals(lesions.patients, figures),
    }


def table(rows: dict[str, dict[str, Any]]) -> str:
    """Markdown: a line for each scanner left out."""
    lines = ["## One scanner left out of training", ""]
    lines += ["| scanner | images | AUC without it | AUC in ordinary folds | drop, end to end | drop, given boxes |"]
    lines += ["|---|---|---|---|---|---|"]
    for scanner, row in rows.items():
        found, given = row["found"], row["given"]
        compared = "" if found["n_compared"] == row["n"] else f" (on {found['n_compared']})"
        cells = [
            scanner,
            f"{row['n']}",
            _cell(found["auc"], found["auc_delong"]),
            _cell(found["auc_in_folds"], found["auc_in_folds_interval"]) + compared,
            _cell(found["drop"], found["drop_interval"]),
            _cell(given["drop"], given["drop_interval"]),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(value: float | None, interval: list[float] | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" + ("" if interval is None else f" ({interval[0]:.3f} to {interval[1]:.3f})")
