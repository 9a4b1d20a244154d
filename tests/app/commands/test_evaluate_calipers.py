"""Snapped calipers are compared with those of the given outline, in per cent, and what was not outlined is counted."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.__main__ import main
from app.commands.evaluations.calipers import Compared, compare, summarise
from inference.findings import Box
from inference.training.cases import read_cases
from tests.inference.made_up import data_folder


class Outliner:
    """Finds and outlines as the given masks are, a share larger; or draws nothing."""

    def __init__(self, masks: list[np.ndarray], *, outlines: bool = True) -> None:
        self._masks, self._outlines = masks, outlines
        self._at = -1

    def find(self, grey: np.ndarray) -> list[tuple[Box, float]]:
        self._at += 1
        mask = self._masks[self._at]
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        return [(Box(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1), 0.9)]

    def outlines(self, grey: np.ndarray, boxes: list[Box]) -> list[np.ndarray | None]:
        return [self._masks[self._at] if self._outlines else None for _ in boxes]


def masks_of(folder: Path) -> list[np.ndarray]:
    from inference.training.cases import load_picture

    pictures = [load_picture(case) for case in read_cases(folder) if case.label != "normal"]
    return [picture.mask > 0 for picture in pictures]


def test_the_given_outline_itself_has_no_error(tmp_path: Path) -> None:
    folder = data_folder(tmp_path / "made-up", 4)
    compared, missed = compare(read_cases(folder), Outliner(masks_of(folder)), lambda _done: None)  # type: ignore[arg-type]
    said = summarise(compared, missed)
    assert (said["n"], said["n_not_outlined"]) == (3, 0)
    for name in ("longest", "upright"):
        assert said[name]["mean_absolute_percent"] == 0
        assert said[name]["within_10_percent"] == 1
    longest, upright = compared[0].given
    assert longest == pytest.approx(81, abs=1)
    assert upright == pytest.approx(51, abs=1)


def test_what_was_not_outlined_is_counted_and_gives_no_number(tmp_path: Path) -> None:
    folder = data_folder(tmp_path / "made-up", 4)
    detector = Outliner(masks_of(folder), outlines=False)
    compared, missed = compare(read_cases(folder), detector, lambda _done: None)  # type: ignore[arg-type]
    assert summarise(compared, missed) == {"n": 0, "n_not_outlined": 3, "longest": None, "upright": None}


def test_errors_are_told_with_their_direction() -> None:
    said = summarise([Compared((110, 45), (100, 50)), Compared((95, 50), (100, 50))], 0)
    assert said["longest"]["mean_absolute_percent"] == pytest.approx(7.5)
    assert said["longest"]["bias_percent"] == pytest.approx(2.5)
    assert said["upright"]["bias_percent"] == pytest.approx(-5)
    assert said["upright"]["within_10_percent"] == 1


def test_it_is_measured_from_the_command_line(
    untrained_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = data_folder(tmp_path / "made-up", 8)
    arguments = ["evaluate", "calipers", "--data", str(data), "--models", str(untrained_models), "--device", "cpu"]
    assert main([*arguments, "--out", str(tmp_path / "seen")]) == 3
    assert "made-up/p0" in capsys.readouterr().err
    assert main([*arguments, "--out", str(tmp_path / "out"), "--where", "fold5=5"]) == 0
    said = json.loads((tmp_path / "out" / "calipers.json").read_text(), parse_constant=pytest.fail)
    assert said["n"] + said["n_not_outlined"] == 2
    assert said["command"] == "evaluate calipers"
