"""FROC and AFROC curves of marked lesions: each reader thin, their mean bold, one colour a treatment."""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from inference.evaluation.readers.drawn.style import COLOURS, SIZE_IN, STEPS, Say, lettered, saved
from inference.evaluation.readers.marks import Marks, operating_points
from inference.evaluation.readers.ratings import Floats
from inference.evaluation.readers.study import Study

AXES = {
    "froc": "figures.false_marks",
    "afroc": "figures.false_cases",
}


@lettered
def draw_marks(study: Study, marks: dict[tuple[int, int], Marks], folder: Path, say: Say) -> list[Path]:
    """Draw `froc.png` and `afroc.png` into the folder; the files."""
    curves = {place: operating_points(of, study.ratings.truth) for place, of in marks.items()}
    return [_draw(study, name, {place: of[name] for place, of in curves.items()}, folder, say) for name in AXES]


def _draw(study: Study, name: str, curves: dict[tuple[int, int], Floats], folder: Path, say: Say) -> Path:
    figure = Figure(figsize=SIZE_IN)
    axes = figure.subplots()
    widest = 1.0 if name == "afroc" else max(0.1, max(float(curve[-1, 0]) for curve in curves.values()))
    for number, treatment in enumerate(study.ratings.treatments):
        own = [curve for (t, _), curve in curves.items() if t == number]
        _draw_treatment(axes, own, treatment, COLOURS[number % len(COLOURS)], widest)
    axes.set(
        xlabel=say(AXES[name]),
        ylabel=say("figures.lesions"),
        title=say("figures.marks", curve=name.upper()),
        xlim=(0, widest),
        ylim=(0, 1.02),
    )
    axes.legend(loc="lower right", title=say("figures.treatment"))
    return saved(figure, folder / f"{name}.png")


def _draw_treatment(axes: Axes, curves: list[Floats], treatment: str, colour: str, widest: float) -> None:
    steps, means = STEPS * widest, []
    for curve in curves:
        axes.plot(curve[:, 0], curve[:, 1], color=colour, linewidth=0.6, alpha=0.5)
        last = np.append(np.diff(curve[:, 0]) > 0, True)
        means.append(np.interp(steps, curve[last, 0], curve[last, 1]))  # flat beyond a FROC curve's end
    axes.plot(np.append(0, steps), np.append(0, np.mean(means, axis=0)), color=colour, linewidth=2.2, label=treatment)
