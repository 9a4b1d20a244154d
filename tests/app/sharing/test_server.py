"""The open port: the newest to every program, none of which can hold anything up."""

import socket
import threading
from collections.abc import Iterator

import pytest

from app.sharing import server as server_module
from app.sharing.errors import SharingError
from app.sharing.server import LOOPBACK, MOST_PROGRAMS, SharingServer
from tests.app.sharing.programs import PATIENCE_S, eventually, free_port


@pytest.fixture
def server() -> Iterator[SharingServer]:
    server = SharingServer(LOOPBACK, 0)
    yield server
    server.close()


def connected(server: SharingServer) -> socket.socket:
    before = server.programs
    made = socket.create_connection((LOOPBACK, server.port), timeout=PATIENCE_S)
    eventually(lambda: server.programs == before + 1)
    return made


def test_every_program_gets_what_is_sent(server: SharingServer) -> None:
    with connected(server) as first, connected(server) as second:
        server.send(b"newest")
        assert first.recv(100) == second.recv(100) == b"newest"


def test_a_port_that_is_in_use_is_said_with_what_to_do(server: SharingServer) -> None:
    with pytest.raises(SharingError, match=f"Port {server.port} is in use by another program"):
        SharingServer(LOOPBACK, server.port)


def test_closing_closes_the_port_and_lets_every_program_go(server: SharingServer) -> None:
    with connected(server) as program:
        server.close()
        server.close()
        assert program.recv(100) == b""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((LOOPBACK, server.port), timeout=1)
    SharingServer(LOOPBACK, server.port).close()  # it can be opened again at once


def test_a_program_that_takes_nothing_is_let_go_and_holds_nobody_up(
    server: SharingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connected(server) as lively:
        monkeypatch.setattr(server_module, "STALLED_AFTER_S", 0.2)  # for the next one alone: a busy machine is slow
        stalled = connected(server)
        lively.settimeout(PATIENCE_S)
        picture = bytes(8_000_000)  # more than the buffers of a connection hold
        got = bytearray()

        def take() -> None:
            while len(got) < len(picture) and (came := lively.recv(1 << 20)):
                got.extend(came)

        taking = threading.Thread(target=take, daemon=True)
        taking.start()
        server.send(picture)  # returns at once
        taking.join(PATIENCE_S)
        assert len(got) == len(picture)
        eventually(lambda: server.programs == 1)
        assert stalled.fileno() >= 0
        stalled.close()


def test_a_program_that_has_gone_is_noticed_without_sending(server: SharingServer) -> None:
    connected(server).close()
    eventually(lambda: server.programs == 0)


def test_what_a_program_says_is_passed_over(server: SharingServer) -> None:
    with connected(server) as program:
        program.sendall(b"\xff" * 300_000)
        server.send(b"newest")
        assert program.recv(100) == b"newest"


def test_one_program_too_many_is_turned_away(server: SharingServer) -> None:
    programs = [connected(server) for _ in range(MOST_PROGRAMS)]
    with socket.create_connection((LOOPBACK, server.port), timeout=PATIENCE_S) as more:
        assert more.recv(100) == b""
    assert server.programs == MOST_PROGRAMS
    for program in programs:
        program.close()


def test_only_this_computer_is_listened_to(server: SharingServer) -> None:
    assert server._socket.getsockname()[0] == "127.0.0.1"


def test_an_address_that_is_none_is_refused_with_the_reason() -> None:
    with pytest.raises(SharingError, match="cannot be opened"):
        SharingServer("256.0.0.1", free_port())
