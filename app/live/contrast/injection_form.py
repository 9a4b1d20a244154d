"""The record of an injection, filled in beside the curve; never in the way."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.contrast.injection import (
    AGENTS,
    DOSE_UNITS,
    GREATEST_MI,
    GREATEST_RANGE_DB,
    LEAST_RANGE_DB,
    ROUTES,
    Injection,
    number_of,
)
from app.live.contrast.contrast_texts import agent_text, number_text, route_text
from app.live.look.texts import translate
from app.live.look.widgets import label, set_property

GREATEST_DOSE = 1000.0


class InjectionForm(QWidget):
    """Shows an `Injection`; emits the changed one when a field is left."""

    changed = Signal(object)  # Injection

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._injection: Injection | None = None
        self._agent, self._route, self._unit = QComboBox(), QComboBox(), QComboBox()
        self._lesion, self._other, self._dose, self._mi, self._range, self._note = (QLineEdit() for _ in range(6))
        self._names = [label("quiet") for _ in range(8)]
        self._unit.addItems(DOSE_UNITS)
        for box in (self._agent, self._route, self._unit):
            box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(5)
            box.activated.connect(self._emit)
        for line in (self._lesion, self._other, self._dose, self._mi, self._range, self._note):
            line.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            line.editingFinished.connect(self._emit)
            line.returnPressed.connect(line.clearFocus)  # the next key or pedal is a command again
        self._note.setMaxLength(500)
        self._lesion.setMaxLength(60)
        self._other.setMaxLength(60)
        dose = QWidget()
        row = QHBoxLayout(dose)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._dose, 1)
        row.addWidget(self._unit)
        inner = QWidget()
        inner.setObjectName("findingsInner")
        form = QFormLayout(inner)
        form.setContentsMargins(0, 4, 6, 4)
        form.setVerticalSpacing(4)
        fields = (self._lesion, self._agent, self._other, dose, self._route, self._mi, self._range, self._note)
        for name, field in zip(self._names, fields, strict=True):
            form.addRow(name, field)
        self._form = form
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(scroll)

    def show_injection(self, injection: Injection | None) -> None:
        """Show this one; a field that is being typed in, or is to be corrected, is left alone."""
        self.setEnabled(injection is not None)
        if injection == self._injection or injection is None:
            return
        other = self._injection is None or self._injection.number != injection.number
        self._injection = injection
        self._agent.setCurrentIndex(AGENTS.index(injection.agent))
        self._route.setCurrentIndex(ROUTES.index(injection.route))
        self._unit.setCurrentIndex(DOSE_UNITS.index(injection.dose_unit))
        texts = {
            self._lesion: injection.lesion,
            self._other: injection.agent_name,
            self._dose: "" if injection.dose is None else f"{injection.dose:g}",
            self._mi: "" if injection.mi is None else number_text(injection.mi),
            self._range: "" if injection.dynamic_range_db is None else f"{injection.dynamic_range_db:g}",
            self._note: injection.note,
        }
        for line, text in texts.items():
            if other or not (line.hasFocus() or line.property("wrong") == "true"):
                line.setText(text)
                set_property(line, "wrong", False)
        self._form.setRowVisible(2, injection.agent == "other")

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        texts = (
            translate("Contrast", "Lesion"),
            translate("Contrast", "Agent"),
            translate("Contrast", "Its name"),
            translate("Contrast", "Dose"),
            translate("Contrast", "Route"),
            translate("Contrast", "MI"),
            translate("Contrast", "Range, dB"),
            translate("Contrast", "Note"),
        )
        for name, text in zip(self._names, texts, strict=True):
            name.setText(text)
        for box, keys, say in ((self._agent, AGENTS, agent_text), (self._route, ROUTES, route_text)):
            chosen = max(box.currentIndex(), 0)
            box.clear()
            box.addItems([say(key) for key in keys])
            box.setCurrentIndex(chosen)
        self._range.setPlaceholderText(translate("Contrast", "dynamic range on the scanner's screen, 30 to 100"))
        self._lesion.setPlaceholderText(translate("Contrast", "for example: left, 2 o'clock"))

    def _emit(self) -> None:
        if self._injection is None:
            return
        dose, mi = number_of(self._dose.text(), GREATEST_DOSE), number_of(self._mi.text(), GREATEST_MI)
        range_db = number_of(self._range.text(), GREATEST_RANGE_DB, LEAST_RANGE_DB)
        set_property(self._range, "wrong", range_db is None and bool(self._range.text().strip()))
        set_property(self._dose, "wrong", dose is None and bool(self._dose.text().strip()))
        set_property(self._mi, "wrong", mi is None and bool(self._mi.text().strip()))
        changed = replace(
            self._injection,
            lesion=self._lesion.text().strip(),
            agent=AGENTS[self._agent.currentIndex()],
            agent_name=self._other.text().strip(),
            dose=dose,
            dose_unit=DOSE_UNITS[self._unit.currentIndex()],
            route=ROUTES[self._route.currentIndex()],
            mi=mi,
            dynamic_range_db=range_db,
            note=self._note.text().strip(),
        )
        if changed != self._injection:
            self.changed.emit(changed)
