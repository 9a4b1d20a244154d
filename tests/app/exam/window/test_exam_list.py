"""The list of exams is searched, gone on with and cleared from the keyboard; it asks before what cannot be undone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.exam.content.exam import ExamState
from app.exam.privacy.texts import FreeText
from app.exam.window.exam_list import ExamList
from app.exam.window.exam_rows import PICTURES_ROLE
from app.exam.window.go_on_strip import GoOnStrip
from tests.app.exam.window.listed import JPEG, listed

PHRASE = "a few words of ours"


@pytest.fixture
def exam_list(qtbot: QtBot) -> ExamList:
    made = ExamList()
    qtbot.addWidget(made)
    made.show()
    return made


def shown(exam_list: ExamList, *exams) -> ExamList:
    exam_list.show_exams(exams)
    return exam_list


def texts(exam_list: ExamList) -> list[str]:
    return [exam_list.rows.index(row).data() for row in range(exam_list.rows.rowCount())]


def test_a_row_says_whose_when_and_what(exam_list: ExamList) -> None:
    shown(exam_list, listed(1, note="left"), listed(2, ExamState.OPEN, ""), listed(3, ExamState.SEALED))
    closed, open_, sealed = texts(exam_list)
    assert closed.endswith("B-017, 鈴木 花子 · snapshots 3 · lesions 1 · BI-RADS 4A")
    assert "no patient entered, not ended" in open_
    assert sealed.endswith("Sealed exam, sealed, Its pass phrase opens it.")


def test_a_search_begins_when_typing_stops(exam_list: ExamList, qtbot: QtBot) -> None:
    asked: list[tuple[str, bool]] = []
    exam_list.search_changed.connect(lambda *what: asked.append(what))
    with qtbot.waitSignal(exam_list.search_changed):
        qtbot.keyClicks(exam_list.search, "yamada 4a")
    assert asked == [("yamada 4a", False)]
    with qtbot.waitSignal(exam_list.search_changed):
        exam_list.in_trash.click()
    assert asked[-1] == ("yamada 4a", True)


def test_thumbnails_are_asked_for_once_and_only_for_rows_that_are_seen(exam_list: ExamList, qtbot: QtBot) -> None:
    asked: list[str] = []
    exam_list.thumbnails_wanted.connect(asked.append)
    shown(exam_list, *(listed(number) for number in range(1000)))
    exam_list.grab()
    assert 3 < len(asked) < 30
    assert len(set(asked)) == len(asked)
    exam_list.show_thumbnails("exam1", (JPEG, JPEG, b"no picture"))
    exam_list.grab()
    assert len(set(asked)) == len(asked)


def test_a_sealed_exam_shows_none_of_the_pictures_it_had(exam_list: ExamList) -> None:
    shown(exam_list, listed(1))
    exam_list.show_thumbnails("exam1", (JPEG,))
    assert exam_list.rows.index(0).data(PICTURES_ROLE) != ()
    shown(exam_list, listed(1, ExamState.SEALED))
    assert exam_list.rows.index(0).data(PICTURES_ROLE) == ()
    exam_list.show_thumbnails("exam1", (JPEG,))  # an answer that comes late
    assert exam_list.rows.index(0).data(PICTURES_ROLE) == ()
    asked: list[str] = []
    exam_list.thumbnails_wanted.connect(asked.append)
    shown(exam_list, listed(1))
    exam_list.grab()
    assert asked == ["exam1"]


def test_an_exam_with_another_snapshot_has_its_pictures_asked_for_again(exam_list: ExamList) -> None:
    shown(exam_list, listed(1))
    exam_list.grab()
    exam_list.show_thumbnails("exam1", (JPEG,))
    asked: list[str] = []
    exam_list.thumbnails_wanted.connect(asked.append)
    shown(exam_list, listed(1))
    exam_list.grab()
    assert asked == []
    shown(exam_list, replace(listed(1), snapshots=4))
    exam_list.grab()
    assert asked == ["exam1"]


def test_the_chosen_exam_stays_chosen_when_the_list_changes(exam_list: ExamList) -> None:
    first, second = listed(1), listed(2)
    shown(exam_list, first, second)
    exam_list.view.setCurrentIndex(exam_list.rows.index(1))
    shown(exam_list, listed(0), first, second)
    assert exam_list.chosen == second
    shown(exam_list, first)
    assert exam_list.chosen == first
    shown(exam_list)
    assert exam_list.chosen is None


def test_everything_can_be_done_from_the_keyboard(exam_list: ExamList, qtbot: QtBot) -> None:
    shown(exam_list, listed(1), listed(2))
    exam_list.activateWindow()
    exam_list.search.setFocus()
    qtbot.keyClick(exam_list.search, Qt.Key.Key_Down)
    assert exam_list.view.hasFocus()
    qtbot.keyClick(exam_list.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(exam_list.open_asked) as asked:
        qtbot.keyClick(exam_list.view, Qt.Key.Key_Return)
    assert asked.args == ["exam2"]
    with qtbot.waitSignal(exam_list.delete_asked) as deleted:
        qtbot.keyClick(exam_list.view, Qt.Key.Key_Delete)
    assert deleted.args == ["exam2"]
    with qtbot.waitSignal(exam_list.go_on_asked) as gone_on:
        exam_list.go_on.click()
    assert gone_on.args == ["exam2"]
    qtbot.keyClick(exam_list.view, Qt.Key.Key_Escape)
    assert exam_list.isHidden()


def test_enter_in_the_search_opens_and_the_delete_key_deletes_letters(exam_list: ExamList, qtbot: QtBot) -> None:
    shown(exam_list, listed(1))
    exam_list.search.setText("abc")
    exam_list.search.setCursorPosition(0)
    with qtbot.assertNotEmitted(exam_list.delete_asked):
        qtbot.keyClick(exam_list.search, Qt.Key.Key_Delete)
    assert exam_list.search.text() == "bc"
    with qtbot.waitSignal(exam_list.open_asked):
        qtbot.keyClick(exam_list.search, Qt.Key.Key_Return)


def test_an_exam_is_sealed_only_with_a_phrase_typed_twice(exam_list: ExamList, qtbot: QtBot) -> None:
    shown(exam_list, listed(1))
    exam_list.seal.click()
    panel = exam_list.phrase
    assert panel.isVisible()
    assert not panel.accept.isEnabled()
    panel.phrase.setText("short")
    panel.again.setText("short")
    assert not panel.accept.isEnabled()
    panel.phrase.setText(PHRASE)
    assert panel.hint.text() == "The two are not the same"
    panel.again.setText(PHRASE)
    with qtbot.waitSignal(exam_list.seal_asked) as asked:
        qtbot.keyClick(panel.again, Qt.Key.Key_Return)
    assert asked.args == ["exam1", PHRASE]
    assert panel.isHidden()
    assert panel.phrase.text() == panel.again.text() == ""
    assert panel.phrase.echoMode() is QLineEdit.EchoMode.Password


def test_enter_on_a_sealed_exam_asks_for_its_phrase(exam_list: ExamList, qtbot: QtBot) -> None:
    shown(exam_list, listed(1, ExamState.SEALED))
    assert not exam_list.go_on.isEnabled()
    assert not exam_list.export.isEnabled()
    exam_list.view.setFocus()
    qtbot.keyClick(exam_list.view, Qt.Key.Key_Return)
    assert exam_list.phrase.again.isHidden()
    exam_list.phrase.phrase.setText("x")
    with qtbot.waitSignal(exam_list.unseal_asked) as asked:
        exam_list.phrase.accept.click()
    assert asked.args == ["exam1", "x"]


def test_an_open_exam_cannot_be_sealed(exam_list: ExamList) -> None:
    shown(exam_list, listed(1, ExamState.OPEN))
    assert not exam_list.seal.isEnabled()
    assert exam_list.go_on.isEnabled()


def test_a_phrase_is_for_the_exam_that_was_asked_about(exam_list: ExamList, qtbot: QtBot) -> None:
    shown(exam_list, listed(1, ExamState.SEALED), listed(2, ExamState.SEALED))
    exam_list.seal.click()
    exam_list.view.setCurrentIndex(exam_list.rows.index(1))
    exam_list.phrase.phrase.setText("x")
    with qtbot.waitSignal(exam_list.unseal_asked) as asked:
        exam_list.phrase.accept.click()
    assert asked.args == ["exam1", "x"]


def test_an_export_is_deidentified_and_without_notes_unless_somebody_says_otherwise(
    exam_list: ExamList, qtbot: QtBot
) -> None:
    shown(exam_list, listed(1))
    with qtbot.waitSignal(exam_list.texts_asked) as asked:
        exam_list.export.click()
    assert asked.args == ["exam1"]
    exam_list.ask_export("exam1", (FreeText("exam note", "grown"), FreeText("lesion 1 note", "山田さん", "山田")))
    panel = exam_list.export_panel
    assert not panel.identity.isChecked()
    with qtbot.waitSignal(exam_list.export_chosen) as chosen:
        panel.accept.click()
    assert chosen.args == ["exam1", False, (), ""]


def test_a_note_that_was_read_may_leave_and_one_that_names_the_patient_may_not(
    exam_list: ExamList, qtbot: QtBot
) -> None:
    shown(exam_list, listed(1))
    exam_list.ask_export("exam1", (FreeText("exam note", "grown"), FreeText("lesion 1 note", "山田さん", "山田")))
    panel = exam_list.export_panel
    for row in panel.notes.values():
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    panel.encrypt.setChecked(True)
    assert not panel.accept.isEnabled()
    for field in (panel.phrase, panel.again):
        field.setText(PHRASE)
    with qtbot.waitSignal(exam_list.export_chosen) as chosen:
        panel.accept.click()
    assert chosen.args == ["exam1", False, ("exam note",), PHRASE]


def test_with_identity_is_said_plainly_and_not_remembered(exam_list: ExamList, qtbot: QtBot) -> None:
    shown(exam_list, listed(1))
    panel = exam_list.export_panel
    exam_list.ask_export("exam1", ())
    panel.identity.setChecked(True)
    assert "knows who the patient is" in panel.text.text()
    with qtbot.waitSignal(exam_list.export_chosen) as chosen:
        panel.accept.click()
    assert chosen.args[1] is True
    exam_list.ask_export("exam1", ())
    assert not panel.identity.isChecked()


def test_only_removing_for_good_asks_first_and_the_harmless_answer_has_the_focus(
    exam_list: ExamList, qtbot: QtBot
) -> None:
    shown(exam_list, listed(1))
    exam_list.activateWindow()
    exam_list.in_trash.click()
    with qtbot.assertNotEmitted(exam_list.empty_asked):
        exam_list.remove_all.click()
        assert exam_list.confirm.refuse.hasFocus()
        qtbot.keyClick(exam_list.confirm.refuse, Qt.Key.Key_Space)
    exam_list.remove_all.click()
    with qtbot.waitSignal(exam_list.empty_asked):
        exam_list.confirm.accept.click()


def test_an_empty_list_says_why(exam_list: ExamList) -> None:
    shown(exam_list)
    assert exam_list.empty.text().startswith("No exams yet")
    exam_list.search.setText("x")
    shown(exam_list)
    assert exam_list.empty.text() == "No exam holds all of these words."
    exam_list.search.setText("")
    exam_list.in_trash.setChecked(True)
    shown(exam_list)
    assert exam_list.empty.text() == "The trash is empty."


def test_the_list_says_that_what_is_not_sealed_is_plain_and_stands_in_nobodys_way(exam_list: ExamList) -> None:
    said = " ".join(each.text() for each in exam_list.findChildren(QLabel) if each.isVisible())
    assert "whoever can read the disk can read them" in said
    assert not exam_list.isModal()
    assert exam_list.findChildren(QDialog) == []


def test_a_name_of_300_characters_with_markup_and_emoji_is_painted_as_text(exam_list: ExamList) -> None:
    shown(exam_list, listed(1, label="<b>🩺</b>\n\x00" * 60, note="\u202e" * 300))
    exam_list.grab()
    assert "<b>🩺</b>" in texts(exam_list)[0]


def test_every_button_says_what_it_does(exam_list: ExamList) -> None:
    assert [button for button in exam_list.findChildren(QPushButton) if button.isVisible() and not button.text()] == []


def test_an_exam_that_was_not_ended_is_offered_without_taking_the_keys(qtbot: QtBot) -> None:
    strip = GoOnStrip()
    qtbot.addWidget(strip)
    strip.show_exams((listed(1, ExamState.OPEN), listed(2, ExamState.OPEN, "B-2")))
    assert "B-017" in strip.text.text()
    assert strip.more.text() == "1 more …"
    assert {each.focusPolicy() for each in strip.findChildren(QPushButton)} == {Qt.FocusPolicy.NoFocus}
    with qtbot.waitSignal(strip.end_asked) as ended:
        strip.end.click()
    assert ended.args == ["exam1"]
    assert "B-2" in strip.text.text()
    with qtbot.waitSignal(strip.go_on_asked) as gone_on:
        strip.go_on.click()
    assert gone_on.args == ["exam2"]
    assert strip.isHidden()


def test_later_hides_the_offer(qtbot: QtBot) -> None:
    strip = GoOnStrip()
    qtbot.addWidget(strip)
    strip.show_exams((listed(1, ExamState.OPEN),))
    assert strip.more.isHidden()
    strip.later.click()
    assert strip.isHidden()
