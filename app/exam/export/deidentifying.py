"""Joins the export to what de-identifies an exam."""

from collections.abc import Callable, Collection
from pathlib import Path

from app.exam.content.exam import ExamContent
from app.exam.export.exam_zip import Leaving
from app.exam.privacy.export import Deidentified, deidentify_exam
from app.exam.privacy.secret import local_secret
from app.exam.privacy.texts import FreeText, free_texts
from app.exam.record.database import ExamDatabase
from app.exam.record.rows import load_content


def notes_of(database: ExamDatabase, exam_id: str) -> tuple[FreeText, ...]:
    """What somebody typed into an exam: it stays out of an export unless somebody says otherwise.

    Raises:
        ExamError: The exam cannot be read.
    """
    return free_texts(load_content(database, exam_id)[0])


class Deidentifying:
    """Called by `export_exam`; tells afterwards what was left out.

    Attributes:
        told: What was written and what was not; None before.
    """

    def __init__(self, secret_folder: Path, kept_texts: Collection[str] = ()) -> None:
        """With this computer's secret, which is made in `secret_folder` when there is none."""
        self._secret_folder = secret_folder
        self._kept_texts = kept_texts
        self.told: Deidentified | None = None

    def __call__(self, content: ExamContent, folder: Path, out: Path, each_picture: Callable[[], None]) -> Leaving:
        """Write the exam into `out` without identity.

        Raises:
            ExamError: It cannot be written, or would still name the patient.
        """
        secret = local_secret(self._secret_folder)
        self.told = deidentify_exam(
            content, folder, out, secret, kept_texts=self._kept_texts, each_picture=each_picture
        )
        return Leaving(self.told.content, self.told.files, self.told.left_out)
