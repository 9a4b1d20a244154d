"""The one thread that writes everything of an exam, in the order in which it was asked for."""

import queue
import threading
import time
from collections.abc import Callable

from app.exam.errors import ExamError
from capture.errors import EndOfStream, MinamoError
from capture.worker import Worker

SLOW_NS = 2_000_000_000  # a disk that takes longer than this for one thing is said to be slow
_STEP_S = 0.2


class ExamWriter:
    """Takes jobs from any thread and never lets the caller wait; a job that fails is told, and the next one is done."""

    def __init__(self, *, on_fault: Callable[[MinamoError], None], on_done: Callable[[], None]) -> None:
        """Prepare; jobs may be given before `start`.

        Args:
            on_fault: Called in the thread with what a job raised.
            on_done: Called in the thread after each job.
        """
        self._on_fault = on_fault
        self._on_done = on_done
        self._jobs: queue.SimpleQueue[tuple[int, Callable[[], None]]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._waiting = 0
        self._since_ns = 0  # when the job under way was asked for or begun, whichever came later
        self._may_end: Callable[[], bool] = lambda: True
        self._last: Callable[[], None] | None = None
        self._broken = False
        self._worker = Worker("exam", self._step, on_fault=self._fail)

    def start(self) -> None:
        """Start the thread."""
        self._worker.start()

    def do(self, job: Callable[[], None]) -> None:
        """Have this done after everything asked for before it; returns at once. It may raise `MinamoError`."""
        now_ns = time.monotonic_ns()
        with self._lock:
            if not self._waiting:
                self._since_ns = now_ns
            self._waiting += 1
        self._jobs.put((now_ns, job))

    @property
    def waiting(self) -> int:
        """Jobs that are not done, the one under way among them."""
        with self._lock:
            return self._waiting

    def is_slow(self, now_ns: int) -> bool:
        """Whether one job takes longer than a healthy disk needs."""
        with self._lock:
            return self._waiting > 0 and now_ns - self._since_ns > SLOW_NS

    def end(self, last: Callable[[], None], may_end: Callable[[], bool], *, patience_s: float) -> None:
        """Do `last` when nothing is left to do and `may_end` says so, or patience is over; returns at once.

        The thread ends with it, unless it fails: then everything goes on.
        """
        until_ns = time.monotonic_ns() + round(patience_s * 1e9)
        with self._lock:
            self._last = last
            self._may_end = lambda: may_end() or time.monotonic_ns() > until_ns

    def finish(self, timeout_s: float) -> bool:
        """Wait for the end that was asked for; False (and a log entry) if the disk holds the thread up."""
        return self._worker.finish(timeout_s)

    @property
    def alive(self) -> bool:
        """Whether the thread lives."""
        return self._worker.running

    @property
    def broken(self) -> bool:
        """Whether the thread ended by a fault of the program, which was told."""
        return self._broken

    def _step(self) -> None:
        try:
            _, job = self._jobs.get(timeout=_STEP_S)
        except queue.Empty:
            with self._lock:
                last = self._last if not self._waiting and self._may_end() else None
            if last is not None:
                self._finish(last)
            return
        self._try(job)
        with self._lock:
            self._waiting -= 1
            self._since_ns = time.monotonic_ns()
        self._on_done()

    def _finish(self, last: Callable[[], None]) -> None:
        with self._lock:
            self._last = None
        done = self._try(last)
        self._on_done()
        if done:
            raise EndOfStream

    def _try(self, job: Callable[[], None]) -> bool:
        try:
            job()
        except MinamoError as error:
            self._on_fault(error)
            return False
        except ValueError as fault:  # a text or number that no file can hold
            self._on_fault(ExamError("This cannot be kept in the exam ({reason}); enter it otherwise", reason=fault))
            return False
        except OSError as fault:
            self._on_fault(
                ExamError(
                    "The folder of the exam cannot be used ({reason}); check its disk or network drive, then try again",
                    reason=fault.strerror or fault,
                )
            )
            return False
        return True

    def _fail(self, fault: Exception) -> None:
        self._broken = True
        self._on_fault(
            ExamError(
                "The exam can no longer be written ({reason}); what was kept is safe. Close Minamo, start it again and "
                "go on with the exam",
                reason=fault,
            )
        )
