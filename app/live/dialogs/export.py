"""Writing a recording as an MP4: in a thread, with a bar, and to be cancelled."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.live.background import Background
from app.live.dialogs.open_dialogs import ask_where_to_save
from app.live.look.error_texts import translate_error
from app.live.look.texts import translate
from app.live.panels.notice_strip import NoticeStrip
from app.live.view_state import Session
from app.live.window.actions import WindowActions
from app.live.window.commands import show_folder
from capture.errors import MinamoError


class Export(QObject):
    """At most one export at a time."""

    def __init__(self, doer: WindowActions, notice: NoticeStrip, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._doer, self._notice = doer, notice
        self._work: Background | None = None
        self._path = Path()

    @property
    def running(self) -> bool:
        """Whether one is under way."""
        return self._work is not None

    def ask(self, parent: QWidget, session: Session, source_name: str, *, annotated: bool) -> None:
        """Ask where to, then write."""
        if self._work is not None:
            self._notice.say(translate("Export", "An export is under way. Wait for it, or cancel it."))
            return
        title = translate("Export", "Export as MP4, without boxes and scores")
        if annotated:
            title = translate("Export", "Export as MP4, with boxes and scores")
        name = f"{Path(source_name).stem or 'minamo'}_minamo.mp4"
        ask_where_to_save(parent, title, name, partial(self.start, session, annotated=annotated))

    def start(self, session: Session, path: Path, *, annotated: bool) -> None:
        """Write to this path."""

        def write(work: Background) -> None:
            self._doer.export_mp4(session, path, annotated=annotated, on_progress=work.report, cancelled=work.cancelled)

        if self._work is not None:
            return
        self._path = path
        self._work = Background("export", write, self)
        self._work.done.connect(self._finish)
        self._work.failed.connect(self._fail)
        self._work.progress.connect(self._show)
        self._show(0.0)
        self._work.start()

    def cancel(self) -> None:
        """Stop writing and leave nothing behind."""
        if self._work is not None:
            self._work.cancel()

    def stop(self) -> None:
        """Cancel and wait; for the window's end."""
        if self._work is not None:
            self._work.drop()
            self._work = None

    def _show(self, share: float) -> None:
        if self._work is not None and not self._work.cancelled():
            text = translate("Export", "Exporting {name}").format(name=self._path.name)
            self._notice.show_progress(text, share, self.cancel)

    def _finish(self, _answer: object) -> None:
        cancelled = self._end()
        if cancelled:
            self._notice.say(translate("Export", "The export was cancelled; nothing was kept."), good=True)
            return
        text = translate("Export", "Exported: {path}").format(path=self._path)
        button = translate("Notice", "Show folder")
        self._notice.say(text, button, partial(show_folder, self._path.parent), good=True)

    def _fail(self, fault: Exception) -> None:
        self._end()
        if isinstance(fault, MinamoError):
            self._notice.say(translate_error(fault), translate("Notice", "OK"))
        else:
            text = translate("Export", "The export failed; the log has the details.")
            self._notice.say(text, translate("Notice", "OK"))

    def _end(self) -> bool:
        work, self._work = self._work, None
        if work is None:
            return False
        work.deleteLater()
        return work.cancelled()
