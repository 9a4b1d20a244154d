"""False alarm events a minute against recall, and how soon a lesion is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from inference.evaluation.cine.measures.events import (
    Boxes,
    Visit,
    detections_from,
    false_events,
    visits,
)
from inference.evaluation.cine.measures.observed import Observed, lesion_of

CURVE_STEPS = 25


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted in one clip, or in several together.

    Attributes:
        seconds, normal_seconds: Of all clips, and of those without a lesion.
        events, normal_events: False alarms in them.
        visits: Every coming of a lesion into full view.
        hits, present: (Picture, present lesion) that are hit, and all of them.
    """

    seconds: float = 0.0
    normal_seconds: float = 0.0
    events: int = 0
    normal_events: int = 0
    visits: tuple[Visit, ...] = ()
    hits: int = 0
    present: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.seconds + other.seconds,
            self.normal_seconds + other.normal_seconds,
            self.events + other.events,
            self.normal_events + other.normal_events,
            self.visits + other.visits,
            self.hits + other.hits,
            self.present + other.present,
        )


@dataclass(frozen=True, slots=True)
class Rates:
    """At one limit of confidence.

    Attributes:
        confidence: Boxes of this confidence or more count; None for boxes as shown.
        false_a_minute: False alarm events a minute of all clips.
        false_a_minute_normal: The same on clips without a lesion; None without any.
        recall: Share of visits (lesions that came fully into view) in which the lesion was hit at least once.
        lesion_recall: Share of the lesions that came fully into view which were hit in at least one visit.
        picture_recall: Share of (picture, present lesion) that are hit.
        events: How many false alarms.
        first_shown_ms: Median over the visits in which the lesion was hit, from fully in view to hit.
    """

    confidence: float | None
    false_a_minute: float
    false_a_minute_normal: float | None
    recall: float | None
    lesion_recall: float | None
    picture_recall: float | None
    events: int
    first_shown_ms: float | None


def tally(clip: Observed, boxes: Boxes, scoring: str) -> Tally:
    """Count in one clip."""
    events = len(false_events(clip, boxes, scoring))
    hits = present = 0
    for picture in clip.pictures:
        there = {lesion.id for lesion in picture.lesions if lesion.is_present}
        found = {one.id for box in boxes(picture) if (one := lesion_of(box.box, picture.lesions, scoring))}
        hits, present = hits + len(found & there), present + len(there)
    normal = clip.is_normal
    return Tally(
        clip.seconds,
        clip.seconds if normal else 0.0,
        events,
        events if normal else 0,
        tuple(visits(clip, boxes, scoring)),
        hits,
        present,
    )


def rates_of(tallies: Iterable[Tally], confidence: float | None = None) -> Rates:
    """What the counts of clips come to, together."""
    every = sum(tallies, Tally())
    minutes, normal_minutes = every.seconds / 60, every.normal_seconds / 60
    came = every.visits
    lesions = {(visit.clip, visit.lesion) for visit in came}
    found = {(visit.clip, visit.lesion) for visit in came if visit.shown_ns is not None}
    return Rates(
        confidence,
        every.events / minutes if minutes else 0.0,
        every.normal_events / normal_minutes if normal_minutes else None,
        sum(visit.shown_ns is not None for visit in came) / len(came) if came else None,
        len(found) / len(lesions) if lesions else None,
        every.hits / every.present if every.present else None,
        every.events,
        median_delay_ms(came),
    )


def rates(clips: Sequence[Observed], boxes: Boxes, scoring: str, confidence: float | None = None) -> Rates:
    """False alarms and recall over all clips."""
    return rates_of((tally(clip, boxes, scoring) for clip in clips), confidence)


def curve(clips: Sequence[Observed], scoring: str, least: float, of_tracks: bool) -> list[Rates]:
    """False alarms a minute against recall as the limit of confidence rises: a FROC in time.

    FROC: Bunch et al., "A free-response approach to the measurement and characterization of radiographic-observer
    performance", J. Appl. Photogr. Eng. 4:166, 1978; here false alarm events a minute stand for false marks a picture.

    Args:
        clips: What was seen.
        scoring: "centre" or "iou50".
        least: The lowest limit.
        of_tracks: The tracks on the screen by their confidence, or the detector's boxes by theirs.
    """

    def limited(limit: float) -> Boxes:
        if of_tracks:
            return lambda picture: [one for one in picture.shown if one.confidence >= limit]
        return detections_from(limit)

    return [
        rates(clips, limited(float(limit)), scoring, float(limit)) for limit in np.linspace(least, 0.98, CURVE_STEPS)
    ]


def median_delay_ms(came: Sequence[Visit]) -> float | None:
    """Median over the visits in which the lesion was shown; None without any."""
    delays = [visit.delay_ms for visit in came if visit.delay_ms is not None]
    return float(np.median(delays)) if delays else None
