"""Draws what each cleaning method makes of a study: a region's curve and one picture, raw beside cleaned."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from inference.contrast.cleaning.cleaner import Cleaner, Raw
from inference.contrast.cleaning.measuring.studies import CleaningStudy
from inference.contrast.cleaning.methods import CLEANERS
from inference.contrast.picture import Floats, Series

RANGE_DB = 50.0  # of the pictures
COLUMNS = 4
_BLUE, _VERMILION, _GREY, _BLACK = "#0072B2", "#D55E00", "#8B949E", "#000000"  # Okabe-Ito


def draw_cleaning(study: CleaningStudy, path: Path, cleaners: Iterable[Cleaner] = CLEANERS) -> Path:
    """Two panels for each method, the raw study first: the picture at the raw peak, and under it a region's curve.

    Args:
        study: Its first region is drawn.
        path: Of the PNG.
        cleaners: The methods.
    """
    shown = (Raw(), *cleaners)
    rows = -(-len(shown) // COLUMNS)
    figure = Figure(figsize=(3.4 * COLUMNS, 4.6 * rows), layout="constrained")
    axes = figure.subplots(2 * rows, COLUMNS, squeeze=False, height_ratios=[1.5, 1] * rows)
    region, mask = next(iter(study.masks.items()))
    raw = study.power[:, mask].mean(axis=1, dtype=np.float64)
    truth = None if study.truth_curves is None else study.truth_curves[region]
    at = int(np.argmax(raw))
    white = float(np.percentile(study.power[at], 99.5))
    for number, cleaner in enumerate(shown):
        cleaned = cleaner.clean(study.power, study.times_s)
        row, column = 2 * (number // COLUMNS), number % COLUMNS
        _picture(axes[row, column], cleaned[at], white, cleaner.name)
        axes[row, column].contour(mask, [0.5], colors=_VERMILION, linewidths=0.6)
        curve = None if number == 0 else cleaned[:, mask].mean(axis=1, dtype=np.float64)
        _curve(axes[row + 1, column], study.times_s, raw, curve, truth)
    for empty in axes.T.reshape(COLUMNS, rows, 2).transpose(1, 0, 2).reshape(-1, 2)[len(shown) :].ravel():
        empty.axis("off")
    handles, labels = axes[1, min(1, COLUMNS - 1)].get_legend_handles_labels()
    axes[1, 0].legend(handles, labels, fontsize=7, frameon=False)
    figure.suptitle(f"{study.name}: picture at {study.times_s[at]:.1f} s, {RANGE_DB:.0f} dB; curve of {region}")
    figure.savefig(path, dpi=110)
    return path


def _picture(axes: Axes, frame: Floats, white: float, title: str) -> None:
    decibel = 10 * np.log10(np.maximum(frame / max(white, 1e-30), 10 ** (-RANGE_DB / 10)))
    axes.imshow(decibel, cmap="gray", vmin=-RANGE_DB, vmax=0)
    axes.set_title(title, fontsize=9)
    axes.set_xticks([])
    axes.set_yticks([])


def _curve(axes: Axes, times_s: Series, raw: Series, cleaned: Series | None, truth: Series | None) -> None:
    axes.plot(times_s, raw, color=_GREY, linewidth=0.7, marker=".", markersize=2, label="raw")
    if cleaned is not None:
        axes.plot(times_s, cleaned, color=_BLUE, linewidth=1.6, label="cleaned")
    if truth is not None:
        axes.plot(times_s, truth, color=_BLACK, linewidth=0.8, linestyle="--", label="truth")
    axes.set_ylim(bottom=0)
    axes.tick_params(labelsize=7)
    axes.set_xlabel("s", fontsize=7)
    axes.set_ylabel("echo power", fontsize=7)
