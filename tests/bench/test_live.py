"""The live benchmark counts what it says it counts."""

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.live.window.actions import WindowSettings
from app.live.window.main_window import MainWindow
from capture.screen.gate import Gate
from tests.bench.live import _cells, _parser, commit, machine
from tests.bench.live_row import ROWS, Paint, RowResult, distinct, own_share, quantiles
from tests.bench.pictures import HZ, ONE_PANEL, SCREEN_PX, TWO_PANELS
from tests.bench.window_actions import NoActions


def paint(index: int, painted_ms: int) -> Paint:
    return Paint(index, arrived_ns=0, time_ns=0, painted_ns=painted_ms * 1_000_000, boxed=True)


def test_a_repaint_of_the_same_frame_does_not_count():
    paints = [paint(1, 10), paint(1, 20), paint(2, 30), paint(1, 40)]
    assert [(each.frame_index, each.painted_ns) for each in distinct(paints)] == [(1, 10_000_000), (2, 30_000_000)]


def test_an_analysis_that_came_after_the_paint_is_not_the_frames_own():
    paints = [paint(1, 10), paint(2, 20), paint(3, 30), paint(4, 40)]
    assert own_share(paints, {1: 9_000_000, 2: 21_000_000, 4: 40_000_000}) == 0.5
    assert own_share([], {}) is None


def test_of_nothing_there_are_no_quantiles():
    assert quantiles([]) is None
    assert quantiles([5.0] * 10) == (5.0, 5.0)


@pytest.mark.parametrize("scene", [ONE_PANEL, TWO_PANELS])
def test_the_panels_lie_on_the_screen_and_the_rest_is_cut_away(scene):
    gate = Gate(scene.layout, None)
    assert gate.layout.source_size_px == SCREEN_PX
    assert not gate.is_whole
    assert HZ == 60


def test_the_four_rows_of_the_readme_are_there():
    assert list(ROWS) == ["bare", "overlay", "recording", "two-panels"]
    assert tuple(ROWS) == _parser().parse_args([]).rows


@pytest.mark.parametrize("arguments", [["--rows", "fast"], ["--formats", "h264"], ["--rows", ""]])
def test_an_unknown_row_is_refused(arguments, capsys):
    with pytest.raises(SystemExit):
        _parser().parse_args(arguments)
    assert "choose from" in capsys.readouterr().err


def test_what_was_not_measured_is_a_dash_not_a_zero():
    nothing = RowResult(
        row="bare", packets="nv12", seconds=1.0, painted_hz=0.0, arrival_to_paint_ms=None, cable_to_paint_ms=None,
        analyses_hz=0.0, analysis_age_ms=None, own_analysis_share=None, boxed_share=0.0, delay_ms=0.0, replaced=0,
        lost=0, recording_gaps=None, load_cores=0.1, machine_load_share=0.1, memory_start_mb=1.0, memory_end_mb=1.0,
        memory_peak_mb=1.0, device="none",
    )  # fmt: skip
    cells = _cells(nothing)
    assert cells.count("–") == 4
    assert json.loads(json.dumps(nothing.as_json()))["analysis_age_ms"] is None


def test_the_report_tells_machine_and_commit():
    assert machine()["threads"] >= 1
    in_a_clone = (Path(__file__).parents[2] / ".git").exists()
    assert (commit() != "unknown") or not in_a_clone


def test_the_window_of_the_benchmarks_opens(qtbot: QtBot):
    window = MainWindow(WindowSettings(language="en"), actions=NoActions())
    qtbot.addWidget(window)
    window.show()
    assert window.isVisible()
