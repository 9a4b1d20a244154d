"""The figure of a study's curves."""

import numpy as np
from matplotlib.figure import Figure

from inference.contrast.picture import Series
from inference.contrast.result import StudyResult

LESION, REFERENCE, MUTED = "#D55E00", "#0072B2", "#6E7681"  # Okabe-Ito, told apart by colour-blind readers


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
        if fit is not None:
            axes.plot(*_dense(curves.times_s, fit), "--", color="black", linewidth=1.2, label=f"{name}, {_fit(fit)}")
    _mark(axes, result)
    axes.set(xlabel=result.time_label, ylabel="mean echo power (a.u., display white = 1)", title=result.name)
    axes.legend(fontsize=8, frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.text(0.995, 0.005, "Research use only. Not for diagnosis.", ha="right", fontsize=7, color=MUTED)
    return figure


def _dense(times_s: Series, fit) -> tuple[Series, Series]:  # type: ignore[no-untyped-def]
    dense = np.linspace(float(times_s[0]), float(times_s[-1]), 600)
    return dense, fit.curve(dense)


def _fit(fit) -> str:  # type: ignore[no-untyped-def]
    return f"{fit.model}, R² {fit.r2:.3f}"


def _mark(axes, result: StudyResult) -> None:  # type: ignore[no-untyped-def]
    """Excluded pictures as ticks at the lower edge; bursts and gain changes as lines."""
    curves = result.curves
    left_out = curves.times_s[curves.excluded]
    if len(left_out):
        axes.plot(left_out, np.zeros(len(left_out)), "|", color=MUTED, markersize=7, label="excluded", clip_on=False)
    for time_s, text in result.marks:
        axes.axvline(time_s, color=MUTED, linewidth=0.8, linestyle=":")
        axes.annotate(
            text, (time_s, 1), xycoords=("data", "axes fraction"), fontsize=7, color=MUTED, rotation=90, va="top"
        )
