"""Descriptors measure what was drawn, and say why where they cannot."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.__main__ import main
from inference.descriptors.describe import NAMES, describe
from inference.descriptors.descriptor import AT_EDGE, NO_OUTLINE, TOO_SHALLOW, Descriptor
from tests.inference.made_up import data_folder, ellipse, speckle

SIZE = (300, 400)


def star() -> np.ndarray:
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    reach = np.where(np.arange(24) % 2, 25, 55)
    points = np.stack([200 + reach * np.cos(angle), 120 + reach * np.sin(angle)], axis=1).astype(np.int32)
    mask = np.zeros(SIZE, np.uint8)
    cv2.fillPoly(mask, [points], 1)
    return mask > 0


def tissue() -> np.ndarray:
    return np.full(SIZE, 100, np.uint8)


def of(grey: np.ndarray, mask: np.ndarray | None, mm: tuple[float, float] | None = None) -> dict[str, Descriptor]:
    return {each.name: each for each in describe(grey, mask, mm)}


@settings(deadline=None, max_examples=25)
@given(st.integers(15, 60), st.integers(15, 60))
def test_depth_over_width_is_that_of_the_outline(half_width: int, half_depth: int) -> None:
    said = of(tissue(), ellipse(half_width, half_depth))["depth over width"]
    assert said.value == pytest.approx(half_depth / half_width, rel=0.05)
    assert said.category == ("not parallel" if said.value > 1 else "parallel")


def test_pixels_that_are_not_square_are_counted_in_mm() -> None:
    said = of(tissue(), ellipse(40, 20), (0.1, 0.3))["depth over width"]
    assert said.value == pytest.approx(1.5, rel=0.05)


@pytest.mark.parametrize(
    ("mask", "word"), [(ellipse(50, 25), "oval"), (ellipse(40, 40), "round"), (star(), "irregular")]
)
def test_the_shape_has_its_word(mask: np.ndarray, word: str) -> None:
    assert of(tissue(), mask)["solidity"].category == word


def test_spikes_make_a_margin_angular_and_the_steps_of_pixels_do_not() -> None:
    smooth, spiked = of(tissue(), ellipse(50, 25))["angularity"], of(tissue(), star())["angularity"]
    assert smooth.value is not None
    assert spiked.value is not None
    assert smooth.value < 0.03 < 0.3 < spiked.value


def test_echo_level_and_margin_are_differences_of_grey() -> None:
    grey = tissue()
    mask = ellipse(40, 25)
    grey[mask] = 40
    said = of(grey, mask)
    assert said["echo level"].value == pytest.approx(-60)
    assert said["margin sharpness"].value == pytest.approx(60)
    assert said["halo"].value == pytest.approx(0)
    blurred = cv2.GaussianBlur(grey, (0, 0), 8)
    assert (of(blurred, mask)["margin sharpness"].value or 0) < 40


def test_a_bright_rim_is_a_halo() -> None:
    grey = tissue()
    grey[ellipse(46, 31)] = 180
    mask = ellipse(40, 25)
    grey[mask] = 40
    assert (of(grey, mask)["halo"].value or 0) > 40


@pytest.mark.parametrize(("shade", "word"), [(160, "enhancement"), (30, "shadow"), (102, "no change")])
def test_what_lies_below_is_compared_with_the_same_depth_beside(shade: int, word: str) -> None:
    grey = np.repeat(np.linspace(130, 70, SIZE[0])[:, None], SIZE[1], axis=1).astype(np.uint8)
    mask = ellipse(40, 25)
    below = grey[147:210, 165:235]
    below[:] = np.clip(below.astype(int) + shade - 102, 0, 255)
    assert of(grey, mask)["posterior"].category == word


def test_brightness_and_gain_over_depth_alone_change_no_word() -> None:
    rng = np.random.default_rng(0)
    grey, mask = speckle(rng, *SIZE), ellipse(40, 25)
    brighter = np.clip(grey.astype(int) + 20, 0, 255).astype(np.uint8)
    words = [each.category for each in describe(grey, mask)]
    assert [each.category for each in describe(brighter, mask)] == words


def test_what_cannot_be_measured_says_why() -> None:
    nothing = describe(tissue(), None)
    assert [each.name for each in nothing] == list(NAMES)
    assert {(each.value, each.reason) for each in nothing} == {(None, NO_OUTLINE)}
    cut = describe(tissue(), ellipse(40, 25, (200, 10)))
    assert {(each.value, each.reason) for each in cut} == {(None, AT_EDGE)}
    shallow = of(tissue(), ellipse(40, 40, (200, 255)))
    assert (shallow["posterior"].value, shallow["posterior"].reason) == (None, TOO_SHALLOW)
    assert shallow["solidity"].value is not None


def test_descriptors_are_evaluated_from_the_command_line(
    untrained_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = data_folder(tmp_path / "made-up", 8)
    arguments = ["evaluate", "descriptors", "--data", str(data), "--models", str(untrained_models), "--device", "cpu"]
    assert main([*arguments, "--out", str(tmp_path / "seen")]) == 3
    assert "made-up/p0" in capsys.readouterr().err
    assert main([*arguments, "--out", str(tmp_path / "out"), "--where", "fold5=5"]) == 0
    said = json.loads((tmp_path / "out" / "descriptors.json").read_text(), parse_constant=pytest.fail)
    assert said["n"] == 2
    assert set(said["descriptors"]) == set(NAMES)
    assert said["descriptors"]["echo level"]["n_given"] == 2
