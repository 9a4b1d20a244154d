"""All measures of a run as tables for people."""

from collections.abc import Sequence
from typing import Any

from inference.evaluation.cine.measures.observed import SCORINGS
from inference.evaluation.cine.measures.score import SAME

Tree = dict[str, Any]


def tables(tree: Tree) -> str:
    """The tables, in Markdown."""
    lines = [
        f"# Cine with ground truth: {tree['part']} clips",
        "",
        f"{tree['note']}",
        "",
        f"{tree['clips']} clips, {tree['minutes']:.1f} minutes ({tree['normal_clips']} clips and "
        f"{tree['normal_minutes']:.1f} minutes normal), {tree['pictures_analysed']} distinct pictures analysed; "
        f"patients: {tree['patients']}; weights {tree['weights_sha256'][:12]}, {tree['backend']} on {tree['device']}, "
        f"{tree['number_format']}.",
        "",
        "| | HOTA | DetA | AssA | IDF1 | id switches | fragmentations | ids on two lesions |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, of in tree["trackers"].items():
        identity = of["identity"]
        ratios = " | ".join(_number(identity[key], 3) for key in ("hota", "det_a", "ass_a", "idf1"))
        lines.append(
            f"| {name} | {ratios} | {identity['switches']} | {identity['fragmentations']} | {identity['passed_on']} |"
        )
    lines += [
        "",
        "| | scoring | false alarms a minute | on normal clips | lesions found | visits found | pictures found "
        "| first shown, ms |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for scoring in SCORINGS:
        lines.append(_alarm_row("raw boxes", scoring, tree["raw_boxes"][scoring]))
        for name, of in tree["trackers"].items():
            lines.append(_alarm_row(name, scoring, of["alarms"][scoring]))
    lines += ["", *_play_out_rows(tree["play_out"]), *_real_rows(tree["real_clips"]), *_cause_rows(tree["causes"])]
    return "\n".join([*lines, *_score_rows(tree["score"]), ""])


def _play_out_rows(rows: Sequence[Tree]) -> list[str]:
    if not rows:
        return []
    lines = [
        "| analyses a second of 60 pictures | delay, ms, and the analysis | IoU, analysed | IoU, interpolated "
        "| IoU, latest box held | lesions boxed, analysed | interpolated |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        ious = [_number(row[kind]["iou"], 3) for kind in ("analysed", "interpolated", "held")]
        shares = [_number(row[kind]["shown"], 3) for kind in ("analysed", "interpolated")]
        cells = " | ".join([f"{row['delay_ms']:.0f}", *ious, *shares])
        lines.append(f"| {row['analyses_a_second']:g} | {cells} |")
    return [*lines, ""]


def _real_rows(real: Tree) -> list[str]:
    lines = []
    breast, organs = real["breast"], real["other_organs"]
    if breast is not None:
        lines.append(
            f"Real breast cine: {len(breast['ids'])} id over {breast['pictures']} pictures, a box on the lesion in "
            f"{breast['shown']}, mean IoU {_number(breast['iou'], 3)} ({_number(breast['iou_of_all'], 3)} counting the "
            f"pictures without a box as 0), {breast['false_boxes']} boxes elsewhere."
        )
    if organs is not None:
        lines.append(
            f"Real lung cine ({organs['clips']} clips, {organs['minutes']:.1f} minutes): "
            f"{_number(organs['alarms_a_minute'], 2)} alarms a minute; {100 * (organs['abstained_share'] or 0):.1f} % "
            "of the time is refused as no breast."
        )
    return [*lines, ""] if lines else []


def _cause_rows(causes: dict[str, int]) -> list[str]:
    if not causes:
        return []
    rows = [f"| {cause} | {count} |" for cause, count in causes.items()]
    return ["| false alarms as shown, by cause as seen | events |", "|---|---|", *rows, ""]


def _alarm_row(name: str, scoring: str, of: Tree) -> str:
    values = [of["false_a_minute"], of["false_a_minute_normal"]]
    shares = [of["lesion_recall"], of["recall"], of["picture_recall"]]
    cells = [*(_number(value, 2) for value in values), *(_number(value, 3) for value in shares)]
    return f"| {name} | {scoring} | " + " | ".join([*cells, _number(of["first_shown_ms"], 0)]) + " |"


def _score_rows(of: Tree) -> list[str]:
    interval = ""
    if of["per_track_low"] is not None:
        interval = f" ({of['per_track_low']:.3f}-{of['per_track_high']:.3f})"
    rows = [
        ("tracks on lesions (settled)", f"{of['tracks']} ({of['settled']})"),
        ("AUC per track (95 %)", _number(of["per_track"], 3) + interval),
        ("AUC per picture (every track alike)", _pair(of["per_picture"], of["per_picture_even"])),
        ("change a picture, of the track", _number(of["change_a_picture"], 4)),
        ("change a picture, raw", _number(of["raw_change_a_picture"], 4)),
        ("steadier, times", _number(of["steadier"], 1)),
        ("median time to settle, ms", _number(of["settling_ms"], 0)),
        ("ECE of settled scores", _number(of["ece"], 3)),
        (
            "... if they were exactly right: mean (95 of 100)",
            _pair(of["ece_by_chance"], of["ece_by_chance_high"]),
        ),
        (
            f"range at 1 s contains the final score ({of['coverage_tracks']} tracks)",
            _number(of["coverage_of_range_at_1_s"], 3),
        ),
    ]
    for name, found in of["invariance"].items():
        same = f"{_number(found['share'], 2)} of {found['lesions']} lesions"
        value = f"{_pair(found['median'], found['largest'])}; {same}"
        rows.append((f"final score with {name} against all: median (largest); within {SAME}", value))
    rows.append((f"largest change by calipers ({of['caliper_freezes']})", _number(of["caliper_change_largest"], 3)))
    return ["| score over the track | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]


def _pair(value: float | None, other: float | None) -> str:
    return f"{_number(value, 3)} ({_number(other, 3)})"


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
