"""The network on patients that it never saw: all folds together, what is reached of the aims, one scanner left out."""

import json
from typing import Any

from tests.bench.tables.files import EVALUATION

_ROWS = (  # name in metrics.json, what it is called, name of the published figure, which is at half malignant
    ("auc", "AUC", "auc"),
    ("auc_of_patients", "AUC of patients, mean of their images", None),
    ("sensitivity", "sensitivity at the fixed point", "sensitivity"),
    ("specificity", "specificity there", "specificity"),
    ("precision", "precision, own prevalence", None),
    ("f1", "F1, own prevalence", None),
    ("accuracy", "accuracy, own prevalence", None),
    ("precision_at_prevalence_50", "precision at 50 % malignant", "precision"),
    ("f1_at_prevalence_50", "F1 at 50 % malignant", "f1"),
    ("accuracy_at_prevalence_50", "accuracy at 50 % malignant", "accuracy"),
    ("specificity_at_95_sensitivity", "specificity at 95 % sensitivity", None),
    ("ece", "calibration error (ECE)", None),
)
_FINDING = (
    ("recall_at_0.1_false_boxes", "lesions found at 0.1 false boxes an image"),
    ("ap50", "AP50"),
    ("dice", "Dice of the outline, 0 where none"),
)


def crossval_table() -> str:
    """Every figure end to end and with given boxes, beside the published ones and the aims."""
    tree = _metrics()
    aims = {aim["figure"]: aim for aim in tree["aims"]}
    found, given, finding = tree["found"], tree["given"], tree["finding"]
    rows = ["| | end to end (95 %) | given boxes (95 %) | published | aim | reached |", "|---|---|---|---|---|---|"]
    for name, called, theirs in _ROWS:
        published = "" if theirs is None else f"{tree['published'][theirs]:.3f}"
        cells = (_value(found, name), _value(given, name), published, _aim(aims, ("found", "given"), name))
        rows.append(f"| {called} | {' | '.join(cells)} |")
    for name, called in _FINDING:
        rows.append(f"| {called} | {_value(finding, name)} | given | | {_aim(aims, ('finding',), name)} |")
    folds, by_fold = tree["folds"], found["auc_by_fold"]
    facts = (
        f"{found['n']} images of {found['n_patients']} patients, {found['n_malignant']} malignant; folds "
        f"{', '.join(folds)} of {len(folds) + len(tree['folds_missing'])}, each judged by weights that saw none of "
        f"its patients. AUC end to end by fold: {', '.join(f'{name}: {by_fold[name]:.3f}' for name in folds)}."
    )
    return "\n".join(rows) + f"\n\n{facts}\n"


def scanners_table() -> str:
    """AUC by scanner, and what it costs a scanner that none of its patients was trained on."""
    tree = _metrics()
    without = tree.get("scanners_left_out", {})
    rows = [
        "| scanner | images (malignant) | AUC end to end (95 %) | AUC given boxes (95 %) "
        "| drop when left out of training, end to end (95 %) | drop, given boxes (95 %) | aim 0.02 |",
        "|---|---|---|---|---|---|---|",
    ]
    for scanner, row in tree["found"]["by_scanner"].items():
        cells = [_interval(part["by_scanner"][scanner], "auc", "interval") for part in (tree["found"], tree["given"])]
        left = without.get(scanner)
        drops = ["not measured"] * 2 if left is None else [_drop(left[mode]) for mode in ("found", "given")]
        met = "-" if left is None or left["met"] is None else "yes" if left["met"] else "no"
        rows.append(f"| {scanner} | {row['n']} ({row['n_malignant']}) | {' | '.join([*cells, *drops])} | {met} |")
    return "\n".join(rows) + "\n"


def _metrics() -> dict[str, Any]:
    tree: dict[str, Any] = json.loads((EVALUATION / "crossval" / "metrics.json").read_text(encoding="utf-8"))
    return tree


def _value(figures: dict[str, Any], name: str) -> str:
    return _interval(figures, name, "auc_delong" if name == "auc" else f"{name}_interval")


def _interval(figures: dict[str, Any], name: str, interval: str) -> str:
    low_high = figures.get(interval)
    return f"{figures[name]:.3f}" + ("" if low_high is None else f" ({low_high[0]:.3f}-{low_high[1]:.3f})")


def _drop(compared: dict[str, Any]) -> str:
    if compared["drop"] is None:
        return "-"
    low, high = compared["drop_interval"]
    return f"{compared['drop']:+.3f} ({low:+.3f} to {high:+.3f})"


def _aim(aims: dict[str, Any], parts: tuple[str, ...], name: str) -> str:
    """The cells of the aims of a figure and whether each is reached."""
    of = [(part, aims[f"{part}.{name}"]) for part in parts if f"{part}.{name}" in aims]
    several = len(of) > 1
    told = [f"{'given ' if several and part == 'given' else ''}{'≥' if aim['more_is_better'] else '≤'} {aim['aim']:g}"
            for part, aim in of]  # fmt: skip
    return f"{', '.join(told)} | {', '.join('yes' if aim['met'] else 'no' for _, aim in of)}"
