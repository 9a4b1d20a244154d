"""A snapshot on paper: as it came, and with calipers, outline and the program's marks."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from app.exam.content.lesion import Plane
from app.exam.report.data.report_data import FindingData
from app.exam.window.lesion.caliper_paint import draw_plane
from app.live.labels import place_labels
from app.live.look import theme
from app.live.look.signs import draw_sign
from app.live.overlay import draw_brackets
from app.pdf.fonts import figure_font
from app.pdf.sections import Paint
from inference.findings import Look

SIGNS = ("+", "×")  # at the ends of the first caliper and of the second, as scanners draw them
_UNSCORED = QColor(theme.TEXT)
_RIM, _PLATE = QColor(0, 0, 0, 190), QColor(0, 0, 0, 130)
_PLANE_SCALE = 0.75
_LABEL_PX, _GAP_PX = 11.0, 3.0


def plain_picture(image: QImage) -> Paint:
    """The picture as it came."""

    def paint(painter: QPainter, rect: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(rect, image)

    return paint


def marked_picture(
    image: QImage,
    size_px: tuple[int, int],
    planes: Sequence[Plane],
    findings: Sequence[FindingData],
    mm_per_px: tuple[float, float] | None,
) -> Paint:
    """The picture with marks over it.

    Args:
        image: May be smaller than the file.
        size_px: Of the file, in whose pixels everything is given.
        planes: Calipers and outlines of this picture.
        findings: Boxes of the program; those that were taken over as a lesion carry its number, others are dashed.
        mm_per_px: Of the file, for a scale of 10 mm; None for none.
    """

    def paint(painter: QPainter, rect: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(rect, image)
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        scale = rect.width() / size_px[0], rect.height() / size_px[1]
        _draw_findings(painter, rect, scale, findings)
        for plane in planes:
            draw_plane(painter, rect, QSize(*size_px), plane, scale=_PLANE_SCALE, lengths=False)
        if mm_per_px is not None:
            _draw_scale(painter, rect, scale, mm_per_px)

    return paint


def _place(rect: QRectF, scale: tuple[float, float], point: tuple[float, float]) -> QPointF:
    return QPointF(rect.left() + point[0] * scale[0], rect.top() + point[1] * scale[1])


def _draw_findings(
    painter: QPainter, rect: QRectF, scale: tuple[float, float], findings: Sequence[FindingData]
) -> None:
    outlines = []
    for finding in findings:
        left, top, right, bottom = finding.box_px
        box = QRectF(_place(rect, scale, (left, top)), _place(rect, scale, (right, bottom)))
        outlines.append(box.adjusted(-_GAP_PX, -_GAP_PX, _GAP_PX, _GAP_PX))
    for finding, outline in zip(findings, outlines, strict=True):
        look = None if finding.look is None else Look(finding.look)
        colour = _UNSCORED if look is None else theme.look_colour(look)
        draw_brackets(painter, outline, colour, scale=0.7, dashed=finding.lesion_number is None)
    metrics = QFontMetricsF(figure_font(_LABEL_PX, bold=True))
    named = [(finding, outline) for finding, outline in zip(findings, outlines, strict=True) if any(_label(finding))]
    sizes = [_label_size(metrics, finding) for finding, _ in named]
    places = place_labels([outline for _, outline in named], sizes, rect, 2.0)
    for (finding, _), place in zip(named, places, strict=True):
        if place is not None:
            _draw_label(painter, place, metrics, finding)


def _label(finding: FindingData) -> tuple[str, str]:
    """The lesion's number, and its score where scores are shown."""
    number = "" if finding.lesion_number is None else str(finding.lesion_number)
    return number, "" if finding.malignancy is None else f"{finding.malignancy:.2f}"


def _label_size(metrics: QFontMetricsF, finding: FindingData) -> tuple[float, float]:
    number, score = _label(finding)
    sign = metrics.capHeight() * 1.4 + 3 if score else 0.0
    return metrics.horizontalAdvance(number) + metrics.horizontalAdvance(score) + sign + 10, metrics.height() + 2


def _draw_label(painter: QPainter, place: QRectF, metrics: QFontMetricsF, finding: FindingData) -> None:
    number, score = _label(finding)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_RIM)
    painter.drawRoundedRect(place, 2, 2)
    painter.setFont(figure_font(_LABEL_PX, bold=True))
    painter.setPen(QColor(theme.TEXT))
    baseline = place.center().y() + (metrics.ascent() - metrics.descent()) / 2
    x = place.left() + 4
    painter.drawText(QPointF(x, baseline), number)
    if not score:
        return
    x += metrics.horizontalAdvance(number) + (3 if number else 0)
    edge = metrics.capHeight() * 1.4
    look = None if finding.look is None else Look(finding.look)
    draw_sign(painter, QRectF(x, place.center().y() - edge / 2, edge, edge), look)
    painter.setPen(QColor(theme.TEXT))
    painter.drawText(QPointF(x + edge + 3, baseline), score)


def _draw_scale(painter: QPainter, rect: QRectF, scale: tuple[float, float], mm_per_px: tuple[float, float]) -> None:
    """A bar of 10 mm in the lower right corner."""
    width = 10 / mm_per_px[0] * scale[0]
    if not 4 < width < rect.width() * 0.6:
        return
    right, y = rect.right() - 6, rect.bottom() - 6
    lines = [
        QLineF(right - width, y, right, y),
        QLineF(right - width, y - 3, right - width, y + 3),
        QLineF(right, y - 3, right, y + 3),
    ]
    plate = QRectF(right - width - 4, y - 15, width + 8, 20)
    painter.fillRect(plate, _PLATE)
    painter.setPen(QPen(QColor(theme.TEXT), 1.2))
    painter.drawLines(lines)
    painter.setFont(figure_font(8))
    painter.drawText(plate.adjusted(-40, 0, -4, -9), _RIGHT, "10 mm")


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
