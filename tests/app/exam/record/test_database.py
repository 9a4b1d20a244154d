"""A database that cannot be used is said clearly, left as it is, and none of it is lost."""

import sqlite3
import stat
from pathlib import Path

import pytest

from app.exam.content.model import now
from app.exam.errors import ExamError
from app.exam.record.database import FILE_NAME, DatabaseDamaged, DatabaseNewer, ExamDatabase, set_aside
from app.exam.record.rebuild import rebuild
from app.exam.record.record import ExamRecord
from app.exam.record.shelf import list_exams
from tests.app.exam.record import made_exam


def test_a_database_of_a_newer_version_is_refused_and_untouched(database: ExamDatabase, tmp_path: Path) -> None:
    database.rows("PRAGMA user_version = 99")
    database.forget_removed()
    database.close()
    before = database.path.read_bytes()
    with pytest.raises(DatabaseNewer, match="newer Minamo"):
        made_exam.database(tmp_path)
    assert database.path.read_bytes() == before


@pytest.mark.parametrize("damage", ["text", "cut", "scratched", "other program's"])
def test_a_damaged_database_is_kept_aside_and_the_list_made_again_from_the_folders(
    record: ExamRecord, database: ExamDatabase, exams: Path, tmp_path: Path, damage: str
) -> None:
    made_exam.kept(record)
    content = record.content
    record.close()
    database.forget_removed()
    database.close()
    spoil(database.path, damage)
    with pytest.raises(DatabaseDamaged, match="minamo exam rebuild"):
        list_exams(made_exam.database(tmp_path))
    spoiled = database.path.read_bytes()
    aside = set_aside(database.path.parent, now())
    assert aside.read_bytes() == spoiled
    anew = made_exam.database(tmp_path)
    rebuild(anew, exams)
    again = ExamRecord.open(anew, record.id)
    assert again.content.items == content.items
    again.leave()
    anew.close()


def spoil(path: Path, damage: str) -> None:
    whole = path.read_bytes()
    if damage == "text":
        path.write_bytes(b"this was a database once\n" * 1000)
    elif damage == "cut":
        path.write_bytes(whole[:5000])
    elif damage == "scratched":
        path.write_bytes(whole[:100] + b"\xff" * 8000 + whole[8100:])
    else:
        path.unlink()
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE recipe (name TEXT)")
        other.close()


def test_a_damaged_database_in_which_an_exam_is_open_is_not_moved_away(
    record: ExamRecord, database: ExamDatabase
) -> None:
    with pytest.raises(ExamError, match="end the exam that is running"):
        set_aside(database.path.parent, now())
    assert database.path.exists()
    record.put(made_exam.lesion())
    record.close()
    database.close()
    set_aside(database.path.parent, now())
    assert not database.path.exists()


def test_two_damaged_databases_of_one_second_are_both_kept(tmp_path: Path) -> None:
    moment = now()
    kept = set()
    for number in range(2):
        (tmp_path / FILE_NAME).write_text(str(number))
        kept.add(set_aside(tmp_path, moment).read_text())
    assert kept == {"0", "1"}


def test_the_whole_check_finds_a_scratch_in_the_middle(database: ExamDatabase, exams: Path, tmp_path: Path) -> None:
    for _ in range(40):
        ExamRecord.create(database, exams, made_exam.exam(note="x" * 500)).leave()
    database.forget_removed()
    assert database.check() == []
    database.close()
    whole = bytearray(database.path.read_bytes())
    whole[len(whole) // 2 : len(whole) // 2 + 3000] = b"\xa5" * 3000
    database.path.write_bytes(whole)
    assert made_exam.database(tmp_path).check() != []


def test_a_database_does_not_live_on_a_network_drive(tmp_path: Path) -> None:
    with pytest.raises(ExamError, match="must not lie on a network drive"):
        ExamDatabase.open(tmp_path / "database", network_drive=lambda _path: "nfs4")
    assert not (tmp_path / "database").exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "database").write_text("a file stands here")
    with pytest.raises(ExamError, match="cannot be made"):
        made_exam.database(tmp_path)


def test_nobody_else_reads_the_database(database: ExamDatabase) -> None:
    assert stat.S_IMODE(database.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(database.path.parent.stat().st_mode) == 0o700


def test_a_full_disk_keeps_nothing_of_a_change_and_all_of_what_was_there(
    record: ExamRecord, database: ExamDatabase
) -> None:
    record.put(made_exam.lesion(1))
    pages = database.rows("PRAGMA page_count")[0][0]
    database.rows(f"PRAGMA max_page_count = {pages}")
    before = record.content
    with pytest.raises(ExamError, match="is full"):
        record.put(made_exam.lesion(2, note="x" * 100_000))
    assert record.content == before
    database.rows("PRAGMA max_page_count = 1073741823")
    record.put(made_exam.lesion(2, note="x" * 100_000))
    assert len(record.content.lesions) == 2
    assert database.check() == []


def test_a_database_held_by_another_program_is_said(record: ExamRecord, database: ExamDatabase, tmp_path: Path) -> None:
    database.rows("PRAGMA busy_timeout = 1")
    other = made_exam.database(tmp_path)
    with other.transaction(), pytest.raises(ExamError, match="held by another program"):
        record.put(made_exam.lesion())
    record.put(made_exam.lesion())
    assert len(record.content.lesions) == 1
    other.close()


def test_two_programs_share_one_database(database: ExamDatabase, exams: Path, tmp_path: Path) -> None:
    other = made_exam.database(tmp_path)
    records = [ExamRecord.create(which, exams, made_exam.exam()) for which in (database, other)]
    for record in records:
        record.put(made_exam.lesion())
        record.close()
    assert len(list_exams(database)) == len(list_exams(other)) == 2
    other.close()
