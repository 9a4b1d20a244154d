"""The session on stage: asks it for a `ViewState` when there is news, and hands the state to the widgets."""

import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.live.axilla import without_scores
from app.live.view_state import Session, StatusWord, ViewState

_AGE_TIMER_MS = 250  # ages and "no signal" move without news
_PANEL_INTERVAL_NS = 150_000_000  # numbers that change with every frame cannot be read


class Stage(QObject):
    """Holds at most one session through its Protocol.

    `news` may come from any thread and is coalesced: however many frames arrive while the GUI is busy, one refresh
    follows.
    """

    picture_changed = Signal()  # the frame and its overlay
    panels_changed = Signal()  # everything slower: bar, cards, time line
    session_changed = Signal()

    _news = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session: Session | None = None
        self.state = ViewState(StatusWord.WAITING)
        self.hidden = False
        self.axilla = False
        self._pending = False
        self._panels_at_ns = 0
        self._news.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.setInterval(_AGE_TIMER_MS)
        self._timer.timeout.connect(self.refresh)

    def show(self, session: Session | None) -> None:
        """Close the session on stage and start this one.

        Raises:
            MinamoError: The new one cannot start; the stage is then empty.
        """
        before, self.session = self.session, None
        if before is not None and before is not session:
            before.close()
        self.axilla = False
        self.state = ViewState(StatusWord.WAITING)
        try:
            if session is not None:
                if session is not before:
                    session.start(self._tell)
                self.session = session
                self._timer.start()
            else:
                self._timer.stop()
        finally:
            self.session_changed.emit()
            self.refresh()

    def release(self) -> None:
        """Close the session, which may hold a device, because another one is about to be shown."""
        session, self.session = self.session, None
        self._timer.stop()
        if session is not None:
            session.close()

    def refresh(self) -> None:
        """View the session now and repaint everything; called after each command."""
        self._view(panels=True)

    def _tell(self) -> None:
        if not self._pending:  # a race here costs one refresh too many, never one too few
            self._pending = True
            self._news.emit()

    def _answer(self) -> None:
        self._pending = False
        self._view(panels=False)

    def _view(self, *, panels: bool) -> None:
        if self.session is None:
            return
        now_ns = time.monotonic_ns()
        state = self.session.view(now_ns)
        if self.axilla:
            state = without_scores(state)
        panels = panels or state.word is not self.state.word or now_ns - self._panels_at_ns >= _PANEL_INTERVAL_NS
        self.state = state
        self.picture_changed.emit()
        if panels:
            self._panels_at_ns = now_ns
            self.panels_changed.emit()
