"""The measured scale in numbers, tables and a sheet of rulers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from inference.evaluation.scale.conditions import CONDITIONS
from inference.evaluation.scale.rulers import Change, Example, Reading, Screenful
from inference.evaluation.scale.tagged import Tagged

WRONG_FROM = 0.01
LEAST_NUMBERS = 2  # of one number alone no step can be told
_CELL = (250, 300)  # of the sheet, (width, height)
_MOST_EXAMPLES = 36


def summarise(found: Sequence[Screenful], tagged: Sequence[Tagged], header: dict[str, Any]) -> dict[str, Any]:
    """Everything as plain values."""
    readings = [each for screen in found for each in screen.readings]
    plain = [each for each in readings if each.condition == CONDITIONS[0].name]
    makers = list(dict.fromkeys(each.maker for each in plain))
    changes = [each for screen in found for each in screen.changes]
    return {
        **header,
        "screens": len(found),
        "conditions": {
            condition.name: _figures([each for each in readings if each.condition == condition.name])
            for condition in CONDITIONS
        },
        "makers": {maker: _figures([each for each in plain if each.maker == maker]) for maker in makers},
        "signals": {
            signal: _figures([each for each in plain if each.signal == signal])
            for signal in dict.fromkeys(each.signal for each in plain)
        },
        "panels without a ruler": {
            "panels": sum(screen.panels_without for screen in found),
            "read": sum(screen.read_without for screen in found),
        },
        "change of depth": _changes(changes),
        "dicom": [each.as_json() for each in tagged],
    }


def _figures(readings: Sequence[Reading]) -> dict[str, Any]:
    numbered = [each for each in readings if each.numbers >= LEAST_NUMBERS]
    errors = [each.error for each in readings if each.error is not None]
    return {
        "rulers with two numbers or more": len(numbered),
        "read": sum(each.error is not None for each in numbered),
        "rulers with fewer": len(readings) - len(numbered),
        "read of those": sum(each.error is not None for each in readings if each.numbers < LEAST_NUMBERS),
        "median error": float(np.median(errors)) if errors else None,
        "worst error": max(errors) if errors else None,
        "wrong": sum(error > WRONG_FROM for error in errors),
    }


def _changes(changes: Sequence[Change]) -> dict[str, Any]:
    errors = [each.error for each in changes if each.error is not None]
    back = [each.error_back for each in changes if each.error_back is not None]
    return {
        "watched": len(changes),
        "unknown on the first screen": sum(each.unknown_at_once for each in changes),
        "unknown on the first screen back": sum(each.unknown_when_back for each in changes),
        "read anew": len(errors),
        "read anew after the return": len(back),
        "worst error": max([*errors, *back], default=None),
        "wrong": sum(error > WRONG_FROM for error in [*errors, *back]),
    }


def markdown(tree: dict[str, Any]) -> str:
    """The tables."""
    lines = [
        "# What a pixel measures",
        "",
        f"{tree['screens']} made-up screens, {tree['part']} seeds from number {tree['first']}. Errors in per cent.",
    ]
    for title, rows in (
        ("Conditions", tree["conditions"]), ("Makers, as it is", tree["makers"]), ("Signals, as it is", tree["signals"])
    ):  # fmt: skip
        lines += [
            "",
            f"## {title}",
            "",
            "| | rulers | read | median | worst | wrong |",
            "|---|---:|---:|---:|---:|---:|",
        ]
        lines += [f"| {name} | {_row(figures)} |" for name, figures in rows.items()]
    lines += ["", "Rulers: those with two numbers or more; of one number alone, or of none, no scale can be told:", ""]
    plain = tree["conditions"][CONDITIONS[0].name]
    without = tree["panels without a ruler"]
    change = tree["change of depth"]
    lines += [
        f"- rulers with fewer than two numbers: {plain['rulers with fewer']}, said of them: {plain['read of those']}",
        f"- panels without a ruler: {without['panels']}, said of them: {without['read']}",
        "",
        "## Change of depth",
        "",
        f"- {change['watched']} rulers watched at ten screens a second, to another depth and back",
        f"- no scale on the first screen of the new depth: {change['unknown on the first screen']}, on the first "
        f"screen back: {change['unknown on the first screen back']}",
        f"- read anew within 0.6 s: {change['read anew']}, after the return: {change['read anew after the return']}; "
        f"worst error {_percent(change['worst error'])} %, wrong {change['wrong']}",
    ]
    if tree["dicom"]:
        lines += ["", "## DICOM files with region tags", ""]
        lines += ["| file | size | mm a pixel by tags | ruler on the screen | why the scale is unknown |"]
        lines += ["|---|---|---|---|---|"]
        lines += [_file_row(each) for each in tree["dicom"]]
    return "\n".join(lines) + "\n"


def _row(figures: dict[str, Any]) -> str:
    rulers, read = figures["rulers with two numbers or more"], figures["read"]
    share = f"{read} ({100 * read / rulers:.0f} %)" if rulers else "–"
    errors = f"{_percent(figures['median error'])} | {_percent(figures['worst error'])}"
    return f"{rulers} | {share} | {errors} | {figures['wrong']}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.3f}"


def _file_row(each: dict[str, Any]) -> str:
    scale = "; ".join(f"{x:.4f} × {y:.4f}" for x, y in each["mm_per_px"]) or "–"
    ruler = "; ".join(f"{value:.4f}" for value in each["ruler_mm_per_px"]) or "not read"
    width, height = each["size_px"]
    return f"| {each['file']} | {width}x{height} | {scale} | {ruler} | {each['doubt'] or ''} |"


def draw_sheet(found: Sequence[Screenful], path: Path) -> Path:
    """Rulers as they stand on the screens, with what was read of them, makers in turn."""
    examples = [each for screen in found for each in screen.examples]
    examples = examples[:: max(1, len(examples) // _MOST_EXAMPLES)][:_MOST_EXAMPLES]
    across = 12
    rows = [
        np.hstack([_cell(each) for each in [*examples[at : at + across], *[None] * across][:across]])
        for at in range(0, len(examples), across)
    ]
    cv2.imwrite(str(path), np.vstack(rows)[..., ::-1])
    return path


def _cell(example: Example | None) -> Any:
    width, height = _CELL
    cell = np.full((height, width, 3), 40, np.uint8)
    if example is None:
        return cell
    room = height - 58
    share = min(room / example.strip.shape[0], (width - 10) / example.strip.shape[1])
    size = max(1, round(example.strip.shape[1] * share)), max(1, round(example.strip.shape[0] * share))
    small = cv2.resize(example.strip, size, interpolation=cv2.INTER_AREA if share < 1 else cv2.INTER_NEAREST)
    left = (width - size[0]) // 2
    cell[50 : 50 + size[1], left : left + size[0]] = small
    said = "-" if example.read_mm_per_px is None else f"{example.read_mm_per_px:.4f}"
    for y, text, ink in (
        (18, example.maker, (230, 230, 230)),
        (40, f"read {said}  true {example.true_mm_per_px:.4f}", (45, 212, 191) if said != "-" else (230, 159, 0)),
    ):
        cv2.putText(cell, text, (6, y), cv2.FONT_HERSHEY_SIMPLEX, 0.45, ink, 1, cv2.LINE_AA)
    return cell
