from collections.abc import Iterator
from pathlib import Path

import pytest

from app.exam.keep.keeping import ExamKeeping
from app.exam.record.database import ExamDatabase
from tests.app.exam.keep.kept_views import Listener, keep
from tests.app.exam.record import made_exam


@pytest.fixture
def database(tmp_path: Path) -> Iterator[ExamDatabase]:
    opened = made_exam.database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def keeping(listener: Listener, database: ExamDatabase, tmp_path: Path, qapp: object) -> Iterator[ExamKeeping]:
    started = keep(listener, database, tmp_path / "exams")
    listener.content()
    yield started
    started.leave()
    assert started.finish(20)
