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
