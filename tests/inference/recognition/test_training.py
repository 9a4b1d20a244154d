"""The head is taught without the pictures it is tested on, tells what it was taught, and one seed makes one head."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.training.cases import read_cases
from inference.training.errors import DataError
from inference.training.recognition import fit, made_up, pictures
from inference.training.recognition.fit import HeadSchedule, Summaries, fit_head, refusal_limit, train_head
from inference.training.recognition.sources import TEST_ONLY, files_of
from tests.inference.made_up import data_folder, speckle

GREY = speckle(np.random.default_rng(5), 240, 300)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "OF_EACH_KIND", 2)
    monkeypatch.setattr(pictures, "OF_ORGANS", 2)


@pytest.mark.parametrize("kind", [*made_up.ALONE, *made_up.OVER_BREAST])
def test_every_made_up_kind_is_a_picture_and_the_same_from_the_same_seed(kind: str):
    def make(seed: int) -> np.ndarray:
        chance = np.random.default_rng(seed)
        return made_up.ALONE[kind](chance) if kind in made_up.ALONE else made_up.OVER_BREAST[kind](chance, GREY)

    for seed in range(12):
        pixels = make(seed)
        assert (pixels.ndim, pixels.shape[2], pixels.dtype) == (3, 3, np.uint8)
        assert min(pixels.shape[:2]) >= 100
        assert (pixels == make(seed)).all()
    assert not np.array_equal(make(1), make(2))


def test_a_view_is_another_picture_of_the_same_tissue():
    chance = np.random.default_rng(1)
    shapes = {pictures.view_of(GREY, chance).shape for _ in range(30)}
    assert len(shapes) > 20
    assert all(min(shape) >= 32 for shape in shapes)
    assert pictures.view_of(np.full((9, 400), 80, np.uint8), chance).size


def test_files_for_testing_only_are_never_taught(tmp_path: Path, few: None):
    folder = tmp_path / "lung-clips"
    folder.mkdir()
    for name in ("Vir_prospective_file1.png", "Reg_pat1Image_132943.png"):
        cv2.imwrite(str(folder / name), GREY)
    assert {path.name for path in files_of(folder, test_only=False)} == {path.name for path in folder.iterdir()}
    only = {f"lung-clips/{path.name}" for path in folder.iterdir() if "Vir" in path.name}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("inference.training.recognition.sources.TEST_ONLY", frozenset(only))
        taught = list(pictures.other_pictures([folder], read_cases(data_folder(tmp_path / "set", 4)), chance()))
        assert {one.source for one in taught} == {"lung-clips/Reg_pat1Image_132943.png", "made up"}
        assert [path.name for path in files_of(folder, test_only=True)] == ["Vir_prospective_file1.png"]


def test_a_folder_without_pictures_is_an_error(tmp_path: Path):
    with pytest.raises(DataError, match="holds no picture"):
        files_of(tmp_path, test_only=False)


@pytest.mark.data
@pytest.mark.parametrize("name", ["lung-clips", "us-dicom"])
def test_at_least_half_of_the_real_files_are_for_testing_only(data_dir: Path, name: str):
    tested, taught = (files_of(data_dir / name, test_only=only) for only in (True, False))
    assert len(tested) >= len(taught) > 0
    listed = {one for one in TEST_ONLY if one.startswith(name)}
    assert listed == {f"{name}/{path.name}" for path in tested}


def chance() -> np.random.Generator:
    return np.random.default_rng(1)


def summaries(kinds: list[str], middle: float) -> Summaries:
    features = np.random.default_rng(len(kinds)).normal(middle, 1, (len(kinds), 6)).astype(np.float32)
    return Summaries(features, tuple(kinds), ("x",) * len(kinds))


def test_the_head_tells_what_it_was_taught_however_rare_it_is():
    breast, other = summaries(["breast"] * 400, 1.0), summaries(["lung-clips"] * 8 + ["menu"] * 300, -1.0)
    head = fit_head(breast, other, 1.0)
    assert np.mean([head.log_odds(one) > 0 for one in breast.features]) > 0.95
    assert np.mean([head.log_odds(one) < 0 for one in other.features[:8]]) > 0.8


def test_the_limit_refuses_few_breasts_and_is_never_above_even_odds():
    breast, other = summaries(["breast"] * 400, 1.0), summaries(["menu"] * 300, -1.0)
    head = fit_head(breast, other, 1.0)
    limit = refusal_limit(head, breast.features, 0.01)
    assert np.mean([head.log_odds(one) < limit for one in breast.features]) <= 0.01
    assert refusal_limit(head, breast.features + 9, 0.01) == 0.0


def test_the_same_seed_makes_the_same_head_and_it_says_what_it_was_made_from(tmp_path: Path, few: None):
    cases = read_cases(data_folder(tmp_path / "set", 12))
    others = tmp_path / "others"
    others.mkdir()
    cv2.imwrite(str(others / "a.png"), GREY)

    def summary(grey: np.ndarray) -> np.ndarray:
        small = cv2.resize(grey, (6, 6), interpolation=cv2.INTER_AREA)
        return small.reshape(-1).astype(np.float32)

    made = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        made.append(train_head(cases[:8], cases[8:], [others], summary, tmp_path / name, HeadSchedule(), lambda: None))
    assert made[0] == made[1]
    assert made[0].sources == ("others/a.png",)
    assert made[0].data[0].licence == "not stated"
    assert made[0].training["breast_pictures"] == 8 * (1 + pictures.VIEWS)
    assert made[0].accept_from > made[0].refuse_below
    assert (tmp_path / "one" / fit.HEAD_NAME).read_bytes() == (tmp_path / "other" / fit.HEAD_NAME).read_bytes()
