"""The open port: hands the newest messages to every program that is connected, and never waits for any of them.

pyigtl brings the messages; its own server serves one program at a time, keeps up to a hundred pictures for a slow one,
turns in circles when a program has gone, and takes the process's signals for itself. So the port is held here.
"""

import errno
import logging
import select
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from app.sharing.errors import SharingError
from capture.errors import EndOfStream
from capture.latest import Latest
from capture.worker import Worker

log = logging.getLogger(__name__)

LOOPBACK, EVERYONE = "127.0.0.1", "0.0.0.0"
MOST_PROGRAMS = 4
WAIT_S = 0.25
STALLED_AFTER_S = 3.0  # a program that takes nothing for so long is let go
_TAKEN_AT_ONCE = 65536  # bytes of what a program says, which is not listened to


class SharingServer:
    """Listens on one address. `send` may be called from any thread and returns at once."""

    def __init__(self, address: str, port: int, on_program: Callable[[str], None] = lambda _from: None) -> None:
        """Open the port.

        Args:
            address: `LOOPBACK` or `EVERYONE`.
            port: 0 for any that is free.
            on_program: Called in a thread of this server when a program has connected, with its address.

        Raises:
            SharingError: It is in use, or may not be opened.
        """
        self._on_program = on_program
        self._lock = threading.Lock()
        self._programs: list[_Program] = []
        self._closed = False
        self._socket = _listening(address, port)
        self.port: int = self._socket.getsockname()[1]
        self._worker = Worker("sharing", self._accept, on_fault=self._fail)
        self._worker.start()

    @property
    def programs(self) -> int:
        """How many are connected."""
        with self._lock:
            return len(self._programs)

    def send(self, messages: bytes) -> None:
        """Leave these for every program; what one has not taken yet is replaced."""
        with self._lock:
            programs = tuple(self._programs)
        for program in programs:
            program.newest.put(messages)

    def close(self) -> None:
        """Close the port and let every program go; safe to call twice."""
        with self._lock:
            self._closed = True
        with suppress(OSError):  # wakes the thread that waits on it, where the system does so
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._worker.stop()
        with self._lock:
            programs, self._programs = self._programs, []
        for program in programs:
            program.close()

    def _accept(self) -> None:
        try:
            connection, (host, _) = self._socket.accept()
        except TimeoutError:
            return
        except OSError:  # closed
            raise EndOfStream from None
        with self._lock:
            full = self._closed or len(self._programs) >= MOST_PROGRAMS
            if not full:
                program = _Program(connection, self._forget)
                self._programs.append(program)
        if full:
            log.info("sharing: a program is turned away")
            connection.close()
            return
        program.start()
        self._on_program(host)

    def _forget(self, program: "_Program") -> None:
        with self._lock:
            if program in self._programs:
                self._programs.remove(program)

    def _fail(self, fault: Exception) -> None:
        log.error("sharing stopped: %s", fault)


class _Program:
    """One program that is connected."""

    def __init__(self, connection: socket.socket, on_gone: Callable[["_Program"], None]) -> None:
        self.newest: Latest[bytes] = Latest()
        self._connection = connection
        self._connection.settimeout(STALLED_AFTER_S)  # for a whole picture
        with suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._on_gone = on_gone
        self._worker = Worker("sharing with a program", self._step, on_fault=lambda _fault: None, cleanup=self._leave)

    def start(self) -> None:
        self._worker.start()

    def close(self) -> None:
        self.newest.close()
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)  # also ends a send that waits
        self._worker.stop()
        self._connection.close()

    def _step(self) -> None:
        messages = self.newest.take(WAIT_S)
        try:
            if messages is not None:
                self._connection.sendall(messages)
            self._pass_over()
        except OSError as fault:
            log.info("sharing: a program is let go: %s", fault)
            raise EndOfStream from None
        if self.newest.closed:
            raise EndOfStream

    def _pass_over(self) -> None:
        """Take what the program says, so that it never waits for us; and notice when it has gone."""
        while select.select([self._connection], [], [], 0)[0]:
            if not self._connection.recv(_TAKEN_AT_ONCE):
                raise EndOfStream

    def _leave(self) -> None:
        self._connection.close()
        self._on_gone(self)


def _listening(address: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":  # there, "reuse" would take the port from a program that has it
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((address, port))
        made.listen(MOST_PROGRAMS)
        made.settimeout(WAIT_S)
    except OSError as fault:
        made.close()
        if fault.errno in (errno.EADDRINUSE, errno.EACCES):
            raise SharingError(
                "Port {port} is in use by another program, or may not be opened; choose another port", port=port
            ) from fault
        raise SharingError(
            "Port {port} cannot be opened ({reason}); choose another port", port=port, reason=fault.strerror or fault
        ) from fault
    return made
