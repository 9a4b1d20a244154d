"""What a lesion belongs together with: the same one in an earlier exam, and contrast studies of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QToolButton, QVBoxLayout, QWidget

from app.exam.content.lesion import Lesion
from app.exam.content.picture import ContrastStudy
from app.exam.lesions.earlier import EarlierLesion
from app.exam.window.lesion.choice_button import choice_button
from app.exam.window.lesion.flow_row import FlowRow, flow_widget
from app.exam.window.lesion.place_editor import clock_text
from app.exam.window.lesion.size_texts import length_text
from app.live.look.texts import translate
from app.live.look.widgets import label


class LinkRows(QWidget):
    """Shows the links of the chosen lesion; each part only where there is something to link.

    Signals:
        earlier_chosen(object): Id of the earlier exam's lesion, or None for none.
        study_linked(str, bool): Id of a contrast study, and whether it is of this lesion.
    """

    earlier_chosen = Signal(object)
    study_linked = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = label("words"), label("words")
        self._earlier = QComboBox()
        self._earlier.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._earlier.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._earlier.setMinimumContentsLength(16)
        self._earlier.activated.connect(lambda index: self.earlier_chosen.emit(self._earlier.itemData(index) or None))
        self._studies: dict[str, QToolButton] = {}
        self._chips = flow_widget()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3)
        for part in (self._names[0], self._earlier, self._names[1], self._chips):
            rows.addWidget(part)

    def show_links(
        self, lesion: Lesion | None, earlier: tuple[EarlierLesion, ...], studies: tuple[ContrastStudy, ...]
    ) -> None:
        """Show what can be linked, and what is."""
        self._names[0].setVisible(lesion is not None and bool(earlier))
        self._earlier.setVisible(lesion is not None and bool(earlier))
        self._names[1].setVisible(lesion is not None and bool(studies))
        self._chips.setVisible(lesion is not None and bool(studies))
        self._names[0].setText(translate("Lesion", "The same lesion in an earlier exam"))
        self._names[1].setText(translate("Lesion", "Contrast studies of this lesion"))
        self._show_earlier(lesion, earlier)
        self._keep_studies(studies)
        for study in studies:
            self._studies[study.id].setChecked(lesion is not None and study.lesion_id == lesion.id)

    def _show_earlier(self, lesion: Lesion | None, earlier: tuple[EarlierLesion, ...]) -> None:
        items = [("", translate("Lesion", "not said")), *((each.lesion.id, earlier_text(each)) for each in earlier)]
        shown = [(self._earlier.itemData(at), self._earlier.itemText(at)) for at in range(self._earlier.count())]
        if shown != items:
            self._earlier.clear()
            for id, text in items:
                self._earlier.addItem(text, id)
        linked = "" if lesion is None or lesion.earlier_lesion_id is None else lesion.earlier_lesion_id
        self._earlier.setCurrentIndex(max(self._earlier.findData(linked), 0))

    def _keep_studies(self, studies: tuple[ContrastStudy, ...]) -> None:
        row = self._chips.layout()
        assert isinstance(row, FlowRow)
        if [study.id for study in studies] == list(self._studies):
            return
        for button in self._studies.values():
            row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._studies = {}
        for number, study in enumerate(studies, start=1):
            button = choice_button(f"{number} · {study.taken_at:%H:%M}")
            button.clicked.connect(lambda checked, id=study.id: self.study_linked.emit(id, checked))
            row.addWidget(button)
            button.show()
            self._studies[study.id] = button


def earlier_text(earlier: EarlierLesion) -> str:
    """When, which number, which breast, where and how large."""
    lesion, place = earlier.lesion, earlier.lesion.place
    side = translate("Exam", "Right") if place.side == "right" else translate("Exam", "Left")
    parts = [f"{earlier.at:%Y-%m-%d}", f"#{lesion.number}", side]
    if place.clock is not None:
        parts.append(clock_text(place.clock))
    if lesion.diameters_mm[0] is not None:
        parts.append(translate("Lesion", "{lengths} mm").format(lengths=length_text(lesion.diameters_mm[0])))
    return " · ".join(parts)
