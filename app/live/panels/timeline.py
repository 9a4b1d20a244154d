"""Transport of a recording: buttons, line, time, speed."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from app.live.look.texts import percent_text, time_text, translate
from app.live.look.widgets import label, tool_button
from app.live.panels.timeline_track import TimelineTrack
from app.live.view_state import ViewState
from app.live.window.keys import Command

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
TRANSPORT = (Command.HOME, Command.BACK, Command.PLAY, Command.FORWARD, Command.END)


class Timeline(QWidget):
    """Shows the `TimelineState` of a `ViewState`; hidden for live sources."""

    sought = Signal(int)
    speed_chosen = Signal(float)

    def __init__(self, actions: Mapping[Command, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.track = TimelineTrack()
        self.track.sought.connect(self.sought)
        self._time, self._analysed = label("time"), label("quiet")
        self._speed = QComboBox()
        self._speed.setObjectName("speed")
        self._speed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for speed in SPEEDS:
            self._speed.addItem(f"{speed:g}×", speed)
        self._speed.activated.connect(lambda place: self.speed_chosen.emit(SPEEDS[place]))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for command in TRANSPORT:
            row.addWidget(tool_button(actions[command]))
        row.addWidget(self.track, 1)
        row.addWidget(self._analysed)
        row.addWidget(self._time)
        row.addWidget(self._speed)
        row.addWidget(tool_button(actions[Command.LOOP]))
        self.retranslate()

    def show_state(self, state: ViewState, *, hidden: bool) -> None:
        """Show this recording's line."""
        timeline = state.timeline
        if timeline is None:
            return
        self.track.show_timeline(timeline, state.operating_points, hidden=hidden or state.muted or state.held_back)
        times = timeline.times_ns
        now = times[min(timeline.position, len(times) - 1)] if times else 0
        self._time.setText(f"{time_text(now)} / {time_text(times[-1] if times else 0)}")
        if timeline.speed in SPEEDS:
            self._speed.setCurrentIndex(SPEEDS.index(timeline.speed))
        unfinished = timeline.analysed_until < len(times)
        self._analysed.setVisible(unfinished)
        if unfinished:
            share = percent_text(int(timeline.analysed_until / len(times) * 100) / 100)
            text = translate("Timeline", "analysed {share}") if state.analysed else self._not_yet
            self._analysed.setText(text.format(share=share))

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self.track.set_scale(scale)
        for button in self.findChildren(QToolButton):
            button.setIconSize(QSize(round(20 * scale), round(20 * scale)))

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._not_yet = translate("Timeline", "not analysed yet ({share})")
        self._speed.setToolTip(translate("Timeline", "Speed of play"))
