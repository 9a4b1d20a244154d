"""The case, as large as it can be on pure black, with the reader's marks and, where the arm says so, the aid."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.live.live_view import LiveView
from app.live.look import theme
from app.live.view_state import StatusWord, ViewState
from app.study.reading.draft import Draft, Mark
from app.study.window.mark_cursor import MarkCursor
from capture.frame import Frame

_NEAR_PX = 14.0  # a click so near to a mark chooses it
_RING_PX = 9.0
_OTHER_PICTURE = 0.4  # opacity of a mark that was placed on another picture of the cine


class CaseView(LiveView):
    """Paints a `ViewState` without bars and words, and the marks over it; emits where the reader clicks."""

    marked = Signal(float, float)  # in pixels of the frame
    mark_chosen = Signal(int)  # from 0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = Draft()
        self._picture = 0
        self._cursor: MarkCursor | None = None
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.show_case(ViewState(StatusWord.PAUSED), Draft(), 0, None)

    def show_case(self, state: ViewState, draft: Draft, picture: int, cursor: MarkCursor | None) -> None:
        """Paint this.

        Args:
            state: The picture, and the aid where it is shown.
            draft: Its marks are drawn.
            picture: Which of the case's pictures this is.
            cursor: Where a mark is being placed with the arrow keys, or None.
        """
        self._draft, self._picture, self._cursor = draft, picture, cursor
        self.show_state(state, hidden=False)

    def clear(self) -> None:
        """Show no picture, nor keep one."""
        self.show_case(ViewState(StatusWord.PAUSED), Draft(), 0, None)

    @property
    def frame(self) -> Frame | None:
        """The picture on screen."""
        return self._state.frame

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the mark at this place, or place one."""
        frame = self._state.frame
        if frame is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        at, target = event.position(), self.target()
        for place, mark in enumerate(self._draft.marks):
            offset = self._on_screen(mark.x_px, mark.y_px) - at
            if offset.x() ** 2 + offset.y() ** 2 <= _NEAR_PX**2:
                self.mark_chosen.emit(place)
                return
        if target.contains(at):
            height, width = frame.pixels.shape[:2]
            x = (at.x() - target.left()) / target.width() * width
            y = (at.y() - target.top()) / target.height() * height
            self.marked.emit(x, y)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw picture, aid and marks."""
        super().paintEvent(event)
        if self._state.frame is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.target())
        scale = min(max(self.height() / 800, 0.9), 2.2)
        for place, mark in enumerate(self._draft.marks):
            self._paint_mark(painter, place, mark, scale)
        if self._cursor is not None:
            self._paint_cursor(painter, self._on_screen(self._cursor.x_px, self._cursor.y_px), scale)
        painter.end()

    def _on_screen(self, x_px: float, y_px: float) -> QPointF:
        frame, target = self._state.frame, self.target()
        if frame is None:
            return QPointF()
        height, width = frame.pixels.shape[:2]
        return QPointF(target.left() + x_px / width * target.width(), target.top() + y_px / height * target.height())

    def _paint_mark(self, painter: QPainter, place: int, mark: Mark, scale: float) -> None:
        """An open ring with its number beside it; what lies under its middle stays visible."""
        centre, ring = self._on_screen(mark.x_px, mark.y_px), _RING_PX * scale
        chosen = place == self._draft.chosen
        painter.setOpacity(1.0 if mark.picture == self._picture else _OTHER_PICTURE)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(0, 0, 0, 170), 4.6), (QColor(theme.ACTION), 2.6 if chosen else 1.6)):
            painter.setPen(QPen(colour, width * scale))
            painter.drawEllipse(centre, ring, ring)
        painter.setFont(theme.ui_font(round(15 * scale), bold=True))
        text = QRectF(0, 0, 40 * scale, 20 * scale)
        text.moveCenter(centre + QPointF(ring + 14 * scale, -ring))
        if text.right() > self.target().right():
            text.moveCenter(centre + QPointF(-ring - 14 * scale, -ring))
        for offset, colour in ((1.2, QColor(0, 0, 0)), (0.0, QColor(theme.ACTION))):
            painter.setPen(colour)
            painter.drawText(text.translated(offset, offset), Qt.AlignmentFlag.AlignCenter, str(place + 1))
        painter.setOpacity(1.0)

    def _paint_cursor(self, painter: QPainter, at: QPointF, scale: float) -> None:
        gap, arm = 6 * scale, 26 * scale
        for colour, width in ((QColor(0, 0, 0, 190), 4.0), (QColor(theme.TEXT), 1.6)):
            painter.setPen(QPen(colour, width * scale))
            for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(at + QPointF(x * gap, y * gap), at + QPointF(x * arm, y * arm))
