"""Icons of one set (Phosphor), drawn once: qtawesome's own icons draw themselves anew with every repaint."""

import qtawesome
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPixmap

from app.live.look import theme

_DRAWN = QSize(72, 72)  # 24 px at 300 %; smaller ones are scaled down


def icon(name: str, colour: str = theme.TEXT) -> QIcon:
    """The icon of this name ("ph.play"), with its looks for switched on and disabled."""
    made = QIcon()
    made.addPixmap(_drawn(name, colour), QIcon.Mode.Normal, QIcon.State.Off)
    made.addPixmap(_drawn(name, theme.ACTION), QIcon.Mode.Normal, QIcon.State.On)
    for state in (QIcon.State.Off, QIcon.State.On):
        made.addPixmap(_drawn(name, theme.MUTED), QIcon.Mode.Disabled, state)
    return made


def pixmap(name: str, colour: str, edge_px: int) -> QPixmap:
    """The picture of one icon for a label; Qt draws it at the screen's own resolution."""
    drawn: QPixmap = qtawesome.icon(name, color=colour).pixmap(QSize(edge_px, edge_px))
    return drawn


def _drawn(name: str, colour: str) -> QPixmap:
    made: QPixmap = qtawesome.icon(name, color=colour).pixmap(_DRAWN)
    return made
