"""A box to tick, drawn from the one set of icons: the style's own would be a white square in a dark room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QToolButton, QWidget

from app.live.look import theme
from app.live.look.icons import pixmap

_DRAWN_PX, _SHOWN_PX = 72, 22


class TickBox(QToolButton):
    """A text that is so, or not; by mouse, Tab and Space."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tick")
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(_SHOWN_PX, _SHOWN_PX))
        drawn = QIcon()
        drawn.addPixmap(pixmap("ph.square", theme.TEXT_QUIET, _DRAWN_PX), QIcon.Mode.Normal, QIcon.State.Off)
        drawn.addPixmap(pixmap("ph.check-square", theme.ACTION, _DRAWN_PX), QIcon.Mode.Normal, QIcon.State.On)
        self.setIcon(drawn)
