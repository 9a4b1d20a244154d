"""Computes what the aid says of every case of a study, from the study's own pictures."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from app.analysis_json import FrameResult, moved
from app.network import pipeline_for
from app.settings import AnalysisSettings
from app.study.pictures import frame_of, times_of
from app.study.study_file import begun, locked, opened
from capture.frame import Frame
from inference.detector import Detector
from inference.findings import Track, TrackState
from inference.malignancy import MalignancySmoother
from inference.pipeline import Pipeline

Progress = Callable[[int, int], None]  # done, of how many


def prepare(path: Path, detector: Detector, settings: AnalysisSettings, progress: Progress) -> None:
    """Compute the aid of every case anew, from the study's own pictures, and keep it.

    Raises:
        StudyError: A reading has been made; the aid stays what the readers saw.
        ModelError: The network gave no numbers.
    """
    with opened(path) as connection:
        if begun(connection):
            raise locked(path)
        compute(connection, path, detector, settings, progress)


def compute(
    connection: sqlite3.Connection, path: Path, detector: Detector, settings: AnalysisSettings, progress: Progress
) -> None:
    """As `prepare`, within an open transaction."""
    connection.execute("DELETE FROM aid")
    connection.execute("DELETE FROM aid_network")
    connection.execute("INSERT INTO aid_network VALUES (1, ?)", (json.dumps(asdict(detector.info)),))
    materials = connection.execute("SELECT number, kind FROM material ORDER BY number").fetchall()
    for done, (material, kind) in enumerate(materials):
        progress(done, len(materials))
        count = len(times_of(connection, material))
        frames = (frame_of(connection, path, material, number) for number in range(count))
        results = _clip(frames, detector, settings) if kind == "clip" else (_still(each, detector) for each in frames)
        for number, result in enumerate(results):
            connection.execute("INSERT INTO aid VALUES (?, ?, ?)", (material, number, result.line()))
    progress(len(materials), len(materials))


def _clip(frames: Iterator[Frame], detector: Detector, settings: AnalysisSettings) -> Iterator[FrameResult]:
    pipeline = pipeline_for(detector, settings)
    return (FrameResult.of(pipeline.analyse(frame)) for frame in frames)


def _still(frame: Frame, detector: Detector) -> FrameResult:
    """A still is one look: what is found in it is shown at once, with the range of a single look."""
    found, abstained = Pipeline(detector).detections(frame)
    x, y = frame.layout.origin_px
    tracks: list[Track] = []
    for detection in found:
        if detection.confidence < detector.info.shown_confidence:
            continue
        malignancy = None if abstained else detection.malignancy
        evidence = MalignancySmoother(detector.info.operating_points).update(0, malignancy, detection.confidence)
        tracks.append(
            Track(
                id=len(tracks) + 1,
                state=TrackState.CONFIRMED,
                box=detection.box,
                confidence=detection.confidence,
                malignancy=evidence.malignancy,
                malignancy_low=evidence.low,
                malignancy_high=evidence.high,
                settled=evidence.settled,
                first_seen_ns=0,
                last_seen_ns=0,
                size_mm=_size_mm(frame, detection.box.width, detection.box.height),
            )
        )
    return FrameResult(frame.index, frame.time_ns, tuple(moved(track, x, y) for track in tracks), abstained)


def _size_mm(frame: Frame, width_px: float, height_px: float) -> tuple[float, float] | None:
    scales = {panel.mm_per_px for panel in frame.layout.panels}
    scale = scales.pop() if len(scales) == 1 else None
    return None if scale is None else (width_px * scale[0], height_px * scale[1])
