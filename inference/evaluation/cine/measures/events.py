"""False alarms, and the visits of a lesion: what stands on the screen, grouped as the eye takes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inference.evaluation.cine.measures.observed import Observed, Picture, Shown, is_ignored, lesion_of
from inference.findings import Box

SAME_EVENT_IOU = 0.3
SAME_EVENT_MS = 250.0  # a false box that flickers is one alarm to the eye
NEW_VISIT_MS = 500.0  # a lesion that was out of view for longer comes anew
SHORTEST_VISIT_MS = 300.0  # a lesion that is fully in view for less is passed over, not looked at
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
