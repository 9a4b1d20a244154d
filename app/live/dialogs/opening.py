"""Opening what the user asks for, and saying why where it cannot be opened."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.live.dialogs.window_dialogs import WindowDialogs
from app.live.sources.source_list import SourceList
from app.live.stage import Stage
from app.live.view_state import Session
from app.live.window.actions import SourceChoice, WindowActions
from capture.errors import MinamoError


class Opening(QObject):
    """Puts sessions on stage. A fault is emitted, never raised, and what runs goes on where it can."""

    failed = Signal(object)  # MinamoError

    def __init__(
        self, stage: Stage, doer: WindowActions, previews: SourceList, dialogs: WindowDialogs, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._stage, self._doer, self._previews, self._dialogs = stage, doer, previews, dialogs
        self._last: Callable[[], None] | None = None
        self.choice: SourceChoice | None = None  # of the live source that was opened last

    @property
    def can_repeat(self) -> bool:
        """Whether something was opened that can be opened again."""
        return self._last is not None

    def again(self) -> None:
        """Open again what was opened last; for a device that was lost."""
        if self._last is not None:
            self._last()

    def file(self, path: Path) -> None:
        """Open a recording; what runs goes on when it cannot be opened."""
        self._open(partial(self._doer.open_file, path), free_first=False)

    def demo(self) -> None:
        """Play the demo."""
        self._open(self._doer.open_demo, free_first=False)

    def contrast_demo(self) -> None:
        """Play the contrast demo."""
        self._open(self._doer.open_contrast_demo, free_first=False)

    def live(self, choice: SourceChoice) -> None:
        """Open a grabber or stream, as soon as no preview holds it."""
        self.choice = choice
        then = partial(self._open, partial(self._doer.open_live, choice), free_first=True)
        self._previews.when_free(partial(self._dialogs.when_free, then))

    def show(self, session: Session | None) -> bool:
        """Put this session on stage, started; None leaves the start page. False where it cannot start."""
        try:
            self._stage.show(session)
        except MinamoError as error:
            self.failed.emit(error)
            return False
        return True

    def _open(self, make: Callable[[], Session], *, free_first: bool) -> None:
        """Open; `free_first` closes what runs before, because it may hold the same device."""
        if free_first:
            self._stage.release()
        try:
            session = make()
        except MinamoError as error:
            if self._stage.session is None:
                self._stage.show(None)
            self._watch_again()
            self.failed.emit(error)
            return
        self._last = partial(self._open, make, free_first=True)
        self.show(session)
        self._watch_again()

    def _watch_again(self) -> None:
        self._previews.watch()
        self._dialogs.resume()
