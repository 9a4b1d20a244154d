"""`minamo study analyse` writes the result and the curves, and names what is wrong in a table."""

import json
from pathlib import Path

import pytest

from app.__main__ import main
from tests.inference.test_readers import made_up, written


def test_result_and_curves_are_written_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = written(tmp_path / "ratings.csv", made_up(treatments=3))
    assert main(["study", "analyse", str(table), "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr()
    assert said.out.split() == [str(tmp_path / "out" / name) for name in ("result.json", "roc.png")]
    assert "random readers, random cases" in said.err
    result = json.loads((tmp_path / "out" / "result.json").read_text("utf-8"), parse_constant=pytest.fail)
    assert result["auc"].keys() == {"1", "2", "3"}
    assert len(result["fixed_readers"]["pairs"]) == 3
    assert result["covariance"] == "jackknife"
    assert (tmp_path / "out" / "roc.png").stat().st_size > 10_000


def test_a_wrong_table_is_bad_input_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ratings.csv").write_text("reader,case\n1,2\n")
    assert main(["study", "analyse", str(tmp_path / "ratings.csv"), "--out", str(tmp_path / "out")]) == 3
    assert "lacks the columns" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
