"""Under whose name an exam leaves: the entry's own, a pseudonym where that is allowed, and never another's."""

from pathlib import Path

import pytest

from app.exam.archive.archive import Archive, plan_of, reach_stations
from app.exam.archive.waiting.spool import Outgoing
from app.exam.content.exam import ExamContent
from app.exam.content.person import Patient
from app.exam.dicom.objects import exam_objects
from app.exam.errors import ArchiveError
from app.settings import ArchiveSettings, default_settings
from tests.app.exam.archive.dicom_objects import ENTRY, exam_of, outgoing, picture


def archive(folder: Path, **changes: object) -> Archive:
    values = {"host": "archive.example", "title": "ARCHIVE", **changes}
    return Archive(ArchiveSettings.model_validate(default_settings().archive.model_dump() | values), folder)


@pytest.fixture
def refusing(tmp_path: Path):
    made = archive(tmp_path)
    yield made
    made.stop()


@pytest.fixture
def allowing(tmp_path: Path):
    made = archive(tmp_path, without_entry="pseudonym")
    yield made
    made.stop()


def pseudonymous(pseudonym: str):
    made = picture()
    made.PatientID = made.PatientName = pseudonym
    made.AccessionNumber = ""
    return made


def test_an_exam_of_the_worklist_leaves_under_its_entry(refusing: Archive) -> None:
    assert refusing.send(exam_of(), outgoing(picture())) == (1, 0)
    assert refusing.queue.messages()[0].patient == "000123  山田 太郎"


def test_an_exam_without_an_entry_stays_here_unless_pseudonyms_are_allowed(refusing: Archive, tmp_path: Path) -> None:
    exam = exam_of(Patient(pseudonym="P7"))
    with pytest.raises(ArchiveError, match="has no entry of the worklist"):
        refusing.send(exam, outgoing(pseudonymous("P7")))
    assert refusing.queue.messages() == ()


def test_an_exam_without_an_entry_leaves_under_its_pseudonym_where_that_is_allowed(allowing: Archive) -> None:
    assert allowing.send(exam_of(Patient(pseudonym="P7")), outgoing(pseudonymous("P7"))) == (1, 0)


@pytest.mark.parametrize("pseudonym", ["P7", "被験者 7", "x" * 300, "a\\b^c=d"])
def test_whatever_was_typed_as_a_pseudonym_leaves_as_the_objects_say_it(allowing: Archive, pseudonym: str) -> None:
    exam = exam_of(Patient(pseudonym=pseudonym))
    content = ExamContent(exam=exam.model_copy(update={"procedure_step_uid": ""}))
    made = exam_objects(content, Path(), pdfs=[b"%PDF-1.7"]).datasets
    assert allowing.send(exam, [Outgoing(one) for one in made]) == (len(made), 0)
    assert len(allowing.queue.messages()) == len(made) >= 1


def test_an_exam_of_nobody_never_leaves(allowing: Archive) -> None:
    with pytest.raises(ArchiveError, match="is nobody's yet"):
        allowing.send(exam_of(Patient()), outgoing(pseudonymous("")))


@pytest.mark.parametrize(
    ("keyword", "value"), [("PatientID", "123"), ("StudyInstanceUID", "1.2.3"), ("AccessionNumber", "42")]
)
def test_an_object_of_somebody_else_holds_the_whole_exam_back(refusing: Archive, keyword: str, value: str) -> None:
    wrong = picture()
    setattr(wrong, keyword, value)  # a leading zero lost is another patient
    with pytest.raises(ArchiveError, match=f"has another {keyword}"):
        refusing.send(exam_of(), outgoing(picture(), wrong))
    assert refusing.queue.messages() == ()


def test_the_real_name_does_not_leave_with_a_pseudonym(allowing: Archive) -> None:
    made = pseudonymous("P7")
    made.PatientName = str(ENTRY.name)
    with pytest.raises(ArchiveError, match="has another PatientName"):
        allowing.send(exam_of(Patient(pseudonym="P7")), outgoing(made))


def test_as_shipped_there_is_no_archive_no_worklist_and_no_open_port(tmp_path: Path) -> None:
    plan = plan_of(default_settings().archive)
    assert (plan.archive, plan.steps) == (None, None)
    bare = Archive(default_settings().archive, tmp_path)
    for ask in (lambda: reach_stations(default_settings().archive), lambda: bare.send(exam_of(), [])):
        with pytest.raises(ArchiveError, match="No archive is set"):
            ask()
    bare.stop()
