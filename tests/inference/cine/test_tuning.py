"""Every tracker gets the same number of settings to try, drawn by a seed, on development clips alone."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inference.evaluation.cine.library import Library
from inference.evaluation.cine.recipe import Part, Recipe
from inference.evaluation.cine.running.kept_detections import KeptDetector
from inference.evaluation.cine.tuning.shared_motion import MotionOfOne, SharedMotion
from inference.evaluation.cine.tuning.spaces import RULES, TRACKERS, draws, space_of
from inference.evaluation.cine.tuning.tune import Tuning, tables
from inference.tracking.rules import Rules
from inference.training.errors import DataError
from tests.inference.cine.counting import Counting
from tests.inference.cine.made_up_sets import made_up_sets

pytest.importorskip("trackers")
pytest.importorskip("trackeval")


def test_a_seed_draws_the_same_settings_again_and_those_that_stand_come_first() -> None:
    for name in TRACKERS:
        first = draws(name, 5, seed=3)
        assert first == draws(name, 5, seed=3) != draws(name, 5, seed=4)
        assert len(first) == 5
        assert first[0] == {}
        assert all(set(one) == set(space_of(name)) for one in first[1:])


def test_what_is_drawn_for_minamo_are_its_rules() -> None:
    standing = Rules()
    assert all(span.low <= getattr(standing, name) <= span.high for name, span in RULES.items())
    assert [Rules(**one) for one in draws("minamo", 20, seed=0)]


def test_the_motion_measured_for_all_is_the_one_measured_alone() -> None:
    cmc = pytest.importorskip("trackers.utils.cmc")
    rng = np.random.default_rng(1)
    wide = rng.integers(0, 255, (60, 120), dtype=np.uint8).repeat(3, 0).repeat(3, 1)
    pictures = [np.ascontiguousarray(np.repeat(wide[:, 5 * n : 5 * n + 240, None], 3, axis=2)) for n in range(5)]
    alone = cmc.CMC(cmc.CMCConfig(method="sparseOptFlow", downscale=2))
    shared = SharedMotion()
    one, skipping = MotionOfOne(shared, 2), MotionOfOne(shared, 2)
    for number, pixels in enumerate(pictures):
        one.turn_to(number)
        assert np.array_equal(one.estimate(pixels), alone.estimate(pixels))
        if number != 2:  # a tracker without a track and a detection does not look
            skipping.turn_to(number)
            last = skipping.estimate(pixels)
    assert last[0, 2] == pytest.approx(-5, abs=0.5)


def test_every_tracker_is_tried_as_often_and_the_best_is_named(
    recipe: Recipe, library: Library, tmp_path: Path
) -> None:
    network = Counting()
    tuning = Tuning(library, lambda one: KeptDetector(network, tmp_path, one.key), 3, seed=1)
    indices: list[int] = []
    tuning.add(recipe, indices.append)
    tuning.add(replace(recipe, name="other", lesions=()), indices.append)
    tree = tuning.results()
    assert tree["clips"] == ["made-up", "other"]
    assert len(indices) > 20
    for name in TRACKERS:
        assert len(tree["trials"][name]) == 3
        assert tree["best"][name]["aim"] == max(one["aim"] for one in tree["trials"][name])
    assert all(name in tables(tree) for name in TRACKERS)


def test_nothing_is_tuned_on_the_test_clips(tmp_path: Path) -> None:
    library = Library(made_up_sets(tmp_path), Part.TEST)
    with pytest.raises(DataError, match="--development"):
        Tuning(library, lambda _: pytest.fail("no clip is made"), 2, seed=0)
