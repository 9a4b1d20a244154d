"""Cross-validation in parts: a fold is judged by the release that never saw it, kept, and put together with others."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.__main__ import main
from inference.evaluation.crossval import figures, merit
from inference.evaluation.crossval.fold import Fold, read_fold, write_fold
from inference.evaluation.crossval.merit import Judged, delong_interval, judged_of, lesions_of, malignancy_figures
from inference.evaluation.crossval.report import metrics_of
from inference.evaluation.crossval.together import put_together
from inference.evaluation.metrics import Prediction, auc_of
from inference.manifest import MODELS_FOLDER, read_manifest, write_manifest
from inference.training.cases import read_cases
from inference.training.errors import DataError
from tests.inference.made_up import data_folder, untrained_release


@pytest.fixture(scope="module", autouse=True)
def few_rounds() -> Iterator[None]:
    """Intervals from few draws: what they hold is tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merit, "ROUNDS", 30)
        patch.setattr(figures, "_BAND_ROUNDS", 20)
        yield


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data_folder(tmp_path_factory.mktemp("crossval") / "made-up", 16)


@pytest.fixture(scope="module")
def releases(data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One release a fold, each trained on the other fold's patients."""
    folder, cases = tmp_path_factory.mktemp("releases"), read_cases(data)
    untrained_release(folder / "weights")
    others = {fold: {case.patient_key for case in cases if case.row["fold5"] != fold} for fold in ("4", "5")}
    return [release_for(folder / "weights", folder / fold, fold, others[fold]) for fold in ("4", "5")]


def release_for(weights: Path, folder: Path, fold: str, seen: set[str]) -> Path:
    """The same weights once more with a manifest that says who they were trained on."""
    shutil.copytree(weights, folder)
    changes = {"patients_trained_on": tuple(sorted(seen)), "training": {"test_fold": fold, "seed": 1}}
    write_manifest(read_manifest(folder).model_copy(update=changes), folder)
    return folder


def crossval(out: Path, *words: object) -> int:
    return main(["evaluate", "crossval", "--out", str(out), *map(str, words)])


@pytest.fixture(scope="module")
def at_once(data: Path, releases: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of both releases in one run."""
    out = tmp_path_factory.mktemp("once")
    assert crossval(out, "--data", data, "--releases", *releases, "--device", "cpu") == 0
    return out


@pytest.fixture(scope="module")
def kept(at_once: Path) -> list[Path]:
    """The files of both folds."""
    return [at_once / "fold4.json", at_once / "fold5.json"]


def test_folds_judged_at_once_and_one_by_one_give_the_same_numbers(
    data: Path, releases: list[Path], at_once: Path, kept: list[Path], tmp_path: Path
) -> None:
    assert crossval(tmp_path, "--data", data, "--releases", releases[1], "--folds", kept[0], "--device", "cpu") == 0
    assert (tmp_path / "fold5.json").read_bytes() == kept[1].read_bytes()
    once, parts = (json.loads((folder / "metrics.json").read_text()) for folder in (at_once, tmp_path))
    assert once == parts
    assert once["folds"] == ["4", "5"]
    assert once["folds_missing"] == []
    assert once["found"]["n"] == 16
    assert once["given"]["n"] == 12  # without the normal pictures
    assert set(once["found"]["auc_by_fold"]) == {"4", "5"}
    assert 0 <= once["given"]["sensitivity"] <= 1
    assert {path.name for path in at_once.iterdir()} == {
        "fold4.json", "fold5.json", "metrics.json", "table.md", "roc.png", "froc.png", "reliability.png", "worst.png",
    }  # fmt: skip


def test_each_patient_is_judged_by_the_release_that_never_saw_him(data: Path, kept: list[Path]) -> None:
    folds = [read_fold(path) for path in kept]
    assert sorted(one.id for fold in folds for one in fold.pictures) == sorted(case.id for case in read_cases(data))
    for fold in folds:
        assert fold.seen() == []
        assert not {one.patient for one in fold.pictures} & set(fold.weights.patients_trained_on)


def test_a_fold_survives_its_file(kept: list[Path], tmp_path: Path) -> None:
    fold = read_fold(kept[0])
    assert read_fold(write_fold(fold, tmp_path / "again.json")) == fold
    assert (tmp_path / "again.json").read_bytes() == kept[0].read_bytes()


def test_missing_folds_are_named(kept: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert crossval(tmp_path, "--folds", kept[1]) == 0
    assert "folds not judged yet: 4" in capsys.readouterr().err
    assert json.loads((tmp_path / "metrics.json").read_text())["folds_missing"] == ["4"]
    assert put_together([read_fold(kept[1])]).title == "fold 5 alone, of 2"
    assert put_together([read_fold(path) for path in kept]).title == "all 2 folds"


def test_folds_that_were_trained_in_different_ways_are_said_to_be(kept: list[Path]) -> None:
    one, other = (read_fold(path) for path in kept)
    assert put_together([one, other]).same_training
    training = other.weights.training | {"seed": 2}
    other = other.model_copy(update={"weights": other.weights.model_copy(update={"training": training})})
    together = put_together([one, other])
    assert not together.same_training
    assert metrics_of(together)["same_training"] is False


def test_a_patient_in_two_files_is_refused(kept: list[Path]) -> None:
    with pytest.raises(DataError, match=r"is judged in fold4\.json and again in fold4\.json"):
        put_together([read_fold(kept[0]), read_fold(kept[0])])


@pytest.mark.parametrize("remembered_by", ["patients_trained_on", "patients_validated_on", "pictures_seen"])
def test_a_fold_judged_by_weights_that_saw_a_patient_is_refused(kept: list[Path], remembered_by: str) -> None:
    fold = read_fold(kept[0])
    one = fold.pictures[0]
    seen = (one.picture if remembered_by == "pictures_seen" else one.patient,)
    dishonest = fold.model_copy(update={"weights": fold.weights.model_copy(update={remembered_by: seen})})
    with pytest.raises(DataError, match=f"fold4.json: 1 patients of fold 4.*first: {one.patient}"):
        put_together([dishonest])


def test_a_release_that_saw_its_fold_does_not_judge_it(
    data: Path, releases: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    everyone = {case.patient_key for case in read_cases(data)}
    release = release_for(releases[0], tmp_path / "all", "4", everyone)
    assert crossval(tmp_path / "out", "--data", data, "--releases", release, "--device", "cpu") == 3
    assert "4 patients of fold 4 were used" in capsys.readouterr().err
    assert not (tmp_path / "out" / "fold4.json").exists()


def test_a_release_of_a_fold_that_the_set_lacks_is_named(
    data: Path, releases: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release = release_for(releases[0], tmp_path / "other", "3", set())
    assert crossval(tmp_path / "out", "--data", data, "--releases", release, "--device", "cpu") == 3
    assert "kept apart fold '3'" in capsys.readouterr().err


def test_a_damaged_fold_and_no_fold_at_all_are_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "fold1.json").write_text('{"format": 1}')
    assert crossval(tmp_path / "out", "--folds", tmp_path / "fold1.json") == 3
    assert "is not a judged fold" in capsys.readouterr().err
    for words in ((), ("--releases", tmp_path), ("--releases", tmp_path, "--folds", tmp_path / "fold1.json")):
        assert crossval(tmp_path / "out", *words) == 3
        assert "Give judged folds" in capsys.readouterr().err


def test_folds_judged_in_two_ways_are_not_mixed(kept: list[Path]) -> None:
    one, other = (read_fold(path) for path in kept)
    with pytest.raises(DataError, match=r"fold4\.json and fold5\.json were judged by versions"):
        put_together([other, one.model_copy(update={"drawing": 1})])


def test_folds_of_two_sets_are_not_mixed(kept: list[Path]) -> None:
    one, other = (read_fold(path) for path in kept)
    with pytest.raises(DataError, match=r"fold4\.json is of made-up and fold5\.json of another"):
        put_together([one, other.model_copy(update={"data": "another"})])


def test_precision_at_half_malignant_follows_from_sensitivity_and_specificity(kept: list[Path]) -> None:
    fold = made_of(read_fold(kept[0]), malignant=(True, True, False, True), benign=(False,) * 7 + (True,))
    found = metrics_of(put_together([fold]))["found"]
    assert (found["sensitivity"], found["specificity"]) == (0.75, 0.875)
    assert found["precision"] == 0.75
    assert found["precision_at_prevalence_50"] == pytest.approx(0.75 / (0.75 + 0.125))
    assert found["accuracy_at_prevalence_50"] == pytest.approx((0.75 + 0.875) / 2)


def made_of(fold: Fold, malignant: tuple[bool, ...], benign: tuple[bool, ...]) -> Fold:
    """A fold with one picture for each call."""
    model = fold.pictures[0]
    calls = [("malignant", called) for called in malignant] + [("benign", called) for called in benign]
    pictures = tuple(
        model.model_copy(update={"id": str(number), "patient": f"made-up/x{number}", "label": label, "called": called})
        for number, (label, called) in enumerate(calls)
    )
    return fold.model_copy(update={"pictures": pictures})


def test_the_folds_kept_in_the_repository_are_honest_small_and_make_its_metrics() -> None:
    folder = MODELS_FOLDER / "evaluation" / "crossval"
    files = sorted([*folder.glob("fold*.json"), *folder.glob("without-*.json")])
    if not files:
        pytest.skip("no fold has been kept yet")
    assert all(file.stat().st_size < 500_000 for file in files)
    together = put_together([read_fold(file) for file in files])
    kept = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    assert kept["folds"] == [fold.fold for fold in together.folds]
    assert kept["folds_missing"] == list(together.missing)
    assert list(kept.get("scanners_left_out", {})) == sorted(str(fold.scanner_left_out) for fold in together.without)
    for mode in ("found", "given"):
        lesions = lesions_of(judged_of(together.folds, mode == "given"))
        assert kept[mode]["auc"] == pytest.approx(auc_of(lesions.labels, lesions.scores))


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


def test_a_patient_counts_once_with_the_mean_of_the_images() -> None:
    images = [("ill", 0.9), ("ill", 0.1), ("well", 0.3), ("well", 0.3), ("fine", 0.2)]
    judged = [
        Judged(
            Prediction("", patient, "malignant" if patient == "ill" else "benign", score, None, None, None, (), (), {}),
            fold="1", called=score > 0.5, shown=0.0, scanner="", dice=None,
        )
        for patient, score in images
    ]  # fmt: skip
    found = malignancy_figures(judged)
    assert found["auc"] == pytest.approx(0.5)  # one of the two images of the ill patient is below all others
    assert found["auc_of_patients"] == 1.0  # 0.5 above 0.3 and 0.2
