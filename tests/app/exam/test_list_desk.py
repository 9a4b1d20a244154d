"""The list in the window: answers come without holding the picture up, and what was done is said with a way back."""

import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.exam import list_desk
from app.exam.content.exam import ExamState
from app.exam.errors import ExamError
from app.exam.export.exam_zip import Leaving
from app.exam.keep.shelf import ExamShelf
from app.exam.list_desk import AtStart, ListDesk, ListPlan
from app.exam.live.list_commands import ListCommands
from app.exam.record.record import ExamRecord
from app.exam.record.shelf import list_exams
from app.exam.window.go_on_strip import GoOnStrip
from app.live.panels.notice_strip import NoticeStrip
from app.live.window.actions import WindowSettings
from app.live.window.keys import Command
from app.live.window.main_window import MainWindow
from tests.app.exam.record import made_exam
from tests.app.fakes import FakeActions

pytestmark = pytest.mark.usefixtures("quick_key")
PHRASE = "a few words of ours"


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[ExamShelf]:
    made = ExamShelf(lambda: made_exam.database(tmp_path), tmp_path / "exams")
    yield made
    made.close()


@pytest.fixture
def desk(shelf: ExamShelf, tmp_path: Path) -> Iterator[ListDesk]:
    plan = ListPlan(
        tmp_path / "exams",
        tmp_path / "database",
        trash_days=30,
        deidentify=lambda kept: (
            lambda content, _folder, _out, _each: Leaving(content.model_copy(update={"items": ()}), kept)
        ),
        texts=lambda _database, _exam: (),
    )
    made = ListDesk(shelf, plan)
    yield made
    made.stop()


@pytest.fixture
def commands(desk: ListDesk, qtbot: QtBot) -> ListCommands:
    window = QWidget()
    qtbot.addWidget(window)
    strip, notice = GoOnStrip(window), NoticeStrip(window)
    window.resize(900, 600)
    window.show()
    return ListCommands(desk, strip, notice, window)


def closed(shelf: ExamShelf, tmp_path: Path, name: str = "B-017") -> ExamRecord:
    record = ExamRecord.create(shelf.database, tmp_path / "exams", made_exam.exam(name))
    made_exam.kept(record)
    assert record.close()
    return record


def shown(commands: ListCommands, qtbot: QtBot, wanted: int) -> list[str]:
    commands.show()
    qtbot.waitUntil(lambda: len(commands.dialog.rows.exams) == wanted)
    return [exam.label for exam in commands.dialog.rows.exams]


def said(commands: ListCommands, qtbot: QtBot, words: str) -> NoticeStrip:
    notice = commands.shown_notice()
    qtbot.waitUntil(lambda: words in notice.text)
    return notice


def test_the_list_shows_exams_with_thumbnails_and_finds_them(
    commands: ListCommands, shelf: ExamShelf, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("B-1", "B-2"):
        closed(shelf, tmp_path, name)
    assert shown(commands, qtbot, 2) == ["B-2", "B-1"]
    qtbot.waitUntil(lambda: len(commands.dialog.rows._pictures) == 2)
    commands.dialog.search.setText("b-1")
    assert shown(commands, qtbot, 1) == ["B-1"]


def test_a_deleted_exam_is_taken_back_by_one_press(
    commands: ListCommands, shelf: ExamShelf, qtbot: QtBot, tmp_path: Path
) -> None:
    record = closed(shelf, tmp_path)
    shown(commands, qtbot, 1)
    commands.dialog.delete.click()
    notice = said(commands, qtbot, "in the trash")
    shown(commands, qtbot, 0)
    notice._button.click()
    shown(commands, qtbot, 1)
    assert record.folder.exists()


def test_sealing_and_unsealing_from_the_list(
    commands: ListCommands, shelf: ExamShelf, qtbot: QtBot, tmp_path: Path
) -> None:
    closed(shelf, tmp_path)
    shown(commands, qtbot, 1)
    panel = commands.dialog.phrase
    commands.dialog.seal.click()
    for field in (panel.phrase, panel.again):
        field.setText(PHRASE)
    panel.accept.click()
    said(commands, qtbot, "is sealed")
    qtbot.waitUntil(lambda: commands.dialog.chosen.state is ExamState.SEALED)
    commands.dialog.seal.click()
    panel.phrase.setText("something else")
    panel.accept.click()
    said(commands, qtbot, "does not open this exam")
    commands.dialog.seal.click()
    panel.phrase.setText(PHRASE)
    panel.accept.click()
    said(commands, qtbot, "plain again")
    qtbot.waitUntil(lambda: commands.dialog.chosen.state is ExamState.CLOSED)


def test_an_export_from_the_list_is_deidentified_by_default(
    commands: ListCommands, shelf: ExamShelf, desk: ListDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    record = closed(shelf, tmp_path)
    shown(commands, qtbot, 1)
    asked: list[tuple[object, ...]] = []
    commands._ask_where = lambda *how: asked.append(how)  # type: ignore[method-assign]
    commands.dialog.export_chosen.disconnect()
    commands.dialog.export_chosen.connect(commands._ask_where)
    commands.dialog.export.click()
    qtbot.waitUntil(commands.dialog.export_panel.isVisible)
    commands.dialog.export_panel.accept.click()
    assert asked == [(record.id, False, (), "")]
    with qtbot.waitSignal(desk.exported) as told:
        desk.export(record.id, tmp_path / "out.zip", *asked[0][1:])
    with zipfile.ZipFile(told.args[0].path) as packed:
        assert packed.namelist() == ["exam.json"]
    said(commands, qtbot, "Exported")


def test_the_start_offers_what_was_not_ended_and_ending_it_closes_it(
    commands: ListCommands, desk: ListDesk, shelf: ExamShelf, qtbot: QtBot, tmp_path: Path
) -> None:
    left = ExamRecord.create(shelf.database, tmp_path / "exams", made_exam.exam())
    left.leave()
    with qtbot.waitSignal(desk.started) as started:
        desk.start()
    found: AtStart = started.args[0]
    assert [exam.id for exam in found.unfinished] == [left.id]
    assert commands._strip.isVisible()
    with qtbot.waitSignal(desk.ended):
        commands._strip.end.click()
    assert [exam.state for exam in list_exams(shelf.database)] == [ExamState.CLOSED]


def test_folders_that_the_list_does_not_know_are_offered_and_taken(
    commands: ListCommands, desk: ListDesk, shelf: ExamShelf, qtbot: QtBot, tmp_path: Path
) -> None:
    closed(shelf, tmp_path)
    shelf.close()
    (tmp_path / "database" / "exams.sqlite3").unlink()
    desk.start()
    said(commands, qtbot, "does not know: 1")._button.click()
    said(commands, qtbot, "Taken into the list: 1")
    assert len(list_exams(shelf.database)) == 1


@pytest.mark.parametrize("open_before", [False, True])
def test_a_damaged_database_is_made_again_by_one_press(
    commands: ListCommands, desk: ListDesk, shelf: ExamShelf, qtbot: QtBot, tmp_path: Path, open_before: bool
) -> None:
    closed(shelf, tmp_path)
    shelf.close()
    path = tmp_path / "database" / "exams.sqlite3"
    path.write_bytes(b"no database at all" * 500)
    desk.start() if open_before else desk.find("", False)
    said(commands, qtbot, "is damaged")._button.click()
    said(commands, qtbot, "Taken into the list: 1")
    assert len(list(path.parent.glob("exams.damaged-*"))) == 1


def test_the_list_answers_while_a_network_folder_hangs_at_the_start(
    desk: ListDesk, shelf: ExamShelf, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = threading.Event()
    monkeypatch.setattr(list_desk, "bring_folders_up", lambda _database: back.wait(60) and [])
    closed(shelf, tmp_path)
    desk.start()
    with qtbot.waitSignal(desk.exams_found) as found:
        desk.find("", False)
    assert len(found.args[0]) == 1
    with qtbot.waitSignal(desk.started):
        back.set()


def test_one_long_work_at_a_time(desk: ListDesk, shelf: ExamShelf, qtbot: QtBot, tmp_path: Path) -> None:
    record = closed(shelf, tmp_path)
    with qtbot.waitSignals([desk.failed, desk.sealed]):
        desk.seal(record.id, PHRASE)
        desk.seal(record.id, PHRASE)


def test_a_cancelled_work_is_said(commands: ListCommands, desk: ListDesk, shelf: ExamShelf, qtbot, tmp_path) -> None:
    record = closed(shelf, tmp_path)
    with qtbot.waitSignal(desk.cancelled):
        desk.seal(record.id, PHRASE)
        desk.cancel()
    said(commands, qtbot, "nothing was changed")
    assert [exam.state for exam in list_exams(shelf.database)] == [ExamState.CLOSED]


def test_only_the_newest_question_of_a_hurried_typist_is_answered(
    desk: ListDesk, shelf: ExamShelf, qtbot: QtBot, tmp_path: Path
) -> None:
    closed(shelf, tmp_path)
    answers: list[tuple[object, ...]] = []
    desk.exams_found.connect(answers.append)
    for words in ("x", "xy", "xyz", "b-017"):
        desk.find(words, False)
    qtbot.waitUntil(lambda: bool(answers) and len(answers[-1]) == 1)
    assert len(answers) <= 2


def test_a_fault_that_nobody_foresaw_is_said_too(desk: ListDesk, qtbot: QtBot) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    with qtbot.waitSignal(desk.failed) as failed:
        desk._soon("broken", broken, lambda _answer: None)
    assert isinstance(failed.args[0], ExamError)
    assert "ZeroDivisionError" in str(failed.args[0])


def test_the_end_of_the_window_waits_for_nothing_long(
    desk: ListDesk, shelf: ExamShelf, qtbot: QtBot, tmp_path: Path
) -> None:
    record = closed(shelf, tmp_path)
    answered: list[object] = []
    desk.sealed.connect(answered.append)
    desk.seal(record.id, PHRASE)
    sealing = desk._long
    desk.stop()
    assert answered == []
    assert sealing._worker.finish(60)  # it was not waited for
    ExamRecord.open(shelf.database, record.id).leave()


def test_the_key_of_the_list_opens_it_in_the_window_and_a_fault_is_said_there(qtbot: QtBot) -> None:
    window = MainWindow(WindowSettings(language="en"), actions=FakeActions())
    qtbot.addWidget(window)
    window.show()
    window.commands[Command.EXAM_LIST].trigger()
    dialog = window.exam.list.dialog
    assert dialog.isVisible()
    assert not dialog.isModal()
    qtbot.waitUntil(lambda: "No exam is running" in dialog.notice.text)


def test_opening_an_exam_of_the_list_shows_what_was_kept_in_it(qtbot: QtBot) -> None:
    window = MainWindow(WindowSettings(language="en"), actions=FakeActions())
    qtbot.addWidget(window)
    window.show()
    window.exam.list.open_asked.emit("exam1")
    assert window._pages.currentWidget() is window.exam.contents
