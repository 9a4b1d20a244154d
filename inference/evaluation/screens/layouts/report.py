"""The results of finding the scan, as JSON, as tables for people, and as sheets to look at."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from inference.evaluation.screens.layouts.changes import Change
from inference.evaluation.screens.layouts.made import Found
from inference.evaluation.screens.layouts.real import Marked, Tagged
from inference.evaluation.screens.layouts.sheet import tile, write_sheet

FOUND_AGAIN_S = 1.0


def summarise_changes(changes: list[Change]) -> dict[str, Any]:
    """How many new layouts were found, how soon, and what passed meanwhile."""
    again = [change.again_s for change in changes if change.again_s is not None]
    return {
        "changes": len(changes),
        "found_within_1_s": round(float(np.mean([(change.again_s or 9) <= FOUND_AGAIN_S or change.again_s == 0
                                                 for change in changes])), 4),
        "again_s_median": round(float(np.median(again)), 3) if again else None,
        "again_s_worst": max(again, default=None),
        "passed_nothing_outside": sum(change.outside <= 0.01 for change in changes),
        "each": [asdict(change) for change in changes],
    }  # fmt: skip


def summarise_real(tagged: list[Tagged], marked: list[Marked]) -> dict[str, Any]:
    """DICOM files one by one, and the stills together."""
    files = [
        {
            "file": one.name,
            "tags": one.tags,
            "panels": one.panels,
            "scale_known": one.scale_known,
            "product_iou": _rounded(one.product_iou),
            "pixels_iou": _rounded(one.pixels_iou),
            "pixels_in_tags": _rounded(one.pixels_in_tags),
        }
        for one in tagged
    ]
    return {
        "dicom": files,
        "bus_uclm": {
            "screens": len(marked),
            "iou_mean": _mean([one.iou for one in marked]),
            "iou_worst": _rounded(min((one.iou for one in marked), default=None)),
            "mark_left_out_mean": _mean([one.mark_left_out for one in marked]),
            "mark_left_out_0.95": _mean([one.mark_left_out >= 0.95 for one in marked]),
            "scan_kept_mean": _mean([one.scan_kept for one in marked]),
        },
    }


def write_results(tree: dict[str, Any], out: Path) -> list[Path]:
    """`layout.json` and `layout.md`."""
    (out / "layout.json").write_text(json.dumps(tree, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    (out / "layout.md").write_text(tables(tree), encoding="utf-8")
    return [out / "layout.json", out / "layout.md"]


def tables(tree: dict[str, Any]) -> str:
    """Markdown of the results."""
    made = tree["made_up"]
    lines = [
        "| made-up test screens | screens | IoU mean | worst | share >= 0.97 | all panels together | panel count "
        "right | kinds right | search, processor ms (p95) |",
        "|---|---|---|---|---|---|---|---|---|",
        _row("all", made["all"]),
    ]
    for group in ("maker", "arrangement", "shape", "signal"):
        lines += [_row(value, figures) for value, figures in made["by"][group].items()]
    if "changes" in tree:
        change = tree["changes"]
        lines += [
            "",
            f"Changes of layout: {change['changes']}; found again within 1 s: {change['found_within_1_s']:.0%}, "
            f"median {change['again_s_median']} s, worst of those found {change['again_s_worst']} s; nothing outside "
            f"the new panels passed before in {change['passed_nothing_outside']} of {change['changes']}.",
        ]
    if "real" in tree:
        lines += ["", "| DICOM file | region tags | panels | scale | IoU in use | IoU of the pixels alone | of that, "
                  "within the tags |", "|---|---|---|---|---|---|---|"]  # fmt: skip
        lines += [
            f"| {one['file']} | {one['tags']} | {one['panels'] or '-'} | "
            f"{'known' if one['scale_known'] else 'unknown'} | {_cell(one['product_iou'])} | "
            f"{_cell(one['pixels_iou'])} | {_cell(one['pixels_in_tags'])} |"
            for one in tree["real"]["dicom"]
        ]
        uclm = tree["real"]["bus_uclm"]
        lines += [
            "",
            f"BUS-UCLM, {uclm['screens']} screens: IoU with the picture without its body mark mean "
            f"{uclm['iou_mean']}, worst {uclm['iou_worst']}; the mark is left out (95 % of it) on "
            f"{uclm['mark_left_out_0.95']:.1%} of them, of the scan {uclm['scan_kept_mean']:.2%} is kept.",
        ]
    return "\n".join(lines) + "\n"


def draw_sheets(found: list[Found], pictures: dict[int, Any], real: list[Any], out: Path) -> list[Path]:
    """One sheet of made-up screens and one of real ones.

    Args:
        found: Screens to show.
        pictures: Their pixels by seed.
        real: `Tagged` and `Marked`.
        out: Folder.
    """
    tiles = [
        tile(
            pictures[one.recipe.seed],
            one.layout,
            f"{one.recipe.maker}, {'x'.join(map(str, one.recipe.size_px))}, {one.recipe.arrangement.value}, "
            f"{one.recipe.shape.value}  {one.agreement.iou:.3f}",
            one.truth.mask(),
        )
        for one in found
    ]
    paths = [write_sheet(tiles, out / "layout-made-up.webp")] if tiles else []
    shown = []
    for one in real:
        told = one.told if isinstance(one, Tagged) else None
        truth = None
        if told is not None:
            truth = np.zeros(one.screen.pixels.shape[:2], np.bool_)
            for panel in told.panels:
                truth[panel.rect.top : panel.rect.bottom, panel.rect.left : panel.rect.right] = True
        shown.append(tile(one.screen.pixels, one.found, one.name, truth))
    return [*paths, write_sheet(shown, out / "layout-real.webp")] if shown else paths


def _row(name: str, one: dict[str, Any]) -> str:
    return (
        f"| {name.replace('|', 'and')} | {one['screens']} | {one['iou_mean']:.3f} | {one['iou_worst']:.3f} | "
        f"{one['share_iou_0.97']:.0%} | {one['union_iou_mean']:.3f} | {one['panel_count_right']:.0%} | "
        f"{one['kinds_right']:.0%} | {one['search_ms_median']:.0f} ({one['search_ms_p95']:.0f}) |"
    )


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _mean(values: list[Any]) -> float | None:
    return round(float(np.mean(values)), 4) if values else None
