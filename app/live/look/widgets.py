"""The smallest pieces that every panel is made of."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QToolButton, QWidget


def label(name: str, text: str = "") -> QLabel:
    """A plain-text label with the style of that name; file names and errors are never read as markup."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def tool_button(action: QAction, *, text: bool = False) -> QToolButton:
    """A button for an action; it takes no focus, so that Space stays the key for freeze."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if text:
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet asks for, and style the widget anew only when it changed."""
    text = str(value).lower()
    if widget.property(name) != text:
        widget.setProperty(name, text)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class ElidedLabel(QLabel):
    """One line that ends in … where it does not fit; the whole text is its tooltip."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(60)
        self._whole = ""

    def set_whole_text(self, text: str) -> None:
        """Show this text as far as it fits."""
        if text != self._whole:
            self._whole = text
            self.setToolTip(text)
            self._elide()

    def minimumSizeHint(self) -> QSize:
        """Narrow: the text gives way."""
        return QSize(60, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        wide = QFontMetrics(self.font()).horizontalAdvance(self._whole) + 4
        return QSize(wide, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Elide anew."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        fitted = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 20))
        self.setText(fitted)
        self.updateGeometry()
