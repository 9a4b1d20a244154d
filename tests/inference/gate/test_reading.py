"""Planted texts are found in what tesseract reads, with a reader's usual mistakes, and nothing is found by chance."""

import cv2
import numpy as np
import pytest

from capture.screen.layout import Rect
from inference.evaluation.gate import reading
from inference.evaluation.screens.truth import Planted
from tests.dicom_tools import need_tool


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("MUELLER, ANNA", "x\nMUELLER. ANMA\n"),
        ("ID 12345678", "lD 12345678"),
        ("佐藤 花子", "氏名 佐藤花子"),
        ("1960年01月02日", "１９６０ 年 01 月 02 日"),
    ],
)
def test_a_text_is_found_though_a_fifth_of_its_letters_is_misread(text: str, read: str) -> None:
    assert reading.found([text], read) == [text]


@pytest.mark.parametrize(
    ("text", "read"), [("佐藤 花子", "佐藤 恵子"), ("12345678", "12845978 1234"), ("NOVAK, JANE", "")]
)
def test_another_text_is_not_taken_for_it(text: str, read: str) -> None:
    assert reading.found([text], read) == []


def test_the_distance_is_that_to_the_nearest_stretch() -> None:
    assert reading.distance_within("abcd", "xxabxcdxx") == 1
    assert reading.distance_within("abcd", "") == 4


def test_tesseract_reads_the_lines_of_a_screen() -> None:
    need_tool("tesseract", "tesseract-ocr")
    screen = np.zeros((60, 300, 3), np.uint8)
    assert reading.lines_of(screen, []) is None
    cv2.putText(screen, "NOVAK 4711", (10, 40), cv2.FONT_HERSHEY_DUPLEX, 0.8, (220,) * 3, 1, cv2.LINE_AA)
    lines = reading.lines_of(screen, [Planted("NOVAK 4711", Rect(10, 20, 180, 42))])
    assert lines is not None
    assert reading.found(["NOVAK 4711"], reading.read(lines, sparse=False, japanese=False)) == ["NOVAK 4711"]
