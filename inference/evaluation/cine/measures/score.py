"""How the score of a lesion behaves while it is looked at: steady, settled, calibrated, the same at every rate."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from inference.evaluation.cine.measures.observed import Observed, lesion_of
from inference.evaluation.cine.truth import PictureState
from inference.evaluation.metrics import auc_of, bootstrap_by_patient, calibration_error

NS_PER_MS = 1e6
AFTER_MS = 1000.0  # of looking, at which the range is held against the final score
SAME = 0.02  # scores that differ by no more are the same answer
CHANCE_DRAWS = 400


@dataclass(frozen=True, slots=True)
class Reading:
    """A track's score at one picture in which it was on its lesion.

    Attributes:
        looked_ns: How long pictures had been coming in the clip: a freeze adds next to nothing.
        state: What the scanner showed.
        malignancy, low, high, settled: Of the track.
        raw: Score of the detection that hits the lesion in this picture, or None.
    """

    looked_ns: int
    state: PictureState
    malignancy: float
    low: float
    high: float
    settled: bool
    raw: float | None


@dataclass(frozen=True, slots=True)
class TrackScore:
    """The scores of one track on one lesion.

    Attributes:
        clip, lesion, track: Which.
        patient: Of the lesion.
        malignant: Its label.
        readings: In the order of time; at least one.
    """

    clip: str
    lesion: int
    track: int
    patient: str
    malignant: bool
    readings: tuple[Reading, ...]

    @property
    def final(self) -> float:
        """The score at the last picture."""
        return self.readings[-1].malignancy


def track_scores(clips: Sequence[Observed], scoring: str = "centre") -> list[TrackScore]:
    """Every shown track by the lesion that it hits most often, with its readings there."""
    answer = []
    for clip in clips:
        found: dict[tuple[int, int], list[Reading]] = {}
        truth = {}
        for picture, looked_ns in zip(clip.pictures, clip.looked_ns, strict=True):
            raw: dict[int, tuple[float, float]] = {}
            for one in picture.detections:
                lesion = lesion_of(one.box, picture.lesions, scoring)
                if lesion is not None and one.malignancy is not None:
                    raw[lesion.id] = max(raw.get(lesion.id, (-1.0, 0.0)), (one.confidence, one.malignancy))
            for one in picture.shown:
                lesion = lesion_of(one.box, picture.lesions, scoring)
                if lesion is None or one.malignancy is None or one.low is None or one.high is None:
                    continue
                truth[lesion.id] = lesion
                own = raw[lesion.id][1] if lesion.id in raw else None
                reading = Reading(looked_ns, picture.state, one.malignancy, one.low, one.high, one.settled, own)
                found.setdefault((one.id, lesion.id), []).append(reading)
        for (track, lesion_id), readings in found.items():
            if len(readings) >= max(len(other) for (one, _), other in found.items() if one == track):
                of = truth[lesion_id]
                answer.append(
                    TrackScore(clip.name, lesion_id, track, of.patient, of.label == "malignant", tuple(readings))
                )
    return answer


def mean_change(tracks: Sequence[TrackScore]) -> tuple[float | None, float | None]:
    """Mean absolute change of the score from one picture to the next: (of the tracks, of the raw scores).

    mean |s_i - s_(i-1)| over pairs of following pictures in both of which the lesion also has a raw score, so that
    both are means over the same pairs.
    """
    smooth, raw = [], []
    for track in tracks:
        for before, now in zip(track.readings, track.readings[1:], strict=False):
            if before.raw is not None and now.raw is not None:
                smooth.append(abs(now.malignancy - before.malignancy))
                raw.append(abs(now.raw - before.raw))
    return (float(np.mean(smooth)), float(np.mean(raw))) if raw else (None, None)


def settling_ms(track: TrackScore) -> float | None:
    """Time of looking from the first reading to the first settled one; None if it never settles."""
    first = track.readings[0].looked_ns
    settled = next((reading.looked_ns for reading in track.readings if reading.settled), None)
    return None if settled is None else (settled - first) / NS_PER_MS


def coverage(tracks: Sequence[TrackScore]) -> tuple[float | None, int]:
    """Share of tracks whose range at 1 s of looking contains their final score, and over how many tracks.

    Only tracks that are looked at for two seconds or more: the final score must be later than the range.
    """
    inside = []
    for track in tracks:
        first, last = track.readings[0].looked_ns, track.readings[-1].looked_ns
        if last - first < 2 * AFTER_MS * NS_PER_MS:
            continue
        at = next(reading for reading in track.readings if reading.looked_ns - first >= AFTER_MS * NS_PER_MS)
        inside.append(at.low <= track.final <= at.high)
    return (float(np.mean(inside)) if inside else None), len(inside)


@dataclass(frozen=True, slots=True)
class Discrimination:
    """Malignant against benign.

    Attributes:
        per_track: AUC of the final scores of tracks.
        per_track_low, per_track_high: 95 % by drawing patients.
        per_picture: AUC of the raw scores of all pictures of the same lesions, each a case of its own: long tracks
            count for more.
        per_picture_even: The same with every track counting alike.
        ece: Expected calibration error of the settled final scores (15 bins of equal count or fewer).
        ece_by_chance: What it would be on average (and in 95 of 100 cases at most) if the scores were exactly right,
            by drawing the labels from them: so few tracks cannot show less.
        tracks, settled, pictures: How many.
    """

    per_track: float | None
    per_track_low: float | None
    per_track_high: float | None
    per_picture: float | None
    per_picture_even: float | None
    ece: float | None
    ece_by_chance: float | None
    ece_by_chance_high: float | None
    tracks: int
    settled: int
    pictures: int


def discrimination(tracks: Sequence[TrackScore]) -> Discrimination:
    """AUC as in `inference.evaluation.metrics`; a picture's score is what the detector said of the lesion there."""
    labels = np.array([track.malignant for track in tracks], np.bool_)
    finals = np.array([track.final for track in tracks], np.float64)
    raw = [
        (track.malignant, score, 1 / len(scores))
        for track in tracks
        if (scores := [reading.raw for reading in track.readings if reading.raw is not None])
        for score in scores
    ]
    picture_labels = np.array([label for label, _, _ in raw], np.bool_)
    picture_scores = np.array([score for _, score, _ in raw], np.float64)
    shares = np.array([share for _, _, share in raw], np.float64)
    interval = bootstrap_by_patient([track.patient for track in tracks], labels, finals)
    settled = np.array([any(reading.settled for reading in track.readings) for track in tracks], np.bool_)
    both = len(set(picture_labels.tolist())) == 2  # else there is nothing to tell apart
    chance = _errors_by_chance(finals[settled]) if settled.any() else None
    return Discrimination(
        auc_of(labels, finals) if len(labels) else None,
        interval[0] if interval else None,
        interval[1] if interval else None,
        auc_of(picture_labels, picture_scores) if len(raw) else None,
        float(roc_auc_score(picture_labels, picture_scores, sample_weight=shares)) if both else None,
        calibration_error(labels[settled], finals[settled]) if settled.any() else None,
        float(chance.mean()) if chance is not None else None,
        float(np.quantile(chance, 0.95)) if chance is not None else None,
        len(tracks),
        int(settled.sum()),
        len(raw),
    )


def _errors_by_chance(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Calibration errors of scores that are exactly right, over drawn labels."""
    chance = np.random.default_rng(0)
    return np.array([calibration_error(chance.random(len(scores)) < scores, scores) for _ in range(CHANCE_DRAWS)])


@dataclass(frozen=True, slots=True)
class SameAnswer:
    """Differences of the final scores of lesions between two runs on the same clips.

    Attributes:
        median, largest: Of the differences; None without a lesion.
        share: Of lesions whose difference is `SAME` or less.
        lesions: How many.
    """

    median: float | None
    largest: float | None
    share: float | None
    lesions: int


def same_answer(tracks: Sequence[TrackScore], others: Sequence[TrackScore]) -> SameAnswer:
    """How alike two runs score.

    A lesion's final score is that of its longest track; lesions that only one run has shown are left out.
    """
    one, other = _by_lesion(tracks), _by_lesion(others)
    differences = np.array([abs(one[key] - other[key]) for key in sorted(one.keys() & other.keys())])
    if not len(differences):
        return SameAnswer(None, None, None, 0)
    share = float((differences <= SAME + 1e-9).mean())
    return SameAnswer(float(np.median(differences)), float(differences.max()), share, len(differences))


def _by_lesion(tracks: Sequence[TrackScore]) -> dict[tuple[str, int], float]:
    longest: dict[tuple[str, int], TrackScore] = {}
    for track in tracks:
        key = (track.clip, track.lesion)
        if key not in longest or len(track.readings) > len(longest[key].readings):
            longest[key] = track
    return {key: track.final for key, track in longest.items()}


def caliper_changes(tracks: Sequence[TrackScore]) -> list[float]:
    """For each freeze with calipers: the largest change of the score from before the first mark to a picture in it."""
    changes = []
    for track in tracks:
        before: float | None = None
        largest: float | None = None
        for reading in track.readings:
            if reading.state is PictureState.CALIPERS:
                if before is not None:
                    largest = max(largest or 0.0, abs(reading.malignancy - before))
                continue
            if largest is not None:
                changes.append(largest)
                largest = None
            before = reading.malignancy
        if largest is not None:
            changes.append(largest)
    return changes
