"""A real archive for the tests: Orthanc as a child process on free ports of the loopback, in a folder of its own."""

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.exam.archive.line.peer import Peer, TlsFiles
from tests.dicom_tools import need_tool

TITLE, OWN_TITLE = "ORTHANC", "MINAMO"
PATIENCE_S = 60.0
PLUGINS = ("/usr/share/orthanc/plugins", "/usr/lib/orthanc", "/usr/local/share/orthanc/plugins")


def free_ports(count: int) -> list[int]:
    """Ports of the loopback that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


@dataclass
class Orthanc:
    """A running archive."""

    folder: Path
    dicom_port: int
    http_port: int
    report_port: int  # where it expects this station to listen for its reports on what it has stored
    tls: TlsFiles | None = None
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def peer(self) -> Peer:
        return Peer("localhost", self.dicom_port, TITLE, OWN_TITLE, self.tls)

    @property
    def worklists(self) -> Path:
        return self.folder / "worklists"

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http_port}/{path}", timeout=10) as answer:
            content = answer.read()
            return json.loads(content) if "json" in answer.headers["Content-Type"] else content

    def delete(self, path: str) -> None:
        request = urllib.request.Request(f"http://127.0.0.1:{self.http_port}/{path}", method="DELETE")
        with urllib.request.urlopen(request, timeout=10):
            pass

    def files(self) -> dict[str, bytes]:
        """Every stored file, by its SOP instance UID."""
        names = self.get("instances")
        uid_of = {name: self.get(f"instances/{name}/tags?simplify")["SOPInstanceUID"] for name in names}
        return {uid_of[name]: self.get(f"instances/{name}/file") for name in names}

    def forget_all(self) -> None:
        """Empty the archive."""
        for patient in self.get("patients"):
            self.delete(f"patients/{patient}")


def need_plugin() -> Path:
    """The worklist plug-in of Orthanc's package."""
    files = [Path(folder) / "libModalityWorklists.so" for folder in PLUGINS]
    found = next((file for file in files if file.exists()), None)
    if found is None:
        pytest.fail("Orthanc is installed, but not the worklist plug-in that its package holds")
    return found


@contextmanager
def running_orthanc(folder: Path, *, tls: TlsFiles | None = None, **settings: object) -> Iterator[Orthanc]:
    """Start one and stop it at the end; skipped where it is not installed."""
    program = need_tool("Orthanc", "orthanc")
    plugin = need_plugin()
    dicom_port, http_port, report_port = free_ports(3)
    orthanc = Orthanc(folder, dicom_port, http_port, report_port, tls)
    orthanc.worklists.mkdir(parents=True)
    (orthanc.worklists / "lockfile").touch()
    configuration = {
        "Name": "Minamo's tests",
        "StorageDirectory": str(folder / "db"),
        "IndexDirectory": str(folder / "db"),
        "Plugins": [str(plugin)],
        "Worklists": {"Enable": True, "Database": str(orthanc.worklists)},
        "DicomAet": TITLE,
        "DicomCheckCalledAet": True,
        "DicomPort": dicom_port,
        "HttpPort": http_port,
        "DicomThreadsCount": 16,  # a line that a test has cut holds one of them until it runs out of time
        "DicomAlwaysAllowEcho": False,
        "DicomAlwaysAllowStore": False,
        "DefaultEncoding": "Utf8",
        "UnknownSopClassAccepted": False,
        "SynchronousCMove": True,
        "StableAge": 1,
        "SyncStorageArea": False,
        "DicomModalities": {
            "minamo": {"AET": OWN_TITLE, "Host": "127.0.0.1", "Port": report_port, "UseDicomTls": tls is not None}
        },
        **settings,
    }
    file = folder / "orthanc.json"
    file.write_text(json.dumps(configuration), "utf-8")
    with (folder / "log.txt").open("wb") as log:
        orthanc.process = subprocess.Popen([program, str(file)], stdout=log, stderr=log, cwd=folder)
        try:
            _wait_for(orthanc)
            yield orthanc
        finally:
            orthanc.process.kill()  # its folder goes with the test; an orderly end takes seconds
            orthanc.process.wait(10)


def _wait_for(orthanc: Orthanc) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        assert orthanc.process is not None
        try:
            code = orthanc.process.wait(0.05)
        except subprocess.TimeoutExpired:
            code = None
        if code is not None:
            pytest.fail(f"Orthanc ended with status {code}:\n" + (orthanc.folder / "log.txt").read_text("utf-8"))
        try:
            orthanc.get("system")
        except (urllib.error.URLError, OSError):
            continue
        return
    pytest.fail("Orthanc did not start:\n" + (orthanc.folder / "log.txt").read_text("utf-8"))
