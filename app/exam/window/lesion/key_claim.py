"""Keys that a focused widget wants for itself, although the window has a command on them."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def claim_key(event: QEvent, keys: Collection[Qt.Key]) -> bool:
    """Keep the window's shortcuts off these keys while the widget has the focus; call it first in `event`.

    Shift and Ctrl with one of them are claimed too.
    """
    if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in keys:
        event.accept()
        return True
    return False
