"""A strip that offers to go on with an exam that was not ended."""

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from app.exam.record.shelf import ListedExam
from app.exam.window.exam_rows import facts_text, when_text, whose_text
from app.live.look import theme
from app.live.look.icons import icon, pixmap
from app.live.look.texts import translate
from app.live.look.widgets import label


class GoOnStrip(QWidget):
    """Hidden while there is nothing to offer; never takes the keys, and never has to be answered."""

    go_on_asked = Signal(str)
    end_asked = Signal(str)
    list_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._exams: tuple[ListedExam, ...] = ()
        sign = QLabel()
        sign.setPixmap(pixmap("ph.clipboard-text", theme.WARNING, 24))
        self.text = label("source")
        self.text.setWordWrap(True)
        self.go_on, self.end, self.more = QPushButton(), QPushButton(), QPushButton()
        self.go_on.setObjectName("primary")
        self.later = QToolButton()
        self.later.setIcon(icon("ph.x"))
        self.go_on.clicked.connect(lambda: self._answer(self.go_on_asked))
        self.end.clicked.connect(lambda: self._answer(self.end_asked))
        self.more.clicked.connect(self.list_asked)
        self.later.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        row.setSpacing(12)
        row.addWidget(sign)
        row.addWidget(self.text, 1)
        for button in (self.more, self.end, self.go_on, self.later):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Space stays the key for freeze
            row.addWidget(button)
        self.hide()

    def show_exams(self, exams: tuple[ListedExam, ...]) -> None:
        """Offer the first of these; none hides the strip."""
        self._exams = exams
        self.retranslate()
        self.setVisible(bool(exams))

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.go_on.setText(translate("ExamList", "Go on with it"))
        self.end.setText(translate("ExamList", "End it"))
        self.later.setToolTip(translate("ExamList", "Later; it stays in the list of exams"))
        if not self._exams:
            return
        exam, others = self._exams[0], len(self._exams) - 1
        said = translate("ExamList", "The exam of {patient}, begun {when}, was not ended; nothing of it is lost.")
        text = said.format(patient=whose_text(exam), when=when_text(exam))
        self.text.setText(f"{text}  {facts_text(exam)}")
        self.more.setVisible(others > 0)
        self.more.setText(translate("ExamList", "{count} more …").format(count=others))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _answer(self, signal: SignalInstance) -> None:
        exam, left = self._exams[0], self._exams[1:]
        self.show_exams(left)
        signal.emit(exam.id)
