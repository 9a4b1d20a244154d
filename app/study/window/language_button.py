"""A button that asks for the language, as in the main window."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.language import LANGUAGES
from app.live.look.icons import icon
from app.live.look.texts import translate


class LanguageButton(QToolButton):
    """Emits the language that was chosen."""

    chosen = Signal(str)

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.setIcon(icon("ph.translate"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.retranslate()

    def set_scale(self, scale: float) -> None:
        """Enlarge the icon."""
        self.setIconSize(QSize(round(20 * scale), round(20 * scale)))

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.setToolTip(translate("Command", "Language"))
        self._menu.clear()
        group = QActionGroup(self._menu)
        for code, name in (LANGUAGES | {"system": translate("Command", "The computer's language")}).items():
            action = self._menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(code == self._language)
            action.setActionGroup(group)
            action.triggered.connect(lambda _checked, code=code: self._choose(code))

    def _choose(self, code: str) -> None:
        self._language = code
        self.chosen.emit(code)
