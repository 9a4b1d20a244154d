"""A button for one word or letter of several, chosen by a click and let go by another."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from app.live.look.widgets import set_property


def choice_button(text: str = "") -> QToolButton:
    """Made; it takes no focus, so that keys stay with what has it."""
    button = QToolButton()
    button.setObjectName("term")
    button.setText(text)
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button


def mark_offered(button: QToolButton, offered: bool) -> None:
    """Whether a measurement speaks for this word; it is not chosen by that."""
    set_property(button, "offered", offered)
