"""Slow work in a thread of its own, with its answer back on the GUI thread."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from capture.errors import EndOfStream
from capture.worker import Worker


class Background(QObject):
    """Runs one piece of work; exactly one of `done` and `failed` follows, unless it was dropped before.

    The work is given this object, and may ask `cancelled` and call `report`.
    """

    done = Signal(object)
    failed = Signal(object)  # the exception
    progress = Signal(float)  # 0..1

    _answered = Signal(object)
    _faulted = Signal(object)

    def __init__(self, name: str, work: Callable[["Background"], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._cancelled = threading.Event()
        self._dropped = threading.Event()
        self._worker = Worker(name, self._run, on_fault=self._fail)
        queued = Qt.ConnectionType.QueuedConnection
        self._answered.connect(self.done, queued)
        self._faulted.connect(self.failed, queued)

    def start(self) -> None:
        """Start the thread."""
        self._worker.start()

    def cancelled(self) -> bool:
        """Whether the user has lost interest."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to end early; its answer still comes."""
        self._cancelled.set()

    def drop(self, timeout_s: float = 3.0) -> None:
        """Cancel, wait for the thread, and send nothing any more; for windows that close."""
        self._dropped.set()
        self._cancelled.set()
        self._worker.stop(timeout_s)

    def report(self, share: float) -> None:
        """How much is done, 0..1; called by the work."""
        if not self._dropped.is_set():
            self.progress.emit(share)

    def _run(self) -> None:
        answer = self._work(self)
        if not self._dropped.is_set():
            self._answered.emit(answer)
        raise EndOfStream

    def _fail(self, fault: Exception) -> None:
        if not self._dropped.is_set():
            self._faulted.emit(fault)
