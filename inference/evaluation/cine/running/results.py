"""All measures of a run, as a tree that goes into video.json."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from inference.detector import NetworkInfo
from inference.evaluation.cine.measures.alarms import curve, rates
from inference.evaluation.cine.measures.events import as_shown, detections_from
from inference.evaluation.cine.measures.identity import identity_measures
from inference.evaluation.cine.measures.observed import SCORINGS, Observed
from inference.evaluation.cine.measures.played_out import fit
from inference.evaluation.cine.measures.score import (
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
from inference.evaluation.cine.running.play_out import EVERY, HELD, INTERPOLATED, SOURCE_HZ
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
        "play_out": _play_out(finished),
        "score": _score(finished),
    }


def _tracker(clips: Sequence[Observed]) -> Tree:
    return {
        "identity": asdict(identity_measures(clips)),
        "alarms": {scoring: asdict(rates(clips, as_shown, scoring)) for scoring in SCORINGS},
    }


def _play_out(finished: Sequence[dict[str, Observed]]) -> list[Tree]:
    """One row a slow machine; empty where no clip is fast enough."""
    rows = []
    for every in EVERY:
        rate = SOURCE_HZ / every
        played = {
            how: [entry[f"{rate:g} Hz, {how}"] for entry in finished if f"{rate:g} Hz, {how}" in entry]
            for how in (INTERPOLATED, HELD)
        }
        if not played[INTERPOLATED]:
            continue
        rows.append(
            {
                "analyses_a_second": rate,
                "clips": len(played[INTERPOLATED]),
                "delay_ms": 1e3 / rate,  # from a picture to the analysis after it, at most; the analysis comes on top
                "analysed": asdict(fit(played[INTERPOLATED], every, own=True)),
                "interpolated": asdict(fit(played[INTERPOLATED], every, own=False)),
                "held": asdict(fit(played[HELD], every, own=False)),
            }
        )
    return rows


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
