"""What a reader can do with one key, and which key it is. The cine's keys are those of the main window."""

from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from app.live.look.icons import icon
from app.live.look.texts import translate
from app.live.window.keys import DEFAULT_KEYS, Command, command_icon, command_text
from app.study.arms import BIRADS
from app.study.reading.reading_state import Page, ReadingState


class Step(Enum):
    """One thing a reader can do."""

    UP = "up"
    DOWN = "down"
    UP_10 = "up 10"
    DOWN_10 = "down 10"
    MARK = "mark"
    MARK_BEFORE = "mark before"
    MARK_AFTER = "mark after"
    MARK_UP = "mark up"
    MARK_DOWN = "mark down"
    REMOVE_MARK = "remove mark"
    GIVE = "give"
    PAUSE = "pause"
    FULL_SCREEN = "full screen"


KEYS = {
    Step.UP: ("Up",),
    Step.DOWN: ("Down",),
    Step.UP_10: ("PgUp",),
    Step.DOWN_10: ("PgDown",),
    Step.MARK: ("M",),
    Step.MARK_BEFORE: ("B",),
    Step.MARK_AFTER: ("N",),
    Step.MARK_UP: ("Ctrl+Up",),
    Step.MARK_DOWN: ("Ctrl+Down",),
    Step.REMOVE_MARK: ("Del", "Backspace"),
    Step.GIVE: ("Return", "Enter"),
    Step.PAUSE: ("P",),
    Step.FULL_SCREEN: ("F",),
}
CATEGORY_KEYS = dict(zip(BIRADS, "QWERTYU", strict=True))  # a row of keys for the row of buttons
TENS = {str(digit): digit * 10 for digit in range(10)}
CINE = (Command.HOME, Command.BACK, Command.PLAY, Command.FORWARD, Command.END, Command.LOOP)

_ICONS = {
    Step.MARK: "ph.crosshair",
    Step.MARK_BEFORE: "ph.arrow-left",
    Step.MARK_AFTER: "ph.arrow-right",
    Step.PAUSE: "ph.pause",
    Step.FULL_SCREEN: "ph.corners-out",
}
_REPEATING = (Step.UP, Step.DOWN, Step.UP_10, Step.DOWN_10, Step.MARK_UP, Step.MARK_DOWN)


def step_text(step: Step) -> str:
    """What the step does, in a few words."""
    return {
        Step.UP: translate("Study", "Rating 1 higher"),
        Step.DOWN: translate("Study", "Rating 1 lower"),
        Step.UP_10: translate("Study", "Rating 10 higher"),
        Step.DOWN_10: translate("Study", "Rating 10 lower"),
        Step.MARK: translate("Study", "Place a mark with the arrow keys"),
        Step.MARK_BEFORE: translate("Study", "Previous mark"),
        Step.MARK_AFTER: translate("Study", "Next mark"),
        Step.MARK_UP: translate("Study", "Rating of this mark alone, 5 higher"),
        Step.MARK_DOWN: translate("Study", "Rating of this mark alone, 5 lower"),
        Step.REMOVE_MARK: translate("Study", "Remove this mark"),
        Step.GIVE: translate("Study", "Keep this reading for good and go on"),
        Step.PAUSE: translate("Study", "Pause: hide the picture and stop the time"),
        Step.FULL_SCREEN: translate("Study", "Full screen"),
    }[step]


class ReadingActions(QObject):
    """One action for each step, category, ten and cine command, with texts that name the keys."""

    def __init__(self, window: QObject) -> None:
        """Keys work in the reading window alone."""
        super().__init__(window)
        self.steps = {step: self._made(KEYS[step], repeats=step in _REPEATING) for step in Step}
        self.categories = {birads: self._made((key,)) for birads, key in CATEGORY_KEYS.items()}
        self.tens = {ten: self._made((digit,)) for digit, ten in TENS.items()}
        self.cine = {
            command: self._made((DEFAULT_KEYS[command],), repeats=command in (Command.BACK, Command.FORWARD))
            for command in CINE
        }
        for step, name in _ICONS.items():
            self.steps[step].setIcon(icon(name))
        for command, action in self.cine.items():
            action.setIcon(command_icon(command))
        for birads, action in self.categories.items():
            action.setIconText(birads)
            action.setCheckable(True)
        self.cine[Command.LOOP].setCheckable(True)
        self.steps[Step.FULL_SCREEN].setCheckable(True)
        self._playing = False
        self.retranslate()

    def enable(self, state: ReadingState, *, placing: bool) -> None:
        """Keys work only where they mean something; while a mark is placed, the arrows belong to it."""
        reading = state.page is Page.READING
        rated = reading and state.draft.rating is not None and not placing
        marked = reading and bool(state.draft.marks) and not placing
        for step in (Step.UP, Step.DOWN, Step.UP_10, Step.DOWN_10):
            self.steps[step].setEnabled(rated)
        for step in (Step.MARK_BEFORE, Step.MARK_AFTER, Step.MARK_UP, Step.MARK_DOWN, Step.REMOVE_MARK):
            self.steps[step].setEnabled(marked)
        self.steps[Step.MARK].setEnabled(reading)
        self.steps[Step.GIVE].setEnabled(not placing)
        self.steps[Step.PAUSE].setEnabled(state.page in (Page.READING, Page.PAUSED))
        for action in (*self.tens.values(), *self.categories.values()):
            action.setEnabled(reading)
        for action in self.cine.values():
            action.setEnabled(reading and state.pictures > 1 and not placing)

    def show_playing(self, playing: bool, *, looping: bool) -> None:
        """The button shows what pressing it does."""
        self.cine[Command.LOOP].setChecked(looping)
        if playing is not self._playing:
            self._playing = playing
            self.cine[Command.PLAY].setIcon(command_icon(Command.PLAY, "ph.pause" if playing else None))

    @property
    def all(self) -> list[QAction]:
        """Every action."""
        groups: tuple[Mapping[object, QAction], ...] = (self.steps, self.categories, self.tens, self.cine)  # type: ignore[assignment]
        return [action for group in groups for action in group.values()]

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        for step, action in self.steps.items():
            _name(action, step_text(step))
        for birads, action in self.categories.items():
            _name(action, translate("Study", "BI-RADS category {category}").format(category=birads))
            action.setIconText(birads)
        for ten, action in self.tens.items():
            _name(action, translate("Study", "Rating {rating}").format(rating=ten))
        for command, action in self.cine.items():
            _name(action, command_text(command))
        self.steps[Step.PAUSE].setIconText(translate("Study", "Pause"))

    def _made(self, keys: tuple[str, ...], *, repeats: bool = False) -> QAction:
        action = QAction(self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(repeats)
        return action


def key_text(action: QAction) -> str:
    """The action's first key as the platform writes it."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def _name(action: QAction, text: str) -> None:
    action.setText(text)
    action.setToolTip(translate("Command", "{action} ({key})").format(action=text, key=key_text(action)))
