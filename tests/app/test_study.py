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
    names = ("result.json", "roc.png", "forest.png", "report.html", "report.pdf")
    assert said.out.split() == [str(tmp_path / "out" / name) for name in names]
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


def test_the_size_of_a_planned_study_is_told_from_an_earlier_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["study", "size", "--result", "defaults", "--difference", "0.05", "--out", str(tmp_path)]
    assert main(asked) == 0
    said = capsys.readouterr()
    assert said.out.split() == [str(tmp_path / "size.json")]
    assert "Van Dyke" in said.err
    sizes = json.loads((tmp_path / "size.json").read_text("utf-8"))["sizes"]
    assert sizes[0] == {"readers": 3, "cases": None, "diseased": None, "power": None}
    assert main([*asked[:3], str(tmp_path / "size.json"), *asked[4:]]) == 3


@pytest.mark.parametrize("option", [["--marks", "marks.csv"], ["--network", "predictions.csv"]])
def test_a_table_that_is_not_there_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    table = written(tmp_path / "ratings.csv", made_up())
    asked = [option[0], str(tmp_path / option[1])]
    assert main(["study", "analyse", str(table), "--out", str(tmp_path / "out"), *asked]) == 3
    assert f"{option[1]} cannot be read" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_and_a_value_that_is_none_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = written(tmp_path / "ratings.csv", made_up())
    (tmp_path / "out" / "report.html").mkdir(parents=True)
    asked = ["study", "analyse", str(table), "--out", str(tmp_path / "out")]
    assert main(asked) == 3
    assert "cannot be written to" in capsys.readouterr().err
    for option in (["--threshold", "nan"], ["--seed", "-1"], ["--aid-threshold", "high"]):
        with pytest.raises(SystemExit, match="2"):
            main([*asked, *option])


def test_the_help_says_what_a_command_does_and_not_what_it_raises(capsys: pytest.CaptureFixture[str]) -> None:
    for kind in ("new", "prepare", "read", "export", "analyse", "size"):
        with pytest.raises(SystemExit, match="0"):
            main(["study", kind, "--help"])
        assert "Raises" not in capsys.readouterr().out
