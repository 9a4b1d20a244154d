"""`minamo report` makes PDF and JSON of a kept exam."""

import json
from pathlib import Path

import pytest

from app.__main__ import main
from app.exam.content.exam import ExamContent, ExamState
from app.exam.content.person import Role
from app.exam.record.exam_file import write_exam_file
from tests.app.exam.report.made_exam import earlier_exam, exam, full_exam, snapshot
from tests.app.pdf.reading_back import pages_by_pypdf, squeezed


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "config"
    folder.mkdir()
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(folder))
    return folder


def kept(folder: Path, content: ExamContent) -> str:
    folder.mkdir(exist_ok=True)
    write_exam_file(folder, content)
    return str(folder)


def test_it_writes_both_files_and_prints_their_paths(tmp_path: Path, capsys) -> None:
    now = kept(tmp_path / "now", full_exam(tmp_path / "now", Role.SONOGRAPHER))
    then = kept(tmp_path / "then", earlier_exam(tmp_path / "then"))
    out = tmp_path / "out"
    assert main(["report", now, "--out", str(out), "--language", "ja", "--earlier", then]) == 0
    assert capsys.readouterr().out.split() == [str(out / "report.pdf"), str(out / "report.json")]
    text = squeezed("".join(pages_by_pypdf((out / "report.pdf").read_bytes())))
    assert "前回検査(2025-11-20)との比較" in text
    assert json.loads((out / "report.json").read_text("utf-8"))["earlier"]["exam_id"] == "old1"


@pytest.mark.parametrize(
    ("setting", "option", "shown"),
    [
        ("", [], False),
        ("[report]\nscores = true\n", [], True),
        ("", ["--scores"], True),
        ("[report]\nscores = true\n", ["--no-scores"], False),
    ],
)
def test_scores_are_off_until_the_site_or_the_user_wants_them(
    tmp_path: Path, own_settings: Path, setting: str, option: list[str], shown: bool
) -> None:
    (own_settings / "settings.toml").write_text(setting, "utf-8")
    now = kept(tmp_path / "now", full_exam(tmp_path / "now"))
    assert main(["report", now, "--out", str(tmp_path / "out"), *option]) == 0
    assert json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))["scores"]["shown"] is shown


def test_a_sealed_exam_is_refused_and_nothing_is_written(tmp_path: Path, capsys) -> None:
    now = kept(tmp_path / "now", ExamContent(exam=exam(state=ExamState.SEALED)))
    assert main(["report", now, "--out", str(tmp_path / "out")]) == 3
    assert "pass phrase" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []


def test_a_broken_template_is_refused_until_the_user_wants_the_shipped_ones(
    tmp_path: Path, own_settings: Path, capsys
) -> None:
    (own_settings / "templates" / "report").mkdir(parents=True)
    (own_settings / "templates" / "report" / "head.html").write_text("\n{% if %}", "utf-8")
    now = kept(tmp_path / "now", ExamContent(exam=exam()))
    assert main(["report", now, "--out", str(tmp_path / "out")]) == 3
    assert "head.html has an error in line 2" in capsys.readouterr().err
    assert main(["report", now, "--out", str(tmp_path / "out"), "--shipped-templates"]) == 0


def test_missing_media_are_said_and_the_report_is_made(tmp_path: Path, capsys) -> None:
    picture = snapshot(tmp_path / "now", 1)
    (tmp_path / "now" / picture.plain).unlink()
    now = kept(tmp_path / "now", ExamContent(exam=exam(), items=(picture,)))
    assert main(["report", now, "--out", str(tmp_path / "out")]) == 0
    assert picture.plain in capsys.readouterr().err


def test_a_folder_without_an_exam_is_said(tmp_path: Path, capsys) -> None:
    assert main(["report", str(tmp_path / "none"), "--out", str(tmp_path / "out")]) == 3
    assert capsys.readouterr().err.startswith("minamo: ")
