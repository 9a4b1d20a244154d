"""One thread, one loop, and the one place where a thread's errors are caught."""

import logging
import threading
from collections.abc import Callable

from capture.errors import EndOfStream

log = logging.getLogger(__name__)


class Worker:
    """Calls `step` over and over in a thread of its own until it is stopped, fails or the stream ends.

    `step` must return within a second or so (read with a timeout), so that stopping is prompt.
    """

    def __init__(
        self,
        name: str,
        step: Callable[[], None],
        *,
        on_fault: Callable[[Exception], None],
        on_end: Callable[[], None] = lambda: None,
        cleanup: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare the thread; `on_fault`, `on_end` and `cleanup` are called in it."""
        self._step = step
        self._on_fault = on_fault
        self._on_end = on_end
        self._cleanup = cleanup
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, timeout_s: float = 3.0) -> bool:
        """Ask the loop to end and wait for it; False (and a log entry) if the thread is stuck."""
        self._stopping.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout_s)
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            log.error("%s did not stop within %.1f s", self._thread.name, timeout_s)
            return False
        return True

    def finish(self, timeout_s: float) -> bool:
        """Wait for the loop to end by itself (its input was closed), then stop it; False if the thread is stuck."""
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout_s)
        return self.stop()

    @property
    def running(self) -> bool:
        """Whether the thread is alive."""
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._step()
        except EndOfStream:
            log.info("%s: end of stream", self._thread.name)
            self._on_end()
        except Exception as fault:
            log.exception("%s failed", self._thread.name)
            self._on_fault(fault)
        finally:
            self._cleanup()
