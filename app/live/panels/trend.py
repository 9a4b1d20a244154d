"""The score of one finding over its life, as a small curve."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.live.look import theme


class TrendLine(QWidget):
    """Paints (time_s, malignancy) over the whole width, 0..1 over the whole height."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: Sequence[tuple[float, float]] = ()
        self._limits: tuple[float, ...] = ()
        self._colour = QColor(theme.MUTED)
        self.setMinimumHeight(44)

    def set_trend(self, points: Sequence[tuple[float, float]], colour: QColor, limits: tuple[float, ...]) -> None:
        """Show these points; `limits` are the operating points, drawn as fine lines."""
        if (points, colour, limits) != (self._points, self._colour, self._limits):
            self._points, self._colour, self._limits = points, colour, limits
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw limits and curve."""
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(1, 3, -4, -3)
        painter.setPen(QPen(QColor(theme.LINE), 1))
        for limit in self._limits:
            y = area.bottom() - limit * area.height()
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        if self._points:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._colour, 1))
            curve = _curve(self._points, area)
            painter.drawPolyline(QPolygonF(curve))
            painter.setBrush(self._colour)
            painter.drawEllipse(curve[-1], 2.5, 2.5)
        painter.end()


def _curve(points: Sequence[tuple[float, float]], area: QRectF) -> list[QPointF]:
    first_s, last_s = points[0][0], points[-1][0]
    span_s = max(last_s - first_s, 1e-9)
    return [
        QPointF(
            area.left() + (time_s - first_s) / span_s * area.width() if last_s > first_s else area.right(),
            area.bottom() - malignancy * area.height(),
        )
        for time_s, malignancy in points
    ]
