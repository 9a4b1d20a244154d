"""The figure of a study's curves."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from inference.contrast.fit import Fit
from inference.contrast.outcome.result import StudyResult
from inference.contrast.picture import Series

LESION, REFERENCE, MUTED = "#D55E00", "#0072B2", "#6E7681"  # Okabe-Ito, told apart by colour-blind readers

TIME_LABELS = {"injection": "time after the injection (s)", "arrival": "time in the recording (s)"}


def draw_curves(result: StudyResult) -> Figure:
    """Raw curves thin, cleaned ones bold, fits dashed, for both regions; excluded pictures as ticks below."""
    figure = Figure(figsize=(9, 5.2), layout="constrained")
    axes = figure.subplots()
    curves = result.curves
    for name, colour, raw, clean, fit in (
        ("lesion", LESION, curves.lesion_raw, curves.lesion_clean, result.lesion_fit),
        ("reference", REFERENCE, curves.reference_raw, curves.reference_clean, result.reference_fit),
    ):
        if np.isnan(raw).all():
            continue
        used = ~curves.excluded
        axes.plot(curves.times_s[used], raw[used], color=colour, linewidth=0.6, alpha=0.45, label=f"{name}, raw")
        axes.plot(curves.times_s[used], clean[used], color=colour, linewidth=2.0, label=f"{name}, cleaned")
        if isinstance(fit, Fit):
            axes.plot(
                *_dense(curves.times_s, fit),
                "--",
                color="black",
                linewidth=1.2,
                label=f"{name}, {fit.model}, R² {fit.r2:.3f}",
            )
    _mark(axes, result)
    axes.set(
        xlabel=TIME_LABELS[result.time_base], ylabel="mean echo power (a.u., display white = 1)", title=result.name
    )
    axes.legend(fontsize=8, frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.text(0.995, 0.005, "Research use only. Not for diagnosis.", ha="right", fontsize=7, color=MUTED)
    return figure


def _dense(times_s: Series, fit: Fit) -> tuple[Series, Series]:
    dense = np.linspace(float(times_s[0]), float(times_s[-1]), 600)
    return dense, fit.curve(dense)


def _mark(axes: Any, result: StudyResult) -> None:
    """Excluded pictures as ticks at the lower edge; bursts, gain changes and gaps as lines."""
    curves = result.curves
    left_out = curves.times_s[curves.excluded]
    if len(left_out):
        axes.plot(left_out, np.zeros(len(left_out)), "|", color=MUTED, markersize=7, label="excluded", clip_on=False)
    for mark in result.marks:
        axes.axvline(mark.time_s, color=MUTED, linewidth=0.8, linestyle=":")
        place = {"xycoords": ("data", "axes fraction"), "rotation": 90, "va": "top"}
        axes.annotate(mark.kind, (mark.time_s, 1), fontsize=7, color=MUTED, **place)
