"""A closed exam behind a pass phrase: its folder holds two encrypted files, the database its date and id."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from app.exam.content.exam import ExamState
from app.exam.errors import ExamError
from app.exam.export.age_file import decrypt, encrypt, make_key, read_key
from app.exam.export.zip_stream import ExportFile, Progress, ZipReader, size_of
from app.exam.record.audit import Deed, copy_lines, note
from app.exam.record.database import ExamDatabase
from app.exam.record.exam_file import write_exam_file
from app.exam.record.lock import ExamLock
from app.exam.record.places import EXAM_FILE, SEALED_FILE, SEALED_KEY_FILE, folder_error, sync_folder
from app.exam.record.rows import load_content, store_sealed

UNFINISHED = -1  # in the column `written`: plain files of a sealed exam are still to be removed

Tell = Callable[[int, int], None]


def seal(
    database: ExamDatabase,
    exam_id: str,
    pass_phrase: str,
    *,
    by: str = "",
    progress: Tell = lambda _done, _all: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Encrypt a closed exam; its plain files are removed when the encrypted ones were opened and compared with them.

    What stays readable is the folder's name (date, time and id), the row of the list with the same, and the audit log.
    The plain files are removed, not overwritten: a disk may keep their bytes until it needs the room.

    Args:
        database: Of the exams.
        exam_id: A closed exam that no window has open.
        pass_phrase: Nobody can open the exam without it.
        by: Who does it.
        progress: Called with (bytes done, bytes in all); each file is read twice.
        cancelled: Asked at each step; until the end nothing of the exam is changed.

    Raises:
        Cancelled: The user ended it.
        ExamInUse: A window has it open.
        ExamError: It is not closed, or cannot be read or written; the plain exam is as it was.
    """
    content, folder = load_content(database, exam_id)
    if content.exam.state is not ExamState.CLOSED:
        raise ExamError("The exam {exam} is still open; close it before it is sealed", exam=exam_id)
    with locked(database, exam_id, folder):
        content, folder = load_content(database, exam_id)
        write_exam_file(folder, content)
        files = folder_files(folder)
        steps = Progress(2 * size_of(files), progress, cancelled)
        _write_sealed(folder, files, pass_phrase, steps)
        with database.transaction() as connection:
            store_sealed(
                connection,
                exam_id,
                folder,
                started_at=content.exam.started_at,
                closed_at=content.exam.closed_at,
                revision=content.revision,
                written=UNFINISHED,
            )
            note(connection, by, Deed.SEALED, exam_id)
        database.forget_removed()
        _finish(database, exam_id, folder)
    copy_lines(database)


def finish_sealing(database: ExamDatabase) -> list[str]:
    """After a crash or a lost drive: remove plain files of sealed exams; ids of those that still have some.

    Raises:
        ExamError: The database cannot be read or written.
    """
    rows = database.rows("SELECT id, folder FROM exam WHERE state = 'sealed' AND written < revision")
    left = []
    for row in rows:
        try:
            with locked(database, row["id"], Path(row["folder"])):
                _finish(database, row["id"], Path(row["folder"]))
        except ExamError:
            left.append(row["id"])
    return left


def folder_files(folder: Path) -> tuple[ExportFile, ...]:
    """Every plain file of an exam, `exam.json` first; no links, nothing hidden, nothing sealed.

    Raises:
        OSError: The folder cannot be looked through.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if path.is_file() and not path.is_symlink() and not hidden and str(name) not in {SEALED_FILE, SEALED_KEY_FILE}:
            found.append(ExportFile(name.as_posix(), path))
    return tuple(sorted(found, key=lambda file: file.name != EXAM_FILE))


@contextmanager
def locked(database: ExamDatabase, exam_id: str, folder: Path) -> Iterator[None]:
    """Hold an exam against other windows, and say in our words what its folder suffers from.

    Raises:
        ExamInUse: A window has it open.
        ExamError: The folder cannot be read or written.
    """
    lock = ExamLock(database.path.parent, exam_id, folder)
    lock.acquire()
    try:
        yield
    except OSError as fault:
        raise folder_error(fault, folder) from fault
    finally:
        lock.release()


def _write_sealed(folder: Path, files: tuple[ExportFile, ...], pass_phrase: str, steps: Progress) -> None:
    """Both encrypted files, checked; neither of them when that fails."""
    key = make_key(pass_phrase)
    parts = {name: folder / f".{name}.part" for name in (SEALED_FILE, SEALED_KEY_FILE)}
    try:
        with parts[SEALED_FILE].open("wb") as target:
            encrypt(ZipReader(files, steps), target, key)
            to_disk(target)
        with parts[SEALED_KEY_FILE].open("wb") as target:
            target.write(key.sealed)
            to_disk(target)
        opened = read_key(parts[SEALED_KEY_FILE].read_bytes(), pass_phrase)
        compare = _Comparing(ZipReader(files, steps))
        with parts[SEALED_FILE].open("rb") as source:
            decrypt(source, compare, opened)  # type: ignore[arg-type]  # it needs no more of a file
        compare.end()
        for name, part in parts.items():
            part.replace(folder / name)
        sync_folder(folder)
    except BaseException:
        for part in parts.values():
            with suppress(OSError):
                part.unlink()
        raise


def to_disk(target: BinaryIO) -> None:
    """Through the buffers to the disk."""
    target.flush()
    os.fsync(target.fileno())


class _Comparing:
    """Takes decrypted bytes and compares them with what they were made from."""

    def __init__(self, expected: ZipReader) -> None:
        self._expected = expected

    def write(self, data: bytes) -> int:
        left = data
        while left:
            piece = self._expected.read(len(left))
            if not piece or piece != left[: len(piece)]:
                raise self._different()
            left = left[len(piece) :]
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def end(self) -> None:
        if self._expected.read(1):
            raise self._different()

    def _different(self) -> ExamError:
        return ExamError(
            "The sealed copy is not what was sealed; the plain exam was kept. Check the disk and try again"
        )


def _finish(database: ExamDatabase, exam_id: str, folder: Path) -> None:
    """Leave nothing in the folder but the encrypted files; only when these are there."""
    if not all((folder / name).exists() for name in (SEALED_FILE, SEALED_KEY_FILE)):
        raise folder_error(FileNotFoundError(2, "the sealed files are not there"), folder)
    try:
        for path in folder.iterdir():
            if path.name in {SEALED_FILE, SEALED_KEY_FILE} or path.name.endswith(".lock"):
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        sync_folder(folder)
    except OSError as fault:
        raise ExamError(
            "The exam is sealed, but its plain files in {folder} cannot be removed yet ({reason}); that is tried again "
            "at the next start",
            folder=folder,
            reason=fault.strerror or fault,
        ) from fault
    mark_written(database, exam_id, None)


def mark_written(database: ExamDatabase, exam_id: str, written: int | None) -> None:
    """Say that a sealed exam's folder is as it should be (None), or `UNFINISHED`."""
    with database.transaction() as connection:
        connection.execute("UPDATE exam SET written = coalesce(?, revision) WHERE id = ?", (written, exam_id))
