"""A clear layer over the scan: outlines of lesion and reference, their handles, and the map over the B-mode."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.contrast.view import ContrastView, MapView, RegionView, StudyState
from app.live.contrast.colours import LESION, REFERENCE, map_rgba
from app.live.contrast.panel_places import PanelPlace, map_place, panel_places
from app.live.contrast.region_shape import dragged, ellipse_between, freehand_of, handles, nearest, polygon_of
from app.live.look import theme
from app.live.look.texts import translate
from capture.frame import Frame
from capture.screen.layout import PanelKind

if TYPE_CHECKING:  # it brings scipy, which the window need not wait for
    from inference.contrast.regions import Region

REACH_PX = 11.0  # of a handle, on screen
HANDLE_PX = 4.0
THINNED_PX = 0.8  # a freehand line may move by so much on screen
Point = tuple[float, float]


class Tool(Enum):
    """What the mouse does."""

    MOVE = "move"
    ELLIPSE = "ellipse"
    POLYGON = "polygon"
    FREEHAND = "freehand"


class Part(Enum):
    """Which region is drawn."""

    LESION = "lesion"
    REFERENCE = "reference"


@dataclass(slots=True, eq=False)
class _Hold:
    """What the mouse holds."""

    place: PanelPlace
    part: Part
    region: "Region | None"
    handle: int | None
    last: Point


class RegionLayer(QWidget):
    """Paints a `ContrastView` over the scan; emits the regions that the user drew."""

    regions_changed = Signal(object, object)  # text of lesion, of reference; None for none
    drawn = Signal()  # a region was finished: the tool goes back to moving

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = ContrastView()
        self._frame: Frame | None = None
        self._target = QRectF()
        self._tool, self._part = Tool.MOVE, Part.LESION
        self._hold: _Hold | None = None
        self._points: list[Point] = []
        self._over = False  # handles are shown while the mouse is here
        self._pending: dict[Part, Region] = {}  # drawn, and not in a view yet
        self._map: MapView | None = None
        self._opacity = 0.6
        self._image: tuple[MapView, float, QImage] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click on the scan ends typing: keys are commands again
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_view(self, view: ContrastView, frame: Frame | None, target: QRectF, *, hidden: bool) -> None:
        """Paint this; `hidden` nothing of it."""
        answered = self._view.answers != view.answers and not view.recomputing  # also by a refusal
        if self._hold is None and (answered or view.injection != self._view.injection):
            self._pending.clear()
        self._view, self._frame, self._target = view, frame, target
        on = frame is not None and view.state is not StudyState.OFF and not hidden
        self.setVisible(on)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not (on and view.editable))
        if on:
            self.update()

    def set_tool(self, tool: Tool, part: Part) -> None:
        """What the mouse does from now on."""
        self._tool, self._part = tool, part
        self._points, self._hold = [], None
        self.setCursor(Qt.CursorShape.ArrowCursor if tool is Tool.MOVE else Qt.CursorShape.CrossCursor)
        self.update()

    @property
    def shows_map(self) -> bool:
        """Whether a map lies over the scan."""
        return self._map is not None and self.isVisible()

    def set_map(self, shown: MapView | None, opacity: float) -> None:
        """Lay this map over the scan."""
        if (shown, opacity) != (self._map, self._opacity):
            self._map, self._opacity = shown, opacity
            self.update()

    # -- the mouse --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a region, or begin one."""
        place = self._place_at(event.position())
        if place is None or event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        point = self._unshifted(place.to_panel(event.position()))
        if self._tool is Tool.MOVE:
            self._hold = self._held_at(place, point)
        elif self._tool is Tool.POLYGON:
            self._points.append(point)
        else:
            self._points = [point]
            self._hold = _Hold(place, self._part, None, None, point)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held; show what can be taken hold of."""
        hold = self._hold
        if hold is None:
            self._show_cursor(event.position())
            return
        point = self._unshifted(hold.place.to_panel(event.position()))
        if self._tool is Tool.MOVE and hold.region is not None:
            if hold.handle is not None:
                hold.region = dragged(hold.region, hold.handle, point)
            else:
                hold.region = hold.region.moved(point[0] - hold.last[0], point[1] - hold.last[1])
            self._pending[hold.part] = hold.region
        elif self._tool is Tool.ELLIPSE:
            self._pending[self._part] = ellipse_between(self._points[0], point)
        elif self._tool is Tool.FREEHAND:
            self._points.append(point)
        hold.last = point
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Let go: the study is computed anew."""
        hold, self._hold = self._hold, None
        if hold is None:
            return
        if self._tool is Tool.FREEHAND:
            drawn = freehand_of(self._points, THINNED_PX / hold.place.scale[0])
            self._points = []
            if drawn is not None:
                self._pending[self._part] = drawn
        if self._pending:
            self._send(finished=self._tool is not Tool.MOVE)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the handles."""
        super().enterEvent(event)
        self._over = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide them."""
        super().leaveEvent(event)
        self._over = False
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Close the polygon."""
        if self._tool is Tool.POLYGON:
            drawn = polygon_of(self._points)
            self._points = []
            if drawn is not None:
                self._pending[self._part] = drawn
                self._send(finished=True)

    def _send(self, *, finished: bool) -> None:
        texts = []
        for part in Part:
            shown = self._shown(part)
            texts.append(self._pending[part].text() if part in self._pending else shown.text if shown else None)
        self.regions_changed.emit(*texts)
        if finished:
            self.drawn.emit()

    def _held_at(self, place: PanelPlace, point: Point) -> "_Hold | None":
        """The handle under the mouse, else the region."""
        reach = REACH_PX / place.scale[0]
        parts = (self._part, *(part for part in Part if part is not self._part))
        regions = [(part, region) for part in parts if (region := self._region(part)) is not None]
        for part, region in regions:
            handle = nearest(handles(region), point, reach)
            if handle is not None:
                return _Hold(place, part, region, handle, point)
        for part, region in regions:
            if region.contains(*point):
                return _Hold(place, part, region, None, point)
        return None

    def _show_cursor(self, position: QPointF) -> None:
        if self._tool is not Tool.MOVE:
            return
        place = self._place_at(position)
        hold = self._held_at(place, self._unshifted(place.to_panel(position))) if place is not None else None
        if hold is None:
            self.setCursor(Qt.CursorShape.ArrowCursor)
        else:
            over = Qt.CursorShape.SizeAllCursor if hold.handle is None else Qt.CursorShape.PointingHandCursor
            self.setCursor(over)

    def _place_at(self, position: QPointF) -> PanelPlace | None:
        return next((place for place in self._places() if place.area.contains(position)), None)

    def _places(self) -> tuple[PanelPlace, ...]:
        return () if self._frame is None else panel_places(self._frame, self._target)

    def _unshifted(self, point: Point) -> Point:
        """Where the tissue under a point was when the study began, which the regions refer to."""
        return point[0] - self._view.shift_px[0], point[1] - self._view.shift_px[1]

    def _shown(self, part: Part) -> RegionView | None:
        return self._view.lesion if part is Part.LESION else self._view.reference

    def _region(self, part: Part) -> "Region | None":
        from inference.contrast.regions import Region

        shown = self._shown(part)
        return self._pending.get(part) or (Region.parse(shown.text) if shown is not None else None)

    # -- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw map, outlines and handles."""
        places = self._places()
        if not places:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(max(self.height() / 800, 0.9), 2.2)
        if self._map is not None and (below := map_place(places)) is not None:
            self._paint_map(painter, below, self._map)
        for place in places:
            painter.setClipRect(place.area)
            for part in Part:
                self._paint_region(painter, place, part, scale)
            self._paint_line(painter, place)
        painter.end()

    def _paint_map(self, painter: QPainter, place: PanelPlace, shown: MapView) -> None:
        if self._image is None or self._image[0] is not shown or self._image[1] != self._opacity:
            rgba = np.ascontiguousarray(map_rgba(shown, self._opacity))
            height, width = rgba.shape[:2]
            image = QImage(rgba.data, width, height, rgba.strides[0], QImage.Format.Format_RGBA8888).copy()
            self._image = (shown, self._opacity, image)
        height, width = shown.values.shape
        dx, dy = self._view.shift_px
        corner = place.to_screen((dx, dy))
        far = place.to_screen((dx + width * shown.cell_px, dy + height * shown.cell_px))
        painter.save()
        painter.setClipRect(place.area)
        painter.drawImage(QRectF(corner, far), self._image[2])
        painter.restore()

    def _paint_region(self, painter: QPainter, place: PanelPlace, part: Part, scale: float) -> None:
        outline = self._outline(part)
        if outline is None:
            return
        polygon = QPolygonF([place.to_screen(self._shifted(point)) for point in outline])
        colour = QColor(LESION if part is Part.LESION else REFERENCE)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 170), 3.2 * scale))
        painter.drawPolygon(polygon)
        pen = QPen(colour, 1.5 * scale)
        if part is Part.REFERENCE:
            pen.setDashPattern([5, 3])
        painter.setPen(pen)
        painter.drawPolygon(polygon)
        if place.kind is PanelKind.CONTRAST:
            self._paint_name(painter, polygon.boundingRect(), part, colour, scale)
        if self._view.editable and part is self._part and (self._over or self._hold is not None):
            region = self._region(part)
            for point in handles(region) if region is not None else ():
                painter.setPen(QPen(QColor(0, 0, 0, 200), 1))
                painter.setBrush(colour)
                painter.drawEllipse(place.to_screen(self._shifted(point)), HANDLE_PX * scale, HANDLE_PX * scale)

    def _paint_name(self, painter: QPainter, bounds: QRectF, part: Part, colour: QColor, scale: float) -> None:
        """Beside the region, never on it."""
        if part is Part.REFERENCE:
            text = translate("Contrast", "Reference")
        elif self._view.proposed and Part.LESION not in self._pending:
            text = translate("Contrast", "Lesion (proposed)")
        else:
            text = translate("Contrast", "Lesion")
        painter.setFont(theme.ui_font(round(13 * scale), bold=True))
        plate = QRectF(painter.fontMetrics().boundingRect(text)).adjusted(-5, -2, 5, 2)
        plate.moveBottomLeft(bounds.topLeft() - QPointF(0, 3 * scale))
        if plate.top() < self._target.top():
            plate.moveTopLeft(bounds.bottomLeft() + QPointF(0, 3 * scale))
        painter.fillRect(plate, QColor(0, 0, 0, 170))
        painter.setPen(colour)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_line(self, painter: QPainter, place: PanelPlace) -> None:
        """What is being drawn."""
        if self._points and self._tool in (Tool.POLYGON, Tool.FREEHAND):
            painter.setPen(QPen(QColor(LESION if self._part is Part.LESION else REFERENCE), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            line = [place.to_screen(self._shifted(point)) for point in self._points]
            painter.drawPolyline(QPolygonF(line))
            for corner in line if self._tool is Tool.POLYGON else ():
                painter.drawEllipse(corner, HANDLE_PX, HANDLE_PX)

    def _outline(self, part: Part) -> tuple[Point, ...] | None:
        if part in self._pending:
            return tuple((float(x), float(y)) for x, y in self._pending[part].outline())
        shown = self._shown(part)
        return shown.outline if shown is not None else None

    def _shifted(self, point: Point) -> Point:
        return point[0] + self._view.shift_px[0], point[1] + self._view.shift_px[1]
