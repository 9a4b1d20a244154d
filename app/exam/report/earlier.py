"""The earlier exam of the same patient that a report compares with."""

from datetime import datetime
from pathlib import Path

from app.exam.content.exam import ExamContent
from app.exam.record.database import ExamDatabase
from app.exam.record.rows import load_content
from app.exam.report.site import Earlier


def find_earlier(database: ExamDatabase, content: ExamContent) -> Earlier | None:
    """The exam that holds the lesions to which this one's are linked, else the last one before it; None without one.

    Sealed exams and those in the trash are left out.

    Raises:
        ExamError: The database cannot be read.
    """
    exam = content.exam
    if not exam.patient.key:
        return None
    rows = database.rows(
        "SELECT id, started_at FROM exam WHERE patient_key = ? AND id != ? AND state != 'sealed' "
        "AND trashed_at IS NULL",
        exam.patient.key,
        exam.id,
    )
    started = {str(row["id"]): datetime.fromisoformat(str(row["started_at"])) for row in rows}
    before = sorted((name for name in started if started[name] < exam.started_at), key=started.__getitem__)
    linked = {lesion.earlier_lesion_id for lesion in content.lesions} - {None}
    newest: tuple[ExamContent, Path] | None = None
    for name in reversed(before):
        found = load_content(database, name)
        newest = newest or found
        if linked & {lesion.id for lesion in found[0].lesions}:
            return Earlier(*found)
        if not linked:
            break
    return None if newest is None else Earlier(*newest)
