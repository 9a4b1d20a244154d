"""A study grows picture by picture, with bounded memory, and ends in a result that its files hold whole."""

import csv
import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from capture.errors import RecordingFailed
from inference.contrast.compression import Compression
from inference.contrast.errors import ContrastError
from inference.contrast.growing.study import ContrastStudy
from inference.contrast.outcome.conclude import About, conclude
from inference.contrast.outcome.result import StudyResult
from inference.contrast.outcome.write import CURVE_COLUMNS, write_study
from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Recipe
from inference.contrast.picture import ContrastPicture
from inference.contrast.regions import Region, from_mask

RECIPE = Recipe(size_px=(96, 96), hz=3.0, duration_s=60.0, drift_px=(1.0, 0.0))
GIVEN = Compression(RECIPE.dynamic_range_db, "given")


@pytest.fixture(scope="module")
def phantom() -> Phantom:
    return Phantom(RECIPE)


@pytest.fixture(scope="module")
def pictures(phantom: Phantom) -> list[ContrastPicture]:
    return list(phantom.pictures())


@pytest.fixture
def study(phantom: Phantom, pictures: list[ContrastPicture]) -> ContrastStudy:
    study = ContrastStudy(GIVEN)
    study.injection_s = 0.0
    for picture in pictures:
        study.add(picture)
    study.set_regions(from_mask(phantom.truth.lesion), from_mask(phantom.truth.reference))
    return study


@pytest.fixture(scope="module")
def result(phantom: Phantom, pictures: list[ContrastPicture]) -> StudyResult:
    study = ContrastStudy(GIVEN)
    for picture in pictures:
        study.add(picture)
    study.set_regions(from_mask(phantom.truth.lesion), from_mask(phantom.truth.reference))
    return conclude(study, About("made", {"origin": "first picture of the file", "hz": None, "hz_origin": "file"}))


def test_the_curves_are_the_true_echo_power_of_the_regions(study: ContrastStudy, phantom: Phantom) -> None:
    curves = study.curves()
    truth = phantom.truth.curve(curves.times_s)
    for name, clean in (("lesion", curves.lesion_clean), ("reference", curves.reference_clean)):
        bright = truth[name] > 0.3 * truth[name].max()
        assert clean[bright].sum() == pytest.approx(truth[name][bright].sum(), rel=0.06)  # 500 speckles a picture


def test_a_curve_that_grows_equals_the_one_made_at_once(phantom: Phantom, pictures: list[ContrastPicture]) -> None:
    lesion = from_mask(phantom.truth.lesion)
    growing, at_once = ContrastStudy(GIVEN), ContrastStudy(GIVEN)
    growing.add(pictures[0])
    growing.set_regions(lesion, None)
    for picture in pictures[1:]:
        growing.add(picture)
        growing.curves() if picture.index % 40 == 0 else None
    for picture in pictures:
        at_once.add(picture)
    at_once.set_regions(lesion, None)
    np.testing.assert_array_equal(growing.curves().lesion_raw, at_once.curves().lesion_raw)


def test_the_mean_of_power_is_taken_not_the_power_of_the_mean(pictures: list[ContrastPicture]) -> None:
    half = np.zeros((96, 96, 3), np.uint8)
    half[:, 48:] = 255  # half black, half white: mean power 0.5, while mean grey would be 30 dB down
    study = ContrastStudy(GIVEN)
    study.add(ContrastPicture(0, 0.0, half, None))
    study.set_regions(Region("polygon", ((8, 8), (88, 8), (88, 88), (8, 88))), None)
    assert study.curves().lesion_raw[0] == pytest.approx(0.5, abs=0.01)


def test_another_dynamic_range_linearises_every_pixel_anew(study: ContrastStudy) -> None:
    before = study.curves().lesion_raw
    study.set_compression(Compression(40.0, "given"))
    assert study.curves().lesion_raw.max() > before.max()
    study.set_compression(GIVEN)
    np.testing.assert_array_equal(study.curves().lesion_raw, before)


def test_pictures_beyond_the_limit_are_counted_and_not_used(pictures: list[ContrastPicture]) -> None:
    study = ContrastStudy(GIVEN, max_pictures=10)
    for picture in pictures[:25]:
        study.add(picture)
    assert len(study) == 10
    assert study.not_used == 15


@pytest.mark.parametrize(
    ("later", "says"),
    [
        ({"time_s": 0.0}, "do not ascend"),
        ({"contrast": np.zeros((50, 60, 3), np.uint8)}, "size of the contrast panel changed"),
    ],
)
def test_a_picture_that_does_not_fit_is_refused(
    pictures: list[ContrastPicture], later: dict[str, object], says: str
) -> None:
    study = ContrastStudy(GIVEN)
    study.add(pictures[0])
    with pytest.raises(ContrastError, match=says):
        study.add(replace(pictures[1], **later))  # type: ignore[arg-type]


@pytest.mark.parametrize("region", ["ellipse:500,500,10,10,0", "10,10;11,10;11,12"])
def test_a_region_outside_the_picture_or_of_three_pixels_is_refused(study: ContrastStudy, region: str) -> None:
    with pytest.raises(ContrastError):
        study.set_regions(Region.parse(region), None)


def test_nothing_is_asked_of_a_study_without_a_picture() -> None:
    with pytest.raises(ContrastError, match="no picture"):
        conclude(ContrastStudy(GIVEN), About("empty", {}))


def test_a_result_tells_parameters_near_the_truth(result: StudyResult) -> None:
    row = result.parameters["PE"]
    assert row["refused"] is None
    assert row["ratio"] == pytest.approx(2.5, rel=0.12)
    assert result.time_base == "arrival"
    assert {mark.kind for mark in result.marks} == set()


def test_the_files_hold_the_result_whole(result: StudyResult, tmp_path: Path) -> None:
    paths = write_study(result, tmp_path)
    assert [path.name for path in paths] == ["parameters.json", "curve.csv", "curve.png", "maps.png"]
    told = json.loads((tmp_path / "parameters.json").read_text(encoding="utf-8"))
    assert {"time_base", "dynamic_range", "regions", "parameters", "fit", "warnings"} <= set(told)
    assert told["dynamic_range"]["origin"] == "given"
    assert Region.parse(told["regions"]["lesion"]["region"]) == result.lesion
    assert told["regions"]["lesion"]["frame"] in result.curves.index
    assert {"lesion", "reference", "ratio", "low", "high", "unit", "refused"} <= set(told["parameters"]["TTP"])
    with (tmp_path / "curve.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == CURVE_COLUMNS
    assert len(rows) == len(result.curves.times_s)
    fitted = [float(row["lesion_fit"]) for row in rows]
    assert max(fitted) == pytest.approx(float(np.nanmax(result.curves.lesion_clean)), rel=0.1)


def test_a_full_disk_is_said_and_leaves_no_half_file(result: StudyResult, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    with pytest.raises(RecordingFailed, match="cannot be written"):
        write_study(result, folder)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("fault", "shown"), [(OSError(28, "full"), RecordingFailed), (KeyboardInterrupt(), KeyboardInterrupt)]
)
def test_a_figure_that_breaks_off_leaves_nothing_of_it(
    result: StudyResult,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: BaseException,
    shown: type[BaseException],
) -> None:
    def half(_figure: Figure, path: Path, **_: object) -> None:
        path.write_bytes(b"half")
        raise fault

    monkeypatch.setattr(Figure, "savefig", half)
    with pytest.raises(shown):
        write_study(result, tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["curve.csv", "parameters.json"]


def test_the_maps_of_an_earlier_result_do_not_stay_beside_one_without(result: StudyResult, tmp_path: Path) -> None:
    (tmp_path / "maps.png").write_bytes(b"old")
    write_study(replace(result, maps=None), tmp_path)
    assert not (tmp_path / "maps.png").exists()


def test_a_redrawn_region_does_not_wait_for_the_maps_again(study: ContrastStudy, phantom: Phantom) -> None:
    first = conclude(study, About("made", {}))
    study.set_regions(from_mask(phantom.truth.lesion).moved(2, 1), study.reference)
    again = conclude(study, About("made", {}))
    assert again.maps is first.maps
    assert again.curves.lesion_raw.tolist() != first.curves.lesion_raw.tolist()
    study.set_compression(Compression(50.0, "given"))
    assert conclude(study, About("made", {})).maps is not first.maps


def test_gaps_are_marked_and_counted(study: ContrastStudy) -> None:
    study.gap(12.5, 3)
    told = conclude(study, About("made", {}))
    assert [(mark.time_s, mark.kind) for mark in told.marks] == [(12.5, "gap")]
    assert any("3 pictures were lost" in str(note) for note in told.notes)


def still(levels: Iterator[float]) -> Iterator[ContrastPicture]:
    for number, level in enumerate(levels):
        yield ContrastPicture(number, number / 4, np.full((96, 96, 3), int(level), np.uint8), None)


@pytest.mark.parametrize("level", [0, 255], ids=["black", "saturated"])
def test_a_recording_without_information_gives_no_number(level: int) -> None:
    study = ContrastStudy(GIVEN)
    for picture in still(iter([level] * 40)):
        study.add(picture)
    study.set_regions(Region.parse("ellipse:30,40,12,12,0"), Region.parse("ellipse:70,40,12,12,0"))
    told = conclude(study, About("flat", {}))
    assert all(row["lesion"] is None and row["refused"] for row in told.parameters.values())
    assert all(math.isnan(value) or value >= 0 for value in told.curves.lesion_clean)
