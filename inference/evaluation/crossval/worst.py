"""The worst cases of a cross-validation as a contact sheet: missed cancers, false alarms, lesions not found."""

from collections.abc import Callable
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image

from inference.evaluation.crossval.merit import Judged, judged_of
from inference.evaluation.crossval.together import Together
from inference.evaluation.metrics import match
from inference.findings import Box
from inference.training.cases import Case, load_picture

_COLUMNS = 6
_COLOURS = 128  # enough for grey and two lines, and a third of the size
_GIVEN, _OWN = "#56B4E9", "#E69F00"
_LARGEST_PX = 320


def draw_worst(together: Together, cases: list[Case], path: Path) -> Path:
    """Draw `path`: the six worst cases of three kinds, given boxes blue and found ones orange.

    Args:
        together: The folds.
        cases: Of the set, for the pictures.
        path: Of the picture.
    """
    files = {case.id: case for case in cases}
    judged = [item for item in judged_of(together.folds) if item.prediction.id in files]
    rows = {
        "malignant, lowest score": _ranked(judged, "malignant", lambda item: item.prediction.malignancy),
        "benign, highest score": _ranked(judged, "benign", lambda item: -item.prediction.malignancy),
        "lesion not found, largest first": sorted(filter(_is_missed, judged), key=_largest_first)[:_COLUMNS],
    }
    figure = Figure(figsize=(2.0 * _COLUMNS, 2.25 * len(rows) + 0.4), layout="constrained")
    figure.suptitle(f"{together.folds[0].data}, {together.title}: worst cases (given box blue, found box orange)")
    grid = figure.subplots(len(rows), _COLUMNS, squeeze=False)
    for axes, (title, chosen) in zip(grid, rows.items(), strict=True):
        for axis in axes:
            axis.set_axis_off()
        for axis, item in zip(axes, chosen, strict=False):
            _draw(axis, item, files[item.prediction.id])
        axes[0].text(-0.06, 0.5, title, rotation=90, va="center", ha="right", transform=axes[0].transAxes, fontsize=8)
    figure.savefig(path, dpi=100)
    with Image.open(path) as drawn:
        small = drawn.convert("RGB").quantize(_COLOURS, Image.Quantize.MAXCOVERAGE)
    small.save(path, optimize=True)
    return path


def _ranked(judged: list[Judged], label: str, key: Callable[[Judged], float]) -> list[Judged]:
    return sorted((item for item in judged if item.prediction.label == label), key=key)[:_COLUMNS]


def _is_missed(item: Judged) -> bool:
    boxes = [box for box, confidence in item.prediction.candidates if confidence >= item.shown]
    hit = match(boxes, item.prediction.lesions)
    return bool(item.prediction.lesions) and all(number is None for number in hit)


def _largest_first(item: Judged) -> float:
    return -max(box.width * box.height for box in item.prediction.lesions)


def _draw(axis: Axes, item: Judged, case: Case) -> None:
    whole = load_picture(case, 1 << 30).grey
    shrunk = load_picture(case, _LARGEST_PX).grey
    scale = max(shrunk.shape) / max(whole.shape)
    axis.imshow(shrunk, cmap="gray", vmin=0, vmax=255)
    said = item.prediction
    for box, colour in [*((box, _GIVEN) for box in said.lesions), *([(said.box, _OWN)] if said.box else [])]:
        axis.add_patch(_outline(box, scale, colour))
    score = said.abstained or f"{said.malignancy:.2f}"
    axis.set_title(f"{said.id} · {said.label}\n{score}", fontsize=7)


def _outline(box: Box, scale: float, colour: str) -> Rectangle:
    place = box.left * scale - 0.5, box.top * scale - 0.5
    return Rectangle(place, box.width * scale, box.height * scale, fill=False, edgecolor=colour, linewidth=1.1)
