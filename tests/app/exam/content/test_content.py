"""What an exam holds survives being written as JSON and read back, and a file of another shape is refused."""

import pytest
from pydantic import ValidationError

from app.exam.content.exam import Exam, ExamContent
from app.exam.content.lesion import Lesion, Place
from app.exam.content.model import new_id, now
from app.exam.content.person import Patient, PersonName, WorklistEntry

NOBODY = Patient()
NAME = "Yamada^Tarou=山田^太郎=やまだ^たろう"


def _exam(patient: Patient = NOBODY) -> Exam:
    return Exam(id=new_id(), study_instance_uid="2.25.1", started_at=now(), patient=patient)


def _entry(patient_id: str) -> WorklistEntry:
    return WorklistEntry(patient_id=patient_id, name=PersonName.of(NAME), study_instance_uid="2.25.7")


def test_an_exam_reads_back_as_it_was_written() -> None:
    lesions = tuple(
        Lesion(id=new_id(), number=number, confirmed_at=now(), place=Place(side="left", clock=10.5, distance_mm=30))
        for number in (2, 1)
    )
    content = ExamContent(exam=_exam(Patient(worklist=_entry("000123"))), items=lesions)
    again = ExamContent.model_validate_json(content.model_dump_json())
    assert again == content
    assert [lesion.number for lesion in again.lesions] == [1, 2]


def test_leading_zeros_of_an_id_tell_two_patients_apart() -> None:
    assert Patient(worklist=_entry("000123")).key != Patient(worklist=_entry("123")).key


@pytest.mark.parametrize("text", [NAME, "Yamada^Tarou", "=山田^太郎", ""])
def test_a_name_in_three_groups_stays_as_dicom_wrote_it(text: str) -> None:
    assert str(PersonName.of(text)) == text


def test_a_field_that_is_not_known_is_refused() -> None:
    written = ExamContent(exam=_exam()).model_dump(mode="json")
    with pytest.raises(ValidationError):
        ExamContent.model_validate(written | {"category": "4A"})
