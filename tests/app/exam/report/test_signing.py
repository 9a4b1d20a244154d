"""Who signs what, and what a changed finding does to a verification."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.exam.content.exam import ExamContent
from app.exam.content.person import PersonName, Role
from app.exam.errors import ExamError
from app.exam.record.database import ExamDatabase
from app.exam.record.record import ExamRecord
from app.exam.report.data.gather import gather
from app.exam.report.signing import signature_of, signed
from app.exam.report.site import Site
from tests.app.exam.report.made_exam import AT, EXAMINER, PHYSICIAN, exam, lesion


def test_a_second_signature_of_a_role_takes_the_place_of_the_first() -> None:
    drafted = exam(signatures=signed(exam(), Role.SONOGRAPHER, EXAMINER, AT))
    both = exam(signatures=signed(drafted, Role.PHYSICIAN, PHYSICIAN, AT))
    again = exam(signatures=signed(both, Role.SONOGRAPHER, PHYSICIAN, AT + timedelta(hours=1)))
    assert [signature.role for signature in again.signatures] == [Role.PHYSICIAN, Role.SONOGRAPHER]
    last = signature_of(again, Role.SONOGRAPHER)
    assert last is not None
    assert last.name == PHYSICIAN
    assert signature_of(exam(), Role.PHYSICIAN) is None


@pytest.mark.parametrize("name", [PersonName(), PersonName(alphabetic=" ^ "), PersonName(ideographic="^^^^")])
def test_nobody_cannot_sign(name: PersonName) -> None:
    with pytest.raises(ExamError, match="needs a name"):
        signed(exam(), Role.PHYSICIAN, name, AT)


def test_a_changed_finding_makes_a_verified_report_a_draft_again(tmp_path: Path) -> None:
    database = ExamDatabase.open(tmp_path / "data", network_drive=lambda _path: None)
    record = ExamRecord.create(database, tmp_path / "exams", exam(state="open", closed_at=None))
    record.put(lesion(1, ()))
    now = record.content.exam
    now = now.model_copy(update={"signatures": signed(now, Role.SONOGRAPHER, EXAMINER, AT)})
    record.put_exam(now.model_copy(update={"signatures": signed(now, Role.PHYSICIAN, PHYSICIAN, AT)}))
    assert status(record.content) == "verified"
    record.put(lesion(1, (), note="another word"))
    assert status(record.content) == "draft"
    record.close()
    database.close()


def status(content: ExamContent) -> str:
    return gather(content, None, Site(), AT, None).status
