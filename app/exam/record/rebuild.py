"""The list of all exams made again from their folders alone."""

import logging
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.exam.content.exam import ExamState
from app.exam.content.model import now
from app.exam.errors import ExamError
from app.exam.record.audit import AuditFile, Deed, copy_lines, note
from app.exam.record.database import ExamDatabase
from app.exam.record.exam_file import read_exam_file
from app.exam.record.lock import is_locked
from app.exam.record.places import EXAM_FILE, SEALED_FILE, is_exam_id
from app.exam.record.rows import store_content, store_sealed
from app.exam.record.thumbnail import add_thumbnails
from app.exam.record.trash import TRASH

log = logging.getLogger(__name__)

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2}_\d{6})_(.+)")
_THUMBNAILS = 3  # of an exam; a list shows no more


@dataclass(slots=True)
class Rebuilt:
    """What the folders held.

    Attributes:
        folders: Folders of exams found.
        added: Exams that the list did not have, or had an older state of.
        kept: Exams that the list had already.
        failed: Folders that could not be taken, each with the reason.
        cancelled: The user ended it; what was taken until then is in the list.
    """

    folders: int = 0
    added: int = 0
    kept: int = 0
    failed: list[tuple[Path, ExamError]] = field(default_factory=list)
    cancelled: bool = False


def unlisted(database: ExamDatabase, exams_folder: Path) -> int:
    """How many folders of exams stand there that the list does not know: then a rebuild is worth offering.

    Raises:
        ExamError: The database cannot be read.
    """
    known = {Path(row["folder"]).name for row in database.rows("SELECT folder FROM exam")}
    return sum(folder.name not in known for folder in _exam_folders(exams_folder))


def rebuild(
    database: ExamDatabase,
    exams_folder: Path,
    *,
    by: str = "",
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Rebuilt:
    """Take every exam whose folder stands in `exams_folder` (and its trash) into the list; nothing is taken out.

    Args:
        database: A new one, or one that is to be completed.
        exams_folder: Holds the folders of the exams.
        by: Who does it.
        progress: Called with (folders done, folders in all).
        cancelled: Asked before each folder.

    Raises:
        ExamError: The folder cannot be reached, or the database not be written.
    """
    if not exams_folder.is_dir():
        raise ExamError(
            "The exams folder {folder} cannot be reached; check the disk or network drive, or the settings",
            folder=exams_folder,
        )
    AuditFile(database).take_into_empty_database()
    found = _exam_folders(exams_folder)
    result = Rebuilt(folders=len(found))
    for done, folder in enumerate(found):
        progress(done, len(found))
        if cancelled():
            result.cancelled = True
            break
        try:
            if _take(database, folder):
                result.added += 1
            else:
                result.kept += 1
        except ExamError as error:
            log.warning("%s", error)
            result.failed.append((folder, error))
    else:
        progress(len(found), len(found))
    with database.transaction() as connection:
        note(connection, by, Deed.REBUILT, what=f"{result.added} exams")
    copy_lines(database)
    return result


def _exam_folders(exams_folder: Path) -> list[Path]:
    """Folders that hold an exam, plain or sealed, in the trash too."""
    found = []
    for parent in (exams_folder, exams_folder / TRASH):
        try:
            inside = list(parent.iterdir())
        except OSError:
            continue
        found += [
            folder
            for folder in inside
            if not folder.name.startswith(".") and ((folder / EXAM_FILE).exists() or (folder / SEALED_FILE).exists())
        ]
    return sorted(found, key=lambda folder: folder.name)


def _take(database: ExamDatabase, folder: Path) -> bool:
    """Whether the list changed."""
    if not (folder / EXAM_FILE).exists():
        return _take_sealed(database, folder)
    content = read_exam_file(folder)
    if not is_exam_id(content.exam.id):
        raise ExamError(
            "{exam!r} cannot be the id of an exam; letters, digits, dots and dashes can", exam=content.exam.id
        )
    if content.exam.state is ExamState.SEALED:  # its sealing was interrupted; the plain files are whole
        closed = content.exam.model_copy(update={"state": ExamState.CLOSED})
        content = content.model_copy(update={"exam": closed})
    with database.transaction() as connection:
        if not _is_news(connection, content.exam.id, content.revision, folder, database.path.parent):
            return False
        store_content(connection, content, folder, written=content.revision)
        _mark_trashed(connection, content.exam.id, folder)
    add_thumbnails(database, content.exam.id, folder, content.snapshots[:_THUMBNAILS])
    return True


def _take_sealed(database: ExamDatabase, folder: Path) -> bool:
    match = _NAME.fullmatch(folder.name)
    if match is None or not is_exam_id(match[2]):
        raise ExamError(
            "The sealed exam in {folder} is not in a folder named by date and id; give it its name back", folder=folder
        )
    started_at = datetime.strptime(match[1], "%Y-%m-%d_%H%M%S").astimezone()
    with database.transaction() as connection:
        if not _is_news(connection, match[2], 0, folder, database.path.parent):
            return False
        store_sealed(connection, match[2], folder, started_at=started_at)
        _mark_trashed(connection, match[2], folder)
    return True


def _is_news(connection: sqlite3.Connection, exam_id: str, revision: int, folder: Path, locks: Path) -> bool:
    row = connection.execute("SELECT folder, revision FROM exam WHERE id = ?", (exam_id,)).fetchone()
    if row is None:
        return True
    known = Path(row["folder"])
    if known != folder and known.exists():
        raise ExamError(
            "{folder} holds a copy of the exam in {known}; move one of the two elsewhere", folder=folder, known=known
        )
    if is_locked(locks, exam_id, folder):
        return False
    if known != folder:
        connection.execute("UPDATE exam SET folder = ? WHERE id = ?", (str(folder), exam_id))
        _mark_trashed(connection, exam_id, folder)
    return bool(revision > row["revision"])


def _mark_trashed(connection: sqlite3.Connection, exam_id: str, folder: Path) -> None:
    when = now().isoformat(timespec="milliseconds") if folder.parent.name == TRASH else None
    connection.execute("UPDATE exam SET trashed_at = ? WHERE id = ?", (when, exam_id))
