"""What looking longer brings: how scores tell apart, how wide their ranges are, and whether they are right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inference.evaluation.cine.measures.score import NS_PER_MS, Reading, TrackScore
from inference.evaluation.metrics import BOOTSTRAP_ROUNDS, auc_of, bootstrap_by_patient, draws_of_patients
from inference.evaluation.readers.interval import wilson

TIMES_MS = (0.0, 250.0, 500.0, 1000.0, 2000.0, 3000.0)
RELIABILITY_BINS = 8

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class AtTime:
    """The scores of tracks after so much looking; the same tracks at every time.

    Attributes:
        looked_ms: Time of looking since the track was first shown with a score.
        auc, auc_low, auc_high: Malignant against benign, with the 95 % interval by drawing patients.
        width: Median width of the range, in probability.
        settled_share: Share of the tracks whose score may be read.
    """

    looked_ms: float
    auc: float | None
    auc_low: float | None
    auc_high: float | None
    width: float
    settled_share: float


def after_looking(tracks: Sequence[TrackScore]) -> tuple[int, list[AtTime]]:
    """Number of tracks looked at for the longest of `TIMES_MS` or more, and how their scores stand at each time."""
    longest_ns = TIMES_MS[-1] * NS_PER_MS
    chosen = [one for one in tracks if one.readings[-1].looked_ns - one.readings[0].looked_ns >= longest_ns]
    if not chosen:
        return 0, []
    labels = np.array([track.malignant for track in chosen], np.bool_)
    patients = [track.patient for track in chosen]
    answer = []
    for looked_ms in TIMES_MS:
        then = [_reading_at(track, looked_ms) for track in chosen]
        scores = np.array([reading.malignancy for reading in then], np.float64)
        low, high = bootstrap_by_patient(patients, labels, scores) or (None, None)
        answer.append(
            AtTime(
                looked_ms,
                auc_of(labels, scores),
                low,
                high,
                float(np.median([reading.high - reading.low for reading in then])),
                float(np.mean([reading.settled for reading in then])),
            )
        )
    return len(chosen), answer


def _reading_at(track: TrackScore, looked_ms: float) -> Reading:
    first = track.readings[0].looked_ns
    return next(one for one in track.readings if one.looked_ns - first >= looked_ms * NS_PER_MS)


@dataclass(frozen=True, slots=True)
class Gain:
    """What a track's final score tells more than single pictures: AUC of tracks minus AUC of pictures.

    Attributes:
        value: Of all tracks; None without both classes.
        low, high: 95 % by drawing patients, both areas from the same draw.
    """

    value: float | None
    low: float | None
    high: float | None


def gain(tracks: Sequence[TrackScore]) -> Gain:
    """The areas as in `score.discrimination`, over the tracks with a scored detection."""
    kept = [track for track in tracks if _raw(track)]
    labels = np.array([track.malignant for track in kept], np.bool_)
    finals = np.array([track.final for track in kept], np.float64)
    raw = [_raw(track) for track in kept]
    value = _difference(labels, finals, raw, np.arange(len(kept)))
    draws = draws_of_patients([track.patient for track in kept], BOOTSTRAP_ROUNDS) if kept else ()
    values = [one for drawn in draws if (one := _difference(labels, finals, raw, drawn)) is not None]
    if value is None or not values:
        return Gain(value, None, None)
    low, high = np.quantile(values, [0.025, 0.975])
    return Gain(value, float(low), float(high))


def _raw(track: TrackScore) -> list[float]:
    return [reading.raw for reading in track.readings if reading.raw is not None]


def _difference(
    labels: Flags, finals: npt.NDArray[np.float64], raw: Sequence[Sequence[float]], drawn: npt.NDArray[np.intp]
) -> float | None:
    of_tracks = auc_of(labels[drawn], finals[drawn])
    counts = [len(raw[place]) for place in drawn]
    scores = np.array([score for place in drawn for score in raw[place]], np.float64)
    of_pictures = auc_of(np.repeat(labels[drawn], counts), scores)
    return None if of_tracks is None or of_pictures is None else of_tracks - of_pictures


@dataclass(frozen=True, slots=True)
class Bin:
    """Settled tracks of like scores.

    Attributes:
        tracks: How many.
        score: Their mean final score.
        malignant: Share of them that is malignant.
        low, high: Its 95 % interval (Wilson 1927).
    """

    tracks: int
    score: float
    malignant: float
    low: float
    high: float


def reliability(tracks: Sequence[TrackScore]) -> list[Bin]:
    """Settled final scores in bins of equal count, by rising score."""
    settled = sorted(
        (track for track in tracks if any(reading.settled for reading in track.readings)), key=lambda one: one.final
    )
    answer = []
    for part in np.array_split(np.arange(len(settled)), min(RELIABILITY_BINS, len(settled)) or 1):
        if not len(part):
            continue
        labels = [settled[place].malignant for place in part]
        low, high = wilson(sum(labels), len(labels)) or (0.0, 1.0)
        score = float(np.mean([settled[place].final for place in part]))
        answer.append(Bin(len(labels), score, float(np.mean(labels)), float(low), float(high)))
    return answer
