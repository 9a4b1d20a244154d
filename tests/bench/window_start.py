"""How long it takes from starting the program to its window on the screen; the second start, with warm caches.

`python -m tests.bench.window_start` is the child: the program itself, which ends when its window is painted.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PAINTED = "window painted"
TIMEOUT_S = 120


def second_start_s() -> float:
    """Seconds from starting a new process to its window's first paint, the second time."""
    with tempfile.TemporaryDirectory(prefix="minamo-bench-") as settings:
        _start_s(settings)
        return _start_s(settings)


def _start_s(settings: str) -> float:
    import os

    environment = os.environ | {"MINAMO_CONFIG_DIR": settings}
    start = time.monotonic()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.window_start"],
        cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    painted = None
    for line in child.stdout:
        if line.strip() == PAINTED:
            painted = time.monotonic() - start
            break
    _, errors = child.communicate(timeout=TIMEOUT_S)
    if painted is None:
        raise RuntimeError(f"the window did not appear:\n{errors}")
    return painted


def _run_until_painted() -> int:
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    class FirstPaint(QObject):
        """Says when a main window was painted, and ends the program."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and isinstance(watched, QMainWindow):
                QTimer.singleShot(0, self._done)  # after this paint and those of the widgets in it
            return False

        def _done(self) -> None:
            print(PAINTED, flush=True)
            QApplication.quit()

    run = QApplication.exec

    def watched_run(*_ignored: object) -> int:
        application = QApplication.instance()
        assert application is not None
        watch = FirstPaint(application)
        application.installEventFilter(watch)
        return int(run())

    QApplication.exec = watched_run  # type: ignore[method-assign]  # the program is started as it is, and watched
    from app.__main__ import main

    return main([])


if __name__ == "__main__":
    sys.exit(_run_until_painted())
