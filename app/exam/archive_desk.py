"""The archive as the window uses it: settings, worklist, queue, sending. Slow things run in threads of their own.

Nothing of it is loaded before an archive is set up or something waits in its queue.
"""

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.exam.archive.waiting.message import Message, Trouble, trouble_in
from app.exam.content.exam import Exam, ExamContent
from app.exam.content.model import now
from app.exam.errors import ArchiveError
from app.exam.record.audit import Deed
from app.live.background import Background
from app.settings import ArchiveSettings
from capture.errors import MinamoError

if TYPE_CHECKING:  # the DICOM network takes its time to load
    from app.exam.archive.archive import Archive
    from app.exam.archive.outgoing import ExamToSend
    from app.exam.archive.worklist import WorklistQuery
    from app.exam.window.archive.queue_dialog import QueueView

Pdfs = Callable[[ExamContent, Path], Iterable[bytes]]
Audit = Callable[[Deed, str, str], None]
END_S = 2.0  # at the program's end, for the object that is on the line
TURN_S = 0.1  # how often a thread that waits for its turn looks whether the program ends


def no_pdfs(_content: ExamContent, _folder: Path) -> Iterable[bytes]:
    """For a site that sends no report."""
    return ()


class ArchiveDesk(QObject):
    """Owns the archive; one question of each kind at a time."""

    changed = Signal()  # the queue, or the settings
    tested = Signal(object)  # MinamoError, or None when everything that is set answers
    worklist_came = Signal(object)  # WorklistAnswer
    worklist_failed = Signal(object)  # MinamoError
    queued = Signal(int, int, object)  # new, already there, notes: an exam was put into the queue
    recalled = Signal(int)  # so many objects of an exam had gone to the archive under its earlier patient
    failed = Signal(object)  # MinamoError: it could not be

    _news = Signal()

    def __init__(
        self,
        settings: ArchiveSettings,
        folder: Path,
        *,
        audit: Audit,
        save: Callable[[ArchiveSettings], None],
        load: Callable[[str], tuple[ExamContent, Path]],
        pdfs: Pdfs = no_pdfs,
        organization: Callable[[], str] = str,
        parent: QObject | None = None,
    ) -> None:
        """Nothing is opened yet.

        Args:
            settings: As read at the start.
            folder: Of the queue, on a local disk.
            audit: Writes a line into the audit log; called in any thread.
            save: Writes the settings to the user's file.
            load: An exam of the list and its folder, by its id; called in a thread of its own.
            pdfs: Makes the report, in one or more languages; called in a thread of its own.
            organization: Name of the institution, for the objects; asked for each exam.
            parent: Qt's.
        """
        super().__init__(parent)
        self._settings, self._folder, self._audit = settings, folder, audit
        self._save, self._load, self._pdfs = save, load, pdfs
        self._organization = organization
        self._archive: Archive | None = None
        self._work: set[Background] = set()
        self._last_asked = threading.Event()  # set when what was asked last of the queue is done
        self._last_asked.set()
        self._news.connect(self.changed, Qt.ConnectionType.QueuedConnection)

    @property
    def settings(self) -> ArchiveSettings:
        """In force now."""
        return self._settings

    @property
    def set_up(self) -> bool:
        """Whether there is an archive to send to."""
        return bool(self._settings.host and self._settings.title)

    def start(self) -> None:
        """Send what still waits from the last time; nothing happens where no archive is set up.

        Raises:
            ArchiveError: The queue cannot be opened.
        """
        if self.set_up:
            self._open()

    def change(self, settings: ArchiveSettings) -> None:
        """Other settings: what waits is tried with them at once.

        Raises:
            SettingsError: They cannot be written; nothing has changed then.
            ArchiveError: The queue cannot be opened.
        """
        self._save(settings)
        self._settings = settings
        archive, self._archive = self._archive, None
        if archive is not None:  # the new one sends as soon as the old one has let go of the line
            archive.sender.end_soon()
            end = self._in_turn(lambda _work: archive.stop(END_S))  # what is still being put into its queue comes first
            self._do("archive end", end, self._quiet, self.failed.emit)
        self.start()
        self.changed.emit()

    def stop(self) -> bool:
        """The program ends; what is on the line waits for the next time. False if a thread is stuck."""
        self._last_asked.wait(END_S)  # what was sent or taken back a moment ago must not be forgotten
        for work in list(self._work):
            work.drop()
        self._work.clear()
        archive, self._archive = self._archive, None
        return True if archive is None else archive.stop(END_S)

    # -- looking -----------------------------------------------------------------------------------------------------

    def trouble(self) -> Trouble:
        """What the user should know, though he does not look at the queue.

        Raises:
            ArchiveError: The queue cannot be read.
        """
        return Trouble() if self._archive is None else trouble_in(self._archive.queue.messages(done=False))

    def view(self) -> "QueueView":
        """What the queue's window shows.

        Raises:
            ArchiveError: The queue cannot be read.
        """
        from app.exam.window.archive.queue_dialog import QueueView

        archive = self._archive
        if archive is None:
            return QueueView(now_s=time.time(), set_up=self.set_up)
        sender = archive.sender
        return QueueView(
            archive.queue.messages(),
            time.time(),
            self.set_up,
            sender.elsewhere,
            sender.listening,
            sender.fault,
        )

    # -- asking ------------------------------------------------------------------------------------------------------

    def test(self, settings: ArchiveSettings) -> None:
        """Ask every station of these settings for a sign of life; `tested` tells."""

        def ask(_work: Background) -> None:
            from app.exam.archive.archive import reach_stations

            reach_stations(settings)

        self._do("archive test", ask, lambda _answer: self.tested.emit(None), self.tested.emit)

    def ask_worklist(self, query: "WorklistQuery") -> None:
        """Ask the worklist; `worklist_came` or `worklist_failed` tells."""
        settings = self._settings

        def ask(_work: Background) -> object:
            from app.exam.archive.archive import worklist_of

            return worklist_of(settings, query)

        self._do("worklist", ask, self.worklist_came.emit, self.worklist_failed.emit)

    # -- sending -----------------------------------------------------------------------------------------------------

    def send(self, content: ExamContent, folder: Path) -> None:
        """Put an exam into the queue; `queued` or `failed` tells."""
        self._send(lambda: (content, folder))

    def send_kept(self, exam_id: str) -> None:
        """Put an exam of the list into the queue; `queued` or `failed` tells."""
        load = self._load
        self._send(lambda: load(exam_id))

    def _send(self, load: Callable[[], tuple[ExamContent, Path]]) -> None:
        try:
            archive = self._open()
        except ArchiveError as fault:
            self.failed.emit(fault)
            return
        settings, pdfs = self._settings, self._pdfs

        def make(_work: Background) -> "tuple[ExamToSend, int, int]":
            from app.exam.archive.outgoing import exam_to_send

            content, folder = load()
            archive.check(content.exam)
            made = exam_to_send(content, folder, settings, pdfs(content, folder))
            return made, *archive.send(content.exam, made.objects)

        def tell(answer: "tuple[ExamToSend, int, int]") -> None:
            made, new, known = answer
            self.queued.emit(new, known, made.notes)
            self.changed.emit()

        self._do("archive sending", self._in_turn(make), tell, self.failed.emit)

    def announce_begin(self, exam: Exam) -> None:
        """Tell the hospital's system that an exam has begun, where that is switched on and it was scheduled.

        Raises:
            ArchiveError: The queue cannot be opened.
        """
        if self._announces(exam):
            archive = self._open()
            begin = self._in_turn(lambda _work: archive.announce_begin(exam))
            self._do("step begun", begin, self._quiet, self.failed.emit)

    def announce_end(self, content: ExamContent, folder: Path) -> None:
        """Tell the hospital's system that it has ended and what it made; nothing kept or said means broken off.

        Raises:
            ArchiveError: The queue cannot be opened.
        """
        if not self._announces(content.exam):
            return
        archive, settings, pdfs, ended_at = self._open(), self._settings, self._pdfs, now()
        organization = self._organization()

        def tell(_work: Background) -> None:
            from app.exam.archive.outgoing import exam_to_send
            from app.exam.archive.steps import StepEnd

            if not (content.items or content.exam.signatures or content.exam.note):
                archive.announce_end(content.exam, (), StepEnd.DISCONTINUED, ended_at)
                return
            made = exam_to_send(content, folder, settings, pdfs(content, folder), organization)
            archive.announce_end(content.exam, made.objects, StepEnd.COMPLETED, ended_at)

        self._do("step ended", self._in_turn(tell), self._quiet, self.failed.emit)

    def recall(self, exam_id: str) -> None:
        """The exam turned out to be somebody else's: what of it waits is taken out; `recalled` tells what had gone."""
        archive = self._archive

        def take_out(_work: Background) -> int:
            return 0 if archive is None else archive.recall(exam_id)

        def tell(gone: int) -> None:
            if gone:
                self.recalled.emit(gone)
            self.changed.emit()

        self._do("archive recall", self._in_turn(take_out), tell, self.failed.emit)

    def retry(self, messages: tuple[Message, ...]) -> None:
        """Try these now.

        Raises:
            ArchiveError: The queue cannot be written.
        """
        self._open().retry(messages)
        self.changed.emit()

    def remove(self, messages: tuple[Message, ...]) -> None:
        """Take these out for good.

        Raises:
            ArchiveError, ExamError: The queue or the audit log cannot be written.
        """
        self._open().remove(messages)
        self.changed.emit()

    # -- inside ------------------------------------------------------------------------------------------------------

    def _announces(self, exam: Exam) -> bool:
        return self._settings.mpps and exam.patient.worklist is not None and bool(exam.procedure_step_uid)

    def _open(self) -> "Archive":
        if self._archive is None:
            from app.exam.archive.archive import Archive

            self._archive = Archive(self._settings, self._folder, on_change=self._news.emit, audit=self._audit)
            self._archive.start()
        return self._archive

    def _in_turn(self, ask: Callable[[Background], object]) -> Callable[[Background], object]:
        """Wait for what was asked before: a recall takes out what was queued before it, and nothing that came after."""
        before, done = self._last_asked, threading.Event()
        self._last_asked = done

        def then(work: Background) -> object:
            try:
                while not before.wait(TURN_S):
                    if work.cancelled():
                        return None
                return ask(work)
            finally:
                done.set()

        return then

    def _do(
        self,
        name: str,
        ask: Callable[[Background], object],
        on_done: Callable[..., None],
        on_fault: Callable[[MinamoError], None],
    ) -> None:
        work = Background(name, ask, self)

        def end() -> None:
            self._work.discard(work)
            work.deleteLater()

        def fail(fault: Exception) -> None:
            end()
            if not isinstance(fault, MinamoError):
                fault = ArchiveError(
                    "Something failed on the way to the archive; nothing is lost, the log has the details"
                )
            on_fault(fault)

        def finish(answer: object) -> None:
            end()
            on_done(answer)

        self._work.add(work)
        work.done.connect(finish)
        work.failed.connect(fail)
        work.start()

    def _quiet(self, _answer: object) -> None:
        self.changed.emit()
