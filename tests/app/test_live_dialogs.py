"""The dialogs: marking the scan area, changing keys, exporting; none of them modal."""

import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence

from app.live.background import Background
from app.live.dialogs.export import Export
from app.live.dialogs.key_list import KeyList
from app.live.dialogs.layout_dialog import LayoutDialog, layout_from_panels, panels_on_screen
from app.live.panels.notice_strip import NoticeStrip
from app.live.window.keys import Command
from capture.errors import RecordingFailed
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from capture.source import Screen
from tests.app.fakes import FakeActions, FakeSession, recording_state, speckle


def screen(width: int = 960, height: int = 540) -> Screen:
    return Screen(speckle(width, height), 0, 0, 0)


# -- scan area ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def layout_dialog(qtbot) -> LayoutDialog:
    dialog = LayoutDialog(cache(screen))
    qtbot.addWidget(dialog)
    dialog.resize(1000, 700)
    dialog.show()
    return dialog


def drag(qtbot, dialog: LayoutDialog, rect: Rect) -> None:
    """Drag over this part of the screen."""
    target, ratio = dialog.canvas._target(), dialog.canvas._ratio()
    begin = QPoint(round(target.left() + rect.left * ratio), round(target.top() + rect.top * ratio))
    end = QPoint(round(target.left() + rect.right * ratio), round(target.top() + rect.bottom * ratio))
    qtbot.mousePress(dialog.canvas, Qt.MouseButton.LeftButton, pos=begin)
    qtbot.mouseMove(dialog.canvas, end)
    qtbot.mouseRelease(dialog.canvas, Qt.MouseButton.LeftButton, pos=end)


def test_two_panels_drawn_by_dragging_become_a_layout(qtbot, layout_dialog: LayoutDialog) -> None:
    drag(qtbot, layout_dialog, Rect(100, 50, 400, 450))
    drag(qtbot, layout_dialog, Rect(450, 60, 800, 460))
    layout_dialog.editor.kinds[1].setCurrentIndex(2)
    layout_dialog.editor.kinds[1].activated.emit(2)
    with qtbot.waitSignal(layout_dialog.accepted_layout) as accepted:
        layout_dialog._use.click()
    layout, drawn_on = accepted.args
    assert drawn_on is layout_dialog._take_screen()  # not the newest one, which may be a patient list by then
    assert layout.source_size_px == (960, 540)
    assert np.allclose(layout.origin_px, (100, 50), atol=2)
    assert [panel.kind for panel in layout.panels] == [PanelKind.B_MODE, PanelKind.DOPPLER]
    first, second = panels_on_screen(layout)
    assert np.allclose(
        (first.rect.left, first.rect.top, first.rect.right, first.rect.bottom), (100, 50, 400, 450), atol=2
    )
    assert np.allclose((second.rect.left, second.rect.right), (450, 800), atol=2)


def test_a_slip_of_the_hand_is_no_panel_and_nothing_drawn_cannot_be_used(qtbot, layout_dialog: LayoutDialog) -> None:
    drag(qtbot, layout_dialog, Rect(100, 100, 110, 105))
    assert layout_dialog.canvas.panels == ()
    assert not layout_dialog._use.isEnabled()


def test_a_frame_drawn_beyond_the_screen_is_cut_to_it(qtbot, layout_dialog: LayoutDialog) -> None:
    drag(qtbot, layout_dialog, Rect(-200, -200, 400, 400))
    [panel] = layout_dialog.canvas.panels
    assert (panel.rect.left, panel.rect.top) == (0, 0)


def test_a_third_panel_replaces_the_oldest(qtbot, layout_dialog: LayoutDialog) -> None:
    for left in (0, 300, 600):
        drag(qtbot, layout_dialog, Rect(left, 50, left + 200, 400))
    lefts = [panel.rect.left for panel in layout_dialog.canvas.panels]
    assert np.allclose(lefts, [300, 600], atol=2)


def test_the_whole_screen_is_forgotten_when_the_dialog_closes(layout_dialog: LayoutDialog) -> None:
    assert layout_dialog.canvas._screen is not None
    layout_dialog.hide()
    assert layout_dialog.canvas._screen is None


def test_before_the_first_picture_the_dialog_says_so_and_waits_for_it(qtbot) -> None:
    screens: list[Screen] = []
    dialog = LayoutDialog(lambda: screens[-1] if screens else None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "no picture yet" in dialog._hint.text()
    assert not dialog._use.isEnabled()
    screens.append(screen())
    qtbot.waitUntil(lambda: dialog.canvas._screen is not None)
    assert "Drag a frame" in dialog._hint.text()


sides = st.tuples(st.integers(0, 500), st.integers(0, 300), st.integers(32, 400), st.integers(32, 200))


@given(st.lists(sides, min_size=1, max_size=2))
def test_panels_come_back_from_a_layout_where_they_were_drawn(drawn: list[tuple[int, int, int, int]]) -> None:
    panels = tuple(Panel(Rect(left, top, left + width, top + height)) for left, top, width, height in drawn)
    layout = layout_from_panels(panels, (960, 540))
    assert [panel.rect for panel in panels_on_screen(layout)] == [panel.rect for panel in panels]
    assert min(panel.rect.left for panel in layout.panels) == min(panel.rect.top for panel in layout.panels) == 0


def test_the_dialog_begins_with_the_area_in_force(layout_dialog: LayoutDialog) -> None:
    layout_dialog.show_layout(ScanLayout((Panel(Rect(0, 0, 300, 200)),), (40, 30), (960, 540)))
    assert [panel.rect for panel in layout_dialog.canvas.panels] == [Rect(40, 30, 340, 230)]


# -- keys --------------------------------------------------------------------------------------------------------------


def change(dialog: KeyList, command: Command, key: str) -> None:
    dialog._edits[command].setKeySequence(QKeySequence(key))
    dialog._edits[command].editingFinished.emit()


def test_a_key_can_be_changed_but_not_to_one_that_is_taken(qtbot) -> None:
    dialog = KeyList({})
    qtbot.addWidget(dialog)
    heard: list[dict[str, str]] = []
    dialog.keys_changed.connect(heard.append)
    change(dialog, Command.SNAPSHOT, "F9")
    change(dialog, Command.RECORD, "M")
    assert heard == [{"snapshot": "F9"}]
    assert "Mute" in dialog._wrong.text()
    assert dialog._edits[Command.RECORD].keySequence().toString() == "R"
    change(dialog, Command.RECORD, "S")  # free now
    assert heard[-1] == {"snapshot": "F9", "record": "S"}
    dialog._defaults.click()
    assert heard[-1] == {}


# -- export ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def strip(qtbot) -> NoticeStrip:
    strip = NoticeStrip()
    qtbot.addWidget(strip)
    return strip


def test_an_export_shows_its_progress_and_where_it_is(qtbot, strip: NoticeStrip) -> None:
    actions, seen = FakeActions(), threading.Event()

    def write(progress: Callable[[float], None], cancelled: Callable[[], bool]) -> None:
        progress(0.5)
        seen.wait(60)

    actions.export = write
    export = Export(actions, strip)
    export.start(FakeSession(recording_state()), Path("out.mp4"), annotated=True)
    qtbot.waitUntil(lambda: strip._bar.value() == 50)
    assert "out.mp4" in strip.text
    seen.set()
    qtbot.waitUntil(lambda: not export.running)
    assert strip.text == "Exported: out.mp4"
    assert actions.calls == [("export_mp4", Path("out.mp4"), True)]


def test_an_export_can_be_cancelled(qtbot, strip: NoticeStrip) -> None:
    actions, asked = FakeActions(), threading.Event()

    def write(progress: Callable[[float], None], cancelled: Callable[[], bool]) -> None:
        while not cancelled():
            asked.wait(0.01)

    actions.export = write
    export = Export(actions, strip)
    export.start(FakeSession(recording_state()), Path("out.mp4"), annotated=True)
    strip._button.click()
    qtbot.waitUntil(lambda: not export.running)
    assert "cancelled" in strip.text


def test_a_full_disk_ends_the_export_with_a_text(qtbot, strip: NoticeStrip) -> None:
    def write(progress: Callable[[float], None], cancelled: Callable[[], bool]) -> None:
        raise RecordingFailed("The disk of {folder} is full; free space and try again", folder="clips")

    actions = FakeActions()
    actions.export = write
    export = Export(actions, strip)
    export.start(FakeSession(recording_state()), Path("out.mp4"), annotated=False)
    qtbot.waitUntil(lambda: not export.running)
    assert strip.text == "The disk of clips is full; free space and try again"


def test_dropped_work_sends_nothing_any_more(qtbot) -> None:
    begun, go_on, heard = threading.Event(), threading.Event(), []

    def work(background: Background) -> str:
        begun.set()
        go_on.wait(60)
        return "late"

    background = Background("test", work)
    background.done.connect(heard.append)
    background.start()
    assert begun.wait(60)
    threading.Timer(0.05, go_on.set).start()
    background.drop()
    qtbot.wait(20)
    assert heard == []
