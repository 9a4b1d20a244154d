"""What is drawn over the scan, and what never is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.live.labels import place_labels
from app.live.look import theme
from app.live.overlay import draw_overlay
from inference.findings import Look, Track, TrackState
from tests.app.fakes import POINTS, frame, track

BLACK = np.zeros((480, 640, 3), dtype=np.uint8)


def painted(*tracks: Track, hidden: bool = False, selected: int | None = None) -> np.ndarray:
    """The overlay alone on a black 640x480 picture, RGB."""
    image = QImage(640, 480, QImage.Format.Format_RGB888)
    image.fill(QColor("black"))
    painter = QPainter(image)
    draw_overlay(
        painter, QRectF(0, 0, 640, 480), frame(0, BLACK), tracks, POINTS, numbers=None, hidden=hidden, selected=selected
    )
    painter.end()
    return np.array(image.constBits()).reshape(480, image.bytesPerLine())[:, : 640 * 3].reshape(480, 640, 3)


def has_colour(picture: np.ndarray, name: str) -> bool:
    colour = QColor(name)
    wanted = np.array([colour.red(), colour.green(), colour.blue()])
    return bool((np.abs(picture.astype(int) - wanted).max(axis=2) < 8).any())


@pytest.mark.parametrize(("malignancy", "look"), [(0.05, Look.LOW), (0.3, Look.UNCERTAIN), (0.9, Look.SUSPICIOUS)])
def test_each_look_has_its_own_colour(qapp, malignancy: float, look: Look) -> None:
    picture = painted(track(malignancy=malignancy))
    assert has_colour(picture, theme.LOOK_COLOURS[look])
    assert not any(has_colour(picture, theme.LOOK_COLOURS[other]) for other in Look if other is not look)


def test_a_lesion_without_a_score_is_grey(qapp) -> None:
    picture = painted(track(malignancy=None))
    assert has_colour(picture, theme.MUTED)
    assert not any(has_colour(picture, colour) for colour in theme.LOOK_COLOURS.values())


def test_a_score_that_has_not_settled_is_drawn_lighter(qapp) -> None:
    box = (slice(140, 260), slice(190, 340))  # brackets without the label
    settled, looking = (painted(track(settled=yes))[box].astype(int).sum() for yes in (True, False))
    assert 0 < looking < settled


@pytest.mark.parametrize("state", [TrackState.LOST, TrackState.TENTATIVE])
def test_a_lesion_that_is_not_seen_now_is_never_drawn(qapp, state: TrackState) -> None:
    assert not painted(track(state=state)).any()


def test_hidden_draws_nothing(qapp) -> None:
    assert not painted(track(), hidden=True).any()


def test_nothing_is_drawn_on_the_inside_of_a_lesion_or_on_its_margin(qapp) -> None:
    boxes = [(200, 150, 330, 250), (20, 20, 90, 80), (540, 400, 635, 470)]
    picture = painted(*(track(number, box, 0.1 * number) for number, box in enumerate(boxes, start=1)))
    for left, top, right, bottom in boxes:
        assert not picture[top:bottom, left:right].any()


def test_the_chosen_lesion_is_drawn_bolder(qapp) -> None:
    assert painted(track(), selected=1).astype(int).sum() > painted(track()).astype(int).sum()


def test_the_painter_comes_back_as_it_was(qapp) -> None:
    image = QImage(64, 48, QImage.Format.Format_RGB888)
    painter = QPainter(image)
    painter.setOpacity(0.5)
    draw_overlay(painter, QRectF(0, 0, 64, 48), frame(0, BLACK), [track()], POINTS, numbers={1: 7})
    assert painter.opacity() == pytest.approx(0.5, abs=0.01)
    assert not painter.hasClipping()
    painter.end()


edges = st.tuples(st.floats(0, 590), st.floats(0, 440), st.floats(4, 300), st.floats(4, 300))


@settings(max_examples=60, deadline=None)
@given(st.lists(edges, min_size=1, max_size=6))
def test_labels_touch_no_lesion_and_no_label_and_stay_in_the_picture(lesions: list[tuple[float, ...]]) -> None:
    bounds = QRectF(0, 0, 640, 480)
    outlines = [
        QRectF(left, top, min(width, 640 - left), min(height, 480 - top)) for left, top, width, height in lesions
    ]
    places = [place for place in place_labels(outlines, [(90, 24)] * len(outlines), bounds, 5) if place is not None]
    for number, place in enumerate(places):
        assert bounds.contains(place)
        assert not any(place.intersects(outline) for outline in outlines)
        assert not any(place.intersects(other) for other in places[:number])


def test_a_label_stands_on_the_side_with_room() -> None:
    bounds, size = QRectF(0, 0, 640, 480), [(90.0, 24.0)]
    [beside_left] = place_labels([QRectF(10, 100, 100, 100)], size, bounds, 5)
    [beside_right] = place_labels([QRectF(530, 100, 100, 100)], size, bounds, 5)
    assert beside_left is not None
    assert beside_left.left() == 115
    assert beside_right is not None
    assert beside_right.right() == 525


def test_a_lesion_that_fills_the_picture_gets_no_label() -> None:
    bounds = QRectF(0, 0, 640, 480)
    assert place_labels([bounds], [(90, 24)], bounds, 5) == [None]
