"""The list of keys, each of which can be changed."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.live.look.texts import translate
from app.live.look.widgets import label
from app.live.window.keys import LESIONS, Command, command_text, key_of


class KeyList(QDialog):
    """Shows and changes keys; emits the changed bindings as `WindowSettings.keys` holds them. Not modal."""

    keys_changed = Signal(dict)

    def __init__(self, changed: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self._changed = dict(changed)
        self._edits: dict[Command, QKeySequenceEdit] = {}
        self._names = {command: label("body") for command in Command}
        self._wrong = label("fallback")
        self._hint = label("quiet")
        self._hint.setWordWrap(True)
        self._defaults = QPushButton()
        self._defaults.setAutoDefault(False)
        self._defaults.clicked.connect(self._back_to_defaults)
        inner = QWidget()
        inner.setObjectName("page")
        grid = QGridLayout(inner)
        grid.setHorizontalSpacing(24)
        shown = [command for command in Command if command not in LESIONS] + list(LESIONS)
        half = (len(shown) + 1) // 2
        for place, command in enumerate(shown):
            edit = QKeySequenceEdit(QKeySequence(key_of(command, self._changed)))
            edit.setMaximumSequenceLength(1)
            edit.setClearButtonEnabled(True)
            edit.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            edit.setMaximumWidth(150)
            edit.editingFinished.connect(lambda command=command: self._change(command))
            self._edits[command] = edit
            column = 0 if place < half else 2
            grid.addWidget(self._names[command], place % half, column)
            grid.addWidget(edit, place % half, column + 1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        row = QHBoxLayout()
        row.addWidget(self._wrong, 1)
        row.addWidget(self._defaults)
        rows = QVBoxLayout(self)
        rows.addWidget(self._hint)
        rows.addWidget(scroll, 1)
        rows.addLayout(row)
        self.resize(980, 640)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.setWindowTitle(translate("Keys", "Keys and foot pedals"))
        self._hint.setText(translate("Keys", "Click a key and press the new one, or the pedal that stands for it."))
        self._defaults.setText(translate("Keys", "Back to the usual keys"))
        for command, name in self._names.items():
            name.setText(command_text(command))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _change(self, command: Command) -> None:
        edit = self._edits[command]
        key = edit.keySequence().toString()
        taken = next((other for other in Command if other is not command and self._key(other) == key), None)
        if key and taken is not None:
            edit.setKeySequence(QKeySequence(self._key(command)))
            text = translate("Keys", "{key} already stands for: {action}")
            self._wrong.setText(text.format(key=key, action=command_text(taken)))
            return
        self._wrong.setText("")
        if key != self._key(command):
            self._changed[command.value] = key
            self.keys_changed.emit(dict(self._changed))

    def _key(self, command: Command) -> str:
        return QKeySequence(key_of(command, self._changed)).toString()

    def _back_to_defaults(self) -> None:
        self._changed = {}
        self._wrong.setText("")
        for command, edit in self._edits.items():
            edit.setKeySequence(QKeySequence(key_of(command, self._changed)))
        self.keys_changed.emit({})
