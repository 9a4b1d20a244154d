"""Sharing as the window uses it: opens and closes the port, takes what is painted, says how it stands."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.exam.desk import ExamDesk
from app.exam.record.audit import Deed
from app.live.background import Background
from app.live.view_state import StatusWord, ViewState
from app.settings import SharingSettings
from app.sharing.errors import SharingError
from app.sharing.shared import NO_SOURCE, SharedClock, shared_of
from capture.errors import MinamoError

if TYPE_CHECKING:  # they bring the protocol, which most runs do without
    from app.sharing.server import SharingServer
    from app.sharing.sharer import Sharer

Audit = Callable[[Deed, str, str], None]
NOTE_S = 3.0  # the longest that closing waits for lines of before it


@dataclass(frozen=True, slots=True)
class SharingGlance:
    """How an open port stands.

    Attributes:
        address: Where it listens, as "127.0.0.1:18944".
        others: Other computers may connect.
        programs: How many are connected.
        sent: Pictures, or tracks alone, that were sent.
        held_back: The picture waits until it was looked at for text.
    """

    address: str
    others: bool
    programs: int
    sent: int
    held_back: bool


class SharingDesk(QObject):
    """Used on the GUI thread. Closed until `open` is called."""

    changed = Signal()  # opened, closed, another program, other settings
    failed = Signal(object)  # MinamoError: the audit log cannot be written

    _connected = Signal(str)
    _stopped = Signal(object, object)  # SharingServer, and why

    def __init__(
        self,
        settings: SharingSettings,
        exam: ExamDesk,
        *,
        save: Callable[[SharingSettings], None],
        audit: Audit,
        parent: QObject | None = None,
    ) -> None:
        """Nothing is opened.

        Args:
            settings: As read at the start.
            exam: Whose audit log tells of it.
            save: Keeps settings that were changed.
            audit: Writes a line into the audit log.
        """
        super().__init__(parent)
        self.settings = settings
        self._exam, self._save, self._audit = exam, save, audit
        self._clock = SharedClock()
        self._server: SharingServer | None = None
        self._sharer: Sharer | None = None
        self._told: tuple[object, ...] = ()
        self._noted_exam = ""
        self._last_note = threading.Event()  # set when the line that was asked for last is written
        self._last_note.set()
        self._stopped.connect(self._stop, Qt.ConnectionType.QueuedConnection)
        self._connected.connect(self._greet, Qt.ConnectionType.QueuedConnection)

    @property
    def is_open(self) -> bool:
        """Whether the port is open."""
        return self._server is not None

    def glance(self) -> SharingGlance | None:
        """How it stands; None while it is closed."""
        server, sharer = self._server, self._sharer
        if server is None or sharer is None:
            return None
        others = self.settings.others
        host = "0.0.0.0" if others else "127.0.0.1"
        return SharingGlance(f"{host}:{server.port}", others, server.programs, sharer.sent, sharer.held_back)

    def change(self, settings: SharingSettings) -> None:
        """Other settings; an open port is opened anew with them.

        Raises:
            SettingsError: They cannot be kept; they are in force all the same.
            SharingError: The port cannot be opened; it is closed then.
        """
        if settings == self.settings:
            return
        was_open = self.is_open
        self.close()
        self.settings = settings
        if was_open:
            self.open()
        self.changed.emit()
        self._save(settings)

    def open(self) -> None:
        """Open the port and share what is shown from now on.

        Raises:
            SharingError: It cannot be opened.
        """
        if self.is_open:
            return
        from app.sharing.messages import What
        from app.sharing.server import EVERYONE, LOOPBACK, SharingServer
        from app.sharing.sharer import SharePlan, Sharer

        settings = self.settings
        address = EVERYONE if settings.others else LOOPBACK
        self._server = SharingServer(address, settings.port, self._connected.emit)
        plan = SharePlan(What(settings.what), settings.identified, settings.most_hz)
        self._sharer = Sharer(self._server, plan, partial(self._stopped.emit, self._server))
        self._told, self._noted_exam = (), ""
        self._note_exam()
        self.changed.emit()

    def close(self) -> None:
        """Close the port; safe to call when it is closed."""
        sharer, server = self._sharer, self._server
        self._sharer = self._server = None
        if sharer is not None:
            sharer.close()
        if server is not None:
            server.close()
            self._note("OpenIGTLink closed")
            self.changed.emit()

    def put(self, state: ViewState) -> None:
        """This is painted now; returns at once."""
        sharer = self._sharer
        if sharer is None:
            return
        self._note_exam()
        frame = state.frame
        picture = None if frame is None else (frame.layout, frame.index, frame.time_ns)
        told = (picture, state.word, state.muted, state.tracks)
        if told == self._told:  # the same picture again
            return
        self._told = told
        content = self._exam.content if self.settings.identified else None
        patient = None if content is None else content.exam.patient.label
        now_ns = time.time_ns()
        timestamp_s = now_ns / 1e9 if frame is None else self._clock.timestamp_s(frame.time_ns, now_ns)
        sharer.put(shared_of(state, timestamp_s, patient))

    def leave_session(self) -> None:
        """Another source comes, or none: what was shown is not shown any more, here and elsewhere."""
        self._clock, self._told = SharedClock(), ()
        if self._sharer is not None:
            none = ViewState(StatusWord.WAITING)
            self._sharer.put(replace(shared_of(none, time.time(), None), state=NO_SOURCE))

    def _stop(self, server: "SharingServer", fault: Exception) -> None:
        """A thread of it has failed; a port that gives nothing does not stay open. One that was closed since may."""
        if server is self._server:
            self.close()
            self.failed.emit(SharingError("Sharing stopped ({reason}); open it again", reason=fault))

    def _greet(self, host: str) -> None:
        """Another program has connected."""
        if self._sharer is None:
            return
        self._sharer.again()
        self._note_beside(f"OpenIGTLink program {host}")
        self.changed.emit()

    def _note_exam(self) -> None:
        """An exam during which the port is open has a line of it in the audit log."""
        content, glance = self._exam.content, self.glance()
        if content is None or glance is None or content.exam.id == self._noted_exam:
            return
        self._noted_exam = content.exam.id
        how = "identified" if self.settings.identified else "de-identified"
        self._note_beside(f"OpenIGTLink open {glance.address} {how}")

    def _note_beside(self, what: str) -> None:
        """In a thread: while a picture moves nothing waits for a disk. One line after the other, as it happened."""
        content = self._exam.content
        if content is None:
            return
        before, done = self._last_note, threading.Event()
        self._last_note = done

        def note(_work: Background) -> None:
            try:
                before.wait()
                self._audit(Deed.SHARED, content.exam.id, what)
            finally:
                done.set()

        work = Background("audit", note, self)
        work.done.connect(work.deleteLater)
        work.failed.connect(self._say)
        work.start()

    def _note(self, what: str) -> None:
        content = self._exam.content
        if content is None:
            return
        self._last_note.wait(NOTE_S)
        try:
            self._audit(Deed.SHARED, content.exam.id, what)
        except MinamoError as fault:
            self._say(fault)

    def _say(self, fault: Exception) -> None:
        if isinstance(fault, MinamoError):
            self.failed.emit(fault)
