"""The scale stated by the user: two ticks of the ruler and their distance, in the dialog that sees the whole screen."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.live.dialogs.layout_dialog import LayoutDialog
from app.live.scale.two_points import Stretch, scale_of
from capture.screen.layout import Panel, Rect, ScaleOrigin, ScanLayout
from capture.source import Screen
from tests.capture.test_scale_mark import RECT, screen

LAYOUT = ScanLayout((Panel(Rect(0, 0, RECT.width, RECT.height)),), (RECT.left, RECT.top), (480, 360))


class Shown:
    """What the scanner shows."""

    def __init__(self) -> None:
        self.screen = Screen(screen(scan=False), 0, 0, 0)

    def __call__(self) -> Screen:
        return self.screen


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def dialog(qtbot: QtBot, shown: Shown) -> LayoutDialog:
    made = LayoutDialog(shown)
    qtbot.addWidget(made)
    made.resize(1400, 1000)
    made.show_layout(LAYOUT)
    made.show()
    made.show_scale()
    return made


def click(qtbot: QtBot, dialog: LayoutDialog, *points: tuple[float, float]) -> None:
    canvas = dialog.scale_step.canvas
    for point in points:
        place = canvas._to_view(point)
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(place.x()), round(place.y())))


def accepted(qtbot: QtBot, dialog: LayoutDialog) -> Panel:
    with qtbot.waitSignal(dialog.accepted_layout) as sent:
        dialog._use.click()
    layout: ScanLayout = sent.args[0]
    return layout.panels[0]


def test_two_ticks_and_their_distance_give_the_scale_with_its_origin(qtbot: QtBot, dialog: LayoutDialog) -> None:
    click(qtbot, dialog, (428, 30), (428, 290))
    assert dialog.scale_step.canvas.points == ((428, 30), (428, 290))
    dialog.scale_step.unit.setCurrentIndex(1)
    dialog.scale_step.lengths[0].setValue(2.6)
    assert "picture 3.0 cm deep, stated by the user" in dialog.scale_step._result.text()
    assert "while the ruler looks as it does now" in dialog.scale_step._result.text()
    panel = accepted(qtbot, dialog)
    assert panel.mm_per_px == pytest.approx((0.1, 0.1))
    assert panel.scale_origin is ScaleOrigin.STATED
    assert panel.scale_mark is not None
    assert panel.rect == LAYOUT.panels[0].rect


def test_arrow_keys_move_the_ringed_point_to_the_pixel(qtbot: QtBot, dialog: LayoutDialog) -> None:
    canvas = dialog.scale_step.canvas
    click(qtbot, dialog, (428, 31), (428, 300))
    qtbot.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.points[1] == (428, 290)
    click(qtbot, dialog, (428, 31))  # takes hold of it
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.points == ((428, 30), (428, 290))
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert canvas.points == ()


def test_a_wrong_unit_is_said_and_not_taken(qtbot: QtBot, dialog: LayoutDialog) -> None:
    click(qtbot, dialog, (428, 30), (428, 290))
    dialog.scale_step.lengths[0].setValue(40)
    before = dialog.canvas.panels[0].mm_per_px
    dialog.scale_step.unit.setCurrentIndex(1)
    assert "46.2 cm deep: check the distance" in dialog.scale_step._result.text()
    assert dialog.canvas.panels[0].mm_per_px == before == pytest.approx((40 / 260, 40 / 260))


def test_points_that_are_too_near_and_lines_that_run_alike_are_refused(qtbot: QtBot, dialog: LayoutDialog) -> None:
    click(qtbot, dialog, (428, 30), (428, 45))
    assert "too near" in dialog.scale_step._result.text()
    qtbot.keyClick(dialog.scale_step.canvas, Qt.Key.Key_Delete)
    dialog.scale_step.across.setChecked(True)
    click(qtbot, dialog, (428, 30), (428, 290))
    assert "two more points" in dialog.scale_step._result.text()
    click(qtbot, dialog, (300, 60), (300, 290))
    assert "across the first" in dialog.scale_step._result.text()
    assert dialog.canvas.panels[0].mm_per_px is None


def test_a_second_measure_across_gives_pixels_that_are_not_square(qtbot: QtBot, dialog: LayoutDialog) -> None:
    dialog.scale_step.across.setChecked(True)
    click(qtbot, dialog, (428, 30), (428, 290), (100, 200), (300, 200))
    dialog.scale_step.lengths[0].setValue(26)
    dialog.scale_step.lengths[1].setValue(24)
    assert dialog.canvas.panels[0].mm_per_px == pytest.approx((0.12, 0.1))


def test_a_line_inside_the_scan_is_taken_and_said_not_to_be_watched(qtbot: QtBot, dialog: LayoutDialog) -> None:
    click(qtbot, dialog, (200, 60), (200, 300))
    assert "No ruler is watched there" in dialog.scale_step._result.text()
    assert accepted(qtbot, dialog).scale_mark is None


def test_a_scale_is_forgotten_on_request_and_when_the_newest_picture_shows_another_depth(
    qtbot: QtBot, dialog: LayoutDialog, shown: Shown
) -> None:
    click(qtbot, dialog, (428, 30), (428, 290))
    dialog.scale_step.clear.click()
    assert dialog.canvas.panels[0].mm_per_px is None
    click(qtbot, dialog, (428, 30), (428, 290))
    assert dialog.canvas.panels[0].mm_per_px is not None
    shown.screen = Screen(screen(20, scan=False), 1, 0, 0)
    dialog.take()
    assert dialog.canvas.panels[0].mm_per_px is None
    dialog.scale_step.done.click()
    assert dialog._scale.text() == "Scale not known."


def test_a_hidden_dialog_keeps_no_screen(dialog: LayoutDialog) -> None:
    dialog.hide()
    assert dialog.scale_step.canvas._screen is dialog.scale_step.canvas._image is None
    assert dialog.scale_step._screen is None


def test_the_two_sizes_follow_from_any_two_lines_that_cross() -> None:
    sizes = np.array([0.08, 0.05])
    ends = [((10.0, 20.0), (210.0, 140.0)), ((30.0, 300.0), (180.0, 20.0))]
    lines = [Stretch(*each, float(np.linalg.norm((np.array(each[1]) - each[0]) * sizes))) for each in ends]
    assert scale_of(*lines) == pytest.approx(tuple(sizes))
