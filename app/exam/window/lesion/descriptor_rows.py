"""The descriptors of a lesion: a row for each feature, quick with one hand; what was measured is only offered."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.exam.content.lesion import Descriptor, Lesion, TermSystem
from app.exam.lesions.changing import term_of
from app.exam.lesions.offered import Offer, offer
from app.exam.lesions.terms import Feature, asked_features
from app.exam.window.lesion.choice_button import choice_button, mark_offered
from app.exam.window.lesion.flow_row import flow_widget
from app.exam.window.lesion.key_claim import claim_key
from app.exam.window.term_texts import feature_title, term_text, terms_of
from app.live.look.descriptor_texts import descriptor_title, descriptor_value
from app.live.look.texts import translate
from app.live.look.widgets import label, set_property
from inference.descriptors.descriptor import Descriptor as Measurement

_DIGITS = tuple(Qt.Key(Qt.Key.Key_1.value + place) for place in range(9))
_KEYS = (
    *_DIGITS,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Delete,
)


class DescriptorRow(QFrame):
    """One feature: its words, and what was measured beside them.

    Signals:
        entered(Descriptor): The clinician chose a word, or took one back (no term).
    """

    entered = Signal(object)

    def __init__(self, system: TermSystem, feature: Feature) -> None:
        super().__init__()
        self.setObjectName("feature")
        self.feature = feature
        self._system = system
        self._offer: Offer | None = None
        self._values = ""
        self._title, self._measured = label("words"), label("quiet")
        self._title.setWordWrap(True)
        self._measured.setWordWrap(True)
        self._take = QToolButton()
        self._take.setObjectName("take")
        self._take.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._take.clicked.connect(self.take_over)
        self._words = {term: choice_button() for term in feature.terms}
        for term, button in self._words.items():
            button.clicked.connect(lambda checked, term=term: self._choose(term, checked))
        above = QHBoxLayout()
        above.addWidget(self._title, 1)
        above.addWidget(self._take)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(6, 4, 6, 4)
        rows.setSpacing(3)
        rows.addLayout(above)
        rows.addWidget(flow_widget(*self._words.values()))
        rows.addWidget(self._measured)
        self.retranslate()

    def show_entry(self, entry: Descriptor | None, offered: Offer | None) -> None:
        """What the clinician entered, and what was measured."""
        self._offer = offered
        term = None if entry is None else entry.term
        offered_term = None if offered is None else offered.term
        for key, button in self._words.items():
            button.setChecked(key == term)
            mark_offered(button, key == offered_term)
        self._measured.setVisible(offered is not None)
        if offered is not None:
            self._values = "; ".join(measured_texts(offered.measurements, self._system))
            self._measured.setText(translate("Lesion", "measured: {values}").format(values=self._values))
        self._take.setVisible(offered_term is not None and offered_term != term)
        if offered_term is not None:
            self._take.setText(
                translate("Lesion", "take over: {word}").format(word=term_text(self._system, offered_term))
            )

    def choose_at(self, place: int) -> bool:
        """Choose the word at this place, from 0; False where there is none."""
        if place >= len(self._words):
            return False
        list(self._words.values())[place].click()
        return True

    def take_over(self) -> None:
        """Enter what was measured, as the clinician's own choice."""
        if self._offer is not None and self._offer.term is not None:
            self._tell(self._offer.term)

    def clear(self) -> None:
        """Take the entry back."""
        self._tell(None)

    def set_current(self, current: bool) -> None:
        """Whether keys go to this row."""
        set_property(self, "current", current)

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._title.setText(feature_title(self._system, self.feature.key))
        for place, (term, button) in enumerate(self._words.items(), start=1):
            button.setText(term_text(self._system, term))
            button.setToolTip(
                translate("Lesion", "Key {key} in the chosen row").format(key=place) if place < 10 else ""
            )
        self._take.setToolTip(
            translate("Lesion", "Measured, never entered by itself. A click enters it as your own choice (Return).")
        )

    def _choose(self, term: str, checked: bool) -> None:
        self._tell(term if checked else None)

    def _tell(self, term: str | None) -> None:
        offered = self._offer
        measured = None if offered is None else self._values
        self.entered.emit(
            Descriptor(
                feature=self.feature.key,
                system=self._system,
                term=term,
                measured=measured,
                measured_value=None if offered is None else offered.value,
                accepted=offered is not None and term is not None and term == offered.term,
            )
        )


class DescriptorRows(QWidget):
    """All features of one system. With the focus: up and down choose a row, 1 to 9 a word, Return takes over what was
    measured, Backspace takes the entry back.

    Signals:
        entered(Descriptor): As of the row.
    """

    entered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._rows: list[DescriptorRow] = []
        self._of: tuple[TermSystem, tuple[Feature, ...]] | None = None
        self._current = 0
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(2)
        self._hint = QLabel()
        self._hint.setObjectName("quiet")
        self._hint.setWordWrap(True)
        self._list.addWidget(self._hint)

    def show_lesion(self, lesion: Lesion | None, system: TermSystem, measured: Sequence[Measurement]) -> None:
        """Show its descriptors in these terms."""
        kind = None if lesion is None else term_of(lesion, system, "lesion type")
        asked = asked_features(system, None if kind is None else kind.term)
        if self._of != (system, asked):
            self._of = (system, asked)
            self._build(system, asked)
        for row in self._rows:
            entry = None if lesion is None else term_of(lesion, system, row.feature.key)
            row.show_entry(entry, offer(row.feature, system, measured) if measured else None)
        self.setEnabled(lesion is not None)

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        for row in self._rows:
            row.retranslate()
        self._hint.setText(
            translate("Lesion", "Keys here: ↑ ↓ row, 1 to 9 word, Return takes over what was measured, Backspace none.")
        )

    def event(self, event: QEvent) -> bool:
        """The keys below are its own while it has the focus."""
        return claim_key(event, _KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Describe without the mouse."""
        key = Qt.Key(event.key())
        if key not in _KEYS or not self._rows:
            super().keyPressEvent(event)
            return
        row = self._rows[self._current]
        if key in _DIGITS:
            if row.choose_at(_DIGITS.index(key)):
                self._go(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go(1 if key is Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row.take_over()
            self._go(1)
        else:
            row.clear()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which row the keys go to."""
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No row any more."""
        super().focusOutEvent(event)
        self._mark()

    @property
    def current_row(self) -> QWidget | None:
        """Where the keys go; for scrolling to it."""
        return self._rows[self._current] if self._rows else None

    def _build(self, system: TermSystem, asked: tuple[Feature, ...]) -> None:
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [DescriptorRow(system, feature) for feature in asked]
        for row in self._rows:
            row.entered.connect(self.entered)
            self._list.addWidget(row)
            row.show()
        self._current = min(self._current, max(len(self._rows) - 1, 0))
        self._mark()

    def _go(self, way: int) -> None:
        self._current = min(max(self._current + way, 0), len(self._rows) - 1)
        self._mark()

    def _mark(self) -> None:
        for place, row in enumerate(self._rows):
            row.set_current(self.hasFocus() and place == self._current)


def measured_texts(measurements: Sequence[Measurement], system: TermSystem) -> list[str]:
    """What was measured for one feature; named where there is more than one, a reason they share said once."""
    terms = terms_of(system)
    values = [descriptor_value(each, terms) for each in measurements]
    if len(set(values)) < 2:
        return values[:1]
    return [f"{descriptor_title(each, terms)} {value}" for each, value in zip(measurements, values, strict=True)]
