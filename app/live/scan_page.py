"""The page of a running session: the bar and the scan, with the findings beside them."""

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.live.live_view import LiveView
from app.live.panels.findings_panel import FindingsPanel
from app.live.panels.health_bar import HealthBar
from app.live.window.keys import Command


class ScanPage(QWidget):
    """Lays out its three parts."""

    def __init__(self, actions: Mapping[Command, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.live_view, self.health_bar, self.findings_panel = LiveView(), HealthBar(), FindingsPanel(actions)
        scan = QWidget()
        column = QVBoxLayout(scan)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.health_bar)
        column.addWidget(self.live_view, 1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(scan, 1)
        self._row.addWidget(self.findings_panel)

    def set_mirrored(self, mirrored: bool) -> None:
        """The findings on the left."""
        direction = QHBoxLayout.Direction.RightToLeft if mirrored else QHBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)
        self.findings_panel.set_mirrored(mirrored)
