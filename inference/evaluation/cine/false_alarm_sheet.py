"""The false alarms of a run on one sheet, longest first, so that their causes can be seen."""

from collections.abc import Sequence
from pathlib import Path

import cv2

from inference.evaluation.cine.clip import Clip
from inference.evaluation.cine.contact_sheet import Pixels, joined, tile
from inference.evaluation.cine.library import Library
from inference.evaluation.cine.measures.events import Event, as_shown, false_events
from inference.evaluation.cine.measures.observed import Observed
from inference.evaluation.cine.recipe import Recipe

MOST_ALARMS = 48
ALARM = (255, 110, 90)


def draw_false_alarms(
    recipes: Sequence[Recipe], clips: Sequence[Observed], library: Library, path: Path, scoring: str = "centre"
) -> Path:
    """Draw the first picture of each false alarm of the tracks shown, before compression; boxes of lesions are green.

    Args:
        recipes, clips: What was made, and what was seen in it, in one order.
        library: The stills.
        path: Of the PNG.
        scoring: "centre" or "iou50".
    """
    events = [event for clip in clips for event in false_events(clip, as_shown, scoring)]
    length = {clip.name: {picture.index: picture.time_ns for picture in clip.pictures} for clip in clips}

    def seconds(event: Event) -> float:
        times = length[event.clip]
        return (times[event.last_index] - times[event.first_index]) / 1e9

    chosen = sorted(events, key=seconds, reverse=True)[:MOST_ALARMS]
    drawn: dict[int, Pixels] = {}
    for recipe in recipes:
        of_clip = [event for event in chosen if event.clip == recipe.name]
        if not of_clip:
            continue
        clip = Clip(recipe, library)
        for event in of_clip:
            pixels, lesions = clip.picture(clip.timeline.at(event.first_index))
            corners = (round(event.box.left), round(event.box.top)), (round(event.box.right), round(event.box.bottom))
            cv2.rectangle(pixels, *corners, ALARM, 1)
            at_s = length[event.clip][event.first_index] / 1e9
            drawn[id(event)] = tile(pixels, lesions, f"{event.clip}, at {at_s:.1f} s for {seconds(event):.1f} s")
    return joined([drawn[id(event)] for event in chosen], path)
