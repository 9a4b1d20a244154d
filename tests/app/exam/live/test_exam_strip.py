"""Strip and sheet: small, always there, entered while scanning goes on, and never in a pedal's way."""

import gc
import threading
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.exam.content.person import Patient, PersonName, WorklistEntry
from app.exam.live import exam_sheet
from app.live.window.actions import WindowSettings
from app.live.window.keys import Command
from app.live.window.main_window import MainWindow
from tests.app.exam.memory_store import MemoryRecord, MemoryStore
from tests.app.fakes import FakeActions, FakeSession, live_state, recording_state


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = MainWindow(
        WindowSettings(examiner="Suzuki^Hanako", setting="screening", prevalence=0.01), actions=FakeActions()
    )
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.show_session(FakeSession(live_state()))
    return window


def let_go() -> None:
    """Delete what was closed."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def press(window: MainWindow, command: Command) -> None:
    window.commands[command].trigger()


def desk_of(window: MainWindow):
    return window._doer.exam


def begin(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Command.EXAM)
    qtbot.waitUntil(lambda: desk_of(window).content is not None)


def test_one_key_begins_an_exam_with_the_last_examiner_and_setting_and_opens_the_sheet(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = window._page
    assert not page.sheet.isVisible()
    begin(window, qtbot)
    exam = desk_of(window).content.exam
    assert (str(exam.examiner), exam.setting, exam.prevalence) == ("Suzuki^Hanako", "screening", 0.01)
    assert page.sheet.isVisible()
    assert page.sheet.examiner.text() == "Suzuki Hanako"
    assert page.sheet.patient.text() == exam.patient.pseudonym
    assert window.findChildren(QDialog) == []
    assert exam.patient.pseudonym in page.exam._name.toolTip()


def test_nothing_beside_the_scan_moves_sideways_when_an_exam_begins(window: MainWindow, qtbot: QtBot) -> None:
    before = window.live_view.geometry()
    begin(window, qtbot)
    qtbot.wait(1)
    assert window.live_view.geometry() == before


def test_the_same_key_ends_it_and_one_press_goes_on_with_it(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    exam_id = desk_of(window).view.exam.id
    press(window, Command.EXAM)
    qtbot.waitUntil(lambda: "ended and kept" in window.notice.text)
    assert not window._page.sheet.isVisible()
    assert not window.commands[Command.EXAM_SIDE].isEnabled()
    window.notice._button.click()
    qtbot.waitUntil(lambda: desk_of(window).content is not None)
    assert desk_of(window).view.exam.id == exam_id


def test_three_pedals_are_enough(window: MainWindow, qtbot: QtBot) -> None:
    """Snapshot, clip and one for the exam or the side: every key works while nothing has the focus."""
    begin(window, qtbot)
    with qtbot.waitExposed(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_D)
    assert desk_of(window).view.side == "right"
    assert window._page.exam._side.text() == "Right"
    qtbot.keyClick(window, Qt.Key.Key_D)
    assert desk_of(window).view.side == "left"
    qtbot.keyClick(window, Qt.Key.Key_S)
    qtbot.keyClick(window, Qt.Key.Key_C)
    qtbot.keyClick(window, Qt.Key.Key_R)
    called = [call[0] for call in window._doer.calls]
    assert called == ["snapshot", "keep_last_30_s", "toggle_recording"]


def test_what_is_typed_is_no_command_and_enter_gives_the_keys_back(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    with qtbot.waitExposed(window):
        window.activateWindow()
    sheet = window._page.sheet
    sheet.note.setFocus()
    qtbot.keyClicks(sheet.note, "scr dense")
    assert window._doer.calls == []
    qtbot.keyClick(sheet.note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk_of(window).content.exam.note == "scr dense")
    assert not sheet.note.hasFocus()


def test_a_field_that_nobody_types_in_gives_the_keys_back_to_the_pedals(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exam_sheet, "IDLE_MS", 20)
    window = MainWindow(WindowSettings(), actions=FakeActions())
    qtbot.addWidget(window)
    window.show()
    window.show_session(FakeSession(live_state()))
    begin(window, qtbot)
    with qtbot.waitExposed(window):
        window.activateWindow()
    note = window._page.sheet.note
    note.setFocus()
    qtbot.keyClicks(note, "d")
    qtbot.waitUntil(lambda: not note.hasFocus())
    qtbot.waitUntil(lambda: desk_of(window).content.exam.note == "d")


def test_examiner_patient_and_sides_are_entered_while_it_runs(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    sheet = window._page.sheet
    sheet.examiner.setText("鈴木 花子")
    sheet.examiner.editingFinished.emit()
    sheet.patient.setText("B-017")
    sheet.patient.editingFinished.emit()
    sheet.left.click()
    qtbot.waitUntil(lambda: desk_of(window).content.exam.sides == ("right",))
    exam = desk_of(window).content.exam
    assert exam.examiner == PersonName(ideographic="鈴木^花子")
    assert exam.patient == Patient(pseudonym="B-017")
    assert window._doer.saved[-1].examiner == "=鈴木^花子"  # the next exam begins with it
    sheet.right.click()  # neither breast is none
    assert sheet.right.isChecked()
    assert desk_of(window).content.exam.sides == ("right",)


def test_the_setting_is_one_for_window_and_exam(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    window._page.sheet.setting.activated.emit(2)
    qtbot.waitUntil(lambda: desk_of(window).content.exam.setting == "before biopsy")
    assert window._memory.settings.prevalence == 0.5
    window.findings_panel.setting_changed.emit("own", 0.07)
    qtbot.waitUntil(lambda: desk_of(window).content.exam.prevalence == 0.07)
    qtbot.waitUntil(lambda: "7 %" in window._page.sheet.setting.currentText())


def test_a_patient_of_the_worklist_is_shown_and_not_typed_over(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    sheet = window._page.sheet
    with qtbot.waitSignal(desk_of(window).worklist_asked):
        sheet.worklist.click()
    desk_of(window).take_entry(
        WorklistEntry(patient_id="000123", name=PersonName.of("Yamada^Hana"), study_instance_uid="1.2.3")
    )
    qtbot.waitUntil(lambda: "000123" in sheet.patient.text())
    assert sheet.patient.isReadOnly()
    sheet.patient.editingFinished.emit()
    assert desk_of(window).view.exam.patient.worklist is not None


def test_a_fault_of_the_exam_is_said(window: MainWindow, qtbot: QtBot) -> None:
    store: MemoryStore = desk_of(window)._store
    store.refuse = True
    press(window, Command.EXAM)
    qtbot.waitUntil(lambda: "is full" in window.notice.text)
    qtbot.waitUntil(lambda: not desk_of(window).running)
    assert not window._page.sheet.isVisible()


def test_in_an_exam_a_clip_of_a_recording_can_be_kept(window: MainWindow, qtbot: QtBot) -> None:
    window.show_session(FakeSession(recording_state()))
    assert not window.commands[Command.KEEP].isEnabled()
    begin(window, qtbot)
    window.stage.refresh()
    assert window.commands[Command.KEEP].isEnabled()
    assert not window.commands[Command.RECORD].isEnabled()


def test_the_first_page_leads_to_the_exams(window: MainWindow, qtbot: QtBot) -> None:
    window.show_session(None)
    with qtbot.waitSignal(window.exam.commands.list_asked):
        window.start_page._exams.click()


def test_a_window_with_an_exam_is_let_go(qtbot: QtBot) -> None:
    """Neither desk nor threads nor pages hold a window that was closed."""
    let_go()
    before = len(QApplication.topLevelWidgets())
    windows = []
    for _ in range(3):
        window = MainWindow(WindowSettings(), actions=FakeActions())
        window.show()
        window.show_session(FakeSession(live_state()))
        begin(window, qtbot)
        press(window, Command.EXAM_CONTENTS)
        qtbot.waitUntil(lambda window=window: window.notice.text != "")  # the fake has none to show
        window.close()
        window.deleteLater()
        windows.append(weakref.ref(window))
        del window
    let_go()
    assert [window() for window in windows] == [None, None, None]
    assert len(QApplication.topLevelWidgets()) == before


def test_leaving_the_program_leaves_the_exam_open(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    begin(window, qtbot)
    store: MemoryStore = desk_of(window)._store
    window.close()
    (record,) = store.records.values()
    assert record.ended == "left"


def test_what_is_clicked_twice_before_it_is_written_is_as_the_second_click_has_it(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(window, qtbot)
    desk, sheet = desk_of(window), window._page.sheet
    write, goes_on = MemoryRecord.put_exam, threading.Event()
    monkeypatch.setattr(MemoryRecord, "put_exam", lambda record, exam: (goes_on.wait(60), write(record, exam)))
    sheet.left.click()
    sheet.note.setText("dense")
    sheet.note.editingFinished.emit()
    window.exam.commands.show_state()  # once more before it is written
    assert not sheet.left.isChecked()
    assert sheet.note.text() == "dense"
    sheet.right.click()  # neither breast is none
    assert sheet.right.isChecked()
    sheet.left.click()
    sheet.note.clear()
    sheet.note.editingFinished.emit()
    sheet.setting.activated.emit(2)
    sheet.setting.activated.emit(0)
    goes_on.set()
    qtbot.waitUntil(lambda: desk.view.waiting == 0)
    exam, settings = desk.content.exam, window._memory.settings
    assert (exam.sides, exam.note) == (("right", "left"), "")
    assert (exam.setting, exam.prevalence) == (settings.setting, settings.prevalence)
    assert (sheet.right.isChecked(), sheet.left.isChecked()) == (True, True)
