"""One source: its small picture, its name, and in two words why there is no picture."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from app.live.look import theme
from app.live.look.error_texts import translate_error
from app.live.look.icons import icon
from app.live.sources.source_texts import fault_icon, fault_text
from capture.devices.source_watch import SourceGlance

_PREVIEW = QSize(208, 117)
_UPRIGHT_PREVIEW = QSize(160, 90)


class SourceTile(QToolButton):
    """Keeps its size whatever it shows."""

    def __init__(self, parent: QWidget | None = None, *, upright: bool = False) -> None:
        """`upright` stands in a column with others, as wide as that is."""
        super().__init__(parent)
        self._preview = _UPRIGHT_PREVIEW if upright else _PREVIEW
        self.setObjectName("tile")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(self._preview)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        if upright:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.forget()

    def show_glance(self, name: str, glance: SourceGlance) -> None:
        """What the source of this name shows now; with nothing new the picture stays."""
        fault, plain = glance.fault, name.replace("&", "&&")
        self.setText(plain if fault is None else f"{plain}\n{fault_text(fault)}")
        self.setToolTip(name if fault is None else translate_error(fault))
        if glance.small is not None:
            self.setIcon(QIcon(self._thumbnail(glance.small)))
        elif fault is not None:
            self.setIcon(self._sign(fault_icon(fault), theme.WARNING))

    def forget(self) -> None:
        """Show no picture any more."""
        self.setIcon(self._sign("ph.monitor-play", theme.MUTED))

    def _sign(self, name: str, colour: str) -> QIcon:
        """An icon in the middle of a field as large as a picture."""
        ratio = self.devicePixelRatio()
        field = QPixmap(self._preview * ratio)
        field.setDevicePixelRatio(ratio)
        field.fill(Qt.GlobalColor.transparent)
        edge = self._preview.height() // 2
        painter = QPainter(field)
        place = QRect((self._preview.width() - edge) // 2, edge // 2, edge, edge)
        icon(name, colour).paint(painter, place)
        painter.end()
        return QIcon(field)

    def _thumbnail(self, pixels: npt.NDArray[np.uint8]) -> QPixmap:
        ratio, whole = self.devicePixelRatio(), np.ascontiguousarray(pixels)
        height, width = whole.shape[:2]
        image = QImage(whole.data, width, height, whole.strides[0], QImage.Format.Format_RGB888)
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        made = QPixmap.fromImage(image.scaled(self._preview * ratio, keep, smooth))
        made.setDevicePixelRatio(ratio)
        return made
