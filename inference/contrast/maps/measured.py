"""How far maps are off on the reference object, and how long they take."""

import time
from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from inference.contrast.fitting.landmarks import read
from inference.contrast.maps.known_study import KnownStudy, make_known
from inference.contrast.maps.parametric import Maps, parametric_maps
from inference.contrast.models import MODELS
from inference.contrast.phantom.grid import GRID
from inference.contrast.phantom.recipe import Recipe
from inference.contrast.picture import Floats, Series, Stack

Row = dict[str, str | float | int | None]
METHODS = ("naive", "linearised", "cleaned")
REGIONS = ("lesion", "reference")
PARAMETERS = {"pe": "PE", "ttp_s": "TTP", "arrival_s": "TI", "mtt_s": "MTT", "wir": "WiR", "wiauc": "WiAUC"}
_RATIO = "pe ratio"


def measure_maps(recipes: Iterable[Recipe] | None = None) -> list[Row]:
    """The table of the maps' errors: mean of a map over a region against the region's truth.

    The naive maps are made from grey levels as they are, without linearising, alignment or cleaning.

    Args:
        recipes: Studies without lag, rim or defect, where a region has one truth; None: `GRID`, which takes minutes.

    Returns:
        Rows with `method`, `region`, `parameter`, `studies`, `median_error_pct` and `p90_error_pct` (absolute),
        `bias_pct` (median), `scatter_pct` (standard deviation of a region's cells over their mean, median over the
        studies; the true heterogeneity is in it) and `supported_pct` of the cells. A power of the naive maps is no
        power: there, only times and the ratio of lesion and reference (region "lesion", "pe ratio") can be judged.
    """
    found: dict[tuple[str, str, str], list[tuple[float, float, float]]] = defaultdict(list)
    for recipe in GRID if recipes is None else recipes:
        study = make_known(recipe)
        for method, power in zip(METHODS, (study.naive, study.stack.power, study.cleaned), strict=True):
            for place, values in _errors(study, parametric_maps(study.stack, power)).items():
                if method != "naive" or place[1].endswith("_s") or place[1] == _RATIO:
                    found[method, *place].append(values)
    return [_row(place, values) for place, values in found.items()]


def _errors(study: KnownStudy, maps: Maps) -> dict[tuple[str, str], tuple[float, float, float]]:
    """(relative error, scatter, supported share) by region and parameter."""
    errors, peaks = {}, []
    for region in REGIONS:
        truth = read(MODELS[study.recipe.model], study.truth.parameters[region])
        cells = study.cells_of(region)
        for field, name in PARAMETERS.items():
            values = getattr(maps, field)[cells]
            known = values[np.isfinite(values)].astype(np.float64)
            mean = float(known.mean()) if len(known) else np.nan
            scatter = float(known.std()) / mean if len(known) else np.nan
            errors[region, field] = (mean / float(truth[name]) - 1, scatter, len(known) / max(len(values), 1))
            if field == "pe":
                peaks.append((mean, float(truth[name])))
    (lesion, lesion_truth), (reference, reference_truth) = peaks
    errors["lesion", _RATIO] = (lesion / reference / (lesion_truth / reference_truth) - 1, np.nan, np.nan)
    return errors


def _row(place: tuple[str, str, str], values: list[tuple[float, float, float]]) -> Row:
    error, scatter, supported = np.array(values).T
    told = error[np.isfinite(error)]

    def percent(value: float) -> float | None:
        return round(100 * float(value), 2) if np.isfinite(value) else None

    return {
        "method": place[0],
        "region": place[1],
        "parameter": place[2],
        "studies": len(values),
        "median_error_pct": percent(np.median(np.abs(told))) if len(told) else None,
        "p90_error_pct": percent(np.percentile(np.abs(told), 90)) if len(told) else None,
        "bias_pct": percent(np.median(told)) if len(told) else None,
        "scatter_pct": percent(np.nanmedian(scatter)) if np.isfinite(scatter).any() else None,
        "supported_pct": percent(np.nanmean(supported)) if np.isfinite(supported).any() else None,
    }


def measure_speed(side: int = 128, pictures: int = 1800, rounds: int = 3) -> Row:
    """Time of all six maps of a speckled study, the best of some rounds.

    Args:
        side: Cells across and down.
        pictures: Over two minutes.
        rounds: How often.
    """
    random = np.random.default_rng(1)
    times_s = np.arange(pictures) * 120 / pictures
    shares = random.random((4, side * side))
    params = np.stack(
        [0.1 + shares[0], 8 + 4 * shares[1], 12 + 10 * shares[2], 0.4 + 0.3 * shares[3], np.full(side * side, 1e-4)]
    ).T
    power = np.empty((pictures, side, side), np.float32)
    for row in range(side):
        curves = MODELS["lognormal"].curve(times_s, params[row * side : (row + 1) * side])
        power[:, row] = curves.T * random.exponential(1, (pictures, side))
    stack = _stack_of(power, times_s)
    elapsed_s = []
    for _ in range(rounds):
        start = time.perf_counter()
        maps = parametric_maps(stack)
        elapsed_s.append(time.perf_counter() - start)
    return {
        "cells": f"{side}x{side}",
        "pictures": pictures,
        "seconds": round(min(elapsed_s), 3),
        "valid_pct": round(100 * float(maps.valid.mean()), 1),
    }


def _stack_of(power: Floats, times_s: Series) -> Stack:
    count = len(power)
    nothing = np.zeros(count, np.bool_)
    return Stack(power, times_s, np.arange(count), nothing, ("",) * count, np.zeros(power.shape, np.uint8), 2.0)
