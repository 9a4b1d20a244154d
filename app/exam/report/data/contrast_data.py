"""A kept contrast study as the report tells it, read from its folder."""

import csv
import json
import math
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from app.contrast.keeping import CURVE, RECORD
from app.contrast.view import CurveView, Series
from app.exam.content.model import Model, When
from app.exam.content.picture import ContrastStudy, Side

PARAMETERS, MAPS = "parameters.json", "maps.png"
MOST_BYTES = 32_000_000  # of a file that is read whole; the longest study is under one


class ParameterData(Model):
    """One parameter of the curves; null where it is not known, with the reason in `refused`.

    Attributes:
        low, high: 95 % interval of the lesion's value; of the reference and the ratio alike.
    """

    name: str
    unit: str
    lesion: float | None = None
    low: float | None = None
    high: float | None = None
    reference: float | None = None
    reference_low: float | None = None
    reference_high: float | None = None
    ratio: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    refused: str | None = None


class SignData(Model):
    """One sign that readers look for.

    Attributes:
        present: None where the recording does not tell; `text` then says why.
        likelihood_ratio: Of the sign as it was found, from the literature.
        source: Where that is published.
    """

    name: str
    present: bool | None
    text: str
    likelihood_ratio: float | None = None
    source: str = ""


class InjectionData(Model):
    """The record of the injection; what was not entered is empty or null."""

    number: int | None = None
    agent: str = ""
    dose: float | None = None
    dose_unit: str = ""
    route: str = ""
    mi: float | None = None
    note: str = ""


class ContrastData(Model):
    """A contrast study.

    Attributes:
        state: "measured"; "curve only", where it ended before its result; "unreadable" or "missing", where its files
            are damaged or not there.
        time_base: What times count from: "injection" or "arrival".
        dynamic_range_db, dynamic_range_origin: What linearised the picture, and where that comes from.
        model, r2: Of the lesion's fit.
        fit_refused: Why there is none.
        curve_file, maps_file: Inside the exam's folder; None where they are not there.
    """

    id: str
    taken_at: When
    folder: str
    side: Side | None
    lesion_number: int | None
    state: Literal["measured", "curve only", "unreadable", "missing"]
    injection: InjectionData = InjectionData()
    time_base: str | None = None
    dynamic_range_db: float | None = None
    dynamic_range_origin: str | None = None
    model: str | None = None
    r2: float | None = None
    fit_refused: str | None = None
    parameters: tuple[ParameterData, ...] = ()
    signs: tuple[SignData, ...] = ()
    notes: tuple[str, ...] = ()
    curve_file: str | None = None
    maps_file: str | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Row(_File):
    unit: str = ""
    lesion: float | None = None
    lesion_low: float | None = None
    lesion_high: float | None = None
    reference: float | None = None
    reference_low: float | None = None
    reference_high: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    refused: str | None = None


class _Literature(_File):
    likelihood_ratio_present: float | None = None
    likelihood_ratio_absent: float | None = None
    source: str = ""


class _Sign(_File):
    name: str
    present: bool | None = None
    text: str = ""
    from_the_literature_not_trained: _Literature | None = None


class _Range(_File):
    value: float | None = None
    origin: str | None = None


class _Fit(_File):
    model: str | None = None
    r2: float | None = None
    refused: str | None = None


class _Result(_File):
    time_base: str | None = None
    dynamic_range: _Range = _Range()
    fit: _Fit = _Fit()
    parameters: dict[str, _Row] = {}
    signs: tuple[_Sign, ...] = ()
    warnings: tuple[str, ...] = ()


class _Injection(_File):
    number: int | None = None
    agent: str | None = None
    agent_name: str | None = None
    dose: float | None = None
    dose_unit: str | None = None
    route: str | None = None
    mi: float | None = None
    note: str | None = None


class _Record(_File):
    injection: _Injection = _Injection()


def read_contrast(study: ContrastStudy, folder: Path | None, lesion_number: int | None) -> ContrastData:
    """What a study's folder tells; a file that is not there or damaged changes the state, and nothing is raised.

    Args:
        study: The item of the exam.
        folder: Where its files lie; None where there is no such folder.
        lesion_number: Of the lesion it belongs to.
    """
    told: dict[str, Any] = {
        "id": study.id,
        "taken_at": study.taken_at,
        "folder": study.folder,
        "side": study.side,
        "lesion_number": lesion_number,
    }
    if folder is None or not folder.is_dir():
        return ContrastData(**told, state="missing")
    curve, maps = folder / CURVE, folder / MAPS
    told["curve_file"] = f"{study.folder}/{CURVE}" if curve.is_file() else None
    told["maps_file"] = f"{study.folder}/{MAPS}" if maps.is_file() else None
    try:
        record = _Record.model_validate(_json(folder / RECORD)) if (folder / RECORD).is_file() else _Record()
        result = _Result.model_validate(_json(folder / PARAMETERS)) if (folder / PARAMETERS).is_file() else None
    except (OSError, ValueError, ValidationError):
        return ContrastData(**told, state="unreadable")
    told["injection"] = _injection(record.injection)
    if result is None:
        return ContrastData(**told, state="curve only" if told["curve_file"] else "missing")
    return ContrastData(**told, **_told(result), state="measured")


def _json(path: Path) -> object:
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"{path.name} is too large")
    return json.loads(path.read_text(encoding="utf-8"), parse_constant=lambda _name: None)


def _injection(kept: _Injection) -> InjectionData:
    return InjectionData(
        number=kept.number,
        agent=kept.agent_name or kept.agent or "",
        dose=kept.dose,
        dose_unit=kept.dose_unit or "",
        route=kept.route or "",
        mi=kept.mi,
        note=kept.note or "",
    )


def _told(result: _Result) -> dict[str, Any]:
    return {
        "time_base": result.time_base,
        "dynamic_range_db": result.dynamic_range.value,
        "dynamic_range_origin": result.dynamic_range.origin,
        "model": result.fit.model,
        "r2": result.fit.r2,
        "fit_refused": result.fit.refused,
        "parameters": tuple(_parameter(name, row) for name, row in result.parameters.items()),
        "signs": tuple(_sign(sign) for sign in result.signs),
        "notes": result.warnings,
    }


def _parameter(name: str, row: _Row) -> ParameterData:
    return ParameterData(
        name=name,
        unit=row.unit,
        lesion=row.lesion,
        low=row.lesion_low,
        high=row.lesion_high,
        reference=row.reference,
        reference_low=row.reference_low,
        reference_high=row.reference_high,
        ratio=row.ratio,
        ratio_low=row.low,
        ratio_high=row.high,
        refused=row.refused,
    )


def _sign(sign: _Sign) -> SignData:
    literature, ratio = sign.from_the_literature_not_trained, None
    if literature is not None and sign.present is not None:
        ratio = literature.likelihood_ratio_present if sign.present else literature.likelihood_ratio_absent
    return SignData(
        name=sign.name,
        present=sign.present,
        text=sign.text,
        likelihood_ratio=ratio,
        source="" if literature is None else literature.source,
    )


def read_curve(path: Path) -> CurveView | None:
    """The curves of a study's `curve.csv`; None where it cannot be read or holds no picture."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        columns = {name: _column(rows, name) for name in ("time_s", "excluded", *_CURVES)}
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        return None
    times_s = columns["time_s"]
    if not len(times_s) or not np.isfinite(times_s).all():
        return None
    curves = {name: None if np.isnan(columns[name]).all() else columns[name] for name in _CURVES}
    return CurveView(times_s, columns["excluded"] > 0, **curves)


_CURVES = ("lesion_raw", "lesion_clean", "lesion_fit", "reference_raw", "reference_clean", "reference_fit")


def _column(rows: list[dict[str, str]], name: str) -> Series:
    return np.array([float(row[name]) if row[name] else math.nan for row in rows], np.float64)
