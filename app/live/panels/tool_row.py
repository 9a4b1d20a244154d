"""The row of buttons at the bottom: what the keys do, for the mouse."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from app.language import LANGUAGES
from app.live.look import theme
from app.live.look.icons import icon
from app.live.look.texts import translate
from app.live.look.widgets import tool_button
from app.live.window.keys import Command

WITH_TEXT = (Command.PLAY, Command.SNAPSHOT, Command.KEEP, Command.RECORD, Command.CONTRAST_TIMER)
_RECORDINGS_TOO = (Command.SNAPSHOT, Command.CONTRAST_TIMER)
_RIGHT = (
    (
        Command.OPEN,
        Command.OPEN_FOLDER,
        Command.SOURCE,
        Command.PREVIOUS_SCANNER,
        Command.NEXT_SCANNER,
        Command.LAYOUT,
        Command.SCALE,
        Command.EXPORT,
    ),
    (Command.SEND, Command.ARCHIVE, Command.SHARE),
    (Command.START_PAGE, Command.FULL_SCREEN, Command.MIRROR, Command.KEYS),
)


def short_texts() -> dict[Command, str]:
    """What stands on the buttons that carry words."""
    return {
        Command.SNAPSHOT: translate("Short", "Snapshot"),
        Command.KEEP: translate("Short", "Keep 30 s"),
        Command.RECORD: translate("Short", "Record"),
        Command.CONTRAST_TIMER: translate("Short", "Injected now"),
        Command.LOOK_FIRST: translate("Short", "Look first"),
        Command.MUTE: translate("Short", "Mute"),
        Command.LESION_CONFIRM: translate("Short", "Confirm"),
        Command.LESION_PLANE: translate("Short", "2nd plane"),
        Command.LESION_FORM: translate("Short", "Lesions"),
        Command.LESION_MEASURE: translate("Short", "Calipers"),
        Command.WHY: translate("Short", "Why"),
        Command.SALIENCY: translate("Short", "What it looked at"),
    }


class ToolRow(QWidget):
    """Holds the buttons; emits the language that was chosen."""

    language_chosen = Signal(str)

    def __init__(self, actions: Mapping[Command, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._language = "system"
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._buttons = {command: tool_button(actions[command], text=True) for command in WITH_TEXT}
        for button in self._buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        self._scanners: list[QToolButton] = []
        for group in _RIGHT:
            for command in group:
                button = tool_button(actions[command])
                if command in (Command.PREVIOUS_SCANNER, Command.NEXT_SCANNER):
                    self._scanners.append(button)
                    button.hide()
                row.addWidget(button)
            line = QFrame()
            line.setFrameShape(QFrame.Shape.VLine)
            line.setStyleSheet(f"color: {theme.LINE}")
            row.addWidget(line)
        self._menu_button = QToolButton()
        self._menu_button.setIcon(icon("ph.translate"))
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._menu = QMenu(self._menu_button)
        self._menu_button.setMenu(self._menu)
        row.addWidget(self._menu_button)
        self.retranslate()

    def show_kind(self, *, live: bool, recording: bool, exam: bool) -> None:
        """Recordings have their own play button and nothing to record; the start page has neither.

        In an exam a clip of a recording can be kept.
        """
        of_recordings = (*_RECORDINGS_TOO, Command.KEEP) if exam else _RECORDINGS_TOO
        for command, button in self._buttons.items():
            button.setVisible(live or (recording and command in of_recordings))

    def show_scanners(self, count: int) -> None:
        """With fewer than two there is nothing to go to."""
        for button in self._scanners:
            button.setVisible(count > 1)

    def set_language(self, code: str) -> None:
        """Tick this one."""
        self._language = code
        self.retranslate()

    def set_scale(self, scale: float) -> None:
        """Enlarge the icons."""
        for button in self.findChildren(QToolButton):
            button.setIconSize(QSize(round(20 * scale), round(20 * scale)))

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        for command, text in short_texts().items():
            self._actions[command].setIconText(text)
        self._menu_button.setToolTip(translate("Command", "Language"))
        self._menu.clear()
        group = QActionGroup(self._menu)
        names = LANGUAGES | {"system": translate("Command", "The computer's language")}
        for code, name in names.items():
            action = self._menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(code == self._language)
            action.setActionGroup(group)
            action.triggered.connect(lambda _checked, code=code: self.language_chosen.emit(code))
