"""The figures of all sequences against their targets."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

Rows = list[Mapping[str, Any]]


def summarise(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Totals, and a line for each page and each way of change."""
    all_rows = list(rows)
    return {
        "screens": len(all_rows),
        "total": _figures(all_rows),
        "by_page": _by(all_rows, lambda row: str(row["page"])),
        "by_change": _by(all_rows, lambda row: str(row["change"])),
        "by_signal": _by(all_rows, lambda row: str(row["signal"])),
        "by_script": _by(all_rows, lambda row: "Japanese" if row["japanese"] else "Latin"),
    }


def table(tree: Mapping[str, Any]) -> str:
    """As Markdown, with the targets."""
    total = tree["total"]
    lines = [
        "| | measured | target |",
        "|---|---|---|",
        f"| screens (pictures with a page) | {tree['screens']} ({total['with_page']}) | 1,000 |",
        f"| frames with a pixel of a page that can be kept: in recordings, ring, clips | {total['kept_pixels']} "
        f"(on {total['screens_keeping']} screens) | 0 |",
        f"| frames with a pixel of a page that were shown before the gate shut | {total['leaked_pixels']} "
        f"(on {total['screens_leaking']} screens) | 0 |",
        f"| frames of the scan alone that were let go with them | {total['withdrawn']} of {total['frames']} | |",
        f"| frames while a page comes, is there or goes | {total['leaked']} | 0 |",
        f"| frames with a text that stands around the scan | on {total['screens_with_texts']} screens | 0 |",
        f"| planted texts read in frames, recordings, clips, snapshots, reports | {total['texts_read']} "
        f"(of {total['outputs_read']} outputs) | 0 |",
        f"| planted texts read on the uncropped screens | {_percent(total['control'])} "
        f"of {total['control_planted']} | 95 % |",
        f"| IoU of what passed, mean | {_number(total['iou'])} | 0.97 |",
        f"| scan found, and found again within 1 s | {_percent(total['found'])}, {_percent(total['back'])} | 100 % |",
        f"| ms until it is found again, median, 95th percentile | {_number(total['back_ms_median'], 0)}, "
        f"{_number(total['back_ms_p95'], 0)} | 1,000 |",
        f"| ms of processor time a picture in source and gate, median | {_number(total['ms_median'], 1)} | |",
        "",
        "| page | screens | frames with a pixel of it | found again within 1 s | control |",
        "|---|---|---|---|---|",
    ]
    for group in ("by_page", "by_change", "by_signal", "by_script"):
        for name, figures in tree[group].items():
            lines.append(
                f"| {name} | {figures['screens']} | {figures['leaked_pixels']} (on {figures['screens_leaking']}) | "
                f"{_percent(figures['back'])} | {_percent(figures['control'])} |"
            )
    return "\n".join(lines) + "\n"


def _by(rows: Rows, key: Callable[[Mapping[str, Any]], str]) -> dict[str, Any]:
    return {name: _figures([row for row in rows if key(row) == name]) for name in sorted({key(row) for row in rows})}


def _figures(rows: Rows) -> dict[str, Any]:
    back = [row["back_ms"] for row in rows if row["back_ms"] is not None]
    ious = [row["iou"] for row in rows if row["iou"] is not None]
    planted = sum(row["control_planted"] for row in rows)
    return {
        "screens": len(rows),
        "with_page": sum(row["with_page"] for row in rows),
        "frames": sum(row["frames"] for row in rows),
        "leaked": sum(row["leaked"] for row in rows),
        "leaked_pixels": sum(row["leaked_pixels"] for row in rows),
        "kept_pixels": sum(row.get("kept_pixels", row["leaked_pixels"]) for row in rows),
        "screens_keeping": sum(row.get("kept_pixels", row["leaked_pixels"]) > 0 for row in rows),
        "withdrawn": sum(row.get("withdrawn", 0) for row in rows),
        "screens_leaking": sum(row["leaked_pixels"] > 0 for row in rows),
        "late_ms_max": max((row["late_ms"] for row in rows), default=0.0),
        "screens_with_texts": sum(bool(row["texts_around"]) for row in rows),
        "screens_outside": sum(row["outside_share"] > 0.001 for row in rows),
        "texts_read": sum(len(row["texts_in_outputs"]) for row in rows),
        "outputs_read": sum(row["outputs_read"] for row in rows),
        "control_planted": planted,
        "control": sum(row["control_found"] for row in rows) / planted if planted else None,
        "inside_read": sum(row["inside_read"] is True for row in rows),
        "inside_planted": sum(row["inside_read"] is not None for row in rows),
        "iou": float(np.mean(ious)) if ious else None,
        "found": float(np.mean([row["found_ms"] is not None for row in rows])) if rows else None,
        "back": float(np.mean([row["back_ms"] is not None and row["back_ms"] <= 1000 for row in rows])),
        "back_ms_median": float(np.median(back)) if back else None,
        "back_ms_p95": float(np.percentile(back, 95)) if back else None,
        "ms_median": float(np.median([row["ms_median"] for row in rows])),
    }


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _number(value: float | None, digits: int = 3) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
