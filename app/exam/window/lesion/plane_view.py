"""One picture of a lesion with its calipers, under mouse and keys; a kept picture, never the live scan."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.exam.content.lesion import Plane
from app.exam.lesions.caliper_edit import (
    End,
    end_near,
    place_of,
    snapped_anew,
    with_end,
    with_new,
    without,
)
from app.exam.lesions.calipers import Point
from app.exam.window.lesion.caliper_paint import draw_loupe, draw_plane
from app.exam.window.lesion.key_claim import claim_key
from app.live.live_view import fit
from app.live.look import theme
from app.live.look.texts import translate
from capture.screen.layout import ScanLayout

_REACH = 16.0  # screen pixels to an end that is taken hold of
_SNAP = 14.0  # screen pixels to the outline that an end snaps onto
_LEAST_PX = 6.0  # screen pixels that a new caliper is long at least
_MOST_ZOOM = 8.0
_MOST_UNDONE = 100
_ARROWS: dict[Qt.Key, Point] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_KEYS = (*_ARROWS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Z)
_FINE, _COARSE = 0.5, 5.0  # picture pixels an arrow key moves an end, with Ctrl and with Shift


@dataclass(frozen=True, slots=True, eq=False)
class PlanePicture:
    """A kept picture: its pixels and its layout."""

    snapshot_id: str
    image: QImage
    layout: ScanLayout


class PlaneView(QWidget):
    """Shows a picture and a plane on it.

    Drag an end, or drag anywhere else for a new caliper; the wheel zooms. With the focus: Tab goes to the next end, the
    arrows move it by a pixel (Shift 5, Ctrl half), Return sets both calipers onto the outline anew, Delete takes the
    caliper away, Ctrl+Z takes the last change back.

    Signals:
        changed(Plane): The plane as the user changed it.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: PlanePicture | None = None
        self._plane: Plane | None = None
        self._words = ""
        self._snaps = True
        self._scale = 1.0
        self._zoom, self._middle = 1.0, QPointF()  # of the picture
        self._end: End | None = None  # chosen for the keys
        self._held = False
        self._drawn_from: Point | None = None  # a new caliper under the mouse
        self._before: Plane | None = None  # as it was when the mouse took hold
        self._mouse = QPointF()
        self._undo: list[Plane] = []
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(200, 150)

    def sizeHint(self) -> QSize:
        """A 4:3 picture."""
        return QSize(400, 300)

    def show_plane(self, picture: PlanePicture | None, plane: Plane | None, words: str = "") -> None:
        """Show this; `words` stand where there is no picture."""
        before = self._picture
        if picture is None or before is None or picture.snapshot_id != before.snapshot_id:
            self._undo, self._end = [], None
            self._zoom = 1.0
            if picture is not None:
                self._middle = QPointF(picture.image.width() / 2, picture.image.height() / 2)
        self._picture, self._words = picture, words
        if not self._held:
            self._plane = plane
        if plane is None or (self._end is not None and self._end[0] >= len(plane.calipers)):
            self._end = None
        self.setCursor(Qt.CursorShape.CrossCursor if picture is not None else Qt.CursorShape.ArrowCursor)
        self.update()

    def set_snapping(self, snaps: bool) -> None:
        """Whether ends go onto the outline."""
        self._snaps = snaps

    def set_scale(self, scale: float) -> None:
        """Enlarge lines and texts."""
        self._scale = scale
        self.update()

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._undo)

    def undo(self) -> None:
        """Take the last change back."""
        if self._undo:
            self._plane = self._undo.pop()
            self._end = None
            self.changed.emit(self._plane)
            self.update()

    def snap_anew(self) -> None:
        """Set both calipers onto the outline."""
        if self._picture is not None and self._plane is not None:
            self._take(snapped_anew(self._plane, self._picture.layout))

    # -- the mouse --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of an end, or begin a caliper."""
        if event.button() is not Qt.MouseButton.LeftButton or self._picture is None or self._plane is None:
            return
        point = self._to_picture(event.position())
        self._mouse = event.position()
        self._before, self._held = self._plane, True
        self._end = end_near(self._plane, point, _REACH * self._scale / self._ratio())
        self._drawn_from = point if self._end is None else None
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held."""
        self._mouse = event.position()
        if not self._held or self._picture is None or self._before is None:
            return
        layout, point = self._picture.layout, self._inside(self._to_picture(event.position()))
        if self._drawn_from is not None:
            if self._far_enough(event.position()):
                self._plane = with_new(self._before, layout, self._drawn_from, point, self._reach())
        elif self._end is not None:
            self._plane = with_end(self._before, layout, self._end, point, self._reach())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: the lesion's size follows."""
        if event.button() is not Qt.MouseButton.LeftButton or not self._held:
            return
        held_plane, before = self._plane, self._before
        drawn = self._drawn_from is not None
        self._held, self._drawn_from, self._before = False, None, None
        if before is not None and held_plane is not None and held_plane != before:
            self._plane = before
            self._take(held_plane)
            if drawn:
                self._end = (len(held_plane.calipers) - 1, 1)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        if self._picture is None:
            return
        point = self._to_picture(event.position())
        self._zoom = min(max(self._zoom * 1.25 ** (event.angleDelta().y() / 120), 1.0), _MOST_ZOOM)
        there = self._to_screen(point)
        off = (event.position() - there) / self._ratio()
        self._middle = self._middle - off
        self._keep_middle()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The whole picture again."""
        if event.button() is Qt.MouseButton.RightButton or self._zoom > 1:
            self._zoom = 1.0
            self._keep_middle()
            self.update()

    # -- keys -------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """The keys below are its own while it has the focus."""
        return claim_key(event, _KEYS) or super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes from end to end, and leaves after the last."""
        ends = (
            []
            if self._plane is None
            else [(each, side) for each in range(len(self._plane.calipers)) for side in (0, 1)]
        )
        place = (ends.index(self._end) if self._end in ends else -1 if next else len(ends)) + (1 if next else -1)
        if 0 <= place < len(ends):
            self._end = ends[place]
            self.update()
            return True
        self._end = None
        self.update()
        return super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Measure without the mouse."""
        key = Qt.Key(event.key())
        if self._picture is None or self._plane is None or key not in _KEYS:
            super().keyPressEvent(event)
            return
        if key is Qt.Key.Key_Z:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.undo()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.snap_anew()
        elif key in _ARROWS:
            self._move_end(_ARROWS[key], event.modifiers())
        elif self._end is not None:
            which, self._end = self._end[0], None
            self._take(without(self._plane, which))

    def _move_end(self, way: Point, modifiers: Qt.KeyboardModifier) -> None:
        if self._end is None or self._plane is None or self._picture is None:
            return
        step = 1.0
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            step = _COARSE
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            step = _FINE
        x, y = place_of(self._plane, self._end)
        point = self._inside((x + way[0] * step, y + way[1] * step))
        end = self._end
        self._take(with_end(self._plane, self._picture.layout, end, point, 0))  # fine work is not pulled back
        self._end = end

    # -- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw picture, outline, calipers, and the loupe over what is held."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SCAN))
        if self._picture is None:
            painter.setPen(QColor(theme.TEXT_QUIET))
            painter.setFont(theme.ui_font(round(14 * self._scale)))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()).adjusted(12, 12, -12, -12), flags, self._words)
        else:
            target = self._target()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, self._picture.image)
            if self._plane is not None:
                shown = self._end if self.hasFocus() or self._held else None
                draw_plane(painter, target, self._picture.image.size(), self._plane, shown, self._scale)
            if self._held:
                draw_loupe(
                    painter,
                    QRectF(self.rect()),
                    self._picture.image,
                    self._plane,
                    self._held_place(),
                    self._mouse,
                    self._scale,
                    self._ratio(),
                )
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.ACTION), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    # -- where is what ----------------------------------------------------------------------------------------------

    def _target(self) -> QRectF:
        """Where the whole picture lies, also what the zoom leaves outside."""
        assert self._picture is not None
        image, ratio = self._picture.image, self._ratio()
        return QRectF(
            self.width() / 2 - self._middle.x() * ratio,
            self.height() / 2 - self._middle.y() * ratio,
            image.width() * ratio,
            image.height() * ratio,
        )

    def _ratio(self) -> float:
        """Screen pixels a picture pixel."""
        if self._picture is None:
            return 1.0
        image = self._picture.image
        return fit(image.width(), image.height(), QRectF(self.rect())).width() / image.width() * self._zoom

    def _to_picture(self, place: QPointF) -> Point:
        target, ratio = self._target(), self._ratio()
        return (place.x() - target.left()) / ratio, (place.y() - target.top()) / ratio

    def _to_screen(self, point: Point) -> QPointF:
        target, ratio = self._target(), self._ratio()
        return QPointF(target.left() + point[0] * ratio, target.top() + point[1] * ratio)

    def _inside(self, point: Point) -> Point:
        assert self._picture is not None
        image = self._picture.image
        return min(max(point[0], 0.0), float(image.width())), min(max(point[1], 0.0), float(image.height()))

    def _keep_middle(self) -> None:
        """The picture fills the view as far as it can."""
        assert self._picture is not None
        image, ratio = self._picture.image, self._ratio()
        half_x, half_y = self.width() / 2 / ratio, self.height() / 2 / ratio
        x = (
            image.width() / 2
            if 2 * half_x >= image.width()
            else min(max(self._middle.x(), half_x), image.width() - half_x)
        )
        y = (
            image.height() / 2
            if 2 * half_y >= image.height()
            else min(max(self._middle.y(), half_y), image.height() - half_y)
        )
        self._middle = QPointF(x, y)

    def _reach(self) -> float:
        return _SNAP * self._scale / self._ratio() if self._snaps else 0.0

    def _far_enough(self, place: QPointF) -> bool:
        assert self._drawn_from is not None
        start = self._to_screen(self._drawn_from)
        return math.hypot(place.x() - start.x(), place.y() - start.y()) >= _LEAST_PX

    def _held_place(self) -> Point | None:
        if self._plane is None:
            return None
        if self._end is not None:
            return place_of(self._plane, self._end)
        return self._to_picture(self._mouse)

    def _take(self, plane: Plane) -> None:
        if self._plane is not None and plane != self._plane:
            self._undo = [*self._undo[-_MOST_UNDONE + 1 :], self._plane]
            self._plane = plane
            self.changed.emit(plane)
            self.update()


def plane_help() -> str:
    """How to measure, for a tooltip."""
    return translate(
        "Lesion",
        "Drag an end, or drag elsewhere for a new caliper; the wheel zooms. Keys: Tab next end, arrows move it by a "
        "pixel (Shift 5, Ctrl half), Return onto the outline, Delete away, Ctrl+Z back.",
    )
