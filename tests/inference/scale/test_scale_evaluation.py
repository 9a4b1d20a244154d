"""The measure of the scale counts what is read, what is wrong and what is not said, on made-up screens."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.__main__ import main
from capture.screen.ruler.digits import likeness, typefaces, written
from capture.screen.ruler.read import read_ruler
from inference.evaluation.scale.conditions import CONDITIONS, Shown, other_depth
from inference.evaluation.scale.rulers import Screenful, measure
from inference.evaluation.scale.tables import markdown, summarise
from inference.evaluation.screens.pictures import Library
from inference.evaluation.screens.recipe import Recipe
from inference.evaluation.screens.screen import MadeScreen
from inference.evaluation.screens.truth import Arrangement, Shape

SIZE = (800, 600)


def recipe(maker: str, arrangement: Arrangement = Arrangement.SINGLE, seed: int = 5) -> Recipe:
    return Recipe(maker, seed, SIZE, arrangement, Shape.RECTANGLE)


@pytest.fixture(scope="module")
def screens() -> list[Screenful]:
    return list(measure([recipe("Siemens"), recipe("Philips", Arrangement.DUAL)], Library.shipped()))


def test_numbered_rulers_are_read_and_unnumbered_ones_never(screens: list[Screenful]) -> None:
    siemens, philips = screens
    assert siemens.readings[0].error is not None
    assert siemens.readings[0].error < 0.005
    assert siemens.changes[0].unknown_at_once
    assert siemens.changes[0].unknown_when_back
    assert [reading.read_mm_per_px for reading in philips.readings] == [None] * len(CONDITIONS)
    assert (philips.panels_without, philips.read_without) == (1, 0)


def test_the_tables_name_makers_conditions_and_what_is_wrong(screens: list[Screenful]) -> None:
    tree = summarise(screens, [], {"part": "development", "first": 0})
    plain = tree["conditions"]["as it is"]
    assert plain["wrong"] == 0
    assert plain["rulers with fewer"] == 1
    assert set(tree["makers"]) == {"Siemens", "Philips"}
    assert tree["conditions"]["ruler gone"]["read"] == 0
    assert "| Siemens | 1 | 1 (100 %)" in markdown(tree)


def test_another_depth_moves_every_tick_and_number_and_nothing_else() -> None:
    made = MadeScreen(recipe("Siemens"), Library.shipped())
    pixels, panel, ruler = made.picture(0.3), made.truth.panels[0], made.truth.rulers[0]
    shown = Shown(pixels, panel.rect, ruler, 1 / panel.mm_per_px[1])
    deeper = other_depth(shown, 0.8)
    read = read_ruler(deeper, panel.rect)
    assert read is not None
    assert read.mm_per_px == pytest.approx(panel.mm_per_px[1] / 0.8, rel=0.005)
    strip = shown.strip
    outside = np.ones(pixels.shape[:2], np.bool_)
    outside[:, strip.left : strip.right] = False
    assert (deeper[outside] == pixels[outside]).all()


def test_a_number_looks_most_like_itself_in_every_typeface() -> None:
    numbers = ("1", "2", "5", "10", "20", "2.5", "7.5", "15")
    for face in range(len(typefaces())):
        for text in numbers:
            scores = {other: likeness(written(text, face), other, face) for other in numbers}
            assert max(scores, key=lambda other: scores[other]) == text


def test_the_command_writes_its_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inference.evaluation.screens.recipe.SIZES", ((640, 480),))
    assert main(["evaluate", "scale", "--out", str(tmp_path), "--screens", "1", "--part", "development"]) == 0
    assert json.loads((tmp_path / "scale.json").read_text("utf-8"))["screens"] == 1
    assert "What a pixel measures" in (tmp_path / "scale.md").read_text("utf-8")
    assert (tmp_path / "scale.png").stat().st_size > 0
