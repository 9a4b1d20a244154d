"""The performed procedure step. Orthanc takes none, so the hospital's system here is one of pynetdicom."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from pynetdicom import evt

from app.exam.archive.archive import Archive
from app.exam.archive.line.peer import Peer
from app.exam.archive.line.services import PERFORMED_STEP
from app.exam.archive.sender import SendingPlan
from app.exam.archive.steps import StepEnd, step_begun, step_ended
from app.exam.archive.waiting.message import MessageState
from app.exam.archive.waiting.queue import ArchiveQueue
from app.exam.content.exam import Exam
from app.exam.content.person import Patient
from app.settings import ArchiveSettings, default_settings
from tests.app.exam.archive.conftest import Clock, SenderMaker
from tests.app.exam.archive.dicom_objects import ENTRY, JAPANESE, exam_of, outgoing, picture, report
from tests.app.exam.archive.stations import Steps, station

ENDED_AT = datetime(2026, 11, 28, 9, 45, tzinfo=timezone(timedelta(hours=9)))


@contextmanager
def hospital_system(steps: Steps) -> Iterator[Peer]:
    handlers = [(evt.EVT_N_CREATE, steps.create), (evt.EVT_N_SET, steps.set)]
    with station([(PERFORMED_STEP, ())], handlers, title="RIS") as peer:
        yield peer


def begin(exam: Exam):
    return step_begun(exam, ENTRY, uid=exam.procedure_step_uid, station="MINAMO")


def finish(exam: Exam, end: StepEnd = StepEnd.COMPLETED):
    made = [picture(), picture(), report()] if end is StepEnd.COMPLETED else []
    return step_ended(exam, made, uid=exam.procedure_step_uid, end=end, ended_at=ENDED_AT)


def test_an_exam_is_told_when_it_begins_and_when_it_was_completed(queue: ArchiveQueue, sender: SenderMaker) -> None:
    exam = exam_of()
    queue.add([begin(exam), finish(exam)])
    steps = Steps()
    with hospital_system(steps) as peer:
        sending = sender(SendingPlan(steps=peer))
        sending.step()
        sending.step()
    assert {message.state for message in queue.messages()} == {MessageState.SENT}
    (created, uid, begun), (set_, same, ended) = steps.told
    assert (created, set_) == ("N-CREATE", "N-SET")
    assert uid == same == exam.procedure_step_uid
    assert begun.PerformedProcedureStepStatus == "IN PROGRESS"
    assert (begun.PatientID, str(begun.PatientName)) == ("000123", JAPANESE)
    [scheduled] = begun.ScheduledStepAttributesSequence
    assert scheduled.StudyInstanceUID == ENTRY.study_instance_uid
    assert (scheduled.AccessionNumber, scheduled.ScheduledProcedureStepID) == ("0042", "SPS001")
    assert (begun.PerformedStationAETitle, begun.Modality) == ("MINAMO", "US")
    assert ended.PerformedProcedureStepStatus == "COMPLETED"
    assert ended.PerformedProcedureStepEndDate == f"{ENDED_AT.astimezone():%Y%m%d}"
    pictures, documents = ended.PerformedSeriesSequence
    assert len(pictures.ReferencedImageSequence) == 2
    assert len(documents.ReferencedNonImageCompositeSOPInstanceSequence) == 1


def test_an_exam_that_was_broken_off_is_told_so(queue: ArchiveQueue, sender: SenderMaker) -> None:
    exam = exam_of()
    queue.add([begin(exam), finish(exam, StepEnd.DISCONTINUED)])
    steps = Steps()
    with hospital_system(steps) as peer:
        sending = sender(SendingPlan(steps=peer))
        sending.step()
        sending.step()
    assert steps.told[1][2].PerformedProcedureStepStatus == "DISCONTINUED"
    assert len(steps.told[1][2].PerformedSeriesSequence) == 0


def test_an_end_never_overtakes_its_beginning(queue: ArchiveQueue, sender: SenderMaker, clock: Clock) -> None:
    exam = exam_of()
    queue.add([finish(exam), begin(exam)])  # as it comes back when a damaged queue is made anew
    steps = Steps(statuses=[0x0213, 0x0110])
    with hospital_system(steps) as peer:
        sending = sender(SendingPlan(steps=peer))
        sending.step()
        assert [message.state for message in queue.messages()] == [MessageState.WAITING, MessageState.FAILED]
        sending.step()
        assert steps.told == []
        queue.retry(queue.messages())
        steps.statuses.clear()
        sending.step()
        sending.step()
    assert [service for service, _, _ in steps.told] == ["N-CREATE", "N-SET"]


def test_a_beginning_that_had_arrived_before_the_line_was_cut_is_not_told_twice(
    queue: ArchiveQueue, sender: SenderMaker
) -> None:
    queue.add([begin(exam_of())])
    with hospital_system(Steps(statuses=[0x0111])) as peer:
        sender(SendingPlan(steps=peer)).step()
    assert queue.messages()[0].state is MessageState.SENT


def test_a_system_that_refuses_is_named(queue: ArchiveQueue, sender: SenderMaker) -> None:
    queue.add([begin(exam_of())])
    with hospital_system(Steps(statuses=[0x0106])) as peer:
        sender(SendingPlan(steps=peer)).step()
    [message] = queue.messages()
    assert message.state is MessageState.FAILED
    assert "refused the announcement of the exam (status 0106H)" in str(message.reason)


def test_a_system_that_is_away_is_told_later(queue: ArchiveQueue, sender: SenderMaker) -> None:
    queue.add([begin(exam_of())])
    steps = Steps()
    with hospital_system(steps) as peer:
        away = Peer("127.0.0.1", 1, "RIS", "MINAMO")
        sender(SendingPlan(steps=away)).step()
        assert queue.messages()[0].state is MessageState.WAITING
        queue.retry(queue.messages())
        sender(SendingPlan(steps=peer)).step()
    assert len(steps.told) == 1


def settings(**changes: object) -> ArchiveSettings:
    return ArchiveSettings.model_validate(default_settings().archive.model_dump() | changes)


def test_nothing_is_told_unless_it_is_switched_on_and_the_exam_was_scheduled(tmp_path: Path) -> None:
    scheduled, own = exam_of(), exam_of(Patient(pseudonym="P7"))
    off = Archive(settings(worklist_host="127.0.0.1", worklist_title="RIS"), tmp_path / "off")
    assert not off.announce_begin(scheduled)
    on = Archive(settings(worklist_host="127.0.0.1", worklist_title="RIS", mpps=True), tmp_path / "on")
    assert not on.announce_begin(own)
    assert not on.announce_end(scheduled, [], StepEnd.COMPLETED, ENDED_AT)  # its beginning was not told
    assert on.announce_begin(scheduled)
    assert on.announce_end(scheduled, outgoing(picture()), StepEnd.COMPLETED, ENDED_AT)
    assert [message.description for message in on.queue.messages()] == ["IN PROGRESS", "COMPLETED"]
    for archive in (off, on):
        assert archive.stop()


@pytest.mark.parametrize("patient", [Patient(), Patient(pseudonym="P7")])
def test_without_the_plan_for_it_no_station_is_asked(patient: Patient, tmp_path: Path) -> None:
    archive = Archive(settings(mpps=True), tmp_path / "queue")
    assert not archive.announce_begin(exam_of(patient))
    assert archive.stop()
