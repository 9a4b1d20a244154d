"""The list of all exams of this computer."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.exam.content.exam import ExamState
from app.exam.errors import ExamError
from app.exam.record.database import ExamDatabase
from app.exam.record.exam_file import read_exam_file
from app.exam.record.lock import ExamInUse, is_locked
from app.exam.record.places import EXAM_FILE, SEALED_FILE, SEALED_KEY_FILE
from app.exam.record.reconcile import missing_files
from app.exam.record.record import ExamRecord
from app.exam.record.rows import ExamUnavailable, load_content, searchable

log = logging.getLogger(__name__)

_COLUMNS = (
    "id, folder, state, started_at, closed_at, trashed_at, label, examiner, note, categories, snapshots, clips, lesions"
)


@dataclass(frozen=True, slots=True)
class ListedExam:
    """What the list shows of an exam.

    Attributes:
        folder: Where its files lie.
        trashed_at: When it was moved to the trash; None when it was not.
        label: Pseudonym, or ID and name from the worklist; empty for nobody, and for a sealed exam.
        examiner: As DICOM writes a name.
        categories: The clinicians' entries, as "BI-RADS 4A, JABTS 3".
    """

    id: str
    folder: Path
    state: ExamState
    started_at: datetime
    closed_at: datetime | None
    trashed_at: datetime | None
    label: str
    examiner: str
    note: str
    categories: str
    snapshots: int
    clips: int
    lesions: int


def list_exams(database: ExamDatabase, search: str = "", *, in_trash: bool = False) -> list[ListedExam]:
    """Exams that hold every word of `search` (patient, examiner, date, notes, category), the newest first.

    Raises:
        ExamError: The database cannot be read.
    """
    words = searchable(search).split()
    wanted = "".join(" AND instr(search, ?)" for _ in words)
    where = "trashed_at IS NOT NULL" if in_trash else "trashed_at IS NULL"
    rows = database.rows(f"SELECT {_COLUMNS} FROM exam WHERE {where}{wanted}", *words)
    listed = [_listed(dict(row)) for row in rows]
    return sorted(listed, key=lambda exam: (exam.started_at, exam.id), reverse=True)


def listed_exam(database: ExamDatabase, exam_id: str) -> ListedExam:
    """One exam of the list, in the trash or not.

    Raises:
        ExamUnavailable: It is not in the list.
        ExamError: The database cannot be read.
    """
    rows = database.rows(f"SELECT {_COLUMNS} FROM exam WHERE id = ?", exam_id)
    if not rows:
        raise ExamUnavailable(
            "There is no exam {exam} in the list; rebuild the list if its folder is there", exam=exam_id
        )
    return _listed(dict(rows[0]))


def unfinished(database: ExamDatabase) -> list[ListedExam]:
    """Exams that were open when the program ended and that no window has open now, the newest first.

    Raises:
        ExamError: The database cannot be read.
    """
    rows = database.rows(f"SELECT {_COLUMNS} FROM exam WHERE state = 'open' AND trashed_at IS NULL")
    listed = [_listed(dict(row)) for row in rows]
    left = [exam for exam in listed if not is_locked(database.path.parent, exam.id, exam.folder)]
    return sorted(left, key=lambda exam: (exam.started_at, exam.id), reverse=True)


def bring_folders_up(database: ExamDatabase) -> list[str]:
    """Write what folders of closed exams missed while they were away; ids of those that are away still.

    Raises:
        ExamError: The database cannot be read or written.
    """
    behind = "SELECT id FROM exam WHERE state = 'closed' AND trashed_at IS NULL AND written < revision"
    away = []
    for row in database.rows(behind):
        try:
            written = ExamRecord.open(database, row["id"]).leave()
        except ExamInUse:
            continue
        if not written:
            away.append(row["id"])
    return away


def exam_faults(
    database: ExamDatabase, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Iterator[str]:
    """What is wrong with the folders of the exams: gone, not in step with the database, media missing.

    Raises:
        ExamError: The database cannot be read.
    """
    exams = list_exams(database)
    for done, exam in enumerate(exams):
        progress(done, len(exams))
        if exam.state is ExamState.SEALED:
            names = (SEALED_FILE, SEALED_KEY_FILE)
            yield from (f"{exam.id}: {name} is missing" for name in names if not (exam.folder / name).exists())
            continue
        content, folder = load_content(database, exam.id)
        try:
            told = read_exam_file(folder)
        except ExamError as error:
            yield f"{exam.id}: {error}"
            continue
        if told != content:
            yield f"{exam.id}: {EXAM_FILE} is not what the database holds; open the exam to write it anew"
        yield from (f"{exam.id}: {name} is missing" for name in missing_files(folder, content))
    progress(len(exams), len(exams))


def _listed(row: dict[str, object]) -> ListedExam:
    def when(name: str) -> datetime | None:
        return None if row[name] is None else datetime.fromisoformat(str(row[name]))

    times = {"started_at": datetime.fromisoformat(str(row["started_at"]))}
    other = {name: when(name) for name in ("closed_at", "trashed_at")}
    whole = {**row, **times, **other, "folder": Path(str(row["folder"])), "state": ExamState(row["state"])}
    return ListedExam(**whole)  # type: ignore[arg-type]  # columns and fields have one name each
