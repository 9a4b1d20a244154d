"""What the window remembers: one frozen value, changed and saved together."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.language import install_language
from app.live.window.actions import WindowActions, WindowSettings
from app.scanners.profile import without_password
from capture.errors import MinamoError

MOST_STREAMS = 8


class WindowMemory(QObject):
    """Holds the settings in force."""

    changed = Signal()
    failed = Signal(object)  # MinamoError: in force, but not saved

    def __init__(self, settings: WindowSettings, doer: WindowActions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self._doer = doer

    def change(self, **fields: Any) -> None:
        """Put other values in force and save them; the names are those of `WindowSettings`."""
        self.settings = replace(self.settings, **fields)
        self.changed.emit()
        try:
            self._doer.save_settings(self.settings)
        except MinamoError as error:
            self.failed.emit(error)

    def change_keys(self, keys: dict[str, str]) -> None:
        """Other keys."""
        self.change(keys=keys)

    def change_setting(self, setting: str, prevalence: float) -> None:
        """Another setting, with its prevalence."""
        self.change(setting=setting, prevalence=prevalence)

    def change_language(self, code: str) -> None:
        """Another language, at once."""
        app = QCoreApplication.instance()
        if app is not None:
            install_language(app, code)
        self.change(language=code)

    def remember_stream(self, address: str) -> None:
        """A stream was used: it is offered first the next time, without its user and password."""
        if "://" not in address:
            return
        plain = without_password(address)
        streams = (plain, *(each for each in self.settings.streams if each != plain))[:MOST_STREAMS]
        if streams != self.settings.streams:
            self.change(streams=streams)

    def mirror(self) -> None:
        """The findings on the other side."""
        self.change(mirrored=not self.settings.mirrored)
