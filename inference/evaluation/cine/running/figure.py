"""The curve of false alarms a minute against recall."""

from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from inference.evaluation.cine.recipe import MOTION_NOTE

_COLOURS = {"tracks": "#0072B2", "raw boxes": "#D55E00"}  # Okabe-Ito
_LINES = {"centre": "-", "iou50": "--"}
_NAMES = {"centre": "middle in the lesion", "iou50": "IoU 0.5"}
_RECALLS = {
    "recall": "visits of a lesion in which it is found",
    "picture_recall": "pictures of a lesion in which it is found",
}


def draw_curve(tree: dict[str, Any], path: Path) -> Path:
    """Draw both scorings for the tracks shown and for the detector's boxes, with the points as shown."""
    figure = Figure(figsize=(10.5, 4.6), layout="constrained")
    for axes, (recall, label) in zip(figure.subplots(1, 2), _RECALLS.items(), strict=True):
        _draw(axes, tree, recall)
        axes.set_xscale("symlog", linthresh=1.0)
        axes.set_xlim(left=0)
        axes.set_ylim(0, 1.02)
        axes.set(xlabel="false alarm events a minute", ylabel=label)
        axes.grid(color="#8B949E", alpha=0.25, linewidth=0.6)
    axes.legend(loc="lower right", fontsize=8, frameon=False)
    length = f"{tree['part'].capitalize()} clips, {tree['minutes']:.1f} minutes; points: as shown"
    figure.suptitle(f"{length}\n{MOTION_NOTE}", fontsize=9)
    figure.savefig(path, dpi=150)
    return path


def _draw(axes: Axes, tree: dict[str, Any], recall: str) -> None:
    for key, points in tree["curves"].items():
        who, scoring = key.split(", ")
        kept = [point for point in points if point[recall] is not None]
        axes.plot(
            [point["false_a_minute"] for point in kept],
            [point[recall] for point in kept],
            _LINES[scoring],
            color=_COLOURS[who],
            linewidth=1.4,
            label=f"{who}, {_NAMES[scoring]}",
        )
    for scoring, marker in (("centre", "o"), ("iou50", "s")):
        shown, raw = tree["trackers"]["minamo"]["alarms"][scoring], tree["raw_boxes"][scoring]
        for of, who in ((shown, "tracks"), (raw, "raw boxes")):
            if of[recall] is not None:
                axes.plot(of["false_a_minute"], of[recall], marker, color=_COLOURS[who], markersize=6)
