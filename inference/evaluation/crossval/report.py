"""The result of a cross-validation as a tree for metrics.json, and as a table for people."""

from typing import Any

from inference.evaluation.crossval.finding import finding_figures
from inference.evaluation.crossval.fold import Fold
from inference.evaluation.crossval.merit import PUBLISHED, judged_of, malignancy_figures
from inference.evaluation.crossval.together import Together

# What the cross-validation is to reach: (path in the tree, the aim, whether more is better)
_AIMS = (
    (("found", "auc"), 0.95, True),
    (("given", "auc"), PUBLISHED["auc"], True),
    (("found", "sensitivity"), PUBLISHED["sensitivity"], True),
    (("found", "specificity"), PUBLISHED["specificity"], True),
    (("found", "precision_at_prevalence_50"), PUBLISHED["precision"], True),
    (("found", "f1_at_prevalence_50"), PUBLISHED["f1"], True),
    (("found", "accuracy_at_prevalence_50"), PUBLISHED["accuracy"], True),
    (("found", "specificity_at_95_sensitivity"), 0.65, True),
    (("found", "ece"), 0.03, False),
    (("finding", "recall_at_0.1_false_boxes"), 0.95, True),
    (("finding", "ap50"), 0.90, True),
    (("finding", "dice"), 0.90, True),
)
_ROWS = (  # (name in the tree, what it is called, published)
    ("auc", "AUC", PUBLISHED["auc"]),
    ("auc_mean_of_folds", "AUC, mean of folds", None),
    ("auc_of_patients", "AUC of patients, mean of their images", None),
    ("sensitivity", "sensitivity", PUBLISHED["sensitivity"]),
    ("specificity", "specificity", PUBLISHED["specificity"]),
    ("precision", "precision, own prevalence", None),
    ("f1", "F1, own prevalence", None),
    ("accuracy", "accuracy, own prevalence", None),
    ("precision_at_prevalence_50", "precision at 50 % malignant", PUBLISHED["precision"]),
    ("f1_at_prevalence_50", "F1 at 50 % malignant", PUBLISHED["f1"]),
    ("accuracy_at_prevalence_50", "accuracy at 50 % malignant", PUBLISHED["accuracy"]),
    ("specificity_at_95_sensitivity", "specificity at 95 % sensitivity", None),
    ("ece", "calibration error (ECE)", None),
)
_FINDING_ROWS = (
    ("recall_at_0.1_false_boxes", "lesions found at 0.1 false boxes an image"),
    ("recall_as_shown", "lesions found as shown"),
    ("false_boxes_as_shown", "false boxes an image as shown"),
    ("ap50", "AP50"),
    ("dice", "Dice of the outline, 0 where none"),
    ("dice_of_outlined", "Dice where an outline was drawn"),
)


def metrics_of(together: Together) -> dict[str, Any]:
    """Every figure of some folds, which folds they are and which are missing, and what is met of the aims.

    Where there are only scanners that were left out, the names alone.
    """
    folds = together.folds
    found = judged_of(folds)
    tree: dict[str, Any] = {
        "command": "evaluate crossval",
        "data": (*folds, *together.without)[0].data,
        "folds": [fold.fold for fold in folds],
        "folds_missing": list(together.missing),
        "same_training": together.same_training,
    }
    if not folds:
        return tree
    tree |= {
        "releases": {fold.fold: _release(fold) for fold in folds},
        "found": malignancy_figures(found),
        "given": malignancy_figures(judged_of(folds, given_boxes=True)),
        "finding": finding_figures(found),
        "published": PUBLISHED,
    }
    tree["aims"] = [_aim(tree, path, aim, more) for path, aim, more in _AIMS]
    return tree


def _release(fold: Fold) -> dict[str, Any]:
    weights = fold.weights
    return {
        "name": weights.name,
        "version": weights.version,
        "weights_sha256": weights.sha256,
        "patients_trained_on": len(weights.patients_trained_on),
        "patients_validated_on": len(weights.patients_validated_on),
        "patients_judged": len({one.patient for one in fold.pictures}),
        "patients_seen": len(fold.seen()),
        "threshold": weights.thresholds.malignancy,
        "shown_confidence": weights.thresholds.shown_confidence,
        "development_prevalence": weights.development_prevalence,
        "device": weights.device,
        "backend": weights.backend,
        "number_format": weights.number_format,
        "training": weights.training,
    }


def _aim(tree: dict[str, Any], path: tuple[str, str], aim: float, more: bool) -> dict[str, Any]:
    part, name = path
    value = tree[part].get(name)
    met = None if value is None else bool(value >= aim if more else value <= aim)
    return {"figure": f"{part}.{name}", "aim": aim, "more_is_better": more, "value": value, "met": met}


def tables(tree: dict[str, Any], title: str) -> str:
    """Markdown of the figures with their 95 % intervals, beside the published ones.

    Args:
        tree: Of `metrics_of`.
        title: Which folds.
    """
    found, given, finding = tree["found"], tree["given"], tree["finding"]
    lines = [
        f"## {tree['data']}, {title}: {found['n']} images of {found['n_patients']} patients, "
        f"{found['n_malignant']} malignant",
        "",
        "| figure | end to end | given boxes | published |",
        "|---|---|---|---|",
    ]
    for name, called, published in _ROWS:
        other = "" if published is None else f"{published:.3f}"
        lines.append(f"| {called} | {_value(found, name)} | {_value(given, name)} | {other} |")
    lines += ["", "| finding | value |", "|---|---|"]
    lines += [f"| {called} | {_value(finding, name)} |" for name, called in _FINDING_ROWS]
    lines += ["", "| lesion, share of the picture's longer side | n | found at 0.1 false boxes | as shown |"]
    lines += ["|---|---|---|---|"]
    sizes = finding["by_size"]
    for size, row in sizes["at_0.1_false_boxes"].items():
        shown = sizes["as_shown"][size]
        lines.append(f"| {size} | {row['n']} | {_number(row['recall'])} | {_number(shown['recall'])} |")
    lines += ["", "| scanner | n | AUC end to end | AUC given boxes |", "|---|---|---|---|"]
    for scanner, row in found["by_scanner"].items():
        cells = (_with_interval(part["by_scanner"][scanner], "auc", "interval") for part in (found, given))
        lines.append(f"| {scanner} | {row['n']} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _value(figures: dict[str, Any], name: str) -> str:
    return _with_interval(figures, name, "auc_delong" if name == "auc" else f"{name}_interval")


def _with_interval(figures: dict[str, Any], name: str, interval: str) -> str:
    limits = figures.get(interval)
    return _number(figures[name]) + ("" if limits is None else f" ({limits[0]:.3f} to {limits[1]:.3f})")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
