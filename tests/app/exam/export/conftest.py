import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.exam.content.model import new_id, now
from app.exam.content.picture import ContrastStudy
from app.exam.export import age_file
from app.exam.record.database import ExamDatabase
from app.exam.record.record import ExamRecord
from tests.app.exam.record import made_exam


@pytest.fixture
def database(tmp_path: Path) -> Iterator[ExamDatabase]:
    opened = made_exam.database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def quick_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Key files whose pass phrase takes no second to work with; the exam itself is encrypted as always."""
    start = b"age-encryption.org/v1\n-> scrypt quick\n"

    def seal_text(text: str, pass_phrase: str) -> bytes:
        told = f"{pass_phrase}\n{text}".encode()
        return start + hashlib.sha256(told).digest() + bytes(255 - byte for byte in told)

    def open_text(sealed: bytes, pass_phrase: str) -> tuple[str, str]:
        body = sealed[len(start) :]
        told = bytes(255 - byte for byte in body[32:])
        if hashlib.sha256(told).digest() != body[:32]:
            return "", "damaged"
        phrase, text = told.decode().split("\n", 1)
        return (text, "") if phrase == pass_phrase else ("", "Decryption failed")

    monkeypatch.setattr(age_file, "_seal_text", seal_text)
    monkeypatch.setattr(age_file, "_open_text", open_text)
    monkeypatch.setattr(age_file, "_in_child", lambda work, *values: work(*values))


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
