"""The window: scan, bar, cards, time line and buttons around one session."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.exam.live.exam_commands import ExamParts
from app.exam.live.exam_in_window import ExamInWindow
from app.exam.live.lesion_part import LesionPart
from app.live.contrast.contrast_commands import ContrastCommands
from app.live.dialogs.export import Export
from app.live.dialogs.open_dialogs import ask_for_file, ask_for_folder
from app.live.dialogs.opening import Opening
from app.live.dialogs.start_page import StartPage
from app.live.dialogs.window_dialogs import WindowDialogs
from app.live.look import theme
from app.live.look.error_texts import translate_error
from app.live.look.icons import icon
from app.live.look.texts import translate
from app.live.panels.bottom_bar import BottomBar
from app.live.scan_page import ScanPage
from app.live.sources.scanner_commands import ScannerCommands
from app.live.stage import Stage
from app.live.view_state import Session, StatusWord
from app.live.window.actions import SourceChoice, WindowActions, WindowSettings
from app.live.window.commands import WindowCommands
from app.live.window.keys import Command, make_actions, name_actions
from app.live.window.memory import WindowMemory
from app.live.window.study_opening import StudyOpening
from app.scanners.profile_file import SUFFIX as PROFILE_SUFFIX
from app.sharing.window.sharing_commands import SharingCommands
from app.study.study_file import SUFFIX
from capture.errors import DeviceLost, MinamoError
from capture.screen.layout import ScanLayout
from capture.screen.signature import Signature
from capture.source import Screen

_BASE_SIZE = (1500, 880)  # at this size, texts have their designed size; larger windows enlarge them

_GONE = (StatusWord.NO_SIGNAL, StatusWord.DISCONNECTED)

_HELP = {  # what the button does where there is no picture
    StatusWord.NO_SIGNAL: Command.SOURCE,
    StatusWord.STALLED: Command.SOURCE,
    StatusWord.DISCONNECTED: Command.SOURCE,
    StatusWord.SCAN_AREA_LOST: Command.LAYOUT,
    StatusWord.WAITING: Command.START_PAGE,
}


class MainWindow(QMainWindow):
    """Shows one session, or the start page; forwards commands; survives every fault."""

    def __init__(self, settings: WindowSettings, *, actions: WindowActions) -> None:
        super().__init__()
        self._doer = actions
        self._memory = WindowMemory(settings, actions, self)
        self._scale = 0.0
        self._said = ""
        self._kept: Path | None = None
        self.commands = make_actions(self)
        name_actions(self.commands, settings.keys)
        self.addActions(list(self.commands.values()))
        self.stage = Stage(self)
        self._page, self.bottom = ScanPage(self.commands), BottomBar(self.commands)
        self.live_view, self.health_bar = self._page.live_view, self._page.health_bar
        self.findings_panel = self._page.findings_panel
        self.notice = self.bottom.notice
        self.start_page = StartPage(actions, self.commands)
        self.dialogs = WindowDialogs(self, actions, self.stage, self.start_page.sources)
        self._opening = Opening(self.stage, actions, self.start_page.sources, self.dialogs, self)
        self._scanners = ScannerCommands(
            actions.scanners, self.notice, self._scanner_in_use, self.commands[Command.SOURCE].trigger, self
        )
        self._answers = WindowCommands(self.stage, actions, self.notice, self.commands, self)
        self.contrast = ContrastCommands(
            self.stage, self._page.contrast, self._page.regions, self.commands, self._answers.run, self
        )
        parts = ExamParts(self.stage, self._page.exam, self._page.sheet, self.notice, self._memory, self.commands)
        self.exam = ExamInWindow(self, actions, parts, self._opening, self._answers.run)
        self.lesions = LesionPart(
            actions, self.stage, self._page, self.notice, self._memory, self.commands, self._answers.run, self
        )
        self._answers.choose_from(self.lesions.commands)
        self._sharing = SharingCommands(self, actions.sharing, self.health_bar, self.commands[Command.SHARE])
        self._export = Export(actions, self.notice, self)
        self._study = StudyOpening(self, actions)
        QApplication.setFont(theme.ui_font(14))
        self.setAcceptDrops(True)
        self.setWindowTitle("Minamo")
        self.setWindowIcon(icon("ph.waves", theme.ACTION))
        self.setMinimumSize(960, 600)
        self._build()
        self._connect()
        self._place()
        self._apply_settings()
        self._show_session()

    def show_session(self, session: Session | None) -> None:
        """Put this session on stage, started; None shows the start page."""
        self._said = ""
        self._opening.show(session)

    def open_path(self, path: Path) -> None:
        """Open a recording or the reading window of a study, or take a scanner's profile."""
        self.notice.dismiss()
        if path.name.endswith(PROFILE_SUFFIX):
            self.dialogs.import_scanner(path, self._memory.settings.streams)
            return
        (self._study.open if path.suffix == SUFFIX else self._opening.file)(path)

    def open_demo(self) -> None:
        """Play the demo."""
        self.notice.dismiss()
        self._opening.demo()

    def open_contrast_demo(self) -> None:
        """Play the contrast demo; its study begins by itself."""
        self.notice.dismiss()
        self._opening.contrast_demo()

    def open_live(self, choice: SourceChoice) -> None:
        """Open a grabber or stream; an exam that is running goes on."""
        self.notice.dismiss()
        self._memory.remember_stream(choice.address)
        self._opening.live(choice)

    def say(self, text: str) -> None:
        """Say something in the notice strip of the window that is shown; also for the excepthook."""
        notice = self.notice if self._study.reading is None else self._study.reading.notice
        notice.say(text, translate("Notice", "OK"))

    def say_error(self, error: MinamoError) -> None:
        """Say what happened and what to do."""
        if isinstance(error, DeviceLost) and self._opening.can_repeat:
            self.notice.say(translate_error(error), translate("Notice", "Try again"), self._opening.again)
        else:
            self.say(translate_error(error))

    # -- building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start_page)
        self._pages.addWidget(self._page)
        self._pages.addWidget(self.exam.contents)
        whole = QWidget()
        whole_rows = QVBoxLayout(whole)
        whole_rows.setContentsMargins(0, 0, 0, 0)
        whole_rows.setSpacing(0)
        whole_rows.addWidget(self._pages, 1)
        whole_rows.addWidget(self.exam.go_on)
        whole_rows.addWidget(self.bottom)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        self.stage.picture_changed.connect(self._show_picture)
        self.live_view.resized.connect(self._place_regions)
        self.stage.panels_changed.connect(self._show_panels)
        self.stage.session_changed.connect(self._show_session)
        self.health_bar.gaps_acknowledged.connect(self._answers.acknowledge_gaps)
        self.findings_panel.chosen.connect(lambda number: self._answers.run(partial(self._answers.select, number)))
        self.findings_panel.dismissed.connect(self._answers.dismiss)
        self.findings_panel.setting_changed.connect(self._memory.change_setting)
        self.bottom.timeline.sought.connect(self._answers.seek)
        self.bottom.timeline.speed_chosen.connect(self._answers.set_speed)
        self.bottom.tools.language_chosen.connect(self._memory.change_language)
        self.dialogs.source_chosen.connect(self._use_source)
        self.dialogs.scanners_changed.connect(self._show_scanners)
        self._scanners.chosen.connect(self.open_live)
        self.dialogs.layout_accepted.connect(self._use_layout)
        self.dialogs.keys_changed.connect(self._memory.change_keys)
        self._memory.changed.connect(self._apply_settings)
        self._memory.failed.connect(self.say_error)
        self._opening.failed.connect(self.say_error)
        self._study.failed.connect(self.say_error)
        self._doer.sharing.failed.connect(self.say_error)
        self.exam.failed.connect(self.say_error)
        self.exam.page_asked.connect(partial(self._pages.setCurrentWidget, self.exam.contents))
        self.exam.page_left.connect(self._show_session)
        self.exam.session_made.connect(self.show_session)
        self._study.opened.connect(partial(self.show_session, None))
        self._study.language_chosen.connect(self._memory.change_language)
        self.live_view.help_asked.connect(lambda word: self.commands[_HELP[word]].trigger())
        self.start_page.chosen.connect(self.open_live)
        self.start_page.demo_asked.connect(self.open_demo)
        self.start_page.contrast_demo_asked.connect(self.open_contrast_demo)
        answers: dict[Command, Callable[[], None]] = {
            Command.OPEN: partial(ask_for_file, self, self.open_path),
            Command.OPEN_FOLDER: partial(ask_for_folder, self, self.open_path),
            Command.SOURCE: lambda: self.dialogs.show_source(self._memory.settings.streams),
            Command.NEXT_SCANNER: partial(self._scanners.go, 1),
            Command.PREVIOUS_SCANNER: partial(self._scanners.go, -1),
            Command.LAYOUT: self.dialogs.show_layout,
            Command.SCALE: partial(self.dialogs.show_layout, scale=True),
            Command.EXPORT: self._ask_export,
            Command.START_PAGE: partial(self.show_session, None),
            Command.FULL_SCREEN: self._toggle_full_screen,
            Command.MIRROR: self._memory.mirror,
            Command.KEYS: lambda: self.dialogs.show_keys(self._memory.settings.keys),
        }
        for command, answer in answers.items():
            self.commands[command].triggered.connect(partial(_without_argument, answer))

    def _place(self) -> None:
        """Where it was the last time, if that screen is still there."""
        self.resize(1280, 800)
        if self._memory.settings.geometry is not None:
            left, top, width, height = self._memory.settings.geometry
            if any(screen.geometry().contains(left + width // 2, top + 20) for screen in QGuiApplication.screens()):
                self.setGeometry(left, top, width, height)
        if self._memory.settings.full_screen:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowFullScreen)

    # -- showing ----------------------------------------------------------------------------------------------------

    def _show_picture(self) -> None:
        state, hidden = self.stage.state, self.stage.hidden
        regions = self._page.regions
        shown = replace(state, tracks=()) if regions.shows_map else state  # brackets under a map are no brackets
        self.live_view.show_state(shown, hidden=hidden)
        if self.stage.session is not None:
            self._sharing.put(state)
        self._place_regions()

    def _place_regions(self) -> None:
        """At once, not with the next picture: beside the tissue an outline would be wrong, if only for a moment."""
        state, hidden, regions = self.stage.state, self.stage.hidden, self._page.regions
        regions.setGeometry(self.live_view.rect())
        regions.show_view(state.contrast, state.frame, self.live_view.target(), hidden=hidden or state.muted)

    def _show_panels(self) -> None:
        state, hidden = self.stage.state, self.stage.hidden
        running = self.stage.session is not None
        self.health_bar.show_state(state)
        self.findings_panel.show_state(state, hidden=hidden)
        self.bottom.show_state(state, running=running, hidden=hidden, exam=self._doer.exam.running)
        self._answers.show_state()
        self.contrast.show_state()
        self.exam.show_state()
        self.lesions.show_state()
        self._page.show_study(state.contrast.state)
        self._say_kept(state.contrast.kept)
        self._show_notice(state.health.notice)

    def _show_notice(self, notice: MinamoError | str | None) -> None:
        """Say the session's notice once, and take it back when it is over."""
        text = "" if notice is None else translate_error(notice)
        if text == self._said:
            return
        if isinstance(notice, MinamoError):
            self.say_error(notice)
        elif notice is not None:
            self.say(text)
        elif self.notice.text == self._said:
            self.notice.dismiss()
        self._said = text

    def _say_kept(self, folder: Path | None) -> None:
        """Say once where a contrast study was written."""
        if folder is not None and folder != self._kept:
            self._answers.say_kept(translate("Notice", "Contrast study kept: {path}"), folder)
        self._kept = folder

    def _show_session(self) -> None:
        running = self.stage.session is not None
        self._pages.setCurrentWidget(self._page if running else self.start_page)
        if not running:
            self._show_scanners()
        self.dialogs.leave_session()
        self._sharing.leave_session()
        self._show_picture()
        self._show_panels()

    def _apply_settings(self) -> None:
        settings = self._memory.settings
        self._page.set_mirrored(settings.mirrored)
        self.findings_panel.set_setting(settings.setting, settings.prevalence)
        self.commands[Command.MIRROR].setChecked(settings.mirrored)
        self.commands[Command.FULL_SCREEN].setChecked(self.isFullScreen() or settings.full_screen)
        self.bottom.tools.set_language(settings.language)
        self._retranslate()

    def _retranslate(self) -> None:
        name_actions(self.commands, self._memory.settings.keys)
        for part in (self.health_bar, self.findings_panel, self._page.contrast, self.exam, self.lesions, self.bottom):
            part.retranslate()
        self.start_page.retranslate()
        self._answers.show_state()
        self._show_picture()

    def _rescale(self) -> None:
        """Texts grow in steps with the window, so that a large monitor can be read from two steps back."""
        wish = min(self.width() / _BASE_SIZE[0], self.height() / _BASE_SIZE[1])
        scale = min(max(round(wish * 4) / 4, 1.0), 2.0)
        if scale == self._scale:
            return
        self._scale = scale
        self.setStyleSheet(theme.style_sheet(scale))
        for part in (self.health_bar, self.findings_panel, self._page.contrast, self.exam, self.lesions, self.bottom):
            part.set_scale(scale)

    def _show_scanners(self) -> None:
        scanners = self._doer.scanners.all()
        self.start_page.show_scanners(scanners)
        self.bottom.tools.show_scanners(len(scanners))

    def _scanner_in_use(self) -> str:
        live = self.stage.session is not None and self.stage.state.timeline is None
        choice = self._opening.choice
        return choice.profile if live and choice is not None else ""

    # -- commands that need the window ------------------------------------------------------------------------------

    def _use_layout(self, layout: ScanLayout, on: Screen | Signature | None) -> None:
        if self.stage.session is None:
            return
        try:
            session = self._doer.remember_layout(self.stage.session, layout, on)
        except MinamoError as error:
            self.say_error(error)
            return
        if session is not self.stage.session:
            self.show_session(session)

    def _use_source(self, choice: SourceChoice) -> None:
        """What runs well is not opened anew: a recording or contrast study under way goes on with the new scan area."""
        used, state = self._opening.choice, self.stage.state
        runs = self.stage.session is not None and state.timeline is None and state.frame is not None
        same = used is not None and replace(used, area=None) == replace(choice, area=None)
        if not runs or not same or state.word in _GONE:
            self.open_live(choice)
        elif choice.area is not None:
            self._use_layout(choice.area.layout, choice.area.signature)

    def _ask_export(self) -> None:
        if self.stage.session is not None:
            bare = self.stage.hidden or self.stage.state.muted  # what is seen is what is exported
            self._export.ask(self, self.stage.session, self.stage.state.health.source_name, annotated=not bare)

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        self._memory.change(full_screen=self.isFullScreen())

    # -- events -----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the size of the texts."""
        super().resizeEvent(event)
        self._rescale()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the state of the window."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.WindowStateChange:  # also by the platform's own buttons
            self.commands[Command.FULL_SCREEN].setChecked(self.isFullScreen())
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first of them."""
        path = next((Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()), None)
        if path is not None:
            event.acceptProposedAction()
            self.open_path(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the place, stop everything."""
        place = self.normalGeometry() if self.isFullScreen() or self.isMaximized() else self.geometry()
        geometry = (place.x(), place.y(), place.width(), place.height())
        self._memory.change(geometry=geometry, full_screen=self.isFullScreen())
        self._export.stop()
        self._sharing.stop()
        self.exam.stop()
        self.lesions.stop()
        self.dialogs.stop()
        self.start_page.sources.stop()  # before the stage is empty and the start page shows
        self.stage.show(None)
        self.exam.leave()
        super().closeEvent(event)


def _without_argument(answer: Callable[[], None], _checked: bool = False) -> None:
    """`QAction.triggered` says whether it is checked; these commands do not ask."""
    answer()
