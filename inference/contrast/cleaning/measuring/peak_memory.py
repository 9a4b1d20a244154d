"""How much memory a piece of work takes beyond what was in use before it."""

import threading
from types import TracebackType

import psutil

EVERY_S = 0.005


class PeakMemory:
    """Watches the process's resident memory from a thread of its own: `with PeakMemory() as memory: ...`.

    Attributes:
        rise_mb: The highest value less the first, in MB; small arrays that reuse freed memory do not show.
    """

    def __init__(self) -> None:
        self.rise_mb = 0.0
        self._process = psutil.Process()
        self._done = threading.Event()
        self._watch = threading.Thread(target=self._run, name="peak memory", daemon=True)
        self._first = 0

    def __enter__(self) -> "PeakMemory":
        self._first = self._process.memory_info().rss
        self._watch.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._done.set()
        self._watch.join()
        self._look()

    def _run(self) -> None:
        while not self._done.wait(EVERY_S):
            self._look()

    def _look(self) -> None:
        self.rise_mb = max(self.rise_mb, (self._process.memory_info().rss - self._first) / 1e6)
