"""Where exams may stand: names of folders, what lies inside one, and whether a disk is a network's."""

import errno
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

import psutil

from app.exam.content.exam import Exam
from app.exam.errors import ExamError

EXAM_FILE = "exam.json"
SEALED_FILE, SEALED_KEY_FILE = "exam.zip.age", "exam.key.age"  # in their place, when an exam is sealed
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.ESTALE, errno.EIO, errno.ENODEV, errno.ENXIO, errno.EHOSTDOWN}
_GONE |= {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ETIMEDOUT, errno.ECONNRESET, errno.ENOTCONN}
_FULL = {errno.ENOSPC, errno.EDQUOT}
_NETWORK = {"nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "webdav", "davfs", "davfs2"}
_NETWORK |= {"fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse", "glusterfs", "ceph", "9p"}


class FolderGone(ExamError):
    """The folder of an exam cannot be reached: its disk or network drive is away."""


class FolderFull(ExamError):
    """The disk with an exam's folder has no room left."""


class Mount(NamedTuple):
    """A disk as `psutil` lists it."""

    mountpoint: str
    fstype: str
    opts: str


def mounts() -> list[Mount]:
    """Every disk of this machine; asks none of them, so that one that is away holds nothing up."""
    return [Mount(disk.mountpoint, disk.fstype, disk.opts) for disk in psutil.disk_partitions(all=True)]


def network_drive(path: Path, mounts: Callable[[], Iterable[Mount]] = mounts) -> str | None:
    """The kind of network drive that `path` lies on ("nfs4", "cifs", ...), or None for a disk of this machine."""
    text = os.path.realpath(path)
    if PureWindowsPath(text).drive.startswith("\\\\"):
        return "smb"
    over = [mount for mount in mounts() if _is_over(mount.mountpoint, text)]
    nearest = max(over, key=lambda mount: len(mount.mountpoint), default=None)
    if nearest is None:
        return None
    kind = nearest.fstype.lower()
    if kind in _NETWORK:
        return kind
    return (kind or "network drive") if "remote" in nearest.opts.split(",") else None


def _is_over(mountpoint: str, path: str) -> bool:
    mount = os.path.normcase(mountpoint.rstrip("/\\"))
    path = os.path.normcase(path)
    return path == mount or path.startswith((mount + "/", mount + "\\"))


def is_exam_id(text: str) -> bool:
    """Whether an exam's id can be part of a folder's name on every system."""
    return _ID.fullmatch(text) is not None and not text.endswith(".")


def folder_name(exam: Exam) -> str:
    """Name of an exam's folder: when it started and its id, nothing that somebody typed.

    So no name of a patient stands in a path, and none can be too long or hold what Windows or macOS refuse.
    """
    return f"{exam.started_at:%Y-%m-%d_%H%M%S}_{exam.id}"


def inside(folder: Path, name: str) -> Path:
    """The file `name` (relative, `/` between folders) of an exam's folder.

    Raises:
        ExamError: It leads out of the folder.
    """
    parts = PurePosixPath(name).parts
    windows = PureWindowsPath(name)
    outside = not parts or name.startswith("/") or ".." in windows.parts or windows.drive or windows.root
    if outside or "\0" in name:
        raise ExamError("The exam names a file outside its folder ({file!r}); the file is not used", file=name)
    return folder.joinpath(*parts)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can (Windows does it by itself).

    Raises:
        OSError: The disk is gone.
    """
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as fault:
        if fault.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:  # some network drives cannot
            raise
    finally:
        os.close(handle)


def folder_error(fault: OSError, folder: Path) -> ExamError:
    """Why an exam's folder cannot be written, in words that say what to do."""
    reason = fault.strerror or str(fault)
    if fault.errno in _FULL:
        return FolderFull(
            "The disk with {folder} is full; make room there, what was kept until now is safe", folder=folder
        )
    if fault.errno in _GONE:
        return FolderGone(
            "The exam folder {folder} cannot be reached ({reason}); check the disk or network drive. What was entered "
            "is safe in the database and is written there when it is back",
            folder=folder,
            reason=reason,
        )
    return ExamError(
        "The exam folder {folder} cannot be written ({reason}); make it writable, or choose another one in the "
        "settings",
        folder=folder,
        reason=reason,
    )
