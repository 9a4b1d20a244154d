"""The results of finding the scan say what was found and what was missed."""

import json
from pathlib import Path

from app.__main__ import main
from capture.screen.layout import Panel, Rect, ScanLayout
from inference.evaluation.screens.measure import compare
from inference.evaluation.screens.pictures import Library
from inference.evaluation.screens.recipe import Recipe
from inference.evaluation.screens.screen import MadeScreen
from inference.evaluation.screens.truth import Arrangement, Shape

DUAL = MadeScreen(Recipe("GE", 7, (640, 480), Arrangement.DUAL, Shape.RECTANGLE), Library.shipped())


def test_one_of_two_panels_counts_half() -> None:
    first = DUAL.truth.panels[0].rect
    found = compare(ScanLayout((Panel(first),), (0, 0), (640, 480)), DUAL.truth)
    assert found.iou == 0.5
    assert not found.right_count
    assert found.leaked_px == 0


def test_one_panel_over_two_leaks_the_gap_between_them() -> None:
    left, right = (panel.rect for panel in DUAL.truth.panels)
    both = Rect(left.left, left.top, right.right, left.bottom)
    found = compare(ScanLayout((Panel(both),), (0, 0), (640, 480)), DUAL.truth)
    assert found.leaked_px == (right.left - left.right) * left.height
    assert 0 < found.iou < 0.5


def test_nothing_found_is_nothing() -> None:
    found = compare(None, DUAL.truth)
    assert (found.found, found.iou, found.leaked_px) == (False, 0.0, 0)


def test_the_command_writes_tables_and_a_sheet(tmp_path: Path, capsys) -> None:
    assert main(["evaluate", "layout", "--out", str(tmp_path), "--screens", "1", "--changes", "0"]) == 0
    tree = json.loads((tmp_path / "layout.json").read_text(encoding="utf-8"))
    assert tree["part"] == "test"
    assert tree["made_up"]["all"]["screens"] == 1
    assert "| all | 1 |" in (tmp_path / "layout.md").read_text(encoding="utf-8")
    assert (tmp_path / "layout-made-up.webp").stat().st_size > 1000
    assert str(tmp_path / "layout.json") in capsys.readouterr().out
