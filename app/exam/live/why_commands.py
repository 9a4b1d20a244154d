"""Key W: why the chosen finding has its score, of the picture on screen; what the network looked at, on demand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from app.exam.content.lesion import TermSystem
from app.exam.reading.reader import LesionReader
from app.exam.window.why.why_panel import WhyPanel
from app.exam.window.why.why_view import WhyView
from app.live.background import Background
from app.live.stage import Stage
from app.live.view_state import Finding, StatusWord, ViewState
from app.live.window.keys import Command
from capture.errors import MinamoError
from capture.frame import Frame
from inference.findings import Box

if TYPE_CHECKING:
    from app.exam.reading.lesion_reading import LesionReading
    from inference.explanation.saliency import Saliency

Run = Callable[[Callable[[], None]], None]

NOTHING_CHOSEN = "Several findings are shown. Choose one with its number, then ask why."
NOTHING_THERE = "No finding is on screen. Why is asked of a finding; wait for one, or go to a picture with one."
NOT_MEASURED = "The finding does not lie on a B-mode picture, so nothing of it was measured."
_STILL = (StatusWord.FROZEN, StatusWord.STILL, StatusWord.PAUSED, StatusWord.MEASURING, StatusWord.REVIEW)


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """Of which finding in which picture."""

    frame: Frame
    track_id: int
    number: int
    box: Box

    def is_of(self, other: "_Asked | None") -> bool:
        return other is not None and self.frame is other.frame and self.track_id == other.track_id


class WhyCommands(QObject):
    """Reads on request, and anew for each picture that stands still; a moving picture is never read by itself."""

    failed = Signal(object)  # MinamoError

    def __init__(
        self,
        stage: Stage,
        panel: WhyPanel,
        reader: LesionReader,
        actions: Mapping[Command, QAction],
        run: Run,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._stage, self._panel, self._reader, self._actions = stage, panel, reader, actions
        self._view: WhyView | None = None
        self._asked: _Asked | None = None
        self._reading: Background | None = None
        self._looking: Background | None = None
        self._system = TermSystem.BI_RADS
        actions[Command.WHY].triggered.connect(lambda _checked=False: run(self._toggle))
        actions[Command.SALIENCY].triggered.connect(lambda _checked=False: run(self._look))
        stage.picture_changed.connect(self._follow)
        stage.session_changed.connect(self._leave)
        panel.cancelled.connect(self._cancel)

    def set_system(self, system: TermSystem) -> None:
        """Say it in these terms."""
        self._system = system
        self._show(system=system)

    def show_state(self) -> None:
        """Enable what can be done now; what the patient may not see is not shown."""
        state = self._stage.state
        running = self._stage.session is not None
        self._actions[Command.WHY].setEnabled(running and (bool(state.findings) or self._view is not None))
        self._actions[Command.WHY].setChecked(self._view is not None)
        self._actions[Command.SALIENCY].setEnabled(running and (bool(state.findings) or self._asked is not None))
        bare = self._stage.hidden or state.muted or state.held_back
        self._panel.show_view(None if bare else self._view)

    def stop(self) -> None:
        """Before the window closes."""
        for work in (self._reading, self._looking):
            if work is not None:
                work.drop()
        self._reading = self._looking = None

    # -- asking -----------------------------------------------------------------------------------------------------

    def _toggle(self) -> None:
        if self._view is not None:
            self._leave()
        else:
            self._ask(self._meant(self._stage.state))

    def _look(self) -> None:
        """The saliency picture of the finding that is explained, or of the chosen one."""
        if self._looking is not None:
            return
        state = self._stage.state
        if self._view is None or self._asked is None or self._is_another(state):
            self._ask(self._meant(state))
        asked = self._asked
        if asked is None:
            return

        def work(background: Background) -> "Saliency | None":
            return self._reader.explain(
                asked.frame.pixels,
                asked.frame.layout,
                asked.box,
                progress=background.report,
                cancelled=background.cancelled,
            )

        self._looking = Background("saliency", work, self)
        self._looking.progress.connect(lambda share: self._show(looking=share))
        self._looking.done.connect(partial(self._take_saliency, asked))
        self._looking.failed.connect(self._fail)
        self._show(looking=0.0, saliency=None)
        self._looking.start()

    def _cancel(self) -> None:
        if self._looking is not None:
            self._looking.cancel()

    def _follow(self) -> None:
        """A picture that stands still is read by itself while the panel is open."""
        state = self._stage.state
        if self._view is None or self._reading is not None or not stands_still(state):
            return
        meant = self._one_of(state)
        if meant is not None and not meant.is_of(self._asked):
            self._ask(meant)

    def _is_another(self, state: ViewState) -> bool:
        meant = self._one_of(state)
        return meant is not None and self._asked is not None and meant.track_id != self._asked.track_id

    def _meant(self, state: ViewState) -> _Asked:
        """The chosen finding, or the only one.

        Raises:
            MinamoError: There is none, or it is not clear which.
        """
        if state.frame is None or not state.findings:
            raise MinamoError(NOTHING_THERE)
        meant = self._one_of(state)
        if meant is None:
            raise MinamoError(NOTHING_CHOSEN if len(state.findings) > 1 else NOTHING_THERE)
        return meant

    def _one_of(self, state: ViewState) -> _Asked | None:
        finding = meant_finding(state)
        if finding is None or state.frame is None:
            return None
        painted = next((track for track in state.tracks if track.id == finding.track.id), None)
        if painted is None:  # it is not in this picture
            return None
        return _Asked(state.frame, painted.id, finding.number, painted.box)

    def _ask(self, asked: _Asked) -> None:
        if self._looking is not None:
            self._looking.cancel()
        self._asked = asked
        self._view = WhyView(asked.number, system=self._system, reading=True)
        self.show_state()
        if self._reading is not None:  # it answers, and then this one is read
            return

        def work(_background: Background) -> "LesionReading | None":
            return self._reader.read(asked.frame.pixels, asked.frame.layout, asked.box)

        self._reading = Background("why", work, self)
        self._reading.done.connect(partial(self._take_reading, asked))
        self._reading.failed.connect(self._fail)
        self._reading.start()

    # -- answers ----------------------------------------------------------------------------------------------------

    def _take_reading(self, asked: _Asked, reading: "LesionReading | None") -> None:
        self._reading = None
        if self._view is None or self._asked is None:
            return
        if not asked.is_of(self._asked):
            self._ask(self._asked)
        elif reading is None:
            self._show(reading=False, unread=NOT_MEASURED)
        else:
            self._show(reading=False, measured=reading.measured, time_ns=asked.frame.time_ns)
        self._follow()

    def _take_saliency(self, asked: _Asked, made: "Saliency | None") -> None:
        self._looking = None
        if asked.is_of(self._asked):
            self._show(looking=None, saliency=made)
        else:
            self._show(looking=None)

    def _fail(self, fault: Exception) -> None:
        self._reading = self._looking = None
        self._leave()
        if not isinstance(fault, MinamoError):
            raise fault
        self.failed.emit(fault)

    def _leave(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
        self._view = self._asked = None
        self.show_state()

    def _show(self, **changes: object) -> None:
        if self._view is not None:
            self._view = replace(self._view, **changes)  # type: ignore[arg-type]
            self.show_state()


def stands_still(state: ViewState) -> bool:
    """Whether the picture on screen stays: frozen by the scanner or the user, or a recording that is paused."""
    if state.timeline is not None:
        return not state.timeline.playing
    return state.word in _STILL


def meant_finding(state: ViewState) -> Finding | None:
    """The chosen finding, or the only one."""
    meant = [finding for finding in state.findings if finding.selected] or list(state.findings)
    return meant[0] if len(meant) == 1 else None
