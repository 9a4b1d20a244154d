"""The preview of a report: its pages, who signs them, where they go. A window of its own, never a dialog."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from app.exam.content.person import Role
from app.exam.report.view import ReportView
from app.live.look import theme
from app.live.look.error_texts import translate_error
from app.live.look.icons import icon
from app.live.look.texts import translate
from app.live.look.widgets import label, set_property
from app.live.panels.notice_strip import NoticeStrip

PRINT_DOTS_AN_INCH = 300
_LANGUAGES = {"ja": "日本語", "en": "English"}


class ReportPreview(QWidget):
    """Shows a `ReportView`; emits what the user wants."""

    language_chosen = Signal(str)
    scores_chosen = Signal(bool)
    signed = Signal(object, str)  # Role, the name as it was typed
    save_asked = Signal()
    send_asked = Signal()
    shipped_templates_asked = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowIcon(icon("ph.file-text", theme.ACTION))
        self.resize(980, 1040)
        self.setMinimumSize(720, 560)
        self._view = ReportView()
        self._number = 0
        self._scale = 0.0
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.pages = QPdfView(self)
        self.notice = NoticeStrip()
        self._word, self._waiting = label("word"), label("body")
        self._languages = {code: self._choice(name) for code, name in _LANGUAGES.items()}
        self.scores = self._choice("")
        self.scores.setObjectName("step")
        self.save, self.print_, self.send = (QToolButton() for _ in range(3))
        self._captions = {role: label("quiet") for role in Role}
        self._who = {role: label("source") for role in Role}
        self.names = {role: QLineEdit() for role in Role}
        self.signs = {role: QToolButton() for role in Role}
        self._footer = label("quiet")
        self._build()
        self._connect()
        self.retranslate()

    def show_view(self, view: ReportView) -> None:
        """Show this report; the place on its pages stays where it is."""
        self._view = view
        if view.pdf is not None and view.number != self._number:
            self._number = view.number
            self._show_pages(view.pdf)
            if view.note:
                self.notice.say(view.note)
        shown = view.pdf is not None
        self.pages.setVisible(shown)
        self._waiting.setVisible(not shown)
        for code, button in self._languages.items():
            button.setChecked(code == view.language)
        self.scores.setChecked(view.scores)
        for button in (self.save, self.print_, self.send):
            button.setEnabled(shown and not view.busy)
        names = {Role.SONOGRAPHER: view.sonographer, Role.PHYSICIAN: view.physician}
        for role, name in names.items():
            self._who[role].setText(name or translate("Report", "not signed"))
            self.signs[role].setEnabled(view.can_sign)
            self.names[role].setEnabled(view.can_sign)
        field = self.names[Role.SONOGRAPHER]
        if not field.text() and not field.hasFocus():
            field.setText(view.examiner)
        self._say_fault(view)
        self._show_words(view)

    def set_scale(self, scale: float) -> None:
        """Texts larger or smaller, as in the main window."""
        if scale != self._scale:
            self._scale = scale
            self.setStyleSheet(theme.style_sheet(scale))
            size = QSize(round(20 * scale), round(20 * scale))
            for button in (self.save, self.print_, self.send, *self.signs.values()):
                button.setIconSize(size)

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self.setWindowTitle(translate("Report", "Report · Minamo"))
        self.scores.setText(translate("Report", "Scores"))
        self.scores.setToolTip(translate("Report", "Scores on this report; the site's setting stays as it is"))
        texts = {
            self.save: (translate("Report", "Save"), translate("Report", "Save PDF and JSON in a folder")),
            self.print_: (translate("Report", "Print"), translate("Report", "Print the pages")),
            self.send: (
                translate("Report", "Send"),
                translate("Report", "Send the exam with its report to the archive"),
            ),
        }
        for button, (text, tip) in texts.items():
            button.setText(text)
            button.setToolTip(tip)
        captions = {
            Role.SONOGRAPHER: translate("Report", "Sonographer (draft)"),
            Role.PHYSICIAN: translate("Report", "Physician (verifies)"),
        }
        signs = {Role.SONOGRAPHER: translate("Report", "Sign draft"), Role.PHYSICIAN: translate("Report", "Verify")}
        for role in Role:
            self._captions[role].setText(captions[role])
            self.signs[role].setText(signs[role])
            self.names[role].setPlaceholderText(translate("Report", "name"))
            self.names[role].setAccessibleName(captions[role])
        self.signs[Role.PHYSICIAN].setToolTip(
            translate("Report", "The report is verified as it is shown; a finding that changes makes it a draft again")
        )
        self._footer.setText(translate("Window", "Research use only. Not for diagnosis."))
        self.show_view(self._view)

    def say_saved(self, folder: str) -> None:
        """Where the files are."""
        self.notice.say(translate("Report", "Saved: {folder}").format(folder=folder), good=True)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell it."""
        self.closed.emit()
        super().closeEvent(event)

    # -- building ---------------------------------------------------------------------------------------------------

    def _choice(self, text: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("choice")
        button.setText(text)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def _build(self) -> None:
        group = QButtonGroup(self)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self._word)
        bar.addStretch(1)
        for button in self._languages.values():
            group.addButton(button)
            bar.addWidget(button)
        bar.addSpacing(10)
        bar.addWidget(self.scores)
        bar.addSpacing(10)
        names = {self.save: "ph.floppy-disk", self.print_: "ph.printer", self.send: "ph.paper-plane-tilt"}
        for button, name in names.items():
            button.setIcon(icon(name))
            button.setObjectName("step")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            bar.addWidget(button)
        self.pages.setPageMode(QPdfView.PageMode.MultiPage)
        self.pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.pages.setDocument(self.document)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setSpacing(24)
        for role in Role:
            foot.addLayout(self._signing(role), 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 12, 14, 10)
        rows.setSpacing(10)
        rows.addLayout(bar)
        rows.addWidget(self.notice)
        rows.addWidget(self.pages, 1)
        rows.addWidget(self._waiting, 1)
        rows.addLayout(foot)
        rows.addWidget(self._footer)

    def _signing(self, role: Role) -> QVBoxLayout:
        self.signs[role].setObjectName("step")
        self.signs[role].setIcon(icon("ph.pen-nib" if role is Role.SONOGRAPHER else "ph.circle-wavy-check"))
        self.signs[role].setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.signs[role].setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.names[role].setMaxLength(200)
        self.names[role].setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        head = QHBoxLayout()
        head.addWidget(self._captions[role])
        head.addWidget(self._who[role], 1)
        row = QHBoxLayout()
        row.addWidget(self.names[role], 1)
        row.addWidget(self.signs[role])
        both = QVBoxLayout()
        both.setSpacing(4)
        both.addLayout(head)
        both.addLayout(row)
        return both

    def _connect(self) -> None:
        for code, button in self._languages.items():
            button.clicked.connect(lambda _checked, code=code: self.language_chosen.emit(code))
        self.scores.clicked.connect(self.scores_chosen)
        self.save.clicked.connect(self.save_asked)
        self.print_.clicked.connect(self._ask_printer)
        self.send.clicked.connect(self.send_asked)
        for role in Role:
            self.signs[role].clicked.connect(lambda _checked=False, role=role: self._sign(role))

    # -- showing ----------------------------------------------------------------------------------------------------

    def _show_pages(self, pdf: bytes) -> None:
        bar = self.pages.verticalScrollBar()
        place = bar.value()
        self.document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        bar.setValue(place)

    def _say_fault(self, view: ReportView) -> None:
        if view.fault is None:
            return
        text = translate_error(view.fault)
        if view.template_broken:
            button = translate("Report", "Use the shipped templates")
            self.notice.say(text, button, self.shipped_templates_asked.emit)
        else:
            self.notice.say(text)

    def _show_words(self, view: ReportView) -> None:
        words = {
            None: "",
            "unsigned": translate("Report", "DRAFT, not signed"),
            "draft": translate("Report", "DRAFT, not verified"),
            "verified": translate("Report", "VERIFIED"),
        }
        word = words[view.status]
        if view.busy:
            word = translate("Report", "Being made ...")
        self._word.setText(word)
        self._word.setVisible(bool(word))
        tone = "live" if view.status == "verified" and not view.busy else "calm"
        set_property(self._word, "tone", tone)
        nothing = translate("Report", "The pages appear here in a moment.")
        if view.fault is not None and not view.busy:
            nothing = translate("Report", "There are no pages; the notice says why.")
        self._waiting.setText(nothing)

    def _sign(self, role: Role) -> None:
        self.signed.emit(role, self.names[role].text())

    # -- printing ---------------------------------------------------------------------------------------------------

    def _ask_printer(self) -> None:
        """Ask where to print; only this window waits for the answer."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(PRINT_DOTS_AN_INCH)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
        dialog.accepted.connect(lambda: self.print_pages(printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def print_pages(self, printer: QPrinter) -> None:
        """Print the pages that the printer was told to, one in each turn of the event loop."""
        count = self.document.pageCount()
        first = max(printer.fromPage(), 1) - 1
        last = min(printer.toPage() or count, count)
        painter = QPainter(printer)

        def go_on(number: int) -> None:
            if number >= last:
                painter.end()
                return
            if number > first:
                printer.newPage()
            area = painter.viewport()
            whole = self.document.pagePointSize(number).scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(0, 0, self.document.render(number, whole.toSize()))
            QTimer.singleShot(0, self, lambda: go_on(number + 1))

        go_on(first)
