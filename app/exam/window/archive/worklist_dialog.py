"""The worklist: today's entries, searched by typing, one picked for the exam. Refreshed only when asked to."""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.exam.archive.worklist import WorklistAnswer, WorklistQuery
from app.exam.content.person import WorklistEntry
from app.exam.window.archive.archive_words import (
    born_text,
    clock_text,
    left_out_text,
    name_text,
    searched_in,
    sex_text,
)
from app.live.look.error_texts import translate_error
from app.live.look.icons import icon
from app.live.look.texts import translate
from app.live.look.widgets import label, set_property
from capture.errors import MinamoError

_COLUMNS = 7
_NAME = 2


class WorklistDialog(QDialog):
    """Shows what the worklist answered; emits the entry that was picked."""

    asked = Signal(object)  # WorklistQuery
    picked = Signal(object)  # WorklistEntry

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        """Begin with this day."""
        super().__init__(parent)
        self.setModal(False)
        self._today = self._day = day
        self._station = ""
        self._answer: WorklistAnswer | None = None
        self._fault: MinamoError | None = None
        self._asking = False
        self._shown: list[WorklistEntry] = []
        self._heading, self._state = label("heading"), label("outcome")
        self._state.setWordWrap(True)
        self._before, self._after, self._now = QToolButton(), QToolButton(), QPushButton()
        for arrow in (self._before, self._after):
            arrow.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._before.setIcon(icon("ph.caret-left"))
        self._after.setIcon(icon("ph.caret-right"))
        self._refresh, self._pick = QPushButton(), QPushButton()
        self._refresh.setIcon(icon("ph.arrows-clockwise"))
        self._pick.setObjectName("primary")
        self._own = QPushButton()
        self._own.setCheckable(True)
        self._own.setObjectName("choice")
        self._own.hide()
        self._search = QLineEdit()
        self._search.setClearButtonEnabled(True)
        self._table = QTableWidget(0, _COLUMNS)
        self._set_table()
        for button in (self._now, self._refresh, self._pick, self._own):
            button.setAutoDefault(False)
        self._before.clicked.connect(lambda: self._go_to(self._day - timedelta(1)))
        self._after.clicked.connect(lambda: self._go_to(self._day + timedelta(1)))
        self._now.clicked.connect(lambda: self._go_to(self._today))
        self._refresh.clicked.connect(self.ask)
        self._own.toggled.connect(lambda _on: self.ask())
        self._search.textChanged.connect(lambda _text: self._fill())
        self._search.returnPressed.connect(self._take)
        self._pick.clicked.connect(self._take)
        self._lay_out()
        self.resize(1040, 560)
        self._search.setFocus()
        self.retranslate()

    def show_station(self, title: str, today: date) -> None:
        """Whose own entries can be asked for, and which day it is; a dialog left open over night goes on to it."""
        self._station = title
        self._own.setVisible(bool(title))
        if self._day == self._today:
            self._day = today
        self._today = today
        self._say()

    # -- what comes in -----------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the chosen day; what is shown stays until the answer comes."""
        if self._asking:
            return
        self._asking, self._fault = True, None
        self._say()
        station = self._station if self._own.isChecked() else ""
        self.asked.emit(WorklistQuery(self._day, self._day, station=station))

    def show_answer(self, answer: WorklistAnswer) -> None:
        """Show these entries."""
        self._asking, self._answer, self._fault = False, answer, None
        self._fill()

    def show_fault(self, fault: MinamoError) -> None:
        """Why no answer came; what was shown before stays."""
        self._asking, self._fault = False, fault
        self._say()

    @property
    def said(self) -> str:
        """What stands under the list."""
        return self._state.text()

    @property
    def shown(self) -> tuple[WorklistEntry, ...]:
        """The entries on screen, in order."""
        return tuple(self._shown)

    # -- showing -----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.setWindowTitle(translate("Archive", "Worklist"))
        self._before.setToolTip(translate("Archive", "The day before"))
        self._after.setToolTip(translate("Archive", "The day after"))
        self._now.setText(translate("Archive", "Today"))
        self._refresh.setText(translate("Archive", "Refresh"))
        self._own.setText(translate("Archive", "This station only"))
        self._pick.setText(translate("Archive", "Use this entry"))
        self._search.setPlaceholderText(translate("Archive", "ID, name, accession number, procedure"))
        self._table.setHorizontalHeaderLabels(
            [
                translate("Archive", "Time"),
                translate("Archive", "Patient ID"),
                translate("Archive", "Name"),
                translate("Archive", "Born"),
                translate("Archive", "Sex"),
                translate("Archive", "Procedure"),
                translate("Archive", "Accession number"),
            ]
        )
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return picks the row; in the search line, that line has taken it already."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.focusWidget() is not self._search:
            self._take()
            return
        super().keyPressEvent(event)

    def _fill(self) -> None:
        words = self._search.text().casefold().split()
        entries = () if self._answer is None else self._answer.entries
        self._shown = [entry for entry in entries if all(word in searched_in(entry) for word in words)]
        self._table.setRowCount(len(self._shown))
        for row, entry in enumerate(self._shown):
            for column, text in enumerate(_row_of(entry)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self._table.setItem(row, column, item)
        if self._shown:
            self._table.selectRow(0)
        self._say()

    def _say(self) -> None:
        self._heading.setText(f"{self._day:%Y-%m-%d}")
        self._refresh.setEnabled(not self._asking)
        self._pick.setEnabled(bool(self._shown))
        text, wrong = self._state_text()
        self._state.setText(text)
        set_property(self._state, "tone", "wrong" if wrong else "plain")

    def _state_text(self) -> tuple[str, bool]:
        """What is happening, and whether it is something wrong."""
        if self._asking:
            return translate("Archive", "Asking the worklist…"), False
        if self._fault is not None:
            return translate_error(self._fault), True
        if self._answer is None:
            return translate("Archive", "Press Refresh to ask the worklist."), False
        left_out = left_out_text(self._answer.left_out)
        if self._answer.cut:
            return translate("Archive", "There are more entries than can be shown. Search by the ID."), True
        if left_out:
            return left_out, True
        if not self._answer.entries:
            return translate(
                "Archive", "Nothing is scheduled on this day. Choose another day, or refresh later."
            ), False
        if not self._shown:
            return translate("Archive", "No entry of this day holds what you typed."), False
        return translate("Archive", "Entries: {count}").format(count=len(self._shown)), False

    # -- inside ------------------------------------------------------------------------------------------------------

    def _go_to(self, day: date) -> None:
        self._day = day
        self._answer = None
        self._fill()
        self.ask()

    def _take(self) -> None:
        row = self._table.currentRow()
        if 0 <= row < len(self._shown):
            self.hide()
            self.picked.emit(self._shown[row])

    def _set_table(self) -> None:
        table = self._table
        table.setObjectName("roomy")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.setWordWrap(False)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        table.itemDoubleClicked.connect(lambda _item: self._take())

    def _lay_out(self) -> None:
        days = QHBoxLayout()
        for part in (self._before, self._heading, self._after, self._now, self._own):
            days.addWidget(part)
        days.addSpacing(12)
        days.addWidget(self._search, 1)
        days.addWidget(self._refresh)
        foot = QHBoxLayout()
        foot.addWidget(self._state, 1)
        foot.addWidget(self._pick)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 18, 20, 18)
        rows.setSpacing(12)
        rows.addLayout(days)
        rows.addWidget(self._table, 1)
        rows.addLayout(foot)


def _row_of(entry: WorklistEntry) -> tuple[str, ...]:
    procedure = entry.scheduled_step_description or entry.requested_procedure_description
    return (
        clock_text(entry.scheduled_at),
        entry.patient_id,
        name_text(entry),
        born_text(entry.birth_date),
        sex_text(entry.sex),
        procedure,
        entry.accession_number,
    )
