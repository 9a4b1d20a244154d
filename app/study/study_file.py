"""Opening a study: one SQLite file, checked before it is used, its faults said in words."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.study.errors import StudyError
from app.study.schema import APPLICATION_ID, FORMAT, KEPT, LOCKED

SUFFIX = ".minamo-study"
MOST_CHECKED_BYTES = 1 << 30  # larger files are not read through at every start; each picture has its own check
_SQLITE = b"SQLite format 3\x00"
WAIT_S = 0.2  # for another program's lock


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Say SQLite's faults in words that tell what to do.

    Raises:
        StudyError: Instead of any `sqlite3.Error` inside the block.
    """
    try:
        yield
    except sqlite3.Error as fault:
        raise _said(path, fault) from fault


def _said(path: Path, fault: sqlite3.Error) -> StudyError:
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    if str(fault).startswith(LOCKED):
        return locked(path)
    if str(fault).startswith(KEPT):
        return StudyError("A reading that was made cannot be changed; go on with the next case of {study}", study=path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StudyError("{study} is open in another window; close it there first", study=path.name)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return _not_writable(path)
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return StudyError(
            "{study} could not be written ({reason}); make room on the disk and go on with this case",
            study=path.name,
            reason=fault,
        )
    return damaged(path, fault)


def _not_writable(path: Path) -> StudyError:
    return StudyError(
        "{study} cannot be written; make the file and its folder writable, or copy it to a folder that is", study=path
    )


def damaged(path: Path, reason: object) -> StudyError:
    """What to say of a file that is not whole."""
    return StudyError(
        "{study} is damaged or no study ({reason}); copy it again, or go on with its last copy",
        study=path.name,
        reason=reason,
    )


def locked(path: Path) -> StudyError:
    """What to say when the plan of a study that was begun is to be changed."""
    return StudyError(
        "{study} has been read already, so its cases, readers, arms and aid cannot be changed; make a new study",
        study=path.name,
    )


def open_for_reading(path: Path) -> sqlite3.Connection:
    """For one reading window: no other program gets in, every commit is on the disk, and the truth cannot be read.

    SQLite holds its lock until the connection is closed or the process has ended, also by a kill.

    Raises:
        StudyError: It is missing, damaged, newer, not writable, or open elsewhere.
    """
    connection = _connect(path)
    try:
        with translated(path):
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        check(connection, path)
        connection.set_authorizer(_without_truth)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """For making and exporting: everything can be read; a block is one transaction.

    Raises:
        StudyError: As `open_for_reading`.
    """
    with closing(_connect(path)) as connection, translated(path):
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        check(connection, path)
        yield connection
        connection.execute("COMMIT")


def begun(connection: sqlite3.Connection) -> bool:
    """Whether a reading was made, and so the plan is locked."""
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM reading)").fetchone()[0])


def is_study(path: Path) -> bool:
    """Whether this is a study rather than a table, by what is in it, or by its name where it is damaged."""
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE or path.suffix == SUFFIX
    except OSError:
        return path.suffix == SUFFIX


def _connect(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise StudyError("{study} is missing; give the file that `minamo study new` made", study=path)
    try:
        with path.open("r+b"), tempfile.TemporaryFile(dir=path.parent):  # SQLite keeps its log beside the study
            pass
    except OSError as fault:
        raise _not_writable(path) from fault
    with translated(path):
        connection = sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
    return connection


def check(connection: sqlite3.Connection, path: Path) -> None:
    """See that it is a whole study of a format known here.

    Raises:
        StudyError: It is not.
    """
    with translated(path):
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise damaged(path, "another kind of file")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > FORMAT:
            raise StudyError("{study} was made by a newer Minamo; install that version to open it", study=path.name)
        if path.stat().st_size <= MOST_CHECKED_BYTES:
            result = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if result != "ok":
                raise damaged(path, result.splitlines()[0])
        empty = connection.execute(
            "SELECT number FROM material WHERE number NOT IN (SELECT material FROM picture)"
        ).fetchone()
        if empty is not None or connection.execute("SELECT count(*) FROM study").fetchone()[0] != 1:
            raise missing_picture(path)


def missing_picture(path: Path) -> StudyError:
    """What to say when a case's picture is not there, or not the one that was put in."""
    return StudyError(
        "A picture of {study} is missing or was changed; copy the file again, or go on with its last copy",
        study=path.name,
    )


def _without_truth(action: int, table: str | None, _column: str | None, _base: str | None, _source: str | None) -> int:
    """Forbid the reading mode to read the truth, and to attach another way to it."""
    hidden = action == sqlite3.SQLITE_READ and table == "truth"
    return sqlite3.SQLITE_DENY if hidden or action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK
