"""A study's result as files: parameters.json, curve.csv, curve.png, maps.png."""

import csv
import json
import math
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from capture.errors import RecordingFailed
from inference.contrast.errors import ContrastError
from inference.contrast.fit import Fit
from inference.contrast.growing.curves import Curves
from inference.contrast.maps import draw_maps
from inference.contrast.models import ARRIVAL
from inference.contrast.outcome.figures import draw_curves
from inference.contrast.outcome.result import StudyResult
from inference.contrast.pattern import Sign
from inference.contrast.picture import Series

CURVE_COLUMNS = (
    "time_s",
    "frame",
    "lesion_raw",
    "lesion_clean",
    "lesion_fit",
    "reference_raw",
    "reference_clean",
    "reference_fit",
    "excluded",
    "reason",
)


def write_study(result: StudyResult, folder: Path) -> list[Path]:
    """Write the four files into a folder that exists; each appears whole or not at all.

    The maps of an earlier result in the folder go where this one has none.

    Raises:
        RecordingFailed: The folder cannot be written, or the disk is full.
    """
    texts = {
        "parameters.json": json.dumps(describe(result), indent=1, ensure_ascii=False, allow_nan=False) + "\n",
        "curve.csv": curve_csv(result.curves, result.lesion_fit, result.reference_fit),
    }
    paths = []
    try:
        for name, text in texts.items():
            with _whole(folder / name) as partial:
                partial.write_text(text, encoding="utf-8", newline="")
            paths.append(folder / name)
        for name, figure in (("curve.png", draw_curves(result)), ("maps.png", _map_figure(result))):
            if figure is None:
                (folder / name).unlink(missing_ok=True)
                continue
            with _whole(folder / name) as partial:
                figure.savefig(partial, format="png", dpi=150)
            paths.append(folder / name)
    except OSError as fault:
        raise RecordingFailed(
            "The results cannot be written to {folder} ({reason}); free space there or choose another folder",
            folder=folder,
            reason=fault.strerror or fault,
        ) from fault
    return paths


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place at the end; on a full disk, or cancelled, nothing is left of it."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        yield partial
        partial.replace(path)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def _map_figure(result: StudyResult) -> Figure | None:
    if result.maps is None:
        return None
    return draw_maps(result.maps, result.background, result.size_px, lesion=result.lesion, reference=result.reference)


def describe(result: StudyResult) -> dict[str, Any]:
    """The result as plain JSON values: None where a number is not known, with the reason beside it."""
    return {
        "name": result.name,
        "time_base": result.time_base,
        "axis": dict(result.axis) | {"arrival_s": _arrivals(result)},
        "dynamic_range": {
            "value": result.compression.dynamic_range_db,
            "origin": result.compression.origin,
            "uncertainty_db": result.compression.uncertainty_db,
        },
        "colour_map": result.colour_map,
        "regions": {
            name: None
            if region is None
            else {"region": region.text(), "origin": region.origin, "frame": result.region_frame}
            for name, region in (
                ("lesion", result.in_file(result.lesion)),
                ("reference", result.in_file(result.reference)),
            )
        },
        "parameters": {name: dict(row) for name, row in result.parameters.items()},
        "fit": _fits(result),
        "signs": [_sign(sign) for sign in result.signs],
        "motion": dict(result.motion),
        "acquisition": asdict(result.acquisition),
        "marks": [{"time_s": mark.time_s, "kind": mark.kind} for mark in result.marks],
        "warnings": [str(note) for note in result.notes],
    }


def _fits(result: StudyResult) -> dict[str, Any]:
    """The lesion's fit by itself, as most readers look for it, then both by name."""
    lesion, reference = _fit(result.lesion_fit), _fit(result.reference_fit)
    return {**lesion, "lesion": lesion, "reference": reference}


def _fit(fit: Fit | ContrastError | None) -> dict[str, Any]:
    if isinstance(fit, Fit):
        return {"model": fit.model, "r2": fit.r2, "aicc": fit.aicc, "refused": None}
    return {"model": None, "r2": None, "aicc": None, "refused": None if fit is None else str(fit)}


def _arrivals(result: StudyResult) -> dict[str, float | None]:
    """When the agent arrives on the axis of curve.csv, by region, whatever `time_base` is."""
    fits = {"lesion": result.lesion_fit, "reference": result.reference_fit}
    return {name: float(fit.params[ARRIVAL]) if isinstance(fit, Fit) else None for name, fit in fits.items()}


def _sign(sign: Sign) -> dict[str, Any]:
    """A sign, and how much it says where it is present or absent: from the literature, not trained."""
    evidence = sign.evidence
    literature = None
    if evidence is not None:
        literature = {
            "sensitivity": evidence.sensitivity,
            "specificity": evidence.specificity,
            "likelihood_ratio_present": sign.likelihood_ratio_positive,
            "likelihood_ratio_absent": sign.likelihood_ratio_negative,
            "source": evidence.source,
        }
    return {
        "name": sign.name,
        "present": sign.present,
        "value": sign.value,
        "low": sign.low,
        "high": sign.high,
        "unit": sign.unit,
        "text": sign.said(),
        "from_the_literature_not_trained": literature,
    }


def curve_csv(
    curves: Curves, lesion_fit: Fit | ContrastError | None = None, reference_fit: Fit | ContrastError | None = None
) -> str:
    """A study's curves as text, a line for each picture; what is not known stays empty.

    Args:
        curves: Of both regions.
        lesion_fit, reference_fit: Where there are fits.
    """
    fitted = [
        fit.curve(curves.times_s) if isinstance(fit, Fit) else np.full(len(curves.times_s), math.nan)
        for fit in (lesion_fit, reference_fit)
    ]
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CURVE_COLUMNS)
    columns: list[Series] = [
        curves.lesion_raw,
        curves.lesion_clean,
        fitted[0],
        curves.reference_raw,
        curves.reference_clean,
        fitted[1],
    ]
    for place, (time_s, index) in enumerate(zip(curves.times_s, curves.index, strict=True)):
        numbers = ["" if math.isnan(column[place]) else f"{column[place]:.8g}" for column in columns]
        writer.writerow([f"{time_s:.4f}", int(index), *numbers, int(curves.excluded[place]), curves.reasons[place]])
    return text.getvalue()
