"""The scan, as large as it can be on pure black, never cropped and never covered."""

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.live.edge_arcs import draw_edge_arcs
from app.live.look import theme
from app.live.look.error_texts import translate_error
from app.live.look.texts import status_advice, status_help, status_text, translate
from app.live.overlay import draw_overlay
from app.live.view_state import NO_PICTURE, StatusWord, ViewState
from capture.errors import CaptureError
from capture.frame import Frame

_STALE = (*NO_PICTURE, StatusWord.SCAN_AREA_LOST)


def fit(width: float, height: float, into: QRectF) -> QRectF:
    """The largest rectangle of this shape inside `into`, centred: the picture keeps its proportions."""
    ratio = min(into.width() / width, into.height() / height)
    fitted = QRectF(0, 0, width * ratio, height * ratio)
    fitted.moveCenter(into.center())
    return fitted


class LiveView(QWidget):
    """Paints a `ViewState`'s frame and its overlay; emits what was painted."""

    frame_painted = Signal(object)  # the Frame, once for each distinct one that reached the screen
    help_asked = Signal(object)  # the StatusWord whose button was pressed
    resized = Signal()  # what lies over the picture has another place

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ViewState(StatusWord.WAITING)
        self._hidden = False
        self._scaled: npt.NDArray[np.uint8] | None = None
        self._scaled_of: tuple[Frame, int, int] | None = None
        self._painted: Frame | None = None
        self._help = QPushButton(self)
        self._help.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._help.clicked.connect(self._ask_for_help)
        self._help.hide()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(320, 240)

    def sizeHint(self) -> QSize:
        """A 4:3 picture."""
        return QSize(960, 720)

    def show_state(self, state: ViewState, *, hidden: bool) -> None:
        """Paint this; `hidden` leaves every number and box out."""
        self._state, self._hidden = state, hidden
        self._show_help()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button under the words."""
        super().resizeEvent(event)
        self._show_help()
        self.resized.emit()

    def _show_help(self) -> None:
        """One button for what to do next, only where there are words instead of a picture."""
        word = StatusWord.WAITING if self._failed() else self._state.word
        text = status_help(word) if self._says_words() else ""
        self._help.setVisible(bool(text))
        if text:
            self._help.setText(text)
            self._help.adjustSize()
            self._help.move((self.width() - self._help.width()) // 2, round(self.height() * 0.66))

    def _ask_for_help(self) -> None:
        self.help_asked.emit(StatusWord.WAITING if self._failed() else self._state.word)

    def _failed(self) -> bool:
        """Whether the source gave no picture at all, and said why."""
        return self._state.frame is None and isinstance(self._state.health.notice, CaptureError)

    def _says_words(self) -> bool:
        return self._state.frame is None or self._state.word in _STALE

    def target(self) -> QRectF:
        """Where the frame lies in the widget, on whole device pixels; the widget itself without a frame."""
        area = QRectF(self.rect())
        if self._state.frame is None:
            return area
        height, width = self._state.frame.pixels.shape[:2]
        ratio = self.devicePixelRatioF()
        fitted = fit(width, height, area)
        left, top = round(fitted.left() * ratio), round(fitted.top() * ratio)
        across, down = max(round(fitted.width() * ratio), 1), max(round(fitted.height() * ratio), 1)
        return QRectF(left / ratio, top / ratio, across / ratio, down / ratio)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw picture and overlay."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.SCAN))
        frame = self._state.frame
        if frame is not None:
            self._paint_frame(painter, frame)
        if self._says_words():
            self._paint_words(painter)
        painter.end()
        if frame is not None and frame is not self._painted:
            self._painted = frame
            self.frame_painted.emit(frame)

    def _paint_frame(self, painter: QPainter, frame: Frame) -> None:
        target = self.target()
        stale = self._state.word in _STALE
        painter.setOpacity(0.3 if stale else 1.0)  # an old picture never passes for a live one
        pixels = self._scale(frame, target)
        image = QImage(pixels.data, pixels.shape[1], pixels.shape[0], pixels.strides[0], QImage.Format.Format_RGB888)
        image.setDevicePixelRatio(self.devicePixelRatioF())
        painter.drawImage(target.topLeft(), image)
        painter.setOpacity(1.0)
        state = self._state
        if stale or state.muted or state.held_back or self._hidden:
            return
        scale = min(max(self.height() / 800, 0.9), 2.2)
        draw_edge_arcs(painter, target, frame, state.findings, state.operating_points, scale=scale)
        numbers = {finding.track.id: finding.number for finding in state.findings}
        chosen = next((finding.track.id for finding in state.findings if finding.selected), None)
        draw_overlay(
            painter,
            target,
            frame,
            state.tracks,
            state.operating_points,
            numbers=numbers,
            scale=scale,
            selected=chosen,
        )

    def _scale(self, frame: Frame, target: QRectF) -> npt.NDArray[np.uint8]:
        """The frame's pixels at screen size: its own array where nothing needs scaling.

        OpenCV takes a third of the time of Qt's smooth transform for RGB pictures, and a repaint of the same frame
        costs nothing.
        """
        ratio = self.devicePixelRatioF()
        across, down = round(target.width() * ratio), round(target.height() * ratio)
        key = (frame, across, down)
        if self._scaled is None or self._scaled_of is None or self._scaled_of != key:
            height, width = frame.pixels.shape[:2]
            if (across, down) == (width, height):
                self._scaled = np.ascontiguousarray(frame.pixels)
            else:
                way = cv2.INTER_AREA if across * 2 < width else cv2.INTER_LINEAR
                self._scaled = cv2.resize(frame.pixels, (across, down), interpolation=way).astype(np.uint8, copy=False)
            self._scaled_of = key
        return self._scaled

    def _paint_words(self, painter: QPainter) -> None:
        """What is happening and what to do, where there is no picture to look at."""
        scale = min(max(self.height() / 800, 0.9), 2.2)
        area = QRectF(self.rect()).adjusted(40, 0, -40, 0)
        upper = QRectF(area.left(), area.top(), area.width(), area.height() / 2 - 8 * scale)
        lower = QRectF(area.left(), area.center().y() + 8 * scale, area.width(), area.height() / 2)
        word, advice = status_text(self._state.word), status_advice(self._state.word)
        if self._failed():
            word, advice = translate("Status", "There is no picture."), translate_error(self._state.health.notice or "")
        elif self._state.frame is None and not advice:
            advice = translate("Status", "There is no picture yet.")
        painter.setPen(QColor(theme.TEXT))
        painter.setFont(theme.ui_font(round(30 * scale), bold=True))
        painter.drawText(upper, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, word)
        painter.setFont(theme.ui_font(round(17 * scale)))
        wrapped = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(lower, wrapped, advice)
