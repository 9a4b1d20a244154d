"""ROC curves of a reader study: each reader thin, their mean bold, one colour a treatment."""

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from sklearn.metrics import roc_curve

from inference.evaluation.readers.ratings import Floats, Ratings

_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")  # Okabe-Ito
_STEPS = np.linspace(0, 1, 201)


def draw_roc(ratings: Ratings, auc: dict[str, float], path: Path) -> Path:
    """Draw the curves of every reader, and for each treatment their mean sensitivity at each specificity.

    Args:
        ratings: Of a factorial study.
        auc: Mean area of each treatment, for the legend.
        path: Of the PNG.
    """
    figure = Figure(figsize=(5.2, 5.0))
    axes = figure.subplots()
    for number, treatment in enumerate(ratings.treatments):
        colour = _COLOURS[number % len(_COLOURS)]
        curves = []
        for reader in range(len(ratings.readers)):
            false_positive, true_positive = _curve(ratings.diseased[number, reader], ratings.healthy[number, reader])
            axes.plot(false_positive, true_positive, "o-", color=colour, linewidth=0.6, markersize=2.5, alpha=0.5)
            last = np.append(np.diff(false_positive) > 0, True)  # the top of each upright step
            curves.append(np.interp(_STEPS, false_positive[last], true_positive[last]))
        mean = np.append(0, np.mean(curves, axis=0))
        axes.plot(
            np.append(0, _STEPS), mean, color=colour, linewidth=2.2, label=f"{treatment}: mean AUC {auc[treatment]:.3f}"
        )
    axes.plot([0, 1], [0, 1], ":", color="#8B949E", linewidth=0.8)
    axes.set(xlabel="1 - specificity", ylabel="sensitivity", title=f"{len(ratings.readers)} readers, and their mean")
    axes.legend(loc="lower right", title="treatment")
    figure.savefig(path, dpi=150, bbox_inches="tight")
    return path


def _curve(diseased: Floats, healthy: Floats) -> tuple[Floats, Floats]:
    labels = np.concatenate([np.ones(len(diseased)), np.zeros(len(healthy))])
    false_positive, true_positive, _ = roc_curve(labels, np.concatenate([diseased, healthy]), drop_intermediate=False)
    return np.asarray(false_positive), np.asarray(true_positive)
