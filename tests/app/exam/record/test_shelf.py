"""The list of exams: found by what people remember, deleted with a way back, and made again from the folders."""

import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app.exam.content.exam import ExamState
from app.exam.content.model import now
from app.exam.content.person import Patient, PersonName, WorklistEntry
from app.exam.errors import ExamError
from app.exam.record import trash
from app.exam.record.audit import check_audit, last_line
from app.exam.record.database import ExamDatabase
from app.exam.record.exam_file import read_exam_file
from app.exam.record.lock import ExamInUse
from app.exam.record.places import FolderGone
from app.exam.record.rebuild import rebuild, unlisted
from app.exam.record.record import ExamRecord
from app.exam.record.rows import ExamUnavailable
from app.exam.record.shelf import list_exams
from app.exam.record.thumbnail import thumbnails
from app.exam.record.trash import TRASH, empty_trash, mend_trash, move_to_trash, restore
from tests.app.exam.record import made_exam

ENTRY = WorklistEntry(
    patient_id="000123",
    name=PersonName.of("Yamada^Tarou=山田^太郎=ヤマダ^タロウ"),
    study_instance_uid="2.25.3",
    accession_number="A-77",
    birth_date=date(1970, 1, 2),
)


def closed(database: ExamDatabase, exams: Path, **values: object) -> ExamRecord:
    record = ExamRecord.create(database, exams, made_exam.exam(**values))
    made_exam.kept(record)
    record.put(made_exam.lesion(category="4A", note="乳頭直下の腫瘤"))
    assert record.close()
    return record


WORDS = (
    "000123|山田|山田 太郎|yamada TAROU|やまだ|ﾔﾏﾀﾞ|A-77|suzuki|鈴木|2026-03-04|09:05|lump left|LEFT  lump|bi-rads 4a"
)


@pytest.mark.parametrize("search", [*WORDS.split("|"), "乳頭直下", "2026-03 山田 4a"])
def test_an_exam_is_found_by_what_is_remembered_of_it(database: ExamDatabase, exams: Path, search: str) -> None:
    started = datetime(2026, 3, 4, 9, 5).astimezone()
    wanted = closed(database, exams, patient=Patient(worklist=ENTRY), started_at=started, note="Lump left")
    closed(database, exams, patient=Patient(pseudonym="B-1"), examiner=PersonName(), note="")
    found = [exam.id for exam in list_exams(database, search)]
    assert wanted.id in found
    assert len(found) == (2 if search in {"bi-rads 4a", "乳頭直下"} else 1)


@pytest.mark.parametrize("search", ["123456", "%", "_", "' OR 1=1 --", "山田 次郎", "\\"])
def test_what_is_not_there_is_not_found(database: ExamDatabase, exams: Path, search: str) -> None:
    closed(database, exams, patient=Patient(worklist=ENTRY))
    assert list_exams(database, search) == []


def test_the_newest_exam_stands_first_whatever_its_time_zone(database: ExamDatabase, exams: Path) -> None:
    texts = ["2026-03-04T23:00:00+09:00", "2026-03-04T15:00:00+00:00", "2026-03-04T08:00:00-05:00"]
    made = [closed(database, exams, started_at=datetime.fromisoformat(text)) for text in texts]
    assert [exam.id for exam in list_exams(database)] == [made[1].id, made[0].id, made[2].id]


def test_a_deleted_exam_lies_in_the_trash_and_comes_back(database: ExamDatabase, exams: Path) -> None:
    record = closed(database, exams)
    move_to_trash(database, record.id)
    assert list_exams(database) == []
    (deleted,) = list_exams(database, in_trash=True)
    assert deleted.folder == exams / TRASH / record.folder.name
    assert (deleted.folder / "exam.json").exists()
    with pytest.raises(ExamUnavailable, match="in the trash"):
        ExamRecord.open(database, record.id)
    restore(database, record.id)
    assert [exam.folder for exam in list_exams(database)] == [record.folder]
    assert ExamRecord.open(database, record.id).reconciled.missing == ()


def test_an_open_exam_is_not_deleted_under_somebodys_hands(record: ExamRecord, database: ExamDatabase) -> None:
    with pytest.raises(ExamInUse):
        move_to_trash(database, record.id)
    assert record.folder.exists()


def test_an_exam_whose_drive_is_away_is_not_deleted(database: ExamDatabase, exams: Path, tmp_path: Path) -> None:
    record = closed(database, exams)
    exams.rename(tmp_path / "away")
    with pytest.raises(FolderGone):
        move_to_trash(database, record.id)
    assert [exam.id for exam in list_exams(database)] == [record.id]


def test_a_deletion_that_the_database_refuses_leaves_the_folder_where_it_was(
    database: ExamDatabase, exams: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = closed(database, exams)

    def full(*_what: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(trash, "note", full)
    with pytest.raises(ExamError):
        move_to_trash(database, record.id)
    assert (record.folder / "exam.json").exists()
    assert [exam.folder for exam in list_exams(database)] == [record.folder]


def test_an_exam_whose_folder_somebody_removed_can_be_deleted(database: ExamDatabase, exams: Path) -> None:
    record = closed(database, exams)
    record.folder.rename(exams.parent / "elsewhere")
    move_to_trash(database, record.id)
    assert empty_trash(database) == [record.id]
    assert list_exams(database, in_trash=True) == []


def test_the_trash_keeps_what_is_younger_than_its_days(database: ExamDatabase, exams: Path) -> None:
    record = closed(database, exams)
    move_to_trash(database, record.id)
    assert empty_trash(database, older_than_days=30) == []
    assert empty_trash(database, older_than_days=30, at=now() - timedelta(days=400)) == []  # the clock went back
    assert empty_trash(database, older_than_days=30, at=now() + timedelta(days=31)) == [record.id]
    assert list((exams / TRASH).iterdir()) == []
    assert database.rows("SELECT * FROM item") == database.rows("SELECT * FROM thumbnail") == []


def test_nothing_of_a_removed_exam_is_left_in_the_database_file(database: ExamDatabase, exams: Path) -> None:
    record = closed(database, exams, patient=Patient(worklist=ENTRY))
    database.forget_removed()
    assert "太郎".encode() in database.path.read_bytes()
    move_to_trash(database, record.id)
    empty_trash(database)
    wal = database.path.with_name(database.path.name + "-wal")
    assert "太郎".encode() not in database.path.read_bytes() + wal.read_bytes()


def test_a_crash_between_folder_and_row_is_mended(database: ExamDatabase, exams: Path) -> None:
    moved, back = closed(database, exams), closed(database, exams)
    move_to_trash(database, back.id)
    moved.folder.rename(exams / TRASH / moved.folder.name)  # the row was not written any more
    (exams / TRASH / back.folder.name).rename(back.folder)
    half = exams / TRASH / ".removing-x"
    half.mkdir()
    mend_trash(database, exams)
    assert [exam.id for exam in list_exams(database)] == [back.id]
    assert [exam.id for exam in list_exams(database, in_trash=True)] == [moved.id]
    assert not half.exists()


def test_the_list_is_made_again_from_the_folders_alone(database: ExamDatabase, exams: Path, tmp_path: Path) -> None:
    records = [closed(database, exams, patient=Patient(pseudonym=f"B-{number}")) for number in range(3)]
    left = ExamRecord.create(database, exams, made_exam.exam("open"))
    left.leave()
    move_to_trash(database, records[2].id)
    before, trashed = list_exams(database), list_exams(database, in_trash=True)
    database.close()
    for end in ("", "-wal", "-shm"):
        database.path.with_name(database.path.name + end).unlink(missing_ok=True)
    anew = made_exam.database(tmp_path)
    assert unlisted(anew, exams) == 4
    steps: list[tuple[int, int]] = []
    result = rebuild(anew, exams, progress=lambda done, all_: steps.append((done, all_)))
    assert (result.added, result.kept, result.failed, result.cancelled) == (4, 0, [], False)
    assert steps == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert list_exams(anew) == before
    assert [exam.id for exam in list_exams(anew, in_trash=True)] == [exam.id for exam in trashed]
    for record in records[:2]:
        again = ExamRecord.open(anew, record.id)
        assert again.content == record.content
        assert len(thumbnails(anew, record.id)) == 1
        again.leave()
    assert unlisted(anew, exams) == 0
    assert rebuild(anew, exams).added == 0
    assert check_audit(anew) == []  # the chain of the lost database goes on
    assert last_line(anew)[0] > 10
    anew.close()


def test_a_rebuild_can_be_ended_and_gone_on_with(database: ExamDatabase, exams: Path, tmp_path: Path) -> None:
    for number in range(4):
        closed(database, exams, pseudonym=f"B-{number}")
    anew = made_exam.database(tmp_path / "other")
    asked = iter([False, False, True])
    result = rebuild(anew, exams, cancelled=lambda: next(asked))
    assert (result.added, result.cancelled) == (2, True)
    assert rebuild(anew, exams).added == 2
    anew.close()


def test_a_folder_that_cannot_be_taken_is_named_and_the_others_are(database: ExamDatabase, exams: Path) -> None:
    good, damaged, newer, twin = (closed(database, exams, pseudonym=name) for name in ("a", "b", "c", "d"))
    (damaged.folder / "exam.json").write_bytes(b"\x00" * 100)
    told = (newer.folder / "exam.json").read_text("utf-8")
    (newer.folder / "exam.json").write_text(told.replace('"format": 1', '"format": 7'), "utf-8")
    copy = exams / f"copy of {twin.folder.name}"
    copy.mkdir()
    (copy / "exam.json").write_bytes((twin.folder / "exam.json").read_bytes())
    (exams / "holiday pictures").mkdir()
    anew = made_exam.database(exams.parent / "other")
    result = rebuild(anew, exams)
    assert result.added == 2
    reasons = {folder: str(error) for folder, error in result.failed}
    assert set(reasons) == {damaged.folder, newer.folder, copy}
    assert "damaged or no exam" in reasons[damaged.folder]
    assert "newer Minamo" in reasons[newer.folder]
    assert "copy of the exam" in reasons[copy]
    assert good.id in [exam.id for exam in list_exams(anew)]
    anew.close()


def test_an_exam_of_the_list_that_moved_is_found_at_its_new_place(database: ExamDatabase, exams: Path) -> None:
    record = closed(database, exams)
    moved = exams.parent / "new share" / record.folder.name
    moved.parent.mkdir()
    record.folder.rename(moved)
    assert rebuild(database, moved.parent).kept == 1
    assert [exam.folder for exam in list_exams(database)] == [moved]


def test_an_interrupted_exam_stays_unfinished_through_a_rebuild(database: ExamDatabase, exams: Path) -> None:
    record = ExamRecord.create(database, exams, made_exam.exam())
    record.leave()
    anew = made_exam.database(exams.parent / "other")
    rebuild(anew, exams)
    assert [exam.state for exam in list_exams(anew)] == [ExamState.OPEN]
    anew.close()


def test_folders_that_cannot_be_reached_are_said(database: ExamDatabase, tmp_path: Path) -> None:
    with pytest.raises(ExamError, match="cannot be reached"):
        rebuild(database, tmp_path / "nowhere")


def test_an_exam_file_with_a_name_that_leads_away_is_not_taken(database: ExamDatabase, exams: Path) -> None:
    record = closed(database, exams)
    told = read_exam_file(record.folder).model_dump_json().replace(record.id, "../evil")
    (record.folder / "exam.json").write_text(told, "utf-8")
    anew = made_exam.database(exams.parent / "other")
    assert [type(error) for _, error in rebuild(anew, exams).failed] == [ExamError]
    anew.close()
