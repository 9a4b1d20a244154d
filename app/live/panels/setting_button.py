"""The button that names the setting and its prevalence, and the menu to choose another or a value of one's own."""

from functools import partial

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QActionGroup, QDoubleValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget, QWidgetAction

from app.live.look.icons import icon
from app.live.look.texts import moved_explanation, percent_text, setting_text, translate
from app.live.look.widgets import label
from inference.prevalence import LEAST_OWN, MOST_OWN, OWN, SETTINGS


class SettingButton(QToolButton):
    """Shows a setting; emits the one chosen, and whether scores moved to it are asked for."""

    setting_changed = Signal(str, float)
    moved_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setting, self._prevalence = "diagnostic", 0.10
        self._moved = False
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setIcon(icon("ph.caret-down"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self.setMenu(self._menu)
        self._field, self._own_caption = QLineEdit(), label("body")
        self._own_value = self._make_own_value()

    def set_setting(self, setting: str, prevalence: float) -> None:
        """Name the setting in force, and its prevalence."""
        self._setting, self._prevalence = setting, prevalence
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        line = translate("Findings", "Setting: {setting} · prevalence {prevalence}")
        self.setText(line.format(setting=setting_text(self._setting), prevalence=percent_text(self._prevalence)))
        choose = translate("Findings", "Choose the setting, or show each score moved to its prevalence")
        self.setToolTip(choose + "\n\n" + moved_explanation())
        caption = translate("Findings", "Own prevalence in %")
        self._own_caption.setText(caption)
        self._field.setAccessibleName(caption)
        self._field.setText(f"{self._prevalence * 100:.1f}")
        self._fill_menu()

    def _fill_menu(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        settings = {setting.name: setting.prevalence for setting in SETTINGS}
        settings[self._setting] = self._prevalence  # the user's file may give a setting another prevalence
        for setting, prevalence in settings.items():
            line = translate("Findings", "{setting}: prevalence {prevalence}")
            action = self._menu.addAction(
                line.format(setting=setting_text(setting), prevalence=percent_text(prevalence))
            )
            action.setCheckable(True)
            action.setChecked(setting == self._setting)
            action.setActionGroup(group)
            action.triggered.connect(partial(self._choose, setting, prevalence))
        self._menu.addAction(self._own_value)
        self._menu.addSeparator()
        moved = self._menu.addAction(translate("Findings", "Show each score moved to this prevalence"))
        moved.setCheckable(True)
        moved.setChecked(self._moved)
        moved.setToolTip(moved_explanation())
        moved.toggled.connect(self._show_moved)

    def _make_own_value(self) -> QWidgetAction:
        """A field in the menu itself: no dialog stands in the way of a live picture.

        It is made once and belongs to the button: a menu that is filled anew while the field speaks must not end it.
        """
        row = QWidget()
        bounds = QDoubleValidator(LEAST_OWN * 100, MOST_OWN * 100, 1, self._field)
        bounds.setLocale(QLocale.c())  # a point in every language, as all numbers of the window
        self._field.setValidator(bounds)
        self._field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._field.setMaximumWidth(96)
        self._field.returnPressed.connect(self._take_own)  # only with a value in the bounds
        columns = QHBoxLayout(row)
        columns.setContentsMargins(34, 4, 22, 4)  # the menu's own
        columns.addWidget(self._own_caption)
        columns.addStretch(1)
        columns.addWidget(self._field)
        action = QWidgetAction(self)
        action.setDefaultWidget(row)
        return action

    def _take_own(self) -> None:
        self._menu.hide()
        self._choose(OWN, float(self._field.text()) / 100)

    def _choose(self, setting: str, prevalence: float, _checked: bool = False) -> None:
        self.setting_changed.emit(setting, prevalence)

    def _show_moved(self, moved: bool) -> None:
        self._moved = moved
        self.moved_changed.emit(moved)
