"""`minamo exam` does without a window what can be done without one."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.__main__ import main
from app.commands import exam as command
from app.exam.content.exam import ExamContent
from app.exam.record.database import FILE_NAME, ExamDatabase
from app.exam.record.record import ExamRecord
from tests.app.exam.record import made_exam

DONE, BAD_INPUT = 0, 3


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExamDatabase]:
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(tmp_path))
    opened = ExamDatabase.open(tmp_path / "data", network_drive=made_exam.LOCAL)
    yield opened
    opened.close()


@pytest.fixture
def record(database: ExamDatabase, tmp_path: Path) -> ExamRecord:
    made = ExamRecord.create(database, tmp_path / "data" / "exams", made_exam.exam("山田\t太郎", note="Yamada"))
    made_exam.kept(made)
    made.put(made_exam.lesion(category="4A"))
    assert made.close()
    return made


def test_the_list_is_one_line_an_exam(record: ExamRecord, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exam", "list"]) == DONE
    (line,) = capsys.readouterr().out.splitlines()
    columns = line.split("\t")
    assert columns[0] == record.id
    assert columns[2:4] == ["closed", "山田 太郎"]
    assert columns[-1] == "BI-RADS 4A"
    assert main(["exam", "list", "4a", "suzuki"]) == DONE
    assert record.id in capsys.readouterr().out
    assert main(["exam", "list", "nobody"]) == DONE
    assert capsys.readouterr().out == ""


def test_a_sound_store_passes_its_check_and_a_missing_picture_does_not(
    record: ExamRecord, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["exam", "check"]) == DONE
    said = capsys.readouterr()
    assert said.out == ""
    assert "audit log: " in said.err
    (record.folder / "snapshot-1.png").unlink()
    assert main(["exam", "check"]) == BAD_INPUT
    assert capsys.readouterr().out == f"{record.id}: snapshot-1.png is missing\n"


@pytest.mark.parametrize("fault", ["gone", "changed", "damaged"])
def test_the_check_finds_an_exam_file_that_is_not_as_it_should_be(
    record: ExamRecord, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    path = record.folder / "exam.json"
    if fault == "gone":
        path.unlink()
    elif fault == "changed":
        path.write_text(path.read_text("utf-8").replace("Yamada", "Suzuki"), "utf-8")
    else:
        path.write_text("{")
    assert main(["exam", "check"]) == BAD_INPUT
    assert record.id in capsys.readouterr().out


def test_a_damaged_database_is_rebuilt_by_the_command_that_its_error_names(
    record: ExamRecord, database: ExamDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database.close()
    path = tmp_path / "data" / FILE_NAME
    path.write_bytes(b"damaged" * 1000)
    assert main(["exam", "list"]) == BAD_INPUT
    assert "minamo exam rebuild" in capsys.readouterr().err
    assert main(["exam", "rebuild"]) == DONE
    said = capsys.readouterr().out
    assert "1 added" in said
    assert Path(said.splitlines()[0]).read_bytes() == b"damaged" * 1000
    assert main(["exam", "list"]) == DONE
    assert record.id in capsys.readouterr().out


def test_what_cannot_be_rebuilt_is_named(
    record: ExamRecord, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "data" / "exams" / "2026-01-01_000000_broken"
    broken.mkdir()
    (broken / "exam.json").write_text("{")
    assert main(["exam", "rebuild"]) == BAD_INPUT
    assert "broken" in capsys.readouterr().err


def test_an_export_is_deidentified_unless_it_is_told_otherwise(
    record: ExamRecord, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, more in (("clean.zip", []), ("whole.zip", ["--with-identity"])):
        assert main(["exam", "export", record.id[:6], "--out", str(tmp_path / name), *more]) == DONE
        assert capsys.readouterr().out == f"{tmp_path / name}\n"
    contents = []
    for name in ("clean.zip", "whole.zip"):
        with zipfile.ZipFile(tmp_path / name) as packed:
            contents.append(ExamContent.model_validate_json(packed.read("exam.json")))
    clean, whole = contents
    assert whole == record.content
    assert (clean.exam.note, clean.exam.patient.pseudonym == whole.exam.patient.pseudonym) == ("", False)


def test_an_id_that_fits_no_exam_or_several_is_said(
    record: ExamRecord, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["exam", "export", "zzz", "--out", str(tmp_path / "x.zip")]) == BAD_INPUT
    assert "0 exams begin with 'zzz'" in capsys.readouterr().err
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.usefixtures("quick_key")
def test_an_encrypted_export_asks_twice_for_its_pass_phrase(
    record: ExamRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["a few words", "other words", "a few words", "a few words"])
    monkeypatch.setattr(command.getpass, "getpass", lambda _prompt, _stream: next(answers))
    arguments = ["exam", "export", record.id, "--out", str(tmp_path / "x.zip"), "--encrypt"]
    assert main(arguments) == BAD_INPUT
    assert "differ" in capsys.readouterr().err
    assert main(arguments) == DONE
    with zipfile.ZipFile(io.BytesIO((tmp_path / "x.zip").read_bytes())) as packed:
        assert "exam.zip.age" in packed.namelist()
