"""The pointing game: what counts as a hit, and what chance and the middle of the picture would hit."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.__main__ import main
from inference.evaluation.saliency import Pointed, point_at_lesions, summarise
from inference.findings import Box
from inference.training.cases import read_cases
from tests.inference.made_up import data_folder


class Finder:
    """Finds the dark mass of a made-up picture, and scores how dark the view is in the middle or in a corner."""

    def __init__(self, *, looks_at_lesion: bool) -> None:
        self._looks_at_lesion = looks_at_lesion

    def find(self, grey: np.ndarray) -> list[tuple[Box, float]]:
        dark = cv2.morphologyEx(
            (cv2.GaussianBlur(grey, (0, 0), 3) < 25).astype(np.uint8), cv2.MORPH_OPEN, np.ones((9, 9))
        )
        if not dark.any():
            return []
        rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
        return [(Box(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1), 0.9)]

    def view_logit(self, view: np.ndarray) -> float:
        part = view[80:110, 80:110] if self._looks_at_lesion else view[150:180, 10:40]
        return float(-10 * part.mean())

    def calibrated(self, logit: float) -> float:
        return 1 / (1 + float(np.exp(-logit)))


@pytest.mark.parametrize("looks_at_lesion", [True, False])
def test_a_network_that_looks_at_the_lesion_points_at_it_and_another_does_not(
    tmp_path: Path, looks_at_lesion: bool
) -> None:
    cases = read_cases(data_folder(tmp_path / "made-up", 4))
    done: list[int] = []
    pointed = point_at_lesions(cases, Finder(looks_at_lesion=looks_at_lesion), done.append)  # type: ignore[arg-type]
    said = summarise(pointed, len(cases))
    assert done == [1, 2, 3, 4]
    assert (said["pictures"], said["n"], said["n_malignant"]) == (4, 3, 1)
    assert said["pointing"] == float(looks_at_lesion)
    assert said["middle_of_the_view"] == 1.0  # the box was found, so its middle is the lesion's
    assert 0 < said["random_place"] < said["random_place_with_margin"] < 0.6
    hidden, chance = (said[f"log_odds_moved_by_hiding_{what}_fifth"] for what in ("the_strongest", "a_random"))
    assert hidden > 2 * chance


def test_no_lesion_found_is_no_number_and_no_nought() -> None:
    said = summarise([], 3)
    assert (said["pictures"], said["n"], said["pointing"], said["pointing_by_label"]) == (3, 0, None, {})


def test_benign_and_malignant_are_told_apart() -> None:
    hit = Pointed(True, True, True, 0.2, 0.3, True, 1.0, 0.5)
    miss = Pointed(False, False, True, 0.2, 0.3, True, 1.0, 0.5)
    assert summarise([hit, miss, miss], 3)["pointing_by_label"] == {"benign": 0.0, "malignant": 1.0}


def test_it_is_measured_from_the_command_line(
    untrained_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = data_folder(tmp_path / "made-up", 8)
    arguments = ["evaluate", "saliency", "--data", str(data), "--models", str(untrained_models), "--device", "cpu"]
    assert main([*arguments, "--out", str(tmp_path / "seen")]) == 3
    assert "made-up/p0" in capsys.readouterr().err
    assert main([*arguments, "--out", str(tmp_path / "out"), "--where", "fold5=5", "--limit", "2"]) == 0
    said = json.loads((tmp_path / "out" / "saliency.json").read_text(), parse_constant=pytest.fail)
    assert said["pictures"] == 2
    assert said["seed"] == 0
