"""The schema of both breasts with numbered lesions: one paint function for the window, the report and an SVG."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPolygonF
from PySide6.QtSvg import QSvgGenerator

from app.exam.content.lesion import Lesion, Place
from app.exam.content.picture import Side
from app.exam.lesions.place import (
    AREOLA_MM,
    ASPECT,
    CENTRES,
    EDGE_MM,
    RADIUS,
    TAIL_CLOCK,
    edge,
    schema_point,
)
from app.live.look import theme
from app.live.look.texts import translate

_SIDES: tuple[Side, ...] = ("right", "left")
_BUBBLE = 0.052  # radius of a lesion's number, share of the schema's height
_RING_MM = 50.0
_OUTLINE_POINTS = 240


@dataclass(frozen=True, slots=True)
class Mark:
    """A lesion on the schema.

    Attributes:
        number: Of the lesion.
        place: Where it lies; one without a direction stands under its breast with a question mark.
        chosen: Drawn filled with the colour of the chosen one.
    """

    number: int
    place: Place
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class SchemaColours:
    """Colours for one ground.

    Attributes:
        line, soft: Of the breast, and of rings, ticks and quarters.
        text: Of letters and numbers beside the breast.
        mark, on_mark: Of a lesion's disc, and of the number on it.
        chosen: Of the chosen lesion's disc.
        fill: Of the breast itself; None leaves the ground.
    """

    line: str
    soft: str
    text: str
    mark: str
    on_mark: str
    chosen: str
    fill: str | None = None


DARK = SchemaColours(
    line=theme.TEXT_QUIET,
    soft="#3D444D",
    text=theme.TEXT_QUIET,
    mark=theme.TEXT,
    on_mark=theme.BACKGROUND,
    chosen=theme.ACTION,
    fill=theme.BACKGROUND,
)
PAPER = SchemaColours(
    line="#3A4048", soft="#C9CED6", text="#3A4048", mark="#14181F", on_mark="#FFFFFF", chosen="#14181F"
)


def marks_of(lesions: Sequence[Lesion], chosen_id: str | None = None) -> tuple[Mark, ...]:
    """The marks of these lesions."""
    return tuple(Mark(lesion.number, lesion.place, lesion.id == chosen_id) for lesion in lesions)


def schema_area(rect: QRectF) -> QRectF:
    """The largest place of the schema's shape inside `rect`, in its middle."""
    width = min(rect.width(), rect.height() * ASPECT)
    area = QRectF(0, 0, width, width / ASPECT)
    area.moveCenter(rect.center())
    return area


def draw_schema(
    painter: QPainter,
    rect: QRectF,
    marks: Sequence[Mark],
    colours: SchemaColours = PAPER,
    *,
    letters: bool = True,
    names: Mapping[Side, str] | None = None,
) -> None:
    """Draw both breasts as the examiner sees the patient, with the lesions; the painter's state is left as it was.

    Args:
        painter: Of a widget, a picture, a page or an SVG; the family of its font is used.
        rect: The schema lies in the middle of it, in its own proportions.
        marks: In any order; the chosen one is drawn last.
        colours: For the ground.
        letters: Whether the regions are named.
        names: Of the two breasts; None for the window's, in its language.
    """
    names = names or {"right": translate("Schema", "R"), "left": translate("Schema", "L")}
    area = schema_area(rect)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for side in _SIDES:
        _draw_breast(painter, area, side, colours, names[side], letters=letters)
    _draw_marks(painter, area, sorted(marks, key=lambda mark: (mark.chosen, mark.number)), colours)
    painter.restore()


def schema_image(marks: Sequence[Mark], width_px: int, colours: SchemaColours = PAPER) -> QImage:
    """The schema as a picture on a clear ground."""
    image = QImage(QSize(width_px, round(width_px / ASPECT)), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setFont(theme.ui_font(12))
    draw_schema(painter, QRectF(image.rect()), marks, colours)
    painter.end()
    return image


def schema_svg(marks: Sequence[Mark], colours: SchemaColours = PAPER, width: int = 600) -> bytes:
    """The schema as SVG."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    size = QSize(width, round(width / ASPECT))
    generator.setSize(size)
    generator.setViewBox(QRectF(QPointF(0, 0), size))
    painter = QPainter(generator)
    painter.setFont(theme.ui_font(12))
    draw_schema(painter, QRectF(QPointF(0, 0), size), marks, colours)
    painter.end()
    return bytes(data.data())


def _draw_breast(
    painter: QPainter, area: QRectF, side: Side, colours: SchemaColours, name: str, *, letters: bool
) -> None:
    thin = area.height() / 400
    centre, radius = _middle(area, side), area.height() * RADIUS
    painter.setBrush(QColor(colours.fill) if colours.fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.line), 2.2 * thin))
    painter.drawPolygon(_outline(area, side))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    soft = QPen(QColor(colours.soft), 1.3 * thin)
    painter.setPen(soft)
    for hour in range(12):  # ticks of the clock, longer at the quarters
        inner = 0.91 if hour % 3 == 0 else 0.95
        painter.drawLine(QLineF(_out(area, side, hour, inner), _out(area, side, hour, 0.995)))
    soft.setDashPattern([3, 4])
    painter.setPen(soft)
    painter.drawEllipse(centre, radius * _RING_MM / EDGE_MM, radius * _RING_MM / EDGE_MM)
    for hour in (0, 3, 6, 9):
        painter.drawLine(QLineF(_out(area, side, hour, AREOLA_MM / EDGE_MM), _out(area, side, hour, 0.9)))
    painter.setPen(QPen(QColor(colours.line), 1.6 * thin))
    painter.drawEllipse(centre, radius * AREOLA_MM / EDGE_MM, radius * AREOLA_MM / EDGE_MM)
    painter.setBrush(QColor(colours.line))
    painter.drawEllipse(centre, radius * 0.05, radius * 0.05)
    _draw_words(painter, area, side, colours, name, letters=letters)


def _draw_words(
    painter: QPainter, area: QRectF, side: Side, colours: SchemaColours, name: str, *, letters: bool
) -> None:
    """Hours outside, the side above, letters of the regions, and what the ring stands for."""
    outer = -1 if side == "right" else 1
    painter.setPen(QColor(colours.text))
    _set_font(painter, area.height() * 0.046)
    for hour, away in ((12, 1.1), (3, 1.1), (6, 1.1), (9, 1.1)):
        _write(painter, area, _out(area, side, hour, away), str(hour))
    ring = _out(area, side, 6, _RING_MM / EDGE_MM)
    small = area.height() * 0.036
    _set_font(painter, small)
    painter.drawText(ring + QPointF(small * 0.4, -small * 0.35), "5 cm")
    if letters:
        _set_font(painter, area.height() * 0.05)
        right = {"A": 1.5, "B": 4.5, "C": 10.5, "D": 7.5}
        for letter, clock in right.items():
            _write(painter, area, _out(area, side, clock if side == "right" else 12 - clock, 0.8), letter)
        _write(painter, area, _out(area, side, TAIL_CLOCK[side], 1.15), "C′")
        _write(painter, area, _out(area, side, 6, 0.13), "E")
    _set_font(painter, area.height() * 0.066, bold=True)
    corner = _middle(area, side) + QPointF(outer * area.height() * 0.4, area.height() * 0.38)
    _write(painter, area, corner, name)


def _draw_marks(painter: QPainter, area: QRectF, marks: Sequence[Mark], colours: SchemaColours) -> None:
    bubble = area.height() * _BUBBLE
    taken: list[QPointF] = []
    unplaced = dict.fromkeys(_SIDES, 0)
    for mark in marks:
        point = schema_point(mark.place)
        if point is None:
            known = False
            side = mark.place.side
            inner = 1 if side == "right" else -1
            row = QPointF(inner * (area.height() * 0.42 - 2.5 * bubble * unplaced[side]), area.height() * 0.385)
            unplaced[side] += 1
            where = _middle(area, side) + row
        else:
            known = True
            where = QPointF(area.left() + point[0] * area.width(), area.top() + point[1] * area.height())
        shown = _free(where, taken, bubble)
        taken.append(shown)
        colour = QColor(colours.chosen if mark.chosen else colours.mark)
        if shown != where:
            painter.setPen(QPen(colour, area.height() / 250))
            painter.drawLine(where, shown)
            painter.setBrush(colour)
            painter.drawEllipse(where, bubble * 0.25, bubble * 0.25)
        _draw_bubble(painter, shown, bubble, mark, colour, colours, known=known)


def _draw_bubble(
    painter: QPainter,
    where: QPointF,
    bubble: float,
    mark: Mark,
    colour: QColor,
    colours: SchemaColours,
    *,
    known: bool,
) -> None:
    pen = QPen(colour if not known else QColor(colours.on_mark), bubble * 0.14)
    if not known:
        pen.setDashPattern([2, 1.5])
    painter.setPen(pen)
    painter.setBrush(colour if known else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(where, bubble, bubble)
    painter.setPen(QColor(colours.on_mark) if known else colour)
    text = str(mark.number) if known else f"{mark.number}?"
    _set_font(painter, bubble * (1.35 if len(text) == 1 else 1.1), bold=True)
    painter.drawText(QRectF(where.x() - bubble, where.y() - bubble, 2 * bubble, 2 * bubble), _CENTRE, text)


_CENTRE = Qt.AlignmentFlag.AlignCenter


def _free(where: QPointF, taken: Sequence[QPointF], bubble: float) -> QPointF:
    """The place itself, or the nearest round it where no other number stands."""
    tried = [where]
    for away in (2.2, 3.4, 4.6):
        tried += [
            where + QPointF(math.cos(turn), math.sin(turn)) * (away * bubble)
            for turn in (step * math.pi / 4 for step in range(8))
        ]
    for place in tried:
        if all(math.hypot(place.x() - each.x(), place.y() - each.y()) >= 2.05 * bubble for each in taken):
            return place
    return where


def _outline(area: QRectF, side: Side) -> QPolygonF:
    """The breast with its axillary tail."""
    clocks = (12 * step / _OUTLINE_POINTS for step in range(_OUTLINE_POINTS))
    return QPolygonF([_out(area, side, clock, edge(side, clock)) for clock in clocks])


def _middle(area: QRectF, side: Side) -> QPointF:
    x, y = CENTRES[side]
    return QPointF(area.left() + x * area.width(), area.top() + y * area.height())


def _out(area: QRectF, side: Side, clock: float, out: float) -> QPointF:
    angle = clock * math.pi / 6
    return _middle(area, side) + QPointF(math.sin(angle), -math.cos(angle)) * (out * area.height() * RADIUS)


def _write(painter: QPainter, area: QRectF, middle: QPointF, text: str) -> None:
    half = area.height() * 0.1
    painter.drawText(QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half), _CENTRE, text)


def _set_font(painter: QPainter, size: float, *, bold: bool = False) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(round(size), 1))
    font.setBold(bold)
    painter.setFont(font)
