"""Figures of a cross-validation: ROC with band, FROC, reliability, AUC by scanner; each says which folds it is of."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from sklearn.metrics import roc_curve

from inference.evaluation.crossval.finding import FALSE_BOXES_COMPARED
from inference.evaluation.crossval.merit import PUBLISHED, Lesions, judged_of, lesions_of
from inference.evaluation.crossval.together import Together
from inference.evaluation.metrics import CALIBRATION_BINS, Floats, draws_of_patients, froc

_BLUE, _ORANGE, _VERMILION, _GREY = "#0072B2", "#E69F00", "#D55E00", "#8B949E"  # Okabe-Ito
_SIZE_IN = (4.8, 4.4)
_BAND_ROUNDS = 500
_GRID = np.linspace(0, 1, 201)
_MODES = (("found", "end to end", _BLUE), ("given", "given boxes", _ORANGE))


def draw_figures(together: Together, metrics: dict[str, Any], folder: Path) -> list[Path]:
    """Draw what the folds allow into `folder`; returns the files.

    Args:
        together: The folds.
        metrics: Of `report.metrics_of`.
        folder: For the pictures.
    """
    title = f"{metrics['data']}, {together.title}"
    lesions = {"found": lesions_of(judged_of(together.folds)), "given": lesions_of(judged_of(together.folds, True))}
    with mpl.rc_context({"font.size": 9}):
        drawn = [_froc(together, metrics, title, folder)]
        if metrics["found"]["auc"] is not None:
            drawn += [_roc(lesions, metrics, title, folder), _reliability(lesions, metrics, title, folder)]
        if metrics["found"]["by_scanner"]:
            drawn.append(_scanners(metrics, title, folder))
    return drawn


def _axes(whole: str, **words: Any) -> tuple[Figure, Axes]:
    figure = Figure(figsize=_SIZE_IN, layout="constrained")
    axes = figure.subplots()
    axes.set(**words)
    figure.suptitle(whole, fontsize=10)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _save(figure: Figure, path: Path) -> Path:
    figure.savefig(path, dpi=150)
    return path


def roc_band(lesions: Lesions) -> tuple[Floats, Floats]:
    """95 % band of the sensitivity at each point of `_GRID` (1 - specificity), from drawing patients."""
    drawn = []
    for rows in draws_of_patients(lesions.patients, _BAND_ROUNDS):
        labels, scores = lesions.labels[rows], lesions.scores[rows]
        if labels.any() and not labels.all():
            limits = np.quantile(scores[~labels], 1 - _GRID)
            malignant = np.sort(scores[labels])
            drawn.append(1 - np.searchsorted(malignant, limits, "left") / len(malignant))
    low, high = np.quantile(np.array(drawn, np.float64), [0.025, 0.975], axis=0)
    return np.asarray(low, np.float64), np.asarray(high, np.float64)


def _roc(lesions: dict[str, Lesions], metrics: dict[str, Any], title: str, folder: Path) -> Path:
    figure, axes = _axes(title, xlabel="1 - specificity", ylabel="sensitivity", title="Malignant against benign")
    axes.plot([0, 1], [0, 1], color=_GREY, linewidth=0.7, linestyle=":")
    for mode, name, colour in _MODES:
        those, figures = lesions[mode], metrics[mode]
        false_positive, true_positive, _ = roc_curve(those.labels, those.scores)
        low, high = figures["auc_delong"]
        label = f"{name}: AUC {figures['auc']:.3f} ({low:.3f} to {high:.3f})"
        axes.plot(false_positive, true_positive, color=colour, linewidth=1.3, label=label)
        axes.fill_between(_GRID, *roc_band(those), color=colour, alpha=0.15, linewidth=0)
        axes.plot(1 - figures["specificity"], figures["sensitivity"], "o", color=colour, markersize=5)
    label = f"published, AUC {PUBLISHED['auc']:.3f}"
    axes.plot(1 - PUBLISHED["specificity"], PUBLISHED["sensitivity"], "x", color=_VERMILION, label=label)
    axes.legend(loc="lower right", fontsize=7.5, title="band and brackets 95 %; dots: own thresholds", title_fontsize=7)
    return _save(figure, folder / "roc.png")


def _froc(together: Together, metrics: dict[str, Any], title: str, folder: Path) -> Path:
    finding = metrics["finding"]
    kept = [item.prediction for item in judged_of(together.folds)]
    false_boxes, recall = froc([one for one in kept if one.label == "normal" or one.lesions])
    widest = max(0.25, 1.05 * float(false_boxes.max(initial=0.0)))
    words = {"xlabel": "false boxes an image", "ylabel": "lesions found (IoU 0.5)", "title": "FROC"}
    figure, axes = _axes(title, **words, ylim=(0, 1.01), xlim=(0, widest))
    axes.step(np.r_[0, false_boxes], np.r_[0, recall], where="post", color=_BLUE)
    axes.axvline(FALSE_BOXES_COMPARED, color=_GREY, linewidth=0.7, linestyle=":")
    name, interval = "recall_at_0.1_false_boxes", finding["recall_at_0.1_false_boxes_interval"]
    if finding[name] is not None and interval is not None:
        half = [[max(0.0, finding[name] - interval[0])], [max(0.0, interval[1] - finding[name])]]
        label = f"at 0.1: {finding[name]:.3f} ({interval[0]:.3f} to {interval[1]:.3f})"
        axes.errorbar(FALSE_BOXES_COMPARED, finding[name], half, fmt="o", ms=4, color=_BLUE, capsize=3, label=label)
    if finding["recall_as_shown"] is not None:
        point = finding["false_boxes_as_shown"], finding["recall_as_shown"]
        label = f"as shown: {point[1]:.3f} at {point[0]:.2f}"
        axes.plot(*point, "s", color=_VERMILION, markersize=5, label=label)
    axes.legend(loc="lower right", fontsize=7.5)
    return _save(figure, folder / "froc.png")


def _reliability(lesions: dict[str, Lesions], metrics: dict[str, Any], title: str, folder: Path) -> Path:
    words = {"xlabel": "mean malignancy", "ylabel": "share malignant"}
    figure, axes = _axes(title, **words, title=f"Reliability, {CALIBRATION_BINS} bins of equal count")
    axes.plot([0, 1], [0, 1], color=_GREY, linewidth=0.7, linestyle=":")
    for mode, name, colour in _MODES:
        those = lesions[mode]
        parts = np.array_split(np.argsort(those.scores, kind="stable"), min(CALIBRATION_BINS, len(those.scores)))
        means = [those.scores[part].mean() for part in parts], [those.labels[part].mean() for part in parts]
        axes.plot(*means, "o-", color=colour, markersize=4, label=f"{name}: ECE {metrics[mode]['ece']:.3f}")
    axes.legend(loc="upper left", fontsize=7.5)
    return _save(figure, folder / "reliability.png")


def _scanners(metrics: dict[str, Any], title: str, folder: Path) -> Path:
    figure, axes = _axes(title, ylabel="AUC", title="By scanner, 95 % by DeLong")
    names = list(metrics["found"]["by_scanner"])
    for number, (mode, label, colour) in enumerate(_MODES):
        rows = metrics[mode]["by_scanner"]
        for place, name in enumerate(names):
            row = rows.get(name)
            if row is None or row["auc"] is None:
                continue
            low, high = row["interval"]
            half = [[row["auc"] - low], [high - row["auc"]]]
            at = place + (number - 0.5) * 0.36
            axes.bar(at, row["auc"], 0.34, color=colour, alpha=0.75, label=label if place == 0 else None)
            axes.errorbar(at, row["auc"], half, fmt="none", color="black", linewidth=0.9, capsize=3)
    counts = [f"{name}\nn = {metrics['found']['by_scanner'][name]['n']}" for name in names]
    axes.set_xticks(range(len(names)), counts, fontsize=7.5)
    axes.axhline(metrics["found"]["auc"] or 0.5, color=_BLUE, linewidth=0.7, linestyle=":")
    axes.set_ylim(0.5, 1.0)
    figure.legend(loc="outside lower center", ncols=len(_MODES), fontsize=7.5, frameon=False)
    return _save(figure, folder / "scanners.png")
