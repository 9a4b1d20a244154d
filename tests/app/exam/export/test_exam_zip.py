"""An exported exam is one ZIP of plain files, de-identified by whoever is asked to, or encrypted."""

import errno
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from app.exam.content.exam import ExamContent
from app.exam.content.person import Patient
from app.exam.errors import ExamError
from app.exam.export import exam_zip
from app.exam.export.age_file import read_key
from app.exam.export.deidentifying import Deidentifying
from app.exam.export.exam_zip import READ_ME_FILE, Leaving, export_exam
from app.exam.export.zip_stream import Cancelled
from app.exam.record.audit import audit_lines
from app.exam.record.database import ExamDatabase
from app.exam.record.places import SEALED_FILE, SEALED_KEY_FILE
from app.exam.record.record import ExamRecord
from tests.app.exam.record import made_exam

pytestmark = pytest.mark.usefixtures("quick_key")
PHRASE = "a few words of ours"


def test_the_zip_holds_the_exam_as_plain_files(database: ExamDatabase, closed: ExamRecord, tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    told = export_exam(database, closed.id, target, deidentify=None)
    with zipfile.ZipFile(target) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert ExamContent.model_validate_json(packed.read("exam.json")) == closed.content
        for name in names[1:]:
            assert packed.read(name) == (closed.folder / name).read_bytes()
    assert names == ["exam.json", "contrast-1/curve.csv", "contrast-1/study.json", "pictures/snapshot-1-overlay.png",
                     "pictures/snapshot-1.png"]  # fmt: skip
    assert (told.files, told.missing) == (5, ())
    assert audit_lines(database, closed.id)[-1].what == "with identity"


def test_what_is_to_be_left_out_does_not_leave(database: ExamDatabase, closed: ExamRecord, tmp_path: Path) -> None:
    def nameless(content: ExamContent, folder: Path, out: Path, each_picture: Callable[[], None]) -> Leaving:
        each_picture()
        assert (folder, list(out.iterdir())) == (closed.folder, [])
        exam = content.exam.model_copy(update={"patient": Patient(pseudonym="M-1"), "note": ""})
        (out / "snapshot-1.png").write_bytes(b"cleaned")
        (out / "exam.json").write_text("written by us")
        return Leaving(ExamContent(exam=exam), ("snapshot-1.png", "exam.json"), ("report.pdf",))

    target = tmp_path / "out.zip"
    assert export_exam(database, closed.id, target, deidentify=nameless).left_out == ("report.pdf",)
    with zipfile.ZipFile(target) as packed:
        assert packed.namelist() == ["exam.json", "snapshot-1.png"]
        assert json.loads(packed.read("exam.json"))["exam"]["patient"]["pseudonym"] == "M-1"
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "山田".encode() not in target.read_bytes()
    assert audit_lines(database, closed.id)[-1].what == "de-identified"
    assert not list(database.path.parent.glob("export-*"))


def test_an_encrypted_zip_opens_with_the_age_format_alone(
    database: ExamDatabase, closed: ExamRecord, tmp_path: Path
) -> None:
    target = tmp_path / "out.zip"
    export_exam(database, closed.id, target, deidentify=None, pass_phrase=PHRASE)
    assert "山田".encode() not in target.read_bytes()
    with zipfile.ZipFile(target) as packed:
        assert packed.namelist() == [READ_ME_FILE, SEALED_KEY_FILE, SEALED_FILE]
        key = read_key(packed.read(SEALED_KEY_FILE), PHRASE)
        inner = tmp_path / "inner.zip"
        inner.write_bytes(pyrage.decrypt(packed.read(SEALED_FILE), [pyrage.x25519.Identity.from_str(key.secret)]))
    with zipfile.ZipFile(inner) as packed:
        assert ExamContent.model_validate_json(packed.read("exam.json")) == closed.content


def test_an_open_exam_is_exported_as_it_stands_and_without_what_was_deleted(
    database: ExamDatabase, tmp_path: Path
) -> None:
    record = ExamRecord.create(database, tmp_path / "exams", made_exam.exam())
    stays, goes = made_exam.kept(record, "a"), made_exam.kept(record, "b")
    record.delete(goes.id)
    export_exam(database, record.id, tmp_path / "out.zip", deidentify=None)
    with zipfile.ZipFile(tmp_path / "out.zip") as packed:
        assert packed.namelist() == ["exam.json", stays.overlaid, stays.plain]
    record.leave()


def test_missing_files_are_told(database: ExamDatabase, closed: ExamRecord, tmp_path: Path) -> None:
    (closed.folder / "pictures" / "snapshot-1.png").unlink()
    assert export_exam(database, closed.id, tmp_path / "out.zip", deidentify=None).missing == (
        "pictures/snapshot-1.png",
    )


@pytest.mark.parametrize("phrase", ["", PHRASE])
def test_a_cancelled_or_failed_export_leaves_no_file(
    database: ExamDatabase, closed: ExamRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, phrase: str
) -> None:
    target = tmp_path / "out" / "exam.zip"
    target.parent.mkdir()
    with pytest.raises(Cancelled):
        export_exam(database, closed.id, target, deidentify=None, pass_phrase=phrase, cancelled=lambda: True)

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(exam_zip, "_pack", full)
    with pytest.raises(ExamError, match="make room there"):
        export_exam(database, closed.id, target, deidentify=None, pass_phrase=phrase)
    assert list(target.parent.iterdir()) == []
    assert "exported" not in {line.did for line in audit_lines(database, closed.id)}


def test_progress_runs_to_its_end(database: ExamDatabase, closed: ExamRecord, tmp_path: Path) -> None:
    done: list[tuple[int, int]] = []
    export_exam(database, closed.id, tmp_path / "out.zip", deidentify=None, progress=lambda *step: done.append(step))
    assert done == sorted(done)
    assert done[-1][0] == done[-1][1]


def test_a_deidentified_export_names_nobody_tells_how_far_it_is_and_can_be_ended(
    database: ExamDatabase, closed: ExamRecord, tmp_path: Path
) -> None:
    done: list[tuple[int, int]] = []
    deidentify = Deidentifying(tmp_path)
    target = tmp_path / "out.zip"
    export_exam(database, closed.id, target, deidentify=deidentify, progress=lambda *step: done.append(step))
    with zipfile.ZipFile(target) as packed:
        content = ExamContent.model_validate_json(packed.read("exam.json"))
        everything = b"".join(packed.read(name) for name in packed.namelist())
    assert [name for name in ("山田", "Yamada", closed.id) if name.encode() in everything] == []
    assert (content.exam.note, content.lesions[0].note) == ("", "")
    assert content.exam.started_at < closed.content.exam.started_at
    assert len(content.snapshots) == 1
    shares = [part / whole for part, whole in done]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.5, 1.0)
    assert deidentify.told is not None
    with pytest.raises(Cancelled):
        export_exam(database, closed.id, target, deidentify=deidentify, cancelled=lambda: True)
    assert not list(database.path.parent.glob("export-*"))
