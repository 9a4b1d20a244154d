"""Cross-validation: every patient is judged by the release that never saw him, and figures are those of the field."""

from pathlib import Path

import numpy as np
import pytest

from inference.detector import load_detector
from inference.evaluation.crossval import delong_interval, judge, summarise_crossval
from inference.training.cases import read_cases
from inference.training.errors import DataError
from tests.inference.made_up import data_folder, untrained_release


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data_folder(tmp_path_factory.mktemp("crossval") / "made-up", 16)


def releases(data: Path, folder: Path) -> list[Path]:
    """One release a fold, each trained on the other fold's patients."""
    cases = read_cases(data)
    folders = []
    for fold in ("4", "5"):
        others = tuple(sorted({case.patient_key for case in cases if case.row["fold5"] != fold}))
        untrained_release(folder / fold, patients_trained_on=others)
        folders.append(folder / fold)
    return folders


def test_each_patient_is_judged_by_the_release_that_never_saw_him(data: Path, tmp_path: Path) -> None:
    cases = read_cases(data)
    judged = judge(cases, releases(data, tmp_path), lambda folder: load_detector("cpu", folder), lambda _: None)
    assert {item.prediction.id for item in judged} == {case.id for case in cases}
    assert {(item.fold, item.prediction.row["fold5"]) for item in judged} == {(0, "4"), (1, "5")}
    told = summarise_crossval(judged)
    assert told["n"] == 16
    assert set(told["auc_by_fold"]) == {1, 2}
    assert 0 <= told["sensitivity"] <= 1


def test_a_patient_that_every_release_has_seen_is_refused(data: Path, tmp_path: Path) -> None:
    everyone = tuple(sorted({case.patient_key for case in read_cases(data)}))
    untrained_release(tmp_path / "all", patients_trained_on=everyone)
    with pytest.raises(DataError, match="unseen by 0 of the 1"):
        judge(read_cases(data), [tmp_path / "all"], lambda folder: load_detector("cpu", folder), lambda _: None)


def test_the_interval_of_the_area_is_delongs() -> None:
    rng = np.random.default_rng(3)
    diseased, healthy = rng.normal(1, 1, 40), rng.normal(0, 1, 60)
    labels = np.r_[np.ones(40, np.bool_), np.zeros(60, np.bool_)]
    interval = delong_interval(labels, np.r_[diseased, healthy])
    wins = (diseased[:, None] > healthy[None, :]).astype(float)
    variance = wins.mean(axis=1).var(ddof=1) / 40 + wins.mean(axis=0).var(ddof=1) / 60
    assert interval is not None
    assert interval[1] - interval[0] == pytest.approx(2 * 1.959964 * np.sqrt(variance), rel=1e-5)
    assert sum(interval) / 2 == pytest.approx(wins.mean())
    assert delong_interval(np.ones(3, np.bool_), np.zeros(3)) is None
