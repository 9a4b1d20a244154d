"""Opening a reader study from the main window, which gives way to the reading window until that is closed."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.live.window.actions import WindowActions
from capture.errors import MinamoError

if TYPE_CHECKING:  # a window of its own, which most runs do without
    from app.study.window.study_window import StudyWindow


class StudyOpening(QObject):
    """At most one reading window; the keys of the two windows mean different things, so only one is shown."""

    failed = Signal(object)  # MinamoError
    opened = Signal()
    language_chosen = Signal(str)

    def __init__(self, window: QWidget, doer: WindowActions) -> None:
        super().__init__(window)
        self._window, self._doer = window, doer
        self.reading: StudyWindow | None = None

    def open(self, path: Path) -> None:
        """Show this study's reading window in place of the main window."""
        try:
            reading = self._doer.read_study(path)
        except MinamoError as error:
            self.failed.emit(error)
            return
        reading.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        reading.language_chosen.connect(self.language_chosen)
        reading.closed.connect(self._come_back)
        self.reading = reading
        self.opened.emit()
        reading.show()
        self._window.hide()

    def _come_back(self) -> None:
        self.reading = None
        self._window.show()
