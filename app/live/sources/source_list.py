"""The grabbers that are plugged in, each with a small moving picture of what it sees."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.live.background import Background
from app.live.look.error_texts import translate_error
from app.live.look.texts import translate
from app.live.look.widgets import label
from app.live.sources.source_tile import SourceTile
from app.live.window.actions import LiveSource, SourceChoice, SourceEye
from capture.devices.source_watch import SourceGlance
from capture.errors import MinamoError

_LIST_MS = 2500
_GLANCE_MS = 500


class Sources(Protocol):
    """Where the list gets its sources from; `WindowActions` is one."""

    def list_sources(self) -> Sequence[LiveSource]:
        """Grabbers that are plugged in. Called in a thread of the list's own."""
        ...

    def watch_source(self, choice: SourceChoice, *, large: bool) -> SourceEye:
        """See what a source shows."""
        ...


class SourceList(QWidget):
    """A tile for each source. Sources are watched only while it is visible, and let go when it hides."""

    picked = Signal(object)  # LiveSource
    listed = Signal()  # what is plugged in was looked at anew

    def __init__(self, sources: Sources, parent: QWidget | None = None, *, upright: bool = False) -> None:
        """`upright` puts the tiles one below the other."""
        super().__init__(parent)
        self._from = sources
        self._upright = upright
        self.found: dict[str, LiveSource] = {}
        self._eyes: dict[str, SourceEye] = {}
        self._tiles: dict[str, SourceTile] = {}
        self._work: Background | None = None
        self._letting_go: Background | None = None
        self._parting: list[SourceEye] = []
        self._waiting: list[Callable[[], None]] = []
        self._empty = label("body")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._again = QPushButton()
        self._again.setAutoDefault(False)
        self._again.clicked.connect(self.look)
        way = QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight
        self._row = QBoxLayout(way)
        self._row.setSpacing(10 if upright else 14)
        if not upright:
            self._row.setAlignment(Qt.AlignmentFlag.AlignCenter)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self._row)
        rows.addWidget(self._empty)
        rows.addWidget(self._again, 0, Qt.AlignmentFlag.AlignCenter)
        self._lister, self._glancer = QTimer(self), QTimer(self)
        for timer, interval_ms, then in ((self._lister, _LIST_MS, self.look), (self._glancer, _GLANCE_MS, self._paint)):
            timer.setInterval(interval_ms)
            timer.timeout.connect(then)
        self._looked = self._stopped = self._giving_way = False
        self.retranslate()

    def look(self) -> None:
        """See what is plugged in, in a thread."""
        if self._work is not None or self._letting_go is not None or self._stopped:
            return
        self._work = Background("sources", lambda _work: tuple(self._from.list_sources()), self)
        self._work.done.connect(self._show_found)
        self._work.failed.connect(self._show_fault)
        self._work.start()
        self._say_empty()

    def eye(self, address: str) -> SourceEye | None:
        """What watches this source now."""
        return self._eyes.get(address)

    def when_free(self, then: Callable[[], None]) -> None:
        """Call `then` as soon as nothing here holds a device open: at once, or when all are let go."""
        self._waiting.append(then)
        self.rest()

    def give_way(self, then: Callable[[], None]) -> None:
        """Another list is about to watch the same devices: leave them to it until `take_back`, then call `then`."""
        self._giving_way = True
        self.when_free(then)

    def take_back(self) -> None:
        """The other list has let them go."""
        self._giving_way = False
        self.watch()

    def watch(self) -> None:
        """Look every few seconds again, while visible."""
        if self.isVisible() and not self._stopped and not self._giving_way:
            self._lister.start()
            self._glancer.start()
            self.look()

    def rest(self) -> None:
        """Leave the devices to other programs until `watch`."""
        self._lister.stop()
        self._glancer.stop()
        self._part_from_all()

    def stop(self) -> None:
        """End the threads for good; for a window that closes."""
        self._stopped = True
        self._lister.stop()
        self._glancer.stop()
        self._waiting.clear()
        for work in (self._work, self._letting_go):
            if work is not None:
                work.drop()
        self._work = self._letting_go = None
        for eye in (*self._eyes.values(), *self._parting):
            eye.close()
        self._eyes.clear()

    def let_go_of(self, eye: SourceEye) -> None:
        """Close one more in the thread that lets the sources go; `when_free` waits for it."""
        self._parting.append(eye)
        self._part()

    def choose(self, address: str) -> None:
        """Mark this tile; none where there is no such source."""
        for each, tile in self._tiles.items():
            tile.setAutoExclusive(False)
            tile.setChecked(each == address)
            tile.setAutoExclusive(True)

    def retranslate(self) -> None:
        """Say everything in the language now installed."""
        self._again.setText(translate("Source", "Look again"))
        self._say_empty()
        self._paint()

    def showEvent(self, event: QShowEvent) -> None:
        """Look while visible."""
        super().showEvent(event)
        self.watch()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the devices alone while hidden, and forget their pictures."""
        super().hideEvent(event)
        self.rest()
        for tile in self._tiles.values():
            tile.forget()

    def _part_from_all(self) -> None:
        self._parting += self._eyes.values()
        self._eyes.clear()
        self._part()

    def _part(self) -> None:
        """Close eyes in a thread: a driver may take a second to let its device go."""
        if self._letting_go is not None or self._stopped:
            return
        eyes, self._parting = self._parting, []
        if not eyes:
            self._parted()
            return

        def close(_work: Background) -> None:
            for eye in eyes:
                eye.close()

        self._letting_go = Background("let sources go", close, self)
        self._letting_go.done.connect(lambda _done: self._parted())
        self._letting_go.failed.connect(lambda _fault: self._parted())
        self._letting_go.start()

    def _parted(self) -> None:
        if self._letting_go is not None:
            self._letting_go.deleteLater()
            self._letting_go = None
        if self._parting:  # more came meanwhile
            self._part()
            return
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()
        if self._lister.isActive():
            self.look()

    def _show_found(self, found: Sequence[LiveSource]) -> None:
        self._end_work()
        self._looked = True
        if not self._lister.isActive() or self._letting_go is not None:
            return  # nobody looks any more, or what was seen before is still being let go
        self.found = {source.address: source for source in found}
        for address in set(self._tiles) - set(self.found):
            tile = self._tiles.pop(address)
            self._row.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
            if address in self._eyes:
                self._parting.append(self._eyes.pop(address))
        for source in found:
            self._show_tile(source)
            if source.address not in self._eyes:
                choice = SourceChoice(source.address, source.name)
                self._eyes[source.address] = self._from.watch_source(choice, large=False)
        if self._parting:
            self._part()
        self._say_empty()
        self._paint()
        self.listed.emit()

    def _show_fault(self, fault: Exception) -> None:
        self._end_work()
        self._looked = True
        if isinstance(fault, MinamoError):
            self._empty.setText(translate_error(fault))
            self._empty.show()

    def _end_work(self) -> None:
        if self._work is not None:
            self._work.deleteLater()
            self._work = None

    def _show_tile(self, source: LiveSource) -> None:
        if source.address in self._tiles:
            return
        tile = SourceTile(upright=self._upright)
        tile.clicked.connect(partial(self._pick, source.address))
        self._tiles[source.address] = tile
        self._row.addWidget(tile)

    def _pick(self, address: str, _checked: bool = False) -> None:
        if address in self.found:
            self.picked.emit(self.found[address])

    def _paint(self) -> None:
        names = [source.name for source in self.found.values()]
        for address, tile in self._tiles.items():
            eye, name = self._eyes.get(address), self.found[address].name
            if names.count(name) > 1:  # two grabbers of one make are told apart by where they are
                name = f"{name} · {address}"
            tile.show_glance(name, SourceGlance() if eye is None else eye.glance())

    def _say_empty(self) -> None:
        text = translate("Source", "No grabber found. Plug one in: it appears here by itself.")
        if not self._looked:
            text = translate("Source", "Looking for grabbers …")
        self._empty.setText(text)
        self._empty.setVisible(not self._tiles)
        self._again.setVisible(self._looked and not self._tiles)
