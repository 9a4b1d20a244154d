"""The lesions of all earlier exams of a patient, from the database of exams."""

from app.exam.content.exam import ExamContent
from app.exam.lesions.earlier import EarlierLesion
from app.exam.record.database import ExamDatabase
from app.exam.record.earlier import earlier_exams
from app.exam.record.rows import load_content

MOST_EXAMS = 10


def earlier_lesions(database: ExamDatabase, content: ExamContent) -> tuple[EarlierLesion, ...]:
    """Those of the same breasts, the newest exam first; empty for a patient who is not known.

    Sealed exams and those in the trash are left out.

    Raises:
        ExamError: The database cannot be read.
    """
    started = earlier_exams(database, content.exam)
    found = [(id, load_content(database, id)[0]) for id in list(started)[:MOST_EXAMS]]
    return tuple(EarlierLesion(lesion, started[id]) for id, then in found for lesion in then.lesions)
