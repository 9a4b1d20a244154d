"""A whole screen on which one or two panels are drawn, moved and stretched by dragging."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.live.dialogs.panel_drag import SMALLEST_PX, Grip, dragged, grip_at
from app.live.live_view import fit
from app.live.look import theme
from app.live.look.texts import kind_text
from capture.screen.layout import Panel, PanelKind, Rect
from capture.source import Screen

MOST_PANELS = 2
_REACH = 8.0  # of a side, in pixels of the widget
_OUTLINE_ERROR_PX = 1.5
_DRAW_ANYWAY = Qt.KeyboardModifier.ShiftModifier  # also inside a panel


@dataclass(frozen=True, slots=True)
class _Drag:
    """A button is down: a new panel is drawn, or the held one follows."""

    start: QPointF
    now: QPointF
    held: tuple[Grip, Panel] | None = None


class PanelCanvas(QWidget):
    """Holds the panels in screen pixels; a third one replaces the older of the two."""

    changed = Signal()  # by whomever
    corrected = Signal()  # by the user's hand

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._screen: Screen | None = None
        self._image: QImage | None = None
        self._panels: tuple[Panel, ...] = ()
        self._outlines: tuple[QPolygonF | None, ...] = ()
        self._drag: _Drag | None = None
        self.setMinimumSize(480, 270)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def panels(self) -> tuple[Panel, ...]:
        """Panels in screen pixels, in the order they were drawn."""
        return self._panels

    @property
    def dragging(self) -> bool:
        """Whether the user is drawing or correcting a panel right now."""
        return self._drag is not None

    def set_screen(self, screen: Screen | None) -> None:
        """Draw on this screen; None forgets it. What is held is let go when it is another screen's."""
        if self._drag is not None and _size(screen) != _size(self._screen):
            self._drag = None
        self._screen, self._image = screen, None
        if screen is not None:
            pixels = np.ascontiguousarray(screen.pixels)
            height, width = pixels.shape[:2]
            self._image = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB888)
        self.update()

    def set_panels(self, panels: tuple[Panel, ...]) -> None:
        """Show these instead."""
        self._panels = panels[:MOST_PANELS]
        self._outlines = tuple(None if panel.mask is None else _outline(panel.mask) for panel in self._panels)
        self.changed.emit()
        self.update()

    def set_kind(self, place: int, kind: PanelKind) -> None:
        """What the panel at this place shows, as the user says."""
        panels = list(self._panels)
        panels[place] = replace(panels[place], kind=kind)
        self.set_panels(tuple(panels))
        self.corrected.emit()

    def sizeHint(self) -> QSize:
        """16:9, large enough to draw on."""
        return QSize(960, 540)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hold a side, a corner or a whole panel, or begin a new one."""
        if self._screen is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        grip = self._grip(event.position())
        if grip is not None and grip.whole and (self._fills(grip.place) or event.modifiers() & _DRAW_ANYWAY):
            grip = None
        held = None if grip is None else (grip, self._panels[grip.place])
        self._drag = _Drag(event.position(), event.position(), held)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Stretch or move what is held; say by the pointer what could be."""
        if self._drag is None:
            self.setCursor(_cursor(self._grip(event.position())))
            return
        self._drag = replace(self._drag, now=event.position())
        if self._drag.held is not None:
            self._follow(self._drag, *self._drag.held)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep a new panel when it is large enough."""
        if self._drag is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        drag, self._drag = replace(self._drag, now=event.position()), None
        if drag.held is not None:
            self._follow(drag, *drag.held)
            self.corrected.emit()
            return
        rect = self._to_screen(QRectF(drag.start, drag.now).normalized())
        if rect is not None and rect.width >= SMALLEST_PX and rect.height >= SMALLEST_PX:
            kind = PanelKind.B_MODE if not self._panels else PanelKind.CONTRAST
            self.set_panels((*self._panels[-(MOST_PANELS - 1) :], Panel(rect, kind)))
            self.corrected.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw screen, panels and the one being drawn."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SCAN))
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._target(), self._image)
            for panel, outline in zip(self._panels, self._outlines, strict=True):
                self._paint_panel(painter, panel, outline)
        if self._drag is not None and self._drag.held is None:
            painter.setPen(QPen(QColor(theme.ACTION), 1, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(self._drag.start, self._drag.now).normalized())
        painter.end()

    def _follow(self, drag: _Drag, grip: Grip, panel: Panel) -> None:
        assert self._screen is not None, "a panel is held on a screen"
        moved, (height, width) = (drag.now - drag.start) / self._ratio(), self._screen.pixels.shape[:2]
        panels = list(self._panels)
        panels[grip.place] = dragged(panel, grip, moved.x(), moved.y(), (width, height))
        self.set_panels(tuple(panels))

    def _fills(self, place: int) -> bool:
        """Whether the panel is the whole screen, and so cannot be moved."""
        assert self._screen is not None, "a panel is held on a screen"
        height, width = self._screen.pixels.shape[:2]
        return self._panels[place].rect == Rect(0, 0, width, height)

    def _grip(self, at: QPointF) -> Grip | None:
        if self._screen is None:
            return None
        place = (at - self._target().topLeft()) / self._ratio()
        return grip_at(self._panels, place.x(), place.y(), _REACH / self._ratio())

    def _paint_panel(self, painter: QPainter, panel: Panel, outline: QPolygonF | None) -> None:
        target, ratio = self._target(), self._ratio()
        rect = panel.rect
        area = QRectF(rect.left * ratio, rect.top * ratio, rect.width * ratio, rect.height * ratio)
        area.translate(target.topLeft())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.ACTION), 2))
        painter.drawRect(area)
        self._paint_handles(painter, area)
        if outline is not None:
            painter.save()
            painter.translate(area.topLeft())
            painter.scale(ratio, ratio)
            pen = QPen(QColor(theme.ACTION), 1, Qt.PenStyle.DashLine)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPolygon(outline)
            painter.restore()
        painter.setFont(theme.ui_font(15, bold=True))
        text = kind_text(panel.kind)
        plate = painter.fontMetrics().boundingRect(text).adjusted(-6, -4, 6, 4)
        plate.moveTo(area.topLeft().toPoint())
        painter.fillRect(plate, QColor(theme.ACTION))
        painter.setPen(QColor(theme.BACKGROUND))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_handles(self, painter: QPainter, area: QRectF) -> None:
        middle = area.center()
        across, down = (area.left(), middle.x(), area.right()), (area.top(), middle.y(), area.bottom())
        for x in across:
            for y in down:
                if (x, y) != (middle.x(), middle.y()):
                    painter.fillRect(QRectF(x - 4, y - 4, 8, 8), QColor(theme.ACTION))

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


def _size(screen: Screen | None) -> tuple[int, ...]:
    return () if screen is None else screen.pixels.shape


def _outline(mask: npt.NDArray[np.bool_]) -> QPolygonF:
    """Round the largest part of a mask, in pixels of its panel."""
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(contours, key=cv2.contourArea, default=None)
    if largest is None:
        return QPolygonF()
    points = cv2.approxPolyDP(largest, _OUTLINE_ERROR_PX, True)[:, 0]
    return QPolygonF([QPointF(float(x), float(y)) for x, y in points])


def _cursor(grip: Grip | None) -> Qt.CursorShape:
    if grip is None:
        return Qt.CursorShape.CrossCursor
    if grip.whole:
        return Qt.CursorShape.SizeAllCursor
    if (grip.left and grip.top) or (grip.right and grip.bottom):
        return Qt.CursorShape.SizeFDiagCursor
    if (grip.right and grip.top) or (grip.left and grip.bottom):
        return Qt.CursorShape.SizeBDiagCursor
    return Qt.CursorShape.SizeHorCursor if grip.left or grip.right else Qt.CursorShape.SizeVerCursor
