"""The archive's windows: they show values, say what is wrong and what to do, and ask before something is lost."""

import subprocess
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication

from app.exam.archive.errors import Unreachable
from app.exam.archive.waiting.message import Message, MessageKind, MessageState, Reason
from app.exam.archive.worklist import WorklistAnswer, WorklistQuery
from app.exam.archive.worklist_item import NO_STUDY, Unusable
from app.exam.content.person import PersonName, WorklistEntry
from app.exam.window.archive.queue_dialog import QueueDialog, QueueView
from app.exam.window.archive.settings_dialog import ArchiveSettingsDialog
from app.exam.window.archive.worklist_dialog import WorklistDialog
from app.language import build_translations, install_language
from app.settings import ArchiveSettings, default_settings
from tests.conftest import REPOSITORY

DAY = date(2026, 11, 28)
FAULT = Unreachable("The host {host} is not known in this network; correct its name or address", host="pacs")


def entry(patient_id: str, name: str, hour: int = 9) -> WorklistEntry:
    return WorklistEntry(
        patient_id=patient_id,
        name=PersonName.of(name),
        study_instance_uid=f"1.2.{hour}",
        scheduled_at=datetime(2026, 11, 28, hour).astimezone(),
        scheduled_step_description="Both breasts",
    )


ENTRIES = (entry("000123", "Yamada^Hanako=山田^花子=やまだ^はなこ"), entry("0815", "Müller^Änne", 10))


def message(number: int, state: MessageState, *, wants: bool = False, reason: str = "") -> Message:
    return Message(
        number=number,
        uid=f"1.2.{number}",
        kind=MessageKind.OBJECT,
        sop_class="1.2.840.10008.5.1.4.1.1.6.1",
        exam_id="exam",
        patient="000123  山田 花子",
        description=str(number),
        file=Path("x.dcm"),
        size_bytes=2_400_000,
        state=state,
        tries=1,
        next_try_s=0.0,
        reason=Reason(reason),
        wants_commitment=wants,
        transaction_uid="",
    )


# -- settings ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def settings_dialog(qtbot) -> ArchiveSettingsDialog:
    dialog = ArchiveSettingsDialog(default_settings().archive)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def type_in(dialog: ArchiveSettingsDialog, **texts: str) -> None:
    for name, text in texts.items():
        dialog.form._lines[name].setText(text)


def test_what_is_typed_is_kept_and_the_rest_stays(qtbot, settings_dialog: ArchiveSettingsDialog) -> None:
    assert not settings_dialog.isModal()
    type_in(settings_dialog, host=" pacs.example ", port="11113", title="ARCHIVE")
    settings_dialog.form._checks["commitment"][0].click()
    with qtbot.waitSignal(settings_dialog.changed) as changed:
        settings_dialog._keep.click()
    [kept] = changed.args
    wanted = {"host": "pacs.example", "port": 11113, "title": "ARCHIVE", "commitment": True}
    assert kept == ArchiveSettings.model_validate(default_settings().archive.model_dump() | wanted)
    assert settings_dialog.isHidden()


def test_every_setting_survives_being_shown_and_kept(qtbot, settings_dialog: ArchiveSettingsDialog) -> None:
    settings = ArchiveSettings(
        host="pacs",
        port=1,
        title="A",
        own_title="B",
        tls=True,
        tls_authority="a.pem",
        tls_certificate="b.pem",
        tls_key="c.pem",
        worklist_host="ris",
        worklist_port=2,
        worklist_title="C",
        modality="",
        mpps=True,
        commitment=True,
        commitment_port=0,
        without_entry="pseudonym",
        report="ja",
        character_set="japanese",
        timeout_s=7.5,
    )
    settings_dialog.show_settings(settings)
    with qtbot.waitSignal(settings_dialog.changed) as changed:
        settings_dialog._keep.click()
    assert changed.args == [settings]


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [("own_title", "", "AE title of this station"), ("title", "A\\B", "AE title of the archive"), ("port", "", "port")],
)
def test_a_field_that_makes_no_sense_is_marked_and_named_and_nothing_is_kept(
    qtbot, settings_dialog: ArchiveSettingsDialog, name: str, text: str, field: str
) -> None:
    type_in(settings_dialog, **{name: text})
    with qtbot.assertNotEmitted(settings_dialog.changed):
        settings_dialog._keep.click()
    assert field in settings_dialog.said
    assert settings_dialog.form._lines[name].property("wrong") == "true"
    assert settings_dialog.isVisible()


def test_a_test_takes_what_is_typed_and_its_result_is_said(qtbot, settings_dialog: ArchiveSettingsDialog) -> None:
    type_in(settings_dialog, host="pacs")
    with qtbot.waitSignal(settings_dialog.test_asked) as asked:
        settings_dialog._test.click()
    assert asked.args[0].host == "pacs"
    assert not settings_dialog._test.isEnabled()
    settings_dialog.show_result(FAULT)
    assert "The host pacs is not known" in settings_dialog.said
    assert settings_dialog._said.property("tone") == "wrong"
    settings_dialog.show_result(None)
    assert "answers as it should" in settings_dialog.said
    assert settings_dialog._test.isEnabled()


# -- worklist ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def worklist(qtbot) -> WorklistDialog:
    dialog = WorklistDialog(DAY)
    qtbot.addWidget(dialog)
    dialog.show_station("MINAMO", DAY)
    dialog.show()
    return dialog


def test_today_is_asked_and_its_entries_are_shown_in_their_own_letters(qtbot, worklist: WorklistDialog) -> None:
    assert not worklist.isModal()
    with qtbot.waitSignal(worklist.asked) as asked:
        worklist._refresh.click()
    assert asked.args == [WorklistQuery(DAY, DAY)]
    assert "Asking" in worklist.said
    worklist.show_answer(WorklistAnswer(ENTRIES))
    cells = [worklist._table.item(0, column).text() for column in range(3)]
    assert cells == ["09:00", "000123", "山田 花子(やまだ はなこ)"]
    assert worklist.said == "Entries: 2"


@pytest.mark.parametrize("word", ["000123", "花子", "はな", "yamada"])
def test_typing_finds_an_entry_in_any_of_its_names(worklist: WorklistDialog, word: str) -> None:
    worklist.show_answer(WorklistAnswer(ENTRIES))
    worklist._search.setText(word)
    assert worklist.shown == ENTRIES[:1]
    worklist._search.setText("nobody")
    assert worklist.shown == ()
    assert "No entry of this day holds" in worklist.said
    assert not worklist._pick.isEnabled()


def test_an_entry_is_picked_with_the_button_the_mouse_or_the_return_key(qtbot, worklist: WorklistDialog) -> None:
    worklist.show_answer(WorklistAnswer(ENTRIES))
    worklist._table.selectRow(1)
    with qtbot.waitSignal(worklist.picked) as picked:
        worklist._pick.click()
    assert picked.args == [ENTRIES[1]]
    assert worklist.isHidden()
    worklist.show()
    worklist._table.selectRow(0)
    worklist._table.setFocus()
    with qtbot.waitSignal(worklist.picked) as picked:
        qtbot.keyClick(worklist._table, Qt.Key.Key_Return)
    assert picked.args == [ENTRIES[0]]
    worklist.show()
    with qtbot.waitSignal(worklist.picked) as picked:
        worklist._table.itemDoubleClicked.emit(worklist._table.item(0, 0))
    assert picked.args == [ENTRIES[0]]


def test_another_day_is_asked_at_once_and_this_station_on_request(qtbot, worklist: WorklistDialog) -> None:
    asked: list[WorklistQuery] = []
    worklist.asked.connect(asked.append)
    worklist._after.click()
    worklist.show_answer(WorklistAnswer(()))
    assert "Nothing is scheduled on this day" in worklist.said
    worklist._own.click()
    worklist.show_answer(WorklistAnswer(()))
    worklist._now.click()
    assert [(query.first_day, query.station) for query in asked] == [
        (date(2026, 11, 29), ""),
        (date(2026, 11, 29), "MINAMO"),
        (DAY, "MINAMO"),
    ]


def test_a_dialog_left_open_over_night_shows_the_new_day(worklist: WorklistDialog) -> None:
    worklist.show_station("MINAMO", date(2026, 11, 29))
    assert worklist._heading.text() == "2026-11-29"


def test_why_no_answer_came_is_said_and_the_old_one_stays(worklist: WorklistDialog) -> None:
    worklist.show_answer(WorklistAnswer(ENTRIES))
    worklist.ask()
    worklist.show_fault(FAULT)
    assert "The host pacs is not known" in worklist.said
    assert worklist.shown == ENTRIES
    assert worklist._refresh.isEnabled()


def test_entries_that_cannot_be_used_and_too_many_are_said(worklist: WorklistDialog) -> None:
    worklist.show_answer(WorklistAnswer(ENTRIES, (Unusable(NO_STUDY), Unusable(NO_STUDY))))
    assert "cannot be used: 2 (it has no valid Study Instance UID)" in worklist.said
    worklist.show_answer(WorklistAnswer(ENTRIES, cut=True))
    assert "more entries than can be shown" in worklist.said


# -- queue -------------------------------------------------------------------------------------------------------------

WAITING = message(1, MessageState.WAITING, reason="The connection to {host} was cut off")
REFUSED = message(2, MessageState.FAILED, reason="The archive refused it")
PROMISED = message(3, MessageState.SENT, wants=True)
DONE = message(4, MessageState.SENT)
EVERYTHING = (replace(WAITING, reason=Reason()), REFUSED, PROMISED, DONE)


@pytest.fixture
def queue_dialog(qtbot) -> QueueDialog:
    dialog = QueueDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_view(QueueView(EVERYTHING))
    return dialog


def row(dialog: QueueDialog, number: int) -> list[str]:
    return [dialog._table.item(number, column).text() for column in range(dialog._table.columnCount())]


def test_what_is_on_the_way_is_shown_with_its_reason_and_what_is_done_on_request(queue_dialog: QueueDialog) -> None:
    assert not queue_dialog.isModal()
    assert [one.number for one in queue_dialog.shown] == [1, 2, 3]
    assert row(queue_dialog, 1) == ["refused", "000123  山田 花子", "Snapshot 2", "2.4 MB", "The archive refused it"]
    assert row(queue_dialog, 2)[0] == "sent, not yet promised"
    assert "Refused: 1" in queue_dialog.said
    queue_dialog._done.click()
    assert [one.number for one in queue_dialog.shown] == [1, 2, 3, 4]


def test_the_chosen_ones_are_tried_again_else_all_that_are_not_done(qtbot, queue_dialog: QueueDialog) -> None:
    with qtbot.waitSignal(queue_dialog.retry_asked) as asked:
        queue_dialog._retry.click()
    assert asked.args == [EVERYTHING[:3]]
    queue_dialog._table.selectRow(1)
    with qtbot.waitSignal(queue_dialog.retry_asked) as asked:
        queue_dialog._retry.click()
    assert asked.args == [(REFUSED,)]


def test_nothing_is_removed_before_the_question_is_answered(qtbot, queue_dialog: QueueDialog) -> None:
    queue_dialog._table.selectRow(1)
    with qtbot.assertNotEmitted(queue_dialog.removal_asked):
        queue_dialog._remove.click()
        assert "never reaches the archive" in queue_dialog.said
        queue_dialog._no.click()
    assert queue_dialog._yes.isHidden()
    queue_dialog._remove.click()
    with qtbot.waitSignal(queue_dialog.removal_asked) as asked:
        queue_dialog._yes.click()
    assert asked.args == [(REFUSED,)]


def test_the_choice_and_the_question_stay_while_the_queue_changes(queue_dialog: QueueDialog) -> None:
    queue_dialog._table.selectRow(1)
    queue_dialog._remove.click()
    queue_dialog.show_view(QueueView(EVERYTHING[1:]))
    assert queue_dialog._chosen() == (REFUSED,)
    assert queue_dialog._yes.isVisible()
    queue_dialog.show_view(QueueView((PROMISED,)))  # it went meanwhile
    assert queue_dialog._yes.isHidden()


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (QueueView(), "Nothing waits"),
        (QueueView((WAITING,), set_up=False), "No archive is set"),
        (QueueView((WAITING,), elsewhere=True), "Another window of Minamo is sending"),
        (QueueView((PROMISED,), listening=True), "a port is open until"),
        (QueueView((PROMISED,)), "On the way: 1"),
        (QueueView((WAITING,), fault=FAULT), "The host pacs is not known"),
    ],
)
def test_what_is_happening_is_said_in_one_line(queue_dialog: QueueDialog, view: QueueView, said: str) -> None:
    messages = tuple(replace(one, reason=Reason()) for one in view.messages)
    queue_dialog.show_view(replace(view, messages=messages))
    assert said in queue_dialog.said


@pytest.mark.parametrize(("wait_s", "said"), [(0, ""), (40, "again in 40 s"), (300, "again in 5 min"), (1e9, "")])
def test_the_next_try_is_counted_down(queue_dialog: QueueDialog, wait_s: float, said: str) -> None:
    queue_dialog.show_view(QueueView((replace(EVERYTHING[0], next_try_s=1000 + wait_s),), now_s=1000))
    assert row(queue_dialog, 0)[-1] == said


# -- languages ---------------------------------------------------------------------------------------------------------


def test_every_window_speaks_japanese_without_being_opened_anew(
    qtbot, settings_dialog: ArchiveSettingsDialog, worklist: WorklistDialog, queue_dialog: QueueDialog
) -> None:
    build_translations()
    app = QApplication.instance()
    assert app is not None
    try:
        install_language(app, "ja")
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
        assert settings_dialog._test.text() == "接続テスト"
        assert worklist._pick.text() == "この患者で検査する"
        assert row(queue_dialog, 1)[0] == "拒否"
        worklist.show_fault(FAULT)
        assert "ホスト pacs はこのネットワークで見つかりません" in worklist.said
    finally:
        install_language(app, "en")


def test_every_text_of_the_archives_windows_is_in_the_translation(tmp_path: Path) -> None:
    tool = next(Path(PySide6.__file__).parent.glob("lupdate*"))
    folders = [REPOSITORY / "app" / "exam" / "window" / "archive", REPOSITORY / "app" / "exam" / "live"]
    sources = [str(file) for folder in folders for file in sorted(folder.glob("*.py"))]
    subprocess.run([str(tool), "-silent", *sources, "-ts", str(tmp_path / "fresh.ts")], check=True)

    def texts(path: Path) -> set[tuple[str, str]]:
        contexts = ElementTree.parse(path).getroot().iter("context")
        return {
            (context.findtext("name") or "", one.findtext("source") or "")
            for context in contexts
            for one in context.iter("message")
        }

    assert sorted(texts(tmp_path / "fresh.ts") - texts(REPOSITORY / "resources" / "i18n" / "minamo_ja.ts")) == []
