"""A contact sheet of some stills: as they are with the marks found, without them, and with false ones."""

import hashlib
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from inference.evaluation.marks.conditions import cleaned, with_false_marks
from inference.evaluation.stills import open_still
from inference.marks.find import find_marks
from inference.preparation import to_grey
from inference.training.cases import Case

_ROWS = 3
_COLOURS = 128  # enough for grey and one outline, and a third of the size
_VERMILION = "#D55E00"
_TITLES = ("as it is, marks found outlined", "cleaned", "with false marks")


def draw_sheet(cases: list[Case], path: Path) -> Path:
    """Draw `path`: three stills, chosen by a hash of their names and not by their looks."""
    mpl.rcParams["font.size"] = 8
    in_order = sorted(cases, key=lambda case: hashlib.sha256(f"sheet {case.id}".encode()).digest())
    rows = in_order[:_ROWS]
    figure = Figure(figsize=(10, 3.0 * len(rows)), layout="constrained")
    grid = figure.subplots(len(rows), 3, squeeze=False)
    for axes, case in zip(grid, rows, strict=True):
        _draw_row(list(axes), case)
    for axis, title in zip(grid[0], _TITLES, strict=True):
        axis.set_title(f"{title}\n{axis.get_title()}")
    figure.savefig(path, dpi=80)
    with Image.open(path) as drawn:
        small = drawn.convert("RGB").quantize(_COLOURS, Image.Quantize.MAXCOVERAGE)
    small.save(path, optimize=True)
    return path


def _draw_row(axes: list[Axes], case: Case) -> None:
    for axis in axes:
        axis.set_axis_off()
    frame = open_still(case.image)
    axes[0].set_title(case.id)
    if frame is None:
        return
    marks = find_marks(to_grey(frame.pixels))
    for axis, pixels in zip(
        axes, (frame.pixels, cleaned(frame, marks).pixels, with_false_marks(case, frame, marks).pixels), strict=True
    ):
        axis.imshow(to_grey(pixels), cmap="gray", vmin=0, vmax=255, interpolation="nearest")
    if marks.any():
        axes[0].contour(marks.astype(np.float64), [0.5], colors=_VERMILION, linewidths=0.8)
