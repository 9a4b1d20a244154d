"""Boxes between two analyses are measured against the truth of every picture."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inference.evaluation.cine.clip import Clip
from inference.evaluation.cine.library import Library
from inference.evaluation.cine.measures.played_out import fit
from inference.evaluation.cine.recipe import Recipe
from inference.evaluation.cine.running.kept_detections import KeptDetector
from inference.evaluation.cine.running.play_out import HELD, INTERPOLATED, names_of, play_out
from inference.findings import Box, Detection
from tests.inference.cine.counting import Counting
from tests.inference.cine.test_measures import box, clip, lesion


class Moving(Counting):
    """Finds a box that goes on by 2 px with each picture it is asked about."""

    def detect(self, pixels: np.ndarray) -> tuple[Detection, ...]:
        self.asked += 1
        left = 20 + 2 * self.asked
        return (Detection(Box(left, 30, left + 50, 70), 0.9, 0.7),)


def test_only_fast_clips_with_a_lesion_are_played_out(recipe: Recipe) -> None:
    assert names_of(recipe) == {}
    fast = replace(recipe, scanner_hz=60.0)
    assert names_of(fast) == {"30 Hz": 2, "15 Hz": 4, "10 Hz": 6}
    assert names_of(replace(fast, lesions=())) == {}


def test_a_box_between_two_analyses_lies_between_theirs_and_a_held_one_stays(
    recipe: Recipe, library: Library, tmp_path: Path
) -> None:
    fast = replace(recipe, scanner_hz=60.0, duration_s=0.6, events=())
    found = play_out(Clip(fast, library), KeptDetector(Moving(), tmp_path, fast.key), 4)
    assert len(found[INTERPOLATED].pictures) == len(found[HELD].pictures)
    assert len(found[INTERPOLATED].pictures) == pytest.approx(36, abs=4)  # all but those after the last analysis
    lefts = {one.index: one.shown[0].box.left for one in found[INTERPOLATED].pictures if one.shown}
    held = {one.index: one.shown[0].box.left for one in found[HELD].pictures if one.shown}
    for index in range(12, 24):
        start, end = lefts[index - index % 4], lefts[index - index % 4 + 4]
        assert lefts[index] == pytest.approx(start + (end - start) * (index % 4) / 4)
        assert held[index] == start


def test_the_fit_is_measured_apart_for_analysed_pictures_and_those_between() -> None:
    good, shifted = Box(100, 100, 140, 130), Box(110, 100, 150, 130)
    seen = clip([([lesion()], [] if n == 5 else [box(shifted if n % 2 else good)]) for n in range(10)])
    assert fit([seen], 2, own=True).iou == pytest.approx(1)
    between = fit([seen], 2, own=False)
    assert between.iou == pytest.approx(0.6)
    assert (between.shown, between.pictures) == (0.8, 5)
    assert fit([], 2, own=True).iou is None
