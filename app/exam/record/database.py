"""The local SQLite database that is the truth of all exams."""

import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from app.exam.errors import ExamError
from app.exam.record.lock import any_locked
from app.exam.record.places import network_drive

log = logging.getLogger(__name__)

FILE_NAME = "exams.sqlite3"
FORMAT = 1
_APPLICATION_ID = 0x4D696E61  # "Mina"
_BUSY_S = 10.0

# `body` stands last: SQLite then skips it, on pages of its own, where a list needs the short columns only.
_SCHEMA = """
CREATE TABLE exam (
    id TEXT PRIMARY KEY,
    folder TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'sealed')),
    started_at TEXT NOT NULL,
    closed_at TEXT,
    trashed_at TEXT,
    revision INTEGER NOT NULL,
    written INTEGER NOT NULL DEFAULT -1,
    patient_key TEXT NOT NULL DEFAULT '',
    label TEXT NOT NULL DEFAULT '',
    examiner TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    categories TEXT NOT NULL DEFAULT '',
    snapshots INTEGER NOT NULL DEFAULT 0,
    clips INTEGER NOT NULL DEFAULT 0,
    lesions INTEGER NOT NULL DEFAULT 0,
    search TEXT NOT NULL DEFAULT '',
    body TEXT
) STRICT;
CREATE INDEX exam_by_start ON exam (started_at);
CREATE INDEX exam_by_patient ON exam (patient_key);
CREATE TABLE item (
    exam_id TEXT NOT NULL REFERENCES exam (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL,
    PRIMARY KEY (exam_id, id)
) STRICT;
CREATE TABLE thumbnail (
    exam_id TEXT NOT NULL REFERENCES exam (id) ON DELETE CASCADE,
    item_id TEXT NOT NULL,
    jpeg BLOB NOT NULL,
    PRIMARY KEY (exam_id, item_id)
) STRICT;
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    line TEXT NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END;
CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END;
"""


class DatabaseDamaged(ExamError):
    """The database cannot be read; it can be rebuilt from the folders of the exams."""


class DatabaseNewer(ExamError):
    """The database was written by a newer version of the program."""


class ExamDatabase:
    """The open database; may be used by several threads, each transaction by one at a time."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Use `ExamDatabase.open`."""
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()

    @classmethod
    def open(cls, folder: Path, *, network_drive: Callable[[Path], str | None] = network_drive) -> "ExamDatabase":
        """Open `folder`/exams.sqlite3, or make it.

        Raises:
            DatabaseDamaged: It is damaged, or no exam database.
            DatabaseNewer: A newer version wrote it; nothing was changed.
            ExamError: The folder lies on a network drive, or cannot be written.
        """
        path = folder / FILE_NAME
        if kind := network_drive(folder):
            raise ExamError(
                "The exam database must not lie on a network drive ({folder} is on {kind}), where it breaks; choose a "
                "folder of this computer with database_folder in the section [exam] of the settings. The exams "
                "themselves may lie on the network",
                folder=folder,
                kind=kind,
            )
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # names of patients stand in it
        except OSError as fault:
            raise _no_folder(fault, folder) from fault
        connection = None
        with _translated(path):
            try:
                connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
                _prepare(connection, path)
            except BaseException:
                if connection is not None:
                    connection.close()
                raise
        with suppress(OSError):
            path.chmod(0o600)
        return cls(path, connection)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Changes that are on the disk when the block ends, all or none of them.

        Raises:
            DatabaseDamaged: What is on the disk is not what was written.
            ExamError: The disk is full or cannot be written, or another program holds the database.
        """
        with self._lock, _translated(self.path):
            if self._connection.in_transaction:  # part of a larger one
                yield self._connection
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                raise

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """What a query finds.

        Raises:
            DatabaseDamaged, ExamError: As `transaction`.
        """
        with self._lock, _translated(self.path):
            return self._connection.execute(query, values).fetchall()

    def check(self) -> list[str]:
        """What SQLite finds wrong in the whole file; empty when it is sound. Takes seconds on a large one."""
        try:
            return [row[0] for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
        except DatabaseDamaged as damage:
            return [str(damage.values["reason"])]

    def forget_removed(self) -> None:
        """Leave nothing of removed rows in the file or its log; call it after what names a patient was removed.

        Raises:
            ExamError: As `transaction`.
        """
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Safe to call twice."""
        with self._lock, suppress(sqlite3.Error):
            self._connection.close()


def set_aside(folder: Path, now: datetime) -> Path:
    """Move a damaged database aside, for whoever may still read something in it; where it is then.

    Raises:
        ExamError: A window has an exam open, which goes on in this database; or it cannot be moved.
    """
    path = folder / FILE_NAME
    if any_locked(folder):
        raise ExamError(
            "The damaged database {file} is in use: end the exam that is running and close other windows of Minamo, "
            "then try again",
            file=path,
        )
    aside = folder / f"exams.damaged-{now:%Y%m%d-%H%M%S}.sqlite3"
    number = 2
    while aside.exists():
        aside = folder / f"exams.damaged-{now:%Y%m%d-%H%M%S}-{number}.sqlite3"
        number += 1
    try:
        for end in ("", "-wal", "-shm"):
            part = path.with_name(path.name + end)
            if part.exists():
                part.replace(aside.with_name(aside.name + end))
    except OSError as fault:
        raise ExamError(
            "The damaged database {file} cannot be moved aside ({reason}); close other windows of Minamo and try again",
            file=path,
            reason=fault.strerror or fault,
        ) from fault
    return aside


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.row_factory = sqlite3.Row
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found > FORMAT:
        raise DatabaseNewer(
            "The exam database {file} was written by a newer Minamo (format {found}, this one knows {known}); update "
            "Minamo. Nothing was changed",
            file=path,
            found=found,
            known=FORMAT,
        )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")  # macOS: through the disk's own cache
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # a removed name leaves no bytes behind
    connection.execute("BEGIN IMMEDIATE")
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not tables and not found:
        for statement in _statements(_SCHEMA):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    elif not {"exam", "item", "thumbnail", "audit"} <= tables:
        raise sqlite3.DatabaseError("it is no exam database")
    connection.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would commit before it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as fault:
        raise _explained(fault, path) from fault


def _explained(fault: sqlite3.Error, path: Path) -> ExamError:
    code = getattr(fault, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary == sqlite3.SQLITE_FULL:
        return ExamError(
            "The disk with the exam database {file} is full; make room there and try again. What was kept before is "
            "safe",
            file=path,
        )
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return ExamError("The exam database {file} is held by another program; close it and try again", file=path)
    damaged = primary in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
    if damaged or (primary is None and type(fault) is sqlite3.DatabaseError):
        return DatabaseDamaged(
            "The exam database {file} is damaged ({reason}); rebuild it from the exams' folders: minamo exam rebuild. "
            "The damaged file is kept aside",
            file=path,
            reason=fault,
        )
    return ExamError(
        "The exam database {file} cannot be read or written ({reason}); check the disk and the rights of the folder",
        file=path,
        reason=fault,
    )


def _no_folder(fault: OSError, folder: Path) -> ExamError:
    return ExamError(
        "The folder {folder} of the exam database cannot be made ({reason}); choose another one with database_folder "
        "in the section [exam] of the settings",
        folder=folder,
        reason=fault.strerror or os.strerror(fault.errno or 0),
    )
