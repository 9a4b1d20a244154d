"""The ROC of every kind, and a contact sheet of the pictures that were judged wrongly."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from PIL import Image
from sklearn.metrics import roc_curve

from inference.evaluation.abstention.judge import Judged
from inference.evaluation.abstention.measure import ALL, ALL_REAL, balanced
from inference.evaluation.abstention.pictures import BREAST

_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8B949E", "#000000")
_LINES = ("-", "--", ":")
_SHEET_COLUMNS, _MOST_MISTAKES = 6, 24
_SHEET_COLOURS = 128
_TILE_PX = 320
NOT_SHIPPED = ("contrast (real)", "photograph (real)")  # data that may be measured on but not shown in the repository


def draw_roc(judged: Sequence[Judged], tree: dict[str, Any], path: Path) -> Path:
    """Draw `path`: refused pictures of each kind against refused breast stills; only the corner that matters."""
    breast = [one for one in judged if one.shown.kind == BREAST]
    figure = Figure(figsize=(8.2, 4.6), layout="constrained")
    axes = figure.subplots()
    for number, (kind, row) in enumerate(tree["kinds"].items()):
        others = [one for one in judged if one.shown.kind != BREAST and _is_of(one, kind)]
        labels = [False] * len(breast) + [True] * len(others)
        values = np.array([one.refusal for one in (*breast, *others)])
        false, true, _ = roc_curve(labels, values, sample_weight=balanced(breast, others), drop_intermediate=False)
        bold = kind in (ALL, ALL_REAL)
        colour = "#000000" if bold else _COLOURS[number % (len(_COLOURS) - 1)]
        line = ("-" if kind == ALL else "--") if bold else _LINES[number // (len(_COLOURS) - 1) % len(_LINES)]
        axes.plot(false, true, line, color=colour, lw=2.0 if bold else 1.1, label=f"{kind}, {row['auroc']:.3f}")
    axes.set(xlim=(-0.002, 0.12), ylim=(0, 1.02), xlabel="breast stills refused", ylabel="other pictures refused")
    axes.grid(color="#8B949E", alpha=0.25, linewidth=0.6)
    axes.set_title("What is not a breast in B-mode, by kind with its AUROC", fontsize=10)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside right upper", fontsize=7.5, frameon=False)
    figure.savefig(path, dpi=130)
    return path


def draw_mistakes(judged: Sequence[Judged], path: Path) -> Path:
    """Draw `path`: breast stills that were refused, then other pictures that were not, the clearest mistakes first."""
    refused = sorted(
        (one for one in judged if _is_breast(one) and one.reason is not None), key=lambda one: -one.refusal
    )
    accepted = sorted(
        (one for one in judged if not _is_breast(one) and one.reason is None), key=lambda one: one.refusal
    )
    half = _MOST_MISTAKES // 2
    chosen = [*refused[:half], *_spread(accepted, _MOST_MISTAKES - min(len(refused), half))]
    rows = max(1, -(-len(chosen) // _SHEET_COLUMNS))
    figure = Figure(figsize=(2.0 * _SHEET_COLUMNS, 2.15 * rows + 0.5), layout="constrained")
    grid = figure.subplots(rows, _SHEET_COLUMNS, squeeze=False)
    for axis in grid.flat:
        axis.set_axis_off()
    for axis, one in zip(grid.flat, chosen, strict=False):
        _draw(axis, one)
    left = f"{len(refused)} breast stills refused, {len(accepted)} other pictures not refused"
    figure.suptitle(f"{left}; {len(chosen)} of them here, the number is the refusal", fontsize=9)
    figure.savefig(path, dpi=80)
    with Image.open(path) as drawn:
        small = drawn.convert("RGB").quantize(_SHEET_COLOURS, Image.Quantize.MAXCOVERAGE)
    small.save(path, optimize=True)
    return path


def _draw(axis: Any, one: Judged) -> None:
    kind = "breast, refused" if _is_breast(one) else one.shown.kind
    axis.set_title(f"{kind}\n{one.shown.name[:28]}  {one.refusal:.2f}", fontsize=6.5)
    if one.shown.frame is None or one.shown.kind in NOT_SHIPPED:
        axis.text(0.5, 0.5, "not shown:\nno licence to ship", ha="center", va="center", fontsize=7)
        return
    pixels = one.shown.frame.pixels
    step = max(1, max(pixels.shape[:2]) // _TILE_PX)
    axis.imshow(pixels[::step, ::step], interpolation="nearest")


def _spread(found: Sequence[Judged], most: int) -> list[Judged]:
    """The first of every kind and file in turn, so that one clip does not fill the sheet."""
    groups: dict[tuple[str, str], list[Judged]] = {}
    for one in found:
        groups.setdefault((one.shown.kind, one.shown.name.split(" ")[0]), []).append(one)
    rounds = max((len(group) for group in groups.values()), default=0)
    in_turn = [group[place] for place in range(rounds) for group in groups.values() if place < len(group)]
    return in_turn[:most]


def _is_of(one: Judged, kind: str) -> bool:
    return kind == ALL or (kind == ALL_REAL and not one.shown.made_up) or one.shown.kind == kind


def _is_breast(one: Judged) -> bool:
    return one.shown.kind == BREAST
