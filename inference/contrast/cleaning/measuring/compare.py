"""Every method on one study, one row each."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from inference.contrast.cleaning.cleaner import Cleaner, Raw
from inference.contrast.cleaning.independence import independence
from inference.contrast.cleaning.measuring.curve_shape import CurveShape, curve_shape
from inference.contrast.cleaning.measuring.peak_memory import PeakMemory
from inference.contrast.cleaning.measuring.temporal_snr import Trend, temporal_snr_db
from inference.contrast.cleaning.methods import CLEANERS
from inference.contrast.errors import ContrastError
from inference.contrast.fit import fit_curve
from inference.contrast.picture import Flags, Floats, Series

Row = dict[str, Any]
SHAPE = ("pe", "auc", "ttp")
UNKNOWN = (float("nan"),) * len(SHAPE)


@dataclass(frozen=True, slots=True, eq=False)
class _Reference:
    """What a region should be: by its truth, or by the trends of its raw curves."""

    cells: Series | Floats | Trend
    curve: Series | Trend
    shape: CurveShape


def compare(
    power: Floats,
    times_s: Series,
    masks: Mapping[str, Flags],
    truth_curves: Mapping[str, Series] | None = None,
    cleaners: Iterable[Cleaner] = CLEANERS,
    *,
    expected: Floats | None = None,
) -> list[Row]:
    """Clean one study with every method and say what each gained and what it cost.

    Args:
        power: (n, h, w) linear echo power, held still, excluded frames left out.
        times_s: (n,) ascending.
        masks: The regions, (h, w) each.
        truth_curves: (n,) the true mean power of each region; None on a real study, which is held against the trend of
            its raw curves.
        cleaners: The methods; the raw study always stands first.
        expected: (n, h, w) the true power of each cell; without it the truth of its region stands for each cell.

    Returns:
        A row for each method: `method`; `pixel_snr_db`, `region_snr_db` (see `temporal_snr_db`, `Trend`), and how much
        they lie above the raw row's as `pixel_gain_db`, `region_gain_db`, means over the regions; `pe_bias`,
        `auc_bias`, `ttp_bias` in % of the reference, means over the regions of what is read straight off the cleaned
        curve, and `fit_pe_bias` ... off its fit (NaN where there is no fit); `regions`: {name: {"pe", "auc", "ttp",
        "fit_pe" ...}}; `ms_per_frame`: processor time, whatever else the machine does; `memory_mb`; `correlation` of
        neighbouring frames and `independent_share`.
    """
    references = {name: _reference(power, times_s, masks[name], truth_curves, expected, name) for name in masks}
    shared = independence(power, times_s)
    rows: list[Row] = []
    for cleaner in (Raw(), *cleaners):
        with PeakMemory() as memory:
            start = time.process_time()
            cleaned = cleaner.clean(power, times_s)
            elapsed_s = time.process_time() - start
        row: Row = {"method": cleaner.name, **_row(cleaned, times_s, masks, references)}
        row["ms_per_frame"] = 1000 * elapsed_s / max(len(power), 1)
        row["memory_mb"] = memory.rise_mb
        row["correlation"], row["independent_share"] = shared.correlation, shared.share
        rows.append(row)
    for row in rows:
        row["pixel_gain_db"] = row["pixel_snr_db"] - rows[0]["pixel_snr_db"]
        row["region_gain_db"] = row["region_snr_db"] - rows[0]["region_snr_db"]
    return rows


def _reference(
    power: Floats,
    times_s: Series,
    mask: Flags,
    truth_curves: Mapping[str, Series] | None,
    expected: Floats | None,
    name: str,
) -> _Reference:
    if truth_curves is not None:
        truth = truth_curves[name]
        return _Reference(truth if expected is None else expected[:, mask], truth, curve_shape(truth, times_s))
    cells = power[:, mask]
    curve = Trend.of(cells.mean(axis=1, dtype=np.float64), times_s)
    return _Reference(Trend.of(cells, times_s), curve, curve_shape(curve.curve, times_s))


def _row(cleaned: Floats, times_s: Series, masks: Mapping[str, Flags], references: Mapping[str, _Reference]) -> Row:
    pixel_db, region_db = [], []
    regions: dict[str, dict[str, float]] = {}
    for name, mask in masks.items():
        reference = references[name]
        cells = cleaned[:, mask]
        curve = cells.mean(axis=1, dtype=np.float64)
        pixel_db.append(_snr_db(cells, reference.cells))
        region_db.append(_snr_db(curve, reference.curve))
        read = curve_shape(curve, times_s).bias_percent(reference.shape)
        fitted = _fit_bias(curve, times_s, reference.shape)
        regions[name] = dict(zip((*SHAPE, *(f"fit_{each}" for each in SHAPE)), (*read, *fitted), strict=True))
    row: Row = {
        "pixel_snr_db": float(np.mean(pixel_db)),
        "region_snr_db": float(np.mean(region_db)),
        "regions": regions,
    }
    for name in next(iter(regions.values()), {}):
        row[f"{name}_bias"] = mean_of(biases[name] for biases in regions.values())
    return row


def mean_of(values: Iterable[float]) -> float:
    """Mean of the known ones; NaN if there is none."""
    known = [value for value in values if np.isfinite(value)]
    return float(np.mean(known)) if known else float("nan")


def _snr_db(power: Floats | Series, reference: Series | Floats | Trend) -> float:
    return reference.snr_db(power) if isinstance(reference, Trend) else temporal_snr_db(power, reference)


def _fit_bias(curve: Series, times_s: Series, truth: CurveShape) -> tuple[float, ...]:
    try:
        fitted = fit_curve(times_s, curve).curve(times_s)
    except ContrastError:
        return UNKNOWN
    return curve_shape(fitted, times_s).bias_percent(truth)
