"""This computer's own secret: with it the same patient, exam and object get the same pseudonyms in every export.

Whoever has it can find out whose pseudonym is whose by trying IDs; it never leaves this computer.
"""

import os
import secrets
from pathlib import Path
from typing import Final

from app.exam.errors import ExamError

FILE_NAME: Final = "deidentification.key"
_BYTES: Final = 32


def local_secret(folder: Path) -> bytes:
    """The secret of this user, made when there is none.

    Args:
        folder: Of the user's settings.

    Raises:
        ExamError: It cannot be read or written, or is damaged; nothing is ever replaced.
    """
    path = folder / FILE_NAME
    try:
        if not path.exists():
            _make(path)
        kept = path.read_bytes()
    except OSError as fault:
        raise ExamError(
            "The key of de-identification {file} cannot be read or made ({reason}); make its folder writable",
            file=path,
            reason=fault.strerror or fault,
        ) from fault
    if len(kept) != _BYTES:
        raise ExamError(
            "The key of de-identification {file} is damaged; bring it back from a backup, or move it away for a new "
            "one. With a new key the same patient gets another pseudonym",
            file=path,
        )
    return kept


def _make(path: Path) -> None:
    """Write a new one for this user alone; another window that was quicker wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{FILE_NAME}.{secrets.token_hex(8)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        if not path.exists():
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)
