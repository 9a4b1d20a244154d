"""The time-intensity curves of a contrast study on paper."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.contrast.view import CurveView, Flags, Series
from app.pdf.fonts import figure_font
from app.pdf.sections import Paint

LESION, REFERENCE = QColor("#D55E00"), QColor("#0072B2")  # as in the study's own figure
_AXIS, _GRID, _TEXT = QColor("#57606A"), QColor("#E3E7EB"), QColor("#1B1F24")
_TEXT_PX = 10
_MOST_POINTS = 1200  # of a line: paper shows no more
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class CurveWords:
    """What stands at the axes and in the legend."""

    time: str
    power: str
    lesion: str
    reference: str


def curve_figure(curve: CurveView, words: CurveWords) -> Paint:
    """Raw curves thin, cleaned ones bold, fits dashed; pictures that were left out as ticks at the lower edge."""

    def paint(painter: QPainter, rect: QRectF) -> None:
        painter.setFont(figure_font(_TEXT_PX))
        plot = rect.adjusted(52, 18, -8, -30)
        times = (float(curve.times_s[0]), float(curve.times_s[-1]))
        if times[0] == times[1]:
            times = times[0] - 1, times[1] + 1
        highest = _highest(curve)
        _draw_axes(painter, rect, plot, times, highest, words)
        painter.save()
        painter.setClipRect(plot, Qt.ClipOperation.IntersectClip)

        def at(time_s: float, power: float) -> QPointF:
            x = plot.left() + (time_s - times[0]) / (times[1] - times[0]) * plot.width()
            return QPointF(x, plot.bottom() - power / highest * plot.height())

        used = ~curve.excluded
        for colour, raw, clean, fit in (
            (REFERENCE, curve.reference_raw, curve.reference_clean, curve.reference_fit),
            (LESION, curve.lesion_raw, curve.lesion_clean, curve.lesion_fit),
        ):
            pale = QColor(colour)
            pale.setAlphaF(0.45)
            _draw_line(painter, at, curve.times_s[used], raw, used, QPen(pale, 0.5))
            _draw_line(painter, at, curve.times_s[used], clean, used, QPen(colour, 1.6))
            dashed = QPen(_TEXT, 0.9)
            dashed.setDashPattern([4, 3])
            _draw_line(painter, at, curve.times_s, fit, None, dashed)
        painter.setPen(QPen(_AXIS, 0.6))
        for time_s in curve.times_s[curve.excluded]:
            foot = at(float(time_s), 0.0)
            painter.drawLine(QLineF(foot, foot - QPointF(0, 4)))
        painter.restore()

    return paint


def _highest(curve: CurveView) -> float:
    """The upper end of the power axis: what the cleaned and fitted curves reach; raw peaks may leave it."""
    known = [
        values[~curve.excluded] if values is not curve.lesion_fit and values is not curve.reference_fit else values
        for values in (curve.lesion_clean, curve.reference_clean, curve.lesion_fit, curve.reference_fit)
        if values is not None
    ] or [values for values in (curve.lesion_raw, curve.reference_raw) if values is not None]
    values = np.concatenate(known) if known else np.zeros(1)
    values = values[np.isfinite(values)]
    highest = float(values.max()) if len(values) else 0.0
    return highest * 1.12 if highest > 0 else 1.0


def _draw_line(
    painter: QPainter,
    at: Callable[[float, float], QPointF],
    times_s: Series,
    values: Series | None,
    used: Flags | None,
    pen: QPen,
) -> None:
    if values is None:
        return
    shown = values if used is None else values[used]
    known = np.isfinite(shown)
    points = np.column_stack([times_s[known], shown[known]])
    points = points[:: max(1, len(points) // _MOST_POINTS)]
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([at(float(time_s), float(value)) for time_s, value in points]))


def _draw_axes(
    painter: QPainter,
    rect: QRectF,
    plot: QRectF,
    times: tuple[float, float],
    highest: float,
    words: CurveWords,
) -> None:
    middle, right = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for power in ticks(0.0, highest, 4):
        y = plot.bottom() - power / highest * plot.height()
        painter.setPen(QPen(_GRID, 0.7))
        painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
        painter.setPen(_AXIS)
        painter.drawText(QRectF(rect.left(), y - 8, plot.left() - rect.left() - 5, 16), int(right), f"{power:.3g}")
    for time_s in ticks(*times, 10):
        x = plot.left() + (time_s - times[0]) / (times[1] - times[0]) * plot.width()
        painter.setPen(QPen(_AXIS, 0.7))
        painter.drawLine(QLineF(x, plot.bottom(), x, plot.bottom() + 3))
        painter.drawText(QRectF(x - 30, plot.bottom() + 3, 60, 13), int(middle), f"{time_s:g}")
    painter.setPen(QPen(_AXIS, 0.8))
    painter.drawLine(QLineF(plot.left(), plot.bottom(), plot.right(), plot.bottom()))
    painter.setPen(_TEXT)
    below = QRectF(plot.left(), plot.bottom() + 15, plot.width(), 14)
    painter.drawText(below, int(middle), words.time)
    above = QRectF(rect.left(), rect.top(), rect.width(), 15)
    painter.drawText(above, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words.power)
    _draw_legend(painter, above.adjusted(0, 0, -8, 0), words)


def _draw_legend(painter: QPainter, area: QRectF, words: CurveWords) -> None:
    x = area.right()
    for colour, text in ((REFERENCE, words.reference), (LESION, words.lesion)):
        width = painter.fontMetrics().horizontalAdvance(text)
        x -= width
        painter.setPen(_TEXT)
        painter.drawText(QRectF(x, area.top(), width + 2, area.height()), int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.setPen(QPen(colour, 2.2))
        y = area.center().y()
        painter.drawLine(QLineF(x - 24, y, x - 6, y))
        x -= 40


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round values from `low` to `high`, at most so many."""
    if not high > low:
        return [low]
    rough = (high - low) / most
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(float(power * each) for each in _STEPS if power * each >= rough * (1 - 1e-9))
    first = int(np.ceil(low / step - 1e-9))
    last = int(np.floor(high / step + 1e-9))
    return [number * step for number in range(first, last + 1)]
