"""The sign of a look, drawn as a shape so that it is the same in every font."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.live.look.theme import look_colour
from inference.findings import Look


def draw_sign(painter: QPainter, rect: QRectF, look: Look | None) -> None:
    """Draw a ring (low), diamond (uncertain), filled triangle (suspicious) or dash (no score) into `rect`."""
    colour = look_colour(look)
    width_px = max(1.5, rect.width() * 0.14)
    inner = rect.adjusted(width_px, width_px, -width_px, -width_px)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, width_px, j=Qt.PenJoinStyle.MiterJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle = inner.center()
    if look is Look.LOW:
        painter.drawEllipse(inner)
    elif look is Look.UNCERTAIN:
        top, bottom = QPointF(middle.x(), inner.top()), QPointF(middle.x(), inner.bottom())
        left, right = QPointF(inner.left(), middle.y()), QPointF(inner.right(), middle.y())
        painter.drawPolygon(QPolygonF([top, right, bottom, left]))
    elif look is Look.SUSPICIOUS:
        painter.setBrush(QBrush(colour))
        top = QPointF(middle.x(), inner.top())
        painter.drawPolygon(QPolygonF([top, inner.bottomRight(), inner.bottomLeft()]))
    else:
        painter.drawLine(QPointF(inner.left(), middle.y()), QPointF(inner.right(), middle.y()))
    painter.restore()


class SignWidget(QWidget):
    """Shows the sign of one look."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self.set_size(28)

    def set_size(self, size_px: int) -> None:
        """Edge of the square."""
        self.setFixedSize(size_px, size_px)

    def set_look(self, look: Look | None) -> None:
        """Show this look; None for no score."""
        if look is not self._look:
            self._look = look
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the sign."""
        painter = QPainter(self)
        draw_sign(painter, QRectF(self.rect()), self._look)
        painter.end()
