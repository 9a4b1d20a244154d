"""The grid of a scanner's settings changes what it names, and a score that leans on brightness is found out."""

from pathlib import Path

import numpy as np
import pytest

from inference.evaluation.appearance import settings, summarise, vary
from inference.findings import Box
from inference.training.cases import read_cases
from tests.inference.made_up import data_folder

GRID = {setting.name: setting.change for setting in settings()}
GREY = np.random.default_rng(1).integers(0, 256, (120, 160)).astype(np.uint8)


class MeanGrey:
    """Calls what is bright malignant: moved by gain, not by zoom."""

    def score(self, grey: np.ndarray, box: Box) -> float:
        part = grey[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
        return float(part.mean()) / 255


class Constant:
    def score(self, grey: np.ndarray, box: Box) -> float:
        return 0.3


@pytest.mark.parametrize("name", GRID)
def test_every_setting_gives_another_picture_of_the_same_kind(name: str) -> None:
    changed = GRID[name](GREY.copy())
    assert changed.dtype == np.uint8
    assert changed.shape != GREY.shape or (changed != GREY).any()
    assert GRID[name](GREY.copy()).tobytes() == changed.tobytes()


def test_a_decibel_is_as_many_grey_levels_as_sixty_of_them_fill_and_black_stays_black() -> None:
    grey = np.array([[0, 100, 200]], np.uint8)
    assert GRID["gain +6 dB"](grey).tolist() == [[0, 125, 225]]
    assert GRID["gain -6 dB"](grey).tolist() == [[0, 74, 174]]


def test_a_smaller_dynamic_range_keeps_white_and_loses_the_weakest_echoes() -> None:
    grey = np.array([[10, 255]], np.uint8)
    assert GRID["dynamic range 45 dB of 60"](grey).tolist() == [[0, 255]]


def test_a_score_that_leans_on_brightness_is_found_out(tmp_path: Path) -> None:
    cases = read_cases(data_folder(tmp_path / "made-up", 4))
    grid = settings()
    said = summarise(list(vary(cases, MeanGrey(), grid, lambda _done: None)), grid)  # type: ignore[arg-type]
    assert said["n"] == 3
    assert said["by_setting"]["gain +6 dB"]["change_median"] > 0.05
    assert said["by_setting"]["zoom 0.8"]["change_median"] < 0.02
    still = summarise(list(vary(cases, Constant(), grid, lambda _done: None)), grid)  # type: ignore[arg-type]
    assert still["change_median"] == still["change_p95"] == 0


def test_without_lesions_nothing_is_claimed() -> None:
    said = summarise([], settings())
    assert (said["n"], said["change_median"], said["auc"]) == (0, None, None)
