"""Training goes on where it stopped, repeats itself by its seed, and never mixes patients."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from rich.progress import Progress

from inference.findings import Box
from inference.network import Scorer
from inference.training import scorer
from inference.training.augmentation import draw_marks, vary_appearance
from inference.training.cases import lesion_boxes, load_picture, read_cases, select
from inference.training.errors import DataError
from inference.training.finder import box_targets, make_batch
from inference.training.train import split
from inference.training.trainer import Schedule, Trainer
from tests.inference.made_up import data_folder, speckle


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data_folder(tmp_path_factory.mktemp("data") / "made-up", 12)


def weights(network: torch.nn.Module) -> torch.Tensor:
    return torch.cat([parameter.detach().flatten() for parameter in network.parameters()])


def train(folder: Path, pictures: list, epochs: int, stop_after: int | None = None) -> torch.Tensor:
    torch.manual_seed(1)
    network = Scorer()
    network.backbone.requires_grad_(False)  # the head is enough for this, and quick
    lesions = scorer.lesions_of(pictures)
    trainer = Trainer(network, Schedule(epochs=epochs, batch=4), folder, torch.device("cpu"))

    def batch(rng: np.random.Generator, numbers: list[int]) -> tuple[torch.Tensor, torch.Tensor]:
        if stop_after is not None and trainer.epoch == stop_after:
            raise KeyboardInterrupt
        return scorer.make_batch(lesions, [], rng, numbers)

    with Progress(disable=True) as progress:
        return weights(trainer.fit(len(lesions), batch, scorer.loss, progress))


def test_a_run_that_was_stopped_ends_with_the_same_weights(folder: Path, tmp_path: Path) -> None:
    pictures = [load_picture(case) for case in read_cases(folder)]
    whole = train(tmp_path / "whole", pictures, 3)
    with pytest.raises(KeyboardInterrupt):
        train(tmp_path / "stopped", pictures, 3, stop_after=1)
    torch.testing.assert_close(train(tmp_path / "stopped", pictures, 3), whole)


def test_no_patient_stands_on_two_sides(folder: Path) -> None:
    parts = split([folder])
    sides = [{case.patient_key for case in part} for part in (parts.train, parts.validation, parts.test)]
    assert all(sides)
    assert sum(map(len, sides)) == len(set().union(*sides))


@pytest.mark.data
def test_the_real_sets_are_divided_as_they_say(data_dir: Path) -> None:
    parts = split([data_dir / "bus-bra", data_dir / "bus-uclm"])
    assert {case.row.get("fold5") or case.row["split"] for case in parts.test} == {"5", "test"}
    sides = [{case.patient_key for case in part} for part in (parts.train, parts.validation, parts.test)]
    assert sum(map(len, sides)) == len(set().union(*sides)) == 1064 + 26
    assert {case.label for case in parts.validation} == {"normal", "benign", "malignant"}


def test_a_wrong_label_is_named_with_its_row(tmp_path: Path) -> None:
    folder = data_folder(tmp_path / "set", 4)
    table = folder / "labels.csv"
    table.write_text(table.read_text().replace("malignant", "bad", 1))
    with pytest.raises(DataError, match=r"line 3.*'bad'"):
        read_cases(folder)


def test_a_missing_picture_column_or_table_is_named(tmp_path: Path) -> None:
    folder = data_folder(tmp_path / "set", 4)
    (folder / "images" / "case2.png").unlink()
    with pytest.raises(DataError, match=r"case2\.png is missing"):
        read_cases(folder)
    (folder / "labels.csv").write_text("id,image\n")
    with pytest.raises(DataError, match="label, mask"):
        read_cases(folder)
    with pytest.raises(DataError, match=r"labels\.csv is missing"):
        read_cases(tmp_path)


def test_a_condition_keeps_its_rows_and_a_wrong_one_says_so(folder: Path) -> None:
    cases = read_cases(folder)
    assert {case.row["fold5"] for case in select(cases, "fold5=5")} == {"5"}
    for wrong in ("fold5", "fold=5", "fold5=9"):
        with pytest.raises(DataError):
            select(cases, wrong)


def test_box_targets_lead_back_to_the_box() -> None:
    box = Box(40, 80, 120, 130)
    centre, sides, weight = box_targets((box,))
    (row,), (column,) = np.nonzero(centre == 1)
    x, y = (column + 0.5) * 8, (row + 0.5) * 8
    left, top, right, bottom = sides[:, row, column]
    assert (x - left, y - top, x + right, y + bottom) == (40, 80, 120, 130)
    assert weight[row, column] == 1


def test_a_batch_is_finite_and_repeats_by_its_seed(folder: Path) -> None:
    pictures = [load_picture(case) for case in read_cases(folder)]
    one, other = (make_batch(pictures, np.random.default_rng(5), [0, 3, 1]) for _ in range(2))
    for a, b in zip(one, other, strict=True):
        assert a.isfinite().all()
        torch.testing.assert_close(a, b)
    assert one[0].shape == (3, 1, 256, 256)


def test_marks_are_drawn_and_appearance_varies_within_range() -> None:
    grey = speckle(np.random.default_rng(0), 192, 192)
    marked = sum(
        bool((draw_marks(np.random.default_rng(seed), grey.copy(), [(50, 50, 120, 100)]) != grey).any())
        for seed in range(40)
    )
    assert 10 < marked < 40
    varied = vary_appearance(np.random.default_rng(1), grey)
    assert varied.dtype == np.uint8
    assert varied.shape == grey.shape
    assert (varied != grey).any()


def test_two_lesions_of_a_mask_are_two_boxes_and_a_speck_is_none() -> None:
    mask = np.zeros((200, 200), np.uint8)
    mask[20:60, 30:90] = 255
    mask[120:150, 100:140] = 255
    mask[5, 5] = 255
    assert lesion_boxes(mask) == (Box(30, 20, 90, 60), Box(100, 120, 140, 150))


@pytest.mark.parametrize("kind", ["0 or 1", "16 bit", "colour", "with alpha", "alpha alone", "soft at its edges"])
def test_a_mask_of_any_kind_marks_the_same(tmp_path: Path, kind: str) -> None:
    folder = data_folder(tmp_path / "masks", 4)
    case = read_cases(folder)[0]
    assert case.mask is not None
    marked = (cv2.imread(str(case.mask), cv2.IMREAD_GRAYSCALE) > 0).astype(np.uint8)
    blank, full = np.zeros_like(marked), np.full_like(marked, 255)
    other = {
        "0 or 1": marked,
        "16 bit": marked.astype(np.uint16),
        "colour": cv2.merge([blank, blank, marked * 200]),
        "with alpha": cv2.merge([marked, marked, marked, full]),
        "alpha alone": cv2.merge([full, full, full, marked * 255]),
        "soft at its edges": cv2.GaussianBlur(marked * 255, (0, 0), 3),
    }[kind]
    cv2.imwrite(str(case.mask), other)
    read = load_picture(case).mask
    if kind == "soft at its edges":
        assert np.mean(read != marked * 255) < 0.001
    else:
        np.testing.assert_array_equal(read, marked * 255)


def test_a_mask_may_number_its_lesions(tmp_path: Path) -> None:
    folder = data_folder(tmp_path / "masks", 4)
    case = read_cases(folder)[0]
    mask = np.zeros((240, 300), np.uint8)
    mask[20:60, 30:90], mask[120:150, 100:140] = 1, 2
    cv2.imwrite(str(case.mask), mask)
    assert lesion_boxes(load_picture(case).mask) == (Box(30, 20, 90, 60), Box(100, 120, 140, 150))


@pytest.mark.parametrize("kind", ["12 bit", "colour", "with alpha", "bmp"])
def test_a_picture_of_any_depth_and_kind_is_as_bright(tmp_path: Path, kind: str) -> None:
    folder = data_folder(tmp_path / "set", 4)
    case = read_cases(folder)[0]
    grey = cv2.imread(str(case.image), cv2.IMREAD_GRAYSCALE)
    full = np.full_like(grey, 255)
    other = {"12 bit": grey.astype(np.uint16) * 16, "with alpha": cv2.merge([grey, grey, grey, full])}
    path = folder / f"other.{'bmp' if kind == 'bmp' else 'png'}"
    cv2.imwrite(str(path), other.get(kind, cv2.merge([grey, grey, grey])))
    read = load_picture(replace(case, image=path)).grey
    assert np.abs(read.astype(int) - grey).max() <= 1


def test_a_table_as_others_write_it_is_read(tmp_path: Path) -> None:
    folder = data_folder(tmp_path / "set", 4)
    table = (
        "ID, Image ,mask,Label\n\n a , images\\case0.png ,masks/case0.png, BENIGN,surplus\nb,images/case3.png,,Normal\n"
    )
    (folder / "labels.csv").write_text(table, "utf-8-sig")
    one, other = read_cases(folder)
    assert (one.id, one.patient, one.label, one.image) == ("a", "a", "benign", folder / "images" / "case0.png")
    assert (other.label, other.mask) == ("normal", None)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("b", r"line 4: the label is ''"),
        ("b,images/case1.png,masks/absent.png,benign", r"line 4: .*absent\.png is missing"),
        ("b,,,normal", r"line 4: .* is missing"),
        ("b,images/case1.png,labels.csv,benign", r"line 4: .*labels\.csv cannot be read as a picture"),
        ("b,images/case1.png,small.png,benign", r"line 4: the mask measures 150 x 120 pixels, its image 300 x 240"),
    ],
)
def test_a_wrong_line_is_named_even_behind_a_blank_one(tmp_path: Path, line: str, said: str) -> None:
    folder = data_folder(tmp_path / "set", 4)
    cv2.imwrite(str(folder / "small.png"), np.zeros((120, 150), np.uint8))
    (folder / "labels.csv").write_text(f"id,image,mask,label\n\na,images/case0.png,masks/case0.png,benign\n{line}\n")
    with pytest.raises(DataError, match=said):
        read_cases(folder)
