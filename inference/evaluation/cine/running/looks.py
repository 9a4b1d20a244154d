"""The measures of short looks at many lesions: a tree for looks.json, a table and a figure."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from inference.evaluation.cine.measures.looking import after_looking, gain, reliability
from inference.evaluation.cine.measures.observed import Observed
from inference.evaluation.cine.measures.score import (
    TrackScore,
    coverage,
    discrimination,
    mean_change,
    settling_ms,
    track_scores,
)
from inference.evaluation.cine.recipe import MOTION_NOTE

Tree = dict[str, Any]

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#8B949E"  # Okabe-Ito


def measure_looks(clips: Sequence[Observed]) -> Tree:
    """Everything that is measured.

    Args:
        clips: What was seen, one lesion each.
    """
    every = track_scores(clips)
    longest: dict[str, TrackScore] = {}
    for track in every:  # one a lesion, as each is one case: the track that looked longest
        if track.clip not in longest or len(track.readings) > len(longest[track.clip].readings):
            longest[track.clip] = track
    tracks = list(longest.values())
    change, raw_change = mean_change(tracks)
    settled = [ms for track in tracks if (ms := settling_ms(track)) is not None]
    covered, of = coverage(tracks)
    count, times = after_looking(tracks)
    return {
        "note": MOTION_NOTE,
        "lesions": len(clips),
        "lesions_shown": len(tracks),
        "malignant_shown": sum(track.malignant for track in tracks),
        "tracks_shown": len(every),
        "seconds_each": clips[0].seconds if clips else None,
        **asdict(discrimination(tracks)),
        "gain": asdict(gain(tracks)),
        "change_a_picture": change,
        "raw_change_a_picture": raw_change,
        "settling_ms": float(np.median(settled)) if settled else None,
        "coverage_of_range_at_1_s": covered,
        "coverage_tracks": of,
        "after_looking_tracks": count,
        "after_looking": [asdict(one) for one in times],
        "reliability": [asdict(one) for one in reliability(tracks)],
    }


def tables(tree: Tree) -> str:
    """The tables, in Markdown."""
    of, shown, even = tree["gain"], tree["lesions_shown"], tree["per_picture_even"]
    rows = [
        ("lesions shown (malignant), of all", f"{shown} ({tree['malignant_shown']}) of {tree['lesions']}"),
        ("AUC per track (95 %)", _number(tree["per_track"]) + _interval(tree["per_track_low"], tree["per_track_high"])),
        ("AUC per picture (every track alike)", f"{_number(tree['per_picture'])} ({_number(even)})"),
        ("track above picture (95 %)", _number(of["value"]) + _interval(of["low"], of["high"])),
        ("ECE of settled scores", f"{_number(tree['ece'])} of {tree['settled']} tracks"),
        (
            "... if they were exactly right: mean (95 of 100)",
            f"{_number(tree['ece_by_chance'])} ({_number(tree['ece_by_chance_high'])})",
        ),
        (
            "change a picture, of the track (raw)",
            f"{_number(tree['change_a_picture'], 4)} ({_number(tree['raw_change_a_picture'], 4)})",
        ),
        ("median time to settle, ms", _number(tree["settling_ms"], 0)),
        (
            f"range at 1 s contains the final score ({tree['coverage_tracks']} tracks)",
            _number(tree["coverage_of_range_at_1_s"]),
        ),
    ]
    lines = [
        f"# A look at each lesion: {tree['part']} patients",
        "",
        f"{tree['note']} One lesion of each patient for {_number(tree['seconds_each'], 0)} s; patients: "
        f"{tree['patients']}; weights {tree['weights_sha256'][:12]}, {tree['backend']} on {tree['device']}, "
        f"{tree['number_format']}.",
        "",
        "| score over the track | |",
        "|---|---|",
        *(f"| {name} | {value} |" for name, value in rows),
        "",
        f"| the {tree['after_looking_tracks']} tracks that were looked at longest, after | AUC (95 %) "
        "| median width of the range | settled |",
        "|---|---|---|---|",
    ]
    for one in tree["after_looking"]:
        when = "the first look" if not one["looked_ms"] else f"{one['looked_ms'] / 1e3:g} s"
        area = _number(one["auc"]) + _interval(one["auc_low"], one["auc_high"])
        lines.append(f"| {when} | {area} | {_number(one['width'])} | {_number(one['settled_share'], 2)} |")
    return "\n".join([*lines, ""])


def draw_looks(tree: Tree, path: Path) -> Path:
    """Draw what looking longer brings, and whether scores are right."""
    figure = Figure(figsize=(12, 4.2), layout="constrained")
    areas, widths, right = figure.subplots(1, 3)
    _draw_areas(areas, tree)
    seconds = [one["looked_ms"] / 1e3 for one in tree["after_looking"]]
    widths.plot(seconds, [one["width"] for one in tree["after_looking"]], "o-", color=BLUE, label="width of the range")
    widths.plot(seconds, [one["settled_share"] for one in tree["after_looking"]], "s--", color=ORANGE, label="settled")
    widths.set(xlabel="s of looking", ylabel="median width; share of tracks", ylim=(0, 1.02))
    widths.legend(fontsize=8, frameon=False)
    _draw_reliability(right, tree)
    for axes in (areas, widths, right):
        axes.grid(color=GREY, alpha=0.25, linewidth=0.6)
    figure.suptitle(
        f"{tree['part'].capitalize()} patients, {tree['lesions_shown']} of {tree['lesions']} lesions\n{MOTION_NOTE}",
        fontsize=9,
    )
    figure.savefig(path, dpi=150)
    return path


def _draw_areas(axes: Axes, tree: Tree) -> None:
    known = [one for one in tree["after_looking"] if one["auc"] is not None and one["auc_low"] is not None]
    seconds = [one["looked_ms"] / 1e3 for one in known]
    axes.fill_between(
        seconds, [one["auc_low"] for one in known], [one["auc_high"] for one in known], color=BLUE, alpha=0.15, lw=0
    )
    axes.plot(seconds, [one["auc"] for one in known], "o-", color=BLUE, label="after so much looking (95 %)")
    if tree["per_picture"] is not None:
        axes.axhline(tree["per_picture"], color=ORANGE, linestyle="--", label="single pictures")
    axes.set(xlabel="s of looking", ylabel="AUC, malignant against benign")
    axes.legend(loc="lower right", fontsize=8, frameon=False)


def _draw_reliability(axes: Axes, tree: Tree) -> None:
    bins = tree["reliability"]
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=1)
    scores, shares = [one["score"] for one in bins], [one["malignant"] for one in bins]
    below = [max(share - one["low"], 0.0) for share, one in zip(shares, bins, strict=True)]  # 0 of n: rounding
    above = [max(one["high"] - share, 0.0) for share, one in zip(shares, bins, strict=True)]
    axes.errorbar(scores, shares, yerr=(below, above), fmt="o", color=BLUE, capsize=3, linewidth=1)
    axes.set(xlabel="settled score", ylabel="share that is malignant (95 %)", xlim=(0, 1), ylim=(0, 1))


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f" ({_number(low)} to {_number(high)})"


def _number(value: float | None, digits: int = 3) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
