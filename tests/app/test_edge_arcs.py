"""A lesion that left the view has an arc at the edge where it left, outside the picture."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.live.edge_arcs import draw_edge_arcs
from app.live.view_state import Finding
from inference.findings import Box, TrackState
from tests.app.fakes import POINTS, frame, track

TARGET = QRectF(100, 60, 640, 480)


def painted(box: Box, state: TrackState = TrackState.LOST) -> np.ndarray:
    """The arcs alone on black, bool, shape (600, 840)."""
    image = QImage(840, 600, QImage.Format.Format_RGB888)
    image.fill(QColor("black"))
    painter = QPainter(image)
    black = np.zeros((480, 640, 3), np.uint8)
    findings = [Finding(1, track(1, (box.left, box.top, box.right, box.bottom), state=state), ())]
    draw_edge_arcs(painter, TARGET, frame(0, black), findings, POINTS)
    painter.end()
    pixels = np.array(image.constBits()).reshape(600, image.bytesPerLine())[:, : 840 * 3].reshape(600, 840, 3)
    return np.asarray(pixels.max(axis=2) > 20)


@pytest.mark.parametrize(
    ("box", "columns"), [(Box(0, 200, 60, 260), slice(0, 100)), (Box(585, 200, 640, 260), slice(740, 840))]
)
def test_the_arc_stands_beside_the_edge_and_not_on_the_scan(qapp, box: Box, columns: slice) -> None:
    arcs = painted(box)
    assert arcs[:, columns].any()
    assert not arcs[:, 100:740].any()
    rows = np.flatnonzero(arcs.any(axis=1))
    assert rows.min() >= 60 + 200 - 15
    assert rows.max() <= 60 + 260 + 15


def test_a_lesion_in_sight_or_lost_in_the_middle_has_none(qapp) -> None:
    assert not painted(Box(0, 200, 60, 260), TrackState.CONFIRMED).any()
    assert not painted(Box(300, 200, 360, 260)).any()
