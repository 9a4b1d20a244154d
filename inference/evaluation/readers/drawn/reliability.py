"""Reliability: mean rating against the share of diseased cases, one line a treatment."""

from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from inference.evaluation.readers.drawn.style import COLOURS, GREY, SIZE_IN, Say, lettered, saved


@lettered
def draw_reliability(calibration: dict[str, Any], path: Path, say: Say) -> Path | None:
    """Draw the curves; None where the ratings are not of 0 to 100.

    Args:
        calibration: That section of the result.
        path: Of the PNG.
        say: Texts in the report's language.
    """
    if "missing" in calibration:
        return None
    figure = Figure(figsize=SIZE_IN)
    axes = figure.subplots()
    axes.plot([0, 100], [0, 1], ":", color=GREY, linewidth=0.8)
    for number, (treatment, of) in enumerate(calibration["by_treatment"].items()):
        ratings = [point["rating"] * 100 for point in of["curve"]]
        shares = [point["diseased"] for point in of["curve"]]
        label = f"{treatment}: ECE {of['ece']:.3f}"
        axes.plot(ratings, shares, "o-", color=COLOURS[number % len(COLOURS)], markersize=4, label=label)
    axes.axhline(
        calibration["share_diseased"], color=GREY, linewidth=0.8, linestyle="--", label=say("figures.in_study")
    )
    axes.set(xlabel=say("figures.rating"), ylabel=say("figures.share_diseased"), title=say("figures.reliability"))
    axes.legend(loc="best")
    return saved(figure, path)
