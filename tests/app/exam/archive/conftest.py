"""One archive a test process, and the certificates of a made-up hospital."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import trustme

from app.exam.archive.line.peer import TlsFiles
from app.exam.archive.sender import Sender, SendingPlan
from app.exam.archive.waiting.message import Message, MessageState
from app.exam.archive.waiting.queue import ArchiveQueue
from tests.app.exam.archive.orthanc import Orthanc, running_orthanc


@pytest.fixture(scope="session")
def orthanc_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orthanc]:
    with running_orthanc(tmp_path_factory.mktemp("orthanc")) as running:
        yield running


@pytest.fixture
def orthanc(orthanc_process: Orthanc) -> Orthanc:
    """A real archive, empty."""
    orthanc_process.forget_all()
    for file in orthanc_process.worklists.glob("*.wl"):
        file.unlink()
    return orthanc_process


class Hospital:
    """An authority and the certificates it signed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._authority = trustme.CA(organization_name="Made-up hospital")
        self._stranger = trustme.CA(organization_name="Somebody else")
        self._authority.cert_pem.write_to_path(str(folder / "authority.pem"))
        self._stranger.cert_pem.write_to_path(str(folder / "stranger.pem"))

    def issue(self, name: str, *, by_stranger: bool = False) -> TlsFiles:
        """A certificate for this host name, checked against the hospital's authority."""
        signer = self._stranger if by_stranger else self._authority
        made = signer.issue_cert(name)
        stem = f"{name}-{by_stranger}"
        made.private_key_pem.write_to_path(str(self.folder / f"{stem}.key"))
        made.cert_chain_pems[0].write_to_path(str(self.folder / f"{stem}.crt"))
        return TlsFiles(self.folder / "authority.pem", self.folder / f"{stem}.crt", self.folder / f"{stem}.key")


@pytest.fixture(scope="session")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Hospital:
    return Hospital(tmp_path_factory.mktemp("certificates"))


@dataclass
class Clock:
    """A wall clock that goes on only when somebody waits."""

    now_s: float = 1_800_000_000.0
    waits: list[float] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now_s += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[ArchiveQueue]:
    made = ArchiveQueue(tmp_path / "queue")
    yield made
    made.close()


@pytest.fixture
def sender(queue: ArchiveQueue, tmp_path: Path, clock: Clock) -> Iterator["SenderMaker"]:
    """Makes senders on the queue; steps are taken by hand, and time goes on only by waiting."""
    maker = SenderMaker(queue, tmp_path / "queue", clock)
    yield maker
    maker.end()


@dataclass
class SenderMaker:
    queue: ArchiveQueue
    folder: Path
    clock: Clock
    made: list[Sender] = field(default_factory=list)

    def __call__(self, plan: SendingPlan, *, promised: threading.Event | None = None) -> Sender:
        """`promised` is set when the archive has promised to keep something."""

        def note(message: Message, state: MessageState) -> None:
            if promised is not None and state is MessageState.COMMITTED:
                promised.set()

        self.end()
        one = Sender(self.queue, self.folder, plan, on_end=note, now_s=lambda: self.clock.now_s, wait=self.clock.wait)
        self.made.append(one)
        return one

    def end(self) -> None:
        while self.made:
            self.made.pop()._leave()
