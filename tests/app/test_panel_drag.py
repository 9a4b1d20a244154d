"""Correcting a panel by dragging: what is held, and what becomes of the panel and its mask."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt

from app.live.dialogs.panel_canvas import PanelCanvas
from app.live.dialogs.panel_drag import SMALLEST_PX, Grip, dragged, grip_at
from capture.screen.layout import Panel, Rect
from capture.source import Screen
from tests.app.fakes import speckle

SCREEN = (960, 540)
PANEL = Panel(Rect(100, 80, 500, 400))


def test_corners_sides_and_the_inside_are_told_apart() -> None:
    assert grip_at((PANEL,), 102, 78, 8) == Grip(0, left=True, top=True)
    assert grip_at((PANEL,), 503, 200, 8) == Grip(0, right=True)
    assert grip_at((PANEL,), 300, 396, 8) == Grip(0, bottom=True)
    inside = grip_at((PANEL,), 300, 200, 8)
    assert inside is not None
    assert inside.whole
    assert grip_at((PANEL,), 520, 200, 8) is None


def test_a_side_of_the_panel_beneath_can_be_held_through_the_one_above() -> None:
    above = Panel(Rect(50, 50, 700, 500))
    assert grip_at((PANEL, above), 500, 200, 8) == Grip(0, right=True)


distances = st.floats(-2000, 2000)
flags = st.booleans()


@given(flags, flags, flags, flags, distances, distances)
def test_a_dragged_panel_stays_on_the_screen_and_can_be_held(
    left: bool, top: bool, right: bool, bottom: bool, right_px: float, down_px: float
) -> None:
    mask = np.ones((320, 400), np.bool_)
    panel = Panel(PANEL.rect, mask=mask)
    after = dragged(panel, Grip(0, left, top, right, bottom), right_px, down_px, SCREEN)
    rect = after.rect
    assert 0 <= rect.left <= rect.right - SMALLEST_PX
    assert 0 <= rect.top <= rect.bottom - SMALLEST_PX
    assert rect.right <= SCREEN[0]
    assert rect.bottom <= SCREEN[1]
    assert after.mask is not None
    assert after.mask.shape == (rect.height, rect.width)


def test_the_mask_stays_where_it_lies_on_the_screen_when_a_side_is_dragged() -> None:
    mask = np.zeros((320, 400), np.bool_)
    mask[100:, 150:250] = True  # a beam in the lower middle
    panel = Panel(PANEL.rect, mask=mask)
    wider = dragged(panel, Grip(0, left=True, bottom=True), -40, 20, SCREEN)
    assert wider.mask is not None
    assert np.array_equal(wider.mask[:320, 40:], mask)
    assert wider.mask[320:, 190:290].all()  # the beam goes on where the panel grows
    assert not wider.mask[320:, :190].any()
    narrower = dragged(panel, Grip(0, left=True), 160, 0, SCREEN)
    assert narrower.mask is not None
    assert np.array_equal(narrower.mask, mask[:, 160:])


def test_a_corner_dragged_on_the_canvas_corrects_the_panel(qtbot) -> None:
    canvas = PanelCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(960, 540)
    canvas.set_screen(Screen(speckle(*SCREEN), 0, 0, 0))
    canvas.set_panels((PANEL,))
    with qtbot.waitSignal(canvas.corrected):
        qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(500, 400))
        qtbot.mouseMove(canvas, QPoint(540, 420))
        qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(560, 430))
    assert canvas.panels[0].rect == Rect(100, 80, 560, 430)


def test_inside_a_panel_that_is_the_whole_screen_a_new_one_is_drawn(qtbot) -> None:
    canvas = PanelCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(960, 540)
    canvas.set_screen(Screen(speckle(*SCREEN), 0, 0, 0))
    canvas.set_panels((Panel(Rect(0, 0, *SCREEN)),))
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 100))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(600, 400))
    assert canvas.panels[-1].rect == Rect(200, 100, 600, 400)
