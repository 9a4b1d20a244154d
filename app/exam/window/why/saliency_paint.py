"""What the network looked at: the picture it saw with colours over it, and what the colours mean."""

from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.live.look import theme
from app.live.look.texts import score_text, translate
from inference.findings import Look

if TYPE_CHECKING:
    from inference.explanation.saliency import Saliency

RAISES, LOWERS = theme.LOOK_COLOURS[Look.SUSPICIOUS], theme.LOOK_COLOURS[Look.LOW]
_MOST_OPAQUE = 0.6
_LEAST_LOG_ODDS = 0.2  # of a greatest effect that is smaller, nothing is painted in full


def saliency_image(made: "Saliency") -> QImage:
    """A copy of what the network saw with the effect of each place over it, (s, s) RGB."""
    raises, lowers = _rgb(RAISES), _rgb(LOWERS)
    share = made.effect / max(float(np.abs(made.effect).max()), _LEAST_LOG_ODDS)
    cover = (np.abs(share) ** 0.8 * _MOST_OPAQUE)[..., None]
    tint = np.where(share[..., None] > 0, raises, lowers)
    grey = np.repeat(made.view[..., None], 3, axis=2).astype(np.float32)
    return _as_image(np.clip(grey * (1 - cover) + tint * cover, 0, 255).astype(np.uint8))


def _rgb(name: str) -> npt.NDArray[np.float32]:
    colour = QColor(name)
    return np.array([colour.red(), colour.green(), colour.blue()], np.float32)


def _as_image(pixels: npt.NDArray[np.uint8]) -> QImage:
    large = np.ascontiguousarray(cv2.resize(pixels, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)
    height, width = large.shape[:2]
    return QImage(large.data, width, height, large.strides[0], QImage.Format.Format_RGB888).copy()


class SaliencyPicture(QWidget):
    """Shows a saliency picture with its legend; a copy beside the scan, never over it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._made: Saliency | None = None
        self._image = QImage()
        self._scale = 1.0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_saliency(self, made: "Saliency | None") -> None:
        """Show this one."""
        if made is not self._made:
            self._made = made
            self._image = QImage() if made is None else saliency_image(made)
        self.setVisible(made is not None)
        self.update()

    def set_scale(self, scale: float) -> None:
        """Enlarge the legend."""
        self._scale = scale
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """A square and a legend."""
        return True

    def heightForWidth(self, width: int) -> int:
        """A square and a legend."""
        return width + round(self._legend_px())

    def sizeHint(self) -> QSize:
        """As wide as the cards."""
        return QSize(280, self.heightForWidth(280))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the picture, and under it what the colours mean."""
        if self._made is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height() - round(self._legend_px()))
        painter.drawImage(QRectF((self.width() - side) / 2, 0, side, side), self._image)
        self._paint_legend(painter, side, self._made)
        painter.end()

    def _legend_px(self) -> float:
        return 84 * self._scale

    def _paint_legend(self, painter: QPainter, top: float, made: "Saliency") -> None:
        line = 20 * self._scale
        painter.setFont(theme.ui_font(round(12 * self._scale)))
        texts = (
            (RAISES, translate("Why", "what is seen here raises the score")),
            (LOWERS, translate("Why", "what is seen here lowers the score")),
        )
        y = top + 4 * self._scale
        for colour, text in texts:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(0, y + line * 0.2, line * 0.6, line * 0.6), 2, 2)
            painter.setPen(QColor(theme.TEXT))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(line, y, self.width() - line, line), flags, text)
            y += line
        moved = translate("Why", "This picture alone: {score}; without its strongest place: {other}")
        painter.setPen(QColor(theme.TEXT_QUIET))
        painter.drawText(
            QRectF(0, y, self.width(), 2 * line),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap,
            moved.format(score=score_text(made.score), other=score_text(made.strongest)),
        )
