"""`minamo evaluate video` makes clips, measures, writes what it says, and refuses patients the weights have seen."""

import json
from pathlib import Path

import pytest

from app.__main__ import main
from inference.evaluation.cine import seeds
from inference.evaluation.cine.recipe import MOTION_NOTE
from inference.manifest import read_manifest, write_manifest
from tests.inference.cine.made_up_sets import made_up_sets


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up_sets(tmp_path_factory.mktemp("video"))


@pytest.fixture(autouse=True)
def short_clips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeds, "SHORTEST_S", 1.5)
    monkeypatch.setattr(seeds, "LONGEST_S", 1.6)
    monkeypatch.setattr(seeds, "SIZES", ((160, 128),))
    monkeypatch.setattr(seeds, "RATES", ((10.0, 10.0),))


def evaluate(data: Path, models: Path, out: Path, *more: str) -> int:
    given = ["--data", str(data), "--models", str(models), "--device", "cpu", "--out", str(out)]
    return main(["evaluate", "video", *given, *more])


def test_tables_figure_and_json_are_written_and_say_that_the_motion_is_synthetic(
    data: Path, untrained_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("trackeval")
    assert evaluate(data, untrained_models, tmp_path, "--development", "--clips", "2") == 0
    tree = json.loads((tmp_path / "video.json").read_text(), parse_constant=pytest.fail)
    assert (tree["clips"], tree["part"]) == (2, "development")
    assert tree["note"] == MOTION_NOTE
    assert MOTION_NOTE in (tmp_path / "video.md").read_text()
    assert set(tree["trackers"]) == {"minamo"}
    named = capsys.readouterr().out.split()
    written = {"video.json", "video.md", "video_froc.png", "false_alarms.webp", "false_alarm_causes.json"}
    assert {Path(name).name for name in named} == written
    assert tree["real_clips"] == {"breast": None, "other_organs": None}  # this folder holds none
    assert all(Path(name).is_file() for name in named)


def test_a_run_that_was_broken_off_goes_on_with_what_is_finished(
    data: Path, untrained_models: Path, tmp_path: Path
) -> None:
    pytest.importorskip("trackeval")
    assert evaluate(data, untrained_models, tmp_path, "--development", "--clips", "1") == 0
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "clips").iterdir()}
    assert evaluate(data, untrained_models, tmp_path, "--development", "--clips", "2") == 0
    after = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "clips").iterdir()}
    assert len(before) == 1
    assert len(after) == 2
    assert before.items() <= after.items()


def test_patients_the_weights_were_fitted_on_are_refused(
    data: Path, untrained_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("trackeval")
    seen = tuple(f"{name}/{letter}{n}" for name, letter in (("bus-bra", "p"), ("bus-uclm", "q")) for n in range(12))
    (tmp_path / "models").mkdir()
    write_manifest(
        read_manifest(untrained_models).model_copy(update={"patients_trained_on": seen}), tmp_path / "models"
    )
    assert evaluate(data, tmp_path / "models", tmp_path / "out", "--development", "--clips", "1") == 3
    assert "were used to make these weights" in capsys.readouterr().err
    assert not (tmp_path / "out" / "video.json").exists()


def test_a_sheet_shows_the_clips_without_any_network(data: Path, tmp_path: Path) -> None:
    absent = tmp_path / "no-models"
    assert evaluate(data, absent, tmp_path / "out", "--development", "--clips", "2", "--sheet") == 0
    assert (tmp_path / "out" / "contact_sheet.png").stat().st_size > 10_000


def test_data_that_are_not_there_are_bad_input(untrained_models: Path, tmp_path: Path) -> None:
    assert evaluate(tmp_path, untrained_models, tmp_path / "out", "--development") == 3


def test_the_network_can_look_first_and_settings_be_tuned_on_development_clips_alone(
    data: Path, untrained_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("trackeval")
    pytest.importorskip("trackers")
    development = ["--development", "--clips", "2"]
    assert evaluate(data, untrained_models, tmp_path, *development, "--only-detections") == 0
    assert not (tmp_path / "video.json").exists()
    assert evaluate(data, untrained_models, tmp_path, *development, "--tune", "2") == 0
    tree = json.loads((tmp_path / "tuning.json").read_text(), parse_constant=pytest.fail)
    assert {len(trials) for trials in tree["trials"].values()} == {2}
    assert evaluate(data, untrained_models, tmp_path, "--tune", "2") == 3
    assert "--development" in capsys.readouterr().err
