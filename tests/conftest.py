"""Fixtures shared by every room."""

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # torch's threads wait by spinning: on a busy machine five times slower

REPOSITORY = Path(__file__).parents[1]


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
