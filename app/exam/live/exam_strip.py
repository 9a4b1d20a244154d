"""The exam at a glance: whose, which breast, how much was kept. Small, and always there."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.exam.desk import ExamView
from app.live.look import theme
from app.live.look.icons import pixmap
from app.live.look.texts import translate
from app.live.look.widgets import ElidedLabel, label, set_property, tool_button
from app.live.window.keys import Command

_IN_EXAM = (Command.EXAM_SHEET, Command.EXAM_CONTENTS, Command.REPORT)  # of the last row, only while an exam runs
_ALWAYS = (Command.WORKLIST, Command.EXAM_LIST)  # beside them, also without an exam
WIDTH_PX = 336  # at scale 1, as the findings below it: nothing moves when an exam begins
_ICONS = {"snapshots": "ph.camera", "clips": "ph.film-strip", "lesions": "ph.target", "contrast": "ph.chart-line"}


class ExamStrip(QWidget):
    """Shows an `ExamView`; its buttons are the window's actions."""

    def __init__(self, actions: Mapping[Command, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exam")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._actions = actions
        self._view = ExamView()
        self._scale = 1.0
        self._drawn = 0.0
        self._name = ElidedLabel("words")
        self._start, self._end = tool_button(actions[Command.EXAM], text=True), tool_button(actions[Command.EXAM])
        self._side = tool_button(actions[Command.EXAM_SIDE], text=True)
        self._side.setObjectName("side")
        self._signs = {kind: QLabel() for kind in _ICONS}
        self._counts = {kind: label("words") for kind in _ICONS}
        self._waiting = label("quiet")
        self._in_exam = [tool_button(actions[command]) for command in _IN_EXAM]
        self._running = self._build()
        self.retranslate()

    def show_view(self, view: ExamView) -> None:
        """Show this."""
        self._view = view
        running = view.exam is not None or view.opening
        self._start.setVisible(not running)
        self._end.setVisible(running)
        self._name.setVisible(running)
        for part in (self._running, *self._in_exam):
            part.setVisible(running)
        self._place_tools(running=running)
        if view.exam is not None:
            begun = f"{view.exam.started_at:%H:%M}"
            whose = view.exam.patient.label or translate("Exam", "no patient entered")
            self._name.set_whole_text(f"{begun} · {whose}")
        elif view.opening:
            self._name.set_whole_text(translate("Exam", "The exam is being opened"))
        counts = {
            "snapshots": view.snapshots,
            "clips": view.clips,
            "lesions": view.lesions,
            "contrast": view.contrast_studies,
        }
        for kind, count in counts.items():
            self._counts[kind].setText(str(count))
        self._waiting.setText(self._waiting_text())
        self._waiting.setVisible(bool(self._waiting.text()))
        self._actions[Command.EXAM_SIDE].setIconText(side_text(view))
        set_property(self._side, "unknown", view.side is None)

    def set_mirrored(self, mirrored: bool) -> None:
        """Which side the border is on."""
        set_property(self, "mirrored", mirrored)

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self._scale = scale
        self.setFixedWidth(round(WIDTH_PX * scale))
        for button in self.findChildren(QToolButton):
            button.setIconSize(QSize(round(20 * scale), round(20 * scale)))
        self._draw()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._actions[Command.EXAM].setIconText(translate("Short", "Start exam"))
        tips = {
            "snapshots": translate("Exam", "Snapshots kept in this exam"),
            "clips": translate("Exam", "Clips kept in this exam"),
            "lesions": translate("Exam", "Lesions of this exam"),
            "contrast": translate("Exam", "Contrast studies kept in this exam"),
        }
        for kind, tip in tips.items():
            self._signs[kind].setToolTip(tip)
            self._counts[kind].setToolTip(tip)
            self._counts[kind].setAccessibleName(tip)
        self.show_view(self._view)

    def _build(self) -> QWidget:
        above = QHBoxLayout()
        above.setSpacing(4)
        above.addWidget(self._start)
        above.addWidget(self._name, 1)
        above.addWidget(self._waiting)
        above.addWidget(self._end)
        running = QWidget()
        below = QHBoxLayout(running)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(4)
        below.addWidget(self._side)
        for kind in _ICONS:
            below.addSpacing(6)
            below.addWidget(self._signs[kind])
            below.addWidget(self._counts[kind])
        below.addStretch(1)
        self._tools = QWidget()
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(4)
        for button in (*self._in_exam, *(tool_button(self._actions[command]) for command in _ALWAYS)):
            tools.addWidget(button)
        tools.addStretch(1)
        self._above = above
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(14, 6, 8, 6)
        self._rows.setSpacing(2)
        self._rows.addLayout(above)
        self._rows.addWidget(running)
        self._rows.addWidget(self._tools)
        self._draw()
        return running

    def _place_tools(self, *, running: bool) -> None:
        """Without an exam one row is enough; with one, the buttons have a row of their own."""
        if running and self._rows.indexOf(self._tools) < 0:
            self._above.removeWidget(self._tools)
            self._rows.addWidget(self._tools)
        elif not running and self._above.indexOf(self._tools) < 0:
            self._rows.removeWidget(self._tools)
            self._above.addWidget(self._tools)

    def _draw(self) -> None:
        if self._drawn != self._scale:
            self._drawn = self._scale
            for kind, sign in self._signs.items():
                sign.setPixmap(pixmap(_ICONS[kind], theme.TEXT_QUIET, round(18 * self._scale)))

    def _waiting_text(self) -> str:
        if self._view.exam is None and not self._view.opening:
            return translate("Exam", "saving the last exam") if self._view.ending else ""
        if self._view.slow:
            return translate("Exam", "slow disk, {count} waiting").format(count=self._view.waiting)
        return translate("Exam", "saving") if self._view.waiting else ""


def side_text(view: ExamView) -> str:
    """Which breast, or that nobody has said it."""
    return {
        "right": translate("Exam", "Right"),
        "left": translate("Exam", "Left"),
        None: translate("Exam", "Side?"),
    }[view.side]
