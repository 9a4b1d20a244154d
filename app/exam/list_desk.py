"""The list of exams as the window uses it: asked for, searched, changed; whatever touches a disk runs in a thread."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.exam.content.model import now
from app.exam.errors import ExamError
from app.exam.export.exam_zip import Deidentify, Exported, export_exam
from app.exam.export.sealing import finish_sealing, seal
from app.exam.export.unsealing import unseal
from app.exam.export.zip_stream import Cancelled
from app.exam.privacy.texts import FreeText
from app.exam.record.database import DatabaseDamaged, ExamDatabase, set_aside
from app.exam.record.rebuild import Rebuilt, rebuild, unlisted
from app.exam.record.record import ExamRecord
from app.exam.record.shelf import ListedExam, bring_folders_up, list_exams, unfinished
from app.exam.record.thumbnail import thumbnails
from app.exam.record.trash import empty_trash, mend_trash, move_to_trash, restore
from app.live.background import Background
from capture.errors import MinamoError

Texts = Callable[[ExamDatabase, str], tuple[FreeText, ...]]


class Shelf(Protocol):
    """Who has the database; `app.exam.keep.shelf.ExamShelf` is one."""

    @property
    def database(self) -> ExamDatabase:
        """Opened by the first who asks; may raise `ExamError`."""
        ...

    def close(self) -> None:
        """Close it; the next who asks opens it again."""
        ...


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What the desk needs to know.

    Attributes:
        exams_folder: Holds the folders of the exams.
        database_folder: Of the database.
        trash_days: Exams older than that leave the trash when the program starts.
        deidentify: Makes the function that writes an export without identity, for places of texts that stay.
        texts: Free texts of an exam, as the export panel shows them.
        by: Who does it, for the audit log; empty for the account of the computer.
    """

    exams_folder: Path
    database_folder: Path
    trash_days: float
    deidentify: Callable[[tuple[str, ...]], Deidentify]
    texts: Texts
    by: str = ""


@dataclass(frozen=True, slots=True)
class AtStart:
    """What a start found.

    Attributes:
        unfinished: Exams that were not ended, the newest first.
        away: How many closed exams wait for their folder, to be written.
        unlisted: How many folders of exams the list does not know.
    """

    unfinished: tuple[ListedExam, ...] = ()
    away: int = 0
    unlisted: int = 0


class ListDesk(QObject):
    """Answers come by signals; at most one long piece of work at a time, and quick ones beside it."""

    exams_found = Signal(tuple)
    thumbnails_found = Signal(str, tuple)
    texts_found = Signal(str, tuple)
    started = Signal(object)  # AtStart
    changed = Signal()  # the list is another one
    trashed = Signal(str)
    removed = Signal(int)
    ended = Signal(str)  # an exam that was not ended before
    exported = Signal(object)  # Exported
    sealed = Signal(str)
    unsealed = Signal(str)
    rebuilt = Signal(object)  # Rebuilt
    cancelled = Signal()
    failed = Signal(object)  # MinamoError
    damaged = Signal(object)  # DatabaseDamaged: `rebuild` keeps it aside and makes the list again
    progress = Signal(float)  # of the long work, 0..1

    def __init__(self, shelf: Shelf, plan: ListPlan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._plan = shelf, plan
        self._waiting: dict[str, tuple[Callable[[], object], Callable[[object], None]]] = {}
        self._quick: Background | None = None
        self._long: Background | None = None
        self._starting: Background | None = None

    # -- quick ------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Finish what a crash or a lost drive interrupted, clear the trash, and look for exams that were not ended."""
        self._starting = Background("exams at the start", lambda _background: self._look_at_start(), self)
        self._starting.done.connect(self.started)
        self._starting.failed.connect(self._say)
        self._starting.start()  # beside the quick work: a folder on a network that hangs must not hold up the list

    def find(self, words: str, in_trash: bool) -> None:
        """Exams that hold these words; only the newest question is answered."""
        self._soon(
            "find",
            lambda: tuple(list_exams(self._shelf.database, words, in_trash=in_trash)),
            self.exams_found.emit,
        )

    def want_thumbnails(self, exam_id: str) -> None:
        """Small pictures of an exam."""
        self._soon(
            f"thumbnails {exam_id}",
            lambda: tuple(thumbnails(self._shelf.database, exam_id).values()),
            lambda jpegs: self.thumbnails_found.emit(exam_id, jpegs),
        )

    def want_texts(self, exam_id: str) -> None:
        """The notes of an exam."""
        self._soon(
            "texts",
            lambda: self._plan.texts(self._shelf.database, exam_id),
            lambda texts: self.texts_found.emit(exam_id, texts),
        )

    def move_to_trash(self, exam_id: str) -> None:
        """Delete an exam; `restore` takes it back."""
        self._change(
            f"trash {exam_id}",
            lambda: move_to_trash(self._shelf.database, exam_id, by=self._plan.by),
            lambda _none: self.trashed.emit(exam_id),
        )

    def restore(self, exam_id: str) -> None:
        """Take an exam out of the trash."""
        self._change(f"restore {exam_id}", lambda: restore(self._shelf.database, exam_id, by=self._plan.by))

    def end(self, exam_id: str) -> None:
        """End an exam that was not ended."""

        def close() -> None:
            ExamRecord.open(self._shelf.database, exam_id, by=self._plan.by).close()

        self._change(f"end {exam_id}", close, lambda _none: self.ended.emit(exam_id))

    # -- long -------------------------------------------------------------------------------------------------------

    def empty_trash(self) -> None:
        """Remove for good what is in the trash."""
        self._at_length(
            lambda _work: empty_trash(self._shelf.database, by=self._plan.by),
            lambda ids: self.removed.emit(len(ids)),  # type: ignore[arg-type]  # a list of ids
        )

    def export(self, exam_id: str, target: Path, with_identity: bool, kept: tuple[str, ...], phrase: str) -> None:
        """Write an exam as one ZIP."""
        deidentify = None if with_identity else self._plan.deidentify(kept)

        def work(background: Background) -> Exported:
            return export_exam(
                self._shelf.database,
                exam_id,
                target,
                deidentify=deidentify,
                pass_phrase=phrase,
                by=self._plan.by,
                progress=_shares(background),
                cancelled=background.cancelled,
            )

        self._at_length(work, self.exported.emit)

    def seal(self, exam_id: str, phrase: str) -> None:
        """Encrypt a closed exam."""

        def work(background: Background) -> None:
            seal(
                self._shelf.database,
                exam_id,
                phrase,
                by=self._plan.by,
                progress=_shares(background),
                cancelled=background.cancelled,
            )

        self._at_length(work, lambda _none: self.sealed.emit(exam_id))

    def unseal(self, exam_id: str, phrase: str) -> None:
        """Decrypt a sealed exam."""

        def work(background: Background) -> None:
            unseal(
                self._shelf.database,
                exam_id,
                phrase,
                by=self._plan.by,
                progress=_shares(background),
                cancelled=background.cancelled,
            )

        self._at_length(work, lambda _none: self.unsealed.emit(exam_id))

    def rebuild(self) -> None:
        """Make the list again from the folders; a damaged database is kept aside first."""

        def work(background: Background) -> Rebuilt:
            try:
                list_exams(self._shelf.database)
            except DatabaseDamaged:
                self._shelf.close()
                set_aside(self._plan.database_folder, now())
            return rebuild(
                self._shelf.database,
                self._plan.exams_folder,
                by=self._plan.by,
                progress=_shares(background),
                cancelled=background.cancelled,
            )

        self._at_length(work, self.rebuilt.emit)

    def cancel(self) -> None:
        """End the long work early; nothing is left half done."""
        if self._long is not None:
            self._long.cancel()

    def stop(self) -> None:
        """Wait for what is under way; for the window's end."""
        self._waiting.clear()
        for work in (self._starting, self._quick, self._long):
            if work is not None:
                work.drop()
        self._starting = self._quick = self._long = None

    # -- how --------------------------------------------------------------------------------------------------------

    def _look_at_start(self) -> AtStart:
        plan, database = self._plan, self._shelf.database
        mend_trash(database, plan.exams_folder)
        finish_sealing(database)
        away = bring_folders_up(database)
        empty_trash(database, older_than_days=plan.trash_days, by=plan.by)
        return AtStart(tuple(unfinished(database)), len(away), unlisted(database, plan.exams_folder))

    def _soon(self, name: str, work: Callable[[], object], then: Callable[[object], None]) -> None:
        """One after the other; a question asked again takes the place of the one that waits."""
        self._waiting[name] = (work, then)
        self._next()

    def _change(
        self, name: str, work: Callable[[], object], then: Callable[[object], None] = lambda _none: None
    ) -> None:
        def after(answer: object) -> None:
            then(answer)
            self.changed.emit()

        self._soon(name, work, after)

    def _next(self) -> None:
        if self._quick is not None or not self._waiting:
            return
        name = next(iter(self._waiting))
        work, then = self._waiting.pop(name)
        self._quick = Background("exams", lambda _background: work(), self)
        self._quick.done.connect(lambda answer: self._answered(then, answer))
        self._quick.failed.connect(self._quick_failed)
        self._quick.start()

    def _answered(self, then: Callable[[object], None], answer: object) -> None:
        self._leave_quick()
        then(answer)
        self._next()

    def _quick_failed(self, fault: Exception) -> None:
        self._leave_quick()
        self._say(fault)
        self._next()

    def _leave_quick(self) -> None:
        if self._quick is not None:
            self._quick.deleteLater()
        self._quick = None

    def _at_length(self, work: Callable[[Background], object], then: Callable[[object], None]) -> None:
        if self._long is not None:
            self.failed.emit(ExamError("Another exam is being worked on; wait until it is done, or cancel it"))
            return

        def to_its_end(background: Background) -> object:
            try:
                return work(background)
            except Cancelled as cancelled:
                return cancelled

        self._long = Background("exam work", to_its_end, self)
        self._long.progress.connect(self.progress)
        self._long.done.connect(lambda answer: self._long_done(then, answer))
        self._long.failed.connect(self._long_failed)
        self._long.start()

    def _long_done(self, then: Callable[[object], None], answer: object) -> None:
        self._leave_long()
        if isinstance(answer, Cancelled):
            self.cancelled.emit()
        else:
            then(answer)
        self.changed.emit()

    def _long_failed(self, fault: Exception) -> None:
        self._leave_long()
        self._say(fault)
        self.changed.emit()

    def _leave_long(self) -> None:
        if self._long is not None:
            self._long.deleteLater()
        self._long = None

    def _say(self, fault: Exception) -> None:
        if isinstance(fault, DatabaseDamaged):
            self.damaged.emit(fault)
        elif isinstance(fault, MinamoError):
            self.failed.emit(fault)
        else:
            self.failed.emit(ExamError("That failed ({reason}); the log has the details", reason=type(fault).__name__))


def _shares(background: Background) -> Callable[[int, int], None]:
    """Progress as a share, told a hundred times at most."""
    said = -1

    def tell(done: int, whole: int) -> None:
        nonlocal said
        percent = 100 * done // max(whole, 1)
        if percent != said:
            said = percent
            background.report(percent / 100)

    return tell
