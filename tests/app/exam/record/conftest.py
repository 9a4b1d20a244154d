from collections.abc import Iterator
from pathlib import Path

import pytest

from app.exam.record.database import ExamDatabase
from app.exam.record.record import ExamRecord
from tests.app.exam.record import made_exam


@pytest.fixture
def database(tmp_path: Path) -> Iterator[ExamDatabase]:
    opened = made_exam.database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def exams(tmp_path: Path) -> Path:
    return tmp_path / "exams"


@pytest.fixture
def record(database: ExamDatabase, exams: Path) -> Iterator[ExamRecord]:
    started = ExamRecord.create(database, exams, made_exam.exam(), retry_s=0.01)
    yield started
    started.leave()
