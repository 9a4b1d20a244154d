"""Lesions of the patient's earlier exams, looked up in a thread whenever the patient is another one."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.exam.content.exam import ExamContent
from app.exam.lesions.earlier import EarlierLesion
from app.live.background import Background
from capture.errors import MinamoError


class EarlierLesions(QObject):
    """Follows the running exam."""

    changed = Signal()
    failed = Signal(object)  # MinamoError

    def __init__(self, find: Callable[[ExamContent], tuple[EarlierLesion, ...]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._of: tuple[str, str] | None = None  # exam and patient
        self._work: Background | None = None
        self.lesions: tuple[EarlierLesion, ...] = ()

    def follow(self, content: ExamContent | None) -> None:
        """The running exam as it stands."""
        of = None if content is None else (content.exam.id, content.exam.patient.key)
        if of == self._of:
            return
        self._of, self.lesions = of, ()
        self._drop(0.0)
        if content is None or not content.exam.patient.key:
            return
        work = self._work = Background("earlier lesions", lambda _work: self._find(content), self)
        work.done.connect(self._take)
        work.failed.connect(self._fail)
        work.start()

    def stop(self) -> None:
        """Before the window closes."""
        self._drop(3.0)

    def _take(self, lesions: tuple[EarlierLesion, ...]) -> None:
        self._work = None
        self.lesions = lesions
        self.changed.emit()

    def _fail(self, fault: Exception) -> None:
        self._work = None
        if not isinstance(fault, MinamoError):
            raise fault
        self.failed.emit(fault)

    def _drop(self, timeout_s: float) -> None:
        if self._work is not None:
            self._work.drop(timeout_s)
            self._work = None
