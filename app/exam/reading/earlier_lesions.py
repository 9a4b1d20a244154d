"""The lesions of all earlier exams of a patient, from the database of exams."""

from datetime import datetime

from app.exam.content.exam import ExamContent
from app.exam.lesions.earlier import EarlierLesion
from app.exam.record.database import ExamDatabase
from app.exam.record.rows import load_content

MOST_EXAMS = 10


def earlier_lesions(database: ExamDatabase, content: ExamContent) -> tuple[EarlierLesion, ...]:
    """Those of the same breasts, the newest exam first; empty for a patient who is not known.

    Sealed exams and those in the trash are left out.

    Raises:
        ExamError: The database cannot be read.
    """
    exam = content.exam
    if not exam.patient.key:
        return ()
    rows = database.rows(
        "SELECT id, started_at FROM exam WHERE patient_key = ? AND id != ? AND state != 'sealed' "
        "AND trashed_at IS NULL",
        exam.patient.key,
        exam.id,
    )
    started = {str(row["id"]): datetime.fromisoformat(str(row["started_at"])) for row in rows}
    before = sorted((id for id in started if started[id] < exam.started_at), key=started.__getitem__, reverse=True)
    found = [(id, load_content(database, id)[0]) for id in before[:MOST_EXAMS]]
    return tuple(EarlierLesion(lesion, started[id]) for id, then in found for lesion in then.lesions)
