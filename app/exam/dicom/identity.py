"""Whose object it is and what made it: patient, study, series and equipment, the same in every object of an exam."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sr.codedict import codes
from pydicom.sr.coding import Code
from pydicom.uid import UID, ExplicitVRLittleEndian

from app.exam.content.exam import Exam
from app.exam.dicom.text import UTF_8, fitting, person_name
from app.exam.dicom.uids import IMPLEMENTATION, instance_uid, uid_of
from capture.side_file import software_version

log = logging.getLogger(__name__)

MANUFACTURER: Final = "Minamo"
MODEL: Final = "Minamo research aid"
_MPPS_CLASS: Final = "1.2.840.10008.3.1.2.3.3"
# what the worklist's answer holds beside the fields that an exam keeps, and where an image says it (PS3.4 table K.6-1)
_OF_PATIENT: Final = ("OtherPatientIDsSequence", "IssuerOfPatientIDQualifiersSequence", "PatientComments")
_OF_STUDY: Final = ("IssuerOfAccessionNumberSequence", "ReferencedStudySequence")


@dataclass(frozen=True, slots=True)
class Series:
    """One series of an exam.

    Attributes:
        name: What its UID is made from, with the exam's study.
        number: Series Number.
        modality: "US", "SR" or "DOC".
        description: For people.
    """

    name: str
    number: int
    modality: str
    description: str


PICTURES: Final = Series("pictures", 1, "US", "Snapshots and clips, panels only")
OVERLAYS: Final = Series("overlays", 2, "US", "Snapshots with the aid's overlay, research use only")
FINDINGS: Final = Series("findings", 3, "SR", "Lesions, research use only")
REPORTS: Final = Series("reports", 4, "DOC", "Report, research use only")


def new_object(exam: Exam, series: Series, sop_class: str, made_at: datetime, number: int) -> Dataset:
    """A data set with all that does not depend on its pixels, without its SOP Instance UID.

    Args:
        exam: Whose it is.
        series: Where it belongs.
        sop_class: SOP Class UID.
        made_at: When its content came to be.
        number: Instance Number in its series, from 1.
    """
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.SpecificCharacterSet = UTF_8  # until it is known what the whole exam can be written in
    dataset.SOPClassUID = sop_class
    dataset.TimezoneOffsetFromUTC = exam.started_at.strftime("%z")[:5]
    _add_patient(dataset, exam)
    _add_study(dataset, exam)
    if series.modality == "US":
        _add_acquisition(dataset, exam)
    dataset.Modality = series.modality
    dataset.SeriesInstanceUID = uid_of("series", exam.study_instance_uid, exam.id, series.name)
    dataset.SeriesNumber = series.number
    dataset.SeriesDescription = series.description
    dataset.SeriesDate, dataset.SeriesTime = date_and_time(exam.started_at, exam)
    if exam.procedure_step_uid:
        dataset.ReferencedPerformedProcedureStepSequence = [_reference(_MPPS_CLASS, exam.procedure_step_uid)]
    dataset.Manufacturer = MANUFACTURER
    dataset.ManufacturerModelName = MODEL
    dataset.SoftwareVersions = fitting(exam.software_version or software_version(), "LO")
    dataset.InstanceNumber = number
    dataset.ContentDate, dataset.ContentTime = date_and_time(made_at, exam)
    return dataset


def named(dataset: Dataset, item: str, bulk_sha256: str = "") -> Dataset:
    """Give an object its UID; everything but pixels and document must be in it."""
    dataset.SOPInstanceUID = instance_uid(dataset, item, bulk_sha256)
    meta = dataset.file_meta
    meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    meta.ImplementationClassUID = UID(IMPLEMENTATION)
    meta.ImplementationVersionName = "MINAMO"
    return dataset


def reference_to(dataset: Dataset) -> Dataset:
    """An item that refers to an object."""
    return _reference(dataset.SOPClassUID, dataset.SOPInstanceUID)


def add_breast(dataset: Dataset, side: str | None) -> None:
    """Say that an image shows a breast, and which one where it is known."""
    dataset.BodyPartExamined = "BREAST"
    dataset.PatientOrientation = ""  # how the probe lay is not known
    dataset.AnatomicRegionSequence = [code_item(codes.SCT.Breast)]
    if side is None:
        dataset.Laterality = ""  # asked for where no image says its side (PS3.3 C.7.3.1)
    else:
        dataset.ImageLaterality = side[0].upper()


def code_item(code: Code) -> Dataset:
    """A code as an item of a code sequence."""
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = code.value, code.scheme_designator, code.meaning
    return item


def date_and_time(moment: datetime, exam: Exam) -> tuple[str, str]:
    """A moment as DA and TM, in the time zone in which the exam was started."""
    local = moment.astimezone(exam.started_at.tzinfo)
    return local.strftime("%Y%m%d"), local.strftime("%H%M%S.%f")


def requested_procedure(exam: Exam) -> Dataset | None:
    """An item of Referenced Request Sequence (0040,A370) for a structured report; None without a worklist entry."""
    entry = exam.patient.worklist
    if entry is None:
        return None
    item = Dataset()
    item.StudyInstanceUID = exam.study_instance_uid
    item.AccessionNumber = entry.accession_number
    item.RequestedProcedureID = entry.requested_procedure_id
    item.RequestedProcedureDescription = entry.requested_procedure_description
    told = _told(entry.item)
    item.PlacerOrderNumberImagingServiceRequest = told.get("PlacerOrderNumberImagingServiceRequest", "")
    item.FillerOrderNumberImagingServiceRequest = told.get("FillerOrderNumberImagingServiceRequest", "")
    item.RequestedProcedureCodeSequence = told.get("RequestedProcedureCodeSequence", [])
    item.ReferencedStudySequence = told.get("ReferencedStudySequence", [])
    return item


def _add_patient(dataset: Dataset, exam: Exam) -> None:
    entry = exam.patient.worklist
    if entry is None:
        dataset.PatientName = person_name(exam.patient.pseudonym)
        dataset.PatientID = fitting(exam.patient.pseudonym, "LO")
        dataset.PatientBirthDate = dataset.PatientSex = ""
        return
    dataset.PatientName = str(entry.name)
    dataset.PatientID = entry.patient_id
    if entry.issuer_of_patient_id:
        dataset.IssuerOfPatientID = entry.issuer_of_patient_id
    dataset.PatientBirthDate = entry.birth_date.strftime("%Y%m%d") if entry.birth_date else ""
    dataset.PatientSex = entry.sex
    _take_over(dataset, _told(entry.item), _OF_PATIENT)


def _add_study(dataset: Dataset, exam: Exam) -> None:
    dataset.StudyInstanceUID = exam.study_instance_uid
    dataset.StudyDate, dataset.StudyTime = date_and_time(exam.started_at, exam)
    entry = exam.patient.worklist
    if entry is None:
        dataset.AccessionNumber = dataset.StudyID = dataset.ReferringPhysicianName = ""
        return
    dataset.AccessionNumber = entry.accession_number
    dataset.StudyID = entry.requested_procedure_id
    dataset.ReferringPhysicianName = str(entry.referring_physician)
    told = _told(entry.item)
    _take_over(dataset, told, _OF_STUDY)
    if entry.requested_procedure_description:
        dataset.StudyDescription = entry.requested_procedure_description
    if "RequestedProcedureCodeSequence" in told:
        dataset.ProcedureCodeSequence = told.RequestedProcedureCodeSequence


def _add_acquisition(dataset: Dataset, exam: Exam) -> None:
    """Who scanned, and the step of the schedule that was done."""
    dataset.OperatorsName = person_name(str(exam.examiner))
    entry = exam.patient.worklist
    if entry is None:
        return
    request = Dataset()
    request.ScheduledProcedureStepID = entry.scheduled_step_id
    request.RequestedProcedureID = entry.requested_procedure_id
    if entry.scheduled_step_description:
        request.ScheduledProcedureStepDescription = entry.scheduled_step_description
    if entry.requested_procedure_description:
        request.RequestedProcedureDescription = entry.requested_procedure_description
    step = next(iter(_told(entry.item).get("ScheduledProcedureStepSequence") or []), Dataset())
    _take_over(request, step, ("ScheduledProtocolCodeSequence",))
    dataset.RequestAttributesSequence = [request]


def _told(answer: Mapping[str, Any]) -> Dataset:
    """The worklist's answer; nothing where it cannot be read: what matters of it stands in the entry's fields."""
    try:
        return Dataset.from_json(dict(answer)) if answer else Dataset()
    except (ValueError, TypeError, LookupError, AttributeError) as fault:
        log.warning("the worklist's answer kept with an exam is not readable: %s", type(fault).__name__)
        return Dataset()


def _take_over(dataset: Dataset, told: Dataset, keywords: tuple[str, ...]) -> None:
    for keyword in keywords:
        if told.get(keyword):
            dataset.add(told[keyword])


def _reference(sop_class: str, sop_instance: str) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = sop_class, sop_instance
    return item
