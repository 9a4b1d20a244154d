"""The line of a recording: position, what is analysed, where each finding was seen, snapshots as pins."""

from bisect import bisect_right

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.live.look import theme
from app.live.view_state import Lane, TimelineState
from inference.findings import OperatingPoints

_MOST_LANES = 6  # more would take the scan's room; the rest share the last line


class TimelineTrack(QWidget):
    """Paints a `TimelineState`; pressing and dragging seeks."""

    sought = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: TimelineState | None = None
        self._points = OperatingPoints(0.1, 0.5)
        self._hidden = False
        self._scale = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_timeline(self, state: TimelineState, points: OperatingPoints, *, hidden: bool) -> None:
        """Show this; `hidden` leaves the lanes out."""
        shown = (state, points, hidden)
        if shown != (self._state, self._points, self._hidden):
            before = self.sizeHint()
            self._state, self._points, self._hidden = shown
            if self.sizeHint() != before:
                self.updateGeometry()
            self.update()

    def set_scale(self, scale: float) -> None:
        """Enlarge."""
        self._scale = scale
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for the line and its lanes."""
        lanes = 0 if self._state is None or self._hidden else min(len(self._state.lanes), _MOST_LANES)
        return QSize(400, round((26 + lanes * 7) * self._scale))

    def minimumSizeHint(self) -> QSize:
        """As high as the hint."""
        return QSize(120, self.sizeHint().height())

    def x_of(self, number: int) -> float:
        """Where a frame stands, by its time: pictures of a varying rate stand where they were taken."""
        area = self._line()
        if self._state is None or len(self._state.times_ns) < 2:
            return area.left()
        times = self._state.times_ns
        number = min(max(number, 0), len(times) - 1)
        return area.left() + times[number] / max(times[-1], 1) * area.width()

    def number_at(self, x: float) -> int:
        """The frame nearest to this place."""
        area = self._line()
        if self._state is None or len(self._state.times_ns) < 2:
            return 0
        times = self._state.times_ns
        time_ns = min(max((x - area.left()) / max(area.width(), 1), 0), 1) * times[-1]
        after = min(max(bisect_right(times, time_ns), 1), len(times) - 1)
        return after if times[after] - time_ns < time_ns - times[after - 1] else after - 1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Seek to the place."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.sought.emit(self.number_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.sought.emit(self.number_at(event.position().x()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw line, lanes, pins and position."""
        if self._state is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_line(painter, self._state)
        if not self._hidden:
            for row, lane in enumerate(self._state.lanes):
                self._paint_lane(painter, lane, min(row, _MOST_LANES - 1))
        for pin in self._state.pins:
            self._paint_pin(painter, self.x_of(pin))
        x, line = self.x_of(self._state.position), self._line()
        painter.setPen(QPen(QColor(theme.TEXT), 2))
        painter.drawLine(QPointF(x, line.top() - 4 * self._scale), QPointF(x, self.height() - 1.0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.TEXT))
        painter.drawEllipse(QPointF(x, line.center().y()), 6.5 * self._scale, 6.5 * self._scale)
        painter.end()

    def _line(self) -> QRectF:
        margin = 9 * self._scale
        return QRectF(margin, 13 * self._scale, max(self.width() - 2 * margin, 1), 6 * self._scale)

    def _paint_line(self, painter: QPainter, state: TimelineState) -> None:
        """Filled as far as it is analysed, hollow and dotted beyond."""
        line = self._line()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.LINE))
        painter.drawRoundedRect(line, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        frames = len(state.times_ns)
        done = line.right() if state.analysed_until >= frames else self.x_of(state.analysed_until)
        if state.analysed_until <= 0:
            done = line.left()
        painter.fillRect(QRectF(done, line.top(), line.right() - done, line.height()), QColor(theme.BACKGROUND))
        painter.setPen(QPen(QColor(theme.MUTED), 1, Qt.PenStyle.DotLine))
        painter.drawRect(QRectF(done, line.top(), line.right() - done, line.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ACTION))
        played = min(self.x_of(state.position), done)
        painter.drawRoundedRect(QRectF(line.left(), line.top(), max(played - line.left(), 0), line.height()), 3, 3)

    def _paint_lane(self, painter: QPainter, lane: Lane, row: int) -> None:
        top = self._line().bottom() + (5 + row * 7) * self._scale
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.look_colour(theme.look_of(lane.malignancy, self._points)))
        for first, last in lane.spans:
            left, right = self.x_of(first), self.x_of(last)
            painter.drawRoundedRect(QRectF(left, top, max(right - left, 2.0), 4 * self._scale), 2, 2)

    def _paint_pin(self, painter: QPainter, x: float) -> None:
        top, half = 1.0, 4.5 * self._scale
        tip = QPointF(x, top + 10 * self._scale)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.TEXT))
        painter.drawPolygon(QPolygonF([QPointF(x - half, top), QPointF(x + half, top), tip]))
