"""An open exam: everything that is put into it is on the disk before the call returns."""

import logging
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from app.exam.content.exam import Exam, ExamContent, ExamState, Item
from app.exam.content.lesion import Lesion
from app.exam.content.model import now
from app.exam.content.person import Role
from app.exam.content.picture import Clip, ContrastStudy, Snapshot
from app.exam.errors import ExamError
from app.exam.record.audit import Deed, copy_lines, note
from app.exam.record.database import ExamDatabase
from app.exam.record.exam_file import ExamFileWriter, FolderState, write_exam_file
from app.exam.record.lock import ExamLock
from app.exam.record.places import folder_error, folder_name, is_exam_id, sync_folder
from app.exam.record.reconcile import Reconciled, newer_in_folder, reconcile, remove_files
from app.exam.record.rows import deleted_items, load_content, store_content, store_exam, store_item
from app.exam.record.thumbnail import add_thumbnails

log = logging.getLogger(__name__)

_KEPT = {Snapshot: Deed.SNAPSHOT, Clip: Deed.CLIP, ContrastStudy: Deed.CONTRAST, Lesion: Deed.FINDING}


class ExamRecord:
    """One exam that is open for writing, by this window alone. Any thread may call it.

    `put`, `put_exam` and `delete` return when the change is on the disk of the database. `exam.json` and thumbnails
    follow in a thread of their own; when the exam's folder fails, `on_folder` says so at once and again when it is
    well. Media files are written by whoever keeps them, through to the disk, before their item is put.
    """

    def __init__(
        self,
        database: ExamDatabase,
        content: ExamContent,
        folder: Path,
        lock: ExamLock,
        *,
        by: str,
        on_folder: Callable[[FolderState], None],
        write: Callable[[Path, ExamContent], None],
        retry_s: float,
    ) -> None:
        """Use `create` or `open`."""
        self.id = content.exam.id
        self.folder = folder
        self.reconciled = Reconciled()
        self._database = database
        self._by = by
        self._lock = lock
        self._guard = threading.RLock()
        self._revision = content.revision
        self._exam = content.exam
        self._items: dict[str, Item] = {item.id: item for item in content.items}
        self._closed = False
        self._write = write
        self._writer = ExamFileWriter(folder, on_state=on_folder, write=self._write_folder, retry_s=retry_s)

    @classmethod
    def create(
        cls,
        database: ExamDatabase,
        exams_folder: Path,
        exam: Exam,
        *,
        by: str = "",
        on_folder: Callable[[FolderState], None] = lambda _state: None,
        write: Callable[[Path, ExamContent], None] = write_exam_file,
        retry_s: float = 2.0,
    ) -> Self:
        """Start an exam: its folder, its row, its lock.

        Args:
            database: Of all exams of this computer.
            exams_folder: Made when it is missing; may lie on the network.
            exam: With a new id.
            by: Who does it, for the audit log; the account of the computer where it is empty.
            on_folder: Called, in another thread, when the exam's folder fails and when it is well again.
            write: Writes `exam.json`.
            retry_s: How long until a folder that failed is tried again.

        Raises:
            FolderGone, FolderFull: The exams folder cannot be reached, or its disk is full.
            ExamError: The folder or the database cannot be written.
        """
        if not is_exam_id(exam.id):
            raise ExamError("{exam!r} cannot be the id of an exam; letters, digits, dots and dashes can", exam=exam.id)
        folder = exams_folder / folder_name(exam)
        content = ExamContent(revision=0, exam=exam)
        try:
            exams_folder.mkdir(parents=True, exist_ok=True)
            folder.mkdir()
            sync_folder(exams_folder)
        except OSError as fault:
            raise folder_error(fault, exams_folder) from fault
        lock = ExamLock(database.path.parent, exam.id, folder)
        lock.acquire()
        try:
            write(folder, content)
            with database.transaction() as connection:
                if connection.execute("SELECT 1 FROM exam WHERE id = ?", (exam.id,)).fetchone():
                    raise ExamError("There is an exam {exam} already; start one with a new id", exam=exam.id)
                store_exam(connection, content, folder)
                note(connection, by, Deed.STARTED, exam.id)
        except BaseException as fault:
            lock.release()
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(fault, OSError):
                raise folder_error(fault, folder) from fault
            raise
        return cls(database, content, folder, lock, by=by, on_folder=on_folder, write=write, retry_s=retry_s)

    @classmethod
    def open(
        cls,
        database: ExamDatabase,
        exam_id: str,
        *,
        by: str = "",
        on_folder: Callable[[FolderState], None] = lambda _state: None,
        write: Callable[[Path, ExamContent], None] = write_exam_file,
        retry_s: float = 2.0,
    ) -> Self:
        """Open an exam of the list, to go on with it or to look at it; it is closed still until something changes.

        Rows and folder are brought together: `reconciled` tells what was found. A folder that is away does not stand
        in the way; `folder_state` says so.

        Raises:
            ExamInUse: Another window has it open.
            ExamUnavailable: It is not in the list, in the trash or sealed.
            ExamError: The database cannot be read.
        """
        _, folder = load_content(database, exam_id)
        lock = ExamLock(database.path.parent, exam_id, folder)
        lock.acquire()
        try:
            content, folder = load_content(database, exam_id)  # the holder before may have changed it
            newer = newer_in_folder(content, folder)
            with database.transaction() as connection:
                if newer is not None:
                    content = newer
                    store_content(connection, newer, folder, written=newer.revision)
                    note(connection, by, Deed.RECOVERED, exam_id, "newer exam.json")
                note(connection, by, Deed.OPENED, exam_id)
            record = cls(database, content, folder, lock, by=by, on_folder=on_folder, write=write, retry_s=retry_s)
            record._bring_together()
        except BaseException:
            lock.release()
            raise
        return record

    @property
    def content(self) -> ExamContent:
        """Everything, as it is on the disk."""
        with self._guard:
            return ExamContent(revision=self._revision, exam=self._exam, items=tuple(self._items.values()))

    @property
    def folder_state(self) -> FolderState:
        """How the exam's folder stands."""
        return self._writer.state

    def put(self, item: Item, *, reopens: bool = True) -> None:
        """Keep an item, or a new version of one; a deleted one comes back. On the disk when this returns.

        A finding that changes removes the physician's signature.

        Args:
            item: With a new id, or that of the one it takes the place of.
            reopens: A closed exam is open again; False for what says nothing new of the patient, as an analysis of a
                clip by newer weights.

        Raises:
            ExamError: The database cannot be written; nothing of it was kept.
        """
        with self._guard:
            old = self._items.get(item.id)
            if old == item:
                return
            deed = _KEPT[type(item)] if old is None or isinstance(item, Lesion) else Deed.CHANGED
            finding = isinstance(item, Lesion | ContrastStudy)
            exam = self._changed_exam(finding=finding) if reopens else self._exam
            items = {**self._items, item.id: item}
            with self._change(exam, items) as connection:
                store_item(connection, self.id, item)
                note(connection, self._by, deed, self.id, item.id)

    def put_exam(self, exam: Exam) -> None:
        """Change what is said of the exam itself: examiner, patient, note, signatures.

        Raises:
            ExamError: The database cannot be written; nothing was changed. Or it is another exam.
        """
        if exam.id != self.id:
            raise ExamError("{exam!r} is another exam than the open one", exam=exam.id)
        with self._guard:
            if exam == self._exam:
                return
            new = [signature.role for signature in exam.signatures if signature not in self._exam.signatures]
            deeds = [Deed.VERIFIED if role is Role.PHYSICIAN else Deed.DRAFTED for role in new] or [Deed.CHANGED]
            if self._exam.state is ExamState.CLOSED:
                exam = exam.model_copy(update={"state": ExamState.OPEN, "closed_at": None})
            with self._change(exam, self._items) as connection:
                for deed in deeds:
                    note(connection, self._by, deed, self.id)

    def delete(self, item_id: str) -> Item:
        """Take an item out; `put` it again to undo that. Its files are removed when the exam is closed.

        Returns:
            The item.

        Raises:
            ExamError: There is none of this id, or the database cannot be written.
        """
        with self._guard:
            item = self._items.get(item_id)
            if item is None:
                raise ExamError("The exam has no item {item!r}; it may have been deleted already", item=item_id)
            items = {other: kept for other, kept in self._items.items() if other != item_id}
            exam = self._changed_exam(finding=isinstance(item, Lesion | ContrastStudy))
            with self._change(exam, items) as connection:
                connection.execute("UPDATE item SET deleted = 1 WHERE exam_id = ? AND id = ?", (self.id, item_id))
                note(connection, self._by, Deed.DELETED_ITEM, self.id, item_id)
            return item

    def note(self, deed: Deed, what: str = "") -> None:
        """Write into the audit log what was done with the exam elsewhere: a report, an export, a sending.

        Raises:
            ExamError: The database cannot be written.
            ValueError: `what` is more than an id or a few plain words.
        """
        with self._database.transaction() as connection:
            note(connection, self._by, deed, self.id, what)

    def settle(self, timeout_s: float = 5.0) -> bool:
        """Wait until `exam.json` holds the newest change; False if its folder fails or is slower than that."""
        return self._writer.settle(timeout_s)

    def leave(self, timeout_s: float = 5.0) -> bool:
        """Let go of the exam as it is: an open one stays open, to be gone on with later."""
        return self._end(timeout_s)

    def close(self, timeout_s: float = 5.0) -> bool:
        """End the exam: it is closed, files of deleted items are removed, the lock is given back. Safe to call twice.

        Returns:
            False when the folder could not be brought up to date; that is done when it is back.

        Raises:
            ExamError: The database cannot be written; the exam is still open.
        """
        with self._guard:
            if self._closed:
                return True
            if self._exam.state is ExamState.OPEN:
                ended = max(now(), self._exam.started_at)  # a clock that went back makes no exam of negative length
                exam = self._exam.model_copy(update={"state": ExamState.CLOSED, "closed_at": ended})
                with self._change(exam, self._items) as connection:
                    note(connection, self._by, Deed.CLOSED, self.id)
        return self._end(timeout_s)

    def _end(self, timeout_s: float) -> bool:
        with self._guard:
            if self._closed:
                return True
            self._closed = True
        written = self._writer.close(timeout_s)
        if written and self._exam.state is not ExamState.OPEN:
            written = self._tidy()
        copy_lines(self._database)
        self._lock.release()
        return written

    def _tidy(self) -> bool:
        """The folder holds what the closed exam holds, and the database knows that."""
        removed = remove_files(self.folder, deleted_items(self._database, self.id), tuple(self._items.values()))
        with self._database.transaction() as connection:
            connection.execute("UPDATE exam SET written = ? WHERE id = ?", (self._revision, self.id))
            connection.executemany(
                "DELETE FROM item WHERE exam_id = ? AND id = ? AND deleted", [(self.id, item.id) for item in removed]
            )
        return True

    def _bring_together(self) -> None:
        still_open = self._exam.state is ExamState.OPEN
        deleted = deleted_items(self._database, self.id)
        self.reconciled = reconcile(self.folder, self.content, deleted, adopt=still_open)
        for snapshot in self.reconciled.adopted:
            self.put(snapshot)
            self.note(Deed.RECOVERED, snapshot.id)
        if not self.reconciled.in_step:
            self._writer.put(self.content)

    def _changed_exam(self, *, finding: bool) -> Exam:
        """The exam as a change leaves it: open again, and not verified any more when a finding changed."""
        update: dict[str, Any] = {}
        if self._exam.state is ExamState.CLOSED:
            update = {"state": ExamState.OPEN, "closed_at": None}
        kept = tuple(one for one in self._exam.signatures if one.role is not Role.PHYSICIAN)
        if finding and kept != self._exam.signatures:
            update["signatures"] = kept
        return self._exam.model_copy(update=update) if update else self._exam

    @contextmanager
    def _change(self, exam: Exam, items: dict[str, Item]) -> Iterator[sqlite3.Connection]:
        if self._closed:
            raise ExamError("The exam is closed; open it again to change it")
        content = ExamContent(revision=self._revision + 1, exam=exam, items=tuple(items.values()))
        verified, still = (any(one.role is Role.PHYSICIAN for one in which.signatures) for which in (self._exam, exam))
        with self._database.transaction() as connection:
            yield connection
            store_exam(connection, content, self.folder)
            if verified and not still:
                note(connection, self._by, Deed.UNVERIFIED, self.id)
        self._revision, self._exam, self._items = content.revision, exam, items
        self._writer.put(content)

    def _write_folder(self, folder: Path, content: ExamContent) -> None:
        self._write(folder, content)
        try:
            add_thumbnails(self._database, self.id, folder, content.snapshots)
        except ExamError as error:  # the next change or start makes them
            log.warning("%s", error)
        copy_lines(self._database)
