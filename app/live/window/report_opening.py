"""The report of the exam in a window of its own, beside the main window, which stays live."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.exam.report.desk import ReportDesk
from app.language import language_of
from app.live.dialogs.open_dialogs import ask_for_folder_to_save
from app.live.look.error_texts import translate_error
from app.live.look.texts import translate
from capture.errors import MinamoError

if TYPE_CHECKING:  # it brings Qt's PDF viewer, which most minutes do without
    from app.exam.window.report_preview import ReportPreview


class ReportOpening(QObject):
    """At most one preview; it follows the exam while it is open."""

    failed = Signal(object)  # MinamoError: there is nothing to report
    send_asked = Signal()  # the exam, with its report, to the archive

    def __init__(self, window: QWidget, desk: ReportDesk) -> None:
        super().__init__(window)
        self._desk = desk
        self.preview: ReportPreview | None = None
        desk.changed.connect(self._show)
        desk.saved.connect(self._say_saved)
        desk.failed.connect(self._say_fault)

    def open(self, language: str, scale: float) -> None:
        """Show the report of the exam that is running, or bring its window to the front.

        Args:
            language: Of the main window, in which the pages begin.
            scale: Of the main window's texts.
        """
        if self.preview is None:
            try:
                self._desk.open(language_of(language))
            except MinamoError as error:
                self.failed.emit(error)
                return
            self._make()
        assert self.preview is not None
        self.preview.set_scale(scale)
        self.preview.show()
        self.preview.raise_()
        self.preview.activateWindow()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        if self.preview is not None:
            self.preview.retranslate()

    def close(self) -> None:
        """The program ends."""
        if self.preview is not None:
            self.preview.close()

    def _make(self) -> None:
        from app.exam.window.report_preview import ReportPreview

        preview, desk = ReportPreview(), self._desk
        preview.language_chosen.connect(desk.set_language)
        preview.scores_chosen.connect(desk.set_scores)
        preview.signed.connect(desk.sign)
        preview.shipped_templates_asked.connect(desk.use_shipped_templates)
        preview.save_asked.connect(self._ask_where)
        preview.send_asked.connect(self.send_asked)
        preview.closed.connect(self._forget)
        self.preview = preview
        self._show()

    def _show(self) -> None:
        if self.preview is not None:
            self.preview.show_view(self._desk.view)

    def _ask_where(self) -> None:
        if self.preview is not None:
            title = translate("Report", "Save the report in a folder")
            ask_for_folder_to_save(self.preview, title, self._desk.save)

    def _say_saved(self, paths: list[Path]) -> None:
        if self.preview is not None and paths:
            self.preview.say_saved(str(paths[0].parent))

    def _say_fault(self, error: MinamoError) -> None:
        if self.preview is not None:
            self.preview.notice.say(translate_error(error))

    def _forget(self) -> None:
        preview, self.preview = self.preview, None
        if preview is not None:
            preview.deleteLater()
        self._desk.close()
