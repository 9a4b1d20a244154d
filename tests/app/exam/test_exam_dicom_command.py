"""`minamo exam dicom` writes the objects of an exam: without identity, unless it is asked for."""

from pathlib import Path

import pydicom
import pytest

from app.__main__ import main
from tests.app.exam.dicom.made_exam import ENTRY, NAME, PATIENT_ID, made_exam, verified
from tests.dicom_tools import dciodvfy

DONE, BAD_INPUT = 0, 3


@pytest.fixture
def exam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(tmp_path / "config"))
    folder = tmp_path / "exam"
    content = verified(made_exam(folder, note="calls herself Yamada"))
    (folder / "exam.json").write_text(content.model_dump_json(), encoding="utf-8")
    return folder


def written(said: str) -> list[pydicom.FileDataset]:
    return [pydicom.dcmread(path) for path in said.splitlines()]


def test_without_identity_nobody_is_named_and_what_stayed_behind_is_told(
    exam: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["exam", "dicom", str(exam), "--out", str(tmp_path / "out")]) == DONE
    said = capsys.readouterr()
    objects = written(said.out)
    assert {each.Modality for each in objects} == {"US", "SR"}
    assert {each.PatientIdentityRemoved for each in objects} == {"YES"}
    assert "left out, names somebody: exam note" in said.err
    assert "--keep 'lesion 1 note'" in said.err
    everything = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    for word in ("Yamada", "山田", PATIENT_ID, ENTRY.accession_number, ENTRY.study_instance_uid, "19710309"):
        assert word.encode() not in everything


def test_a_second_exam_of_the_same_patient_gets_the_same_pseudonym(
    exam: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pseudonyms = set()
    for name in ("one", "other"):
        assert main(["exam", "dicom", str(exam), "--out", str(tmp_path / name)]) == DONE
        pseudonyms |= {each.PatientID for each in written(capsys.readouterr().out)}
    assert len(pseudonyms) == 1


def test_with_identity_every_object_is_the_patients_and_the_report_is_among_them(
    exam: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    asked = ["exam", "dicom", str(exam), "--out", str(out), "--with-identity", "--report", "--overlays"]
    assert main(asked) == DONE
    objects = written(capsys.readouterr().out)
    assert {(each.PatientID, str(each.PatientName)) for each in objects} == {(PATIENT_ID, NAME)}
    assert {each.Modality for each in objects} == {"US", "SR", "DOC"}
    for path in out.iterdir():
        errors, _ = dciodvfy(path)
        assert errors == [], path.name


def test_what_could_not_be_made_is_told_by_the_exit_status(
    exam: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (exam / "s1.png").unlink()
    assert main(["exam", "dicom", str(exam), "--out", str(tmp_path / "out"), "--with-identity"]) == BAD_INPUT
    said = capsys.readouterr()
    assert "s1.png of this exam cannot be read" in said.err
    assert len(said.out.splitlines()) == 5


def test_an_exam_that_is_not_there_is_said(exam: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exam", "dicom", "nosuch", "--out", str(tmp_path / "out")]) == BAD_INPUT
    assert "0 exams begin with 'nosuch'" in capsys.readouterr().err
