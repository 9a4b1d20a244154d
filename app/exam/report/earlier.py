"""The earlier exam of the same patient that a report compares with."""

from pathlib import Path

from app.exam.content.exam import ExamContent
from app.exam.record.database import ExamDatabase
from app.exam.record.earlier import earlier_exams
from app.exam.record.rows import load_content
from app.exam.report.site import Earlier


def find_earlier(database: ExamDatabase, content: ExamContent) -> Earlier | None:
    """The exam that holds the lesions to which this one's are linked, else the last one before it; None without one.

    Raises:
        ExamError: The database cannot be read.
    """
    linked = {lesion.earlier_lesion_id for lesion in content.lesions} - {None}
    newest: tuple[ExamContent, Path] | None = None
    for name in earlier_exams(database, content.exam):
        found = load_content(database, name)
        newest = newest or found
        if not linked or linked & {lesion.id for lesion in found[0].lesions}:
            return Earlier(*found)
    return None if newest is None else Earlier(*newest)
