"""Earlier exams of the same patient, in the database."""

from datetime import datetime

from app.exam.content.exam import Exam
from app.exam.record.database import ExamDatabase


def earlier_exams(database: ExamDatabase, exam: Exam) -> dict[str, datetime]:
    """Ids of the patient's exams before this one, the newest first, and when each started; none of nobody's.

    Sealed exams and those in the trash are left out.

    Raises:
        ExamError: The database cannot be read.
    """
    if not exam.patient.key:
        return {}
    rows = database.rows(
        "SELECT id, started_at FROM exam WHERE patient_key = ? AND id != ? AND state != 'sealed' "
        "AND trashed_at IS NULL",
        exam.patient.key,
        exam.id,
    )
    started = {str(row["id"]): datetime.fromisoformat(str(row["started_at"])) for row in rows}
    before = (name for name in started if started[name] < exam.started_at)
    return {name: started[name] for name in sorted(before, key=started.__getitem__, reverse=True)}
