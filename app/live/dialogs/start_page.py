"""The first page: pick a source, open a recording, or play the demo."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.live.look.icons import icon
from app.live.look.texts import translate
from app.live.look.widgets import label
from app.live.sources.source_list import SourceList
from app.live.window.actions import LiveSource, SourceChoice, WindowActions
from app.live.window.keys import Command, command_icon
from app.scanners.profile import ScannerProfile

_MOST_SCANNERS = 6  # more are in the source dialog


class StartPage(QWidget):
    """Shown while there is no session."""

    chosen = Signal(object)  # SourceChoice
    demo_asked = Signal()
    contrast_demo_asked = Signal()

    def __init__(
        self,
        doer: WindowActions,
        actions: Mapping[Command, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._actions = actions
        self.sources = SourceList(doer)
        self.sources.picked.connect(self._pick)
        program = QGuiApplication.instance()
        assert isinstance(program, QGuiApplication), "widgets have a program with windows"
        program.applicationStateChanged.connect(self._be_polite)
        self._title, self._lead, self._live = label("title", "Minamo"), label("body"), label("heading")
        self._or, self._drop = label("heading"), label("quiet")
        self._demo = QPushButton()
        self._demo.setObjectName("primary")
        self._demo.setAutoDefault(True)
        self._demo.clicked.connect(self.demo_asked)
        self._contrast = QPushButton()
        self._contrast.clicked.connect(self.contrast_demo_asked)
        self._open, self._folder, self._stream, self._exams = (QPushButton() for _ in range(4))
        self._scanners = QHBoxLayout()
        self._scanners.setSpacing(12)
        self._scanners.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons.addWidget(self._demo)
        buttons.addWidget(self._contrast)
        for button, command in self._linked():
            button.setIcon(command_icon(command))
            button.clicked.connect(actions[command].trigger)
            if button is not self._stream:
                buttons.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setSpacing(14)
        rows.setContentsMargins(40, 40, 40, 40)
        rows.addStretch(2)
        for text in (self._title, self._lead):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            text.setWordWrap(True)
            rows.addWidget(text)
        rows.addStretch(1)
        rows.addWidget(self._live, 0, Qt.AlignmentFlag.AlignCenter)
        rows.addLayout(self._scanners)
        rows.addWidget(self.sources)
        rows.addWidget(self._stream, 0, Qt.AlignmentFlag.AlignCenter)
        rows.addStretch(1)
        rows.addWidget(self._or, 0, Qt.AlignmentFlag.AlignCenter)
        rows.addLayout(buttons)
        rows.addWidget(self._drop, 0, Qt.AlignmentFlag.AlignCenter)
        rows.addStretch(2)
        self.retranslate()

    def show_scanners(self, profiles: Sequence[ScannerProfile]) -> None:
        """Offer these, the first ones of them: one press opens a scanner as it was set up."""
        while (item := self._scanners.takeAt(0)) is not None:
            button = item.widget()
            if button is not None:
                button.hide()
                button.deleteLater()
        for profile in profiles[:_MOST_SCANNERS]:
            button = QPushButton(icon("ph.stack"), profile.name.replace("&", "&&"))
            button.setToolTip(profile.source_name)
            choice = SourceChoice(profile.address, profile.source_name, profile.mode, profile=profile.id)
            button.clicked.connect(partial(self._open_scanner, choice))
            self._scanners.addWidget(button)

    def showEvent(self, event: QShowEvent) -> None:
        """Enter plays the demo."""
        super().showEvent(event)
        self._demo.setFocus()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._lead.setText(
            translate("Start", "Stands beside the ultrasound scanner, marks breast masses and scores them over time.")
        )
        self._live.setText(translate("Start", "Live from the scanner"))
        self._or.setText(translate("Start", "Or a recording"))
        self._demo.setText(translate("Start", "Play the demo"))
        self._contrast.setText(translate("Start", "Contrast demo"))
        self._exams.setText(translate("Start", "Exams"))
        self._open.setText(translate("Start", "Open a file"))
        self._folder.setText(translate("Start", "Open a folder"))
        self._stream.setText(translate("Start", "Network stream, or another mode …"))
        self._drop.setText(translate("Start", "Videos, DICOM files and folders of images can also be dropped here."))
        for button, command in self._linked():
            button.setToolTip(self._actions[command].toolTip())
        self.sources.retranslate()

    def _linked(self) -> tuple[tuple[QPushButton, Command], ...]:
        return (
            (self._open, Command.OPEN),
            (self._folder, Command.OPEN_FOLDER),
            (self._exams, Command.EXAM_LIST),
            (self._stream, Command.SOURCE),
        )

    def _be_polite(self, state: Qt.ApplicationState) -> None:
        """While the user works in another program, the grabbers are free for it."""
        if state is Qt.ApplicationState.ApplicationActive:
            self.sources.watch()
        else:
            self.sources.rest()

    def _open_scanner(self, choice: SourceChoice, _checked: bool = False) -> None:
        self.chosen.emit(choice)

    def _pick(self, source: LiveSource) -> None:
        self.chosen.emit(SourceChoice(source.address, source.name))
