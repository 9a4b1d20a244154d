"""An exam as rows of the database, and back."""

import sqlite3
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from app.exam.content.exam import Exam, ExamContent, ExamState, Item
from app.exam.content.lesion import Lesion
from app.exam.content.picture import Clip, ContrastStudy, Snapshot
from app.exam.errors import ExamError
from app.exam.record.database import ExamDatabase

ITEM: TypeAdapter[Item] = TypeAdapter(Item)
_KATAKANA = {ord("ァ") + offset: ord("ぁ") + offset for offset in range(ord("ヶ") - ord("ァ") + 1)}


class ExamUnavailable(ExamError):
    """The list has no exam of this id, or it is in the trash or sealed and so cannot be opened."""


def searchable(*texts: str) -> str:
    """What a search compares: width, case and the kind of kana do not tell two texts apart."""
    joined = unicodedata.normalize("NFKC", "\n".join(texts)).casefold()
    return joined.translate(_KATAKANA)


def store_exam(
    connection: sqlite3.Connection, content: ExamContent, folder: Path, *, written: int | None = None
) -> None:
    """Write the row of the exam itself, with what the list shows of its items; `written` is exam.json's revision."""
    exam = content.exam
    categories = sorted(
        {
            f"{lesion.category.system.value} {lesion.category.value}"
            for lesion in content.lesions
            if lesion.category is not None
        }
    )
    values: dict[str, object] = {
        "id": exam.id,
        "folder": str(folder),
        "state": exam.state.value,
        "started_at": exam.started_at.isoformat(timespec="milliseconds"),
        "closed_at": None if exam.closed_at is None else exam.closed_at.isoformat(timespec="milliseconds"),
        "revision": content.revision,
        "patient_key": exam.patient.key,
        "label": exam.patient.label,
        "examiner": str(exam.examiner),
        "note": exam.note,
        "categories": ", ".join(categories),
        "snapshots": len(content.snapshots),
        "clips": len(content.clips),
        "lesions": len(content.lesions),
        "search": _search_text(content, categories),
        "body": exam.model_dump_json(),
    }
    if written is not None:
        values["written"] = written
    upsert(connection, values)


def store_sealed(
    connection: sqlite3.Connection,
    exam_id: str,
    folder: Path,
    *,
    started_at: datetime,
    closed_at: datetime | None = None,
    revision: int = 0,
    written: int = 0,
) -> None:
    """Leave of an exam what a list needs to show that it exists: its id, folder, times. No name, note or picture."""
    for table in ("item", "thumbnail"):
        connection.execute(f"DELETE FROM {table} WHERE exam_id = ?", (exam_id,))
    emptied = dict.fromkeys(("patient_key", "label", "examiner", "note", "categories"), "")
    upsert(
        connection,
        {
            "id": exam_id,
            "folder": str(folder),
            "state": ExamState.SEALED.value,
            "started_at": started_at.isoformat(timespec="milliseconds"),
            "closed_at": None if closed_at is None else closed_at.isoformat(timespec="milliseconds"),
            "revision": revision,
            "written": written,
            "snapshots": 0,
            "clips": 0,
            "lesions": 0,
            **emptied,
            "search": searchable(f"{started_at:%Y-%m-%d %H:%M}", exam_id),
            "body": None,
        },
    )


def upsert(connection: sqlite3.Connection, values: dict[str, object]) -> None:
    """Write a row of the table `exam`, new or over the old one."""
    changes = ", ".join(f"{name} = excluded.{name}" for name in values if name != "id")
    connection.execute(
        f"INSERT INTO exam ({', '.join(values)}) VALUES ({', '.join('?' * len(values))}) "
        f"ON CONFLICT (id) DO UPDATE SET {changes}",
        tuple(values.values()),
    )


def _search_text(content: ExamContent, categories: Iterable[str]) -> str:
    exam = content.exam
    entry = exam.patient.worklist
    known = () if entry is None else (entry.patient_id, str(entry.name), entry.accession_number)
    notes = (item.note for item in content.items if isinstance(item, Snapshot | Lesion))
    texts = (exam.patient.pseudonym, exam.patient.label, *known, str(exam.examiner), exam.note, *notes, *categories)
    return searchable(f"{exam.started_at:%Y-%m-%d %H:%M}", exam.id, *(text.replace("^", " ") for text in texts))


def store_item(connection: sqlite3.Connection, exam_id: str, item: Item) -> None:
    """Write an item: a new one behind the others, a known one in its place."""
    last = connection.execute("SELECT max(position) FROM item WHERE exam_id = ?", (exam_id,)).fetchone()[0]
    connection.execute(
        "INSERT INTO item (exam_id, id, kind, position, body) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (exam_id, id) DO UPDATE SET kind = excluded.kind, body = excluded.body, deleted = 0",
        (exam_id, item.id, item.kind, 0 if last is None else last + 1, item.model_dump_json()),
    )


def store_content(connection: sqlite3.Connection, content: ExamContent, folder: Path, *, written: int) -> None:
    """Write a whole exam over what the database has of it."""
    store_exam(connection, content, folder, written=written)
    connection.execute("DELETE FROM item WHERE exam_id = ?", (content.exam.id,))
    for item in content.items:
        store_item(connection, content.exam.id, item)


def load_content(database: ExamDatabase, exam_id: str) -> tuple[ExamContent, Path]:
    """An exam as the database has it, and its folder.

    Raises:
        ExamUnavailable: It is not there, in the trash, or sealed.
        ExamError: The database cannot be read.
    """
    rows = database.rows("SELECT folder, state, trashed_at, revision, body FROM exam WHERE id = ?", exam_id)
    if not rows:
        raise ExamUnavailable(
            "There is no exam {exam} in the list; rebuild the list if its folder is there", exam=exam_id
        )
    row = rows[0]
    if row["trashed_at"] is not None:
        raise ExamUnavailable("The exam {exam} is in the trash; take it out to open it", exam=exam_id)
    if row["state"] == ExamState.SEALED.value:
        raise ExamUnavailable("The exam {exam} is sealed; unseal it with its pass phrase to open it", exam=exam_id)
    bodies = database.rows("SELECT body FROM item WHERE exam_id = ? AND NOT deleted ORDER BY position", exam_id)
    items = tuple(ITEM.validate_json(body["body"]) for body in bodies)
    exam = Exam.model_validate_json(row["body"])
    return ExamContent(revision=row["revision"], exam=exam, items=items), Path(row["folder"])


def deleted_items(database: ExamDatabase, exam_id: str) -> tuple[Item, ...]:
    """Items that were deleted and whose files still lie in the folder."""
    rows = database.rows("SELECT body FROM item WHERE exam_id = ? AND deleted ORDER BY position", exam_id)
    return tuple(ITEM.validate_json(row["body"]) for row in rows)


def files_of(item: Item) -> tuple[str, ...]:
    """Files and folders of an item inside the exam's folder; a video's side file stands beside it."""
    if isinstance(item, Snapshot):
        return item.plain, item.overlaid
    if isinstance(item, Clip):
        return *item.files, *item.analyses.values()
    if isinstance(item, ContrastStudy):
        return (item.folder,)
    return ()
