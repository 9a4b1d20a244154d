"""A faster number format runs only where these very weights were measured in it and moved little enough."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from app.__main__ import main
from inference.backends import choice
from inference.backends.on_openvino import OpenVinoBackend, has_precision
from inference.detector import load_detector
from inference.errors import ModelError
from inference.evaluation.metrics import Prediction
from inference.evaluation.precision import measured, summarise
from inference.findings import Box
from inference.manifest import Manifest, PrecisionMeasured, read_manifest, write_manifest
from tests.inference.made_up import data_folder

HAS_BF16 = has_precision("CPU", "bf16")
LESION = Box(10, 10, 60, 60)


def record(manifest: Manifest, **changes: object) -> PrecisionMeasured:
    told = {
        "device": "CPU", "number_format": "bf16", "weights_sha256": manifest.weights_sha256, "data": "made-up", "n": 9,
        "auc_shift": -0.002, "probability_p99_change": 0.02,
    }  # fmt: skip
    return PrecisionMeasured.model_validate(told | changes)


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({}, True),
        ({"auc_shift": 0.0021}, False),
        ({"auc_shift": -0.0021}, False),
        ({"probability_p99_change": 0.021}, False),
        ({"weights_sha256": "0" * 64}, False),
        ({"device": "Intel GPU"}, False),
        ({"number_format": "f16"}, False),
    ],
)
def test_the_manifest_allows_what_was_measured_with_these_weights_and_moved_little(
    untrained_models: Path, changes: dict[str, object], allowed: bool
) -> None:
    manifest = read_manifest(untrained_models)
    manifest = manifest.model_copy(update={"precisions": (record(manifest, **changes),)})
    assert manifest.allows("CPU", "bf16") is allowed
    assert read_manifest(untrained_models).precisions == ()


def test_unless_it_is_allowed_it_is_not_offered(
    untrained_models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_detector("cpu", untrained_models, 1, fast=True).info.precision == "f32"
    folder = tmp_path / "allowed"
    shutil.copytree(untrained_models, folder)
    manifest = read_manifest(folder)
    write_manifest(manifest.model_copy(update={"precisions": (record(manifest),)}), folder)
    assert load_detector("cpu", folder, 1).info.precision == "f32"
    assert load_detector("cpu", folder, 1, fast=True).info.precision == ("bf16" if HAS_BF16 else "f32")
    monkeypatch.setattr(choice, "has_precision", lambda *_: False)  # a processor without it
    assert load_detector("cpu", folder, 1, fast=True).info.precision == "f32"


def test_the_badge_never_tells_another_format_than_what_runs(untrained_models: Path) -> None:
    manifest = read_manifest(untrained_models)
    with pytest.raises(ModelError, match="f16"):  # a CPU takes another one in silence, or refuses
        OpenVinoBackend(manifest, untrained_models, "CPU", 1, None, "f16")


@pytest.mark.skipif(not HAS_BF16, reason="this processor does not compute in bf16")
def test_the_command_measures_and_records(untrained_models: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "models", tmp_path / "out"
    shutil.copytree(untrained_models, folder)
    data = data_folder(tmp_path / "made-up", 8)
    words = ["--data", data, "--allow-seen", "--models", folder, "--out", out, "--record"]
    assert main(["evaluate", "precision", *map(str, words)]) == 0
    tree = json.loads((out / "precision.json").read_text())
    assert (tree["number_format"], tree["device"], tree["n"]) == ("bf16", "CPU", 8)
    assert tree["given"]["change"]["n"] == 6
    assert tree["given"]["change"]["largest"] > 0
    (found,) = read_manifest(folder).precisions
    assert found.auc_shift == tree["auc_shift"]
    assert found.within_limits is tree["allowed"]


def said(number: int, malignancy: float, *confidences: float) -> Prediction:
    label = ("benign", "malignant")[number % 2]
    candidates = tuple((LESION, confidence) for confidence in confidences)
    return Prediction(str(number), f"p{number}", label, malignancy, None, None, None, candidates, (LESION,), {})


def test_shift_and_change_by_hand() -> None:
    rng = np.random.default_rng(0)
    scores = rng.random(100)
    pairs = [(said(n, scores[n], 0.9), said(n, scores[n] + (0.3 if n == 40 else 0.001), 0.85)) for n in range(100)]
    tree = summarise({"found": pairs, "given": pairs[:50]})
    assert tree["found"]["change"]["p50"] == pytest.approx(0.001)
    assert tree["found"]["change"]["largest"] == pytest.approx(0.3)
    assert tree["confidence"]["p99"] == pytest.approx(0.05)
    assert tree["probability_p99_change"] >= 0.05
    assert tree["allowed"] is False
    still = summarise({"found": [(one, one) for one, _ in pairs], "given": []})
    assert (still["auc_shift"], still["probability_p99_change"], still["allowed"]) == (0, 0, True)


def test_where_the_data_cannot_tell_nothing_is_allowed() -> None:
    benign = [(said(0, 0.2), said(0, 0.2))]
    tree = summarise({"found": benign, "given": []}) | {"data": "made-up", "where": None}
    assert tree["allowed"] is False
    assert measured(tree) is None
