"""Every method on one study, one row each."""

import time
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from inference.contrast.cleaning.cleaner import Cleaner, Raw
from inference.contrast.cleaning.curve_shape import curve_shape
from inference.contrast.cleaning.independence import independence
from inference.contrast.cleaning.methods import CLEANERS
from inference.contrast.cleaning.peak_memory import PeakMemory
from inference.contrast.cleaning.temporal_snr import temporal_snr_db, trend
from inference.contrast.picture import Flags, Floats, Series

Row = dict[str, Any]
SHAPE = ("pe", "auc", "ttp")


def compare(
    power: Floats,
    times_s: Series,
    masks: Mapping[str, Flags],
    truth_curves: Mapping[str, Series] | None = None,
    cleaners: Iterable[Cleaner] = CLEANERS,
) -> list[Row]:
    """Clean one study with every method and say what each gained and what it cost.

    Args:
        power: (n, h, w) linear echo power, held still, excluded frames left out.
        times_s: (n,) ascending.
        masks: The regions, (h, w) each.
        truth_curves: (n,) the true mean power of each region, the same for each of its cells; None on a real study,
            which is held against the trend of its raw curves.
        cleaners: The methods; the raw study always stands first.

    Returns:
        A row for each method: `method`; `pixel_snr_db`, `region_snr_db` (see `temporal_snr_db`), and how much they lie
        above the raw row's as `pixel_gain_db`, `region_gain_db`, means over the regions; `pe_bias`, `auc_bias`,
        `ttp_bias` in % of the reference, signed means over the regions, and the largest of any region as
        `pe_worst` ...; `ms_per_frame`; `memory_mb`; `correlation` between neighbouring frames and
        `independent_share` of the study.
    """
    references = {name: _reference(power, times_s, mask, truth_curves, name) for name, mask in masks.items()}
    shared = independence(power, times_s)
    rows: list[Row] = []
    for cleaner in (Raw(), *cleaners):
        with PeakMemory() as memory:
            start = time.perf_counter()
            cleaned = cleaner.clean(power, times_s)
            elapsed_s = time.perf_counter() - start
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
    power: Floats, times_s: Series, mask: Flags, truth_curves: Mapping[str, Series] | None, name: str
) -> tuple[Series, Series]:
    """What the cells (n,) or (n, m) and the mean (n,) of a region should be."""
    if truth_curves is not None:
        return truth_curves[name], truth_curves[name]
    cells = power[:, mask].astype(np.float64)
    return trend(cells, times_s), trend(cells.mean(axis=1), times_s)


def _row(
    cleaned: Floats, times_s: Series, masks: Mapping[str, Flags], references: Mapping[str, tuple[Series, Series]]
) -> Row:
    pixel_db, region_db, biases = [], [], []
    for name, mask in masks.items():
        of_cells, of_region = references[name]
        cells = cleaned[:, mask]
        curve = cells.mean(axis=1, dtype=np.float64)
        pixel_db.append(temporal_snr_db(cells, of_cells))
        region_db.append(temporal_snr_db(curve, of_region))
        biases.append(curve_shape(curve, times_s).bias_percent(curve_shape(of_region, times_s)))
    row: Row = {"pixel_snr_db": float(np.mean(pixel_db)), "region_snr_db": float(np.mean(region_db))}
    table = np.array(biases)
    for column, name in enumerate(SHAPE):
        row[f"{name}_bias"] = float(table[:, column].mean())
        row[f"{name}_worst"] = float(table[np.argmax(np.abs(table[:, column])), column])
    return row
