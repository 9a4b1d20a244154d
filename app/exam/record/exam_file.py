"""`exam.json`: everything of an exam beside its media, and the thread that keeps it in step with the database."""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from app.atomic_file import whole_file
from app.exam.content.exam import ExamContent
from app.exam.errors import ExamError
from app.exam.record.places import EXAM_FILE, folder_error, sync_folder
from capture.errors import EndOfStream
from capture.worker import Worker

log = logging.getLogger(__name__)

_STEP_S = 0.5


def write_exam_file(folder: Path, content: ExamContent) -> None:
    """Write `exam.json` whole or not at all, through to the disk.

    Raises:
        OSError: The folder is gone or cannot be written, or the disk is full.
    """
    with whole_file(folder / EXAM_FILE) as file:
        file.write(content.model_dump_json(indent=1).encode("utf-8") + b"\n")
    sync_folder(folder)


def read_exam_file(folder: Path) -> ExamContent:
    """What `exam.json` in a folder holds.

    Raises:
        FolderGone: There is none, or the folder cannot be reached.
        ExamError: It cannot be read, is damaged, or a newer version wrote it.
    """
    path = folder / EXAM_FILE
    try:
        told = path.read_bytes()
    except OSError as fault:
        raise folder_error(fault, folder) from fault
    try:
        return ExamContent.model_validate_json(told)
    except ValidationError as fault:
        raise _not_read(told, fault, path) from fault


def _not_read(told: bytes, fault: ValidationError, path: Path) -> ExamError:
    try:
        found = json.loads(told)["exam"]["format"]
    except (ValueError, KeyError, TypeError, RecursionError):
        found = None
    if isinstance(found, int) and found > 1:
        return ExamError(
            "{file} was written by a newer Minamo (format {found}); update Minamo. Nothing was changed",
            file=path,
            found=found,
        )
    first = fault.errors(include_input=False, include_url=False)[0]  # its input could name a patient
    place = ".".join(str(part) for part in first["loc"])
    return ExamError(
        "{file} is damaged or no exam ({place}: {reason}); the media in its folder can be opened one by one",
        file=path,
        place=place or "start",
        reason=first["msg"],
    )


@dataclass(frozen=True, slots=True)
class FolderState:
    """How the folder of an open exam stands.

    Attributes:
        behind: The newest change does not stand in `exam.json` yet.
        error: Why it cannot be written at present; None while all is well.
    """

    behind: bool = False
    error: ExamError | None = None


class ExamFileWriter:
    """Writes the newest content to `exam.json` in a thread of its own, so that a slow network holds nobody up.

    What fails is said at once and tried again until it stands; the rows of the database are safe meanwhile.
    """

    def __init__(
        self,
        folder: Path,
        *,
        on_state: Callable[[FolderState], None],
        write: Callable[[Path, ExamContent], None] = write_exam_file,
        retry_s: float = 2.0,
    ) -> None:
        """Prepare; the thread starts with the first change.

        Args:
            folder: Of the exam.
            on_state: Called in the thread when the folder fails and when it is well again.
            write: Writes the file.
            retry_s: How long to wait after a failure.
        """
        self._folder = folder
        self._on_state = on_state
        self._write = write
        self._retry_s = retry_s
        self._changed = threading.Condition()
        self._waiting: ExamContent | None = None
        self._busy = False
        self._closing = False
        self._error: ExamError | None = None
        self._worker: Worker | None = None

    @property
    def state(self) -> FolderState:
        """How it stands now."""
        with self._changed:
            return FolderState(self._waiting is not None or self._busy, self._error)

    def put(self, content: ExamContent) -> None:
        """Have this content written soon; an older one that waits is left out."""
        with self._changed:
            self._waiting = content
            if self._worker is None or not self._worker.running:
                self._worker = Worker("exam file", self._step, on_fault=self._failed)
                self._worker.start()
            self._changed.notify_all()

    def settle(self, timeout_s: float) -> bool:
        """Wait until the newest content is written; False if that failed or the disk holds it up."""
        with self._changed:
            self._changed.wait_for(lambda: self._idle() or self._error is not None, timeout_s)
            return self._idle()

    def close(self, timeout_s: float) -> bool:
        """Write what waits, once, and end the thread; False if it does not stand in the file."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            worker = self._worker
        ended = worker is None or worker.finish(timeout_s)
        return ended and not self.state.behind

    def _idle(self) -> bool:
        return self._waiting is None and not self._busy

    def _step(self) -> None:
        with self._changed:
            wait_s = self._retry_s if self._error else _STEP_S
            ready = self._closing if self._error else self._closing or self._waiting is not None
            if not ready:
                self._changed.wait(wait_s)
            content, self._waiting = self._waiting, None
            if content is None:
                if self._closing:
                    raise EndOfStream
                return
            self._busy = True
        error = self._tried(content)
        with self._changed:
            self._busy = False
            if error is not None and self._waiting is None:
                self._waiting = content
            changed = (error is None) != (self._error is None)
            self._error = error
            self._changed.notify_all()
            last = self._closing and (error is not None or self._waiting is None)
        if changed:
            self._on_state(self.state)
        if last:
            raise EndOfStream

    def _tried(self, content: ExamContent) -> ExamError | None:
        try:
            self._write(self._folder, content)
        except OSError as fault:
            log.warning("exam.json cannot be written: %s", fault.strerror or fault)
            return folder_error(fault, self._folder)
        return None

    def _failed(self, fault: Exception) -> None:
        with self._changed:
            self._busy = False
            self._error = folder_error(OSError(str(fault)), self._folder)
            self._changed.notify_all()
        self._on_state(self.state)
