"""What the keys of the archive do: the worklist, sending the exam, what waits and its settings; none of it modal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget

from app.exam.archive.waiting.message import Message, Trouble
from app.exam.archive_desk import ArchiveDesk
from app.exam.content.exam import Exam, ExamContent
from app.exam.content.person import Patient, WorklistEntry
from app.exam.desk import ExamDesk
from app.exam.errors import ExamError
from app.live.look.error_texts import translate_error, translate_text
from app.live.look.texts import translate
from app.live.panels.notice_strip import NoticeStrip
from app.live.window.keys import Command
from app.settings import ArchiveSettings
from capture.errors import MinamoError

if TYPE_CHECKING:  # the DICOM network takes its time to load
    from app.exam.window.archive.queue_dialog import QueueDialog
    from app.exam.window.archive.settings_dialog import ArchiveSettingsDialog
    from app.exam.window.archive.worklist_dialog import WorklistDialog

Run = Callable[[Callable[[], None]], None]
_COUNT_DOWN_MS = 1000  # of the next try, while the queue is on screen


@dataclass(frozen=True, slots=True)
class _Ended:
    """The exam that was ended last; it can be sent until another one is begun."""

    content: ExamContent
    folder: Path


class ArchiveCommands(QObject):
    """Joins the archive to keys, dialogs and the exam."""

    def __init__(
        self,
        window: QWidget,
        desk: ArchiveDesk,
        exam: ExamDesk,
        notice: Callable[[], NoticeStrip],
        actions: Mapping[Command, QAction],
        run: Run,
    ) -> None:
        super().__init__(window)
        self._desk, self._exam = desk, exam
        self._notice, self._actions, self._run = notice, actions, run
        self._said = Trouble()  # what was said last of the queue
        self._ended: _Ended | None = None
        self._waiting_entry: WorklistEntry | None = None  # until the exam it was picked for is on the disk
        self._whose = ("", "")  # the running exam's id, and its patient
        self.worklist: WorklistDialog | None = None
        self.queue: QueueDialog | None = None
        self.settings: ArchiveSettingsDialog | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(_COUNT_DOWN_MS)
        self._clock.timeout.connect(self._show_queue)
        # Methods all of them: Qt would keep a lambda, and with it the window.
        actions[Command.WORKLIST].triggered.connect(self._on_worklist_key)
        actions[Command.SEND].triggered.connect(self._on_send_key)
        actions[Command.ARCHIVE].triggered.connect(self._on_archive_key)
        exam.worklist_asked.connect(self._on_worklist_key)
        exam.changed.connect(self._follow_exam)
        exam.closed.connect(self._note_end)
        desk.changed.connect(self._show_queue)
        desk.changed.connect(self._say_trouble)
        desk.tested.connect(self._show_test)
        desk.worklist_came.connect(self._show_worklist)
        desk.worklist_failed.connect(self._show_worklist_fault)
        desk.queued.connect(self._say_queued)
        desk.recalled.connect(self._say_recalled)
        desk.failed.connect(self._say_fault)
        self._follow_exam()

    def start(self) -> None:
        """Send what still waits from the last time."""
        self._run(self._desk.start)

    # -- keys --------------------------------------------------------------------------------------------------------

    def open_worklist(self) -> None:
        """Show the worklist, and ask it."""
        if not (self._desk.settings.worklist_host and self._desk.settings.worklist_title):
            self._say_not_set_up(translate("Archive", "No worklist is set. Enter its address first."))
            return
        if self.worklist is None:
            from app.exam.window.archive.worklist_dialog import WorklistDialog

            self.worklist = WorklistDialog(datetime.now().astimezone().date(), parent=self._window())
            self.worklist.asked.connect(self._desk.ask_worklist)
            self.worklist.picked.connect(self._take_entry)
        self.worklist.show_station(self._desk.settings.own_title, datetime.now().astimezone().date())
        _show(self.worklist)
        self.worklist.ask()

    def send(self) -> None:
        """Send the exam that is running, as far as it is on the disk, else the one that was ended last.

        Raises:
            ExamError: There is none.
        """
        if not self._desk.set_up:
            self._say_not_set_up(translate("Archive", "No archive is set. Enter its address first."))
            return
        content, folder = self._exam.content, self._exam.folder
        if content is not None and folder is not None:
            self._notice_another_patient(content.exam)  # before: it would take out what is queued now
            self._desk.send(content, folder)
        elif self._ended is not None and not self._exam.running:
            self._desk.send(self._ended.content, self._ended.folder)
        else:
            raise ExamError("There is no exam to send. Start one, or choose one from the list of exams.")

    def send_kept(self, exam_id: str) -> None:
        """Send an exam of the list."""
        if self._desk.set_up:
            self._desk.send_kept(exam_id)
        else:
            self._say_not_set_up(translate("Archive", "No archive is set. Enter its address first."))

    def open_queue(self) -> None:
        """Show what waits to be sent."""
        if self.queue is None:
            from app.exam.window.archive.queue_dialog import QueueDialog

            self.queue = QueueDialog(self._window())
            self.queue.retry_asked.connect(self._retry)
            self.queue.removal_asked.connect(self._remove)
            self.queue.settings_asked.connect(self.open_settings)
        _show(self.queue)
        self._show_queue()

    def open_settings(self) -> None:
        """Show the archive's settings."""
        if self.settings is None:
            from app.exam.window.archive.settings_dialog import ArchiveSettingsDialog

            self.settings = ArchiveSettingsDialog(self._desk.settings, self._window())
            self.settings.test_asked.connect(self._desk.test)
            self.settings.changed.connect(self._change_settings)
        self.settings.show_settings(self._desk.settings)
        _show(self.settings)

    def _window(self) -> QWidget:
        """Not kept: the commands of a window must not keep it alive."""
        return cast(QWidget, self.parent())

    def _on_worklist_key(self) -> None:
        self._run(self.open_worklist)

    def _on_send_key(self) -> None:
        self._run(self.send)

    def _on_archive_key(self) -> None:
        self._run(self.open_queue)

    def _retry(self, messages: tuple[Message, ...]) -> None:
        self._run(partial(self._desk.retry, messages))

    def _remove(self, messages: tuple[Message, ...]) -> None:
        self._run(partial(self._desk.remove, messages))

    def _change_settings(self, settings: ArchiveSettings) -> None:
        self._run(partial(self._desk.change, settings))

    # -- news --------------------------------------------------------------------------------------------------------

    def _show_queue(self) -> None:
        if self.queue is None or not self.queue.isVisible():
            self._clock.stop()
            return
        self._clock.start()
        try:
            self.queue.show_view(self._desk.view())
        except MinamoError as fault:
            self._say_fault(fault)

    def _say_trouble(self) -> None:
        """Say once what the user cannot see: the archive refused something, or is not reached."""
        try:
            trouble = self._desk.trouble()
        except MinamoError:
            return  # it is said where it matters: when something is sent or the queue is looked at
        before, self._said = self._said, trouble
        if trouble.refused > before.refused:
            text = translate("Archive", "Refused by the archive: {count}. {reason}")
        elif trouble.reason and not before.reason:
            text = translate("Archive", "Nothing reaches the archive yet; it is tried again by itself. {reason}")
        else:
            return
        said = text.format(count=trouble.refused, reason=translate_text(trouble.reason).format(**trouble.values))
        self._notice().say(said, translate("Archive", "Show"), self.open_queue)

    def _show_test(self, fault: MinamoError | None) -> None:
        if self.settings is not None:
            self.settings.show_result(fault)

    def _show_worklist(self, answer: object) -> None:
        from app.exam.archive.worklist import WorklistAnswer

        if self.worklist is not None and isinstance(answer, WorklistAnswer):
            self.worklist.show_answer(answer)

    def _show_worklist_fault(self, fault: MinamoError) -> None:
        if self.worklist is not None:
            self.worklist.show_fault(fault)

    def _say_queued(self, new: int, known: int, notes: tuple[MinamoError, ...]) -> None:
        if new:
            text = translate("Archive", "On the way to the archive: {count} objects.").format(count=new)
        else:
            text = translate("Archive", "Nothing new: the archive has all {count} objects, or they wait already.")
            text = text.format(count=known)
        said = " ".join([text, *map(translate_error, notes)])
        self._notice().say(said, translate("Archive", "Show"), self.open_queue, good=not notes)

    def _say_fault(self, fault: MinamoError) -> None:
        self._notice().say(translate_error(fault), translate("Archive", "Settings…"), self.open_settings)

    def _say_not_set_up(self, text: str) -> None:
        self._notice().say(text, translate("Archive", "Settings…"), self.open_settings)

    # -- the exam ----------------------------------------------------------------------------------------------------

    def _take_entry(self, entry: WorklistEntry) -> None:
        """The patient was picked: an exam begins where none is running."""
        if not self._exam.running:
            begin = self._actions[Command.EXAM]
            if not begin.isEnabled():
                self._notice().say(translate("Archive", "Open a source first, then choose the patient again."))
                return
            begin.trigger()
        self._waiting_entry = entry
        self._follow_exam()

    def _follow_exam(self) -> None:
        running, content = self._exam.running, self._exam.content
        if running:
            self._ended = None
        self._actions[Command.SEND].setEnabled(content is not None or self._ended is not None)
        if content is None:
            return
        self._notice_another_patient(content.exam)
        entry, self._waiting_entry = self._waiting_entry, None
        if entry is not None and entry != content.exam.patient.worklist:
            self._use_entry(content.exam, entry)

    def _use_entry(self, exam: Exam, entry: WorklistEntry) -> None:
        if exam.procedure_step_uid:  # begun for another patient by mistake
            self._run(lambda: self._desk.announce_end(ExamContent(exam=exam), Path()))
        uid = f"2.25.{uuid4().int}" if self._desk.settings.mpps else ""
        self._exam.take_entry(entry)
        self._exam.change(procedure_step_uid=uid)
        changed = {"study_instance_uid": entry.study_instance_uid, "procedure_step_uid": uid}
        begun = exam.model_copy(update={"patient": Patient(worklist=entry), **changed})
        self._run(lambda: self._desk.announce_begin(begun))

    def _notice_another_patient(self, exam: Exam) -> None:
        """What was made under an earlier patient of the same exam must not reach the archive any more."""
        (before_id, before), self._whose = self._whose, (exam.id, exam.patient.key)
        if before_id == exam.id and before and before != exam.patient.key:
            self._desk.recall(exam.id)

    def _say_recalled(self, gone: int) -> None:
        text = translate(
            "Archive",
            "{count} objects had gone to the archive under this exam's earlier patient. Have them corrected there.",
        )
        self._notice().say(text.format(count=gone), translate("Notice", "OK"))

    def _note_end(self, content: ExamContent, folder: Path) -> None:
        if not self._exam.running:
            self._ended = _Ended(content, folder)
        self._follow_exam()
        self._run(lambda: self._desk.announce_end(content, folder))


def _show(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
