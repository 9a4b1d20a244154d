"""Compressed frames on their way into an object: in a file without a name, so that a long clip is never in memory."""

import struct
import tempfile
import weakref
from io import BufferedIOBase
from typing import IO, Final

_IN_MEMORY_BYTES: Final = 4 * 1024**2  # a short clip needs no file
_ITEM: Final = b"\xfe\xff\x00\xe0"  # item tag in little endian (PS3.5 annex A.4)


class FrameSpool:
    """Frames in the order they were added, as the items of encapsulated pixel data.

    pydicom's own buffer for this reckons all offsets anew at every read: 300 frames took minutes.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._offsets: list[int] = []
        self._end = 0
        self._frame_bytes = 0

    def __len__(self) -> int:
        return len(self._offsets)

    @property
    def frame_bytes(self) -> int:
        """Of all frames together."""
        return self._frame_bytes

    def add(self, frame: bytes) -> None:
        """Append a frame.

        Raises:
            OSError: The disk for temporary files is full.
        """
        even = frame + b"\0" * (len(frame) % 2)
        self._file.seek(self._end)
        self._file.write(_ITEM + struct.pack("<I", len(even)) + even)
        self._offsets.append(self._end)
        self._end += 8 + len(even)
        self._frame_bytes += len(frame)

    def encapsulated(self) -> BufferedIOBase:
        """All frames as the value of Pixel Data with its Basic Offset Table, read while it is written.

        It reads from this spool's file, which stays open until both are gone; frames may no longer be added.
        """
        count = len(self._offsets)
        table = _ITEM + struct.pack("<I", 4 * count) + struct.pack(f"<{count}I", *self._offsets)
        return _TableAndFrames(self, table, self._end)

    def read(self, start: int, length: int) -> bytes:
        """Bytes of the items."""
        self._file.seek(start)
        return self._file.read(length)


class _TableAndFrames(BufferedIOBase):
    """The table, then the items, as one file to read."""

    def __init__(self, spool: FrameSpool, table: bytes, items_bytes: int) -> None:
        self._spool = spool
        self._table = table
        self._length = len(table) + items_bytes
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
        data = self._table[self._position : self._position + wanted]
        if len(data) < wanted:
            start = self._position + len(data) - len(self._table)
            data += self._spool.read(start, wanted - len(data))
        self._position += len(data)
        return data
