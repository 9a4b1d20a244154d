"""The reading window: asks the desk, shows its state, and survives every fault."""

from collections.abc import Callable
from functools import partial
from operator import methodcaller

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.live.look import theme
from app.live.look.error_texts import translate_error
from app.live.look.icons import icon
from app.live.look.texts import translate
from app.live.look.widgets import label
from app.live.panels.notice_strip import NoticeStrip
from app.live.window.keys import Command
from app.study.reading.draft import Draft, Mark
from app.study.reading.reading_desk import ReadingDesk
from app.study.reading.reading_state import Page
from app.study.window.cine import CasePlayer
from app.study.window.language_button import LanguageButton
from app.study.window.mark_cursor import MarkCursor
from app.study.window.mark_list import STEP
from app.study.window.read_page import ReadPage
from app.study.window.steps import ReadingActions, Step, key_text
from app.study.window.study_texts import break_text
from app.study.window.words_page import BeginPage, WordsPage
from capture.errors import MinamoError

_BASE_SIZE = (1500, 880)  # as the main window: at this size, texts have their designed size


class StudyWindow(QMainWindow):
    """Shows a `ReadingDesk`'s state and passes on what the reader does; closes the desk with itself."""

    language_chosen = Signal(str)
    closed = Signal()

    def __init__(self, desk: ReadingDesk, language: str = "system") -> None:
        super().__init__()
        self._desk = desk
        self._scale = 0.0
        self._page_shown: Page | None = None
        self._cursor: MarkCursor | None = None
        self.actions_of = ReadingActions(self)
        self.addActions(self.actions_of.all)
        self.player = CasePlayer(self)
        self.begin_page, self.words_page, self.read_page = BeginPage(), WordsPage(), ReadPage(self.actions_of)
        self.notice = NoticeStrip()
        self.language = LanguageButton(language)
        self._footer = label("quiet")
        self._pages = QStackedWidget()
        QApplication.setFont(theme.ui_font(14))
        self.setWindowTitle("Minamo")
        self.setWindowIcon(icon("ph.waves", theme.ACTION))
        self.setMinimumSize(960, 680)
        self.resize(1280, 800)
        self._build()
        self._connect()
        self._retranslate()

    @property
    def desk(self) -> ReadingDesk:
        """Whose state is shown."""
        return self._desk

    def say(self, text: str) -> None:
        """Say something in the notice strip; also for the excepthook."""
        self.notice.say(text, translate("Notice", "OK"))

    # -- building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        for page in (self.begin_page, self.words_page, self.read_page):
            self._pages.addWidget(page)
        bottom = QWidget()
        bottom.setObjectName("bottom")
        bottom.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bottom)
        row.setContentsMargins(14, 6, 10, 6)
        row.setSpacing(16)
        row.addWidget(self._footer)
        row.addWidget(self.notice, 1)
        row.addStretch(0)
        row.addWidget(self.language)
        self._bottom = bottom
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._pages, 1)
        rows.addWidget(bottom)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        page, desk = self.read_page, self._desk
        self.begin_page.reader_chosen.connect(lambda name: self._do(partial(desk.choose_reader, name)))
        self.begin_page.begun.connect(lambda: self._do(desk.begin))
        self.words_page.pressed.connect(self._press)
        self.player.moved.connect(self._show_picture)
        self.language.chosen.connect(self.language_chosen)
        page.rating.rated.connect(lambda rating: self._change(lambda draft: draft.rated(rating)))
        page.case_view.marked.connect(self._mark)
        page.case_view.mark_chosen.connect(lambda place: self._change(lambda draft: draft.chose(place)))
        page.marks.chosen.connect(lambda place: self._change(lambda draft: draft.chose(place)))
        page.marks.nudged.connect(lambda place, by: self._change(lambda draft: draft.mark_nudged(by, place)))
        page.marks.removed.connect(lambda place: self._change(lambda draft: draft.unmarked(place)))
        page.timeline.sought.connect(self.player.seek)
        page.timeline.speed_chosen.connect(self.player.set_speed)
        for ten, action in self.actions_of.tens.items():
            action.triggered.connect(partial(self._on_change, methodcaller("rated", ten)))
        for birads, action in self.actions_of.categories.items():
            action.triggered.connect(partial(self._on_change, methodcaller("categorised", birads)))
        changes: dict[Step, Callable[[Draft], Draft]] = {
            Step.UP: lambda draft: draft.nudged(1),
            Step.DOWN: lambda draft: draft.nudged(-1),
            Step.UP_10: lambda draft: draft.nudged(10),
            Step.DOWN_10: lambda draft: draft.nudged(-10),
            Step.MARK_BEFORE: lambda draft: draft.chose_next(-1),
            Step.MARK_AFTER: lambda draft: draft.chose_next(1),
            Step.MARK_UP: lambda draft: draft.mark_nudged(STEP),
            Step.MARK_DOWN: lambda draft: draft.mark_nudged(-STEP),
            Step.REMOVE_MARK: lambda draft: draft.unmarked(),
        }
        answers: dict[Step, Callable[[], None]] = {
            Step.MARK: self._toggle_cursor,
            Step.GIVE: self._give,
            Step.PAUSE: self._press_pause,
            Step.FULL_SCREEN: lambda: self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen),
        }
        for step, change in changes.items():
            self.actions_of.steps[step].triggered.connect(partial(self._on_change, change))
        for step, answer in answers.items():
            self.actions_of.steps[step].triggered.connect(partial(_without_argument, answer))
        self._connect_cine()

    def _connect_cine(self) -> None:
        answers: dict[Command, Callable[[], None]] = {
            Command.PLAY: self.player.toggle,
            Command.HOME: lambda: self.player.seek(0),
            Command.BACK: lambda: self.player.step(-1),
            Command.FORWARD: lambda: self.player.step(1),
            Command.END: lambda: self.player.seek(len(self._desk.times_ns) - 1),
            Command.LOOP: self.player.toggle_loop,
        }
        for command, answer in answers.items():
            self.actions_of.cine[command].triggered.connect(partial(_without_argument, answer))

    # -- doing ------------------------------------------------------------------------------------------------------

    def _do(self, step: Callable[[], None]) -> None:
        """Do it, say what failed, and show where the desk stands now."""
        before = self._desk.state
        try:
            step()
            self.notice.dismiss()
        except MinamoError as error:
            self.say(translate_error(error))
        state = self._desk.state
        came = state.page is Page.READING and (state.session, state.position, state.stage) != (
            before.session,
            before.position,
            before.stage,
        )
        if came or (state.page is Page.READING and before.page is Page.START):
            self._cursor = None
            self.player.load(self._desk.times_ns)
            if state.break_due:
                self.notice.say(break_text(), translate("Study", "Pause"), self._press_pause, good=True)
        self._show()

    def _change(self, to: Callable[[Draft], Draft]) -> None:
        self._do(partial(self._desk.change, to))

    def _on_change(self, to: Callable[[Draft], Draft], _checked: bool = False) -> None:
        self._change(to)

    def _mark(self, x_px: float, y_px: float) -> None:
        self._cursor = None
        picture = self.player.number
        self.player.stop()
        self._change(lambda draft: draft.marked(Mark(picture, x_px, y_px)))

    def _give(self) -> None:
        """Return: the one thing that goes on, on every page."""
        page = self._desk.state.page
        if page is Page.READING:
            if self._desk.state.draft.complete:
                self._do(self._desk.give)
        elif page is Page.START:
            self.begin_page.begin.click()
        else:
            self._press()

    def _press(self) -> None:
        if self._desk.state.page is Page.PAUSED:
            self._do(self._desk.go_on)
        else:
            self.close()

    def _press_pause(self) -> None:
        if self._desk.state.page is Page.PAUSED:
            self._do(self._desk.go_on)
        else:
            self.player.stop()
            self._do(self._desk.pause)

    # -- a mark by the keyboard -------------------------------------------------------------------------------------

    def _toggle_cursor(self) -> None:
        frame = self.read_page.case_view.frame
        if self._desk.state.page is not Page.READING or frame is None:
            return
        if self._cursor is not None:
            self._mark(self._cursor.x_px, self._cursor.y_px)
            return
        self.player.stop()
        height, width = frame.pixels.shape[:2]
        self._cursor = MarkCursor.in_middle(width, height)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While a mark is placed: arrows move it, Return places it, Escape gives it up."""
        key = Qt.Key(event.key())
        if self._cursor is None:
            super().keyPressEvent(event)
        elif MarkCursor.moves(key):
            self._cursor = self._cursor.moved(key, far=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            self._show_picture()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._mark(self._cursor.x_px, self._cursor.y_px)
        elif key == Qt.Key.Key_Escape:
            self._cursor = None
            self._show()

    # -- showing ----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        state = self._desk.state
        if state.page is Page.START:
            self.begin_page.show_state(state)
            self._pages.setCurrentWidget(self.begin_page)
        elif state.page is Page.READING:
            self.read_page.show_state(state, placing=self._cursor is not None)
            self._pages.setCurrentWidget(self.read_page)
        else:
            paused = state.page is Page.PAUSED
            self.words_page.show_state(state, key_text(self.actions_of.steps[Step.PAUSE if paused else Step.GIVE]))
            self._pages.setCurrentWidget(self.words_page)
        self.actions_of.enable(state, placing=self._cursor is not None)
        self._show_picture()

    def _show_picture(self) -> None:
        state = self._desk.state
        if state.page is not Page.READING:
            self.read_page.case_view.clear()
            return
        number = self.player.number
        try:
            view = self._desk.view(number, self.player.timeline(number))
        except MinamoError as error:
            self.read_page.case_view.clear()
            self.say(translate_error(error))
            return
        self.actions_of.show_playing(self.player.playing, looping=self.player.looping)
        self.read_page.show_picture(view, state, number, self._cursor)

    def _retranslate(self) -> None:
        self.actions_of.retranslate()
        for part in (self.read_page, self.begin_page, self.language):
            part.retranslate()
        self._footer.setText(translate("Window", "Research use only. Not for diagnosis."))
        self._show()

    # -- events -----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Texts grow in steps with the window, as in the main window."""
        super().resizeEvent(event)
        wish = min(self.width() / _BASE_SIZE[0], self.height() / _BASE_SIZE[1])
        scale = min(max(round(wish * 4) / 4, 1.0), 2.0)
        if scale != self._scale:
            self._scale = scale
            self.setStyleSheet(theme.style_sheet(scale))
            self.read_page.set_scale(scale)
            self.language.set_scale(scale)
            self._bottom.setMinimumHeight(round(50 * scale))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the state of the window."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.WindowStateChange:
            self.actions_of.steps[Step.FULL_SCREEN].setChecked(self.isFullScreen())
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the study go; the case on screen is shown again the next time."""
        self.player.stop()
        self._desk.close()
        super().closeEvent(event)
        self.closed.emit()


def _without_argument(answer: Callable[[], None], _checked: bool = False) -> None:
    """`QAction.triggered` says whether it is checked; these steps do not ask."""
    answer()
