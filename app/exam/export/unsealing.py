"""The way back of a sealed exam."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from app.exam.content.exam import ExamState
from app.exam.errors import ExamError
from app.exam.export.age_file import AgeKey, decrypt, read_key
from app.exam.export.sealing import UNFINISHED, Tell, locked, mark_written, to_disk
from app.exam.export.zip_stream import Progress, Readable
from app.exam.record.audit import Deed, copy_lines, note
from app.exam.record.database import ExamDatabase
from app.exam.record.exam_file import read_exam_file
from app.exam.record.places import SEALED_FILE, SEALED_KEY_FILE, inside, sync_folder
from app.exam.record.rows import store_content
from app.exam.record.shelf import listed_exam
from app.exam.record.thumbnail import add_thumbnails

_UNSEALED = ".unsealed"  # a folder in the exam's, while its files are being decrypted


def unseal(
    database: ExamDatabase,
    exam_id: str,
    pass_phrase: str,
    *,
    by: str = "",
    progress: Tell = lambda _done, _all: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Decrypt a sealed exam: its plain files, row and thumbnails come back, the encrypted files are removed.

    Args:
        database: Of the exams.
        exam_id: A sealed exam.
        pass_phrase: The one it was sealed with.
        by: Who does it.
        progress: Called with (bytes done, bytes in all).
        cancelled: Asked at each step; the exam then stays sealed.

    Raises:
        Cancelled: The user ended it.
        WrongPassPhrase: It is another one; nothing was changed.
        ExamError: The sealed files are damaged or away, or cannot be written; the exam stays sealed.
    """
    exam = listed_exam(database, exam_id)
    if exam.state is not ExamState.SEALED or exam.trashed_at is not None:
        raise ExamError("The exam {exam} is not a sealed one of the list", exam=exam_id)
    folder = exam.folder
    with locked(database, exam_id, folder):
        key = read_key((folder / SEALED_KEY_FILE).read_bytes(), pass_phrase)
        steps = Progress(2 * (folder / SEALED_FILE).stat().st_size, progress, cancelled)
        try:
            _decrypt_into(folder / _UNSEALED, folder / SEALED_FILE, key, steps)
            content = read_exam_file(folder / _UNSEALED)
            if content.exam.id != exam_id:
                raise ExamError(
                    "The sealed files in {folder} are of another exam; bring back the right ones", folder=folder
                )
            mark_written(database, exam_id, UNFINISHED)  # after a crash from here on, plain files are removed again
            for path in (folder / _UNSEALED).iterdir():
                path.replace(folder / path.name)
        finally:
            shutil.rmtree(folder / _UNSEALED, ignore_errors=True)
        sync_folder(folder)
        with database.transaction() as connection:
            store_content(connection, content, folder, written=content.revision)
            note(connection, by, Deed.UNSEALED, exam_id)
        for name in (SEALED_FILE, SEALED_KEY_FILE):
            (folder / name).unlink()
        add_thumbnails(database, exam_id, folder, content.snapshots)
    copy_lines(database)


def _decrypt_into(into: Path, sealed: Path, key: AgeKey, steps: Progress) -> None:
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir()
    packed = into / ".exam.zip"
    with packed.open("wb") as target, sealed.open("rb") as source:
        decrypt(_Counted(source, steps), target, key)
    try:
        with zipfile.ZipFile(packed) as archive:
            for entry in archive.infolist():
                path = inside(into, entry.filename)
                path.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as piece, path.open("wb") as target:
                    shutil.copyfileobj(_Counted(piece, steps), target)
                    to_disk(target)
    except zipfile.BadZipFile as fault:
        raise ExamError("The sealed exam is damaged or not whole; take it from a backup copy") from fault
    packed.unlink()


class _Counted:
    def __init__(self, source: Readable, steps: Progress) -> None:
        self._source = source
        self._steps = steps

    def read(self, size: int = -1, /) -> bytes:
        data = self._source.read(size)
        self._steps.step(len(data))
        return data
