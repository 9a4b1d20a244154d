"""What stands under the scan: time line, buttons, the footer with the notice strip."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.live.look.texts import translate
from app.live.look.widgets import label
from app.live.panels.notice_strip import NoticeStrip
from app.live.panels.timeline import Timeline
from app.live.panels.tool_row import ToolRow
from app.live.view_state import ViewState
from app.live.window.keys import Command


class BottomBar(QWidget):
    """Keeps room for a notice, so that nothing moves when one comes."""

    def __init__(self, actions: Mapping[Command, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.timeline, self.tools, self.notice = Timeline(actions), ToolRow(actions), NoticeStrip()
        self._footer = label("quiet")
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(4, 0, 0, 0)
        foot.setSpacing(16)
        foot.addWidget(self._footer)
        foot.addWidget(self.notice, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 6, 10, 4)
        rows.setSpacing(4)
        rows.addWidget(self.timeline)
        rows.addWidget(self.tools)
        rows.addWidget(self._foot)
        self.retranslate()

    def show_state(self, state: ViewState, *, running: bool, hidden: bool, exam: bool) -> None:
        """Show the time line of a recording, and the buttons that fit."""
        recording = running and state.timeline is not None
        self.timeline.setVisible(recording)
        self.timeline.show_state(state, hidden=hidden)
        self.tools.show_kind(live=running and not recording, recording=recording, exam=exam)

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self.timeline.set_scale(scale)
        self.tools.set_scale(scale)
        self._foot.setMinimumHeight(round(50 * scale))

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._footer.setText(translate("Window", "Research use only. Not for diagnosis."))
        self.timeline.retranslate()
        self.tools.retranslate()
