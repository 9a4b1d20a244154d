"""A clip goes through the pipeline once; its detections are kept and used again by peers and later runs."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from capture.frame import Frame
from capture.screen.layout import ScanLayout
from inference.evaluation.cine.clip import Clip
from inference.evaluation.cine.library import Library
from inference.evaluation.cine.recipe import Act, Codec, Event, Part, Recipe
from inference.evaluation.cine.running.finished import FinishedClips
from inference.evaluation.cine.running.kept_detections import KeptDetector
from inference.evaluation.cine.running.observe import distinct, observe
from inference.evaluation.cine.running.peers import NAMES, TrackersPeer
from inference.evaluation.cine.running.variants import AT_15_HZ, THIRD_DROPPED, variants
from inference.findings import Box, Detection
from tests.inference.cine.made_up_sets import made_up_sets
from tests.inference.scripted import network_info


class Counting:
    """Finds the same box in every picture and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.info = network_info()

    def detect(self, pixels: np.ndarray) -> tuple[Detection, ...]:
        self.asked += 1
        return (Detection(Box(40, 30, 90, 70), 0.9, 0.7),)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library(made_up_sets(tmp_path_factory.mktemp("cine")), Part.DEVELOPMENT)


@pytest.fixture(scope="module")
def recipe(library: Library) -> Recipe:
    lesion, tissue = library.lesions()[0], library.tissue()[0]
    return Recipe(
        name="made-up",
        part=Part.DEVELOPMENT,
        seed=5,
        hz=60.0,
        scanner_hz=20.0,
        duration_s=2.5,
        size=(160, 128),
        codec=Codec.NONE,
        lesions=(f"{lesion.dataset}/{lesion.id}",),
        tissue=(f"{tissue.dataset}/{tissue.id}",),
        events=(Event(Act.FREEZE, 1.0, 0.5),),
    )


def test_repeated_pictures_are_not_analysed(recipe: Recipe, library: Library) -> None:
    seen = [truth for _, truth in distinct(Clip(replace(recipe, lesions=()), library))]
    assert not any(truth.repeats for truth in seen)
    assert 36 <= len(seen) <= 41  # 20 Hz for two seconds, half a second frozen


def test_the_network_is_asked_once_for_a_picture(recipe: Recipe, library: Library, tmp_path: Path) -> None:
    network, clip = Counting(), Clip(recipe, library)
    kept = KeptDetector(network, tmp_path, recipe.key)
    first = observe(clip, kept)["minamo"]
    kept.save()
    asked = network.asked
    again = observe(clip, KeptDetector(network, tmp_path, recipe.key))["minamo"]
    assert network.asked == asked > 0
    assert again == first
    assert all(len(picture.detections) == 1 for picture in first.pictures)
    assert any(picture.shown for picture in first.pictures)


def test_a_finished_clip_is_not_run_again(recipe: Recipe, library: Library, tmp_path: Path) -> None:
    network, indices = Counting(), []
    first = FinishedClips(tmp_path, library, network, with_peers=False).of(recipe, indices.append)
    again = FinishedClips(tmp_path, library, network, with_peers=False).of(recipe, pytest.fail)
    assert again == first
    assert indices == sorted(indices)
    assert set(first) == {"minamo", THIRD_DROPPED}


def test_a_third_of_the_pictures_is_dropped_and_60_hz_becomes_15(recipe: Recipe, library: Library) -> None:
    assert set(variants(recipe)) == {THIRD_DROPPED}
    truths = [truth for _, truth in Clip(recipe, library).frames()]
    kept = [truth for truth in truths if variants(recipe)[THIRD_DROPPED](truth)]
    assert 0.5 < len(kept) / len(truths) < 0.8
    keeps = variants(replace(recipe, scanner_hz=60.0))[AT_15_HZ]
    assert [truth.index for truth in truths if keeps(truth)][:3] == [0, 4, 8]


@pytest.mark.parametrize("name", NAMES)
def test_every_peer_follows_one_steady_box_under_one_id(name: str) -> None:
    pytest.importorskip("trackers")
    peer = TrackersPeer(name, 20.0)
    rng = np.random.default_rng(0)
    shown = []
    for number in range(12):
        pixels = rng.integers(0, 255, (128, 160, 3), dtype=np.uint8)
        frame = Frame(pixels, number, number * 50_000_000, 0, ScanLayout.whole(160, 128))
        shown.append(peer.update(frame, (Detection(Box(40 + number, 30, 90 + number, 70), 0.9, None),)))
    assert {one.id for boxes in shown for one in boxes} == {shown[-1][0].id}
    assert shown[-1][0].box.iou(Box(51, 30, 101, 70)) > 0.9
    assert peer.update(Frame(pixels, 12, 600_000_000, 0, ScanLayout.whole(160, 128)), ()) == ()
