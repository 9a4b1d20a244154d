"""The time-intensity curve: raw thin, cleaned bright, fit dashed; phases, markers, pictures that are left out."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.contrast.view import ContrastView, CurveView, MarkerKind, Series
from app.live.contrast.colours import LESION, MARKERS, REFERENCE
from app.live.contrast.contrast_texts import marker_text, phase_text
from app.live.look import theme
from app.live.look.texts import translate

LEAST_SPAN_S = 20.0  # the axis is never shorter, so that the curve grows instead of shrinking
GROWS_BY_S = 20.0
FLOOR_DB = -60.0
_RAW_ALPHA = 120
_MARKER_COLOURS = {
    MarkerKind.INJECTION: theme.ACTION,
    MarkerKind.BURST: "#56B4E9",
    MarkerKind.GAIN: "#E69F00",
    MarkerKind.GAP: "#D55E00",
}


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One curve as it is drawn.

    Attributes:
        times_s: From the zero of the view.
        values: Linear or dB; NaN leaves a hole.
    """

    times_s: Series
    values: Series


def lines_of(view: ContrastView, *, db: bool) -> dict[str, Line]:
    """The curves to draw, by their names in `CurveView`; cut at the playhead of a recording that is still played."""
    curves = view.curves
    if curves is None:
        return {}
    until = len(curves.times_s)
    if view.until_s is not None:
        until = int(np.searchsorted(curves.times_s, view.until_s + 1e-4, "right"))
    times_s = curves.times_s[:until] - view.zero_s
    lines = {}
    for name in ("lesion_raw", "reference_raw", "lesion_clean", "reference_clean", "lesion_fit", "reference_fit"):
        values = getattr(curves, name)
        if values is None or (name.endswith("_fit") and view.until_s is not None):
            continue
        lines[name] = Line(times_s, in_db(values[:until]) if db else values[:until])
    return lines


def in_db(power: Series) -> Series:
    """Echo power as dB below the display's white."""
    with np.errstate(divide="ignore", invalid="ignore"):
        decibels: Series = np.maximum(10 * np.log10(power), FLOOR_DB)
    return decibels


def span_s(lines: dict[str, Line]) -> tuple[float, float]:
    """Limits of the time axis: in steps, so that it stands still while the curve grows."""
    ends = [(line.times_s[0], line.times_s[-1]) for line in lines.values() if len(line.times_s)]
    first = min((end[0] for end in ends), default=0.0)
    last = max((end[1] for end in ends), default=0.0)
    return min(first, 0.0), max(LEAST_SPAN_S, float(np.ceil(last / GROWS_BY_S)) * GROWS_BY_S)


class CurvePlot(QWidget):
    """Paints the curves of a `ContrastView`; draws nothing anew that has not changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot = pg.PlotWidget(background=theme.BACKGROUND)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lines: dict[str, pg.PlotDataItem] = {}
        self._marks: list[pg.GraphicsObject] = []
        self._excluded = pg.PlotDataItem(pen=None, symbol="|", symbolSize=9, symbolPen=MARKERS, symbolBrush=None)
        self._excluded.setZValue(5)
        self._plot.addItem(self._excluded)
        self._cursor = pg.InfiniteLine(angle=90, pen=pg.mkPen(theme.TEXT, width=1))
        self._plot.addItem(self._cursor)
        self._shown: tuple[object, ...] = ()
        self._view = ContrastView()
        self._db = False
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._plot)
        self.set_scale(1.0)
        self.retranslate()

    def show_view(self, view: ContrastView, *, db: bool) -> None:
        """Show this study."""
        self._view, self._db = view, db
        cursor_s = None if view.cursor_s is None else view.cursor_s - view.zero_s
        self._cursor.setVisible(cursor_s is not None)
        if cursor_s is not None:
            self._cursor.setPos(cursor_s)
        shown = (view.curves, view.until_s, view.zero_s, db, view.markers, view.phases, view.result)
        if len(shown) == len(self._shown) and all(
            new is old or new == old for new, old in zip(shown, self._shown, strict=True)
        ):
            return
        self._shown = shown
        lines = lines_of(view, db=db)
        self._draw_lines(lines)
        limits = span_s(lines)
        self._plot.setXRange(*limits, padding=0.01)
        self._draw_excluded(view.curves, lines)
        self._draw_marks(limits)
        self._name_axes()

    def set_scale(self, scale: float) -> None:
        """Enlarge the numbers of the axes."""
        font = theme.ui_font(round(12 * scale))
        for side in ("bottom", "left"):
            axis = self._plot.getAxis(side)
            axis.setStyle(tickFont=font)
            axis.setPen(theme.LINE)
            axis.setTextPen(theme.TEXT_QUIET)
            axis.label.setFont(font)
        self._plot.getAxis("left").setWidth(round(68 * scale))
        self._scale = scale
        self._shown = ()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._name_axes()
        self._shown = ()

    def _name_axes(self) -> None:
        axis = self._plot.getAxis("left")
        unit = translate("Contrast", "dB below white") if self._db else translate("Contrast", "echo power, a.u.")
        if axis.labelText != unit:
            # without ranges: it would write thousandths where small powers are on the axis when its label changes
            axis.setLabel(unit, color=theme.TEXT_QUIET, siPrefixEnableRanges=())
            axis.enableAutoSIPrefix(False)

    def _draw_lines(self, lines: dict[str, Line]) -> None:
        for name in set(self._lines) - set(lines):
            self._plot.removeItem(self._lines.pop(name))
        finished = self._view.result is not None
        for name, line in lines.items():
            if name not in self._lines:
                self._lines[name] = pg.PlotDataItem(connect="finite", skipFiniteCheck=False)
                self._lines[name].setZValue({"raw": 1, "clean": 2, "fit": 3}[name.rsplit("_", 1)[1]])
                self._plot.addItem(self._lines[name])
            self._lines[name].setPen(_pen(name, finished=finished))
            self._lines[name].setData(line.times_s, line.values)
        values = [line.values[np.isfinite(line.values)] for name, line in lines.items() if name.endswith("_clean")]
        raw = [line.values[np.isfinite(line.values)] for name, line in lines.items() if name.endswith("_raw")]
        every = np.concatenate([np.empty(0), *values, *(np.quantile(each, [0.01, 0.99]) for each in raw if each.size)])
        if every.size:
            low = float(every.min()) if self._db else 0.0
            high = float(every.max())
            self._plot.setYRange(low, high + (high - low) * 0.2 + 1e-9, padding=0.02)

    def _draw_excluded(self, curves: CurveView | None, lines: dict[str, Line]) -> None:
        line = next(iter(lines.values()), None)
        if curves is None or line is None:
            self._excluded.setData([], [])
            return
        left_out = line.times_s[curves.excluded[: len(line.times_s)]]
        bottom = self._plot.getViewBox().viewRange()[1][0]
        self._excluded.setData(left_out, np.full(len(left_out), bottom))

    def _draw_marks(self, limits: tuple[float, float]) -> None:
        """Phases as bands, markers as lines; they are few and change seldom."""
        for mark in self._marks:
            self._plot.removeItem(mark)
        self._marks = []
        font = theme.ui_font(round(11 * self._scale))
        for place, phase in enumerate(self._view.phases):
            begin, end = max(phase.from_s, limits[0]), min(phase.to_s, limits[1])
            if end <= begin:
                continue
            brush = QColor(theme.TEXT)
            brush.setAlpha(16 if place % 2 == 0 else 6)
            band = pg.LinearRegionItem((begin, end), movable=False, brush=brush, pen=pg.mkPen(None))
            band.setZValue(-10)
            name = pg.InfLineLabel(
                band.lines[0], phase_text(phase), position=0.94, anchors=[(0, 0), (0, 0)], color=theme.TEXT_QUIET
            )
            name.setFont(font)
            self._add(band)
        for marker in self._view.markers:
            colour = _MARKER_COLOURS[marker.kind]
            line = pg.InfiniteLine(
                marker.time_s - self._view.zero_s, angle=90, pen=pg.mkPen(colour, width=1, style=Qt.PenStyle.DashLine)
            )
            name = pg.InfLineLabel(
                line, marker_text(marker.kind), position=0.80, anchors=[(0, 0), (0, 0)], color=colour
            )
            name.setFont(font)
            self._add(line)

    def _add(self, item: pg.GraphicsObject) -> None:
        self._plot.addItem(item)
        self._marks.append(item)


def _pen(name: str, *, finished: bool) -> object:
    """One pixel while the curve grows: two take three times as long to draw (measured), which only a still one may."""
    colour = QColor(LESION if name.startswith("lesion") else REFERENCE)
    if name.endswith("_raw"):
        colour.setAlpha(_RAW_ALPHA)
        return pg.mkPen(colour, width=1)
    if name.endswith("_fit"):
        return pg.mkPen(
            theme.TEXT if name.startswith("lesion") else theme.TEXT_QUIET, width=1, style=Qt.PenStyle.DashLine
        )
    return pg.mkPen(colour, width=2 if finished else 1)
