"""A scanner can be left out of training, and how much that costs is measured on the same images."""

import csv
from pathlib import Path

import pytest

from inference.evaluation.crossval import merit
from inference.evaluation.crossval.fold import Fold, JudgedPicture, Weights
from inference.evaluation.crossval.judge import held_out
from inference.evaluation.crossval.scanners import drops, table
from inference.evaluation.crossval.together import put_together
from inference.manifest import read_manifest
from inference.training.cases import read_cases
from inference.training.errors import DataError
from inference.training.scanners import scanner_of
from inference.training.train import split
from tests.inference.made_up import data_folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Patients by turns from two scanners; every patient has two pictures."""
    folder = data_folder(tmp_path_factory.mktemp("scanners") / "made-up", 48)
    with (folder / "labels.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    names = ("Toshiba Aplio 300 @12-14 MHz", "GE Logiq 7 @10-14MHz")
    with (folder / "labels.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "device"])
        writer.writeheader()
        writer.writerows(row | {"device": names[int(row["patient"][1:]) // 2 % 2]} for row in rows)
    return folder


def test_nobody_of_the_scanner_or_of_the_fold_is_trained_on(data: Path) -> None:
    parts = split([data], "5", "toshiba")
    assert parts.scanner_left_out == "Toshiba Aplio 300"
    seen = (*parts.train, *parts.validation)
    assert seen
    assert {scanner_of(case) for case in seen} == {"GE Logiq 7"}
    assert {case.row["fold5"] for case in seen} == {"4"}
    assert len(seen) + len(parts.test) == 48
    assert not {case.patient_key for case in seen} & {case.patient_key for case in parts.test}


def test_an_ordinary_split_leaves_out_no_scanner(data: Path) -> None:
    parts = split([data], "5")
    assert parts.scanner_left_out is None
    assert {case.row["fold5"] for case in parts.test} == {"5"}


@pytest.mark.parametrize("name", ["Philips", "i", ""])
def test_a_name_that_fits_none_or_several_scanners_is_refused_with_their_names(data: Path, name: str) -> None:
    with pytest.raises(DataError, match=r"names [02] scanners.*GE Logiq 7, Toshiba Aplio 300"):
        split([data], "5", name)


def test_a_release_without_a_scanner_judges_all_its_pictures(data: Path, untrained_models: Path) -> None:
    training = {"test_fold": "5", "scanner_left_out": "GE Logiq 7"}
    manifest = read_manifest(untrained_models).model_copy(update={"training": training})
    mine = held_out(read_cases(data), manifest)
    assert {scanner_of(case) for case in mine} == {"GE Logiq 7"}
    assert {case.row["fold5"] for case in mine} == {"4", "5"}


def picture(number: int, malignancy: float) -> JudgedPicture:
    return JudgedPicture(
        id=str(number), patient=f"set/{number}", label=("benign", "malignant")[number % 2], scanner="GE Logiq 7",
        picture=f"{number:016x}", longest_px=300, lesions=((10, 10, 60, 60),), candidates=((10, 10, 60, 60, 0.9),),
        abstained=None, malignancy=malignancy, called=malignancy > 0.5, box=(10, 10, 60, 60), confidence=0.9,
        given_malignancy=malignancy, given_called=malignancy > 0.5, dice=0.9,
    )  # fmt: skip


def fold_of(untrained: Path, name: str, scanner: str | None, pictures: list[JudgedPicture]) -> Fold:
    manifest = read_manifest(untrained)
    fields = ("name", "version", "date", "thresholds", "calibration", "development_prevalence")
    weights = Weights(
        **{field: getattr(manifest, field) for field in fields},
        sha256=manifest.weights_sha256, training={}, patients_trained_on=(), patients_validated_on=(), pictures_seen=(),
        device="CPU", backend="OpenVINO", number_format="f32",
    )  # fmt: skip
    return Fold(
        data="set", fold=name, folds=("1", "2"), scanner_left_out=scanner, weights=weights, pictures=tuple(pictures)
    )


def test_the_drop_is_that_of_the_images_judged_both_ways(
    untrained_models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merit, "ROUNDS", 100)
    right = [picture(number, 0.9 if number % 2 else 0.1) for number in range(60)]
    wrong = [picture(number, 0.1 if number % 4 == 1 else 0.9 if number % 2 else 0.2) for number in range(80)]
    ordinary = fold_of(untrained_models, "1", None, right)
    without = fold_of(untrained_models, "1", "GE Logiq 7", wrong)
    together = put_together([without, ordinary])
    assert [fold.name for fold in together.without] == ["without-ge-logiq-7.json"]
    assert together.missing == ("2",)
    row = drops(together.folds, together.without)["GE Logiq 7"]
    assert row["n"] == 80
    assert row["found"]["n_compared"] == 60
    assert row["found"]["auc_in_folds"] == 1.0
    assert row["found"]["auc"] == pytest.approx(0.5)  # half the malignant ones under every benign one
    assert row["found"]["drop"] == pytest.approx(0.5)
    assert row["met"] is False
    low, high = row["found"]["drop_interval"]
    assert low < 0.5 < high
    assert "on 60" in table({"GE Logiq 7": row})


def test_a_scanner_of_few_images_is_told_but_not_judged(untrained_models: Path) -> None:
    pictures = [picture(number, 0.9 if number % 2 else 0.1) for number in range(20)]
    folds = (fold_of(untrained_models, "1", None, pictures),)
    row = drops(folds, (fold_of(untrained_models, "1", "U-Systems", pictures),))["U-Systems"]
    assert row["found"]["drop"] == 0
    assert row["met"] is None
    alone = drops((), (fold_of(untrained_models, "1", "U-Systems", pictures),))["U-Systems"]
    assert alone["found"]["auc"] == 1.0
    assert alone["found"]["drop"] is None
