"""What false alarms are, as seen by eye: a small file beside the results that keeps the cause of each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inference.evaluation.cine.measures.events import Event
from inference.evaluation.cine.measures.observed import Observed
from inference.findings import Box
from inference.training.errors import DataError

CAUSES = (
    "fat lobule",
    "gland",
    "rib",
    "nipple shadow",
    "shadow",
    "vessel",
    "node",
    "duct",
    "muscle",
    "lesion that has just left",
    "box off a lesion",
    "mass that is not outlined",
    "seam of the clip",
)
UNNAMED = "not looked at"
SAME_ALARM_S = 1.0
SAME_ALARM_IOU = 0.3


@dataclass(frozen=True, slots=True)
class Alarm:
    """One false alarm.

    Attributes:
        event: Where it stands.
        at_s, for_s: When it appears, and how long it stays.
        cause: One of `CAUSES`, or `UNNAMED`.
    """

    event: Event
    at_s: float
    for_s: float
    cause: str = UNNAMED


@dataclass(frozen=True, slots=True)
class Named:
    """The cause of an alarm as it was named: of which clip, when in seconds, where, what."""

    clip: str
    at_s: float
    box: Box
    cause: str


def alarms_of(events: Sequence[Event], clips: Sequence[Observed], named: Sequence[Named]) -> list[Alarm]:
    """The alarms of a run with the causes that were named before, by cause, the longest first.

    Args:
        events: Of the run.
        clips: What was seen.
        named: What `read_causes` gave; an alarm is the one named if it stands there within a second of it.
    """
    times = {clip.name: {picture.index: picture.time_ns for picture in clip.pictures} for clip in clips}
    alarms = []
    for event in events:
        first_ns, last_ns = (times[event.clip][index] for index in (event.first_index, event.last_index))
        at_s, for_s = first_ns / 1e9, (last_ns - first_ns) / 1e9
        alarms.append(Alarm(event, at_s, for_s, _cause(event, at_s, named)))
    order = {cause: place for place, cause in enumerate((*CAUSES, UNNAMED))}
    return sorted(alarms, key=lambda alarm: (order[alarm.cause], -alarm.for_s))


def _cause(event: Event, at_s: float, named: Sequence[Named]) -> str:
    near = [
        entry
        for entry in named
        if entry.clip == event.clip
        and abs(entry.at_s - at_s) <= SAME_ALARM_S
        and entry.box.iou(event.box) >= SAME_ALARM_IOU
    ]
    best = min(near, key=lambda entry: abs(entry.at_s - at_s), default=None)
    return UNNAMED if best is None else best.cause


def read_causes(path: Path) -> list[Named]:
    """The causes that were named; none without the file.

    Raises:
        DataError: The file is damaged, or names a cause that there is not.
    """
    try:
        entries = json.loads(path.read_text("utf-8"))["alarms"]
        rows = [
            Named(str(one["clip"]), float(one["at_s"]), _box(*map(float, one["box"])), str(one["cause"]))
            for one in entries
        ]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise DataError("{file} is not a list of alarms; correct it, or delete it", file=path) from fault
    for row in rows:
        if row.cause not in (*CAUSES, UNNAMED):
            raise DataError(
                "{file}: the alarm of {clip} at {at_s} s has the cause '{cause}'; name one of: {causes}",
                file=path,
                clip=row.clip,
                at_s=row.at_s,
                cause=row.cause,
                causes=", ".join(CAUSES),
            )
    return rows


def _box(left: float, top: float, right: float, bottom: float) -> Box:
    return Box(left, top, right, bottom)


def write_causes(alarms: Sequence[Alarm], path: Path) -> Path:
    """Write the alarms with their causes; what is "not looked at" is to be filled in by who looks at the sheet."""
    rows = [
        {
            "clip": alarm.event.clip,
            "at_s": round(alarm.at_s, 2),
            "for_s": round(alarm.for_s, 2),
            "box": [round(edge, 1) for edge in (box.left, box.top, box.right, box.bottom)],
            "cause": alarm.cause,
        }
        for alarm in alarms
        for box in (alarm.event.box,)
    ]
    lines = ",\n".join(json.dumps(row) for row in rows)
    path.write_text(f'{{"causes": {json.dumps(CAUSES)},\n"alarms": [\n{lines}\n]}}\n', "utf-8")
    return path


def counts(alarms: Sequence[Alarm]) -> dict[str, int]:
    """Alarms by cause, in the order of `CAUSES`."""
    found = {cause: sum(alarm.cause == cause for alarm in alarms) for cause in (*CAUSES, UNNAMED)}
    return {cause: count for cause, count in found.items() if count}
