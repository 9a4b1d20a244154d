"""ROC curves: each reader thin with the points of his ratings, their mean bold, one colour a treatment."""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from sklearn.metrics import roc_curve

from inference.evaluation.readers.drawn.style import BLACK, COLOURS, GREY, SIZE_IN, STEPS, Say, lettered, saved
from inference.evaluation.readers.merit import mean_of
from inference.evaluation.readers.ratings import Flags, Floats, Ratings


@lettered
def draw_roc(
    ratings: Ratings,
    auc: dict[str, float],
    path: Path,
    say: Say,
    *,
    calls: Floats | None = None,
    network: tuple[Flags, Floats, float] | None = None,
) -> Path:
    """Draw the curves of every reader, and for each treatment their mean sensitivity at each specificity.

    Args:
        ratings: Of a study; cases that a reader did not read are left out of his curve.
        auc: Mean area of each treatment, for the legend.
        path: Of the PNG.
        say: Texts in the report's language.
        calls: (t, r, c) the readers' calls: each reader's operating point is drawn.
        network: Truth, scores and area of the network on the cases common with it.
    """
    figure = Figure(figsize=SIZE_IN)
    axes = figure.subplots()
    for number, treatment in enumerate(ratings.treatments):
        _draw_treatment(axes, ratings, number, f"{treatment}: AUC {auc[treatment]:.3f}")
    if calls is not None:
        _draw_points(axes, ratings, calls)
    if network is not None:
        truth, scores, area = network
        axes.plot(
            *_curve(scores[truth], scores[~truth]),
            "--",
            color=BLACK,
            linewidth=1.4,
            label=say("figures.network", area=f"{area:.3f}"),
        )
    count = len(ratings.readers)
    title = say("figures.readers_roc", count=count) if count > 1 else say("figures.one_roc")
    axes.plot([0, 1], [0, 1], ":", color=GREY, linewidth=0.8)
    axes.set(xlabel=say("figures.false_positive"), ylabel=say("figures.sensitivity"), title=title)
    axes.legend(loc="lower right", title=say("figures.treatment"))
    return saved(figure, path)


def _draw_treatment(axes: Axes, ratings: Ratings, number: int, label: str) -> None:
    colour = COLOURS[number % len(COLOURS)]
    curves = []
    for diseased, healthy in zip(ratings.diseased[number], ratings.healthy[number], strict=True):
        ill, well = diseased[np.isfinite(diseased)], healthy[np.isfinite(healthy)]
        if not ill.size:
            continue
        false_positive, true_positive = _curve(ill, well)
        if len(ratings.readers) == 1:  # his own curve is his mean
            axes.plot(false_positive, true_positive, color=colour, linewidth=2.2, label=label)
            return
        few = "o-" if len(false_positive) <= 12 else "-"  # the points of a fine scale hide the curve
        axes.plot(false_positive, true_positive, few, color=colour, linewidth=0.6, markersize=2.5, alpha=0.5)
        last = np.append(np.diff(false_positive) > 0, True)  # the top of each upright step
        curves.append(np.interp(STEPS, false_positive[last], true_positive[last]))
    mean = np.append(0, np.mean(curves, axis=0))
    axes.plot(np.append(0, STEPS), mean, color=colour, linewidth=2.2, label=label)


def _draw_points(axes: Axes, ratings: Ratings, calls: Floats) -> None:
    """Each reader's point at the study's threshold, ringed."""
    truth = ratings.truth
    for number in range(len(ratings.treatments)):
        ill, well = calls[number][:, truth], calls[number][:, ~truth]
        axes.plot(
            mean_of(well),
            mean_of(ill),
            "o",
            markerfacecolor=COLOURS[number % len(COLOURS)],
            markeredgecolor=BLACK,
            markersize=6,
        )


def _curve(diseased: Floats, healthy: Floats) -> tuple[Floats, Floats]:
    labels = np.concatenate([np.ones(len(diseased)), np.zeros(len(healthy))])
    false_positive, true_positive, _ = roc_curve(labels, np.concatenate([diseased, healthy]), drop_intermediate=False)
    return np.asarray(false_positive), np.asarray(true_positive)
