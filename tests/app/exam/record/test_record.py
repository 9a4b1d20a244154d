"""What is put into an exam is there: for the program, for another one that reads the folder, and after a reopening."""

import json
import threading
from pathlib import Path

import pytest

from app.exam.content.exam import ExamContent, ExamState
from app.exam.content.lesion import Category, TermSystem
from app.exam.content.model import now
from app.exam.content.person import PersonName, Role, Signature
from app.exam.errors import ExamError
from app.exam.record.database import ExamDatabase
from app.exam.record.exam_file import read_exam_file
from app.exam.record.lock import ExamInUse
from app.exam.record.record import ExamRecord
from app.exam.record.rows import ExamUnavailable
from app.exam.record.shelf import list_exams, unfinished
from app.exam.record.thumbnail import thumbnails
from tests.app.exam.record.made_exam import exam, kept, lesion, snapshot


def test_what_is_put_is_in_the_database_at_once_and_in_the_folder_soon(
    record: ExamRecord, database: ExamDatabase
) -> None:
    first, second = kept(record), lesion()
    record.put(second)
    assert record.content.items == (first, second)
    assert [row["id"] for row in database.rows("SELECT id FROM item ORDER BY position")] == [first.id, second.id]
    assert record.settle()
    assert read_exam_file(record.folder) == record.content


def test_a_closed_exam_reads_back_as_it_was(record: ExamRecord, database: ExamDatabase) -> None:
    kept(record)
    record.put(lesion(category="4A"))
    assert record.close()
    again = ExamRecord.open(database, record.id)
    assert again.content.items == record.content.items
    assert again.content.exam.state is ExamState.CLOSED
    assert again.reconciled.missing == ()
    again.leave()


def test_looking_at_a_closed_exam_changes_nothing(record: ExamRecord, database: ExamDatabase) -> None:
    record.put(lesion())
    record.close()
    before = (record.folder / "exam.json").read_bytes()
    again = ExamRecord.open(database, record.id)
    assert again.content == record.content
    again.close()
    assert (record.folder / "exam.json").read_bytes() == before


def test_a_change_of_a_closed_exam_opens_it_again(record: ExamRecord, database: ExamDatabase) -> None:
    record.close()
    again = ExamRecord.open(database, record.id)
    again.put(lesion())
    assert again.content.exam.state is ExamState.OPEN
    assert [left.id for left in list_exams(database) if left.state is ExamState.OPEN] == [record.id]
    again.close()
    assert again.content.exam.state is ExamState.CLOSED


def test_a_new_version_of_a_finding_takes_the_place_of_the_old(record: ExamRecord) -> None:
    first, second = lesion(1), lesion(2)
    record.put(first)
    record.put(second)
    later = first.model_copy(update={"note": "乳頭直下"})
    record.put(later)
    assert record.content.lesions == (later, second)


def test_a_changed_finding_removes_the_verification_and_a_clip_does_not(record: ExamRecord) -> None:
    found = lesion()
    record.put(found)
    draft, verified = (Signature(role=role, name=PersonName(alphabetic="A^B"), at=now()) for role in Role)
    record.put_exam(record.content.exam.model_copy(update={"signatures": (draft, verified)}))
    kept(record)
    assert record.content.exam.signatures == (draft, verified)
    record.put(found.model_copy(update={"category": Category(system=TermSystem.JABTS, value="4")}))
    assert record.content.exam.signatures == (draft,)


def test_a_deleted_item_comes_back_and_its_files_stay_until_the_exam_is_closed(
    record: ExamRecord, database: ExamDatabase
) -> None:
    stays, goes, back = (kept(record, f"snapshot-{number}") for number in range(3))
    for item in (goes, back):
        assert record.delete(item.id) == item
    record.put(back)
    assert record.content.items == (stays, back)
    assert (record.folder / goes.plain).exists()
    record.close()
    assert not (record.folder / goes.plain).exists()
    assert not (record.folder / goes.overlaid).exists()
    assert (record.folder / back.plain).exists()
    assert ExamRecord.open(database, record.id).reconciled.missing == ()


def test_deleting_what_is_not_there_is_said(record: ExamRecord) -> None:
    with pytest.raises(ExamError, match="no item"):
        record.delete("nothing")


def test_files_that_another_item_needs_outlive_a_deleted_one(record: ExamRecord) -> None:
    first = kept(record)
    twin = snapshot("snapshot-1")
    record.put(twin)
    record.delete(first.id)
    record.close()
    assert (record.folder / twin.plain).exists()


def test_two_windows_cannot_hold_one_exam(record: ExamRecord, database: ExamDatabase, tmp_path: Path) -> None:
    with pytest.raises(ExamInUse, match="open in a window"):
        ExamRecord.open(database, record.id)
    record.leave()
    again = ExamRecord.open(database, record.id)
    again.leave()


def test_the_thread_that_ends_an_exam_need_not_be_the_one_that_began_it(
    record: ExamRecord, database: ExamDatabase
) -> None:
    thread = threading.Thread(target=record.leave, daemon=True)
    thread.start()
    thread.join()
    ExamRecord.open(database, record.id).leave()


def test_an_exam_that_was_left_is_offered_and_one_that_is_open_here_is_not(
    record: ExamRecord, database: ExamDatabase
) -> None:
    assert unfinished(database) == []
    record.leave()
    assert [left.id for left in unfinished(database)] == [record.id]
    again = ExamRecord.open(database, record.id)
    again.close()
    assert unfinished(database) == []


def test_a_closed_record_takes_nothing_more(record: ExamRecord) -> None:
    record.close()
    with pytest.raises(ExamError, match="is closed"):
        record.put(lesion())


def test_an_exam_that_is_not_in_the_list_is_said(database: ExamDatabase) -> None:
    with pytest.raises(ExamUnavailable, match="no exam"):
        ExamRecord.open(database, "nothing")


@pytest.mark.parametrize("bad", ["", "..", "a/b", "a\\b", "a:b", "x" * 65, "é", "end."])
def test_an_id_that_cannot_be_part_of_a_folder_is_refused(database: ExamDatabase, exams: Path, bad: str) -> None:
    with pytest.raises(ExamError, match="cannot be the id"):
        ExamRecord.create(database, exams, exam(id=bad))
    assert not exams.exists()


def test_a_snapshot_has_a_thumbnail_in_the_list(record: ExamRecord, database: ExamDatabase) -> None:
    made = kept(record)
    assert record.settle()
    assert thumbnails(database, record.id)[made.id].startswith(b"\xff\xd8")


def test_many_threads_lose_nothing(record: ExamRecord) -> None:
    made = [lesion(number) for number in range(1, 41)]
    threads = [
        threading.Thread(target=lambda part=part: [record.put(one) for one in made[part::4]], daemon=True)
        for part in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert record.content.lesions == tuple(made)
    assert record.content.revision == 40
    assert record.settle()
    told = json.loads((record.folder / "exam.json").read_text("utf-8"))
    assert ExamContent.model_validate(told) == record.content
