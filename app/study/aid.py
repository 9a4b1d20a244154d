"""What the aid says of every case: computed once, kept in the study, so that each reading shows the same."""

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.analysis_json import FrameResult
from app.study.errors import StudyError
from inference.findings import OperatingPoints, TrackState


@dataclass(frozen=True, slots=True)
class AidNetwork:
    """What computed the aid's results.

    Attributes:
        weights_sha256: In hex.
        operating_points: Limits between the three looks.
        development_prevalence: Share of malignant lesions that the scores refer to.
    """

    weights_sha256: str
    operating_points: OperatingPoints
    development_prevalence: float


def network_of(connection: sqlite3.Connection, path: Path) -> AidNetwork:
    """Which network computed the aid.

    Raises:
        StudyError: The aid was never computed.
    """
    row = connection.execute("SELECT info FROM aid_network").fetchone()
    if row is None:
        raise StudyError("The aid of {study} was not computed; run `minamo study prepare` first", study=path.name)
    info: dict[str, Any] = json.loads(row[0])
    points = OperatingPoints(**info["operating_points"])
    return AidNetwork(info["weights_sha256"], points, info["development_prevalence"])


def results_of(connection: sqlite3.Connection, material: int) -> tuple[FrameResult, ...]:
    """What the aid says of every picture of a case; boxes in pixels of the file."""
    rows = connection.execute("SELECT line FROM aid WHERE material = ? ORDER BY picture", (material,))
    return tuple(FrameResult.from_line(line) for (line,) in rows)


def score_of(results: tuple[FrameResult, ...]) -> float | None:
    """The aid's score of a case: the highest last score of a mass that it showed; 0 where it showed none.

    None where it did not score a single picture.
    """
    if not results or all(result.abstained is not None for result in results):
        return None
    last: dict[int, float] = {}
    for result in results:
        for track in result.tracks:
            if track.state is TrackState.CONFIRMED and track.malignancy is not None:
                last[track.id] = track.malignancy
    return max(last.values(), default=0.0)
