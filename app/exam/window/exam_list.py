"""The list of all exams: search, open, go on, export, seal, delete and take back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from app.exam.content.exam import ExamState
from app.exam.privacy.texts import FreeText
from app.exam.record.shelf import ListedExam
from app.exam.window.exam_panels import ConfirmPanel, ExportPanel, PhrasePanel
from app.exam.window.exam_rows import EXAM_ROLE, ExamRowPainter, ExamRows, when_text, whose_text
from app.live.look.icons import icon
from app.live.look.texts import translate
from app.live.look.widgets import label
from app.live.panels.notice_strip import NoticeStrip

_TYPING_MS = 150  # a search begins when somebody stops typing


class ExamList(QDialog):
    """Shows `ListedExam`s; emits what is to be done. Not modal, and holds neither database nor files."""

    search_changed = Signal(str, bool)  # words, in the trash
    thumbnails_wanted = Signal(str)
    open_asked = Signal(str)  # to be looked at
    go_on_asked = Signal(str)
    send_asked = Signal(str)  # to the archive
    delete_asked = Signal(str)
    restore_asked = Signal(str)
    empty_asked = Signal()
    texts_asked = Signal(str)  # answered by `ask_export`
    export_chosen = Signal(str, bool, tuple, str)  # exam, with identity, places of texts that stay, pass phrase
    seal_asked = Signal(str, str)  # exam, pass phrase
    unseal_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self._asked_for = ""  # the exam that a panel is about
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.count, self.plain = label("quiet"), label("quiet")
        self.plain.setWordWrap(True)
        self.in_trash = _button("ph.trash")
        self.in_trash.setCheckable(True)
        self.rows = ExamRows(self)
        self._painter = ExamRowPainter(self)
        self.view = QListView()
        self.view.setModel(self.rows)
        self.view.setItemDelegate(self._painter)
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.empty = label("body")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.look, self.go_on, self.send, self.export, self.seal, self.delete, self.restore, self.remove_all = (
            QPushButton(icon(name), "")
            for name in (
                "ph.squares-four",
                "ph.play",
                "ph.cloud-arrow-up",
                "ph.export",
                "ph.lock-key",
                "ph.trash",
                "ph.arrow-u-up-left",
                "ph.trash",
            )
        )
        self.confirm, self.phrase, self.export_panel = ConfirmPanel(), PhrasePanel(), ExportPanel()
        self.notice = NoticeStrip()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._build()
        self._connect()
        self.resize(1100, 720)
        self.retranslate()

    # -- what is shown ----------------------------------------------------------------------------------------------

    def show_exams(self, exams: tuple[ListedExam, ...]) -> None:
        """Show these; the one that was chosen stays chosen where it is still there."""
        chosen = self.chosen
        self.rows.show_exams(exams)
        ids = [exam.id for exam in exams]
        row = ids.index(chosen.id) if chosen is not None and chosen.id in ids else 0
        if exams:
            self.view.selectionModel().setCurrentIndex(
                self.rows.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        self._show_state()

    def show_thumbnails(self, exam_id: str, jpegs: tuple[bytes, ...]) -> None:
        """Small pictures of one exam."""
        self.rows.show_thumbnails(exam_id, jpegs)

    def ask_export(self, exam_id: str, texts: tuple[FreeText, ...]) -> None:
        """Ask how this exam is exported; `texts` are its notes."""
        exam = next((exam for exam in self.rows.exams if exam.id == exam_id), None)
        if exam is not None:
            self._leave_panels()
            self._asked_for = exam_id
            self.export_panel.ask(_named(exam), texts)

    def say(self, text: str, button: str = "", then: Callable[[], None] | None = None, *, good: bool = False) -> None:
        """Say what happened, with one button."""
        self.notice.say(text, button, then, good=good)

    @property
    def chosen(self) -> ListedExam | None:
        """The exam that is chosen."""
        index = self.view.currentIndex()
        exam: ListedExam | None = index.data(EXAM_ROLE) if index.isValid() else None
        return exam

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self._painter.set_scale(scale)
        for button in self.findChildren(QPushButton):
            button.setIconSize(QSize(round(18 * scale), round(18 * scale)))
        self.view.doItemsLayout()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.setWindowTitle(translate("ExamList", "Exams"))
        hint = translate("ExamList", "Search: patient, ID, examiner, date, note, category")
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self.view.setAccessibleName(translate("ExamList", "Exams"))
        self.in_trash.setText(translate("ExamList", "Trash"))
        self.look.setText(translate("ExamList", "Open"))
        self.go_on.setText(translate("ExamList", "Go on with it"))
        self.send.setText(translate("ExamList", "Send"))
        self.send.setToolTip(translate("Command", "Send the exam to the archive"))
        self.export.setText(translate("ExamList", "Export …"))
        self.delete.setText(translate("ExamList", "Delete"))
        self.restore.setText(translate("ExamList", "Take it out"))
        self.remove_all.setText(translate("ExamList", "Remove all for good …"))
        self.plain.setText(
            translate("ExamList", "Exams that are not sealed are plain files: whoever can read the disk can read them.")
        )
        self._show_state()

    # -- building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.search, 1)
        above.addWidget(self.count)
        above.addWidget(self.in_trash)
        below = QHBoxLayout()
        for button in (self.look, self.go_on, self.send, self.export, self.seal, self.restore):
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.delete)
        below.addWidget(self.remove_all)
        for button in (
            self.in_trash,
            self.look,
            self.go_on,
            self.send,
            self.export,
            self.seal,
            self.delete,
            self.restore,
            self.remove_all,
        ):
            button.setAutoDefault(False)
        rows = QVBoxLayout(self)
        rows.setSpacing(10)
        rows.addLayout(above)
        rows.addWidget(self.view, 1)
        rows.addWidget(self.empty, 1)
        for part in (self.confirm, self.phrase, self.export_panel, self.notice):
            rows.addWidget(part)
        rows.addLayout(below)
        rows.addWidget(self.plain)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda: self._typing.start())
        self._typing.timeout.connect(self.ask)
        self.in_trash.toggled.connect(self._change_shelf)
        self.rows.thumbnails_wanted.connect(self.thumbnails_wanted)
        self.view.selectionModel().currentChanged.connect(self._show_state)
        self.view.doubleClicked.connect(self._open)
        self.look.clicked.connect(self._open)
        self.go_on.clicked.connect(lambda: self._of_chosen(self.go_on_asked.emit))
        self.send.clicked.connect(lambda: self._of_chosen(self.send_asked.emit))
        self.export.clicked.connect(lambda: self._of_chosen(self.texts_asked.emit))
        self.seal.clicked.connect(self._ask_phrase)
        self.delete.clicked.connect(lambda: self._of_chosen(self.delete_asked.emit))
        self.restore.clicked.connect(lambda: self._of_chosen(self.restore_asked.emit))
        self.remove_all.clicked.connect(self._ask_remove)
        self.confirm.confirmed.connect(self.empty_asked)
        self.phrase.entered.connect(self._take_phrase)
        self.export_panel.chosen.connect(lambda *how: self.export_chosen.emit(self._asked_for, *how))
        for panel in (self.confirm, self.phrase, self.export_panel):
            panel.left.connect(self.view.setFocus)

    # -- what is done -----------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the exams that fit the search."""
        self._typing.stop()
        self.search_changed.emit(self.search.text(), self.in_trash.isChecked())

    def _change_shelf(self) -> None:
        self._leave_panels()
        self.notice.dismiss()
        self.ask()
        self._show_state()

    def _of_chosen(self, emit: Callable[[str], object]) -> None:
        if self.chosen is not None:
            self._leave_panels()
            emit(self.chosen.id)

    def _open(self) -> None:
        exam = self.chosen
        if exam is None or self.in_trash.isChecked():
            return
        if exam.state is ExamState.SEALED:
            self._ask_phrase()
        else:
            self.open_asked.emit(exam.id)

    def _ask_phrase(self) -> None:
        exam = self.chosen
        if exam is None:
            return
        self._leave_panels()
        self._asked_for = exam.id
        if exam.state is ExamState.SEALED:
            self.phrase.ask(
                new=False,
                heading=translate("ExamList", "Unseal the exam of {when}").format(when=when_text(exam)),
                text=translate("ExamList", "It is a plain exam again afterwards."),
                accept=translate("ExamList", "Unseal"),
            )
            return
        self.phrase.ask(
            new=True,
            heading=translate("ExamList", "Seal the exam of {patient}").format(patient=_named(exam)),
            text=translate(
                "ExamList",
                "Pictures, clips and findings are encrypted, name and notes leave this list; date and time stay. "
                "Nobody can open the exam without the pass phrase: if it is lost, so is the exam.",
            ),
            accept=translate("ExamList", "Seal"),
        )

    def _take_phrase(self, phrase: str) -> None:
        exam = next((exam for exam in self.rows.exams if exam.id == self._asked_for), None)
        if exam is not None:
            sealed = exam.state is ExamState.SEALED
            (self.unseal_asked if sealed else self.seal_asked).emit(exam.id, phrase)

    def _ask_remove(self) -> None:
        self._leave_panels()
        self.confirm.ask(
            translate("ExamList", "Remove everything in the trash for good? Exams: {count}").format(
                count=len(self.rows.exams)
            ),
            translate(
                "ExamList", "Their pictures, clips and findings are deleted from the disk. Nothing brings them back."
            ),
            translate("ExamList", "Remove"),
        )

    def _leave_panels(self) -> None:
        for panel in (self.confirm, self.phrase, self.export_panel):
            if not panel.isHidden():
                panel.leave()

    def _show_state(self) -> None:
        exam, trash, found = self.chosen, self.in_trash.isChecked(), len(self.rows.exams)
        there = exam is not None and found > 0
        state = exam.state if exam is not None else None
        for button, shown in (
            (self.look, not trash),
            (self.go_on, not trash),
            (self.send, not trash),
            (self.export, not trash),
            (self.seal, not trash),
            (self.delete, not trash),
            (self.restore, trash),
            (self.remove_all, trash),
        ):
            button.setVisible(shown)
            button.setEnabled(there)
        self.look.setEnabled(there and state is not ExamState.SEALED)
        self.go_on.setEnabled(there and state is not ExamState.SEALED)
        self.send.setEnabled(there and state is not ExamState.SEALED)
        self.export.setEnabled(there and state is not ExamState.SEALED)
        self.seal.setEnabled(there and state is not ExamState.OPEN)
        sealed = state is ExamState.SEALED
        self.seal.setText(translate("ExamList", "Unseal …") if sealed else translate("ExamList", "Seal …"))
        self.count.setText(translate("ExamList", "Exams: {count}").format(count=found))
        self.view.setVisible(found > 0)
        self.empty.setVisible(found == 0)
        self.empty.setText(self._empty_text())
        self.plain.setVisible(not trash)

    def _empty_text(self) -> str:
        if self.search.text():
            return translate("ExamList", "No exam holds all of these words.")
        if self.in_trash.isChecked():
            return translate("ExamList", "The trash is empty.")
        return translate("ExamList", "No exams yet. Start one beside the scan; everything that is kept goes into it.")

    # -- events -----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leads from the search into the list, Enter opens, Delete deletes, Escape closes."""
        key, typing = event.key(), self.search.hasFocus()
        if key == Qt.Key.Key_Down and typing:
            self.view.setFocus()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif key == Qt.Key.Key_Delete and not typing and not self.in_trash.isChecked():
            self._of_chosen(self.delete_asked.emit)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _button(name: str) -> QPushButton:
    button = QPushButton(icon(name), "")
    button.setAutoDefault(False)  # Enter is for the list
    return button


def _named(exam: ListedExam) -> str:
    return (exam.label.strip() and whose_text(exam)) or when_text(exam)
