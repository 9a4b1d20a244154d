"""One answer of a worklist as an entry: every string exactly as it came, in whatever character set."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from pydicom.dataset import Dataset
from pydicom.uid import UID
from pydicom.valuerep import PersonName as DicomName

from app.exam.content.person import PersonName, WorklistEntry

RETURN_KEYS = (
    "AccessionNumber",
    "ReferringPhysicianName",
    "ReferencedStudySequence",
    "PatientName",
    "PatientID",
    "IssuerOfPatientID",
    "PatientBirthDate",
    "PatientSex",
    "PatientSize",
    "PatientWeight",
    "StudyInstanceUID",
    "RequestedProcedureDescription",
    "RequestedProcedureCodeSequence",
    "RequestedProcedureID",
    "TimezoneOffsetFromUTC",
)
STEP_KEYS = (
    "Modality",
    "ScheduledStationAETitle",
    "ScheduledProcedureStepStartDate",
    "ScheduledProcedureStepStartTime",
    "ScheduledPerformingPhysicianName",
    "ScheduledProcedureStepDescription",
    "ScheduledProtocolCodeSequence",
    "ScheduledProcedureStepID",
    "ScheduledStationName",
    "ScheduledProcedureStepLocation",
)


@dataclass(frozen=True, slots=True)
class Unusable:
    """An answer from which no exam can be made.

    Attributes:
        reason: What is wrong with it; a text that the window translates.
        patient_id: Whose it is, as far as it says so.
    """

    reason: str
    patient_id: str = ""


_LEFT_ENCODED = re.compile(r"\x1b\$(?:B|@|\(D)[\x21-\x7e]*\x1b\([BJ]")  # JIS X 0208 or 0212, and back
NO_ID = "it has no patient ID"
NO_NAME = "it has no patient name"
NO_STUDY = "it has no valid Study Instance UID"
NO_STEP = "it has no scheduled step"
DAMAGED = "it cannot be decoded"


def entry_of(answer: Dataset) -> WorklistEntry | Unusable:
    """Read an answer; what an exam cannot do without must be there, everything else may be missing or wrong."""
    try:
        return _read(answer)
    except (ValueError, TypeError, AttributeError, LookupError, NotImplementedError, OverflowError):
        return Unusable(DAMAGED)


def _read(answer: Dataset) -> WorklistEntry | Unusable:
    patient_id = _text(answer, "PatientID")
    steps = answer.get("ScheduledProcedureStepSequence")
    name = _name(answer, "PatientName")
    study = _text(answer, "StudyInstanceUID")
    reason = (
        (NO_ID if not patient_id else "")
        or (NO_NAME if not str(name).strip("^= ") else "")
        or (NO_STUDY if not study or len(study) > 64 or not UID(study).is_valid else "")
        or (NO_STEP if not steps else "")
    )
    if reason:
        return Unusable(reason, patient_id)
    step: Dataset = steps[0]
    return WorklistEntry(
        patient_id=patient_id,
        issuer_of_patient_id=_text(answer, "IssuerOfPatientID"),
        name=name,
        birth_date=_date(_text(answer, "PatientBirthDate")),
        sex=_text(answer, "PatientSex"),
        accession_number=_text(answer, "AccessionNumber"),
        study_instance_uid=study,
        referring_physician=_name(answer, "ReferringPhysicianName"),
        requested_procedure_id=_text(answer, "RequestedProcedureID"),
        requested_procedure_description=_text(answer, "RequestedProcedureDescription"),
        scheduled_step_id=_text(step, "ScheduledProcedureStepID"),
        scheduled_step_description=_text(step, "ScheduledProcedureStepDescription"),
        scheduled_at=_scheduled_at(answer, step),
        station_ae_title=_text(step, "ScheduledStationAETitle"),
        modality=_text(step, "Modality") or "US",
        item=answer.to_json_dict(suppress_invalid_tags=True),
    )


def _text(dataset: Dataset, keyword: str) -> str:
    """A value as text; several values as they stood, divided by a backslash."""
    value = dataset.get(keyword)
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.decode("ascii", "replace").rstrip(" \0")
    return str(value) if isinstance(value, str) else "\\".join(map(str, value))


def _name(dataset: Dataset, keyword: str) -> PersonName:
    value = dataset.get(keyword)
    if isinstance(value, DicomName):
        groups = (value.alphabetic, value.ideographic, value.phonetic)
        alphabetic, ideographic, phonetic = (_LEFT_ENCODED.sub(_decoded, group) for group in groups)
        return PersonName(alphabetic=alphabetic, ideographic=ideographic, phonetic=phonetic)
    return PersonName.of(_text(dataset, keyword))


def _decoded(found: re.Match[str]) -> str:
    """Kanji that a gateway passed on undecoded: Orthanc does so for ISO 2022 IR 13 with IR 87."""
    return found[0].encode("ascii").decode("iso2022_jp_2")


def _date(text: str) -> date | None:
    digits = text.replace(".", "")  # ACR-NEMA wrote 1970.01.31
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if len(digits) == 8 else None
    except ValueError:
        return None


def _time(text: str) -> time:
    """HHMMSS.FFFFFF, of which all but the hours may be missing; midnight where it makes no sense."""
    digits = text.partition(".")[0].replace(":", "")
    try:
        return time(int(digits[:2]), int(digits[2:4] or 0), int(digits[4:6] or 0))
    except ValueError:
        return time(0)


def _scheduled_at(answer: Dataset, step: Dataset) -> datetime | None:
    day = _date(_text(step, "ScheduledProcedureStepStartDate"))
    if day is None:
        return None
    naive = datetime.combine(day, _time(_text(step, "ScheduledProcedureStepStartTime")))
    offset = _text(answer, "TimezoneOffsetFromUTC")
    if len(offset) == 5 and offset[0] in "+-" and offset[1:].isdigit():
        minutes = int(offset[1:3]) * 60 + int(offset[3:])
        return naive.replace(tzinfo=timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes)))
    return naive.astimezone()
