"""Lesions of earlier exams of the same patient, the newest first; nobody else's."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.exam.content.exam import ExamContent
from app.exam.content.model import now
from app.exam.content.person import Patient
from app.exam.reading.earlier_lesions import earlier_lesions
from app.exam.record.database import ExamDatabase
from app.exam.record.record import ExamRecord
from tests.app.exam.record import made_exam


@pytest.fixture
def database(tmp_path: Path) -> Iterator[ExamDatabase]:
    opened = made_exam.database(tmp_path / "database")
    yield opened
    opened.close()


def keep(database: ExamDatabase, folder: Path, pseudonym: str, days_ago: int, *numbers: int) -> None:
    exam = made_exam.exam(pseudonym, id=f"exam-{pseudonym}-{days_ago}", started_at=now() - timedelta(days=days_ago))
    record = ExamRecord.create(database, folder, exam)
    for number in numbers:
        record.put(made_exam.lesion(number))
    record.close()


def today(pseudonym: str) -> ExamContent:
    return ExamContent(exam=made_exam.exam(pseudonym, id="today", started_at=now()))


def test_the_newest_exam_comes_first_and_other_patients_never(database: ExamDatabase, tmp_path: Path) -> None:
    exams = tmp_path / "exams"
    keep(database, exams, "B-017", 400, 1)
    keep(database, exams, "B-017", 30, 1, 2)
    keep(database, exams, "B-018", 10, 5)
    found = earlier_lesions(database, today("B-017"))
    assert [each.lesion.number for each in found] == [1, 2, 1]
    assert found[0].at > found[2].at


def test_a_patient_who_is_not_known_has_no_earlier_lesions(database: ExamDatabase, tmp_path: Path) -> None:
    keep(database, tmp_path / "exams", "", 30, 1)
    nobody = today("").model_copy(update={"exam": today("").exam.model_copy(update={"patient": Patient()})})
    assert earlier_lesions(database, nobody) == ()
