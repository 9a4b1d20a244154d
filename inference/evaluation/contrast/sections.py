"""The tables of a contrast evaluation, one section each, with what is aimed at and whether it was reached."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from inference.contrast.accuracy.held_still import RECIPES as MOTION_RECIPES
from inference.contrast.accuracy.held_still import measure_motion
from inference.contrast.cleaning.measuring.measure import measure_cleaning, summary
from inference.contrast.cleaning.measuring.studies import RECIPES as CLEANING_RECIPES
from inference.contrast.cleaning.measuring.studies import real
from inference.contrast.cleaning.methods import best
from inference.contrast.fitting.cases import UNSUPPORTED, draw
from inference.contrast.fitting.fit_errors import measure_fit
from inference.contrast.maps.measured import measure_maps, measure_speed
from inference.contrast.pattern.measured import PATTERN_RECIPES, measure_pattern
from inference.contrast.phantom.grid import GRID, HARD
from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Recipe
from inference.evaluation.contrast.chain import JUDGED, METHODS, STILL, ChainRow, run_chain
from inference.evaluation.contrast.hard_cases import run_hard_cases

Row = dict[str, Any]
FRESH = 5000  # added to every seed: nothing was chosen on these studies
AIMS = {"PE ratio": 2.0, "TTP": 2.0, "WiAUC": 2.0, "WiAUC ratio": 2.0, "MTT": 5.0}  # per cent
LEAST_R2 = 0.98
RESIDUAL_PX, ALIKE = 0.5, 0.81
MAP_STUDIES = 8


@dataclass(frozen=True, slots=True)
class Section:
    """One table.

    Attributes:
        name: Key in contrast.json.
        title: For people.
        columns: Shown ones, in order.
        rows: All of them.
        verdict: What was aimed at, and what came out.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: list[Row]
    verdict: str


def fresh(recipe: Recipe) -> Recipe:
    """The same study with other tissue, motion and speckle than the one that methods were developed on."""
    return replace(recipe, seed=recipe.seed + FRESH)


def chain_section(advance: Callable[[], None], recipes: Iterable[Recipe] = GRID) -> Section:
    """Whole studies: naive first, then each step of the chain."""
    found = list(run_chain([fresh(recipe) for recipe in recipes], advance))
    groups: list[tuple[str, str, list[ChainRow]]] = []
    for method in METHODS:
        mine = [row for row in found if row.method == method]
        groups += [(method, "20 % noise", [row for row in mine if row.speckle < 1])]
        groups += [(method, "full speckle", [row for row in mine if row.speckle == 1])]
    rows = [_chain_row(method, noise, part) for method, noise, part in groups if part]
    ranges = sorted({row.dynamic_range_db for row in found})
    rows += [
        _chain_row(f"{STILL}, {range_db:g} dB", "20 % noise", part)
        for range_db in ranges
        if (part := [r for r in found if r.method == STILL and r.speckle < 1 and r.dynamic_range_db == range_db])
    ]
    product = [row for row in found if row.method == STILL and row.speckle < 1]
    told = "; ".join(_reached(name, aim, product) for name, aim in AIMS.items())
    r2 = [row.r2 for row in product if row.r2 is not None]
    refusals = sum(len(row.refused) for row in product) / max(len(product) * len(JUDGED), 1)
    verdict = (
        f"aim on 20 % noise, 40-80 dB: 2 % (MTT 5 %), R2 0.98. {STILL}, all {len(product)} studies: {told}; "
        f"R2 at least {min(r2, default=float('nan')):.4f}; false refusals {100 * refusals:.1f} % (aim 5 % or fewer)"
    )
    columns = ("method", "noise", "studies", *(f"{name} %" for name in JUDGED), "R2 least", "refused")
    return Section("chain", "Whole studies: error of the lesion's parameters", columns, rows, verdict)


def _chain_row(method: str, noise: str, rows: list[ChainRow]) -> Row:
    """Median and largest absolute error of each parameter, in per cent."""
    row: Row = {"method": method, "noise": noise, "studies": len(rows)}
    for name in JUDGED:
        errors = np.abs([each.errors[name] for each in rows if name in each.errors]) * 100
        row[f"{name} %"] = f"{np.median(errors):.2f} ({errors.max():.2f})" if len(errors) else "-"
        row[f"{name} median"] = float(np.median(errors)) if len(errors) else None
        row[f"{name} largest"] = float(errors.max()) if len(errors) else None
    r2 = [each.r2 for each in rows if each.r2 is not None]
    row["R2 least"] = f"{min(r2):.4f}" if r2 else None
    row["refused"] = sum(len(each.refused) for each in rows)
    return row


def _reached(name: str, aim: float, rows: list[ChainRow]) -> str:
    errors = np.abs([row.errors[name] for row in rows if name in row.errors]) * 100
    if not len(errors):
        return f"{name} never told"
    held = int((errors <= aim).sum())
    return f"{name} largest {errors.max():.2f} % ({held} of {len(errors)} within {aim:g} %)"


def motion_section(advance: Callable[[], None]) -> Section:
    """How well the tissue is held still."""
    rows = []
    for name, recipe in MOTION_RECIPES.items():
        rows.append({"study": name, **measure_motion(Phantom(fresh(recipe)))})
        advance()
    residuals = [row["residual_median_px"] for row in rows]
    alike = [row["bmode_correlation"] for row in rows if row["bmode_correlation"] is not None]
    verdict = (
        f"aim: median residual under {RESIDUAL_PX} px, aligned B-mode {ALIKE} or better. Largest median residual "
        f"{max(residuals):.2f} px; least correlation {min(alike):.3f}"
    )
    columns = ("study", "unaligned_median_px", "residual_median_px", "residual_p95_px", "bmode_correlation")
    return Section("motion", "Holding the tissue still", columns, rows, verdict)


def cleaning_section(advance: Callable[[], None], real_cases: Iterable[Path] = ()) -> Section:
    """Every cleaning method; real cases add rows without truth."""
    rows = measure_cleaning({name: fresh(recipe) for name, recipe in CLEANING_RECIPES.items()})
    advance()
    told = summary(rows)
    for folder in real_cases:
        for row in measure_cleaning({}, (best(),), (real(folder, 10.0),)):
            if row["method"] != "raw":
                told.append({**row, "method": f"{row['method']}, real case {folder.name}"})
        advance()
    winner = next(row for row in told if row["method"] == best().name)
    verdict = (
        "aim: 6 dB or more of temporal signal-to-noise with 2 % or less of bias in PE, AUC and TTP. The product uses "
        f"'{best().name}': {winner['pixel_gain_db']:.1f} dB of a pixel, {winner['region_gain_db']:.1f} dB of a region, "
        f"bias after the fit PE {winner['fit_pe_bias']:+.1f}, AUC {winner['fit_auc_bias']:+.1f}, "
        f"TTP {winner['fit_ttp_bias']:+.1f} %"
    )
    columns = (
        "method",
        "pixel_gain_db",
        "region_gain_db",
        "pe_bias",
        "auc_bias",
        "ttp_bias",
        "fit_pe_bias",
        "fit_auc_bias",
        "fit_ttp_bias",
        "verdict",
    )
    return Section("cleaning", "Cleaning: methods side by side", columns, told, verdict)


def fit_section(advance: Callable[[], None]) -> Section:
    """Errors and refusals of the fit on curves without pictures, with intervals' coverage."""
    rows = measure_fit(draw(tuple(UNSUPPORTED), each=1, seed=FRESH))
    advance()
    shown = [row for row in rows if row["dynamic_range_db"] == "all" and row["model"] == "all"]
    refused = [
        row
        for row in shown
        if row["method"] != "naive" and row["parameter"] == "all" and row.get("false_refusal_pct") is not None
    ]
    worst = max((float(row["false_refusal_pct"] or 0) for row in refused), default=0.0)
    verdict = f"aim: false refusals 5 % or fewer. Largest over the kinds of recording: {worst:.1f} %"
    columns = (
        "method",
        "kind",
        "noise_pct",
        "parameter",
        "cases",
        "median_error_pct",
        "p90_error_pct",
        "coverage_pct",
        "false_refusal_pct",
        "missed_refusal_pct",
    )
    chosen = {"PE ratio", "TTP", "WiAUC", "MTT", "all"}
    return Section(
        "fit", "The fit on known curves", columns, [row for row in shown if row["parameter"] in chosen], verdict
    )


def hard_section(advance: Callable[[], None]) -> Section:
    """Recordings that must be refused or warned of."""
    rows = run_hard_cases({name: fresh(recipe) for name, recipe in HARD.items()}, advance)
    for row in rows:
        worst = row["worst"]
        row["worst told"] = "-" if worst is None else f"{worst['parameter']} {100 * worst['error']:+.1f} %"
        row["said"] = "; ".join(dict.fromkeys((*row["reasons"], *row["notes"])))
    verdict = "aim: never a number that the recording does not support; told ones are held against the truth"
    return Section(
        "hard",
        "Recordings that do not support everything",
        ("case", "told", "refused", "worst told", "said"),
        rows,
        verdict,
    )


def map_section(advance: Callable[[], None]) -> Section:
    """Maps against truth, and their time."""
    chosen = [fresh(recipe) for recipe in GRID[1 :: len(GRID) // MAP_STUDIES]]
    rows: list[Row] = [dict(row) for row in measure_maps(chosen)]
    advance()
    speed = measure_speed()
    verdict = f"aim: 128 x 128 over 1,800 frames under 1 s on two cores. {_speed(dict(speed))}"
    columns = ("method", "region", "parameter", "studies", "median_error_pct", "p90_error_pct", "supported_pct")
    return Section("maps", "Maps", columns, rows, verdict)


def _speed(speed: Row) -> str:
    return "; ".join(f"{name} {value:.3g}" for name, value in speed.items() if isinstance(value, float | int))


def pattern_section(advance: Callable[[], None]) -> Section:
    """Signs found where they are, and not where they are not."""
    rows: list[Row] = [dict(row) for row in measure_pattern([fresh(recipe) for recipe in PATTERN_RECIPES])]
    advance()
    found = sum(int(row["found"]) for row in rows)
    having = sum(int(row["with_sign"]) for row in rows)
    false = sum(int(row["false"]) for row in rows)
    lacking = sum(int(row["without_sign"]) for row in rows)
    verdict = f"signs found {found} of {having}; falsely found {false} of {lacking}"
    columns = ("sign", "with_sign", "found", "without_sign", "false", "open_with", "open_without", "median_value_error")
    return Section("pattern", "Signs", columns, rows, verdict)


def sections(advance: Callable[[], None], real_cases: Iterable[Path] = ()) -> Iterator[Section]:
    """Every section in turn."""
    yield chain_section(advance)
    yield motion_section(advance)
    yield cleaning_section(advance, real_cases)
    yield fit_section(advance)
    yield hard_section(advance)
    yield map_section(advance)
    yield pattern_section(advance)


def steps(real_cases: int = 0) -> int:
    """How often `sections` calls `advance`."""
    return len(GRID) + len(MOTION_RECIPES) + 1 + real_cases + 1 + len(HARD) + 1 + 1
