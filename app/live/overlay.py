"""Corner brackets round the lesions and a label beside each: a pure paint function for screen, snapshot and video."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.live.labels import place_labels
from app.live.look import theme
from app.live.look.signs import draw_sign
from app.live.look.texts import look_text, score_text, settled_text
from capture.frame import Frame
from inference.findings import Look, OperatingPoints, Track, TrackState

_GAP_PX = 4.0  # between the measured box and its brackets, so that the margin of the lesion stays free
_UNSETTLED_OPACITY = 0.62
_PLATE = QColor(0, 0, 0, 190)


def draw_overlay(
    painter: QPainter,
    target: QRectF,
    frame: Frame,
    tracks: Sequence[Track],
    operating_points: OperatingPoints,
    *,
    numbers: Mapping[int, int] | None,
    hidden: bool = False,
    scale: float = 1.0,
    selected: int | None = None,
) -> None:
    """Draw the confirmed tracks of a frame over its picture; works on a widget and on a QImage.

    Args:
        painter: Its state is left as it was.
        target: Where the whole frame lies, in the painter's coordinates; nothing is drawn outside it.
        frame: The frame that the tracks belong to.
        tracks: Tentative and lost ones are left out.
        operating_points: Limits between the three looks.
        numbers: Track id to the number the user calls it; the id itself where it is absent.
        hidden: Draw nothing.
        scale: Enlarges lines and labels.
        selected: Track id of the chosen finding, drawn bolder.
    """
    shown = [track for track in tracks if track.state is TrackState.CONFIRMED]
    if hidden or not shown:
        return
    painter.save()
    painter.setClipRect(target, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outlines = [_outline(track, target, frame, _GAP_PX * scale) for track in shown]
    for track, outline in zip(shown, outlines, strict=True):
        look = theme.look_of(track.malignancy, operating_points)
        draw_brackets(
            painter,
            outline,
            theme.look_colour(look),
            scale=scale * (1.5 if track.id == selected else 1.0),
            dashed=look is None,
            pale=look is not None and not track.settled,
        )
    font = theme.ui_font(round(17 * scale), bold=True)
    names = [_label_text(track, (numbers or {}).get(track.id, track.id)) for track in shown]
    metrics = QFontMetricsF(font)
    sizes = [(_label_width(metrics, name, scale), metrics.height() + 4 * scale) for name in names]
    places = place_labels(outlines, sizes, target, 5 * scale)
    for track, name, place in zip(shown, names, places, strict=True):
        if place is not None:
            look = theme.look_of(track.malignancy, operating_points)
            _draw_label(painter, place, name, look, font, metrics, scale)
    painter.restore()


def _outline(track: Track, target: QRectF, frame: Frame, gap_px: float) -> QRectF:
    """The box in the painter's coordinates, widened by the gap."""
    height, width = frame.pixels.shape[:2]
    across, down = target.width() / width, target.height() / height
    box = track.box
    return QRectF(
        QPointF(target.left() + box.left * across, target.top() + box.top * down),
        QPointF(target.left() + box.right * across, target.top() + box.bottom * down),
    ).adjusted(-gap_px, -gap_px, gap_px, gap_px)


def draw_brackets(
    painter: QPainter, outline: QRectF, colour: QColor, *, scale: float, dashed: bool = False, pale: bool = False
) -> None:
    """Four corners over a dark rim, so that they show on bright tissue too."""
    arm = min(max(8 * scale, 0.2 * min(outline.width(), outline.height())), 30 * scale)
    arm = min(arm, outline.width() / 3, outline.height() / 3)
    lines = []
    for corner, x_way, y_way in (
        (outline.topLeft(), 1, 1),
        (outline.topRight(), -1, 1),
        (outline.bottomLeft(), 1, -1),
        (outline.bottomRight(), -1, -1),
    ):
        lines.append(QLineF(corner, corner + QPointF(x_way * arm, 0)))
        lines.append(QLineF(corner, corner + QPointF(0, y_way * arm)))
    painter.setOpacity(_UNSETTLED_OPACITY if pale else 1.0)
    rim = QPen(QColor(0, 0, 0, 90 if dashed else 170), 4.2 * scale, c=Qt.PenCapStyle.SquareCap)
    pen = QPen(colour, 2.2 * scale, c=Qt.PenCapStyle.SquareCap)
    if dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([2.2, 1.4])
    for each in (rim, pen):
        painter.setPen(each)
        painter.drawLines(lines)
    painter.setOpacity(1.0)


def _label_text(track: Track, number: int) -> tuple[str, str]:
    """What stands before the sign, and after it."""
    if track.malignancy is None:
        return str(number), look_text(None)
    score = score_text(track.malignancy)
    return str(number), score if track.settled else f"{score} {settled_text(False)}"


def _label_width(metrics: QFontMetricsF, name: tuple[str, str], scale: float) -> float:
    number, rest = name
    return metrics.horizontalAdvance(number) + metrics.horizontalAdvance(rest) + _sign_edge(metrics) + 22 * scale


def _sign_edge(metrics: QFontMetricsF) -> float:
    """Of the sign's square, so that the sign inside it is as high as a digit in every font."""
    return metrics.capHeight() * 1.4


def _draw_label(
    painter: QPainter,
    place: QRectF,
    name: tuple[str, str],
    look: Look | None,
    font: QFont,
    metrics: QFontMetricsF,
    scale: float,
) -> None:
    """Number, sign and score on a dark plate."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_PLATE)
    painter.drawRoundedRect(place, 3 * scale, 3 * scale)
    painter.setFont(font)
    painter.setPen(QColor(theme.TEXT))
    number, rest = name
    baseline = place.center().y() + (metrics.ascent() - metrics.descent()) / 2
    x = place.left() + 5 * scale
    painter.drawText(QPointF(x, baseline), number)
    x += metrics.horizontalAdvance(number) + 6 * scale
    edge = _sign_edge(metrics)
    draw_sign(painter, QRectF(x, place.center().y() - edge / 2, edge, edge), look)
    painter.setPen(QColor(theme.TEXT))
    painter.drawText(QPointF(x + edge + 5 * scale, baseline), rest)
