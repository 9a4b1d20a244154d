"""The study as one reader meets it: the next case, its pictures, the aid where the arm shows it, and giving a reading.

Nothing here reads the truth, nor can it (`study_file.open_for_reading`). A reading is on the disk when `give` returns;
after a kill the book opens at the case that was on screen.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.analysis_json import FrameResult
from app.study import aid
from app.study.arms import Arm
from app.study.errors import StudyError
from app.study.pictures import frame_of, times_of
from app.study.reading.draft import Draft, Mark
from app.study.study_file import open_for_reading, translated
from capture.frame import Frame

Now = Callable[[], datetime]


def utc_now() -> datetime:
    """The computer's time, with its zone."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Task:
    """What the reader has to do next.

    Attributes:
        session, position, stage: From 1.
        count: Cases of the session.
        material: The case.
        arm: Under which it is read.
        times_ns: Time of each of its pictures.
        marks: Placed at the stage before, on the same picture.
    """

    session: int
    position: int
    stage: int
    count: int
    material: int
    arm: Arm
    times_ns: tuple[int, ...]
    marks: tuple[Mark, ...] = ()


class ReadingBook:
    """One open study; used by one thread. No other window can open it until it is closed."""

    def __init__(self, path: Path, now: Now = utc_now) -> None:
        """Open the study.

        Raises:
            StudyError: It is missing, damaged, newer, not writable, or open elsewhere.
        """
        self.path = path
        self._now = now
        self._connection = open_for_reading(path)
        try:
            with translated(path):
                row = self._connection.execute("SELECT name, washout_days FROM study").fetchone()
                self.name, self._washout = str(row[0]), timedelta(days=row[1])
                rows = self._connection.execute("SELECT name, number FROM reader ORDER BY number").fetchall()
                self._numbers: dict[str, int] = dict(rows)
                plan = self._connection.execute("SELECT max(session) FROM plan").fetchone()
                self.sessions = int(plan[0])
                shows_aid = self._connection.execute("SELECT 1 FROM plan WHERE arm <> 'without'").fetchone()
                self.network = aid.network_of(self._connection, path) if shows_aid else None
        except BaseException:
            self._connection.close()
            raise

    @property
    def readers(self) -> tuple[str, ...]:
        """Names of the readers."""
        return tuple(self._numbers)

    def close(self) -> None:
        """Let other windows in; safe to call twice."""
        self._connection.close()

    def task(self, reader: str) -> Task | None:
        """What this reader has to do next; None when he has done everything.

        Raises:
            StudyError: There is no such reader.
        """
        number = self._number(reader)
        with translated(self.path):
            row = self._connection.execute(
                "SELECT session, position, material, arm, (SELECT count(*) FROM reading AS done WHERE "
                "done.reader = plan.reader AND done.session = plan.session AND done.position = plan.position), "
                "(SELECT count(*) FROM plan AS all_of WHERE all_of.reader = plan.reader AND "
                "all_of.session = plan.session) FROM plan WHERE reader = ? AND NOT EXISTS (SELECT 1 FROM reading AS "
                "done WHERE done.reader = plan.reader AND done.session = plan.session AND "
                "done.position = plan.position AND done.stage = CASE plan.arm WHEN 'second' THEN 2 ELSE 1 END) "
                "ORDER BY session, position LIMIT 1",
                (number,),
            ).fetchone()
            if row is None:
                return None
            session, position, material, arm, done, count = row
            times_ns = times_of(self._connection, material)
            marks = self._marks(number, session, position) if done else ()
        return Task(session, position, done + 1, count, material, Arm(arm), times_ns, marks)

    def opens_at(self, reader: str, task: Task) -> datetime | None:
        """When the task's session opens; None where it is open."""
        if task.session == 1:
            return None
        with translated(self.path):
            (last,) = self._connection.execute(
                "SELECT max(finished_utc) FROM reading WHERE reader = ? AND session < ?",
                (self._number(reader), task.session),
            ).fetchone()
        opens = datetime.fromisoformat(last) + self._washout
        return opens if self._now() < opens else None

    def open_case(self, reader: str, task: Task) -> None:
        """Note that the case was brought on screen: of one that was left and opened again the time is not known.

        Raises:
            StudyError: Its session is not open yet; the text says when it will be.
        """
        opens = self.opens_at(reader, task)
        if opens is not None:
            raise StudyError(
                "Session {session} of {reader} opens on {date}, {days} days after the session before; come back then",
                session=task.session,
                reader=reader,
                date=f"{opens.astimezone():%Y-%m-%d %H:%M}",
                days=self._washout.days,
            )
        with translated(self.path):
            row = (self._number(reader), task.session, task.position, task.stage, self._utc())
            self._connection.execute("INSERT INTO opening VALUES (?, ?, ?, ?, ?)", row)

    def frame(self, task: Task, number: int) -> Frame:
        """One picture of the case.

        Raises:
            StudyError: It is missing or was changed.
        """
        return frame_of(self._connection, self.path, task.material, number)

    def aid(self, task: Task) -> tuple[FrameResult, ...]:
        """The aid's results, one a picture; none where the arm does not show them now."""
        if not task.arm.aid_shown(task.stage):
            return ()
        with translated(self.path):
            return aid.results_of(self._connection, task.material)

    def give(self, reader: str, task: Task, draft: Draft, time_s: float) -> None:
        """Keep a reading for good; when this returns it is on the disk.

        Args:
            reader: Who.
            task: What `task` said.
            draft: Must be complete.
            time_s: On screen, without pauses.

        Raises:
            StudyError: It is not complete, was given already, or cannot be written.
        """
        if draft.rating is None or draft.birads is None:
            raise StudyError("Set the rating and the BI-RADS category first")
        key = (self._number(reader), task.session, task.position, task.stage)
        with translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                for number, mark in enumerate(draft.marks, start=1):
                    row = (*key, number, mark.picture, mark.x_px, mark.y_px, mark.rating)
                    self._connection.execute("INSERT INTO mark VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
                self._connection.execute(
                    "INSERT INTO reading VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (*key, draft.rating, draft.birads, time_s, self._utc()),
                )
                self._connection.execute("COMMIT")
            except sqlite3.Error:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _marks(self, reader: int, session: int, position: int) -> tuple[Mark, ...]:
        rows = self._connection.execute(
            "SELECT picture, x_px, y_px, rating FROM mark WHERE reader = ? AND session = ? AND position = ? "
            "AND stage = 1 ORDER BY number",
            (reader, session, position),
        )
        return tuple(Mark(*row) for row in rows)

    def _number(self, reader: str) -> int:
        if reader not in self._numbers:
            raise StudyError(
                "{study} has no reader {reader}; it has {readers}",
                study=self.path.name,
                reader=reader,
                readers=", ".join(self._numbers),
            )
        return self._numbers[reader]

    def _utc(self) -> str:
        return self._now().astimezone(UTC).isoformat(timespec="seconds")
