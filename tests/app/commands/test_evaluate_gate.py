"""`minamo evaluate gate` on twenty screens, always in CI: no page passes, no planted text is read in what came out."""

import argparse
import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.commands.evaluations import gate
from inference.evaluation.gate import run, sequence
from inference.evaluation.gate.pages import OVER_THE_SCAN
from inference.evaluation.gate.sequence import Change, Plan
from inference.evaluation.screens.recipe import Part
from tests.dicom_tools import need_tool

SMALL = (640, 480)
AT_ONCE = 2


def small_plans(part: Part, first: int, count: int) -> list[Plan]:
    """The development sequences, on screens that are drawn quickly; a window over the scan comes by a cut."""
    chosen = []
    for plan in sequence.plans(part, first, count):
        width, height = plan.recipe.size_px
        size = SMALL if width * height > SMALL[0] * SMALL[1] else (width, height)
        cut = plan.page in OVER_THE_SCAN
        change = Change.CUT if cut else plan.change
        chosen.append(replace(plan, recipe=replace(plan.recipe, size_px=size), change=change))
    return chosen


@pytest.mark.parametrize("first", range(0, 20, AT_ONCE))
def test_no_page_passes_and_no_name_is_read_in_what_came_out(
    first: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_tool("tesseract", "tesseract-ocr tesseract-ocr-jpn")
    monkeypatch.setattr(run, "plans", small_plans)
    args = argparse.Namespace(out=tmp_path, screens=AT_ONCE, first=first, data=None, development=True)
    assert gate.run(args) == 0
    tree = json.loads((tmp_path / "gate.json").read_text(encoding="utf-8"))
    assert tree["screens"] == AT_ONCE
    assert tree["total"]["leaked_pixels"] == 0
    assert tree["total"]["texts_read"] == 0
    assert tree["total"]["screens_with_texts"] == 0
    assert tree["total"]["outputs_read"] > 0
    assert tree["total"]["control"] >= 0.5  # of a few texts, down to 480i; that tesseract reads at all
    assert gate.run(args) == 0  # goes on where it was: nothing is played twice
    assert (
        json.loads((tmp_path / "gate.json").read_text(encoding="utf-8"))["total"]["with_page"]
        == tree["total"]["with_page"]
    )
