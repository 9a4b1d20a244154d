"""The reader's marks, each with a rating of its own where he wants one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.live.look.icons import icon
from app.live.look.texts import translate
from app.live.look.widgets import label, set_property, tool_button
from app.study.reading.draft import Draft, Mark
from app.study.window.steps import ReadingActions, Step

STEP = 5
_MOST_SHOWN = 2  # more would take the aid's room; the others are scrolled to


class MarkRow(QFrame):
    """One mark."""

    chosen = Signal(int)
    nudged = Signal(int, int)  # which, by how much
    removed = Signal(int)

    def __init__(self, place: int, actions: ReadingActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._place, self._actions = place, actions
        self._name, self._rating = label("words"), label("body")
        self._down, self._up, self._cross = QToolButton(), QToolButton(), QToolButton()
        self._down.setText("−")
        self._up.setText("+")
        self._cross.setIcon(icon("ph.x"))
        self._down.clicked.connect(lambda: self.nudged.emit(place, -STEP))
        self._up.clicked.connect(lambda: self.nudged.emit(place, STEP))
        self._cross.clicked.connect(lambda: self.removed.emit(place))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 4, 2)
        row.addWidget(self._name)
        row.addStretch(1)
        row.addWidget(self._rating)
        for button in (self._down, self._up, self._cross):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)

    def show_mark(self, mark: Mark, *, chosen: bool) -> None:
        """Show it as it stands."""
        self._name.setText(translate("Study", "Mark {number}").format(number=self._place + 1))
        own = translate("Study", "own rating {rating}")
        self._rating.setText(own.format(rating="–" if mark.rating is None else mark.rating))
        set_property(self, "selected", chosen)
        self._down.setToolTip(self._actions.steps[Step.MARK_DOWN].toolTip())
        self._up.setToolTip(self._actions.steps[Step.MARK_UP].toolTip())
        self._cross.setToolTip(self._actions.steps[Step.REMOVE_MARK].toolTip())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this mark."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self._place)


class MarkList(QWidget):
    """Shows a `Draft`'s marks."""

    chosen = Signal(int)
    nudged = Signal(int, int)
    removed = Signal(int)

    def __init__(self, actions: ReadingActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._draft, self._placing = Draft(), False
        self._heading, self._hint = label("heading"), label("quiet")
        self._hint.setWordWrap(True)
        header = QHBoxLayout()
        header.addWidget(self._heading)
        header.addStretch(1)
        for step in (Step.MARK_BEFORE, Step.MARK_AFTER, Step.MARK):
            header.addWidget(tool_button(actions.steps[step]))
        inner = QWidget()
        inner.setObjectName("findingsInner")
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.setSpacing(4)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows: list[MarkRow] = []
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(header)
        rows.addWidget(self._hint)
        rows.addWidget(self._scroll)
        self.retranslate()

    def show_draft(self, draft: Draft, *, placing: bool) -> None:
        """Show these marks; `placing` says how a mark is placed with the arrow keys."""
        self._draft, self._placing = draft, placing
        while len(self.rows) > len(draft.marks):
            row = self.rows.pop()
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(draft.marks):
            row = MarkRow(len(self.rows), self._actions)
            row.chosen.connect(self.chosen)
            row.nudged.connect(self.nudged)
            row.removed.connect(self.removed)
            self.rows.append(row)
            self._list.addWidget(row)
        for place, (row, mark) in enumerate(zip(self.rows, draft.marks, strict=True)):
            row.show_mark(mark, chosen=place == draft.chosen)
        self._hint.setVisible(placing or not draft.marks)
        self._hint.setText(
            translate("Study", "Arrow keys move the cross (Shift: farther), Return places the mark, Esc gives it up.")
            if placing
            else translate("Study", "Click the picture where you see something.")
        )
        self._scroll.setVisible(bool(draft.marks))
        if self.rows:
            shown = min(len(self.rows), _MOST_SHOWN)
            height = max(row.sizeHint().height() for row in self.rows)
            self._scroll.setFixedHeight(shown * (height + 4) + 2)

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._heading.setText(translate("Study", "Marks"))
        self.show_draft(self._draft, placing=self._placing)
