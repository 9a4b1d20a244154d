"""The measuring of marks compares the same stills, and says no move where there is none."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.__main__ import main
from inference.evaluation.marks.measure import measure
from inference.evaluation.metrics import Prediction
from inference.findings import Box
from tests.inference.made_up import data_folder


def prediction(number: int, malignancy: float, confidence: float) -> Prediction:
    box = Box(10, 10, 50, 40)
    label = "malignant" if number % 2 else "benign"
    return Prediction(
        f"case{number}", f"p{number // 2}", label, malignancy, None, box, confidence, ((box, confidence),), (box,), {}
    )


def test_equal_predictions_move_nothing_and_a_lost_box_moves_recall() -> None:
    rng = np.random.default_rng(0)
    before = [prediction(number, float(rng.random()), 0.9) for number in range(12)]
    after = [replace(before[0], candidates=()), *before[1:]]
    said = measure({"as_is": before, "cleaned": before, "false_marks": after}, 0.5)
    assert said["differences"]["cleaned - as_is"]["auc"] == {"value": 0.0, "low": 0.0, "high": 0.0}
    lost = said["differences"]["false_marks - cleaned"]["recall"]
    assert lost["value"] == pytest.approx(-1 / 12)
    assert lost["low"] <= lost["value"] <= lost["high"] <= 0


def test_marks_are_measured_from_the_command_line_and_seen_patients_refused(
    untrained_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = data_folder(tmp_path / "made-up", 8)
    arguments = ["evaluate", "marks", "--data", str(data), "--models", str(untrained_models), "--device", "cpu"]
    assert main([*arguments, "--out", str(tmp_path / "seen")]) == 3
    assert "made-up/p0" in capsys.readouterr().err
    assert main([*arguments, "--out", str(tmp_path / "out"), "--where", "fold5=5"]) == 0
    said = json.loads((tmp_path / "out" / "marks.json").read_text())
    assert set(said["conditions"]) == {"as_is", "cleaned", "false_marks"}
    assert said["n"] == 4
    assert all(Path(name).is_file() for name in capsys.readouterr().out.split())
