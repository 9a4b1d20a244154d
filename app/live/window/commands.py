"""What each command does: from a key or button to the session or to the rest of the program."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Protocol, cast

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices

from app.live.look.error_texts import translate_error
from app.live.look.texts import translate
from app.live.panels.notice_strip import NoticeStrip
from app.live.stage import Stage
from app.live.view_state import Replay, Session, StatusWord, ViewState
from app.live.window.actions import WindowActions
from app.live.window.keys import CHECKABLE, LESIONS, Command, command_icon
from capture.errors import MinamoError

_ANY_SESSION = (
    Command.PLAY,
    Command.SNAPSHOT,
    Command.MUTE,
    Command.LOOK_FIRST,
    Command.AXILLA,
    Command.LAYOUT,
    Command.SCALE,
    Command.START_PAGE,
)
_REPLAY_ONLY = (Command.HOME, Command.BACK, Command.FORWARD, Command.END, Command.LOOP, Command.EXPORT)
_LIVE_ONLY = (Command.KEEP, Command.RECORD)
_FINDINGS_ONLY = (Command.DISMISS, Command.PREVIOUS, Command.NEXT)


class Picks(Protocol):
    """What else the keys 1 to 9, B and N may choose from."""

    @property
    def picks(self) -> bool:
        """Whether it wants them now."""
        ...

    def choose(self, number: int) -> None:
        """The one of this number."""
        ...

    def choose_next(self, way: int) -> None:
        """The next one, or with -1 the one before."""
        ...


class WindowCommands(QObject):
    """Answers every command that needs no window; the others are the window's."""

    marked = Signal()  # hidden or axilla was switched

    def __init__(
        self,
        stage: Stage,
        doer: WindowActions,
        notice: NoticeStrip,
        actions: Mapping[Command, QAction],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._stage, self._doer, self._notice, self._actions = stage, doer, notice, actions
        self._play_icon = ""
        self._picks: Picks | None = None
        answers: dict[Command, Callable[[], None]] = {
            Command.PLAY: lambda: self._session().toggle_play(),
            Command.HOME: lambda: self._replay().seek(0),
            Command.BACK: lambda: self._replay().step(-1),
            Command.FORWARD: lambda: self._replay().step(1),
            Command.END: self._to_end,
            Command.LOOP: self._loop,
            Command.SNAPSHOT: self._snapshot,
            Command.KEEP: self._keep,
            Command.RECORD: lambda: self._doer.toggle_recording(self._session()),
            Command.MUTE: lambda: self._session().set_muted(not self._stage.state.muted),
            Command.HIDE: self._hide,
            Command.LOOK_FIRST: lambda: self._session().set_look_first(not self._stage.state.look_first),
            Command.REVEAL: lambda: self._session().reveal(),
            Command.DISMISS: self._dismiss,
            Command.RESTORE: lambda: self._session().restore_dismissed(),
            Command.AXILLA: self._axilla,
            Command.PREVIOUS: partial(self._choose_next, -1),
            Command.NEXT: partial(self._choose_next, 1),
        }
        for command, number in LESIONS.items():
            answers[command] = partial(self._choose, number)
        for command, answer in answers.items():
            actions[command].triggered.connect(partial(self.run, answer))
        self.show_state()

    def run(self, answer: Callable[[], None], _checked: bool = False) -> None:
        """Do it, say what failed, and show the result at once."""
        try:
            answer()
        except MinamoError as error:
            self._notice.say(translate_error(error), translate("Notice", "OK"))
        self._stage.refresh()
        self.show_state()

    def choose_from(self, picks: "Picks") -> None:
        """Let the keys that choose findings choose something else while it asks for them."""
        self._picks = picks

    def _choose(self, number: int) -> None:
        if self._picks is not None and self._picks.picks:
            self._picks.choose(number)
        else:
            self.select(number)

    def select(self, number: int) -> None:
        """Choose the finding of this number; once more lets it go."""
        findings = {finding.number: finding for finding in self._stage.state.findings}
        if number in findings:
            self._session().select(None if findings[number].selected else number)

    def dismiss(self, number: int) -> None:
        """Send a finding away."""
        self.run(lambda: self._session().dismiss(number))

    def seek(self, number: int) -> None:
        """Show this frame of the recording."""
        self.run(lambda: self._replay().seek(number))

    def set_speed(self, speed: float) -> None:
        """Speed of play."""
        self.run(lambda: self._replay().set_speed(speed))

    def acknowledge_gaps(self) -> None:
        """The user has seen the gaps."""
        self.run(lambda: self._doer.acknowledge_gaps(self._session()))

    def show_state(self) -> None:
        """Enable what can be done now, and show what is switched on."""
        state, running = self._stage.state, self._stage.session is not None
        replay = running and state.timeline is not None
        live = running and not replay
        able = dict.fromkeys(_ANY_SESSION, running) | dict.fromkeys(_REPLAY_ONLY, replay)
        able |= dict.fromkeys(_LIVE_ONLY, live and state.frame is not None)
        if replay and self._doer.exam.running:  # of a recording, a clip of the exam is made
            able[Command.KEEP] = state.frame is not None
        able |= dict.fromkeys(_FINDINGS_ONLY, running and bool(state.findings))
        if self._picks is not None and self._picks.picks:
            able |= dict.fromkeys((Command.PREVIOUS, Command.NEXT), True)
        able |= dict.fromkeys(LESIONS, running)
        # A recording is left by its own keys only, not by a pedal that was meant for the scanner.
        able |= dict.fromkeys((Command.NEXT_SCANNER, Command.PREVIOUS_SCANNER), not replay)
        able[Command.RESTORE] = running and state.dismissed > 0
        able[Command.REVEAL] = running and state.look_first
        able[Command.SNAPSHOT] = running and state.frame is not None
        for command, can in able.items():
            self._actions[command].setEnabled(can)
        self._show_checks(state)
        self._show_play(state, replay=replay)

    def _show_checks(self, state: ViewState) -> None:
        on = {
            Command.LOOP: state.timeline is not None and state.timeline.looping,
            Command.RECORD: state.health.recording_s is not None and state.health.open_ended,
            Command.KEEP: state.health.clip_goes_on,
            Command.MUTE: state.muted,
            Command.HIDE: self._stage.hidden,
            Command.LOOK_FIRST: state.look_first,
            Command.AXILLA: self._stage.axilla,
        }
        for command in CHECKABLE:
            if command in on:
                self._actions[command].setChecked(on[command])

    def _show_play(self, state: ViewState, *, replay: bool) -> None:
        """The button shows what pressing it does."""
        if state.timeline is not None and replay:
            playing = state.timeline.playing
            icon, short = (
                ("ph.pause", translate("Short", "Pause")) if playing else ("ph.play", translate("Short", "Play"))
            )
        elif state.word is StatusWord.PAUSED:
            icon, short = "ph.play", translate("Short", "Go on")
        else:
            icon, short = "ph.snowflake", translate("Short", "Freeze")
        self._actions[Command.PLAY].setIconText(short)
        if icon != self._play_icon:
            self._play_icon = icon
            self._actions[Command.PLAY].setIcon(command_icon(Command.PLAY, icon))

    def _session(self) -> Session:
        session = self._stage.session
        if session is None:
            raise MinamoError("Nothing is open. Choose a source or open a recording first.")
        return session

    def _replay(self) -> Replay:
        session = self._session()
        if self._stage.state.timeline is None:
            raise MinamoError("This works on recordings only. Open one first.")
        return cast(Replay, session)  # a session whose state has a time line is one

    def _to_end(self) -> None:
        timeline = self._stage.state.timeline
        self._replay().seek(0 if timeline is None else len(timeline.times_ns) - 1)

    def _loop(self) -> None:
        timeline = self._stage.state.timeline
        self._replay().set_looping(timeline is None or not timeline.looping)

    def _snapshot(self) -> None:
        path = self._doer.snapshot(self._session(), self._stage.state)
        if path is not None:
            self.say_kept(translate("Notice", "Snapshot kept: {path}"), path)

    def _keep(self) -> None:
        path = self._doer.keep_last_30_s(self._session())
        if path is not None:
            self.say_kept(translate("Notice", "The last 30 s are kept: {path}"), path)

    def say_kept(self, text: str, path: Path) -> None:
        """Say where something was written; `text` has a place for its name."""
        self._notice.say(
            text.format(path=path.name),
            translate("Notice", "Show folder"),
            partial(show_folder, path.parent),
            good=True,
        )

    def _hide(self) -> None:
        self._stage.hidden = not self._stage.hidden

    def _axilla(self) -> None:
        self._stage.axilla = not self._stage.axilla

    def _dismiss(self) -> None:
        findings = self._stage.state.findings
        chosen = [finding for finding in findings if finding.selected] or list(findings)
        if len(chosen) != 1:
            raise MinamoError("Several findings are shown. Choose one with its number, then dismiss it.")
        self._session().dismiss(chosen[0].number)

    def _choose_next(self, way: int) -> None:
        if self._picks is not None and self._picks.picks:
            self._picks.choose_next(way)
            return
        findings = self._stage.state.findings
        if not findings:
            return
        chosen = next((place for place, finding in enumerate(findings) if finding.selected), None)
        place = (0 if way > 0 else -1) if chosen is None else (chosen + way) % len(findings)
        self._session().select(findings[place].number)


def show_folder(folder: Path) -> None:
    """Open the folder in the platform's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
