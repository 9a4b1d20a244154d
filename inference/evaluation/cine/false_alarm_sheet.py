"""The false alarms of a run on one sheet, by cause, the longest first."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import cv2
import numpy as np

from inference.evaluation.cine.causes import UNNAMED, Alarm
from inference.evaluation.cine.clip import Clip
from inference.evaluation.cine.contact_sheet import ACROSS, Pixels, joined, tile
from inference.evaluation.cine.library import Library
from inference.evaluation.cine.recipe import Recipe

MOST_ALARMS = 96
ALARM = (255, 110, 90)


def draw_false_alarms(recipes: Sequence[Recipe], alarms: Sequence[Alarm], library: Library, path: Path) -> Path:
    """Draw the first picture of each false alarm, before compression; boxes of lesions are green.

    Args:
        recipes: Of the clips.
        alarms: In the order in which they are drawn; each cause begins a line.
        library: The stills.
        path: Of the picture.
    """
    chosen = alarms[:MOST_ALARMS]
    drawn: dict[int, Pixels] = {}
    for recipe in recipes:
        of_clip = [alarm for alarm in chosen if alarm.event.clip == recipe.name]
        if not of_clip:
            continue
        clip = Clip(recipe, library)
        for alarm in of_clip:
            box = alarm.event.box
            pixels, lesions = clip.picture(clip.timeline.at(alarm.event.first_index))
            corners = (round(box.left), round(box.top)), (round(box.right), round(box.bottom))
            cv2.rectangle(pixels, *corners, ALARM, 2)
            cause = "" if alarm.cause == UNNAMED else f"{alarm.cause}: "
            text = f"{cause}{recipe.name.split('-')[-1]}, {alarm.at_s:.1f} s, for {alarm.for_s:.1f} s"
            drawn[id(alarm)] = tile(pixels, lesions, text)
    tiles: list[Pixels] = []
    for _, group in groupby(chosen, key=lambda alarm: alarm.cause):
        row = [drawn[id(alarm)] for alarm in group]
        tiles += row + [np.zeros_like(row[0])] * (-len(row) % ACROSS)
    return joined(tiles, path)
