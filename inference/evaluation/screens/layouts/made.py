"""Finding the panels of made-up test screens."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from capture.screen.find_layout import find_layout
from capture.screen.layout import ScanLayout
from inference.evaluation.screens.measure import Agreement, compare, looks
from inference.evaluation.screens.pictures import Library
from inference.evaluation.screens.recipe import Recipe
from inference.evaluation.screens.screen import MadeScreen
from inference.evaluation.screens.truth import ScreenTruth

TARGET = 0.97


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """One screen and what was found on it.

    Attributes:
        recipe: The screen.
        truth: What is on it.
        layout: What was found.
        agreement: Of both.
        search_ms: One search, of processor time: what else the machine does is no part of it.
        picture: What was searched, RGB; None where it was not to be kept.
    """

    recipe: Recipe
    truth: ScreenTruth
    layout: ScanLayout | None
    agreement: Agreement
    search_ms: float
    picture: npt.NDArray[np.uint8] | None = None


def find_on(recipes: Iterable[Recipe], library: Library, keep: int = 0) -> Iterator[Found]:
    """Look at each screen as the gate does, and compare; a picture is kept of so many."""
    for number, recipe in enumerate(recipes):
        screen = MadeScreen(recipe, library)
        seen = looks(screen)
        begun = time.process_time()
        layout = find_layout(seen)
        search_ms = 1000 * (time.process_time() - begun)
        picture = seen[1].pixels if number < keep else None
        yield Found(recipe, screen.truth, layout, compare(layout, screen.truth), search_ms, picture)


def summarise(found: list[Found]) -> dict[str, Any]:
    """All screens together, and by maker, arrangement, shape, signal and size."""
    by: dict[str, Callable[[Found], str]] = {
        "maker": lambda one: one.recipe.maker,
        "arrangement": lambda one: one.recipe.arrangement.value,
        "shape": lambda one: one.recipe.shape.value,
        "signal": lambda one: one.recipe.signal.value + (" JPEG" if one.recipe.jpeg_quality is not None else ""),
        "size": lambda one: "{}x{}".format(*one.recipe.size_px),
    }
    groups = {
        name: {
            value: _figures([one for one in found if of(one) == value]) for value in sorted({of(one) for one in found})
        }
        for name, of in by.items()
    }
    missed = [
        {
            "seed": one.recipe.seed,
            "maker": one.recipe.maker,
            "size": list(one.recipe.size_px),
            "arrangement": one.recipe.arrangement.value,
            "shape": one.recipe.shape.value,
            "signal": one.recipe.signal.value,
            "jpeg_quality": one.recipe.jpeg_quality,
            "iou": round(one.agreement.iou, 4),
            "kinds": [] if one.layout is None else [panel.kind.value for panel in one.layout.panels],
        }
        for one in found
        if one.agreement.iou < TARGET or not one.agreement.right_kinds
    ]
    return {"all": _figures(found), "by": groups, "missed": missed}


def _figures(found: list[Found]) -> dict[str, Any]:
    ious = np.array([one.agreement.iou for one in found])
    times = np.array([one.search_ms for one in found])

    def share(of: Callable[[Agreement], bool]) -> float:
        return round(float(np.mean([of(one.agreement) for one in found])), 4)

    return {
        "screens": len(found),
        "iou_mean": round(float(ious.mean()), 4),
        "iou_worst": round(float(ious.min()), 4),
        "share_iou_0.97": round(float((ious >= TARGET).mean()), 4),
        "union_iou_mean": round(float(np.mean([one.agreement.union_iou for one in found])), 4),
        "panel_count_right": share(lambda one: one.right_count),
        "kinds_right": share(lambda one: one.right_kinds),
        "shapes_right": share(lambda one: one.right_shapes),
        "search_ms_median": round(float(np.median(times)), 1),
        "search_ms_p95": round(float(np.quantile(times, 0.95)), 1),
    }
