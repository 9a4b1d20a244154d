"""`minamo evaluate calipers`: how far the calipers that snap to the network's outline are from the given outline's."""

import argparse
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Console
from rich.table import Table

from app.commands.labelled_stills import open_stills, progress_bar

if TYPE_CHECKING:
    from inference.detector import LesionDetector
    from inference.training.cases import Case

_NAMES = ("longest", "upright")
_ANY_SIDE_PX = 1 << 30


@dataclass(frozen=True, slots=True)
class Compared:
    """One lesion's two diameters in pixels, as snapped and as given."""

    snapped: tuple[float, float]
    given: tuple[float, float]


def run(args: argparse.Namespace) -> int:
    """Snap calipers to the network's outlines and to the given ones, and compare the diameters: calipers.json.

    In per cent of the given diameter, because these stills have no scale.

    Raises:
        DataError: The data folder is incomplete, or holds patients the weights have seen.
        ModelError: The weights are wrong.
        RecordingFailed: The folder for the results cannot be made.
    """
    from inference.evaluation.stills import write_metrics

    opened = open_stills(args, "calipers")
    with progress_bar() as progress:
        task = progress.add_task("calipers", total=len(opened.cases))
        compared, missed = compare(opened.cases, opened.detector, lambda done: progress.update(task, completed=done))
    metrics = opened.header | summarise(compared, missed)
    write_metrics(metrics, args.out / "calipers.json")
    table = Table(title=f"{metrics['data']} {metrics['where'] or ''}: {metrics['n']} lesions, {missed} not outlined")
    for heading in ("diameter", "mean |error| %", "median |error| %", "bias %", "within 10 %"):
        table.add_column(heading, justify="left" if heading == "diameter" else "right")
    for name in _NAMES:
        found = metrics[name]
        figures = ("mean_absolute_percent", "median_absolute_percent", "bias_percent", "within_10_percent")
        table.add_row(name, *(f"{found[figure]:.2f}" if found else "–" for figure in figures))
    Console(stderr=True).print(table)
    print(args.out / "calipers.json")
    return 0


def compare(
    cases: "list[Case]", detector: "LesionDetector", progress: Callable[[int], None]
) -> tuple[list[Compared], int]:
    """Measure every picture with exactly one outlined lesion twice; also how many the network found or drew no outline.

    Args:
        cases: Labelled pictures.
        detector: Finds the box and draws the outline.
        progress: Called with the number of pictures done.
    """
    from app.exam.lesions.outline import outline_of
    from inference.evaluation.metrics import HIT_IOU
    from inference.training.cases import lesion_boxes, load_picture

    compared, missed = [], 0
    for number, case in enumerate(cases, 1):
        picture = load_picture(case, _ANY_SIDE_PX)
        lesions = lesion_boxes(picture.mask)
        if case.label != "normal" and len(lesions) == 1:
            boxes = [box for box, _ in detector.find(picture.grey) if box.iou(lesions[0]) >= HIT_IOU]
            own = detector.outlines(picture.grey, boxes[:1])[0] if boxes else None
            snapped = None if own is None else _lengths(outline_of(own))
            given = _lengths(outline_of(picture.mask > 0))
            if snapped is not None and given is not None:
                compared.append(Compared(snapped, given))
            else:
                missed += 1
        progress(number)
    return compared, missed


def summarise(compared: list[Compared], missed: int) -> dict[str, Any]:
    """Errors of each diameter in pixels and in per cent of the given one."""
    return {
        "n": len(compared),
        "n_not_outlined": missed,
        **{name: _errors(compared, place) for place, name in enumerate(_NAMES)},
    }


def _errors(compared: list[Compared], place: int) -> dict[str, float] | None:
    if not compared:
        return None
    given = np.array([each.given[place] for each in compared])
    off = np.array([each.snapped[place] for each in compared]) - given
    percent = 100 * off / given
    return {
        "mean_absolute_px": float(np.abs(off).mean()),
        "mean_absolute_percent": float(np.abs(percent).mean()),
        "median_absolute_percent": float(np.median(np.abs(percent))),
        "bias_percent": float(percent.mean()),
        "within_10_percent": float((np.abs(percent) <= 10).mean()),
    }


def _lengths(outline: Any) -> tuple[float, float] | None:
    from app.exam.lesions.calipers import diameters

    found = diameters(outline, None)
    return None if found is None else (math.dist(*found.longest), math.dist(*found.upright))
