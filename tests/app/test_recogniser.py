"""From the data to a release that knows other pictures than a breast's, and to the measure of it."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.__main__ import main
from inference.backends.on_openvino import OpenVinoBackend
from inference.backends.on_torch import TorchBackend
from inference.detector import load_detector
from inference.evaluation.abstention import pictures as shown
from inference.manifest import MODELS_FOLDER, read_manifest
from inference.preparation import letterbox
from inference.recognition.head import load_head
from inference.training.recognition import pictures as taught
from inference.training.recognition import sources
from tests.inference.cine.made_up_sets import made_up_sets
from tests.inference.made_up import speckle

ONLY_FOR_TESTS = sources.TEST_ONLY


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = made_up_sets(tmp_path_factory.mktemp("recogniser"))
    (folder / "lung-clips").mkdir()
    for name in ("Reg_pat1Image_132943", "Vir_prospective_file1"):
        rays = np.abs(np.sin(np.arange(160) / 6))[None] * 120 * np.ones((160, 1))
        cv2.imwrite(str(folder / "lung-clips" / f"{name}.png"), rays.astype(np.uint8))
    return folder


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (taught, shown):
        monkeypatch.setattr(module, "OF_EACH_KIND", 1)
    monkeypatch.setattr(taught, "OF_ORGANS", 2)
    monkeypatch.setattr(sources, "TEST_ONLY", frozenset({"lung-clips/Vir_prospective_file1.png"}))
    monkeypatch.setattr(shown, "CROPS_A_PHOTOGRAPH", 2)


def test_a_head_is_added_to_a_release_and_measured(
    data: Path, untrained_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_manifest(untrained_models)
    sets = [str(data / "bus-bra"), str(data / "bus-uclm")]
    command = ["train", "--data", *sets, "--others", str(data / "lung-clips"), "--only", "recogniser"]
    assert main([*command, "--models", str(untrained_models), "--out", str(tmp_path / "made")]) == 0
    folder = Path(capsys.readouterr().out.strip())
    manifest = read_manifest(folder)
    assert manifest.recogniser is not None
    assert manifest.recogniser.training["other_pictures"]["lung-clips"] == 1 + taught.VIEWS
    assert manifest.finder.sha256[manifest.finder.weights] == before.finder.sha256[before.finder.weights]
    assert manifest.weights_sha256 != before.weights_sha256
    assert load_detector("cpu", folder).look(np.full((60, 80, 3), 80, np.uint8)).breast is not None
    out = tmp_path / "out"
    evaluate = ["evaluate", "abstention", "--data", str(data), "--models", str(folder), "--device", "cpu"]
    assert main([*evaluate, "--out", str(out)]) == 0
    tree = json.loads((out / "abstention.json").read_text(), parse_constant=pytest.fail)
    assert tree["weights_sha256"] == manifest.weights_sha256
    assert tree["breast_pictures"] == 5  # of the test patients alone
    assert tree["kinds"]["lung"]["pictures"] == 1
    named = capsys.readouterr().out.split()
    names = {"abstention.json", "abstention.md", "abstention_roc.png", "abstention_mistakes.png"}
    assert {Path(name).name for name in named} == names
    assert all(Path(name).is_file() for name in named)


def test_torch_and_openvino_tell_a_breast_alike() -> None:
    manifest = read_manifest()
    assert manifest.recogniser is not None
    head = load_head(MODELS_FOLDER / manifest.recogniser.weights)
    backends = TorchBackend(manifest, MODELS_FOLDER, "cpu"), OpenVinoBackend(manifest, MODELS_FOLDER, "CPU", 1, None)
    for seed in range(4):
        grey = speckle(np.random.default_rng(seed), 240, 300 + 40 * seed)
        image = letterbox(grey, 256)[0][None, None].astype(np.float32) / 255
        one, other = (head.log_odds(backend.find(image)[3]) for backend in backends)
        assert abs(one - other) < 0.02


def test_the_shipped_head_says_which_pictures_it_was_taught_and_none_of_them_is_for_testing() -> None:
    recogniser = read_manifest().recogniser
    assert recogniser is not None
    assert not ONLY_FOR_TESTS & set(recogniser.sources)
    assert all(used.licence != "not stated" for used in recogniser.data)
    json.dumps(recogniser.training)
