"""The window's dialogs: made when first asked for, none of them modal."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.live.dialogs.key_list import KeyList
from app.live.dialogs.layout_dialog import LayoutDialog
from app.live.sources.source_dialog import SourceDialog
from app.live.sources.source_list import SourceList
from app.live.stage import Stage
from app.live.window.actions import WindowActions
from capture.source import Screen


class WindowDialogs(QObject):
    """Shows the dialogs and passes on what was chosen in them."""

    source_chosen = Signal(object)  # SourceChoice
    scanners_changed = Signal()
    layout_accepted = Signal(object, object)  # ScanLayout, and the Screen it was drawn on
    keys_changed = Signal(dict)  # as WindowSettings.keys

    def __init__(self, window: QWidget, doer: WindowActions, stage: Stage, first_page: SourceList) -> None:
        """`first_page` watches the same devices as the source dialog."""
        super().__init__(window)
        self._first_page = first_page
        self._window, self._doer, self._stage = window, doer, stage
        self.source: SourceDialog | None = None
        self.layout: LayoutDialog | None = None
        self.keys: KeyList | None = None

    def show_source(self, streams: Sequence[str]) -> None:
        """Choose a live source; `streams` are the addresses that were used before."""
        if self.source is None:
            self.source = SourceDialog(self._doer, self._first_page, self._window)
            self.source.chosen.connect(self.source_chosen)
            self.source.scanners_changed.connect(self.scanners_changed)
        self.source.show_streams(streams)
        _show(self.source)

    def import_scanner(self, file: Path, streams: Sequence[str]) -> None:
        """Take a scanner's profile that was dropped on the window or opened."""
        self.show_source(streams)
        if self.source is not None:
            self.source.scanners.take_or_say(file)

    def show_layout(self, *, scale: bool = False) -> None:
        """Mark the scan area on the newest screen, beginning with the area now in force; or state its scale."""
        if self.layout is None:
            self.layout = LayoutDialog(self._last_screen, self._window)
            self.layout.accepted_layout.connect(self.layout_accepted)
        frame = self._stage.state.frame
        self.layout.show_layout(None if frame is None else frame.layout)
        _show(self.layout)
        if scale:
            self.layout.show_scale()

    def show_keys(self, changed: Mapping[str, str]) -> None:
        """The list of keys."""
        if self.keys is None:
            self.keys = KeyList(changed, self._window)
            self.keys.keys_changed.connect(self.keys_changed)
        _show(self.keys)

    def leave_session(self) -> None:
        """Another session comes: its screen is not the one the layout dialog shows."""
        if self.layout is not None:
            self.layout.hide()

    def when_free(self, then: Callable[[], None]) -> None:
        """Call `then` as soon as no preview of the source dialog holds a device open."""
        if self.source is None:
            then()
        else:
            self.source.let_go()
            self.source.sources.when_free(then)

    def resume(self) -> None:
        """A source was opened: previews go on, where they are still shown."""
        if self.source is not None:
            self.source.resume()

    def stop(self) -> None:
        """End the threads; for the window's end."""
        if self.source is not None:
            self.source.let_go()
            self.source.sources.stop()

    def _last_screen(self) -> Screen | None:
        return None if self._stage.session is None else self._doer.last_screen(self._stage.session)


def _show(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
