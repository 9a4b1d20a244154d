"""The database of the queue: one table of messages, one of questions; every change is on the disk when it returns."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.exam.archive.waiting.message import Message, MessageKind, MessageState, Reason
from app.exam.errors import ArchiveError

FILE_NAME = "queue.sqlite3"
_VERSION = 1
_SCHEMA = """
CREATE TABLE message (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    kind TEXT NOT NULL,             -- object, step begun, step ended
    sop_class TEXT NOT NULL,
    exam_id TEXT NOT NULL,
    patient TEXT NOT NULL,
    description TEXT NOT NULL,
    file TEXT NOT NULL,             -- name in the queue's folder
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    state TEXT NOT NULL,            -- waiting, sending, sent, committed, failed
    tries INTEGER NOT NULL DEFAULT 0,
    next_try_s REAL NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',        -- template of an error
    reason_values TEXT NOT NULL DEFAULT '{}',
    wants_commitment INTEGER NOT NULL,
    transaction_uid TEXT NOT NULL DEFAULT '',
    UNIQUE (uid, kind)
);
CREATE TABLE question (transaction_uid TEXT PRIMARY KEY, asked_at_s REAL NOT NULL);
"""


class QueueFile:
    """The open database; may be used by several threads, each transaction by one at a time."""

    def __init__(self, folder: Path) -> None:
        """Open the database in this folder, or make it.

        Raises:
            ArchiveError: It is of a newer version, or the folder cannot be written.
        """
        self._folder = folder
        self._lock = threading.RLock()
        self._database, self.damaged = _open_database(folder)

    def close(self) -> None:
        """Close it."""
        with self._lock:
            self._database.close()

    def set(
        self,
        messages: Iterable[Message],
        change: str,
        *values: object,
        reason: Reason | None = None,
        only: MessageState | None = None,
    ) -> None:
        """Change these messages; `only` those in this state."""
        said: tuple[object, ...] = ()
        if reason is not None:
            change += ", reason = ?, reason_values = ?"
            said = (reason.text, json.dumps(reason.values, ensure_ascii=False))
        where = "number = ?" if only is None else f"number = ? AND state = '{only.value}'"
        with self.changing() as database:
            for message in messages:
                database.execute(f"UPDATE message SET {change} WHERE {where}", (*values, *said, message.number))

    def select(self, where: str, *values: object) -> tuple[Message, ...]:
        """The messages for which this SQL condition holds."""
        with self.reading() as database:
            rows = database.execute(f"SELECT * FROM message WHERE {where}", values).fetchall()
        return tuple(_message_of(row, self._folder) for row in rows)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The database, for this thread alone."""
        with self._lock:
            try:
                yield self._database
            except sqlite3.Error as fault:
                raise queue_fault(self._folder, fault) from fault

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, on the disk when the outermost block ends."""
        with self.reading() as database:
            if database.in_transaction:
                yield database
                return
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
                database.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    if database.in_transaction:
                        database.execute("ROLLBACK")
                raise


def _open_database(folder: Path) -> tuple[sqlite3.Connection, Path | None]:
    """Open the database, or make it; a damaged one is moved aside, and the queue is made anew from its files.

    Returns:
        The connection, and where the damaged database went, or None.

    Raises:
        ArchiveError: It is of a newer version, or the folder cannot be written.
    """
    file = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # what waits names its patients
        try:
            return _opened(file), None
        except sqlite3.DatabaseError as fault:
            if isinstance(fault, sqlite3.OperationalError):  # locked, or the disk is full: no damage
                raise
            aside = _moved_aside(file)
            return _opened(file), aside
    except (OSError, sqlite3.Error) as fault:
        raise queue_fault(folder, fault) from fault


def _opened(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=5.0, isolation_level=None, check_same_thread=False)
    try:
        database.row_factory = sqlite3.Row
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("BEGIN IMMEDIATE")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version > _VERSION:
            raise ArchiveError(
                "The queue {file} was written by a newer version of Minamo; install that version to send what waits",
                file=file,
            )
        if version == 0:
            for statement in _SCHEMA.split(";"):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {_VERSION}")
        database.execute("COMMIT")
        if database.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("quick_check")
    except BaseException:
        database.close()
        raise
    return database


def _moved_aside(file: Path) -> Path:
    number = 1
    while (aside := file.with_suffix(f".damaged-{number}.sqlite3")).exists():
        number += 1
    file.replace(aside)
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    return aside


def _message_of(row: sqlite3.Row, folder: Path) -> Message:
    """A row as a value."""
    return Message(
        number=row["number"],
        uid=row["uid"],
        kind=MessageKind(row["kind"]),
        sop_class=row["sop_class"],
        exam_id=row["exam_id"],
        patient=row["patient"],
        description=row["description"],
        file=folder / row["file"],
        size_bytes=row["size_bytes"],
        state=MessageState(row["state"]),
        tries=row["tries"],
        next_try_s=row["next_try_s"],
        reason=Reason(row["reason"], json.loads(row["reason_values"])),
        wants_commitment=bool(row["wants_commitment"]),
        transaction_uid=row["transaction_uid"],
    )


def queue_fault(folder: Path, fault: Exception) -> ArchiveError:
    """The folder or the database cannot be written just now."""
    return ArchiveError(
        "The archive's queue in {folder} cannot be written ({reason}); make room there, or make it writable",
        folder=folder,
        reason=getattr(fault, "strerror", None) or fault,
    )
