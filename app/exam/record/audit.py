"""The audit log: who did what to which exam when, append only, each line holding the hash of the one before."""

import getpass
import hashlib
import json
import logging
import os
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from filelock import FileLock

from app.exam.content.model import now
from app.exam.errors import ExamError
from app.exam.record.database import ExamDatabase

log = logging.getLogger(__name__)

FILE_NAME = "audit.jsonl"
_WAIT_S = 10.0  # for another window that is writing the log
_FIRST = "0" * 64  # what stands before the first line
_LONGEST_WHO = 100
_WHAT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:-]{0,79}|")


class Deed(Enum):
    """What was done."""

    STARTED = "started"
    OPENED = "opened"
    CHANGED = "exam changed"
    SNAPSHOT = "snapshot kept"
    CLIP = "clip kept"
    CONTRAST = "contrast study kept"
    FINDING = "finding changed"
    DELETED_ITEM = "item deleted"
    REOPENED = "reopened"
    CLOSED = "closed"
    DRAFTED = "report drafted"
    VERIFIED = "report verified"
    UNVERIFIED = "verification removed"
    REPORTED = "report written"
    EXPORTED = "exported"
    SENT = "sent"
    SHARED = "shared"
    ANNOUNCED = "procedure step announced"
    TRASHED = "moved to the trash"
    RESTORED = "taken from the trash"
    REMOVED = "removed for good"
    SEALED = "sealed"
    UNSEALED = "unsealed"
    RECOVERED = "recovered"
    REBUILT = "list rebuilt"


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of the log.

    Attributes:
        number: From 1, without a gap.
        who: The examiner or the account; never a patient.
        what: Id of the item, or a word as "de-identified"; never a name or a text of the exam.
    """

    number: int
    at: datetime
    who: str
    did: str
    exam_id: str
    what: str


def note(connection: sqlite3.Connection, who: str, deed: Deed, exam_id: str = "", what: str = "") -> None:
    """Append a line inside a transaction, so that the deed and its line are both there or neither.

    Raises:
        ValueError: `what` could name somebody: it is more than an id or a few plain words.
        sqlite3.Error: It cannot be written.
    """
    if _WHAT.fullmatch(what) is None:
        raise ValueError(f"not an id or a plain word: {what!r}")
    last = connection.execute("SELECT number, sha256 FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    number, before = (last["number"] + 1, last["sha256"]) if last else (1, _FIRST)
    line = json.dumps(
        {
            "number": number,
            "at": now().isoformat(timespec="milliseconds"),
            "who": (who or account())[:_LONGEST_WHO],
            "did": deed.value,
            "exam": exam_id,
            "what": what,
            "before": before,
        },
        ensure_ascii=False,
    )
    connection.execute("INSERT INTO audit (number, line, sha256) VALUES (?, ?, ?)", (number, line, _hash(line)))


def account() -> str:
    """The account of the computer, where no examiner is named."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


class AuditFile:
    """The log as a file beside the database: `audit.jsonl`, written after the rows it copies."""

    def __init__(self, database: ExamDatabase) -> None:
        """Of this database."""
        self._database = database
        self.path = database.path.with_name(FILE_NAME)
        self._lock = FileLock(self.path.with_name(f"{FILE_NAME}.lock"), timeout=_WAIT_S)

    def catch_up(self) -> None:
        """Append what the database has and the file has not yet; a half line of a crash is completed.

        Raises:
            ExamError: The file cannot be written; the lines stay safe in the database.
        """
        try:
            with self._lock:
                self._append_missing()
        except OSError as fault:
            raise ExamError(
                "The audit log {file} cannot be written ({reason}); make room or make the folder writable. Its "
                "lines are safe in the database",
                file=self.path,
                reason=fault.strerror or fault,
            ) from fault

    def _append_missing(self) -> None:
        whole, number = self._written()
        rows = self._database.rows("SELECT line FROM audit WHERE number > ? ORDER BY number", number)
        if not rows:
            return
        with self.path.open("ab") as file:
            file.truncate(whole)
            file.write("".join(f"{row['line']}\n" for row in rows).encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())

    def _written(self) -> tuple[int, int]:
        """Bytes of the file's whole lines, and the number of the last one."""
        try:
            with self.path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - 65536))
                end = file.read()
        except FileNotFoundError:
            return 0, 0
        lines = end.split(b"\n")
        whole = size - len(lines[-1])
        if len(lines) < 2:
            return whole, 0
        try:
            return whole, int(json.loads(lines[-2])["number"])
        except (ValueError, KeyError, TypeError):
            return size, _last_number(self._database)  # was changed by hand: `check_audit` says so

    def take_into_empty_database(self) -> int:
        """After a database was lost: copy the file's lines into the new one, so that the chain goes on; how many.

        Raises:
            ExamError: The database cannot be written.
        """
        with self._database.transaction() as connection:
            if connection.execute("SELECT 1 FROM audit LIMIT 1").fetchone():
                return 0
            taken = 0
            for number, line in enumerate(self.lines(), 1):
                connection.execute(
                    "INSERT INTO audit (number, line, sha256) VALUES (?, ?, ?)", (number, line, _hash(line))
                )
                taken = number
        return taken

    def lines(self) -> Iterator[str]:
        """The whole lines of the file, without their line ends; none where there is no file."""
        try:
            with self.path.open(encoding="utf-8", errors="replace", newline="\n") as file:
                yield from (line[:-1] for line in file if line.endswith("\n"))
        except FileNotFoundError:
            return


def copy_lines(database: ExamDatabase) -> None:
    """Bring the file up to date after a deed; where it cannot be written now, a later deed does it."""
    try:
        AuditFile(database).catch_up()
    except ExamError as error:
        log.warning("%s", error)


def write_line(database: ExamDatabase, who: str, deed: Deed, exam_id: str, what: str) -> None:
    """A line about an exam that need not be open here, into the table and into the file; from any thread.

    Raises:
        ExamError: It cannot be written.
        ValueError: `what` could name somebody.
    """
    with database.transaction() as connection:
        note(connection, who, deed, exam_id, what)
    AuditFile(database).catch_up()


def check_audit(database: ExamDatabase) -> list[str]:
    """What is wrong with the log: lines changed, taken out or put in; empty when the chain holds.

    Lines cut off at the end of both the table and the file cannot be seen: note number and hash of the last line
    (`last_line`) elsewhere to find that too.
    """
    faults = []
    before = _FIRST
    rows = database.rows("SELECT number, line, sha256 FROM audit ORDER BY number")
    for number, row in enumerate(rows, 1):
        told = _read(row["line"])
        if row["number"] != number or told.get("number") != number or told.get("before") != before:
            faults.append(f"table: line {number} does not follow the one before")
        if row["sha256"] != _hash(row["line"]):
            faults.append(f"table: line {number} was changed")
        before = _hash(row["line"])
    written = 0
    for number, line in enumerate(AuditFile(database).lines(), 1):
        written = number
        if number > len(rows) or line != rows[number - 1]["line"]:
            faults.append(f"{FILE_NAME}: line {number} is not the one of the table")
    if written < len(rows):
        faults.append(f"{FILE_NAME}: {len(rows) - written} lines at the end are missing")
    return faults


def last_line(database: ExamDatabase) -> tuple[int, str]:
    """Number and SHA-256 of the last line; (0, zeros) for an empty log."""
    rows = database.rows("SELECT number, sha256 FROM audit ORDER BY number DESC LIMIT 1")
    return (rows[0]["number"], rows[0]["sha256"]) if rows else (0, _FIRST)


def audit_lines(database: ExamDatabase, exam_id: str | None = None) -> list[AuditLine]:
    """The log, or what it says of one exam, oldest first."""
    told = [_read(row["line"]) for row in database.rows("SELECT line FROM audit ORDER BY number")]
    return [
        AuditLine(
            number=int(line["number"]),
            at=datetime.fromisoformat(line["at"]),
            who=line["who"],
            did=line["did"],
            exam_id=line["exam"],
            what=line["what"],
        )
        for line in told
        if line and exam_id in {None, line["exam"]}
    ]


def _last_number(database: ExamDatabase) -> int:
    return last_line(database)[0]


def _read(line: str) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _hash(line: str) -> str:
    return hashlib.sha256(line.encode("utf-8")).hexdigest()
