"""The form of one lesion beside the scan: place, size, descriptors, category, verdict; never modal."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QToolButton, QVBoxLayout, QWidget

from app.exam.content.lesion import Descriptor, Lesion, Place, TermSystem
from app.exam.content.model import now
from app.exam.lesions.changing import with_category, with_descriptor, with_verdict
from app.exam.lesions.lesions_view import LesionsView
from app.exam.live.exam_strip import WIDTH_PX
from app.exam.window.lesion.choice_button import choice_button
from app.exam.window.lesion.descriptor_rows import DescriptorRows
from app.exam.window.lesion.flow_row import Column, flow_widget
from app.exam.window.lesion.judgement import CategoryRow, VerdictRow
from app.exam.window.lesion.link_rows import LinkRows
from app.exam.window.lesion.place_editor import PlaceEditor
from app.exam.window.lesion.size_texts import change_text, depth_text, diameters_text, scale_hint
from app.exam.window.term_texts import unreviewed_note
from app.live.look.descriptor_texts import measured_note
from app.live.look.error_texts import translate_text
from app.live.look.icons import icon
from app.live.look.texts import translate
from app.live.look.widgets import label, set_property, tool_button
from app.live.window.keys import Command

_LONGEST_NOTE = 2000


class LesionForm(QWidget):
    """Shows a `LesionsView`; every change is a whole new lesion.

    Signals:
        changed(Lesion): The chosen lesion as the user changed it.
        chosen(str): Another lesion was chosen; its id.
        removed(str): The chosen lesion is to be taken out; its id.
        system_chosen(TermSystem): Another system of terms.
        study_linked(str, bool): A contrast study's id, and whether it is of the chosen lesion.
    """

    changed = Signal(object)
    chosen = Signal(str)
    removed = Signal(str)
    system_chosen = Signal(object)
    study_linked = Signal(str, bool)

    def __init__(self, actions: Mapping[Command, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._view = LesionsView()
        self._examiner = ""
        self._numbers: dict[str, QToolButton] = {}
        self._heading, self._empty, self._notes = label("heading"), label("body"), label("quiet")
        self._size, self._depth, self._change = label("size"), label("body"), label("quiet")
        self._size_name, self._note_name = label("words"), label("words")
        self._reading = label("quiet")
        for text in (self._empty, self._notes, self._size, self._change, self._reading):
            text.setWordWrap(True)
        self.place, self.descriptors = PlaceEditor(), DescriptorRows()
        self.category, self.verdict, self.links = CategoryRow(), VerdictRow(), LinkRows()
        self._systems = {system: choice_button(system.value) for system in TermSystem}
        self._note, self._remove = QLineEdit(), QToolButton()
        self._note.setMaxLength(_LONGEST_NOTE)
        self._note.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._remove.setIcon(icon("ph.trash"))
        self._remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        commands = (Command.LESION_CONFIRM, Command.LESION_PLANE, Command.LESION_MEASURE, Command.LESION_FORM)
        self._tools = [tool_button(actions[command], text=True) for command in commands]
        self._chips = flow_widget()
        self._inner = self._build()
        self._connect()
        self.retranslate()

    def show_view(self, view: LesionsView, examiner: str) -> None:
        """Show this; `examiner` enters the category."""
        self._view, self._examiner = view, examiner
        lesion = view.chosen
        self._keep_numbers()
        self._empty.setVisible(lesion is None)
        self._empty.setText(self._empty_text())
        self._inner.setVisible(lesion is not None)
        self._remove.setVisible(lesion is not None)
        for system, button in self._systems.items():
            button.setChecked(system is view.system)
        self.place.show_lesions(view.lesions, lesion)
        self.descriptors.show_lesion(lesion, view.system, view.measured)
        self.category.show_lesion(lesion, view.system)
        self.verdict.show_lesion(lesion)
        self.links.show_links(lesion, view.earlier, view.studies)
        self._reading.setVisible(view.reading or view.unread is not None)
        self._reading.setText(self._reading_text())
        self._change.setVisible(view.change is not None)
        if view.change is not None:
            self._change.setText(change_text(view.change))
        if lesion is not None:
            self._size.setText(f"{diameters_text(lesion)} {scale_hint(lesion)}".strip())
            set_property(self._size, "known", any(each is not None for each in lesion.diameters_mm))
            self._depth.setText(depth_text(lesion))
            if not self._note.hasFocus():
                self._note.setText(lesion.note)

    def set_mirrored(self, mirrored: bool) -> None:
        """Which side the border is on."""
        self.setProperty("mirrored", str(mirrored).lower())
        self.style().unpolish(self)
        self.style().polish(self)

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self.setFixedWidth(round(WIDTH_PX * scale))
        self.place.set_scale(scale)
        for button in self.findChildren(QToolButton):
            button.setIconSize(QSize(round(18 * scale), round(18 * scale)))

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._heading.setText(translate("Lesion", "Lesions"))
        self._size_name.setText(translate("Lesion", "Size"))
        self._note_name.setText(translate("Lesion", "Note"))
        self._notes.setText(f"{measured_note()} {unreviewed_note()}")
        self._remove.setToolTip(translate("Lesion", "Take this lesion out; it can be brought back"))
        for part in (self.place, self.descriptors, self.category, self.verdict):
            part.retranslate()
        self.show_view(self._view, self._examiner)

    def focus_terms(self) -> None:
        """The next keys describe the chosen lesion."""
        self.descriptors.setFocus(Qt.FocusReason.ShortcutFocusReason)
        row = self.descriptors.current_row
        if row is not None:
            self._scroll.ensureWidgetVisible(row)

    # -- building ---------------------------------------------------------------------------------------------------

    def _build(self) -> QWidget:
        header = QHBoxLayout()
        header.addWidget(self._heading)
        header.addWidget(self._chips, 1)
        header.addWidget(self._remove)
        size = QHBoxLayout()
        size.addWidget(self._size_name)
        size.addStretch(1)
        size.addWidget(self._tools[2])
        systems = QHBoxLayout()
        systems.setSpacing(4)
        for button in self._systems.values():
            systems.addWidget(button)
        systems.addStretch(1)
        inner = Column()
        inner.setObjectName("findingsInner")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.place)
        column.addLayout(size)
        for text in (self._size, self._depth, self._change, self._reading):
            column.addWidget(text)
        column.addLayout(systems)
        column.addWidget(self.descriptors)
        column.addWidget(self._notes)
        column.addWidget(self.category)
        column.addWidget(self.verdict)
        column.addWidget(self.links)
        column.addWidget(self._note_name)
        column.addWidget(self._note)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 10, 8, 8)
        rows.setSpacing(6)
        rows.addLayout(header)
        rows.addWidget(self._empty)
        rows.addWidget(self._scroll, 1)
        rows.addWidget(flow_widget(self._tools[0], self._tools[1], self._tools[3]))
        return inner

    def _connect(self) -> None:
        self.place.changed.connect(self._take_place)
        self.place.chosen.connect(self.chosen)
        self.descriptors.entered.connect(self._take_entry)
        self.category.entered.connect(self._take_category)
        self.verdict.entered.connect(self._take_verdict)
        self.links.earlier_chosen.connect(self._take_earlier)
        self.links.study_linked.connect(self.study_linked)
        self._note.editingFinished.connect(self._take_note)
        self._note.returnPressed.connect(self._note.clearFocus)
        self._remove.clicked.connect(self._tell_removed)
        for system, button in self._systems.items():
            button.clicked.connect(lambda _checked, system=system: self._choose_system(system))

    def _keep_numbers(self) -> None:
        """A chip for each lesion."""
        row = self._chips.layout()
        ids = [lesion.id for lesion in self._view.lesions]
        if row is not None and ids != list(self._numbers):
            for button in self._numbers.values():
                row.removeWidget(button)
                button.hide()
                button.deleteLater()
            self._numbers = {}
            for lesion in self._view.lesions:
                button = choice_button(str(lesion.number))
                button.clicked.connect(lambda _checked, id=lesion.id: self._choose(id))
                row.addWidget(button)
                button.show()  # at once: a layout shows it only with the next event
                self._numbers[lesion.id] = button
        chosen = self._view.chosen
        for id, button in self._numbers.items():
            button.setChecked(chosen is not None and id == chosen.id)

    def _empty_text(self) -> str:
        if not self._view.running:
            return translate("Lesion", "Start an exam; then findings can be confirmed as lesions.")
        if self._view.lesions:
            return translate("Lesion", "Choose a lesion.")
        return translate("Lesion", "No lesion yet. Choose a finding and confirm it.")

    def _reading_text(self) -> str:
        if self._view.reading:
            return translate("Lesion", "The picture is being measured")
        return "" if self._view.unread is None else translate_text(self._view.unread)

    # -- answers ----------------------------------------------------------------------------------------------------

    def _choose(self, lesion_id: str) -> None:
        self._numbers[lesion_id].setChecked(True)
        self.chosen.emit(lesion_id)

    def _choose_system(self, system: TermSystem) -> None:
        self._systems[system].setChecked(True)
        if system is not self._view.system:
            self.system_chosen.emit(system)

    def _take_place(self, place: Place) -> None:
        if self._view.chosen is not None:
            self._tell(self._view.chosen.model_copy(update={"place": place}))

    def _take_entry(self, entry: Descriptor) -> None:
        if self._view.chosen is not None:
            self._tell(with_descriptor(self._view.chosen, entry))

    def _take_category(self, value: str | None) -> None:
        if self._view.chosen is not None:
            self._tell(with_category(self._view.chosen, self._view.system, value, self._examiner))

    def _take_verdict(self, agrees: bool | None, reason: str) -> None:
        if self._view.chosen is not None:
            self._tell(with_verdict(self._view.chosen, agrees, reason, now()))

    def _take_earlier(self, lesion_id: str | None) -> None:
        if self._view.chosen is not None:
            self._tell(self._view.chosen.model_copy(update={"earlier_lesion_id": lesion_id}))

    def _take_note(self) -> None:
        lesion, text = self._view.chosen, self._note.text().strip()
        if lesion is not None and text != lesion.note:
            self._tell(lesion.model_copy(update={"note": text}))

    def _tell(self, lesion: Lesion) -> None:
        if lesion != self._view.chosen:
            self.changed.emit(lesion)

    def _tell_removed(self) -> None:
        if self._view.chosen is not None:
            self.removed.emit(self._view.chosen.id)
