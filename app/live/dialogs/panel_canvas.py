"""A whole screen on which one or two panels are drawn by dragging."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.live.live_view import fit
from app.live.look import theme
from app.live.look.texts import kind_text
from capture.screen.layout import Panel, PanelKind, Rect
from capture.source import Screen

MOST_PANELS = 2
SMALLEST_PX = 32  # a panel under this is a slip of the hand


class PanelCanvas(QWidget):
    """Holds the drawn panels in screen pixels; a third one replaces the older of the two."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._screen: Screen | None = None
        self._panels: tuple[Panel, ...] = ()
        self._drag: tuple[QPointF, QPointF] | None = None
        self.setMinimumSize(480, 270)
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def panels(self) -> tuple[Panel, ...]:
        """Panels in screen pixels, in the order they were drawn."""
        return self._panels

    def set_screen(self, screen: Screen | None) -> None:
        """Draw on this screen; None forgets it."""
        self._screen = screen
        self.update()

    def set_panels(self, panels: tuple[Panel, ...]) -> None:
        """Show these instead."""
        self._panels = panels[:MOST_PANELS]
        self.changed.emit()
        self.update()

    def set_kind(self, place: int, kind: PanelKind) -> None:
        """What the panel at this place shows."""
        panels = list(self._panels)
        panels[place] = replace(panels[place], kind=kind)
        self.set_panels(tuple(panels))

    def sizeHint(self) -> QSize:
        """16:9, large enough to draw on."""
        return QSize(960, 540)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a panel."""
        if self._screen is not None and event.button() is Qt.MouseButton.LeftButton:
            self._drag = (event.position(), event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Stretch it."""
        if self._drag is not None:
            self._drag = (self._drag[0], event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep it when it is large enough."""
        if self._drag is None:
            return
        rect = self._to_screen(QRectF(self._drag[0], event.position()).normalized())
        self._drag = None
        if rect is not None and rect.width >= SMALLEST_PX and rect.height >= SMALLEST_PX:
            kind = PanelKind.B_MODE if not self._panels else PanelKind.CONTRAST
            self.set_panels((*self._panels[-(MOST_PANELS - 1) :], Panel(rect, kind)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw screen, panels and the one being drawn."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SCAN))
        if self._screen is not None:
            pixels = self._screen.pixels
            height, width = pixels.shape[:2]
            image = QImage(pixels.tobytes(), width, height, width * 3, QImage.Format.Format_RGB888)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._target(), image)
            for panel in self._panels:
                self._paint_panel(painter, panel)
        if self._drag is not None:
            painter.setPen(QPen(QColor(theme.ACTION), 1, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(*self._drag).normalized())
        painter.end()

    def _paint_panel(self, painter: QPainter, panel: Panel) -> None:
        target, ratio = self._target(), self._ratio()
        rect = panel.rect
        area = QRectF(rect.left * ratio, rect.top * ratio, rect.width * ratio, rect.height * ratio)
        area.translate(target.topLeft())
        painter.setPen(QPen(QColor(theme.ACTION), 2))
        painter.drawRect(area)
        painter.setFont(theme.ui_font(15, bold=True))
        text = kind_text(panel.kind)
        plate = painter.fontMetrics().boundingRect(text).adjusted(-6, -4, 6, 4)
        plate.moveTo(area.topLeft().toPoint())
        painter.fillRect(plate, QColor(theme.ACTION))
        painter.setPen(QColor(theme.BACKGROUND))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    def _target(self) -> QRectF:
        if self._screen is None:
            return QRectF(self.rect())
        height, width = self._screen.pixels.shape[:2]
        return fit(width, height, QRectF(self.rect()))

    def _ratio(self) -> float:
        return 1.0 if self._screen is None else self._target().width() / self._screen.pixels.shape[1]

    def _to_screen(self, area: QRectF) -> Rect | None:
        """The drawn area in screen pixels, cut to the screen; None where nothing of it is on the screen."""
        if self._screen is None:
            return None
        target, ratio = self._target(), self._ratio()
        inside = area.intersected(target)
        if inside.isEmpty():
            return None
        left, top = inside.left() - target.left(), inside.top() - target.top()
        return Rect(
            round(left / ratio),
            round(top / ratio),
            round((left + inside.width()) / ratio),
            round((top + inside.height()) / ratio),
        )
