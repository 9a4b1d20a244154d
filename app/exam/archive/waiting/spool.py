"""Files that wait to be sent: each stands whole under its own name, on the disk, or not at all."""

import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from pydicom import dcmread, dcmwrite
from pydicom.dataset import Dataset
from pydicom.errors import InvalidDicomError

from app.exam.archive.waiting.message import MessageKind
from app.exam.errors import ArchiveError
from app.exam.record.places import sync_folder

_UID = re.compile(r"[0-9.]{1,64}")
_ENDINGS = {MessageKind.STEP_BEGUN: ".begun.dcm", MessageKind.STEP_ENDED: ".ended.dcm", MessageKind.OBJECT: ".dcm"}
_CHUNK_BYTES = 1 << 20
_LEFT_OVER_S = 24 * 3600.0  # a part that is older belongs to nobody any more


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is put into the queue.

    Attributes:
        content: A DICOM file, or a data set with its file meta information.
        kind: What it is.
        description: What a list shows of it.
    """

    content: Path | Dataset
    kind: MessageKind = MessageKind.OBJECT
    description: str = ""


@dataclass(frozen=True, slots=True)
class Spooled:
    """A file that is on the disk already, but under no name that counts.

    Attributes:
        part: Where it is.
        name: Where it will be, inside the folder.
        uid, sop_class: What it calls itself.
        sha256: Of its bytes.
        size_bytes: Of the file.
    """

    part: Path
    name: str
    uid: str
    sop_class: str
    sha256: str
    size_bytes: int


class Spool:
    """The folder of the files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, one: Outgoing) -> Spooled:
        """Copy to the disk.

        Raises:
            ArchiveError: It is no DICOM object.
            OSError: The disk is full or gone; nothing is left behind.
        """
        uid, sop_class = names_of(one)
        name = uid + _ENDINGS[one.kind]
        part = self._folder / f".{uuid4().hex}.part"
        try:
            with part.open("wb") as file:
                if isinstance(one.content, Path):
                    with one.content.open("rb") as source:
                        shutil.copyfileobj(source, file, _CHUNK_BYTES)
                else:
                    dcmwrite(file, one.content, enforce_file_format=True)
                file.flush()
                os.fsync(file.fileno())
            return Spooled(part, name, uid, sop_class, digest_of(part), part.stat().st_size)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    def keep(self, spooled: Spooled) -> None:
        """Give it its name."""
        spooled.part.replace(self._folder / spooled.name)
        sync_folder(self._folder)

    def drop(self, file: Path | None) -> None:
        """Delete it; a folder that is gone takes its files with it."""
        if file is not None:
            with suppress(OSError):
                file.unlink(missing_ok=True)

    def found(self) -> Iterator[Path]:
        """Every file with a name of ours; what was left half written long ago is deleted."""
        for part in self._folder.glob(".*.part"):
            with suppress(OSError):
                if time.time() - part.stat().st_mtime > _LEFT_OVER_S:
                    part.unlink()
        yield from sorted(self._folder.glob("*.dcm"))

    def read(self, file: Path) -> Spooled | None:
        """What a file calls itself; None for one that is not ours or is damaged."""
        try:
            uid, sop_class = names_of(Outgoing(file))
            spooled = Spooled(file, file.name, uid, sop_class, digest_of(file), file.stat().st_size)
        except (ArchiveError, OSError):
            return None
        return spooled if file.name == uid + _ENDINGS[kind_of(file.name)] else None


def kind_of(name: str) -> MessageKind:
    """What a file of the spool is, by its name."""
    return next(kind for kind, ending in _ENDINGS.items() if name.endswith(ending))


def digest_of(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def header_of(one: Outgoing) -> Dataset:
    """What it says of itself, without its pixels where it is a file.

    Raises:
        ArchiveError: It is no DICOM object.
    """
    if isinstance(one.content, Dataset):
        return one.content
    try:
        return dcmread(one.content, stop_before_pixels=True)
    except (OSError, InvalidDicomError, AttributeError, ValueError, KeyError, EOFError) as fault:
        raise _no_object(one, fault) from fault


def names_of(one: Outgoing) -> tuple[str, str]:
    """SOP instance and SOP class UID.

    Raises:
        ArchiveError: It is no DICOM object, or has no names.
    """
    header = header_of(one)
    try:
        meta = header.file_meta
        in_meta = str(meta.MediaStorageSOPInstanceUID), str(meta.MediaStorageSOPClassUID)
    except AttributeError as fault:
        raise _no_object(one, fault) from fault
    uid, sop_class = str(header.get("SOPInstanceUID", in_meta[0])), str(header.get("SOPClassUID", in_meta[1]))
    if isinstance(one.content, Path) and in_meta != (uid, sop_class):  # it would go over the line under both names
        raise _no_object(one, f"{in_meta[0]} / {uid}")
    if not _UID.fullmatch(uid):  # it becomes a file name
        raise _no_object(one, uid[:64])
    return uid, sop_class


def _no_object(one: Outgoing, reason: object) -> ArchiveError:
    return ArchiveError(
        "{file} is no DICOM object that can be sent ({reason}); export it again",
        file=one.content if isinstance(one.content, Path) else one.description,
        reason=reason,
    )
