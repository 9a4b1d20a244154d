"""Other stations of a made-up network, inside the test: an archive that misbehaves on demand, a line that breaks."""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from pydicom.dataset import Dataset
from pydicom.uid import UID
from pynetdicom import AE, evt

from app.exam.archive.line.peer import Peer
from app.exam.archive.line.services import VERIFICATION

OWN_TITLE = "MINAMO"


@contextmanager
def station(
    services: Sequence[tuple[str, Sequence[str]]],
    handlers: Sequence[tuple[Any, Callable[[evt.Event], Any]]],
    *,
    title: str = "STATION",
    timeout_s: float = 5.0,
) -> Iterator[Peer]:
    """A station on a free port that offers these (SOP class, transfer syntaxes)."""
    entity = AE(ae_title=title)
    entity.require_called_aet = True
    for service, syntaxes in services:
        entity.add_supported_context(service, list(syntaxes) or None)
    server = entity.start_server(("127.0.0.1", 0), block=False, evt_handlers=list(handlers))
    try:
        yield Peer("127.0.0.1", server.server_address[1], title, OWN_TITLE, timeout_s=timeout_s)
    finally:
        server.shutdown()


@dataclass
class Archive:
    """Takes objects and remembers their bytes.

    `statuses` are answered one after the other, then 0.
    """

    syntaxes: dict[str, list[str]]  # of each SOP class it takes
    statuses: list[int] = field(default_factory=list)
    stored: list[tuple[str, bytes, UID]] = field(default_factory=list)  # UID, data set, transfer syntax

    @contextmanager
    def running(self) -> Iterator[Peer]:
        services = [(VERIFICATION, ()), *self.syntaxes.items()]
        with station(services, [(evt.EVT_C_STORE, self._take)], title="ARCHIVE") as peer:
            yield peer

    def _take(self, event: evt.Event) -> int:
        status = self.statuses.pop(0) if self.statuses else 0
        if status == 0:
            request = event.request
            self.stored.append((str(request.AffectedSOPInstanceUID), request.DataSet.getvalue(), event.context[2]))
        return status


@dataclass
class Steps:
    """A system that is told of exams."""

    statuses: list[int] = field(default_factory=list)
    told: list[tuple[str, str, Dataset]] = field(default_factory=list)  # service, UID, attributes

    def create(self, event: evt.Event) -> tuple[int, Dataset | None]:
        return self._note("N-CREATE", str(event.request.AffectedSOPInstanceUID), event.attribute_list)

    def set(self, event: evt.Event) -> tuple[int, Dataset | None]:
        return self._note("N-SET", str(event.request.RequestedSOPInstanceUID), event.modification_list)

    def _note(self, service: str, uid: str, attributes: Dataset) -> tuple[int, Dataset | None]:
        status = self.statuses.pop(0) if self.statuses else 0
        if status == 0:
            self.told.append((service, uid, attributes))
        return status, attributes


@contextmanager
def line_that_breaks(target: Peer, after_bytes: int, *, stalls_after: int = 0) -> Iterator[Peer]:
    """A proxy before `target` that cuts the connection after so many bytes to it, or stops passing on; 0 never."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    ended = threading.Event()
    left = [after_bytes or 1 << 60]
    passed = [0]

    def pump(source: socket.socket, sink: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while data := source.recv(4096):
                if counted:
                    if left[0] < len(data):
                        break
                    left[0] -= len(data)
                    passed[0] += len(data)
                    if stalls_after and passed[0] > stalls_after:
                        ended.wait(60)
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def serve() -> None:
        while not ended.is_set():
            try:
                near, _ = server.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            near.settimeout(None)
            far = socket.create_connection((target.host, target.port))
            for source, sink, counted in ((near, far, True), (far, near, False)):
                threading.Thread(target=pump, args=(source, sink, counted), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield Peer("127.0.0.1", server.getsockname()[1], target.title, target.own_title, target.tls, target.timeout_s)
    finally:
        ended.set()
        thread.join(5)
        server.close()
