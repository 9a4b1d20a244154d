"""Recordings that do not support every parameter: what is refused, what is said, and what numbers are still told."""

from collections.abc import Callable, Mapping
from typing import Any

from inference.contrast.compression import Compression
from inference.contrast.errors import ContrastError
from inference.contrast.fitting.definitions import NAMES
from inference.contrast.growing.study import ContrastStudy
from inference.contrast.outcome.conclude import About, conclude
from inference.contrast.parameters import values_of
from inference.contrast.phantom.grid import HARD
from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Recipe
from inference.contrast.regions import from_mask

Row = dict[str, Any]
LONG_S = 300.0  # a study of half an hour is tested by its own test; here its first minutes do


def run_hard_cases(recipes: Mapping[str, Recipe] = HARD, advance: Callable[[], None] = lambda: None) -> list[Row]:
    """Each recording as the product measures it, regions and dynamic range given.

    Returns:
        Rows with `case`, `pictures`, `told` and `refused` (numbers of parameters of the lesion), `worst` (name and
        relative error of the told parameter that is furthest from the truth), `reasons` and `notes` (texts).
    """
    rows = []
    for name, recipe in recipes.items():
        if recipe.duration_s <= LONG_S:
            rows.append({"case": name, **_of_case(recipe)})
        advance()
    return rows


def _of_case(recipe: Recipe) -> Row:
    phantom = Phantom(recipe)
    study = ContrastStudy(Compression(recipe.dynamic_range_db, "given"))
    study.injection_s = 0.0
    for picture in phantom.pictures():
        study.add(picture)
    shift_x, shift_y = phantom.truth.shifts_px[0]
    regions = [from_mask(mask).moved(shift_x, shift_y) for mask in (phantom.truth.lesion, phantom.truth.reference)]
    try:
        study.set_regions(*regions)
        result = conclude(study, About("", {}))
    except ContrastError as fault:
        return {
            "pictures": len(study),
            "told": 0,
            "refused": len(NAMES),
            "worst": None,
            "reasons": [str(fault)],
            "notes": [],
        }
    truth = values_of(recipe.model, phantom.truth.parameters["lesion"], 0.0)
    told = {key: row["lesion"] for key, row in result.parameters.items() if row["lesion"] is not None}
    errors = {key: told[key] / truth[key] - 1 for key in told if truth.get(key) and key != "baseline"}
    worst = max(errors, key=lambda key: abs(errors[key])) if errors else None
    return {
        "pictures": len(study),
        "told": len(told),
        "refused": len(result.parameters) - len(told),
        "worst": None if worst is None else {"parameter": worst, "error": errors[worst]},
        "reasons": sorted({row["refused"] for row in result.parameters.values() if row["refused"]}),
        "notes": [str(note) for note in result.notes],
    }
