"""The whole screen with the points that the user sets on the ruler, and a loupe to set them to the pixel."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.live.live_view import fit
from app.live.look import theme
from app.live.scale.two_points import Point
from capture.screen.layout import Panel
from capture.source import Screen

_GRAB_PX = 12  # of the view: so near a click takes hold of a point
_LOUPE_RADIUS_PX = 90
_LOUPE_ZOOM = 8  # view pixels a screen pixel
_ARM_PX = 9
_STEPS: dict[int, Point] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_FAR = 10  # pixels with Shift


class ScaleCanvas(QWidget):
    """Holds up to `most` points, two for each stretch, in whole pixels of the screen.

    A click sets the next point, or takes hold of one that is there; when all are set, the nearest one follows. Arrow
    keys move the chosen one by a pixel (Shift 10), Delete takes all away.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._screen: Screen | None = None
        self._image: QImage | None = None
        self._panels: tuple[Panel, ...] = ()
        self._points: list[Point] = []
        self._most = 2
        self._chosen: int | None = None
        self._held = False
        self._under: Point | None = None  # the place under the mouse
        self.setMinimumSize(480, 270)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def points(self) -> tuple[Point, ...]:
        """In the order they were set."""
        return tuple(self._points)

    def set_screen(self, screen: Screen | None) -> None:
        """Show this screen; None forgets it, with its points."""
        if screen is self._screen:
            return
        self._screen, self._image = screen, None
        if screen is None:
            self.clear()
        else:
            height, width = screen.pixels.shape[:2]
            self._image = QImage(screen.pixels.tobytes(), width, height, width * 3, QImage.Format.Format_RGB888).copy()
        self.update()

    def set_panels(self, panels: tuple[Panel, ...]) -> None:
        """Outline these, in pixels of the screen."""
        self._panels = panels
        self.update()

    def set_most(self, most: int) -> None:
        """How many points there may be; those beyond go."""
        self._most = most
        if len(self._points) > most:
            del self._points[most:]
            self._chosen = None
            self.changed.emit()
        self.update()

    def clear(self) -> None:
        """Take all points away."""
        self._points.clear()
        self._chosen, self._held, self._under = None, False, None
        self.changed.emit()
        self.update()

    def sizeHint(self) -> QSize:
        """16:9, large enough to see ticks."""
        return QSize(960, 540)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Set a point, or take hold of one."""
        place = self._to_screen(event.position())
        if place is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        near = self._near(event.position())
        if near is not None and (len(self._points) == self._most or self._apart(near, event.position()) <= _GRAB_PX):
            self._chosen = near
        else:
            self._points.append(place)
            self._chosen = len(self._points) - 1
        self._held = True
        self._move(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what is under the mouse; move what is held."""
        self._under = self._to_screen(event.position())
        if self._held and self._under is not None:
            self._move(self._under)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Let go."""
        self._held = False

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002
        """The loupe stays on the chosen point."""
        self._under = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the chosen point, Delete takes all away."""
        step = _STEPS.get(event.key())
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        elif step is not None and self._chosen is not None:
            far = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            x, y = self._points[self._chosen]
            self._under = None
            self._move((x + step[0] * far, y + step[1] * far))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw screen, panels, points and loupe."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SCAN))
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            target, ratio = self._target(), self._ratio()
            painter.drawImage(target, self._image)
            painter.setPen(QPen(QColor(theme.LINE), 1))
            for panel in self._panels:
                rect = panel.rect
                area = QRectF(rect.left * ratio, rect.top * ratio, rect.width * ratio, rect.height * ratio)
                painter.drawRect(area.translated(target.topLeft()))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_points(painter)
            self._paint_loupe(painter)
        painter.end()

    def _paint_points(self, painter: QPainter) -> None:
        places = [self._to_view(point) for point in self._points]
        for pen in (QPen(QColor(0, 0, 0, 190), 4), QPen(QColor(theme.ACTION), 1.6)):
            painter.setPen(pen)
            for start, end in zip(places[::2], places[1::2], strict=False):
                painter.drawLine(start, end)
            for place in places:
                for way in (QPointF(_ARM_PX, 0), QPointF(0, _ARM_PX)):
                    painter.drawLine(place - way, place + way)
        if self._chosen is not None and self._chosen < len(places):
            painter.setPen(QPen(QColor(theme.TEXT), 1.5))
            painter.drawEllipse(places[self._chosen], 1.5 * _ARM_PX, 1.5 * _ARM_PX)

    def _paint_loupe(self, painter: QPainter) -> None:
        """In the corner away from what it shows; pixels are seen as they are."""
        held = self._points[self._chosen] if self._chosen is not None else None
        place = self._under if self._under is not None and not self._held else held
        if place is None or self._image is None:
            return
        at, radius = self._to_view(place), _LOUPE_RADIUS_PX
        x = radius + 8 if at.x() > self.width() / 2 else self.width() - radius - 8
        y = radius + 8 if at.y() > self.height() / 2 else self.height() - radius - 8
        middle = QPointF(x, y)
        glass = QPainterPath()
        glass.addEllipse(middle, radius, radius)
        painter.save()
        painter.setClipPath(glass)
        painter.fillRect(glass.boundingRect(), QColor(theme.SCAN))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        shown = math.ceil(2 * radius / _LOUPE_ZOOM) + 2
        source = QRectF(place[0] - shown // 2, place[1] - shown // 2, shown, shown)
        corner = middle - QPointF(shown // 2 + 0.5, shown // 2 + 0.5) * _LOUPE_ZOOM
        painter.drawImage(QRectF(corner, corner + QPointF(shown, shown) * _LOUPE_ZOOM), self._image, source)
        painter.setPen(QPen(QColor(theme.ACTION), 1))
        for way in (QPointF(radius, 0), QPointF(0, radius)):
            painter.drawLine(middle - way, middle - way * 0.12)
            painter.drawLine(middle + way * 0.12, middle + way)
        painter.setClipping(False)
        painter.setPen(QPen(QColor(theme.TEXT_QUIET), 1.5))
        painter.drawEllipse(middle, radius, radius)
        painter.restore()

    def _move(self, to: Point) -> None:
        assert self._chosen is not None
        assert self._screen is not None
        height, width = self._screen.pixels.shape[:2]
        self._points[self._chosen] = (min(max(to[0], 0), width - 1), min(max(to[1], 0), height - 1))
        self.changed.emit()
        self.update()

    def _near(self, position: QPointF) -> int | None:
        return min(range(len(self._points)), key=lambda each: self._apart(each, position), default=None)

    def _apart(self, number: int, position: QPointF) -> float:
        way = self._to_view(self._points[number]) - position
        return math.hypot(way.x(), way.y())

    def _target(self) -> QRectF:
        assert self._screen is not None
        height, width = self._screen.pixels.shape[:2]
        return fit(width, height, QRectF(self.rect()))

    def _ratio(self) -> float:
        assert self._screen is not None
        return float(self._target().width() / self._screen.pixels.shape[1])

    def _to_view(self, point: Point) -> QPointF:
        """The middle of a pixel."""
        return self._target().topLeft() + QPointF(point[0] + 0.5, point[1] + 0.5) * self._ratio()

    def _to_screen(self, position: QPointF) -> Point | None:
        """The pixel under the mouse; None beside the screen."""
        if self._screen is None or not self._target().contains(position):
            return None
        place = (position - self._target().topLeft()) / self._ratio()
        height, width = self._screen.pixels.shape[:2]
        return float(min(math.floor(place.x()), width - 1)), float(min(math.floor(place.y()), height - 1))
