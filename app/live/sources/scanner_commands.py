"""The keys that go from scanner to scanner while live; the exam goes on."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.live.look.texts import translate
from app.live.panels.notice_strip import NoticeStrip
from app.live.window.actions import SourceChoice
from app.scanners.profile import ScannerProfile
from app.scanners.profile_shelf import ProfileShelf


class ScannerCommands(QObject):
    """Chooses the next or the previous profile by name, round and round."""

    chosen = Signal(object)  # SourceChoice

    def __init__(
        self,
        shelf: ProfileShelf,
        notice: NoticeStrip,
        in_use: Callable[[], str],
        set_up: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        """Ask and tell the window.

        Args:
            shelf: The profiles.
            notice: Where it is said which one was chosen.
            in_use: Id of the profile whose source is on stage; empty for none.
            set_up: Opens the source dialog.
        """
        super().__init__(parent)
        self._shelf, self._notice, self._in_use, self._set_up = shelf, notice, in_use, set_up

    def go(self, way: int) -> None:
        """The next one, or with -1 the one before."""
        profiles = self._shelf.all()
        if not profiles:
            text = translate("Source", "No scanner is saved yet. Choose a source and save it under the scanner's name.")
            self._notice.say(text, translate("Status", "Choose a source"), self._set_up)
            return
        ids = [profile.id for profile in profiles]
        used = self._in_use()
        before = ids.index(used) if used in ids else None
        place = min(way, 0) % len(ids) if before is None else (before + way) % len(ids)
        if place == before:
            text = translate("Source", "{name} is the only scanner that is saved.")
            self._notice.say(text.format(name=profiles[place].name), good=True)
            return
        self._choose(profiles[place])
        if self._notice.text:
            return  # why it cannot be opened, which counts for more
        text = translate("Source", "Scanner: {name}").format(name=profiles[place].name)
        if before is None:
            self._notice.say(text, good=True)
        else:
            self._notice.say(text, translate("Source", "Back"), partial(self._choose, profiles[before]), good=True)

    def _choose(self, profile: ScannerProfile) -> None:
        self.chosen.emit(SourceChoice(profile.address, profile.source_name, profile.mode, profile=profile.id))
