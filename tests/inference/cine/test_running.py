"""A clip goes through the pipeline once; its detections are kept and used again by peers and later runs."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from capture.frame import Frame
from capture.screen.layout import ScanLayout
from inference.evaluation.cine.clip import Clip
from inference.evaluation.cine.library import Library
from inference.evaluation.cine.recipe import Recipe
from inference.evaluation.cine.running.finished import FinishedClips
from inference.evaluation.cine.running.kept_detections import KeptDetector
from inference.evaluation.cine.running.observe import Looked, MinamoFollower, distinct, observe
from inference.evaluation.cine.running.peers import NAMES, TrackersPeer, peers_for
from inference.evaluation.cine.running.variants import AT_15_HZ, THIRD_DROPPED, variants
from inference.evaluation.cine.truth import PictureState, PictureTruth
from inference.findings import Box, Detection
from inference.sighting import Sighting
from tests.inference.cine.counting import Counting


def test_repeated_pictures_are_not_analysed(recipe: Recipe, library: Library) -> None:
    seen = [truth for _, truth in distinct(Clip(replace(recipe, lesions=()), library))]
    assert not any(truth.repeats for truth in seen)
    assert 36 <= len(seen) <= 41  # 20 Hz for two seconds, half a second frozen


def test_the_network_is_asked_once_for_a_picture(recipe: Recipe, library: Library, tmp_path: Path) -> None:
    network, clip = Counting(), Clip(recipe, library)
    kept = KeptDetector(network, tmp_path, recipe.key)
    first = observe(clip, kept, {"minamo": MinamoFollower(kept)})["minamo"]
    kept.save()
    asked = network.asked
    kept = KeptDetector(network, tmp_path, recipe.key)
    again = observe(clip, kept, {"minamo": MinamoFollower(kept)})["minamo"]
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


def test_the_network_can_look_before_anything_is_measured(recipe: Recipe, library: Library, tmp_path: Path) -> None:
    network = Counting()
    FinishedClips(tmp_path, library, network, with_peers=False).detect(recipe, lambda _: None)
    asked = network.asked
    assert not (tmp_path / "clips").exists()
    FinishedClips(tmp_path, library, network, with_peers=False).of(recipe, lambda _: None)
    assert network.asked == asked > 0


def looked(number: int, pixels: np.ndarray, *found: Detection) -> Looked:
    frame = Frame(pixels, number, number * 50_000_000, 0, ScanLayout.whole(160, 128))
    truth = PictureTruth(number, frame.time_ns, PictureState.LIVE, False, ())
    return Looked(Sighting(frame, ()), truth, found)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("tuned_settings", [False, True])
def test_every_peer_follows_one_steady_box_under_one_id(name: str, tuned_settings: bool) -> None:
    pytest.importorskip("trackers")
    peer = peers_for(20.0)[name] if tuned_settings else TrackersPeer(name, 20.0)
    rng = np.random.default_rng(0)
    shown = []
    for number in range(12):
        pixels = rng.integers(0, 255, (128, 160, 3), dtype=np.uint8)
        box = Detection(Box(40 + number, 30, 90 + number, 70), 0.9, None)
        shown.append(peer.update(looked(number, pixels, box)))
    assert {one.id for boxes in shown for one in boxes} == {shown[-1][0].id}
    assert shown[-1][0].box.iou(Box(51, 30, 101, 70)) > 0.9
    assert peer.update(looked(12, pixels)) == ()
