"""What the list of exams asks before it seals, opens, exports or removes: panels below the list, never over it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.exam.privacy.texts import FreeText
from app.live.look.texts import translate
from app.live.look.widgets import label

_NOTE_CHARACTERS = 300
SHORTEST = 8  # characters of a pass phrase


class Panel(QWidget):
    """A heading, an explanation, a field or two, and two buttons; Escape leaves it."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.heading, self.text = label("source"), label("body")
        self.text.setWordWrap(True)
        self.accept, self.refuse = QPushButton(), QPushButton()
        self.accept.setObjectName("primary")
        for button in (self.accept, self.refuse):
            button.setAutoDefault(False)
        self.refuse.clicked.connect(self.leave)
        self.middle = QVBoxLayout()
        self.middle.setSpacing(6)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.refuse)
        buttons.addWidget(self.accept)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 10, 14, 10)
        rows.setSpacing(8)
        rows.addWidget(self.heading)
        rows.addWidget(self.text)
        rows.addLayout(self.middle)
        rows.addLayout(buttons)
        self.hide()

    def leave(self) -> None:
        """Hide, and forget what was typed."""
        for field in self.findChildren(QLineEdit):
            field.clear()
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves, Enter accepts."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.accept.isEnabled():
                self.accept.click()
        else:
            super().keyPressEvent(event)


class ConfirmPanel(Panel):
    """Asks before something that cannot be undone."""

    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.accept.clicked.connect(self._accept)

    def ask(self, heading: str, text: str, accept: str) -> None:
        """Ask; the harmless button has the focus."""
        self.heading.setText(heading)
        self.text.setText(text)
        self.accept.setText(accept)
        self.refuse.setText(translate("ExamList", "Leave it"))
        self.show()
        self.refuse.setFocus()

    def _accept(self) -> None:
        self.leave()
        self.confirmed.emit()


class PhrasePanel(Panel):
    """Asks for a pass phrase: twice for a new one, once for one that is known."""

    entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.phrase, self.again = phrase_field(), phrase_field()
        self._new = False
        self.hint = label("fallback")
        for field in (self.phrase, self.again):
            self.middle.addWidget(field)
            field.textChanged.connect(self._look)
        self.middle.addWidget(self.hint)
        self.accept.clicked.connect(self._accept)

    def ask(self, *, new: bool, heading: str, text: str, accept: str) -> None:
        """Ask for it."""
        self._new = new
        self.heading.setText(heading)
        self.text.setText(text)
        self.accept.setText(accept)
        self.refuse.setText(translate("Notice", "Cancel"))
        name_phrase_fields(self.phrase, self.again)
        self.again.setVisible(new)
        self._look()
        self.show()
        self.phrase.setFocus()

    def _look(self) -> None:
        fault = phrase_fault(self.phrase.text(), self.again.text()) if self._new else ""
        self.hint.setText(fault)
        self.hint.setVisible(bool(fault and self.phrase.text()))
        self.accept.setEnabled(bool(self.phrase.text()) and not fault)

    def _accept(self) -> None:
        phrase = self.phrase.text()
        self.leave()
        self.entered.emit(phrase)


class _NoteRow(QWidget):
    """A box to tick and a text of several lines, which a QCheckBox does not break; a click on either ticks it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.box, shown = QCheckBox(), label("body", text)
        self.box.setAccessibleName(text)
        shown.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(shown, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick it."""
        if self.box.isEnabled() and event.button() is Qt.MouseButton.LeftButton:
            self.box.toggle()


class ExportPanel(Panel):
    """How an exam leaves as a ZIP: de-identified unless somebody says otherwise; plain or encrypted."""

    chosen = Signal(bool, tuple, str)  # with identity, places of the texts that stay, pass phrase or ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.identity, self.encrypt = QCheckBox(), QCheckBox()
        self.phrase, self.again = phrase_field(), phrase_field()
        self.notes: dict[str, _NoteRow] = {}
        self._texts: tuple[FreeText, ...] = ()
        self._notes_caption = label("quiet")
        self._notes_rows = QVBoxLayout()
        self.hint = label("fallback")
        self.middle.addWidget(self._notes_caption)
        self.middle.addLayout(self._notes_rows)
        for part in (self.identity, self.encrypt, self.phrase, self.again, self.hint):
            self.middle.addWidget(part)
        for box in (self.identity, self.encrypt):
            box.toggled.connect(self._look)
        for field in (self.phrase, self.again):
            field.textChanged.connect(self._look)
        self.accept.clicked.connect(self._accept)

    def ask(self, whose: str, texts: tuple[FreeText, ...]) -> None:
        """Ask how this exam is exported."""
        self._texts = texts
        self.identity.setChecked(False)
        self.encrypt.setChecked(False)
        self._show_notes()
        self.heading.setText(translate("ExamList", "Export the exam of {patient} as a ZIP").format(patient=whose))
        self.identity.setText(
            translate("ExamList", "With identity: names, numbers, dates and all notes leave as they are")
        )
        self.encrypt.setText(translate("ExamList", "Encrypt with a pass phrase"))
        self.accept.setText(translate("ExamList", "Choose a file …"))
        self.refuse.setText(translate("Notice", "Cancel"))
        name_phrase_fields(self.phrase, self.again)
        self._look()
        self.show()
        self.accept.setFocus()

    def _show_notes(self) -> None:
        for row in self.notes.values():
            self._notes_rows.removeWidget(row)
            row.deleteLater()
        self.notes = {}
        for text in self._texts:
            shown = " ".join(text.text.split())[:_NOTE_CHARACTERS]
            if text.names:
                shown = translate("ExamList", "{text} (names {names}; stays out)").format(text=shown, names=text.names)
            row = _NoteRow(shown)
            row.box.setEnabled(not text.names)
            self.notes[text.place] = row
            self._notes_rows.addWidget(row)

    def _look(self) -> None:
        identity, encrypt = self.identity.isChecked(), self.encrypt.isChecked()
        self.text.setText(
            translate(
                "ExamList",
                "Everything leaves as it is. Whoever gets the file knows who the patient is.",
            )
            if identity
            else translate(
                "ExamList",
                "De-identified: another pseudonym, shifted dates, no names, no worklist entry; text in pictures is "
                "blacked out.",
            )
        )
        self._notes_caption.setText(
            translate("ExamList", "Notes stay out. Tick those that you have read and that name nobody:")
        )
        for part in (self._notes_caption, *self.notes.values()):
            part.setVisible(bool(self.notes) and not identity)
        for field in (self.phrase, self.again):
            field.setVisible(encrypt)
        fault = phrase_fault(self.phrase.text(), self.again.text()) if encrypt else ""
        self.hint.setText(fault)
        self.hint.setVisible(bool(fault and self.phrase.text()))
        self.accept.setEnabled(not fault)

    def _accept(self) -> None:
        kept = tuple(place for place, row in self.notes.items() if row.box.isChecked())
        phrase = self.phrase.text() if self.encrypt.isChecked() else ""
        identity = self.identity.isChecked()
        self.leave()
        self.chosen.emit(identity, kept, phrase)


def phrase_field() -> QLineEdit:
    """A field that does not show what is typed."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


def name_phrase_fields(phrase: QLineEdit, again: QLineEdit) -> None:
    """Say what is to be typed."""
    for field, text in (
        (phrase, translate("ExamList", "Pass phrase, best a few words")),
        (again, translate("ExamList", "The same once more")),
    ):
        field.setPlaceholderText(text)
        field.setAccessibleName(text)


def phrase_fault(phrase: str, again: str) -> str:
    """What is wrong with a new pass phrase; empty when it is good."""
    if len(phrase.strip()) < SHORTEST:
        return translate("ExamList", "At least {count} characters").format(count=SHORTEST)
    return "" if phrase == again else translate("ExamList", "The two are not the same")
