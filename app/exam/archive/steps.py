"""The performed procedure step (MPPS, PS3.4 annex F): the exam has begun, was completed, or was broken off."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from pydicom import dcmread
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian
from pynetdicom import build_context
from pynetdicom.association import Association

from app.exam.archive.errors import Refused
from app.exam.archive.line.association import association
from app.exam.archive.line.echo import cut_off
from app.exam.archive.line.peer import Peer
from app.exam.archive.line.services import PERFORMED_STEP
from app.exam.archive.waiting.message import Message, MessageKind
from app.exam.archive.waiting.spool import Outgoing
from app.exam.content.exam import Exam
from app.exam.content.person import WorklistEntry

_DUPLICATE = 0x0111
_WARNINGS = (0x0001, 0x0107, 0x0116)


class StepEnd(Enum):
    """How a step ended, as DICOM writes it."""

    COMPLETED = "COMPLETED"
    DISCONTINUED = "DISCONTINUED"


def step_begun(exam: Exam, entry: WorklistEntry, *, uid: str, station: str) -> Outgoing:
    """The announcement that the exam has begun (PS3.4 table F.7.2-1).

    Args:
        exam: What was begun.
        entry: What was scheduled; identity and study come from it.
        uid: Of the step; a UID of its own.
        station: This station's AE title.
    """
    step = _named(uid)
    begun = exam.started_at.astimezone()
    step.ScheduledStepAttributesSequence = [_scheduled(entry)]
    step.PatientName = str(entry.name)
    step.PatientID = entry.patient_id
    step.IssuerOfPatientID = entry.issuer_of_patient_id
    step.PatientBirthDate = "" if entry.birth_date is None else f"{entry.birth_date:%Y%m%d}"
    step.PatientSex = entry.sex
    step.ReferencedPatientSequence = []
    step.PerformedProcedureStepID = exam.id[:16]
    step.PerformedStationAETitle = station
    step.PerformedStationName = ""
    step.PerformedLocation = ""
    step.PerformedProcedureStepStartDate, step.PerformedProcedureStepStartTime = _day_and_time(begun)
    step.PerformedProcedureStepStatus = "IN PROGRESS"
    step.PerformedProcedureStepDescription = entry.scheduled_step_description
    step.PerformedProcedureTypeDescription = ""
    step.ProcedureCodeSequence = []
    step.PerformedProcedureStepEndDate = ""
    step.PerformedProcedureStepEndTime = ""
    step.Modality = entry.modality
    step.StudyID = entry.requested_procedure_id[:16]
    step.PerformedProtocolCodeSequence = []
    step.PerformedSeriesSequence = []
    return Outgoing(step, MessageKind.STEP_BEGUN, "IN PROGRESS")


def step_ended(
    exam: Exam, objects: Sequence[Dataset], *, uid: str, end: StepEnd, ended_at: datetime, examiner: str = ""
) -> Outgoing:
    """The announcement that the exam has ended, with what it made.

    Args:
        exam: What has ended.
        objects: Headers of the DICOM objects that were made; at least series, class and instance are in each.
        uid: The one under which it was begun.
        end: How it ended.
        ended_at: With its offset.
        examiner: As DICOM writes a name.
    """
    step = _named(uid)
    step.PerformedProcedureStepStatus = end.value
    step.PerformedProcedureStepEndDate, step.PerformedProcedureStepEndTime = _day_and_time(ended_at.astimezone())
    series: dict[str, list[Dataset]] = {}
    for made in objects:
        series.setdefault(str(made.SeriesInstanceUID), []).append(made)
    step.PerformedSeriesSequence = [_performed(made, examiner or str(exam.examiner)) for made in series.values()]
    return Outgoing(step, MessageKind.STEP_ENDED, end.value)


def announce(peer: Peer, message: Message) -> None:
    """Tell the hospital's system.

    Raises:
        Unreachable: It could not be told; it waits.
        Refused: It does not want to hear it.
    """
    attributes = dcmread(message.file)
    with association(peer, [build_context(PERFORMED_STEP)], "performed procedure step") as line:
        status = _told(line, message, attributes)
    code = status.get("Status")
    if code is None:
        raise cut_off(peer)
    again = code == _DUPLICATE and message.kind is MessageKind.STEP_BEGUN  # it arrived before the line was cut
    if code != 0 and code not in _WARNINGS and not again:
        raise Refused(
            "{host} refused the announcement of the exam (status {status}); ask its administrator, or switch it off",
            host=peer.host,
            status=f"{code:04X}H",
        )


def _told(line: Association, message: Message, attributes: FileDataset) -> Dataset:
    told = Dataset(attributes)
    if message.kind is MessageKind.STEP_BEGUN:
        return line.send_n_create(told, PERFORMED_STEP, message.uid)[0]
    return line.send_n_set(told, PERFORMED_STEP, message.uid)[0]


def _named(uid: str) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = PERFORMED_STEP
    meta.MediaStorageSOPInstanceUID = UID(uid)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made = FileDataset("", {}, preamble=b"\0" * 128, file_meta=meta)
    made.SpecificCharacterSet = "ISO_IR 192"
    return made


def _scheduled(entry: WorklistEntry) -> Dataset:
    item = Dataset()
    item.StudyInstanceUID = entry.study_instance_uid
    item.ReferencedStudySequence = []
    item.AccessionNumber = entry.accession_number
    item.RequestedProcedureID = entry.requested_procedure_id
    item.RequestedProcedureDescription = entry.requested_procedure_description
    item.ScheduledProcedureStepID = entry.scheduled_step_id
    item.ScheduledProcedureStepDescription = entry.scheduled_step_description
    item.ScheduledProtocolCodeSequence = []
    return item


def _performed(made: Sequence[Dataset], examiner: str) -> Dataset:
    first, item = made[0], Dataset()
    item.PerformingPhysicianName = ""
    item.OperatorsName = examiner
    item.ProtocolName = first.get("ProtocolName") or first.get("SeriesDescription") or "Breast ultrasound"
    item.SeriesInstanceUID = first.SeriesInstanceUID
    item.SeriesDescription = first.get("SeriesDescription", "")
    item.RetrieveAETitle = ""
    pictures = [one for one in made if "PixelData" in one or "Rows" in one]
    item.ReferencedImageSequence = [_reference(one) for one in pictures]
    item.ReferencedNonImageCompositeSOPInstanceSequence = [_reference(one) for one in made if one not in pictures]
    return item


def _reference(made: Dataset) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID = made.SOPClassUID
    item.ReferencedSOPInstanceUID = made.SOPInstanceUID
    return item


def _day_and_time(moment: datetime) -> tuple[str, str]:
    return f"{moment:%Y%m%d}", f"{moment:%H%M%S}"
