"""The audit log says who did what, cannot be changed unseen, and names no patient."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from app.exam.content.model import now
from app.exam.content.person import Patient, PersonName, Role, Signature, WorklistEntry
from app.exam.errors import ExamError
from app.exam.record.audit import AuditFile, Deed, audit_lines, check_audit, last_line, note
from app.exam.record.database import ExamDatabase
from app.exam.record.record import ExamRecord
from tests.app.exam.record import made_exam


def test_the_log_tells_an_exams_story(database: ExamDatabase, exams: Path) -> None:
    record = ExamRecord.create(database, exams, made_exam.exam(), by="Suzuki")
    kept = made_exam.kept(record)
    found = made_exam.lesion()
    record.put(found)
    record.put_exam(
        record.content.exam.model_copy(
            update={"signatures": (Signature(role=Role.PHYSICIAN, name=PersonName(alphabetic="A"), at=now()),)}
        )
    )
    record.put(found.model_copy(update={"note": "changed"}))
    record.delete(found.id)
    record.note(Deed.SENT, "ORTHANC")
    record.close()
    told = [(line.did, line.what) for line in audit_lines(database, record.id)]
    assert told == [
        ("started", ""),
        ("snapshot kept", kept.id),
        ("finding changed", found.id),
        ("report verified", ""),
        ("finding changed", found.id),
        ("verification removed", ""),
        ("item deleted", found.id),
        ("sent", "ORTHANC"),
        ("closed", ""),
    ]
    assert {line.who for line in audit_lines(database)} == {"Suzuki"}


def test_no_patient_stands_in_the_log(database: ExamDatabase, exams: Path) -> None:
    name = "Yamada^Tarou=山田^太郎=やまだ^たろう"
    entry = WorklistEntry(
        patient_id="000123", name=PersonName.of(name), study_instance_uid="2.25.3", accession_number="ACC77"
    )
    exam = made_exam.exam(patient=Patient(worklist=entry), note="Yamada san")
    record = ExamRecord.create(database, exams, exam)
    record.put(made_exam.lesion(note="Yamada san"))
    record.close()
    said = AuditFile(database).path.read_text("utf-8")
    assert record.id in said
    assert not [word for word in ("Yamada", "山田", "000123", "ACC77") if word in said]


@pytest.mark.parametrize("what", ["山田", "a\nb", "x" * 81, "{}", " ", "a,b"])
def test_the_log_takes_no_free_text(record: ExamRecord, what: str) -> None:
    with pytest.raises(ValueError, match="plain word"):
        record.note(Deed.EXPORTED, what)


@pytest.mark.parametrize("change", ["UPDATE audit SET line = '{}'", "DELETE FROM audit"])
def test_the_database_itself_refuses_a_change_of_the_log(
    record: ExamRecord, database: ExamDatabase, change: str
) -> None:
    with sqlite3.connect(database.path) as other, pytest.raises(sqlite3.IntegrityError, match="append only"):
        other.execute(change)
    other.close()


def lines_of(record: ExamRecord, database: ExamDatabase) -> list[str]:
    for number in range(1, 6):
        record.put(made_exam.lesion(number))
    record.close()
    assert check_audit(database) == []
    return AuditFile(database).path.read_text("utf-8").splitlines()


FORGERIES: dict[str, Callable[[list[str]], list[str]]] = {
    "another one did it": lambda lines: [lines[0], lines[1].replace('"who": "', '"who": "not '), *lines[2:]],
    "a line is out": lambda lines: [*lines[:2], *lines[3:]],
    "two are swapped": lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
    "a line is put in": lambda lines: [*lines[:2], lines[1], *lines[2:]],
    "the end is cut off": lambda lines: lines[:-2],
    "all is gone": lambda _lines: [],
    "no text": lambda lines: [*lines[:3], "\x00\ud800", *lines[4:]],
}


@pytest.mark.parametrize("forged", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_file_is_found(
    record: ExamRecord, database: ExamDatabase, forged: Callable[[list[str]], list[str]]
) -> None:
    lines = forged(lines_of(record, database))
    text = "".join(f"{line}\n" for line in lines)
    AuditFile(database).path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert check_audit(database) != []


def test_a_forged_table_is_found_even_with_its_triggers_taken_away(record: ExamRecord, database: ExamDatabase) -> None:
    lines_of(record, database)
    with sqlite3.connect(database.path) as other:
        other.execute("DROP TRIGGER audit_is_never_changed")
        other.execute("UPDATE audit SET line = replace(line, 'started', 'opened') WHERE number = 1")
    other.close()
    assert "table: line 1 was changed" in check_audit(database)


def test_half_a_line_of_a_crash_is_completed(record: ExamRecord, database: ExamDatabase) -> None:
    lines = lines_of(record, database)
    file = AuditFile(database)
    whole = file.path.read_bytes()
    for cut in (len(whole) - 1, len(whole) - 30, len(lines[0]) + 1, 10, 0):
        file.path.write_bytes(whole[:cut])
        file.catch_up()
        assert file.path.read_bytes() == whole
    assert check_audit(database) == []


def test_every_line_holds_the_hash_of_the_one_before(record: ExamRecord, database: ExamDatabase) -> None:
    lines = [json.loads(line) for line in lines_of(record, database)]
    assert lines[0]["before"] == "0" * 64
    assert len({line["before"] for line in lines}) == len(lines)
    assert last_line(database)[0] == len(lines) == lines[-1]["number"]


def test_a_deed_that_fails_leaves_no_line(record: ExamRecord, database: ExamDatabase) -> None:
    before = last_line(database)
    with suppress(ExamError), database.transaction() as connection:
        note(connection, "Suzuki", Deed.EXPORTED, record.id)
        raise ExamError("the export failed")
    assert last_line(database) == before
