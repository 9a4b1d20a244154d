"""One window an exam: a lock that the system takes back when its holder dies."""

import logging
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from app.exam.errors import ExamError

log = logging.getLogger(__name__)

_IN_FOLDER = ".minamo.lock"


class ExamInUse(ExamError):
    """The exam is open in another window."""


class ExamLock:
    """Held while an exam is open: on this computer, and for other computers in the exam's own folder."""

    def __init__(self, database_folder: Path, exam_id: str, folder: Path) -> None:
        """Prepare; nothing is held before `acquire`."""
        self._here = database_folder / "locks" / f"{exam_id}.lock"
        self._there = folder / _IN_FOLDER
        self._held: list[FileLock] = []

    def acquire(self) -> None:
        """Take it, at once or not at all.

        Raises:
            ExamInUse: Another window has it.
            ExamError: The lock cannot be made.
        """
        try:
            self._here.parent.mkdir(parents=True, exist_ok=True)
            self._take(self._here)
        except Timeout as held:
            raise self._in_use() from held
        except OSError as fault:
            raise ExamError(
                "The exam cannot be locked in {folder} ({reason}); make room there or make it writable",
                folder=self._here.parent,
                reason=fault.strerror or fault,
            ) from fault
        try:
            self._take(self._there)
        except Timeout as held:
            self.release()
            raise self._in_use() from held
        except (OSError, NotImplementedError) as fault:  # away, read-only, or a drive without locks
            log.info("no lock in the exam's folder: %s", fault)

    def release(self) -> None:
        """Give it back; safe to call twice."""
        while self._held:
            with suppress(OSError):
                self._held.pop().release()

    def leave_folder(self) -> None:
        """Hold it on this computer alone, so that the folder can be moved."""
        for lock in self._held[1:]:
            with suppress(OSError):
                lock.release()
        del self._held[1:]

    def _take(self, path: Path) -> None:
        if path == self._there and not path.parent.is_dir():
            return
        lock = FileLock(path, timeout=0, thread_local=False)  # whichever thread closes the exam gives it back
        lock.acquire()
        self._held.append(lock)

    def _in_use(self) -> ExamInUse:
        return ExamInUse(
            "This exam is open in a window of Minamo, here or elsewhere; end it there first, or go on there"
        )


def any_locked(database_folder: Path) -> bool:
    """Whether some window of this computer has any exam open."""
    for path in (database_folder / "locks").glob("*.lock"):
        lock = FileLock(path, timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            return True
        lock.release()
    return False


def is_locked(database_folder: Path, exam_id: str, folder: Path) -> bool:
    """Whether some window has the exam open at this moment."""
    lock = ExamLock(database_folder, exam_id, folder)
    try:
        lock.acquire()
    except ExamInUse:
        return True
    lock.release()
    return False
