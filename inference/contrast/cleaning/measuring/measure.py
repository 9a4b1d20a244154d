"""The table of cleaning methods: each on several studies, and what that makes of it."""

from collections.abc import Iterable, Mapping

import numpy as np

from inference.contrast.cleaning.cleaner import Cleaner
from inference.contrast.cleaning.measuring.compare import SHAPE, Row, compare, mean_of
from inference.contrast.cleaning.measuring.studies import RECIPES, CleaningStudy, simulated
from inference.contrast.cleaning.methods import CLEANERS, best
from inference.contrast.phantom.recipe import Recipe

LEAST_GAIN_DB = 6.0
MOST_BIAS_PERCENT = 2.0
MOST_MS = 33.0  # a 400 x 400 frame on two cores
FULL_CELLS = 400 * 400
NAMES = {"pe": "PE", "auc": "AUC", "ttp": "TTP"}


def measure_cleaning(
    recipes: Mapping[str, Recipe] = RECIPES, cleaners: Iterable[Cleaner] = CLEANERS, more: Iterable[CleaningStudy] = ()
) -> list[Row]:
    """Clean every study with every method.

    Args:
        recipes: Simulated studies by name.
        cleaners: The methods.
        more: Studies made elsewhere, real ones too.

    Returns:
        The rows of `compare`, each with the name of its `study`, whether its truth is known (`truth`), and
        `ms_per_400`: processor time of a frame of 400 x 400 cells, by its share of cells.
    """
    chosen = tuple(cleaners)
    rows = []
    for study in _studies(recipes, more):
        cells = study.power[0].size
        for row in compare(
            study.power, study.times_s, study.masks, study.truth_curves, chosen, expected=study.expected
        ):
            scaled = row["ms_per_frame"] * FULL_CELLS / cells
            rows.append({"study": study.name, "truth": study.expected is not None, "ms_per_400": scaled, **row})
    return rows


def summary(rows: list[Row]) -> list[Row]:
    """One row a method, over the studies whose truth is known, in the order of the methods.

    Gains are means over the studies, and `persistence_gain_db` that of the study with persistence alone, which the
    others' leave out; biases are means over all regions of all studies, with the largest region's beside them
    (`pe_largest`: mean over regions cannot hide one that is wrong). `verdict` says whether the method meets what the
    product asks for, and if not, why.
    """
    known = [row for row in rows if row["truth"]]
    return [
        _summed([row for row in known if row["method"] == name]) for name in dict.fromkeys(r["method"] for r in known)
    ]


def _studies(recipes: Mapping[str, Recipe], more: Iterable[CleaningStudy]) -> Iterable[CleaningStudy]:
    for name, recipe in recipes.items():
        yield simulated(name, recipe)
    yield from more


def _summed(rows: list[Row]) -> Row:
    free = [row for row in rows if row["study"] != "persistence"]
    result: Row = {"method": rows[0]["method"]}
    for gain in ("pixel_gain_db", "region_gain_db"):
        result[gain] = mean_of(row[gain] for row in free)
        result[f"persistence_{gain}"] = mean_of(row[gain] for row in rows if row["study"] == "persistence")
    for name in (*SHAPE, *(f"fit_{each}" for each in SHAPE)):
        found = np.array([biases[name] for row in rows for biases in row["regions"].values()])
        found = found[np.isfinite(found)]
        result[f"{name}_bias"] = float(found.mean()) if found.size else float("nan")
        result[f"{name}_largest"] = float(found[np.abs(found).argmax()]) if found.size else float("nan")
    result["ms_per_400"] = mean_of(row["ms_per_400"] for row in rows)
    result["memory_mb"] = max(row["memory_mb"] for row in rows)
    result["verdict"] = _verdict(result)
    return result


def _verdict(row: Row) -> str:
    if row["method"] == "raw":
        return "not cleaned"
    faults = [
        f"{row[f'{where}_gain_db']:.1f} dB of a {where}"
        for where in ("pixel", "region")
        if not row[f"{where}_gain_db"] >= LEAST_GAIN_DB
    ]
    for name, title in NAMES.items():
        for where, said in ((name, title), (f"fit_{name}", f"{title} of the fit")):
            if not abs(row[f"{where}_bias"]) <= MOST_BIAS_PERCENT:
                faults.append(f"{said} {row[f'{where}_bias']:+.1f} %")
    if row["ms_per_400"] > MOST_MS:
        faults.append(f"{row['ms_per_400']:.0f} ms a frame")
    if faults:
        return "loses: " + ", ".join(faults)
    return "wins, used" if row["method"] == best().name else "meets the aims"
