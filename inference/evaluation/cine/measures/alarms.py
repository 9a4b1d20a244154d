"""False alarm events a minute against recall, and how soon a lesion is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from inference.evaluation.cine.measures.observed import Observed, Picture, Shown, is_ignored, lesion_of
from inference.findings import Box

SAME_EVENT_IOU = 0.3
SAME_EVENT_MS = 250.0  # a false box that flickers is one alarm to the eye
NEW_VISIT_MS = 500.0  # a lesion that was out of view for longer comes anew
SHORTEST_VISIT_MS = 300.0  # a lesion that is fully in view for less is passed over, not looked at
CURVE_STEPS = 25
NS_PER_MS = 1e6

Boxes = Callable[[Picture], Sequence[Shown]]


@dataclass(frozen=True, slots=True)
class Event:
    """A false alarm.

    Attributes:
        clip: Name of the clip.
        first_index, last_index: Pictures in which it stands.
        box: Where it stood first.
    """

    clip: str
    first_index: int
    last_index: int
    box: Box


@dataclass(frozen=True, slots=True)
class Visit:
    """One coming of a lesion into full view.

    Attributes:
        clip, lesion: Which.
        full_ns: When it is first fully in view.
        shown_ns: When a box first hits it in this visit, from its first appearance on; None if never.
    """

    clip: str
    lesion: int
    full_ns: int
    shown_ns: int | None

    @property
    def delay_ms(self) -> float | None:
        """From fully in view to shown; negative when it was shown while still coming."""
        return None if self.shown_ns is None else (self.shown_ns - self.full_ns) / NS_PER_MS


@dataclass(frozen=True, slots=True)
class Rates:
    """At one limit of confidence.

    Attributes:
        confidence: Boxes of this confidence or more count; None for boxes as shown.
        false_a_minute: False alarm events a minute of all clips.
        false_a_minute_normal: The same on clips without a lesion; None without any.
        recall: Share of visits (lesions that came fully into view) in which the lesion was hit at least once.
        picture_recall: Share of (picture, present lesion) that are hit.
        events: How many false alarms.
    """

    confidence: float | None
    false_a_minute: float
    false_a_minute_normal: float | None
    recall: float | None
    picture_recall: float | None
    events: int


def as_shown(picture: Picture) -> Sequence[Shown]:
    """The tracks on the screen."""
    return picture.shown


def detections_from(confidence: float) -> Boxes:
    """The detector's own boxes of a picture from a confidence on."""
    return lambda picture: [one for one in picture.detections if one.confidence >= confidence]


def false_events(clip: Observed, boxes: Boxes, scoring: str) -> list[Event]:
    """False boxes grouped into events, as 'false sequences' are counted in breast video.

    A false box hits no present lesion and lies on none that is just coming. It continues an event when it overlaps
    the event's latest box (IoU 0.3) and follows it within 250 ms of looking (a freeze ends no event); so an event is
    what the eye takes for one alarm, and is counted alike with ids and without.
    """
    done: list[Event] = []
    running: list[tuple[Event, Box, int]] = []
    for picture, looked_ns in zip(clip.pictures, clip.looked_ns, strict=True):
        limit = looked_ns - SAME_EVENT_MS * NS_PER_MS
        done += [event for event, _, last_ns in running if last_ns < limit]
        running = [entry for entry in running if entry[2] >= limit]
        taken: set[int] = set()
        fresh = []
        for one in boxes(picture):
            if lesion_of(one.box, picture.lesions, scoring) or is_ignored(one.box, picture.lesions):
                continue
            free = [place for place in range(len(running)) if place not in taken]
            best = max(free, key=lambda place: one.box.iou(running[place][1]), default=None)
            if best is not None and one.box.iou(running[best][1]) >= SAME_EVENT_IOU:
                taken.add(best)
                event = running[best][0]
                event = Event(event.clip, event.first_index, picture.index, event.box)
                running[best] = (event, one.box, looked_ns)
            else:
                fresh.append((Event(clip.name, picture.index, picture.index, one.box), one.box, looked_ns))
        running += fresh
    return done + [event for event, _, _ in running]


def visits(clip: Observed, boxes: Boxes, scoring: str) -> list[Visit]:
    """Every coming of every lesion into full view, with when it was first hit.

    A visit begins when the lesion appears, and ends when it is absent for 500 ms of looking; it counts if the lesion
    is fully in view (share 0.85 of its largest cut) for at least 300 ms of it.
    """
    answer: list[Visit] = []
    for lesion_id in sorted({lesion.id for picture in clip.pictures for lesion in picture.lesions}):
        run: list[tuple[Picture, bool, bool]] = []
        last_ns = 0
        for picture, looked_ns in zip(clip.pictures, clip.looked_ns, strict=True):
            lesion = next((one for one in picture.lesions if one.id == lesion_id), None)
            if lesion is None:
                continue
            if run and looked_ns - last_ns > NEW_VISIT_MS * NS_PER_MS:
                answer += _visit(clip.name, lesion_id, run)
                run = []
            hit = any(
                found is not None and found.id == lesion_id
                for found in (lesion_of(one.box, picture.lesions, scoring) for one in boxes(picture))
            )
            run.append((picture, lesion.is_full, hit))
            last_ns = looked_ns
        answer += _visit(clip.name, lesion_id, run)
    return answer


def _visit(clip: str, lesion: int, run: list[tuple[Picture, bool, bool]]) -> list[Visit]:
    full = [picture.time_ns for picture, is_full, _ in run if is_full]
    if not full or full[-1] - full[0] < SHORTEST_VISIT_MS * NS_PER_MS:
        return []
    shown = next((picture.time_ns for picture, _, hit in run if hit), None)
    return [Visit(clip, lesion, full[0], shown)]


def rates(clips: Sequence[Observed], boxes: Boxes, scoring: str, confidence: float | None = None) -> Rates:
    """False alarms and recall over all clips."""
    events = {clip.name: len(false_events(clip, boxes, scoring)) for clip in clips}
    minutes = sum(clip.seconds for clip in clips) / 60
    normal = [clip for clip in clips if clip.is_normal]
    normal_minutes = sum(clip.seconds for clip in normal) / 60
    came = [visit for clip in clips for visit in visits(clip, boxes, scoring)]
    hits = present = 0
    for clip in clips:
        for picture in clip.pictures:
            there = {lesion.id for lesion in picture.lesions if lesion.is_present}
            found = {one.id for box in boxes(picture) if (one := lesion_of(box.box, picture.lesions, scoring))}
            hits, present = hits + len(found & there), present + len(there)
    return Rates(
        confidence,
        sum(events.values()) / minutes if minutes else 0.0,
        sum(events[clip.name] for clip in normal) / normal_minutes if normal_minutes else None,
        sum(visit.shown_ns is not None for visit in came) / len(came) if came else None,
        hits / present if present else None,
        sum(events.values()),
    )


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
