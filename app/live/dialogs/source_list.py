"""The grabbers that are plugged in, each with a small picture of what it sees."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QIcon, QImage, QPixmap, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.live.background import Background
from app.live.look import theme
from app.live.look.error_texts import translate_error
from app.live.look.icons import icon
from app.live.look.texts import translate
from app.live.look.widgets import label
from app.live.window.actions import LiveSource
from capture.errors import MinamoError

_PREVIEW = QSize(208, 117)
_REFRESH_MS = 4000


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A source with what it shows now: a picture, a reason why there is none, or neither."""

    source: LiveSource
    preview: npt.NDArray[np.uint8] | None
    fault: MinamoError | None


def _look(list_sources: Callable[[], Sequence[LiveSource]], work: Background) -> list[_Found]:
    """List the sources and take one picture of each; runs in a thread."""
    found = []
    for source in list_sources():
        if work.cancelled():
            break
        preview, fault = None, None
        try:
            preview = source.grab()
        except MinamoError as error:
            fault = error
        found.append(_Found(source, preview, fault))
    return found


class SourceList(QWidget):
    """A tile for each source; looks again every few seconds while it is visible."""

    picked = Signal(object)  # LiveSource

    def __init__(self, list_sources: Callable[[], Sequence[LiveSource]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list_sources = list_sources
        self._work: Background | None = None
        self._waiting: Callable[[], None] | None = None
        self._tiles: dict[str, QToolButton] = {}
        self._empty = label("body")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._again = QPushButton()
        self._again.clicked.connect(self.look)
        self._row = QHBoxLayout()
        self._row.setSpacing(14)
        self._row.setAlignment(Qt.AlignmentFlag.AlignCenter)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self._row)
        rows.addWidget(self._empty)
        rows.addWidget(self._again, 0, Qt.AlignmentFlag.AlignCenter)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self.look)
        self._looked = self._stopped = False
        self.retranslate()

    def look(self) -> None:
        """List the sources anew, in a thread."""
        if self._work is not None or self._stopped:
            return
        self._work = Background("sources", lambda work: _look(self._list_sources, work), self)
        self._work.done.connect(self._show_found)
        self._work.failed.connect(self._show_fault)
        self._work.start()
        self._say_empty()

    def when_free(self, then: Callable[[], None]) -> None:
        """Call `then` as soon as no preview holds a device open: at once, or when the one under way has ended."""
        self._timer.stop()
        if self._work is None:
            then()
        else:
            self._waiting = then
            self._work.cancel()

    def watch(self) -> None:
        """Look every few seconds again, while visible."""
        if self.isVisible() and not self._stopped:
            self._timer.start()

    def stop(self) -> None:
        """End the thread for good; for a window that closes."""
        self._stopped = True
        self._timer.stop()
        self._waiting = None
        if self._work is not None:
            self._work.drop()
            self._work = None

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._again.setText(translate("Source", "Look again"))
        self._say_empty()

    def showEvent(self, event: QShowEvent) -> None:
        """Look while visible."""
        super().showEvent(event)
        self.watch()
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the devices alone while hidden."""
        super().hideEvent(event)
        self._timer.stop()

    def _show_found(self, found: list[_Found]) -> None:
        self._end_work()
        self._looked = True
        known = {each.source.address for each in found}
        for address in set(self._tiles) - known:
            tile = self._tiles.pop(address)
            self._row.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        for each in found:
            self._show_tile(each)
        self._say_empty()
        self._go_on()

    def _show_fault(self, fault: Exception) -> None:
        self._end_work()
        self._looked = True
        if isinstance(fault, MinamoError):
            self._empty.setText(translate_error(fault))
            self._empty.show()
        self._go_on()

    def _end_work(self) -> None:
        if self._work is not None:
            self._work.deleteLater()
            self._work = None

    def _go_on(self) -> None:
        then, self._waiting = self._waiting, None
        if then is not None:
            then()

    def _show_tile(self, found: _Found) -> None:
        source = found.source
        tile = self._tiles.get(source.address)
        if tile is None:
            tile = QToolButton()
            tile.setObjectName("tile")
            tile.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            tile.setIconSize(_PREVIEW)
            tile.setCheckable(True)
            tile.setAutoExclusive(True)
            self._tiles[source.address] = tile
            self._row.addWidget(tile)
        else:
            tile.clicked.disconnect()
        tile.clicked.connect(lambda: self.picked.emit(source))
        tile.setText(source.name.replace("&", "&&"))
        tile.setToolTip(source.name if found.fault is None else translate_error(found.fault))
        if found.preview is not None:
            tile.setIcon(QIcon(_thumbnail(found.preview)))
        elif tile.icon().isNull() or found.fault is not None:
            tile.setIcon(icon("ph.monitor-play", theme.MUTED))

    def _say_empty(self) -> None:
        text = translate("Source", "No grabber found. Plug one in, or check that no other program uses it.")
        if not self._looked:
            text = translate("Source", "Looking for grabbers …")
        self._empty.setText(text)
        self._empty.setVisible(not self._tiles)
        self._again.setVisible(self._looked and not self._tiles)


def _thumbnail(pixels: npt.NDArray[np.uint8]) -> QPixmap:
    whole = np.ascontiguousarray(pixels)
    height, width = whole.shape[:2]
    image = QImage(whole.data, width, height, whole.strides[0], QImage.Format.Format_RGB888)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return QPixmap.fromImage(image.scaled(_PREVIEW, keep, smooth))
