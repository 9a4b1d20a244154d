"""What the window asks of the exams that are not running: one Protocol, so that widgets never hold an engine."""

from collections.abc import Callable
from typing import Protocol

from app.exam.keep.shown_exam import Place, ShownExam
from app.live.view_state import Session


class ExamActions(Protocol):
    """`app.exam_assembly.ExamAssembly` is one. Each may raise `MinamoError`."""

    def show(self, exam_id: str) -> ShownExam:
        """An exam to be looked at. Called in a thread of the window's own."""
        ...

    def open(self, shown: ShownExam, place: Place) -> Session:
        """A clip or still of an exam, not started yet; quick, on the GUI thread."""
        ...

    def analyse_again(
        self, shown: ShownExam, *, on_progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> int:
        """Analyse every clip by the weights that run now; how many videos were. In a thread of the window's own."""
        ...
