"""The schema draws every lesion where it lies, tells unknown places apart, and reads on paper and on the dark."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.exam.content.lesion import Place
from app.exam.content.model import now
from app.exam.lesions.changing import confirmed
from app.exam.lesions.place import moved, place_at
from app.exam.window.schema_paint import (
    DARK,
    PAPER,
    Mark,
    draw_schema,
    marks_of,
    schema_area,
    schema_image,
    schema_svg,
)
from app.live.look import theme


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return np.array(image.constBits()).reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()].copy()


def changed(marks: list[Mark]) -> np.ndarray:
    """Shares of width and height of the middle of what these marks add to the empty schema."""
    with_marks, empty = pixels(schema_image(marks, 800)), pixels(schema_image([], 800))
    rows, columns = np.nonzero((with_marks != empty).any(axis=2))
    return np.array([columns.mean() / 800, rows.mean() / 400])


@pytest.mark.parametrize(("x", "y"), [(0.2, 0.4), (0.31, 0.7), (0.7, 0.3), (0.8, 0.6), (0.1, 0.25)])
def test_a_lesion_is_drawn_where_it_was_tapped(x: float, y: float) -> None:
    place = place_at(x, y)
    assert place is not None
    assert changed([Mark(1, place)]) == pytest.approx([x, y], abs=0.006)


def test_a_lesion_of_unknown_place_stands_outside_its_breast() -> None:
    left, right = changed([Mark(1, Place(side="left"))]), changed([Mark(1, Place(side="right"))])
    for x, y in (left, right):
        assert place_at(x, y) is None
    assert left[0] > 0.5 > right[0]


def test_two_lesions_at_one_place_can_both_be_read() -> None:
    place = moved(Place(side="left"), clock=2, distance_mm=40)
    one, two = pixels(schema_image([Mark(1, place)], 800)), pixels(schema_image([Mark(1, place), Mark(2, place)], 800))
    disc = (one[..., :3] == (0x14, 0x18, 0x1F)).all(axis=2) & (one[..., 3] > 0)
    discs = (two[..., :3] == (0x14, 0x18, 0x1F)).all(axis=2) & (two[..., 3] > 0)
    assert discs.sum() > 1.8 * disc.sum()


def test_the_chosen_lesion_stands_out_on_the_dark() -> None:
    lesions = [confirmed(None, number, "left", now()) for number in (1, 2)]
    lesions = [
        each.model_copy(update={"place": moved(each.place, clock=each.number, distance_mm=50)}) for each in lesions
    ]
    image = pixels(schema_image(marks_of(lesions, lesions[1].id), 800, DARK))
    action = QColor(theme.ACTION)
    assert (image[..., :3] == (action.red(), action.green(), action.blue())).all(axis=2).sum() > 200


def test_the_svg_is_whole_and_holds_the_numbers() -> None:
    svg = schema_svg([Mark(7, moved(Place(side="right"), clock=10, distance_mm=50))])
    root = ElementTree.fromstring(svg)
    words = [(element.text or "").strip() for element in root.iter() if element.tag.endswith("text")]
    assert {"7", "12", "3", "6", "9", "R", "L", "A", "B", "C", "D", "E"} <= set(words)


@pytest.mark.parametrize("rect", [QRectF(0, 0, 300, 900), QRectF(20, 10, 900, 200), QRectF(0, 0, 40, 20)])
def test_it_keeps_its_proportions_in_every_rectangle(rect: QRectF) -> None:
    area = schema_area(rect)
    assert area.width() == pytest.approx(2 * area.height())
    assert rect.contains(area.adjusted(0.01, 0.01, -0.01, -0.01))
    image = QImage(1000, 1000, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_schema(painter, rect, [Mark(1, Place(side="left", region="C"))], PAPER)
    painter.end()
    drawn = (pixels(image)[..., :3] != 255).any(axis=2)
    outside = drawn.copy()
    outside[int(rect.top()) : int(rect.bottom()) + 1, int(rect.left()) : int(rect.right()) + 1] = False
    assert drawn.any()
    assert not outside.any()
