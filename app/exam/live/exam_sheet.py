"""The sheet beside the scan in which examiner, patient, setting, sides and note are entered while scanning goes on."""

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QToolButton, QWidget

from app.exam.content.exam import Exam
from app.exam.keep.starting import entered_text, text_of_name
from app.exam.live.exam_strip import WIDTH_PX
from app.live.look.texts import percent_text, setting_text, translate
from app.live.look.widgets import label, set_property
from inference.prevalence import OWN, SETTINGS

IDLE_MS = 6_000  # a field that nobody types in gives the keys back to the pedals


class _Field(QLineEdit):
    """Tells when it takes the keys."""

    entered = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()


class ExamSheet(QWidget):
    """Shows an `Exam`; emits what was entered. A field has the keys only while somebody types in it."""

    examiner_entered = Signal(str)
    pseudonym_entered = Signal(str)
    note_entered = Signal(str)
    sides_chosen = Signal(tuple)
    setting_chosen = Signal(str, float)
    worklist_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exam")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._exam: Exam | None = None
        self._captions = {name: label("quiet") for name in ("examiner", "patient", "setting", "sides", "note")}
        self.examiner, self.patient, self.note = _Field(), _Field(), _Field()
        self.worklist = QToolButton()
        self.worklist.setObjectName("framed")
        self.setting = QComboBox()
        self.right, self.left = QToolButton(), QToolButton()
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self._give_keys_back)
        self._build()
        self._connect()
        self.retranslate()

    def show_exam(self, exam: Exam | None, *, setting: str, prevalence: float) -> None:
        """Show this exam; a field in which somebody types keeps what he has typed."""
        self._exam = exam
        self._show_setting(exam.setting if exam else setting, exam.prevalence if exam else prevalence)
        if exam is None:
            return
        entry = exam.patient.worklist
        texts = {
            self.examiner: text_of_name(exam.examiner),
            self.patient: exam.patient.label,
            self.note: exam.note,
        }
        for field, text in texts.items():
            if not field.hasFocus() and field.text() != text:
                field.setText(text)
                field.setCursorPosition(0)
        self.patient.setReadOnly(entry is not None)
        for side, button in (("right", self.right), ("left", self.left)):
            button.setChecked(side in exam.sides)

    def set_scale(self, scale: float) -> None:
        """As wide as the findings below it."""
        self.setFixedWidth(round(WIDTH_PX * scale))

    def set_mirrored(self, mirrored: bool) -> None:
        """Which side the border is on."""
        set_property(self, "mirrored", mirrored)

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        captions = {
            "examiner": translate("Exam", "Examiner"),
            "patient": translate("Exam", "Patient"),
            "setting": translate("Exam", "Setting"),
            "sides": translate("Exam", "Examined"),
            "note": translate("Exam", "Note"),
        }
        for name, text in captions.items():
            self._captions[name].setText(text)
        for field, text in ((self.examiner, "examiner"), (self.patient, "patient"), (self.note, "note")):
            field.setAccessibleName(captions[text])
        self.setting.setAccessibleName(captions["setting"])
        self.patient.setToolTip(
            translate("Exam", "A pseudonym. Exams with the same pseudonym are those of one patient.")
        )
        self.note.setPlaceholderText(translate("Exam", "free text"))
        self.worklist.setText(translate("Exam", "Worklist …"))
        self.worklist.setToolTip(translate("Exam", "Take the patient from the hospital's worklist"))
        self.right.setText(translate("Exam", "Right"))
        self.left.setText(translate("Exam", "Left"))
        if self._exam is not None:
            self._show_setting(self._exam.setting, self._exam.prevalence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Escape give the keys back to the scan."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self._give_keys_back()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        for button in (self.right, self.left):
            button.setCheckable(True)
            button.setObjectName("choice")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for field in (self.examiner, self.patient, self.note):
            field.setMaxLength(200)
            field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setting.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.worklist.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sides = QHBoxLayout()
        sides.setSpacing(6)
        sides.addWidget(self.right)
        sides.addWidget(self.left)
        sides.addStretch(1)
        patient = QHBoxLayout()
        patient.setSpacing(6)
        patient.addWidget(self.patient, 1)
        patient.addWidget(self.worklist)
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 0, 8, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        parts: dict[str, QWidget | QHBoxLayout] = {
            "patient": patient,
            "examiner": self.examiner,
            "setting": self.setting,
            "sides": sides,
            "note": self.note,
        }
        for row, (name, part) in enumerate(parts.items()):
            grid.addWidget(self._captions[name], row, 0)
            if isinstance(part, QWidget):
                grid.addWidget(part, row, 1)
            else:
                grid.addLayout(part, row, 1)

    def _connect(self) -> None:
        self.examiner.editingFinished.connect(lambda: self.examiner_entered.emit(self.examiner.text().strip()))
        self.patient.editingFinished.connect(self._emit_pseudonym)
        self.note.editingFinished.connect(lambda: self.note_entered.emit(entered_text(self.note.text())))
        self.worklist.clicked.connect(self.worklist_asked)
        self.setting.activated.connect(self._choose_setting)
        for button in (self.right, self.left):
            button.clicked.connect(self._choose_sides)
        for field in (self.examiner, self.patient, self.note):
            field.textEdited.connect(lambda _text: self._idle.start())
            field.entered.connect(self._idle.start)

    def _emit_pseudonym(self) -> None:
        if not self.patient.isReadOnly():
            self.pseudonym_entered.emit(entered_text(self.patient.text()))

    def _choose_sides(self) -> None:
        chosen = tuple(side for side, button in (("right", self.right), ("left", self.left)) if button.isChecked())
        if chosen:
            self.sides_chosen.emit(chosen)
        elif self._exam is not None:  # an exam of neither breast is none
            self.right.setChecked("right" in self._exam.sides)
            self.left.setChecked("left" in self._exam.sides)

    def _choose_setting(self, place: int) -> None:
        if place < len(SETTINGS):
            self.setting_chosen.emit(SETTINGS[place].name, SETTINGS[place].prevalence)

    def _show_setting(self, setting: str, prevalence: float) -> None:
        """The round settings; one of the user's own beside them, which is changed where its prevalence is."""
        texts = [f"{setting_text(each.name)} · {percent_text(each.prevalence)}" for each in SETTINGS]
        place = next(
            (place for place, each in enumerate(SETTINGS) if (each.name, each.prevalence) == (setting, prevalence)), -1
        )
        if place < 0:
            place = len(texts)
            own = setting_text(setting if setting not in {each.name for each in SETTINGS} else OWN)
            texts.append(f"{own} · {percent_text(prevalence)}")
        shown = [self.setting.itemText(number) for number in range(self.setting.count())]
        with QSignalBlocker(self.setting):
            if shown != texts:
                self.setting.clear()
                self.setting.addItems(texts)
            self.setting.setCurrentIndex(place)

    def _give_keys_back(self) -> None:
        self._idle.stop()
        for field in (self.examiner, self.patient, self.note):
            if field.hasFocus():
                field.clearFocus()  # emits what was entered
