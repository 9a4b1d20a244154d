"""The list of exams in the window: what is asked of it and said of its answers, and the strip that offers to go on."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from app.exam.export.exam_zip import Exported
from app.exam.list_desk import AtStart, ListDesk
from app.exam.privacy.texts import FreeText
from app.exam.record.rebuild import Rebuilt
from app.exam.record.shelf import ListedExam
from app.exam.window.exam_list import ExamList
from app.exam.window.go_on_strip import GoOnStrip
from app.live.dialogs.open_dialogs import ask_where_to_save
from app.live.look.error_texts import translate_error
from app.live.look.texts import translate
from app.live.panels.notice_strip import NoticeStrip
from app.live.window.commands import show_folder
from capture.errors import MinamoError

_SHORT_ID = 8


class ListCommands(QObject):
    """Joins the desk of the list to its dialog, which is made when it is first asked for, and to the strip."""

    open_asked = Signal(str)
    go_on_asked = Signal(str)
    send_asked = Signal(str)

    def __init__(self, desk: ListDesk, strip: GoOnStrip, notice: NoticeStrip, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._strip, self._notice, self._window = desk, strip, notice, window
        self._doing = ""  # what the long work is, for the bar
        self._scale = 1.0
        self.dialog: ExamList | None = None
        strip.go_on_asked.connect(self.go_on_asked)
        strip.end_asked.connect(desk.end)
        strip.list_asked.connect(self.show)
        answers: dict[SignalInstance, Callable[..., None]] = {  # methods: Qt would keep the window for a lambda
            desk.started: self._say_start,
            desk.exams_found: self._show_exams,
            desk.thumbnails_found: self._show_thumbnails,
            desk.texts_found: self._ask_export,
            desk.changed: self.refresh,
            desk.trashed: self._say_trashed,
            desk.removed: self._say_removed,
            desk.exported: self._say_exported,
            desk.sealed: self._say_sealed,
            desk.unsealed: self._say_unsealed,
            desk.rebuilt: self._say_rebuilt,
            desk.cancelled: self._say_cancelled,
            desk.failed: self._say_fault,
            desk.damaged: self._say_damaged,
            desk.progress: self._show_progress,
        }
        for signal, answer in answers.items():
            signal.connect(answer)

    def show(self) -> None:
        """Show the list."""
        if self.dialog is None:
            self.dialog = self._made()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.dialog.search.setFocus()
        self.refresh()

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self._scale = scale
        if self.dialog is not None:
            self.dialog.set_scale(scale)

    def refresh(self) -> None:
        """Ask for the list again, where it is shown."""
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.ask()

    def _made(self) -> ExamList:
        dialog, desk = ExamList(self._window), self._desk
        dialog.set_scale(self._scale)
        dialog.search_changed.connect(desk.find)
        dialog.thumbnails_wanted.connect(desk.want_thumbnails)
        dialog.open_asked.connect(self._open)
        dialog.go_on_asked.connect(self._go_on)
        dialog.send_asked.connect(self.send_asked)
        dialog.delete_asked.connect(desk.move_to_trash)
        dialog.restore_asked.connect(desk.restore)
        dialog.empty_asked.connect(self._empty_trash)
        dialog.texts_asked.connect(desk.want_texts)
        dialog.export_chosen.connect(self._ask_where)
        dialog.seal_asked.connect(self._seal)
        dialog.unseal_asked.connect(self._unseal)
        return dialog

    def _empty_trash(self) -> None:
        self._begin(translate("ExamList", "Removing"), self._desk.empty_trash)

    def _seal(self, exam_id: str, phrase: str) -> None:
        self._begin(translate("ExamList", "Sealing"), self._desk.seal, exam_id, phrase)

    def _unseal(self, exam_id: str, phrase: str) -> None:
        self._begin(translate("ExamList", "Unsealing"), self._desk.unseal, exam_id, phrase)

    def _rebuild(self) -> None:
        self._begin(translate("ExamList", "Reading the folders"), self._desk.rebuild)

    def _show_exams(self, exams: tuple[ListedExam, ...]) -> None:
        if self.dialog is not None:
            self.dialog.show_exams(exams)

    def _show_thumbnails(self, exam_id: str, jpegs: tuple[bytes, ...]) -> None:
        if self.dialog is not None:
            self.dialog.show_thumbnails(exam_id, jpegs)

    def _open(self, exam_id: str) -> None:
        self.open_asked.emit(exam_id)
        if self.dialog is not None:
            self.dialog.hide()

    def _go_on(self, exam_id: str) -> None:
        self.go_on_asked.emit(exam_id)
        if self.dialog is not None:
            self.dialog.hide()

    def _ask_export(self, exam_id: str, texts: tuple[FreeText, ...]) -> None:
        if self.dialog is not None:
            self.dialog.ask_export(exam_id, texts)

    def _ask_where(self, exam_id: str, with_identity: bool, kept: tuple[str, ...], phrase: str) -> None:
        def write(target: Path) -> None:
            doing = translate("ExamList", "Exporting")
            self._begin(doing, self._desk.export, exam_id, target, with_identity, kept, phrase)

        title = translate("ExamList", "Export the exam as a ZIP")
        name = f"minamo-exam-{exam_id[:_SHORT_ID]}.zip" if with_identity else "minamo-exam.zip"
        ask_where_to_save(self._window, title, name, write, kind="ZIP")

    def _begin(self, doing: str, work: Callable[..., None], *values: object) -> None:
        self._doing = doing
        work(*values)

    # -- what is said -----------------------------------------------------------------------------------------------

    def shown_notice(self) -> NoticeStrip:
        """The list's own while it is open, else the window's."""
        shown = self.dialog is not None and self.dialog.isVisible()
        return self.dialog.notice if shown and self.dialog is not None else self._notice

    def _say(self, text: str, button: str = "", then: Callable[[], None] | None = None, *, good: bool = True) -> None:
        self.shown_notice().say(text, button, then, good=good)

    def _say_fault(self, error: MinamoError) -> None:
        self._say(translate_error(error), translate("Notice", "OK"), good=False)

    def _say_damaged(self, error: MinamoError) -> None:
        button = translate("ExamList", "Make the list again")
        self._say(translate_error(error), button, self._rebuild, good=False)

    def _say_start(self, found: AtStart) -> None:
        self._strip.show_exams(found.unfinished)
        if found.unlisted:
            text = translate("ExamList", "Exams in the exams folder that the list does not know: {count}.")
            self._say(
                text.format(count=found.unlisted), translate("ExamList", "Take them into the list"), self._rebuild
            )
        elif found.away:
            text = translate(
                "ExamList",
                "Exams whose folders cannot be reached: {count}. What is missing there is written when they are back.",
            )
            self._say(text.format(count=found.away), translate("Notice", "OK"), good=False)

    def _say_sealed(self, _exam_id: str) -> None:
        self._say(translate("ExamList", "The exam is sealed. Keep its pass phrase."))

    def _say_unsealed(self, _exam_id: str) -> None:
        self._say(translate("ExamList", "The exam is plain again."))

    def _say_cancelled(self) -> None:
        self._say(translate("ExamList", "Cancelled; nothing was changed."))

    def _say_trashed(self, exam_id: str) -> None:
        text = translate("ExamList", "The exam is in the trash.")
        self._say(text, translate("ExamList", "Take it out"), partial(self._desk.restore, exam_id))

    def _say_removed(self, count: int) -> None:
        self._say(translate("ExamList", "Removed for good: {count}.").format(count=count))

    def _say_exported(self, told: Exported) -> None:
        text = translate("ExamList", "Exported: {path}").format(path=told.path)
        if told.missing:
            text += " " + translate("ExamList", "Files missing in its folder: {count}.").format(count=len(told.missing))
        if told.left_out:
            behind = translate("ExamList", "Files left out, because they may name somebody: {count}.")
            text += " " + behind.format(count=len(told.left_out))
        self._say(text, translate("Notice", "Show folder"), partial(show_folder, told.path.parent))

    def _say_rebuilt(self, told: Rebuilt) -> None:
        text = translate("ExamList", "Taken into the list: {added}, known before: {known}.")
        said = text.format(added=told.added, known=told.kept)
        if told.failed:
            failed = translate("ExamList", "Not taken: {count}, the first: {reason}")
            said += " " + failed.format(count=len(told.failed), reason=translate_error(told.failed[0][1]))
        self._say(said, translate("Notice", "OK"), good=not told.failed)

    def _show_progress(self, share: float) -> None:
        self.shown_notice().show_progress(self._doing, share, self._desk.cancel)
