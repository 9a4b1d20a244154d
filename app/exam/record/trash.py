"""Deleting exams: into the trash first, back from it, and away for good."""

import logging
import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from app.exam.content.model import now
from app.exam.errors import ExamError
from app.exam.record.audit import Deed, copy_lines, note
from app.exam.record.database import ExamDatabase
from app.exam.record.lock import ExamLock
from app.exam.record.places import folder_error
from app.exam.record.shelf import ListedExam, listed_exam

log = logging.getLogger(__name__)

TRASH = "Trash"  # beside the exams' folders
_REMOVING = ".removing-"


def move_to_trash(database: ExamDatabase, exam_id: str, *, by: str = "") -> None:
    """Delete an exam so that it can be taken back; its folder moves into `Trash` beside the other exams.

    Raises:
        ExamInUse: A window has it open.
        FolderGone: Its folder cannot be reached; nothing was changed.
        ExamError: Its folder cannot be moved, or the database not be written; nothing was changed.
    """
    exam = listed_exam(database, exam_id)
    if exam.trashed_at is None:
        _move(database, exam, exam.folder.parent / TRASH, now(), Deed.TRASHED, by)


def restore(database: ExamDatabase, exam_id: str, *, by: str = "") -> None:
    """Take an exam out of the trash.

    Raises:
        FolderGone, ExamError: As `move_to_trash`.
    """
    exam = listed_exam(database, exam_id)
    if exam.trashed_at is not None:
        _move(database, exam, exam.folder.parent.parent, None, Deed.RESTORED, by)


def empty_trash(
    database: ExamDatabase, *, older_than_days: float = 0.0, by: str = "", at: datetime | None = None
) -> list[str]:
    """Remove for good what has been in the trash for so long, files and rows; nothing brings it back.

    A clock that went back removes nothing too early. What cannot be removed now stays for the next time.

    Returns:
        Ids of the exams removed.

    Raises:
        ExamError: The database cannot be written.
    """
    latest = (at or now()) - timedelta(days=older_than_days)
    rows = database.rows("SELECT id FROM exam WHERE trashed_at IS NOT NULL")
    exams = [listed_exam(database, row["id"]) for row in rows]
    removed = [
        exam.id
        for exam in exams
        if exam.trashed_at is not None and exam.trashed_at <= latest and _remove(database, exam, by)
    ]
    for trash in {exam.folder.parent for exam in exams}:
        _finish(trash)
    if removed:
        copy_lines(database)
        database.forget_removed()
    return removed


def mend_trash(database: ExamDatabase, exams_folder: Path) -> None:
    """After a crash: folders that stand in the trash are in the trash for the list too, and removals are finished.

    Raises:
        ExamError: The database cannot be written.
    """
    trash = exams_folder / TRASH
    _finish(trash)
    with suppress(OSError):
        for folder in list(trash.iterdir()):
            with database.transaction() as connection:
                connection.execute(
                    "UPDATE exam SET folder = ?, trashed_at = ? WHERE folder = ? AND trashed_at IS NULL",
                    (str(folder), now().isoformat(timespec="milliseconds"), str(exams_folder / folder.name)),
                )
    rows = database.rows("SELECT id, folder FROM exam WHERE trashed_at IS NOT NULL")
    for row in rows:  # was being taken out
        folder = Path(row["folder"])
        back = folder.parent.parent / folder.name
        if not folder.exists() and back.exists():
            with database.transaction() as connection:
                connection.execute("UPDATE exam SET folder = ?, trashed_at = NULL WHERE id = ?", (str(back), row["id"]))


def _move(
    database: ExamDatabase, exam: ListedExam, into: Path, trashed_at: datetime | None, deed: Deed, by: str
) -> None:
    lock = ExamLock(database.path.parent, exam.id, exam.folder)
    lock.acquire()
    lock.leave_folder()  # Windows moves no folder with an open file in it
    target = into / exam.folder.name
    try:
        # outside the transaction: a network that hangs must not hold up what is kept meanwhile
        if exam.folder.exists() or not _reachable(exam.folder):
            into.mkdir(exist_ok=True)
            exam.folder.rename(target)
        with database.transaction() as connection:
            when = None if trashed_at is None else trashed_at.isoformat(timespec="milliseconds")
            connection.execute("UPDATE exam SET folder = ?, trashed_at = ? WHERE id = ?", (str(target), when, exam.id))
            note(connection, by, deed, exam.id)
    except (OSError, ExamError) as fault:
        with suppress(OSError):  # the folder stands where the row says
            if not exam.folder.exists():
                target.rename(exam.folder)
        if isinstance(fault, OSError):
            raise folder_error(fault, exam.folder) from fault
        raise
    finally:
        lock.release()
    copy_lines(database)


def _reachable(folder: Path) -> bool:
    """Whether the exams' folder is there, so that a folder that is missing in it was removed by somebody."""
    parent = folder.parent.parent if folder.parent.name == TRASH else folder.parent
    return parent.is_dir()


def _remove(database: ExamDatabase, exam: ListedExam, by: str) -> bool:
    if not _reachable(exam.folder):
        return False
    aside = exam.folder.with_name(_REMOVING + exam.folder.name)
    try:
        if exam.folder.exists():
            exam.folder.rename(aside)
    except OSError as fault:
        log.warning("an exam in the trash cannot be removed yet: %s", fault.strerror or fault)
        return False
    try:
        with database.transaction() as connection:
            connection.execute("DELETE FROM exam WHERE id = ?", (exam.id,))
            note(connection, by, Deed.REMOVED, exam.id)
    except ExamError:
        with suppress(OSError):
            aside.rename(exam.folder)
        raise
    return True


def _finish(trash: Path) -> None:
    """Remove the files of exams that are in no list any more."""
    with suppress(OSError):
        for left in trash.glob(f"{_REMOVING}*"):
            shutil.rmtree(left, ignore_errors=True)
