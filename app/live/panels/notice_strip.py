"""A strip with one text and one button: tells what happened and what to do, and never blocks."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QWidget

from app.live.look import theme
from app.live.look.icons import icon, pixmap
from app.live.look.texts import translate
from app.live.look.widgets import label, set_property


class NoticeStrip(QWidget):
    """Hidden until there is something to say; the newest text replaces the one before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sign = QLabel()
        self._text = label("source")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = QProgressBar()
        self._bar.setRange(0, 100)
        self._bar.setMaximumWidth(240)
        self._button = QPushButton()
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.setAutoDefault(False)  # in a dialog, Enter belongs to what is typed
        self._button.clicked.connect(self._act)
        self._cross = QToolButton()
        self._cross.setIcon(icon("ph.x"))
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cross.clicked.connect(self.dismiss)
        self._on_button: Callable[[], None] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        row.setSpacing(12)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._bar)
        row.addWidget(self._button)
        row.addWidget(self._cross)
        self.dismiss()

    @property
    def text(self) -> str:
        """What it says; empty while hidden."""
        return self._text.text() if not self.isHidden() else ""

    def say(
        self, text: str, button: str = "", on_button: Callable[[], None] | None = None, *, good: bool = False
    ) -> None:
        """Show `text` with one button; without one, the cross alone.

        Args:
            text: What happened and what to do.
            button: The button's text.
            on_button: Called when it is pressed; the strip hides first.
            good: Something went well (saved, exported) rather than wrong.
        """
        name, colour = ("ph.info", theme.ACTION) if good else ("ph.warning", theme.WARNING)
        self._sign.setPixmap(pixmap(name, colour, 24))
        self._text.setText(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._on_button = on_button
        self._bar.hide()
        self._cross.setToolTip(translate("Notice", "Close this notice"))
        self._cross.show()
        set_property(self, "good", good)
        self.show()

    def show_progress(self, text: str, share: float, on_cancel: Callable[[], None]) -> None:
        """Show `text` with a bar (0..1) and a button that cancels."""
        if self._bar.isHidden() or self._text.text() != text:
            self.say(text, translate("Notice", "Cancel"), on_cancel, good=True)
            self._cross.hide()  # the bar stays until the work is done or cancelled
            self._bar.show()
        self._bar.setValue(round(share * 100))

    def dismiss(self) -> None:
        """Hide."""
        self._on_button = None
        self.hide()

    def _act(self) -> None:
        on_button = self._on_button
        self.dismiss()
        if on_button is not None:
            on_button()
