"""What each contrast command does: from a key or button to the session's contrast studies."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from app.contrast.control import ContrastControl
from app.contrast.view import StudyState
from app.live.contrast.contrast_strip import MAPS, ContrastStrip
from app.live.contrast.region_layer import Part, RegionLayer, Tool
from app.live.stage import Stage
from app.live.window.keys import Command
from capture.errors import MinamoError

TOOL_COMMANDS = {
    Command.CONTRAST_ELLIPSE: Tool.ELLIPSE,
    Command.CONTRAST_POLYGON: Tool.POLYGON,
    Command.CONTRAST_FREEHAND: Tool.FREEHAND,
}
_STUDY_ONLY = (Command.CONTRAST_STUDY, Command.CONTRAST_INJECTION, Command.CONTRAST_TIMER)
Run = Callable[[Callable[[], None]], None]


class ContrastCommands(QObject):
    """Holds what is chosen in the window alone: tool, region, axis; everything else is the session's."""

    def __init__(
        self,
        stage: Stage,
        strip: ContrastStrip,
        layer: RegionLayer,
        actions: Mapping[Command, QAction],
        run: Run,
        parent: QObject | None = None,
    ) -> None:
        """`run` does something, says what failed, and shows the result."""
        super().__init__(parent)
        self._stage, self._strip, self._layer, self._actions, self._run = stage, strip, layer, actions, run
        self.db = False
        self.part, self.tool = Part.LESION, Tool.MOVE
        answers: dict[Command, Callable[[], None]] = {
            Command.CONTRAST_TIMER: lambda: self._control().mark_injection(),
            Command.CONTRAST_STUDY: lambda: self._control().start_or_stop(),
            Command.CONTRAST_INJECTION: lambda: self._control().begin(),
            Command.CONTRAST_UNDO: lambda: self._control().undo_regions(),
            Command.CONTRAST_REGION: self._other_part,
            Command.CONTRAST_MAP: self._next_map,
            Command.CONTRAST_DB: self._toggle_db,
        }
        answers |= {command: partial(self._choose_tool, tool) for command, tool in TOOL_COMMANDS.items()}
        for command, answer in answers.items():
            actions[command].triggered.connect(lambda _checked=False, answer=answer: run(answer))
        layer.regions_changed.connect(self._set_regions)
        layer.drawn.connect(partial(self._choose_tool, Tool.MOVE))
        strip.injection_chosen.connect(lambda place: run(lambda: self._control().choose(place)))
        strip.injection_changed.connect(lambda injection: run(lambda: self._control().set_injection(injection)))
        strip.map_chosen.connect(layer.set_map)

    def show_state(self) -> None:
        """Show the study, and enable what can be done now."""
        view, hidden = self._stage.state.contrast, self._stage.hidden
        session = self._stage.session
        possible = session is not None and session.contrast is not None
        for command in _STUDY_ONLY:
            self._actions[command].setEnabled(possible)
        for command in (Command.CONTRAST_REGION, *TOOL_COMMANDS):
            self._actions[command].setEnabled(view.editable)
        self._actions[Command.CONTRAST_UNDO].setEnabled(view.can_undo)
        self._actions[Command.CONTRAST_MAP].setEnabled(view.result is not None and bool(view.result.maps))
        self._actions[Command.CONTRAST_DB].setEnabled(view.curves is not None)
        self._actions[Command.CONTRAST_DB].setChecked(self.db)
        self._actions[Command.CONTRAST_STUDY].setChecked(view.state is StudyState.COLLECTING)
        for command, tool in TOOL_COMMANDS.items():
            self._actions[command].setChecked(self.tool is tool)
        self._strip.show_view(view, db=self.db, part=self.part, hidden=hidden)

    def _control(self) -> ContrastControl:
        session = self._stage.session
        if session is None or session.contrast is None:
            raise MinamoError("Nothing is open. Choose a source or open a recording first.")
        return session.contrast

    def _choose_tool(self, tool: Tool) -> None:
        self.tool = Tool.MOVE if tool is self.tool else tool
        self._layer.set_tool(self.tool, self.part)
        self.show_state()

    def _other_part(self) -> None:
        self.part = Part.REFERENCE if self.part is Part.LESION else Part.LESION
        self._layer.set_tool(self.tool, self.part)

    def _set_regions(self, lesion: str | None, reference: str | None) -> None:
        self._run(lambda: self._control().set_regions(lesion, reference))

    def _next_map(self) -> None:
        self._strip.side.setCurrentIndex(MAPS)
        self._strip.maps.next_map()

    def _toggle_db(self) -> None:
        self.db = not self.db
