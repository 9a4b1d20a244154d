"""After a crash, pictures and rows find each other again."""

import pytest

from app.exam.content.exam import ExamContent
from app.exam.content.model import new_id, now
from app.exam.content.picture import Clip, ClipOrigin, ContrastStudy
from app.exam.record.database import ExamDatabase
from app.exam.record.exam_file import read_exam_file, write_exam_file
from app.exam.record.reconcile import SNAPSHOT_TEXT, missing_files
from app.exam.record.record import ExamRecord
from tests.app.exam.record import made_exam


def reopened(record: ExamRecord, database: ExamDatabase) -> ExamRecord:
    record.leave()
    return ExamRecord.open(database, record.id)


def test_a_picture_that_tells_its_snapshot_comes_back_whole(record: ExamRecord, database: ExamDatabase) -> None:
    lost = made_exam.snapshot("pictures/snapshot-9", note="左 10時", source_name="Room 2")
    for name in (lost.plain, lost.overlaid):
        made_exam.picture(record.folder / name, {SNAPSHOT_TEXT: lost.model_dump_json()})
    again = reopened(record, database)
    assert again.content.snapshots == (lost,)
    assert again.reconciled.adopted == (lost,)
    again.leave()
    assert read_exam_file(again.folder).snapshots == (lost,)


def test_a_picture_with_its_frame_alone_comes_back_without_what_is_not_known(
    record: ExamRecord, database: ExamDatabase
) -> None:
    made_exam.picture(record.folder / "a.png", {"Frame index": "12", "Frame time ns": "480000000"})
    again = reopened(record, database)
    (found,) = again.content.snapshots
    assert (found.frame_index, found.time_ns, found.plain, found.overlaid) == (12, 480_000_000, "a.png", "a.png")
    assert (found.layout, found.findings, found.network) == ({}, (), None)
    again.leave()


@pytest.mark.parametrize("texts", [{}, {"Frame index": "x", "Frame time ns": "1"}, {SNAPSHOT_TEXT: "{"}])
def test_a_picture_of_something_else_stays_out(
    record: ExamRecord, database: ExamDatabase, texts: dict[str, str]
) -> None:
    made_exam.picture(record.folder / "map.png", texts)
    again = reopened(record, database)
    assert again.content.items == ()
    again.leave()


def test_half_a_picture_stays_out_and_what_a_writer_left_is_removed(record: ExamRecord, database: ExamDatabase) -> None:
    whole = made_exam.picture(record.folder / "a.png", {"Frame index": "1", "Frame time ns": "2"})
    data = whole.read_bytes()
    whole.write_bytes(data[: len(data) // 2])
    (record.folder / ".b.png.part").write_bytes(data)
    again = reopened(record, database)
    assert again.content.items == ()
    again.leave()
    assert not (record.folder / ".b.png.part").exists()


def test_a_deleted_snapshot_does_not_come_back_by_its_picture(record: ExamRecord, database: ExamDatabase) -> None:
    gone = made_exam.kept(record)
    made_exam.picture(record.folder / gone.plain, {"Frame index": "1", "Frame time ns": "2"})
    record.delete(gone.id)
    again = reopened(record, database)
    assert again.content.items == ()
    again.leave()


def test_a_closed_exam_takes_no_strange_picture(record: ExamRecord, database: ExamDatabase) -> None:
    record.close()
    made_exam.picture(record.folder / "a.png", {"Frame index": "1", "Frame time ns": "2"})
    again = ExamRecord.open(database, record.id)
    assert again.content.items == ()
    again.leave()


def test_missing_media_are_named_and_their_rows_stay(record: ExamRecord, database: ExamDatabase) -> None:
    kept = made_exam.kept(record)
    clip = Clip(
        id=new_id(), taken_at=now(), origin=ClipOrigin.RECORDED, files=("clip-1.mkv",), analyses={"v1": "clip-1.json"}
    )
    study = ContrastStudy(id=new_id(), taken_at=now(), folder="contrast-1")
    for item in (clip, study):
        record.put(item)
    (record.folder / kept.overlaid).unlink()
    again = reopened(record, database)
    assert again.reconciled.missing == (kept.overlaid, "clip-1.mkv", "clip-1.json", "contrast-1")
    assert again.content.items == (kept, clip, study)
    again.leave()


def test_a_file_outside_the_folder_counts_as_missing_and_is_never_removed(
    record: ExamRecord, database: ExamDatabase
) -> None:
    precious = made_exam.picture(record.folder.parent / "precious.png")
    evil = made_exam.snapshot(plain="../precious.png", overlaid=str(precious))
    record.put(evil)
    assert missing_files(record.folder, record.content) == (evil.plain, evil.overlaid)
    record.delete(evil.id)
    assert record.close()
    assert precious.exists()


def test_a_damaged_exam_file_is_kept_aside_and_written_anew(record: ExamRecord, database: ExamDatabase) -> None:
    record.put(made_exam.lesion())
    record.leave()
    (record.folder / "exam.json").write_bytes(b'{"exam": {')
    again = ExamRecord.open(database, record.id)
    again.leave()
    assert (record.folder / "exam.damaged.json").read_bytes() == b'{"exam": {'
    assert read_exam_file(record.folder) == record.content


def test_what_another_computer_went_on_with_is_taken(record: ExamRecord, database: ExamDatabase) -> None:
    record.put(made_exam.lesion(1))
    record.leave()
    there = record.content.model_copy(
        update={"revision": record.content.revision + 3, "items": (*record.content.items, made_exam.lesion(2))}
    )
    write_exam_file(record.folder, there)
    again = ExamRecord.open(database, record.id)
    assert again.content == there
    again.leave()


def test_an_older_exam_file_is_written_over(record: ExamRecord, database: ExamDatabase) -> None:
    old = ExamContent(revision=0, exam=record.content.exam)
    record.put(made_exam.lesion())
    record.leave()
    write_exam_file(record.folder, old)
    again = ExamRecord.open(database, record.id)
    assert again.content == record.content
    again.leave()
    assert read_exam_file(record.folder) == record.content
