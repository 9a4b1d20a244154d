"""Fixtures shared by every room."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # torch's threads wait by spinning: on a busy machine five times slower

settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")  # how fast an example is says nothing of the product

pytest_plugins = ["tests.watchdog"]

REPOSITORY = Path(__file__).parents[1]
PATIENCE_MS = 60_000  # a test that passes never waits so long; a busy machine needs more than pytest-qt's 5 s


class PatientBot(QtBot):
    """Waits long before it gives up, in every test alike."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        self._loop, self._timer = QEventLoop(), QTimer(singleShot=True)
        self._timer.timeout.connect(self._loop.quit)

    def wait(self, ms: int) -> None:
        """Let events run, with a loop and a timer that stay connected.

        pytest-qt connects and disconnects new ones every 10 ms of waiting. PySide disconnects with Qt's lock held and
        without Python's; a thread that holds Python's and waits for Qt's, as one that lays out a report does, then
        never goes on.
        """
        if self._loop.isRunning():
            super().wait(ms)
            return
        self._timer.start(ms)
        self._loop.exec()

    def waitUntil(self, callback: Callable[[], object], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: object, *, timeout: int = PATIENCE_MS, **how: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitSignals(self, signals: object, *, timeout: int = PATIENCE_MS, **how: Any) -> Any:
        return super().waitSignals(signals, timeout=timeout, **how)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's, with one long patience for every wait."""
    return PatientBot(request)


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The real data: `MINAMO_DATA`, or `shared/data` beside the repository; the test is skipped without it."""
    folder = Path(os.environ.get("MINAMO_DATA", REPOSITORY.parent / "shared" / "data"))
    if not (folder / "README.md").is_file():
        pytest.skip(f"the real data are not at {folder} (set MINAMO_DATA to their folder)")
    return folder


@pytest.fixture(scope="session")
def untrained_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with untrained weights; not to be changed (copy it)."""
    from tests.inference.made_up import untrained_release

    folder = tmp_path_factory.mktemp("untrained") / "models"
    untrained_release(folder, patients_trained_on=("made-up/p0",))
    return folder


@pytest.fixture(scope="session", autouse=True)
def whole_application(qapp: QApplication) -> QApplication:
    """An application with widgets from the first test on: Qt allows one, and painting alone makes a smaller one."""
    return qapp
