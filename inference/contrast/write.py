"""A study's result as files: parameters.json, curve.csv, curve.png, maps.png."""

import csv
import json
import math
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from capture.errors import RecordingFailed
from inference.contrast.figures import draw_curves
from inference.contrast.maps import draw_maps
from inference.contrast.picture import Series
from inference.contrast.result import StudyResult

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

    Raises:
        RecordingFailed: The folder cannot be written, or the disk is full.
    """
    texts = {
        "parameters.json": json.dumps(describe(result), indent=1, ensure_ascii=False, allow_nan=False) + "\n",
        "curve.csv": _curve_csv(result),
    }
    paths = []
    try:
        for name, text in texts.items():
            partial = folder / f"{name}.partial"
            partial.write_text(text, encoding="utf-8", newline="")
            partial.replace(folder / name)
            paths.append(folder / name)
        for name, draw in (("curve.png", draw_curves), ("maps.png", draw_maps)):
            partial = folder / f"{name}.partial"
            figure = draw(result)
            figure.savefig(partial, format="png", dpi=150)
            partial.replace(folder / name)
            paths.append(folder / name)
    except OSError as fault:
        raise RecordingFailed(
            "The results cannot be written to {folder} ({reason}); free space there or choose another folder",
            folder=folder,
            reason=fault.strerror or fault,
        ) from fault
    return paths


def describe(result: StudyResult) -> dict[str, Any]:
    """The result as plain JSON values: None where a number is not known, with the reason beside it."""
    return {
        "name": result.name,
        "time_base": result.time_base,
        "dynamic_range": {
            "value": result.compression.dynamic_range_db,
            "origin": result.compression.origin,
            "uncertainty_db": result.compression.uncertainty_db,
        },
        "colour_map": result.colour_map,
        "regions": {
            name: None if region is None else {"region": region.text(), "origin": region.origin}
            for name, region in (("lesion", result.lesion_in_file), ("reference", result.reference_in_file))
        },
        "parameters": {
            name: {
                "lesion": row.lesion,
                "reference": row.reference,
                "ratio": row.ratio,
                "low": row.low,
                "high": row.high,
                "unit": row.unit,
                "refused": None if row.refused is None else str(row.refused),
            }
            for name, row in result.parameters.items()
        },
        "fit": _fits(result),
        "motion": result.motion,
        "acquisition": result.acquisition,
        "signs": [sign.to_json() for sign in result.signs],
        "warnings": [str(note) for note in result.notes],
    }


def _fits(result: StudyResult) -> dict[str, Any]:
    fits: dict[str, Any] = {}
    for name, fit in (("lesion", result.lesion_fit), ("reference", result.reference_fit)):
        fits[name] = None if fit is None else {"model": fit.model, "r2": fit.r2, "aicc": fit.aicc}
    return (fits["lesion"] or {"model": None, "r2": None, "aicc": None}) | fits


def _curve_csv(result: StudyResult) -> str:
    curves = result.curves
    fitted = [
        np.full(len(curves.times_s), math.nan) if fit is None else fit.curve(curves.times_s)
        for fit in (result.lesion_fit, result.reference_fit)
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
