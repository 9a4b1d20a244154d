"""Marks are found and drawn over; bright echoes stay."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.marks.calipers import find_calipers
from inference.marks.find import find_marks
from inference.marks.remove import remove_marks
from inference.training.cases import read_cases
from tests.inference.made_up import speckle
from tests.inference.marks.counted import BUS_BRA, BUS_UCLM

Grey = np.ndarray


def tissue(seed: int = 0) -> Grey:
    """Soft speckle as wide as a scanner draws it."""
    return cv2.GaussianBlur(speckle(np.random.default_rng(seed), 240, 320), (0, 0), 1.5)


def share_found(marks: Grey, drawn: Grey) -> float:
    return float((marks & drawn).sum() / drawn.sum())


def with_drawing(picture: Grey, draw) -> tuple[Grey, Grey]:
    """The picture with something drawn on it, and where."""
    drawn = picture.copy()
    draw(drawn)
    return drawn, drawn != picture


@pytest.mark.parametrize("kind", [cv2.MARKER_CROSS, cv2.MARKER_TILTED_CROSS, cv2.MARKER_STAR])
@pytest.mark.parametrize("size", [10, 14])
def test_calipers_are_found_whatever_their_kind(kind: int, size: int) -> None:
    def calipers(picture: Grey) -> None:
        for place in ((80, 100), (200, 140)):
            cv2.drawMarker(picture, place, 235, kind, size, 1)

    picture, drawn = with_drawing(tissue(), calipers)
    assert share_found(find_marks(picture), drawn) > 0.95


def test_a_caliper_with_a_gap_in_its_middle_is_found_too() -> None:
    def gapped(picture: Grey) -> None:
        for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            cv2.line(picture, (150 + 3 * right, 90 + 3 * down), (150 + 7 * right, 90 + 7 * down), 230, 1)

    picture, drawn = with_drawing(tissue(), gapped)
    assert share_found(find_marks(picture), drawn) > 0.95


def test_text_an_arrow_a_frame_and_a_body_mark_are_found() -> None:
    def drawing(picture: Grey) -> None:
        cv2.putText(picture, "LT BREAST", (30, 200), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 240, 1)
        cv2.line(picture, (150, 60), (185, 60), 200, 2)
        cv2.line(picture, (150, 60), (157, 53), 200, 2)
        cv2.line(picture, (150, 60), (157, 67), 200, 2)
        cv2.rectangle(picture, (220, 80), (300, 150), 190, 1)
        picture[170:, 260:] = 130  # the body mark's plate

    picture, drawn = with_drawing(tissue(), drawing)
    assert share_found(find_marks(picture), drawn) > 0.9


def test_the_dotted_line_between_two_calipers_goes_with_them() -> None:
    def dotted(picture: Grey) -> None:
        for place in ((60, 100), (220, 100)):
            cv2.drawMarker(picture, place, 235, cv2.MARKER_CROSS, 12, 1)
        for x in range(75, 215, 12):
            picture[100, x] = 235

    picture, drawn = with_drawing(tissue(), dotted)
    assert share_found(find_marks(picture), drawn) > 0.95


@pytest.mark.parametrize("seed", range(5))
def test_tissue_alone_holds_no_mark(seed: int) -> None:
    assert not find_marks(tissue(seed)).any()


def test_bright_echoes_are_no_marks() -> None:
    """A specular reflector, a needle, calcifications, a cyst: all stay untouched."""
    picture = tissue().astype(np.float32)
    echoes = np.zeros(picture.shape, np.float32)
    cv2.ellipse(echoes, (160, 400), (400, 330), 0, 200, 340, 200, 3)  # a fascia
    cv2.line(echoes, (20, 60), (160, 150), 220, 4)  # a needle
    for x, y in ((200, 100), (207, 108), (214, 98), (222, 112)):
        cv2.circle(echoes, (x, y), 2, 240, -1)
    picture = np.maximum(picture, cv2.GaussianBlur(echoes, (0, 0), 1.2))
    cv2.circle(picture, (260, 60), 25, 2, -1)
    whole = picture.astype(np.uint8)
    clean, marks = remove_marks(whole)
    assert not marks.any()
    assert clean is whole


def test_a_cleaned_picture_is_near_the_one_without_marks_and_the_rest_is_untouched() -> None:
    bare = tissue()

    def drawing(picture: Grey) -> None:
        for place in ((80, 100), (200, 140)):
            cv2.drawMarker(picture, place, 235, cv2.MARKER_CROSS, 12, 1)
        cv2.putText(picture, "12H MAMA", (30, 200), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 240, 1)

    picture, drawn = with_drawing(bare, drawing)
    clean, marks = remove_marks(picture)
    assert (clean[~marks] == picture[~marks]).all()
    before = np.abs(picture[drawn].astype(int) - bare[drawn]).mean()
    after = np.abs(clean[drawn].astype(int) - bare[drawn]).mean()
    assert after < before / 5
    assert not find_calipers(clean, np.zeros(clean.shape, np.bool_))[1]


@pytest.mark.data
@pytest.mark.parametrize(("dataset", "counted", "before"), [("bus-bra", BUS_BRA, 37), ("bus-uclm", BUS_UCLM, 16)])
def test_of_the_calipers_counted_by_eye_as_many_are_found_as_before(
    data_dir: Path, dataset: str, counted: dict[str, list[tuple[int, int]]], before: int
) -> None:
    images = {case.id: case.image for case in read_cases(data_dir / dataset) if case.id in counted}
    found = 0
    for name, places in counted.items():
        marks = find_marks(cv2.imread(str(images[name]), cv2.IMREAD_GRAYSCALE))
        for x, y in places:
            found += marks[y - 5 : y + 6, x - 5 : x + 6].mean() > 0.2
    assert found >= before


@pytest.mark.data
def test_few_stills_without_marks_lose_an_echo(data_dir: Path) -> None:
    """On the unmarked stills of BUS-UCLM, away from their body mark and the probe's sign."""
    unmarked = [case for case in read_cases(data_dir / "bus-uclm") if case.row["marks"] == "No"][::40]
    wrong = 0
    for case in unmarked:
        marks = find_marks(cv2.imread(str(case.image), cv2.IMREAD_GRAYSCALE))
        marks[490:, 730:] = marks[:30, :130] = False
        wrong += marks.any()
    assert wrong <= 0.25 * len(unmarked)
