"""The exams of this computer as the desk asks for them."""

import threading
from collections.abc import Callable
from pathlib import Path

from app.exam.content.exam import Exam
from app.exam.record.database import ExamDatabase
from app.exam.record.exam_file import FolderState
from app.exam.record.record import ExamRecord
from capture.errors import MinamoError

OnFault = Callable[[MinamoError | None], None]


class ExamShelf:
    """Implements `app.exam.desk.ExamStore` with the local database and the folder of all exams."""

    def __init__(self, open_database: Callable[[], ExamDatabase], exams_folder: Path) -> None:
        """Nothing is opened before it is needed.

        Args:
            open_database: The local database; called in the thread that needs it first.
            exams_folder: Where new exams go; may lie on the network.
        """
        self._open_database = open_database
        self._exams_folder = exams_folder
        self._lock = threading.Lock()
        self._database: ExamDatabase | None = None

    @property
    def database(self) -> ExamDatabase:
        """Opened by the first who asks.

        Raises:
            ExamError: It cannot be opened.
        """
        with self._lock:
            if self._database is None:
                self._database = self._open_database()
            return self._database

    def close(self) -> None:
        """Close the database, at the program's end."""
        with self._lock:
            database, self._database = self._database, None
        if database is not None:
            database.close()

    def create(self, exam: Exam, on_fault: OnFault) -> ExamRecord:
        """Make this exam.

        Raises:
            ExamError: It cannot be made.
        """
        by = exam.examiner.alphabetic or exam.examiner.ideographic
        return ExamRecord.create(self.database, self._exams_folder, exam, by=by, on_folder=_teller(on_fault))

    def open(self, exam_id: str, on_fault: OnFault) -> ExamRecord:
        """Open an exam to go on with it.

        Raises:
            ExamError: It is not there, damaged, or open in another window.
        """
        return ExamRecord.open(self.database, exam_id, on_folder=_teller(on_fault))


def _teller(on_fault: OnFault) -> Callable[[FolderState], None]:
    return lambda state: on_fault(state.error)
