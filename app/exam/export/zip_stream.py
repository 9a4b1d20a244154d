"""Files as one ZIP, written piece by piece: no file is ever whole in memory, and equal files give equal bytes."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

CHUNK_BYTES = 1 << 20
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # no time of a file leaves, and the same files give the same ZIP


class Cancelled(Exception):
    """The user ended it; nothing was left behind."""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file on its way into a ZIP.

    Attributes:
        name: In the ZIP, `/` between folders.
        source: Where it is now.
    """

    name: str
    source: Path


class Readable(Protocol):
    """Something to read bytes from."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; none at the end."""
        ...


class Progress:
    """Counts the bytes that were done, tells them, and raises `Cancelled` when the user ended it."""

    def __init__(
        self,
        all_bytes: int,
        tell: Callable[[int, int], None] = lambda _done, _all: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        """Tell (done, all) to `tell`; ask `cancelled` at each step."""
        self._all = all_bytes
        self._tell = tell
        self._cancelled = cancelled
        self._done = 0

    def step(self, count: int) -> None:
        """So many bytes more were done.

        Raises:
            Cancelled: The user ended it.
        """
        if self._cancelled():
            raise Cancelled
        self._done = min(self._done + count, self._all)
        self._tell(self._done, self._all)


def size_of(files: Iterable[ExportFile]) -> int:
    """Bytes of all files.

    Raises:
        OSError: One is not there.
    """
    return sum(file.source.stat().st_size for file in files)


def add_files(archive: zipfile.ZipFile, files: Iterable[ExportFile], progress: Progress) -> Iterator[None]:
    """Add files to an open ZIP, pausing after each piece; pictures and videos are compressed already.

    Raises:
        Cancelled: The user ended it.
        OSError: A file cannot be read, or the ZIP not be written.
    """
    for file in files:
        entry = zipfile.ZipInfo(file.name, _FIRST_DATE)
        entry.external_attr = 0o600 << 16
        entry.file_size = file.source.stat().st_size  # decides on ZIP64
        with file.source.open("rb") as source, archive.open(entry, "w") as target:
            while piece := source.read(CHUNK_BYTES):
                target.write(piece)
                progress.step(len(piece))
                yield


class ZipReader:
    """The ZIP of some files as something to read from, made while it is read."""

    def __init__(self, files: Iterable[ExportFile], progress: Progress) -> None:
        """Of these files, in this order."""
        self._pieces = _pieces(files, progress)
        self._left = b""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; none at the end.

        Raises:
            Cancelled: The user ended it.
            OSError: A file cannot be read.
        """
        while not self._left or size < 0:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._left += piece
        size = len(self._left) if size < 0 else size
        read, self._left = self._left[:size], self._left[size:]
        return read


class _Outgoing(io.RawIOBase):
    """Collects what a ZIP writes until it is taken."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        part = bytes(data)  # type: ignore[call-overload]  # a buffer, as RawIOBase says
        self._parts.append(part)
        return len(part)

    def take(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def _pieces(files: Iterable[ExportFile], progress: Progress) -> Iterator[bytes]:
    outgoing = _Outgoing()
    with zipfile.ZipFile(outgoing, "w") as archive:
        for _ in add_files(archive, files, progress):
            yield outgoing.take()
    yield outgoing.take()
