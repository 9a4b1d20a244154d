from collections.abc import Iterator
from pathlib import Path

import pytest

from app.exam.content.model import new_id, now
from app.exam.content.picture import ContrastStudy
from app.exam.record.database import ExamDatabase
from app.exam.record.record import ExamRecord
from tests.app.exam.record import made_exam


@pytest.fixture
def database(tmp_path: Path) -> Iterator[ExamDatabase]:
    opened = made_exam.database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def closed(database: ExamDatabase, tmp_path: Path) -> ExamRecord:
    """A closed exam with a picture, a finding and a contrast study; a name stands in it."""
    record = ExamRecord.create(database, tmp_path / "exams", made_exam.exam("山田太郎", note="Lump of Yamada"))
    made_exam.kept(record, "pictures/snapshot-1")
    record.put(made_exam.lesion(note="山田さん"))
    study = record.folder / "contrast-1"
    study.mkdir()
    (study / "study.json").write_text("{}")
    (study / "curve.csv").write_text("t,y\n" * 50_000)
    record.put(ContrastStudy(id=new_id(), taken_at=now(), folder="contrast-1"))
    assert record.close()
    return record
