"""The breast schema in the window: a tap or the arrow keys place the chosen lesion."""

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.exam.content.lesion import Lesion, Place
from app.exam.lesions.place import (
    ASPECT,
    CLOCK_STEP,
    DISTANCE_STEP_MM,
    EDGE_MM,
    moved,
    place_at,
    schema_point,
)
from app.exam.window.lesion.key_claim import claim_key
from app.exam.window.schema_paint import DARK, draw_schema, marks_of, schema_area
from app.live.look import theme

_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_FIRST = (12.0, 40.0)  # clock and distance that the first arrow key sets out from
_REACH = 0.055  # of the schema's height: so near to a number a click chooses its lesion


class SchemaWidget(QWidget):
    """Shows lesions on the schema.

    Signals:
        place_changed(Place): The user tapped a place for the chosen lesion, or moved it with the arrow keys: left and
            right by half an hour, up and down away from the nipple and towards it.
        chosen(str): The user clicked the number of another lesion; its id.
    """

    place_changed = Signal(object)
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lesions: tuple[Lesion, ...] = ()
        self._chosen: Lesion | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(160)

    def sizeHint(self) -> QSize:
        """Twice as wide as high."""
        return QSize(round(self.height() * ASPECT), self.height())

    def show_lesions(self, lesions: tuple[Lesion, ...], chosen: Lesion | None) -> None:
        """Show these; `chosen` is the one that is placed."""
        self._lesions, self._chosen = lesions, chosen
        self.setCursor(Qt.CursorShape.CrossCursor if chosen is not None else Qt.CursorShape.ArrowCursor)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose another lesion by its number, or place the chosen one."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        other = self._lesion_at(event.position())
        if other is not None and (self._chosen is None or other.id != self._chosen.id):
            self.chosen.emit(other.id)
            return
        area = schema_area(QRectF(self.rect()))
        x, y = event.position().x() - area.left(), event.position().y() - area.top()
        place = place_at(x / area.width(), y / area.height()) if area.contains(event.position()) else None
        if self._chosen is not None and place is not None:
            self._tell(place.model_copy(update={"depth_mm": self._chosen.place.depth_mm}))

    def event(self, event: QEvent) -> bool:
        """Arrow keys are the schema's while it has the focus."""
        return claim_key(event, _KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the chosen lesion."""
        if self._chosen is None or event.key() not in _KEYS:
            super().keyPressEvent(event)
            return
        place = self._chosen.place
        clock, distance_mm = place.clock, place.distance_mm
        if clock is None and distance_mm is None:
            self._tell(moved(place, clock=_FIRST[0], distance_mm=_FIRST[1]))
            return
        clock, distance_mm = clock or _FIRST[0], _FIRST[1] if distance_mm is None else distance_mm
        steps = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
        hours, out = steps[Qt.Key(event.key())]
        clock = (clock + hours * CLOCK_STEP) % 12 or 12.0
        distance_mm = min(max(distance_mm + out * DISTANCE_STEP_MM, 0.0), EDGE_MM * 1.5)
        self._tell(moved(place, clock=clock, distance_mm=distance_mm))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the schema, and a line under it while keys move the lesion."""
        painter = QPainter(self)
        painter.setFont(theme.ui_font(12))
        draw_schema(
            painter, QRectF(self.rect()), marks_of(self._lesions, self._chosen.id if self._chosen else None), DARK
        )
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.ACTION), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def _lesion_at(self, where: QPointF) -> Lesion | None:
        area = schema_area(QRectF(self.rect()))
        for lesion in self._lesions:
            point = schema_point(lesion.place)
            if point is not None:
                x, y = area.left() + point[0] * area.width(), area.top() + point[1] * area.height()
                if math.hypot(where.x() - x, where.y() - y) <= _REACH * area.height():
                    return lesion
        return None

    def _tell(self, place: Place) -> None:
        if self._chosen is not None and place != self._chosen.place:
            self.place_changed.emit(place)
