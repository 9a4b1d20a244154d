"""Lines on the terminal: one for each step, with its time."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO


class SetupError(Exception):
    """Set-up cannot go on; the text says why and what to do."""


class Progress:
    """Numbers the steps and prints a line for each; on a terminal the line also shows what is going on."""

    def __init__(self, total: int, out: TextIO | None = None, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._total = total
        self._done = 0
        self._out = out or sys.stdout
        self._clock_s = clock_s
        self._live = self._out.isatty()

    @contextmanager
    def step(self, title: str) -> Iterator["RunningStep"]:
        """A step from its start to its end or failure."""
        self._done += 1
        running = RunningStep(f"[{self._done}/{self._total}] {title}", self._out if self._live else None, self._clock_s)
        running.show("")
        succeeded = False
        try:
            yield running
            succeeded = True
        finally:
            running.end(self._out, running.result if succeeded else "failed")


class RunningStep:
    """One step while it runs."""

    def __init__(self, title: str, live: TextIO | None, clock_s: Callable[[], float]) -> None:
        self._title = title
        self._live = live
        self._clock_s = clock_s
        self._began_s = clock_s()
        self.result = "done"

    def show(self, news: str) -> None:
        """Say what the step is doing; only a terminal shows it."""
        if self._live is not None:
            passed_s = self._clock_s() - self._began_s
            self._live.write(f"\r\033[K{self._title} ... {news[:60]} ({passed_s:.0f} s)")
            self._live.flush()

    def end(self, out: TextIO, result: str) -> None:
        """Print the step's line."""
        if self._live is not None:
            out.write("\r\033[K")
        out.write(f"{self._title}: {result} ({self._clock_s() - self._began_s:.1f} s)\n")
        out.flush()
