"""Where the lesion lies: the schema, and the same as side, clock, distance and region."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.exam.content.lesion import Lesion, Place
from app.exam.content.picture import Side
from app.exam.lesions.place import REGIONS, in_region, moved, on_side
from app.exam.window.lesion.choice_button import choice_button
from app.exam.window.lesion.schema_widget import SchemaWidget
from app.live.look.texts import translate
from app.live.look.widgets import label, set_property

GREATEST_MM = 250.0
_CLOCKS = (None, *(12.0 if half == 0 else half / 2 for half in range(24)))
_SIDES: tuple[Side, ...] = ("right", "left")


class PlaceEditor(QWidget):
    """Shows the chosen lesion's place among the others.

    Signals:
        changed(Place): The user placed the chosen lesion.
        chosen(str): The user clicked another lesion's number on the schema; its id.
    """

    changed = Signal(object)
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place: Place | None = None
        self.schema = SchemaWidget()
        self._sides = {side: choice_button() for side in _SIDES}
        self._regions = {region: choice_button(region.replace("'", "′")) for region in REGIONS}
        for button in (*self._sides.values(), *self._regions.values()):
            button.setProperty("letter", "true")
        self._clock, self._distance = QComboBox(), QLineEdit()
        self._names = (label("quiet"), label("quiet"))
        self._clock.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._clock.addItems(["–", *(clock_text(clock) for clock in _CLOCKS[1:] if clock is not None)])
        self._clock.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._distance.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._distance.setMaxLength(5)
        self._build()
        self._connect()
        self.retranslate()

    def show_lesions(self, lesions: tuple[Lesion, ...], chosen: Lesion | None) -> None:
        """Show these; `chosen` is the one that is placed."""
        self.schema.show_lesions(lesions, chosen)
        self._place = place = None if chosen is None else chosen.place
        for side, button in self._sides.items():
            button.setEnabled(place is not None)
            button.setChecked(place is not None and place.side == side)
        for region, button in self._regions.items():
            button.setEnabled(place is not None)
            button.setChecked(place is not None and place.region == region)
        for field in (self._clock, self._distance):
            field.setEnabled(place is not None)
        if place is None or place.clock is None:
            self._clock.setCurrentIndex(0)
        else:
            self._clock.setCurrentIndex(1 + round(place.clock % 12 * 2))
        if not self._distance.hasFocus():
            known = place is not None and place.distance_mm is not None
            self._distance.setText(f"{place.distance_mm:g}" if known and place is not None else "")
            set_property(self._distance, "wrong", False)

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self.schema.setFixedHeight(round(156 * scale))
        self._distance.setFixedWidth(round(64 * scale))

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._sides["right"].setText(translate("Schema", "R"))
        self._sides["left"].setText(translate("Schema", "L"))
        self._sides["right"].setToolTip(translate("Exam", "Right"))
        self._sides["left"].setToolTip(translate("Exam", "Left"))
        self._names[0].setText(translate("Lesion", "o'clock"))
        self._names[1].setText(translate("Lesion", "mm from nipple"))
        tips = {
            "A": translate("Lesion", "A: inner upper"),
            "B": translate("Lesion", "B: inner lower"),
            "C": translate("Lesion", "C: outer upper"),
            "D": translate("Lesion", "D: outer lower"),
            "E": translate("Lesion", "E: areola"),
            "C'": translate("Lesion", "C′: axillary tail"),
        }
        for region, button in self._regions.items():
            button.setToolTip(tips[region])
        self.schema.setToolTip(
            translate(
                "Lesion",
                "Tap where the lesion lies, as you see the patient. The dashed ring is 5 cm from the nipple. "
                "Arrow keys: round the clock, away from the nipple.",
            )
        )
        self.schema.update()

    def _build(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(4)
        for button in (*self._sides.values(), None, *self._regions.values()):
            if button is None:
                sides.addStretch(1)
            else:
                sides.addWidget(button)
        typed = QHBoxLayout()
        typed.setSpacing(4)
        for field, name in zip((self._clock, self._distance), self._names, strict=True):
            typed.addWidget(field)
            typed.addWidget(name)
        typed.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self.schema)
        rows.addLayout(sides)
        rows.addLayout(typed)

    def _connect(self) -> None:
        self.schema.place_changed.connect(self.changed)
        self.schema.chosen.connect(self.chosen)
        for side, button in self._sides.items():
            button.clicked.connect(lambda _checked=False, side=side: self._tell_side(side))
        for region, button in self._regions.items():
            button.clicked.connect(lambda checked, region=region: self._tell_region(region if checked else None))
        self._clock.activated.connect(self._tell_typed)
        self._distance.editingFinished.connect(self._tell_typed)
        self._distance.returnPressed.connect(self._distance.clearFocus)

    def _tell_side(self, side: Side) -> None:
        self._sides[side].setChecked(True)  # one of the two is always meant
        if self._place is not None:
            self._tell(on_side(self._place, side))

    def _tell_region(self, region: str | None) -> None:
        if self._place is not None:
            named = next((each for each in REGIONS if each == region), None)
            self._tell(in_region(self._place, named))

    def _tell_typed(self) -> None:
        if self._place is None:
            return
        text = self._distance.text().strip()
        distance_mm = distance_of(text)
        set_property(self._distance, "wrong", distance_mm is None and bool(text))
        if distance_mm is None and text:
            return
        clock = _CLOCKS[self._clock.currentIndex()]
        if (clock, distance_mm) != (self._place.clock, self._place.distance_mm):
            self._tell(moved(self._place, clock=clock, distance_mm=distance_mm))

    def _tell(self, place: Place) -> None:
        before, self._place = self._place, place
        if place != before:
            self.changed.emit(place)


def distance_of(text: str) -> float | None:
    """Millimetres as typed, also with a comma or full-width digits; None where it is none."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if 0 <= value <= GREATEST_MM else None


def clock_text(clock: float) -> str:
    """12:30 for 0.5."""
    hour = int(clock)
    return f"{hour or 12}:{'30' if clock % 1 else '00'}"
