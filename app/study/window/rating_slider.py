"""A line from 0 to 100 that has no handle until the reader has chosen a place on it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.live.look import theme
from app.study.reading.draft import HIGHEST


class RatingSlider(QWidget):
    """Shows a rating or none; pressing and dragging chooses one."""

    rated = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rating: int | None = None
        self._scale = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_rating(self, rating: int | None) -> None:
        """Put the handle here, or take it away."""
        if rating != self._rating:
            self._rating = rating
            self.update()

    def set_scale(self, scale: float) -> None:
        """Enlarge."""
        self._scale = scale
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for line and figures."""
        return QSize(240, round(46 * self._scale))

    def minimumSizeHint(self) -> QSize:
        """As high as the hint."""
        return QSize(120, self.sizeHint().height())

    def x_of(self, rating: int) -> float:
        """Where a rating stands."""
        line = self._line()
        return line.left() + rating / HIGHEST * line.width()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._choose(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(event.position().x())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw line, figures and handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self._line()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.LINE))
        painter.drawRoundedRect(line, 3, 3)
        painter.setFont(theme.ui_font(round(11 * self._scale)))
        painter.setPen(QPen(QColor(theme.TEXT_QUIET), 1))
        for rating in range(0, HIGHEST + 1, 25):
            x = self.x_of(rating)
            painter.drawLine(QPointF(x, line.bottom() + 3), QPointF(x, line.bottom() + 7))
            place = QRectF(x - 20, line.bottom() + 8, 40, 16 * self._scale)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, str(rating))
        if self._rating is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ACTION))
            painter.drawEllipse(QPointF(self.x_of(self._rating), line.center().y()), *[8.5 * self._scale] * 2)
        painter.end()

    def _line(self) -> QRectF:
        margin = 14 * self._scale
        return QRectF(margin, 8 * self._scale, max(self.width() - 2 * margin, 1), 6 * self._scale)

    def _choose(self, x: float) -> None:
        line = self._line()
        self.rated.emit(min(max(round((x - line.left()) / line.width() * HIGHEST), 0), HIGHEST))
