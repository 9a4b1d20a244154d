"""All measures of a run, as a tree that goes into video.json, and as tables for people."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from inference.detector import NetworkInfo
from inference.evaluation.cine.measures.alarms import curve, rates
from inference.evaluation.cine.measures.events import as_shown, detections_from
from inference.evaluation.cine.measures.identity import identity_measures
from inference.evaluation.cine.measures.observed import SCORINGS, Observed
from inference.evaluation.cine.measures.score import (
    SAME,
    caliper_changes,
    coverage,
    discrimination,
    mean_change,
    same_answer,
    settling_ms,
    track_scores,
)
from inference.evaluation.cine.recipe import MOTION_NOTE
from inference.evaluation.cine.running.peers import NAMES
from inference.evaluation.cine.running.variants import AT_15_HZ, THIRD_DROPPED

Tree = dict[str, Any]


def measure(finished: Sequence[dict[str, Observed]], info: NetworkInfo, least_confidence: float) -> Tree:
    """Everything that is measured.

    Args:
        finished: What was seen in each clip, by tracker or variant.
        info: The network.
        least_confidence: Where the curves begin.
    """
    clips = [entry["minamo"] for entry in finished]
    raw = detections_from(info.shown_confidence)
    trackers = {
        name: _tracker([entry[name] for entry in finished])
        for name in ("minamo", *NAMES)
        if all(name in entry for entry in finished)
    }
    return {
        "note": MOTION_NOTE,
        "clips": len(clips),
        "normal_clips": sum(clip.is_normal for clip in clips),
        "minutes": sum(clip.seconds for clip in clips) / 60,
        "normal_minutes": sum(clip.seconds for clip in clips if clip.is_normal) / 60,
        "pictures_analysed": sum(len(clip.pictures) for clip in clips),
        "shown_confidence": info.shown_confidence,
        "trackers": trackers,
        "raw_boxes": {scoring: asdict(rates(clips, raw, scoring, info.shown_confidence)) for scoring in SCORINGS},
        "curves": {
            f"{who}, {scoring}": [asdict(point) for point in curve(clips, scoring, least_confidence, who == "tracks")]
            for who in ("tracks", "raw boxes")
            for scoring in SCORINGS
        },
        "score": _score(finished),
    }


def _tracker(clips: Sequence[Observed]) -> Tree:
    return {
        "identity": asdict(identity_measures(clips)),
        "alarms": {scoring: asdict(rates(clips, as_shown, scoring)) for scoring in SCORINGS},
    }


def _score(finished: Sequence[dict[str, Observed]]) -> Tree:
    tracks = track_scores([entry["minamo"] for entry in finished])
    change, raw_change = mean_change(tracks)
    settled = [ms for track in tracks if (ms := settling_ms(track)) is not None]
    covered, of = coverage(tracks)
    calipers = caliper_changes(tracks)
    invariance = {}
    for name in (THIRD_DROPPED, AT_15_HZ):
        having = [entry for entry in finished if name in entry]
        runs = (track_scores([entry[key] for entry in having]) for key in ("minamo", name))
        invariance[name] = asdict(same_answer(*runs))
    return {
        **asdict(discrimination(tracks)),
        "change_a_picture": change,
        "raw_change_a_picture": raw_change,
        "steadier": raw_change / change if change and raw_change is not None else None,
        "settling_ms": float(np.median(settled)) if settled else None,
        "coverage_of_range_at_1_s": covered,
        "coverage_tracks": of,
        "invariance": invariance,
        "caliper_change_largest": max(calipers, default=None),
        "caliper_freezes": len(calipers),
    }


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
    return "\n".join([*lines, "", *_score_rows(tree["score"]), ""])


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
