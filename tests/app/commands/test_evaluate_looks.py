"""`minamo evaluate looks` looks at each lesion once and says what looking longer brings."""

import json
from pathlib import Path

import pytest

from app.__main__ import main
from inference.evaluation.cine import seeds
from inference.evaluation.cine.recipe import MOTION_NOTE
from tests.inference.cine.made_up_sets import made_up_sets


def test_a_table_a_figure_and_json_are_written(
    untrained_models: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (("LOOK_S", 1.5), ("LOOK_HZ", 10.0), ("SIZES", ((160, 128),))):
        monkeypatch.setattr(seeds, name, value)
    data = made_up_sets(tmp_path / "sets")
    out = tmp_path / "out"
    given = ["--data", str(data), "--models", str(untrained_models), "--device", "cpu", "--out", str(out)]
    assert main(["evaluate", "looks", *given, "--development", "--clips", "2"]) == 0
    tree = json.loads((out / "looks.json").read_text(), parse_constant=pytest.fail)
    assert (tree["lesions"], tree["part"], tree["note"]) == (2, "development", MOTION_NOTE)
    assert MOTION_NOTE in (out / "looks.md").read_text()
    named = [Path(name) for name in capsys.readouterr().out.split()]
    assert {path.name for path in named} == {"looks.json", "looks.md", "looks.png"}
    assert all(path.is_file() for path in named)
