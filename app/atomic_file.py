"""A file that appears whole or not at all, and the folder it stands in."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from capture.errors import RecordingFailed


def make_folder(out: Path) -> None:
    """Make the folder of a command's results.

    Raises:
        RecordingFailed: It cannot be made or written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as fault:
        raise RecordingFailed(
            "The folder {folder} cannot be made ({reason}); choose another one with --out",
            folder=out,
            reason=fault.strerror or fault,
        ) from fault


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that takes the place of `path` when the block ends without an exception.

    A reader or a power cut sees the old content or the new, never half of it; when the block fails, or is cancelled,
    nothing is left behind.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


class WholeLines:
    """Writes lines to an open file, each whole or not at all: a disk that fills leaves no half line."""

    def __init__(self, file: BinaryIO) -> None:
        """Write to `file`, past its buffer, which would keep what the disk refused."""
        self._handle = file.fileno()

    def write(self, line: bytes) -> None:
        """Append a line, which ends with its line end.

        Raises:
            OSError: The disk is full or gone; the lines before stand.
        """
        start = os.lseek(self._handle, 0, os.SEEK_CUR)
        try:
            while line:
                line = line[os.write(self._handle, line) :]
        except OSError:
            os.ftruncate(self._handle, start)
            os.lseek(self._handle, start, os.SEEK_SET)
            raise
