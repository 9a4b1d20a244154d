"""Figures of an evaluation on stills: ROC, FROC, reliability, and the scores by label."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from sklearn.metrics import roc_curve

from inference.evaluation.metrics import CALIBRATION_BINS, Prediction, froc

mpl.rcParams["font.size"] = 9
_BLUE, _ORANGE, _VERMILION, _GREY = "#0072B2", "#E69F00", "#D55E00", "#8B949E"  # Okabe-Ito
_SIZE_IN = (4.6, 4.2)


def draw_figures(predictions: list[Prediction], metrics: dict[str, Any], folder: Path) -> list[Path]:
    """Draw what the predictions allow into `folder`; returns the files."""
    drawn = []
    if metrics["auc"] is not None:
        drawn += [_roc(predictions, metrics, folder), _reliability(predictions, metrics, folder)]
    if metrics["detection_recall"] is not None:
        drawn.append(_froc(predictions, metrics, folder))
    drawn.append(_scores(predictions, metrics, folder))
    return drawn


def _with_lesion(predictions: list[Prediction]) -> tuple[Any, Any]:
    kept = [item for item in predictions if item.label != "normal"]
    return np.array([item.label == "malignant" for item in kept]), np.array([item.malignancy for item in kept])


def _save(figure: Figure, path: Path) -> Path:
    figure.savefig(path, dpi=150, bbox_inches="tight")
    return path


def _roc(predictions: list[Prediction], metrics: dict[str, Any], folder: Path) -> Path:
    labels, scores = _with_lesion(predictions)
    false_positive, true_positive, _ = roc_curve(labels, scores)
    figure = Figure(figsize=_SIZE_IN)
    axes = figure.subplots()
    legend = f"AUC {metrics['auc']:.3f}"
    if metrics["auc_low"] is not None:
        legend += f" ({metrics['auc_low']:.3f} to {metrics['auc_high']:.3f})"
    axes.plot(false_positive, true_positive, color=_BLUE, label=legend)
    axes.plot([0, 1], [0, 1], color=_GREY, linewidth=0.7, linestyle=":")
    if metrics["specificity"] is not None and metrics["recall"] is not None:
        point = f"threshold {metrics['threshold']:.2f}"
        axes.plot(1 - metrics["specificity"], metrics["recall"], "o", color=_VERMILION, label=point)
    title = f"Malignant against benign, boxes {metrics['boxes']}"
    axes.set(xlabel="1 - specificity", ylabel="sensitivity", title=title)
    axes.legend(loc="lower right")
    return _save(figure, folder / "roc.png")


def _froc(predictions: list[Prediction], metrics: dict[str, Any], folder: Path) -> Path:
    false_boxes, recall = froc(predictions)
    figure = Figure(figsize=_SIZE_IN)
    axes = figure.subplots()
    widest = max(0.25, 1.05 * float(false_boxes.max(initial=0.0)))
    axes.step(false_boxes, recall, where="post", color=_BLUE)
    axes.plot(metrics["false_boxes_per_image"], metrics["detection_recall"], "o", color=_VERMILION, label="as shown")
    axes.set(
        xlabel="false boxes an image", ylabel="lesions found (IoU 0.5)", title="FROC", ylim=(0, 1), xlim=(0, widest)
    )
    axes.legend(loc="lower right")
    return _save(figure, folder / "froc.png")


def _reliability(predictions: list[Prediction], metrics: dict[str, Any], folder: Path) -> Path:
    labels, scores = _with_lesion(predictions)
    parts = np.array_split(np.argsort(scores, kind="stable"), min(CALIBRATION_BINS, len(scores)))
    figure = Figure(figsize=_SIZE_IN)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color=_GREY, linewidth=0.7, linestyle=":")
    means = [scores[part].mean() for part in parts], [labels[part].mean() for part in parts]
    axes.plot(*means, "o-", color=_BLUE, label=f"ECE {metrics['ece']:.3f}")
    axes.set(xlabel="mean malignancy", ylabel="share malignant", title="Reliability, 15 bins of equal count")
    axes.legend(loc="upper left")
    return _save(figure, folder / "reliability.png")


def _scores(predictions: list[Prediction], metrics: dict[str, Any], folder: Path) -> Path:
    figure = Figure(figsize=_SIZE_IN)
    axes = figure.subplots()
    edges = np.linspace(0, 1, 26).tolist()
    for label, colour in (("normal", _GREY), ("benign", _BLUE), ("malignant", _VERMILION)):
        values = [item.malignancy for item in predictions if item.label == label]
        if values:
            axes.hist(values, edges, histtype="step", color=colour, label=f"{label} (n = {len(values)})")
    axes.axvline(metrics["threshold"], color=_ORANGE, linewidth=0.8, label="threshold")
    axes.set(xlabel="malignancy of the image", ylabel="images", title="Scores by label")
    axes.legend()
    return _save(figure, folder / "scores.png")
