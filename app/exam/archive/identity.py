"""Under whose name an exam may leave: the hospital's own entry, or a pseudonym, or not at all."""

from collections.abc import Iterable
from typing import Literal

from pydicom.dataset import Dataset

from app.exam.content.exam import Exam
from app.exam.dicom.text import fitting, person_name
from app.exam.errors import ArchiveError

WithoutEntry = Literal["refuse", "pseudonym"]


def may_be_sent(exam: Exam, without_entry: WithoutEntry) -> None:
    """Whether the exam has a name under which it may go to the archive.

    Raises:
        ArchiveError: It has none, or only a pseudonym and those stay here.
    """
    if exam.patient.worklist is not None:
        return
    if without_entry == "refuse":
        raise ArchiveError(
            "This exam has no entry of the worklist, so the archive could not tell whose it is; choose its entry, or "
            "allow pseudonyms in the archive settings"
        )
    if not exam.patient.pseudonym.strip():
        raise ArchiveError("This exam is nobody's yet; give it a pseudonym or an entry of the worklist, and send again")


def check_identity(exam: Exam, objects: Iterable[Dataset]) -> None:
    """Every object is this patient's and of this study; nothing leaves under another name.

    Raises:
        ArchiveError: One is not.
    """
    entry, pseudonym = exam.patient.worklist, exam.patient.pseudonym
    if entry is None:
        wanted = {"StudyInstanceUID": exam.study_instance_uid, "AccessionNumber": ""}
        wanted |= {"PatientID": fitting(pseudonym, "LO"), "PatientName": str(person_name(pseudonym))}
    else:
        wanted = {
            "PatientID": entry.patient_id,
            "StudyInstanceUID": entry.study_instance_uid,
            "AccessionNumber": entry.accession_number,
        }
    for made in objects:
        for keyword, value in wanted.items():
            if str(made.get(keyword) or "") != value:
                raise ArchiveError(
                    "An object of this exam has another {keyword} than its patient's entry, and nothing was sent; "
                    "report this, with the log, to those who look after Minamo",
                    keyword=keyword,
                )
