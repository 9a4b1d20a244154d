"""What goes to the archive: what waits, what was refused and why; tried again or taken out by a press."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.exam.archive.waiting.message import Message, MessageState
from app.exam.window.archive.archive_words import (
    next_try_text,
    reason_text,
    size_text,
    state_icon,
    state_text,
    what_text,
)
from app.exam.window.archive.tick_box import TickBox
from app.live.look import theme
from app.live.look.error_texts import translate_error
from app.live.look.icons import icon, pixmap
from app.live.look.texts import translate
from app.live.look.widgets import label, set_property
from capture.errors import MinamoError

_COLUMNS = 5
_REASON = 4
_SIGN_PX = 48
_COLOURS = {MessageState.FAILED: theme.WARNING, MessageState.COMMITTED: theme.ACTION, MessageState.SENT: theme.ACTION}


@dataclass(frozen=True, slots=True)
class QueueView:
    """What the dialog shows.

    Attributes:
        messages: All of the queue, in order.
        now_s: Wall clock, s since 1970.
        set_up: There is an archive in the settings.
        elsewhere: Another window of this user sends.
        listening: The port for the archive's answers is open.
        fault: Why the queue itself cannot be used; None when it can.
    """

    messages: tuple[Message, ...] = ()
    now_s: float = 0.0
    set_up: bool = True
    elsewhere: bool = False
    listening: bool = False
    fault: MinamoError | None = None


class QueueDialog(QDialog):
    """Emits what is to be tried again or taken out; the question before that stands in the dialog itself."""

    retry_asked = Signal(object)  # tuple[Message, ...]
    removal_asked = Signal(object)  # tuple[Message, ...]
    settings_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self._view = QueueView()
        self._shown: list[Message] = []
        self._doomed: tuple[Message, ...] = ()  # about which the question is asked
        self._state = label("outcome")
        self._state.setWordWrap(True)
        self._done, self._retry, self._remove = TickBox(), QPushButton(), QPushButton()
        self._settings, self._yes, self._no = QPushButton(), QPushButton(), QPushButton()
        self._retry.setObjectName("primary")
        self._retry.setIcon(icon("ph.arrows-clockwise", theme.BACKGROUND))
        self._remove.setIcon(icon("ph.trash"))
        self._table = QTableWidget(0, _COLUMNS)
        self._set_table()
        for button in (self._retry, self._remove, self._settings, self._yes, self._no):
            button.setAutoDefault(False)
        self._done.toggled.connect(lambda _on: self._fill())
        self._retry.clicked.connect(self._ask_retry)
        self._remove.clicked.connect(self._ask_whether)
        self._yes.clicked.connect(self._ask_removal)
        self._no.clicked.connect(self._keep)
        self._settings.clicked.connect(self.settings_asked)
        self._lay_out()
        self.resize(1040, 520)
        self._retry.setFocus()
        self.retranslate()

    def show_view(self, view: QueueView) -> None:
        """Show this; what is chosen stays chosen."""
        self._view = view
        there = {message.number for message in view.messages}
        self._doomed = tuple(message for message in self._doomed if message.number in there)
        self._fill()

    @property
    def said(self) -> str:
        """What stands under the list."""
        return self._state.text()

    @property
    def shown(self) -> tuple[Message, ...]:
        """The messages on screen, in order."""
        return tuple(self._shown)

    # -- showing -----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.setWindowTitle(translate("Archive", "On the way to the archive"))
        self._done.setText(translate("Archive", "Show what is done"))
        self._retry.setText(translate("Archive", "Try again now"))
        self._retry.setToolTip(translate("Archive", "The chosen ones, or all that wait and were refused"))
        self._remove.setText(translate("Archive", "Remove…"))
        self._settings.setText(translate("Archive", "Settings…"))
        self._no.setText(translate("Archive", "Keep"))
        self._table.setHorizontalHeaderLabels(
            [
                translate("Archive", "State"),
                translate("Archive", "Patient"),
                translate("Archive", "What"),
                translate("Archive", "Size"),
                translate("Archive", "Reason"),
            ]
        )
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _fill(self) -> None:
        chosen = {message.number for message in self._chosen()}
        self._shown = [message for message in self._view.messages if self._done.isChecked() or not message.done]
        self._table.setUpdatesEnabled(False)
        self._table.blockSignals(True)
        self._table.clearSelection()
        self._table.setRowCount(len(self._shown))
        for row, message in enumerate(self._shown):
            self._fill_row(row, message)
            if message.number in chosen:
                row_flag = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
                self._table.selectionModel().select(self._table.model().index(row, 0), row_flag)
        self._table.blockSignals(False)
        self._table.setUpdatesEnabled(True)
        self._say()

    def _fill_row(self, row: int, message: Message) -> None:
        reason = " · ".join(filter(None, (reason_text(message.reason), next_try_text(message, self._view.now_s))))
        texts = (state_text(message), message.patient, what_text(message), size_text(message.size_bytes), reason)
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if column == 0:
                item.setIcon(_sign(message))
            self._table.setItem(row, column, item)

    def _say(self) -> None:
        asking = bool(self._doomed)
        for button in (self._yes, self._no):
            button.setVisible(asking)
        for button in (self._retry, self._remove, self._settings):
            button.setVisible(not asking)
        self._done.setVisible(not asking)
        self._yes.setText(translate("Archive", "Remove {count}").format(count=len(self._doomed)))
        self._retry.setEnabled(bool(self._to_retry()))
        self._remove.setEnabled(bool(self._chosen()))
        text, wrong = self._state_text()
        self._state.setText(text)
        set_property(self._state, "tone", "wrong" if wrong else "plain")

    def _state_text(self) -> tuple[str, bool]:
        """What is happening, and whether it is something wrong."""
        view = self._view
        if self._doomed:
            unsent = any(message.state in (MessageState.WAITING, MessageState.FAILED) for message in self._doomed)
            if unsent:
                return translate("Archive", "What is removed never reaches the archive. The exam itself stays."), True
            return translate("Archive", "Removed from this list only; the archive has it."), False
        if view.fault is not None:
            return translate_error(view.fault), True
        open_messages = [message for message in view.messages if not message.done]
        if not view.set_up and open_messages:
            return translate("Archive", "No archive is set, so everything waits. Open the settings."), True
        if view.elsewhere:
            return translate("Archive", "Another window of Minamo is sending."), False
        refused = sum(message.state is MessageState.FAILED for message in open_messages)
        if refused:
            text = translate("Archive", "Refused: {count}. Read why, mend it, and try again; nothing is lost.")
            return text.format(count=refused), True
        if view.listening:
            return translate(
                "Archive", "Sent; a port is open until the archive has promised to keep everything."
            ), False
        if open_messages:
            return translate("Archive", "On the way: {count}").format(count=len(open_messages)), False
        return translate("Archive", "Nothing waits. Everything that was to be sent has been sent."), False

    # -- inside ------------------------------------------------------------------------------------------------------

    def _chosen(self) -> tuple[Message, ...]:
        rows = sorted({index.row() for index in self._table.selectedIndexes()})
        return tuple(self._shown[row] for row in rows if row < len(self._shown))

    def _to_retry(self) -> tuple[Message, ...]:
        """The chosen ones that are not done, else all that are not."""
        return tuple(message for message in self._chosen() or self._shown if not message.done)

    def _ask_retry(self) -> None:
        self.retry_asked.emit(self._to_retry())

    def _ask_whether(self) -> None:
        self._doomed = self._chosen()
        self._say()

    def _ask_removal(self) -> None:
        doomed, self._doomed = self._doomed, ()
        self._say()
        self.removal_asked.emit(doomed)

    def _keep(self) -> None:
        self._doomed = ()
        self._say()

    def _set_table(self) -> None:
        table = self._table
        table.setObjectName("roomy")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_REASON, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        table.itemSelectionChanged.connect(self._say)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self._done)
        foot.addWidget(self._settings)
        foot.addStretch(1)
        for button in (self._remove, self._retry, self._no, self._yes):
            foot.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 18, 20, 18)
        rows.setSpacing(12)
        rows.addWidget(self._table, 1)
        rows.addWidget(self._state)
        rows.addLayout(foot)


def _sign(message: Message) -> QIcon:
    """The sign of a state, dark where the row is chosen."""
    name, colour = state_icon(message), _COLOURS.get(message.state, theme.TEXT)
    made = QIcon(pixmap(name, colour, _SIGN_PX))
    made.addPixmap(pixmap(name, theme.BACKGROUND, _SIGN_PX), QIcon.Mode.Selected)
    return made
