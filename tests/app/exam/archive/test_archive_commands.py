"""From the window to a real archive: pick the patient, keep a picture, send; and what is refused or goes wrong."""

import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from pydicom.uid import UltrasoundImageStorage

from app.exam.archive.archive import Archive as QueuedArchive
from app.exam.archive.waiting.message import MessageState
from app.exam.archive.waiting.queue import ArchiveQueue
from app.exam.archive_desk import ArchiveDesk
from app.exam.content.person import Patient
from app.live.view_state import StatusWord
from app.live.window.actions import WindowSettings
from app.live.window.keys import Command
from app.live.window.main_window import MainWindow
from app.settings import ArchiveSettings, default_settings
from tests.app.exam.archive.dicom_objects import ENTRY
from tests.app.exam.archive.orthanc import OWN_TITLE, TITLE, Orthanc
from tests.app.exam.archive.stations import Archive, Steps
from tests.app.exam.archive.test_steps import hospital_system
from tests.app.exam.archive.worklist_files import worklist_item, write_worklist
from tests.app.exam.dicom.made_exam import made_exam
from tests.app.fakes import FakeActions, FakeSession, live_state
from tests.app.test_live_window import let_go

Making = Callable[..., MainWindow]


def settings(**changes: object) -> ArchiveSettings:
    return ArchiveSettings.model_validate(default_settings().archive.model_dump() | changes)


def at(orthanc: Orthanc, **changes: object) -> ArchiveSettings:
    values = {"host": "localhost", "port": orthanc.dicom_port, "title": TITLE, "own_title": OWN_TITLE}
    values |= {"worklist_host": "localhost", "worklist_port": orthanc.dicom_port, "worklist_title": TITLE}
    return settings(**values | changes)


@pytest.fixture
def window(qtbot, tmp_path: Path) -> Iterator[Making]:
    """Makes a window on a running source, with an archive as these settings say."""
    desks: list[ArchiveDesk] = []

    def make(archive: ArchiveSettings) -> MainWindow:
        actions = FakeActions()
        actions.archive = ArchiveDesk(
            archive,
            tmp_path / "archive",
            audit=lambda *told: actions.calls.append(("audit", *told)),
            save=lambda kept: actions.calls.append(("kept", kept)),
            load=lambda exam_id: (made_exam(tmp_path / "kept", id=exam_id), tmp_path / "kept"),
            pdfs=lambda _content, _folder: [b"%PDF-1.7 report"],
        )
        desks.append(actions.archive)
        made = MainWindow(WindowSettings(language="en"), actions=actions)
        qtbot.addWidget(made)
        made.show()
        made.show_session(FakeSession(live_state(StatusWord.LIVE)))
        return made

    yield make
    for desk in desks:
        assert desk.stop()


def desks(window: MainWindow):
    return window._doer.exam, window._doer.archive


def begin(qtbot, window: MainWindow, patient: Patient | None = None) -> None:
    exam, _ = desks(window)
    window.commands[Command.EXAM].trigger()
    qtbot.waitUntil(lambda: exam.content is not None)
    if patient is not None:
        exam.change(patient=patient, study_instance_uid=ENTRY.study_instance_uid)
        qtbot.waitUntil(lambda: exam.content is not None and exam.content.exam.patient == patient)


def wait_for(qtbot, orthanc: Orthanc, archive: ArchiveDesk, count: int) -> None:
    """Until so many objects are in the archive."""

    def arrived() -> None:
        told = archive.view(), (orthanc.folder / "log.txt").read_text("utf-8")[-2000:]
        assert len(orthanc.get("instances")) == count, told

    qtbot.waitUntil(arrived)


def test_a_patient_of_the_worklist_is_picked_and_the_exam_reaches_the_archive(
    qtbot, orthanc: Orthanc, window: Making
) -> None:
    item = worklist_item(day=f"{datetime.now():%Y%m%d}")
    write_worklist(item, orthanc.worklists / "one.wl")
    main = window(at(orthanc))
    exam, archive = desks(main)
    main.commands[Command.WORKLIST].trigger()
    dialog = main.exam.archive.worklist
    assert dialog is not None
    qtbot.waitUntil(lambda: len(dialog.shown) == 1)
    dialog._pick.click()
    qtbot.waitUntil(lambda: exam.content is not None and exam.content.exam.patient.worklist is not None)
    assert exam.content.exam.study_instance_uid == item.StudyInstanceUID
    with qtbot.waitSignal(archive.queued):
        main.commands[Command.SEND].trigger()
    assert "On the way to the archive: 1 objects" in main.notice.text
    wait_for(qtbot, orthanc, archive, 1)
    [study] = orthanc.get("studies")
    tags = orthanc.get(f"studies/{study}")
    assert tags["MainDicomTags"]["StudyInstanceUID"] == item.StudyInstanceUID
    assert tags["MainDicomTags"]["AccessionNumber"] == "0042"
    assert tags["PatientMainDicomTags"]["PatientID"] == "000123"
    qtbot.waitUntil(lambda: all(one.done for one in archive.view().messages))
    with qtbot.waitSignal(archive.queued):
        main.commands[Command.SEND].trigger()
    assert "Nothing new" in main.notice.text


def test_an_exam_that_was_just_ended_can_still_be_sent(qtbot, orthanc: Orthanc, window: Making) -> None:
    main = window(at(orthanc))
    exam, archive = desks(main)
    begin(qtbot, main, Patient(worklist=ENTRY))
    with qtbot.waitSignal(exam.closed):
        main.commands[Command.EXAM].trigger()
    assert main.commands[Command.SEND].isEnabled()
    with qtbot.waitSignal(archive.queued):
        main.commands[Command.SEND].trigger()


def test_an_exam_of_the_list_is_sent_from_there(qtbot, orthanc: Orthanc, window: Making) -> None:
    main = window(at(orthanc))
    _, archive = desks(main)
    with qtbot.waitSignal(archive.queued):
        main.exam.list.send_asked.emit("0123")
    assert "On the way to the archive: 7 objects" in main.notice.text  # with one report of the site
    wait_for(qtbot, orthanc, archive, 7)


def test_what_the_archive_refuses_is_said_once(qtbot, window: Making) -> None:
    kinds = {str(UltrasoundImageStorage): ["1.2.840.10008.1.2.1"]}
    with Archive(kinds, [0xC000]).running() as peer:
        main = window(settings(host=peer.host, port=peer.port, title=peer.title, own_title=peer.own_title))
        _, archive = desks(main)
        main.exam.list.send_asked.emit("0123")
        qtbot.waitUntil(lambda: "Refused by the archive: " in main.notice.text)
        settled = (MessageState.FAILED, MessageState.SENT)
        qtbot.waitUntil(lambda: all(one.state in settled for one in archive.view().messages))
        qtbot.waitUntil(lambda: main.exam.archive._said == archive.trouble())
    main.notice.dismiss()
    archive.changed.emit()
    assert main.notice.text == ""


def test_an_archive_that_is_away_is_said_once(qtbot, window: Making) -> None:
    main = window(settings(host="localhost", port=1, title=TITLE))
    main.exam.list.send_asked.emit("0123")
    qtbot.waitUntil(lambda: "Nothing reaches the archive yet" in main.notice.text)
    assert "Nothing listens at localhost on port 1" in main.notice.text
    main.notice._button.click()
    assert main.exam.archive.queue is not None
    assert main.exam.archive.queue.isVisible()


def test_without_an_entry_the_reason_and_the_way_out_are_said(qtbot, orthanc: Orthanc, window: Making) -> None:
    main = window(at(orthanc))
    _, archive = desks(main)
    begin(qtbot, main, Patient(pseudonym="P7"))
    with qtbot.waitSignal(archive.failed):
        main.commands[Command.SEND].trigger()
    assert "has no entry of the worklist" in main.notice.text
    main.notice._button.click()
    assert main.exam.archive.settings is not None
    assert main.exam.archive.settings.isVisible()


def test_without_an_archive_the_keys_lead_to_its_settings(qtbot, window: Making) -> None:
    main = window(settings())
    begin(qtbot, main)
    for command in (Command.WORKLIST, Command.SEND):
        main.commands[command].trigger()
        assert "Enter its address first" in main.notice.text
    main.commands[Command.ARCHIVE].trigger()
    assert main.exam.archive.queue is not None
    assert main.exam.archive.queue.isVisible()
    assert "Nothing waits" in main.exam.archive.queue.said


def test_settings_that_are_kept_are_used_at_once(qtbot, orthanc: Orthanc, window: Making) -> None:
    main = window(settings(host="localhost", port=1, title=TITLE))
    _exam, archive = desks(main)
    begin(qtbot, main, Patient(worklist=ENTRY))
    with qtbot.waitSignal(archive.queued):
        main.commands[Command.SEND].trigger()
    qtbot.waitUntil(lambda: "Nothing listens" in str(archive.view().messages[0].reason))
    main.exam.archive.open_settings()
    dialog = main.exam.archive.settings
    assert dialog is not None
    dialog.form._lines["port"].setText(str(orthanc.dicom_port))
    with qtbot.waitSignal(archive.tested):
        dialog._test.click()
    assert "answers as it should" in dialog.said
    dialog._keep.click()
    wait_for(qtbot, orthanc, archive, 1)
    assert ("kept", at(orthanc, worklist_host="", worklist_port=104, worklist_title="")) in main._doer.calls


def test_a_worklist_that_is_away_is_said_in_its_window(qtbot, window: Making) -> None:
    main = window(settings(worklist_host="localhost", worklist_port=1, worklist_title="RIS"))
    with qtbot.waitSignal(main._doer.archive.worklist_failed):
        main.commands[Command.WORKLIST].trigger()
    assert main.exam.archive.worklist is not None
    assert "Nothing listens at localhost on port 1" in main.exam.archive.worklist.said


def test_what_waits_under_a_wrong_patient_is_taken_out_when_the_patient_is_changed(qtbot, window: Making) -> None:
    main = window(settings(host="localhost", port=1, title=TITLE))
    exam, archive = desks(main)
    begin(qtbot, main, Patient(worklist=ENTRY))
    with qtbot.waitSignal(archive.queued):
        main.commands[Command.SEND].trigger()
    right = ENTRY.model_copy(update={"patient_id": "000124", "study_instance_uid": "1.2.8"})
    main.exam.archive._take_entry(right)
    qtbot.waitUntil(lambda: exam.content.exam.patient.worklist == right)
    qtbot.waitUntil(lambda: archive.view().messages == ())


def test_what_is_sent_right_after_a_change_of_patient_stays_in_the_queue(
    qtbot, window: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_out, may_go = QueuedArchive.recall, threading.Event()

    def slow(archive: QueuedArchive, exam_id: str) -> int:
        may_go.wait(60)
        return take_out(archive, exam_id)

    monkeypatch.setattr(QueuedArchive, "recall", slow)
    main = window(settings(host="localhost", port=1, title=TITLE))
    exam, archive = desks(main)
    archive.start()
    begin(qtbot, main)
    qtbot.waitUntil(lambda: main.exam.archive._whose[1] != "")
    patient = Patient(worklist=ENTRY)  # after the pseudonym: what waited under that is taken out
    exam.change(patient=patient, study_instance_uid=ENTRY.study_instance_uid)
    qtbot.waitUntil(lambda: main.exam.archive._whose[1] == patient.key)
    with qtbot.assertNotEmitted(archive.queued, wait=300):
        main.commands[Command.SEND].trigger()
    with qtbot.waitSignal(archive.queued):
        may_go.set()
    assert len(archive.view().messages) == 1


def test_what_is_being_sent_while_the_settings_change_comes_into_the_queue(
    qtbot, window: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in, may_go = QueuedArchive.send, threading.Event()

    def slow(archive: QueuedArchive, *what: object) -> tuple[int, int]:
        may_go.wait(60)
        return put_in(archive, *what)

    monkeypatch.setattr(QueuedArchive, "send", slow)
    main = window(settings(host="localhost", port=1, title=TITLE))
    _exam, archive = desks(main)
    begin(qtbot, main, Patient(worklist=ENTRY))
    with qtbot.assertNotEmitted(archive.queued, wait=300):
        main.commands[Command.SEND].trigger()
        archive.change(settings(host="localhost", port=2, title=TITLE))
    with qtbot.waitSignal(archive.queued):
        may_go.set()
    assert len(archive.view().messages) == 1


def test_what_is_taken_back_right_before_the_program_ends_is_not_sent_by_the_next_one(
    qtbot, window: Making, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    put_in, ends = QueuedArchive.send, threading.Event()

    def slow(archive: QueuedArchive, *what: object) -> tuple[int, int]:
        ends.wait(60)
        threading.Event().wait(0.4)  # longer than a thread waits until it looks whether the program ends
        return put_in(archive, *what)

    monkeypatch.setattr(QueuedArchive, "send", slow)
    main = window(settings(host="localhost", port=1, title=TITLE))
    exam, archive = desks(main)
    begin(qtbot, main, Patient(worklist=ENTRY))
    main.commands[Command.SEND].trigger()
    archive.recall(exam.content.exam.id)
    ends.set()
    assert archive.stop()
    with closing(ArchiveQueue(tmp_path / "archive")) as left:
        assert left.messages() == ()


def test_what_had_gone_under_a_wrong_patient_is_said(qtbot, orthanc: Orthanc, window: Making) -> None:
    main = window(at(orthanc))
    _exam, archive = desks(main)
    begin(qtbot, main, Patient(worklist=ENTRY))
    with qtbot.waitSignal(archive.queued):
        main.commands[Command.SEND].trigger()
    wait_for(qtbot, orthanc, archive, 1)
    qtbot.waitUntil(lambda: all(one.done for one in archive.view().messages))
    with qtbot.waitSignal(archive.recalled):
        main.exam.archive._take_entry(ENTRY.model_copy(update={"patient_id": "000124"}))
    assert "1 objects had gone to the archive under this exam's earlier patient" in main.notice.text


def test_the_hospital_is_told_when_a_scheduled_exam_begins_and_ends(qtbot, window: Making) -> None:
    steps = Steps()
    with hospital_system(steps) as peer:
        main = window(settings(worklist_host=peer.host, worklist_port=peer.port, worklist_title="RIS", mpps=True))
        exam, _ = desks(main)
        main.exam.archive._take_entry(ENTRY)
        qtbot.waitUntil(lambda: len(steps.told) == 1)
        qtbot.waitUntil(lambda: bool(exam.content.exam.procedure_step_uid))
        main.commands[Command.EXAM].trigger()
        qtbot.waitUntil(lambda: len(steps.told) == 2)
    (_, uid, begun), (_, same, ended) = steps.told
    assert uid == same
    assert begun.PerformedProcedureStepStatus == "IN PROGRESS"
    assert ended.PerformedProcedureStepStatus == "DISCONTINUED"  # nothing was kept


def test_a_wrong_scheduled_patient_is_taken_back_at_the_hospital_too(qtbot, window: Making) -> None:
    steps = Steps()
    with hospital_system(steps) as peer:
        main = window(settings(worklist_host=peer.host, worklist_port=peer.port, worklist_title="RIS", mpps=True))
        exam, _ = desks(main)
        main.exam.archive._take_entry(ENTRY)
        qtbot.waitUntil(lambda: len(steps.told) == 1)
        qtbot.waitUntil(lambda: bool(exam.content.exam.procedure_step_uid))
        main.exam.archive._take_entry(ENTRY.model_copy(update={"patient_id": "000124"}))
        qtbot.waitUntil(lambda: len(steps.told) == 3)
    told = {(attributes.PerformedProcedureStepStatus, uid) for _, uid, attributes in steps.told}
    first, second = steps.told[0][1], exam.content.exam.procedure_step_uid
    assert told == {("IN PROGRESS", first), ("DISCONTINUED", first), ("IN PROGRESS", second)}


def test_picking_without_a_source_says_what_to_do(qtbot, window: Making) -> None:
    main = window(settings())
    main.show_session(None)
    main.exam.archive._take_entry(ENTRY)
    assert "Open a source first" in main.notice.text


def test_the_window_closes_while_an_archive_does_not_answer(qtbot, window: Making) -> None:
    main = window(settings(worklist_host="localhost", worklist_port=1, worklist_title="RIS"))
    main.commands[Command.WORKLIST].trigger()
    assert main.close()


def test_a_window_that_was_closed_is_let_go_with_the_archives_windows(qapp) -> None:
    actions = FakeActions()
    actions.archive._settings = settings(worklist_host="localhost", worklist_port=1, worklist_title="RIS")
    main = MainWindow(WindowSettings(language="en"), actions=actions)
    main.show()
    for command in (Command.ARCHIVE, Command.WORKLIST):
        main.commands[command].trigger()
    main.exam.archive.open_settings()
    main.close()
    main.deleteLater()
    gone = weakref.ref(main)
    del main, actions
    let_go()
    assert gone() is None
