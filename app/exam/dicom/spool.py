"""Compressed frames on their way into an object: in a file without a name, so that a long clip is never in memory."""

import tempfile
import weakref
from collections.abc import Callable
from io import BufferedIOBase
from typing import IO, Final

from pydicom.encaps import EncapsulatedBuffer, encapsulate_buffer

_IN_MEMORY_BYTES: Final = 4 * 1024**2  # a short clip needs no file


class FrameSpool:
    """Frames in the order they were added; the file lives as long as something reads from it."""

    def __init__(self) -> None:
        """Start empty."""
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._places: list[tuple[int, int]] = []
        self._total_bytes = 0

    def __len__(self) -> int:
        return len(self._places)

    @property
    def total_bytes(self) -> int:
        """Of all frames together."""
        return self._total_bytes

    def add(self, frame: bytes) -> None:
        """Append a frame.

        Raises:
            OSError: The disk for temporary files is full.
        """
        self._file.seek(self._total_bytes)
        self._file.write(frame)
        self._places.append((self._total_bytes, len(frame)))
        self._total_bytes += len(frame)

    def encapsulated(self) -> EncapsulatedBuffer:
        """All frames as encapsulated pixel data (PS3.5 annex A.4), read from the file while it is written."""
        return encapsulate_buffer([_Part(self._read, start, length) for start, length in self._places])

    def _read(self, start: int, length: int) -> bytes:
        self._file.seek(start)
        return self._file.read(length)


class _Part(BufferedIOBase):
    """A stretch of bytes that looks like a file of its own."""

    def __init__(self, read: Callable[[int, int], bytes], start: int, length: int) -> None:
        self._read_at = read
        self._start = start
        self._length = length
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self._position = max(0, (0, self._position, self._length)[whence] + offset)
        return self._position

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, self._length - self._position)
        wanted = left if size is None or size < 0 else min(size, left)
        data = self._read_at(self._start + self._position, wanted)
        self._position += len(data)
        return data
