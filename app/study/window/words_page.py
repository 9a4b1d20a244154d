"""Pages without a picture: who reads and how it is done, the pause, the end."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.live.look.texts import translate
from app.live.look.widgets import label
from app.study.reading.reading_state import ReadingState
from app.study.window.study_texts import case_text, page_texts, session_text

_READERS_A_ROW = 4
_TEXT_PX = 720


def _page(page: QWidget) -> QVBoxLayout:
    page.setObjectName("page")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    rows = QVBoxLayout(page)
    rows.setContentsMargins(60, 40, 60, 40)
    rows.setSpacing(18)
    return rows


def _centred(*texts: QLabel) -> None:
    for text in texts:
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setWordWrap(True)


class BeginPage(QWidget):
    """The study's name, its readers, what to do, and one button."""

    reader_chosen = Signal(str)
    begun = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: ReadingState | None = None
        self._title, self._place, self._who = label("title"), label("heading"), label("heading")
        self._how = [label("body") for _ in range(5)]
        self.begin = QPushButton()
        self.begin.setObjectName("primary")
        self.begin.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.begin.clicked.connect(self.begun)
        self.readers: dict[str, QPushButton] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        _centred(self._title, self._place, self._who)
        how = QGridLayout()
        how.setHorizontalSpacing(10)
        how.setVerticalSpacing(6)
        how.setColumnMinimumWidth(1, _TEXT_PX)
        for place, text in enumerate(self._how):
            text.setWordWrap(True)
            text.setMaximumWidth(_TEXT_PX)
            how.addWidget(label("body", "•"), place, 0, Qt.AlignmentFlag.AlignTop)
            how.addWidget(text, place, 1)
        rows = _page(self)
        rows.addStretch(2)
        rows.addWidget(self._title)
        rows.addWidget(self._who)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addLayout(self._grid)
        centred.addStretch(1)
        rows.addLayout(centred)
        rows.addWidget(self._place)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addLayout(how)
        middle.addStretch(1)
        rows.addLayout(middle)
        rows.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignCenter)
        rows.addStretch(3)

    def show_state(self, state: ReadingState) -> None:
        """Show who can read, and where the chosen reader stands."""
        self._state = state
        for place, name in enumerate(state.readers):
            if name not in self.readers:
                button = QPushButton(name)
                button.setCheckable(True)
                button.setObjectName("tile")
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                button.clicked.connect(lambda _checked, name=name: self.reader_chosen.emit(name))
                self.readers[name] = button
                self._grid.addWidget(button, place // _READERS_A_ROW, place % _READERS_A_ROW)
        for name, button in self.readers.items():
            button.setChecked(name == state.reader)
        self.begin.setEnabled(state.reader is not None)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        state = self._state
        if state is None:
            return
        self._title.setText(state.study)
        self._who.setText(translate("Study", "Who is reading?"))
        chosen = state.reader is not None
        self._place.setVisible(chosen)
        self._place.setText(f"{session_text(state)} · {case_text(state)}" if chosen else "")
        self.begin.setText(translate("Study", "Begin"))
        self.begin.setToolTip(translate("Command", "{action} ({key})").format(action=self.begin.text(), key="Return"))
        how = (
            translate("Study", "Rate every case from 0 to 100 and give it a BI-RADS category; both are asked for."),
            translate("Study", "Click the picture where you see something. A mark may have a rating of its own."),
            translate("Study", "In some cases an aid is shown. It is a score, not a diagnosis; the category is yours."),
            translate(
                "Study",
                "A reading that was kept cannot be seen or changed again. The time is taken; a pause "
                "hides the picture and stops it.",
            ),
            translate("Study", "Every button's tooltip names its key; everything works without the mouse."),
        )
        for text, line in zip(self._how, how, strict=True):
            text.setText(line)


class WordsPage(QWidget):
    """A title, a sentence and one button, for the pause and the end."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._body = label("title"), label("body")
        self.button = QPushButton()
        self.button.setObjectName("primary")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.pressed)
        _centred(self._title, self._body)
        rows = _page(self)
        rows.addStretch(2)
        rows.addWidget(self._title)
        rows.addWidget(self._body)
        rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        rows.addStretch(3)

    def show_state(self, state: ReadingState, key: str) -> None:
        """Say what this page is about; `key` presses the button."""
        title, body, button = page_texts(state)
        self._title.setText(title)
        self._body.setText(body)
        self.button.setText(button)
        self.button.setToolTip(translate("Command", "{action} ({key})").format(action=button, key=key))

    @property
    def text(self) -> str:
        """All that it says."""
        return f"{self._title.text()} {self._body.text()}"
