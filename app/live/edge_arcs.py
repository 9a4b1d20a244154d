"""An arc at the edge of the scan where a lesion left it: outside the picture, never on it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.live.look import theme
from app.live.view_state import Finding
from capture.frame import Frame
from capture.screen.layout import Panel
from inference.findings import OperatingPoints, TrackState

NEAR_SHARE = 0.03  # of the panel's width: a lesion last seen so near to its edge has left there
_DEPTH_PX, _GAP_PX, _LEAST_PX = 9.0, 3.0, 24.0


def draw_edge_arcs(
    painter: QPainter,
    target: QRectF,
    frame: Frame,
    findings: Sequence[Finding],
    operating_points: OperatingPoints,
    *,
    scale: float = 1.0,
) -> None:
    """Draw an arc for each lost finding that was last seen at the left or right edge of its panel.

    Args:
        painter: Its state is left as it was.
        target: Where the whole frame lies, in the painter's coordinates.
        frame: On screen.
        findings: The cards; those in sight have their brackets instead.
        operating_points: For the colours.
        scale: Enlarges the arcs.
    """
    height, width = frame.pixels.shape[:2]
    across, down = target.width() / width, target.height() / height
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for finding in findings:
        left = _edge_it_left(finding, frame.layout.panels)
        if left is None:
            continue
        x_px, way = left
        box = finding.track.box
        middle = target.top() + (box.top + box.bottom) / 2 * down
        half = max((box.bottom - box.top) / 2 * down, _LEAST_PX * scale / 2)
        x = target.left() + x_px * across + way * _GAP_PX * scale
        arc = QRectF(x - _DEPTH_PX * scale, middle - half, 2 * _DEPTH_PX * scale, 2 * half)
        colour = theme.look_colour(theme.look_of(finding.track.malignancy, operating_points))
        start = -90 if way > 0 else 90
        for pen in (QPen(QColor(0, 0, 0, 170), 5.0 * scale), QPen(colour, 2.6 * scale)):
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(arc, start * 16, 180 * 16)
        painter.setFont(theme.ui_font(round(15 * scale), bold=True))
        painter.setPen(colour)
        edge = 22 * scale
        beside = QPointF(x + way * (_DEPTH_PX * scale + edge / 2 + 2 * scale), middle)
        place = QRectF(beside.x() - edge / 2, beside.y() - edge / 2, edge, edge)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(finding.number))
    painter.restore()


def _edge_it_left(finding: Finding, panels: Sequence[Panel]) -> tuple[float, int] | None:
    """(x of the edge in frame pixels, -1 for the left or 1 for the right one); None for a finding that is elsewhere."""
    track = finding.track
    if track.state is not TrackState.LOST:
        return None
    x, y = track.box.centre
    for panel in panels:
        rect = panel.rect
        if not (rect.top <= y < rect.bottom and rect.left - rect.width <= x < rect.right + rect.width):
            continue
        near = NEAR_SHARE * rect.width
        if track.box.left <= rect.left + near and x < (rect.left + rect.right) / 2:
            return rect.left, -1
        if track.box.right >= rect.right - near and x > (rect.left + rect.right) / 2:
            return rect.right, 1
    return None
