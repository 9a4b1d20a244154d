"""What only the clinician says: the category, and whether the score is agreed with."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from app.exam.content.lesion import Lesion, TermSystem
from app.exam.lesions.terms import CATEGORIES
from app.exam.window.lesion.choice_button import choice_button
from app.exam.window.lesion.flow_row import flow_widget
from app.live.look.texts import score_text, translate
from app.live.look.widgets import label


class CategoryRow(QWidget):
    """The category in BI-RADS or JABTS; never chosen or proposed by the program.

    Signals:
        entered(object): The category's value as text, or None when it was taken back.
    """

    entered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._system: TermSystem | None = None
        self._buttons: dict[str, QToolButton] = {}
        self._holder: QWidget | None = None
        self._title, self._other = label("words"), label("quiet")
        self._other.setWordWrap(True)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(3)
        self._rows.addWidget(self._title)
        self._rows.addWidget(self._other)

    def show_lesion(self, lesion: Lesion | None, system: TermSystem) -> None:
        """Show its category, if the clinician entered one."""
        if system is not self._system:
            self._system = system
            self._build(system)
        category = None if lesion is None else lesion.category
        for value, button in self._buttons.items():
            button.setChecked(category is not None and category.system is system and category.value == value)
        self.setEnabled(lesion is not None)
        other = category is not None and category.system is not system
        self._other.setVisible(other)
        if category is not None and other:
            line = translate("Lesion", "Entered as {system} {value}; an entry here replaces it.")
            self._other.setText(line.format(system=category.system.value, value=category.value))

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        if self._system is not None:
            title = translate("Lesion", "{system} category, your own entry")
            self._title.setText(title.format(system=self._system.value))

    def _build(self, system: TermSystem) -> None:
        if self._holder is not None:
            self._rows.removeWidget(self._holder)
            self._holder.hide()
            self._holder.deleteLater()
        self._buttons = {value: choice_button(value) for value in CATEGORIES[system]}
        for value, button in self._buttons.items():
            button.clicked.connect(lambda checked, value=value: self._tell(value, checked))
        self._holder = flow_widget(*self._buttons.values())
        self._rows.insertWidget(1, self._holder)
        self._holder.show()
        self.retranslate()

    def _tell(self, value: str, checked: bool) -> None:
        self.entered.emit(value if checked else None)


class VerdictRow(QWidget):
    """Whether the clinician agrees with the score of the lesion, and why; kept for later evaluation.

    Signals:
        entered(object, str): True, False, or None when it was taken back; and the reason.
    """

    entered = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._agrees: bool | None = None
        self._said = ""
        self._title = label("words")
        self._title.setWordWrap(True)
        self._agree, self._disagree = choice_button(), choice_button()
        self._reason = QLineEdit()
        self._reason.setMaxLength(300)
        self._reason.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._agree.clicked.connect(lambda checked: self._tell(True if checked else None))
        self._disagree.clicked.connect(lambda checked: self._tell(False if checked else None))
        self._reason.editingFinished.connect(self._tell_reason)
        self._reason.returnPressed.connect(self._reason.clearFocus)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self._agree)
        buttons.addWidget(self._disagree)
        buttons.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3)
        rows.addWidget(self._title)
        rows.addLayout(buttons)
        rows.addWidget(self._reason)
        self.retranslate()

    def show_lesion(self, lesion: Lesion | None) -> None:
        """Show its verdict; a lesion without a score has nothing to agree with."""
        scored = lesion is not None and lesion.malignancy is not None
        self.setVisible(scored)
        if lesion is None or lesion.malignancy is None:
            return
        verdict = lesion.verdict
        self._agrees = None if verdict is None else verdict.agrees
        self._agree.setChecked(self._agrees is True)
        self._disagree.setChecked(self._agrees is False)
        self._reason.setVisible(verdict is not None)
        self._said = "" if verdict is None else verdict.reason
        if not self._reason.hasFocus():
            self._reason.setText(self._said)
        line = translate("Lesion", "Score when it was confirmed: {score} ({low} – {high})")
        low, high = score_text(lesion.malignancy_low), score_text(lesion.malignancy_high)
        self._title.setText(line.format(score=score_text(lesion.malignancy), low=low, high=high))

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._agree.setText(translate("Lesion", "I agree"))
        self._disagree.setText(translate("Lesion", "I disagree"))
        self._reason.setPlaceholderText(translate("Lesion", "why, kept for later evaluation"))

    def _tell(self, agrees: bool | None) -> None:
        self._agrees = agrees
        self.entered.emit(agrees, self._reason.text().strip() if agrees is not None else "")

    def _tell_reason(self) -> None:
        text = self._reason.text().strip()
        if self._agrees is not None and text != self._said:
            self._said = text
            self.entered.emit(self._agrees, text)
