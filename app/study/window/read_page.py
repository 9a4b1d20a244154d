"""The page of a case: what is shown of the aid and how far the session is, the case, and what the reader says."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.live.look.widgets import ElidedLabel, label, set_property, tool_button
from app.live.panels.timeline import Timeline
from app.live.view_state import ViewState
from app.study.reading.reading_state import ReadingState
from app.study.window.aid_panel import AidPanel
from app.study.window.case_view import CaseView
from app.study.window.mark_cursor import MarkCursor
from app.study.window.mark_list import MarkList
from app.study.window.rating_panel import RatingPanel
from app.study.window.steps import ReadingActions, Step, key_text
from app.study.window.study_texts import arm_text, case_text, give_text, missing_text, session_text


class ReadPage(QWidget):
    """Lays out its parts and shows them a `ReadingState`."""

    def __init__(self, actions: ReadingActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.case_view = CaseView()
        self.timeline = Timeline(actions.cine)
        self.rating, self.marks, self.aid = RatingPanel(actions), MarkList(actions), AidPanel()
        self.arm, self.case, self.session = label("word"), label("source"), ElidedLabel("quiet")
        self.missing = label("quiet")
        self.missing.setWordWrap(True)
        self.give = QPushButton()
        self.give.setObjectName("primary")
        self.give.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.give.clicked.connect(actions.steps[Step.GIVE].trigger)
        self._pause = tool_button(actions.steps[Step.PAUSE], text=True)
        self._full = tool_button(actions.steps[Step.FULL_SCREEN])
        self._bar, self._side, self._cine = QWidget(), QWidget(), QWidget()
        for part, name in ((self._bar, "health"), (self._side, "findings"), (self._cine, "bottom")):
            part.setObjectName(name)
            part.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_property(self._side, "mirrored", False)
        self._build()
        self.set_scale(1.0)

    def show_state(self, state: ReadingState, *, placing: bool) -> None:
        """Show what is not the picture; `placing`: the arrow keys are placing a mark."""
        self.arm.setText(arm_text(state))
        set_property(self.arm, "tone", "live" if state.aid_shown else "calm")
        self.case.setText(case_text(state))
        self.session.set_whole_text(session_text(state))
        self.rating.show_draft(state.draft)
        self.marks.show_draft(state.draft, placing=placing)
        self.missing.setText(missing_text(state))
        key = key_text(self._actions.steps[Step.GIVE])
        self.give.setText(give_text(state))
        self.give.setToolTip(f"{self._actions.steps[Step.GIVE].text()} ({key})")
        self.give.setEnabled(state.draft.complete)
        self._cine.setVisible(state.pictures > 1)

    def show_picture(self, view: ViewState, state: ReadingState, picture: int, cursor: MarkCursor | None) -> None:
        """Show the picture that is due, with marks and aid."""
        self.case_view.show_case(view, state.draft, picture, cursor)
        self.aid.show_aid(view if state.aid_shown else None)
        if view.timeline is not None:
            self.timeline.show_state(view, hidden=not state.aid_shown)

    def set_scale(self, scale: float) -> None:
        """Enlarge what the style sheet does not reach."""
        self._side.setFixedWidth(round(352 * scale))
        self.timeline.set_scale(scale)
        self.rating.set_scale(scale)
        self.aid.set_scale(scale)
        for button in self.findChildren(QToolButton):
            button.setIconSize(QSize(round(20 * scale), round(20 * scale)))

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        for part in (self.timeline, self.rating, self.marks, self.aid):
            part.retranslate()

    def _build(self) -> None:
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(12, 6, 12, 6)
        bar.setSpacing(14)
        bar.addWidget(self.arm)
        bar.addWidget(self.case)
        bar.addWidget(self.session, 1)
        bar.addWidget(self._pause)
        bar.addWidget(self._full)
        cine = QHBoxLayout(self._cine)
        cine.setContentsMargins(10, 6, 10, 4)
        cine.addWidget(self.timeline)
        scan = QVBoxLayout()
        scan.setSpacing(0)
        scan.addWidget(self._bar)
        scan.addWidget(self.case_view, 1)
        scan.addWidget(self._cine)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(14, 12, 14, 12)
        side.setSpacing(12)
        side.addWidget(self.rating)
        side.addWidget(self.marks)
        side.addWidget(self.aid, 1)
        side.addStretch(0)
        side.addWidget(self.missing)
        side.addWidget(self.give)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(scan, 1)
        row.addWidget(self._side)
