"""Studies that are made once and copied for each test."""

from pathlib import Path

import pytest

from app.study.arms import Arm
from tests.app.study.made_study import READERS, Clock, copied, labelled_folder, new_study


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six labelled pictures; not to be changed."""
    return labelled_folder(tmp_path_factory.mktemp("cases") / "made-up")


@pytest.fixture(scope="session")
def made(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crossover of three readers, without and with the aid; not to be changed."""
    return new_study(tmp_path_factory.mktemp("made") / "crossover.minamo-study", [folder])


@pytest.fixture(scope="session")
def made_second(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One reader, the aid second; not to be changed."""
    path = tmp_path_factory.mktemp("made") / "second.minamo-study"
    return new_study(path, [folder], arms=(Arm.SECOND,), readers=READERS[:1])


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Path:
    return copied(made, tmp_path)


@pytest.fixture
def second(made_second: Path, tmp_path: Path) -> Path:
    return copied(made_second, tmp_path)


@pytest.fixture
def clock() -> Clock:
    return Clock()
