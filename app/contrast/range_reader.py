"""Reads the dynamic range off a study's speckle in a thread of its own, so that no picture waits for it."""

from typing import TYPE_CHECKING

from capture.errors import EndOfStream
from capture.worker import Worker
from inference.contrast.picture import Bytes

if TYPE_CHECKING:  # the window need not wait for it
    from inference.contrast.compression import Compression

TIMEOUT_S = 20.0


class RangeReader:
    """One run of pictures at a time; while it works, only the newest run waits. `take` and `read` in one thread."""

    def __init__(self) -> None:
        """Start idle."""
        self._worker: Worker | None = None
        self._run: list[Bytes] = []
        self._next: list[Bytes] | None = None
        self._found: Compression | None = None

    def read(self, run: list[Bytes]) -> None:
        """Read this run, now or after the one under way."""
        self._next = run
        self._go_on()

    def take(self, *, wait: bool = False) -> "Compression | None":
        """What was read since the last call.

        Args:
            wait: Until everything is read.
        """
        while wait and self._worker is not None:
            self._worker.finish(TIMEOUT_S)
            self._worker = None
            self._go_on()
        self._go_on()
        found, self._found = self._found, None
        return found

    def _go_on(self) -> None:
        if self._next is not None and (self._worker is None or not self._worker.running):
            self._run, self._next = self._next, None
            self._worker = Worker("dynamic range", self._step, on_fault=lambda _fault: None)  # it stays assumed
            self._worker.start()

    def _step(self) -> None:
        from inference.contrast.growing.study import range_of

        self._found = range_of(self._run) or self._found
        raise EndOfStream  # one run
