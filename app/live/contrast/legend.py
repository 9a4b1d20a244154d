"""What the lines of the curve are: lesion and reference, raw, cleaned and fitted."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.live.contrast.colours import LESION, REFERENCE
from app.live.look import theme
from app.live.look.texts import translate


class Legend(QWidget):
    """Paints a short line and a word for each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_scale(self, scale: float) -> None:
        """Enlarge."""
        self._scale = scale
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for every word."""
        metrics = QFontMetrics(theme.ui_font(round(12 * self._scale)))
        width = sum(self._dash() + metrics.horizontalAdvance(text) + 14 * self._scale for text, _ in self._items())
        return QSize(round(width), round(20 * self._scale))

    def minimumSizeHint(self) -> QSize:
        """It is never squeezed."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw it."""
        painter = QPainter(self)
        painter.setFont(theme.ui_font(round(12 * self._scale)))
        left, middle = 0.0, self.height() / 2
        for text, pen in self._items():
            painter.setPen(pen)
            painter.drawLine(QPointF(left, middle), QPointF(left + self._dash(), middle))
            left += self._dash() + 5 * self._scale
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.setPen(QColor(theme.TEXT_QUIET))
            area = QRectF(left, 0, width + 4, self.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
            left += width + 9 * self._scale
        painter.end()

    def _dash(self) -> float:
        return 16 * self._scale

    def _items(self) -> tuple[tuple[str, QPen], ...]:
        raw = QColor(theme.TEXT_QUIET)
        raw.setAlpha(130)
        fit = QPen(QColor(theme.TEXT), 1)
        fit.setDashPattern([4, 3])
        return (
            (translate("Contrast", "lesion"), QPen(QColor(LESION), 3)),
            (translate("Contrast", "reference"), QPen(QColor(REFERENCE), 3)),
            (translate("Contrast", "raw"), QPen(raw, 1)),
            (translate("Contrast", "cleaned"), QPen(QColor(theme.TEXT), 2)),
            (translate("Contrast", "fit"), fit),
        )
