"""The exam joined to the window: keys and strip, what was kept, the list of exams, report, archive."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.exam.live.archive_commands import ArchiveCommands
from app.exam.live.contents_page import ContentsPage
from app.exam.live.exam_commands import ExamCommands, ExamParts, Run
from app.exam.live.exam_pages import ExamPages
from app.exam.live.list_commands import ListCommands
from app.exam.window.go_on_strip import GoOnStrip
from app.live.look.texts import translate
from app.live.view_state import Session
from app.live.window.actions import WindowActions
from app.live.window.commands import show_folder
from app.live.window.keys import Command
from app.live.window.report_opening import ReportOpening
from capture.errors import MinamoError


class Bringing(Protocol):
    """What can bring the live picture back; `app.live.dialogs.opening.Opening` is one."""

    @property
    def can_repeat(self) -> bool:
        """Whether something was opened that can be opened again."""
        ...

    def again(self) -> None:
        """Open it again."""
        ...


class ExamInWindow(QObject):
    """Makes the parts of an exam and joins them to each other; the window shows them and lends its own."""

    failed = Signal(object)  # MinamoError
    page_asked = Signal()  # `contents` is to be seen
    page_left = Signal()
    session_made = Signal(object)  # Session: a clip or still of an exam takes the place of what is on stage

    def __init__(self, window: QWidget, doer: WindowActions, parts: ExamParts, opening: Bringing, run: Run) -> None:
        super().__init__(window)
        self._doer, self._parts, self._opening = doer, parts, opening
        self._scale = 1.0
        notice = parts.notice
        self.commands = ExamCommands(doer.exam, parts, run, self)
        self.contents = ContentsPage()
        self.pages = ExamPages(doer.exams, doer.exam, self.contents, notice, show_folder, self)
        self.report = ReportOpening(window, doer.report)
        self.go_on = GoOnStrip()
        self.list = ListCommands(doer.exam_list, self.go_on, notice, window)
        self.archive = ArchiveCommands(window, doer.archive, doer.exam, self.list.shown_notice, parts.actions, run)
        self._connect()

    def show_state(self) -> None:
        """Show how the exam stands."""
        self.commands.show_state()

    def toggle_contents(self) -> None:
        """What was kept in the exam that is running, or back from there."""
        if self.contents.isVisible():
            self.page_left.emit()
        else:
            self.pages.show_running()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        for part in (self._parts.strip, self._parts.sheet, self.contents, self.report):
            part.retranslate()

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self._scale = scale
        for part in (self._parts.strip, self._parts.sheet, self.contents, self.list):
            part.set_scale(scale)

    def stop(self) -> None:
        """End what is under way, while the session on stage still runs; for the window's end."""
        self.pages.stop()
        self.report.close()
        self._doer.exam_list.stop()

    def leave(self) -> None:
        """Leave the exam open for the next time; after the session, whose recordings are its clips."""
        self._doer.exam.leave()
        self._doer.archive.stop()

    def _connect(self) -> None:
        self.commands.list_asked.connect(self.list.show)
        self.commands.contents_asked.connect(self.toggle_contents)
        self._parts.actions[Command.REPORT].triggered.connect(self._open_report)
        self.list.open_asked.connect(self.pages.show_exam)
        self.list.go_on_asked.connect(self._go_on)
        self.list.send_asked.connect(self.archive.send_kept)
        self._doer.exam.closed.connect(self.list.refresh)
        self.report.failed.connect(self.failed)
        self.report.send_asked.connect(self._parts.actions[Command.SEND].trigger)
        self.contents.left.connect(self.page_left)
        self.pages.page_asked.connect(self.page_asked)
        self.pages.session_made.connect(self._show_kept)

    def _open_report(self, _checked: bool = False) -> None:
        self.report.open(self._parts.memory.settings.language, self._scale)

    def _show_kept(self, session: Session) -> None:
        """The live picture is closed meanwhile; one press brings it back."""
        stage = self._parts.stage
        was_live = stage.session is not None and stage.state.timeline is None
        self.session_made.emit(session)
        if was_live and self._opening.can_repeat:
            text = translate("Exam", "This was kept earlier. The live picture is closed meanwhile.")
            self._parts.notice.say(text, translate("Exam", "Back to live"), self._opening.again, good=True)

    def _go_on(self, exam_id: str) -> None:
        try:
            self._doer.exam.go_on(exam_id)
        except MinamoError as error:
            self.failed.emit(error)
            return
        if self._parts.stage.session is None:
            text = translate("Exam", "The exam goes on. Open its source: what is kept from now on goes into it.")
            choose: Callable[[], None] = self._parts.actions[Command.SOURCE].trigger
            self._parts.notice.say(text, translate("Status", "Choose a source"), choose, good=True)
