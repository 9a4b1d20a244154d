"""Outline and calipers on a picture, and the loupe over the end under the hand: pure paint functions."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from app.exam.content.lesion import Caliper, Plane
from app.exam.lesions.caliper_edit import End
from app.exam.lesions.calipers import Point
from app.exam.window.lesion.size_texts import length_text
from app.live.contrast.colours import LESION
from app.live.look import theme
from app.live.look.texts import translate

_RIM = QColor(0, 0, 0, 190)
_CALIPER = theme.ACTION
_LOUPE = 3.0  # times the picture as it is shown


def draw_plane(
    painter: QPainter,
    target: QRectF,
    size: QSize,
    plane: Plane,
    chosen: End | None = None,
    scale: float = 1.0,
    *,
    lengths: bool = True,
) -> None:
    """Draw a plane's outline and calipers over its picture.

    Args:
        painter: Its state is left as it was.
        target: Where the whole picture lies.
        size: Of the picture in its own pixels.
        plane: In those pixels.
        chosen: The end that keys move; ringed.
        scale: Enlarges lines and texts.
        lengths: Whether the lengths stand in a corner of the picture.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def at(point: Point) -> QPointF:
        return QPointF(
            target.left() + point[0] * target.width() / size.width(),
            target.top() + point[1] * target.height() / size.height(),
        )

    if plane.outline_px:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(QColor(LESION), 1.0 * scale)
        pen.setDashPattern([1, 3])
        painter.setPen(pen)
        painter.drawPolygon(QPolygonF([at(point) for point in plane.outline_px]))
    for number, each in enumerate(plane.calipers):
        marked = chosen[1] if chosen is not None and chosen[0] == number else None
        _draw_caliper(painter, at(each.start_px), at(each.end_px), number, marked, scale)
    if lengths:
        ends = [(at(each.start_px), at(each.end_px)) for each in plane.calipers]
        _draw_lengths(painter, target, plane, ends, scale)
    painter.restore()


def draw_loupe(
    painter: QPainter,
    area: QRectF,
    image: QImage,
    plane: Plane | None,
    place: Point | None,
    mouse: QPointF,
    scale: float,
    ratio: float,
) -> None:
    """A round glass in the corner away from the mouse, with the place under the hand in its middle.

    Args:
        painter: Its state is left as it was.
        area: Of the whole view.
        image: The picture.
        plane: What lies on it.
        place: In pixels of the picture.
        mouse: In the view.
        scale: Enlarges the glass.
        ratio: Screen pixels a picture pixel outside the glass.
    """
    if place is None:
        return
    radius = min(70 * scale, area.width() / 4, area.height() / 3)
    left = mouse.x() > area.center().x()
    middle = QPointF(area.left() + radius + 6 if left else area.right() - radius - 6, area.top() + radius + 6)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    glass = QPainterPath()
    glass.addEllipse(middle, radius, radius)
    painter.setClipPath(glass, Qt.ClipOperation.IntersectClip)
    painter.fillRect(glass.boundingRect(), QColor(theme.SCAN))
    zoom = ratio * _LOUPE
    target = QRectF(
        middle.x() - place[0] * zoom, middle.y() - place[1] * zoom, image.width() * zoom, image.height() * zoom
    )
    painter.drawImage(target, image)
    if plane is not None:
        bare = plane.model_copy(update={"calipers": ()})
        draw_plane(painter, target, image.size(), bare, None, scale)
    painter.setPen(QPen(QColor(_CALIPER), 1.0 * scale))
    for way in (QPointF(radius * 0.5, 0), QPointF(0, radius * 0.5)):
        painter.drawLine(middle - way, middle - way * 0.15)
        painter.drawLine(middle + way * 0.15, middle + way)
    painter.setClipping(False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.TEXT_QUIET), 1.5 * scale))
    painter.drawEllipse(middle, radius, radius)
    painter.restore()


def _draw_caliper(
    painter: QPainter, start: QPointF, end: QPointF, number: int, marked: int | None, scale: float
) -> None:
    """A dotted line between two signs, a plus for the first caliper and a cross for the second."""
    line = QPen(QColor(_CALIPER), 1.0 * scale)
    line.setDashPattern([1, 4])
    painter.setPen(line)
    painter.drawLine(start, end)
    arm = 6 * scale
    ways = (QPointF(arm, 0), QPointF(0, arm)) if number == 0 else (QPointF(arm, arm) * 0.72, QPointF(arm, -arm) * 0.72)
    for pen in (QPen(_RIM, 4 * scale), QPen(QColor(_CALIPER), 1.6 * scale)):
        painter.setPen(pen)
        for place in (start, end):
            for way in ways:
                painter.drawLine(place - way, place + way)
    if marked is not None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.TEXT), 1.5 * scale))
        painter.drawEllipse(end if marked else start, 1.6 * arm, 1.6 * arm)


def _draw_lengths(
    painter: QPainter, target: QRectF, plane: Plane, lines: list[tuple[QPointF, QPointF]], scale: float
) -> None:
    """Lengths on a plate in a corner of the picture, not on the lesion."""
    if not plane.calipers:
        return
    rows = [f"{sign} {_length(each)}" for sign, each in zip("+×", plane.calipers, strict=False)]
    painter.setFont(theme.ui_font(round(14 * scale), bold=True))
    metrics = painter.fontMetrics()
    width = max(metrics.horizontalAdvance(row) for row in rows) + 12 * scale
    height = metrics.height() * len(rows) + 6 * scale
    view = QRectF(painter.viewport()) if painter.device() is not None else target
    corner = target.intersected(view)
    ends = [point for line in lines for point in line]
    left, right = corner.left() + 6, corner.right() - 6 - width
    top, bottom = corner.top() + 6, corner.bottom() - 6 - height
    plates = [QRectF(x, y, width, height) for x, y in ((left, bottom), (right, bottom), (left, top))]
    clear = [each for each in plates if not any(each.adjusted(-12, -12, 12, 12).contains(point) for point in ends)]
    plate = (clear or plates)[0]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_RIM)
    painter.drawRoundedRect(plate, 3 * scale, 3 * scale)
    painter.setPen(QColor(theme.TEXT))
    for row, text in enumerate(rows):
        line = QRectF(
            plate.left() + 6 * scale, plate.top() + 3 * scale + row * metrics.height(), width, metrics.height()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def _length(each: Caliper) -> str:
    if each.length_mm is None:
        return translate("Lesion", "no scale")
    return translate("Lesion", "{lengths} mm").format(lengths=length_text(each.length_mm))
