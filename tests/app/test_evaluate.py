"""`minamo evaluate stills` runs the whole chain, writes what it says, and refuses patients the weights have seen."""

import csv
import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.__main__ import main
from tests.inference.made_up import data_folder

KEYS = {
    "n", "auc", "auc_low", "auc_high", "auc_with_normals", "auc_not_abstained", "n_not_abstained", "abstained_share",
    "precision", "recall", "specificity", "f1", "accuracy", "threshold", "ece", "detection_recall",
    "detection_recall_centre", "detection_recall_by_size", "false_boxes_per_image", "ap50", "weights_sha256",
    "allow_seen", "boxes",
}  # fmt: skip


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, untrained_models: Path) -> tuple[Path, Path]:
    return data_folder(tmp_path_factory.mktemp("evaluate") / "made-up", 8), untrained_models


def evaluate(folders: tuple[Path, Path], out: Path, *more: str) -> int:
    data, models = folders
    return main(
        [
            "evaluate",
            "stills",
            "--data",
            str(data),
            "--models",
            str(models),
            "--device",
            "cpu",
            "--out",
            str(out),
            *more,
        ]
    )


def test_metrics_predictions_and_figures_are_written(
    folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(folders, tmp_path, "--where", "fold5=5") == 0
    metrics = json.loads((tmp_path / "metrics.json").read_text())
    assert metrics.keys() >= KEYS
    assert metrics["boxes"] == "found"
    assert metrics["n"] == 4
    with (tmp_path / "predictions.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "id", "label", "malignancy", "abstained", "left", "top", "right", "bottom", "confidence",
    ]  # fmt: skip
    assert {row["id"] for row in rows} == {"case2", "case3", "case6", "case7"}
    assert all(0 <= float(row["malignancy"]) <= 1 for row in rows)
    named = capsys.readouterr().out.split()
    assert all(Path(name).is_file() for name in named)
    assert {Path(name).name for name in named} >= {"metrics.json", "predictions.csv", "froc.png", "scores.png"}


def test_given_boxes_are_a_second_mode_and_named(folders: tuple[Path, Path], tmp_path: Path) -> None:
    assert evaluate(folders, tmp_path, "--where", "fold5=5", "--given-boxes") == 0
    metrics = json.loads((tmp_path / "metrics.json").read_text())
    assert metrics["boxes"] == "given"
    assert metrics["detection_recall"] == 1.0


def test_given_boxes_need_an_outline_of_every_lesion_and_none_of_a_normal_picture(
    untrained_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = data_folder(tmp_path / "foreign", 4)
    (data / "masks" / "case0.png").replace(data / "masks" / "case3.png")  # an outline in the normal picture
    cv2.imwrite(str(data / "masks" / "case0.png"), np.zeros((240, 300), np.uint8))
    assert evaluate((data, untrained_models), tmp_path, "--given-boxes") == 3
    assert "case0 is benign but its lesion is not outlined" in capsys.readouterr().err
    assert evaluate((data, untrained_models), tmp_path, "--given-boxes", "--where", "label=normal") == 0
    assert json.loads((tmp_path / "metrics.json").read_text())["false_boxes_per_image"] == 0


def test_patients_the_weights_have_seen_are_refused(
    folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(folders, tmp_path) == 3
    assert "made-up/p0" in capsys.readouterr().err
    assert not (tmp_path / "metrics.json").exists()


def test_seen_patients_may_be_allowed_and_the_result_says_so(folders: tuple[Path, Path], tmp_path: Path) -> None:
    assert evaluate(folders, tmp_path, "--allow-seen") == 0
    metrics = json.loads((tmp_path / "metrics.json").read_text())
    assert metrics["allow_seen"] is True
    assert metrics["patients_seen"] == 1


def test_a_folder_without_labels_is_bad_input(folders: tuple[Path, Path], tmp_path: Path) -> None:
    assert evaluate((tmp_path, folders[1]), tmp_path / "out") == 3


def test_missing_weights_are_a_model_error(folders: tuple[Path, Path], tmp_path: Path) -> None:
    assert evaluate((folders[0], tmp_path), tmp_path / "out", "--where", "fold5=5") == 4


@pytest.mark.slow
@pytest.mark.data
def test_fold_5_stays_where_it_was_measured(data_dir: Path, tmp_path: Path) -> None:
    arguments = ["--data", str(data_dir / "bus-bra"), "--where", "fold5=5", "--out", str(tmp_path), "--device", "cpu"]
    assert main(["evaluate", "stills", *arguments]) == 0
    metrics = json.loads((tmp_path / "metrics.json").read_text())
    assert metrics["auc"] >= 0.90
    assert metrics["detection_recall"] >= 0.90
    assert metrics["false_boxes_per_image"] <= 0.25


def rewritten(folder: Path, *changes: tuple[str, str]) -> Path:
    """A copy of a data folder's labels.csv with some texts changed; the pictures stay where they are."""
    table = folder / "labels.csv"
    text = table.read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    table.write_text(text, "utf-8")
    return folder


def only_four_columns(folder: Path, *labels: str) -> Path:
    """The lines of these labels with no other columns than the ones asked for, as others might write them."""
    with (folder / "labels.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["label"] in labels]
    lines = [
        [row["id"], row["image"], row["mask"] * (row["label"] != "normal"), f" {row['label'].upper()}"] for row in rows
    ]
    with (folder / "labels.csv").open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows([["id", "image", "mask", "label"], *lines])
    return folder


@pytest.mark.parametrize("labels", [("normal",), ("benign",), ("malignant", "normal")])
def test_what_a_set_cannot_tell_is_null(untrained_models: Path, tmp_path: Path, labels: tuple[str, ...]) -> None:
    data = only_four_columns(data_folder(tmp_path / "foreign"), *labels)
    assert evaluate((data, untrained_models), tmp_path / "out") == 0
    metrics = json.loads((tmp_path / "out" / "metrics.json").read_text(), parse_constant=pytest.fail)
    assert metrics["auc"] is metrics["auc_low"] is None
    assert (metrics["detection_recall"] is None) == (labels == ("normal",))
    assert metrics["false_boxes_per_image"] is not None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("case1,", "case0,")], "line 3: the id 'case0' stands in line 2 already"),
        ([("id,image", "name,image")], "lacks the columns id"),
        ([("images/case2.png", "images/absent.png")], "line 4"),
        ([("masks/case2.png", "labels.csv")], "line 4"),
    ],
)
def test_a_table_that_contradicts_itself_is_named_with_its_row(
    untrained_models: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    changes: list[tuple[str, str]],
    said: str,
) -> None:
    data = rewritten(data_folder(tmp_path / "wrong"), *changes)
    assert evaluate((data, untrained_models), tmp_path / "out") == 3
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", [b"id,image,mask,label\n", "id,image,mask,label\né,a.png,,normal\n".encode("latin-1")]
)
def test_a_table_without_pictures_or_in_another_encoding_says_so(
    untrained_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (tmp_path / "labels.csv").write_bytes(content)
    assert evaluate((tmp_path, untrained_models), tmp_path / "out") == 3
    assert "labels.csv" in capsys.readouterr().err


def test_a_device_that_is_none_is_a_usage_error(folders: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        evaluate(folders, tmp_path, "--where", "fold5=5", "--device", "gpu")
    assert stop.value.code == 2


def test_changed_weights_are_a_model_error(
    folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    models = shutil.copytree(folders[1], tmp_path / "models")
    content = bytearray((models / "scorer.bin").read_bytes())
    content[len(content) // 2] ^= 1
    (models / "scorer.bin").write_bytes(content)
    assert evaluate((folders[0], models), tmp_path / "out", "--where", "fold5=5") == 4
    assert "scorer.bin are not those of the manifest" in capsys.readouterr().err


def test_results_that_have_no_place_are_refused_before_the_work(folders: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert evaluate(folders, tmp_path / "file", "--where", "fold5=5") == 3


def test_a_picture_without_a_scan_is_abstained_on_and_scored_0(untrained_models: Path, tmp_path: Path) -> None:
    data = data_folder(tmp_path / "foreign", 4)
    cv2.imwrite(str(data / "images" / "case1.png"), np.zeros((240, 300), np.uint8))
    assert evaluate((data, untrained_models), tmp_path / "out") == 0
    with (tmp_path / "out" / "predictions.csv").open(newline="") as file:
        row = list(csv.DictReader(file))[1]
    assert (row["id"], float(row["malignancy"]), row["left"]) == ("case1", 0, "")
    assert row["abstained"]


def test_a_picture_that_was_cut_off_is_named(
    untrained_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = rewritten(data_folder(tmp_path / "foreign", 4), ("images/case1.png", "images/case1.jpg"))
    whole = cv2.imread(str(data / "images" / "case1.png"))
    cut = data / "images" / "case1.jpg"
    cv2.imwrite(str(cut), whole)
    cut.write_bytes(cut.read_bytes()[:6000])
    assert evaluate((data, untrained_models), tmp_path / "out") == 3
    assert "case1.jpg cannot be read" in capsys.readouterr().err
