"""The files of one recording on the disk: MKV segments with their side files, written without a thread of their own."""

import contextlib
import errno
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import av.error
import psutil

from capture.encode import EncodedFrame
from capture.errors import RecordingFailed
from capture.frame_queue import LeftOut
from capture.recording_segment import RecordingSegment
from capture.side_file import ByteFile, SideWriter, side_path

FREE_BYTES_MIN = 200 * 1024**2
_LOOK_AT_DISK_EVERY_BYTES = 4 * 1024**2


def open_new(path: Path) -> ByteFile:
    """Open a file that does not exist yet, without a buffer."""
    return path.open("xb", buffering=0)


def free_bytes(folder: Path) -> int:
    """Free space of the disk that holds `folder`."""
    return int(psutil.disk_usage(str(folder)).free)


class RecordingFiles:
    """Writes encoded frames to `<name>.mkv` and its side file; a new size or layout starts `<name>-2.mkv`.

    Nothing that exists is overwritten: the first free number is taken. Any failure closes what was written, which
    stays readable, and raises `RecordingFailed`; the files are then finished.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        *,
        source_name: str = "",
        free_bytes_min: int = FREE_BYTES_MIN,
        open_file: Callable[[Path], ByteFile] = open_new,
        free_bytes: Callable[[Path], int] = free_bytes,
    ) -> None:
        """Prepare; nothing is touched before `reserve` or the first frame.

        Args:
            folder: Made when it is missing.
            name: Of the recording; characters that a file name cannot hold become "_".
            source_name: Written into the side file.
            free_bytes_min: Recording stops in time when the disk has less room than this.
            open_file: Opens a new file.
            free_bytes: Free space of the disk that holds a folder.
        """
        self._folder = folder
        self._name = safe_name(name)
        self._source_name = source_name
        self._free_bytes_min = free_bytes_min
        self._open_file = open_file
        self._free_bytes = free_bytes
        self._unwatched_bytes = 0
        self._reserved: tuple[Path, ByteFile] | None = None
        self._segment: RecordingSegment | None = None
        self._early_gaps: list[LeftOut] = []
        self._paths: list[Path] = []

    @property
    def paths(self) -> tuple[Path, ...]:
        """The videos written so far, in order."""
        return tuple(self._paths)

    def reserve(self) -> Path:
        """Make the folder and the file of the first segment, so that its name is taken.

        Raises:
            RecordingFailed: The folder cannot be written, or the disk is full or gone.
        """
        with self._translated():
            if self._reserved is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._look_at_disk()
                self._reserved = self._open_next()
            return self._reserved[0]

    def write(self, encoded: EncodedFrame) -> None:
        """Append a frame.

        Raises:
            RecordingFailed: It cannot be written; what was written until then is closed and readable.
        """
        with self._translated():
            self._unwatched_bytes += len(encoded.data)
            if self._unwatched_bytes >= _LOOK_AT_DISK_EVERY_BYTES:
                self._unwatched_bytes = 0
                self._look_at_disk()
            if self._segment is None or not self._segment.fits(encoded):
                self._next_segment(encoded)
            if self._segment is not None:
                self._segment.write(encoded)

    def write_gap(self, gap: LeftOut) -> None:
        """Note a frame that was left out.

        Raises:
            RecordingFailed: As `write`.
        """
        if self._segment is None:
            self._early_gaps.append(gap)
            return
        with self._translated():
            self._segment.side.gap(gap)

    def close(self) -> None:
        """Finish the files; a name that was reserved and not used is given back. Safe to call twice.

        Raises:
            RecordingFailed: The end of the file cannot be written; what was written until then is readable.
        """
        with self._translated():
            self._close()

    def _close(self) -> None:
        if self._reserved is not None:
            path, file = self._reserved
            self._reserved = None
            file.close()
            path.unlink(missing_ok=True)
        if self._segment is not None:
            segment, self._segment = self._segment, None
            try:
                segment.close()
            finally:
                if segment.frames == 0:  # not even one fitted on the disk: leave no empty file behind
                    path = self._paths.pop()
                    path.unlink(missing_ok=True)
                    side_path(path).unlink(missing_ok=True)

    def _next_segment(self, encoded: EncodedFrame) -> None:
        if self._segment is None:
            self.reserve()
        else:
            segment, self._segment = self._segment, None
            segment.close()
            self._reserved = self._open_next()
        assert self._reserved is not None
        path, file = self._reserved
        side = SideWriter(self._open_file(side_path(path)))
        self._segment = RecordingSegment(file, side, encoded)
        self._paths.append(path)
        self._reserved = None
        side.header(encoded.layout, (encoded.width, encoded.height), self._source_name)
        for gap in self._early_gaps:
            side.gap(gap)
        self._early_gaps.clear()

    def _open_next(self) -> tuple[Path, ByteFile]:
        number = 1
        while True:
            path = self._folder / (f"{self._name}.mkv" if number == 1 else f"{self._name}-{number}.mkv")
            number += 1
            if side_path(path).exists():
                continue
            with contextlib.suppress(FileExistsError):
                return path, self._open_file(path)

    def _look_at_disk(self) -> None:
        if self._segment is not None and self._segment.deleted:
            raise FileNotFoundError(errno.ENOENT, "the recording was deleted", str(self._folder))
        free = self._free_bytes(self._folder)
        if free < self._free_bytes_min:
            raise RecordingFailed(
                "Recording stopped: only {free_mb} MB are free in {folder}; make room and start again",
                free_mb=free // 1024**2,
                folder=self._folder,
            )

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (OSError, av.error.FFmpegError, RecordingFailed) as fault:
            with contextlib.suppress(OSError, av.error.FFmpegError):
                self._close()
            if isinstance(fault, RecordingFailed):
                raise
            raise recording_failed(fault, self._folder) from fault


def recording_failed(fault: Exception, folder: Path) -> RecordingFailed:
    """What the user reads when `fault` kept a file from being written to `folder`."""
    number = getattr(fault, "errno", None)
    if number in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        text = "The disk that holds {folder} is full; make room or choose another folder, then start again"
    elif number in (errno.EACCES, errno.EPERM, errno.EROFS):
        text = "{folder} cannot be written; choose another folder in the settings"
    elif number in (errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO, errno.ESTALE):
        text = "The disk or folder {folder} is gone; connect it again or choose another folder, then start again"
    elif number in (errno.EEXIST, errno.ENOTDIR):
        text = "{folder} is not a folder; choose another one in the settings"
    else:
        text = "Writing to {folder} failed ({reason}); choose another folder and start again"
    return RecordingFailed(text, folder=folder, reason=fault)


def safe_name(name: str) -> str:
    """`name` without what a file name cannot hold on any platform; never empty."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", name).strip(" .")
    while len(name.encode()) > 200:  # file systems allow 255 bytes; a number and an ending follow
        name = name[:-1]
    return name or "recording"
