"""The side file of a recording: what its container cannot hold, as JSON lines beside it.

The first line is the header: format, version, layout, source, software. Then one line a frame, `{"index", "time_ns"}`,
in the order of the video's pictures, and `{"gap": index, "time_ns"}` for every frame that was left out. A frame's line
is on the disk before its picture is, so after a crash there may be more lines than pictures, never fewer.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol, TypeVar

from capture.errors import UnreadableFile
from capture.frame_queue import LeftOut
from capture.screen.layout import ScanLayout
from capture.screen.layout_file import layout_from_json, layout_to_json

log = logging.getLogger(__name__)

SUFFIX = ".frames.jsonl"
FORMAT = "minamo-recording"
VERSION = 1

T = TypeVar("T")


class ByteFile(Protocol):
    """An open file without a buffer of its own."""

    def write(self, data: bytes, /) -> int | None:
        """Write some or all of `data`; how much was written."""
        ...

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Move the position."""
        ...

    def tell(self) -> int:
        """The position."""
        ...

    def fileno(self) -> int:
        """The operating system's number of the file."""
        ...

    def close(self) -> None:
        """Close the file; safe to call twice."""
        ...


@dataclass(frozen=True, slots=True, eq=False)  # eq=False: layouts hold arrays
class SideFile:
    """What a side file says.

    Attributes:
        layout: The panels as recorded; `origin_px` and `source_size_px` lead back to the scanner's screen.
        size_px: (width, height) of the video's picture.
        source_name: Name of the source that was recorded.
        software: What recorded it.
        indices: Index of every frame in the live source, in the order of the video's pictures.
        times_ns: Stream time of the same frames.
        gaps: Frames that were left out.
    """

    layout: ScanLayout
    size_px: tuple[int, int]
    source_name: str
    software: str
    indices: tuple[int, ...] = ()
    times_ns: tuple[int, ...] = ()
    gaps: tuple[LeftOut, ...] = field(default_factory=tuple)


def side_path(video: Path) -> Path:
    """Where the side file of a video stands; a side file's own path stays as it is."""
    return video if is_side_file(video.name) else video.with_suffix(SUFFIX)


def is_side_file(name: str) -> bool:
    """Whether a file of this name is, or would be, the side file of a recording."""
    return name.casefold().endswith(SUFFIX)


def software_version() -> str:
    """Name and version of this program."""
    try:
        return f"minamo {version('minamo')}"
    except PackageNotFoundError:  # run from a folder that was never installed
        return "minamo"


class SideWriter:
    """Writes a side file; every line is handed to the operating system at once."""

    def __init__(self, file: ByteFile) -> None:
        """Write to `file`, unbuffered, which this writer then owns."""
        self._file = file

    def header(self, layout: ScanLayout, size_px: tuple[int, int], source_name: str) -> None:
        """Write the first line."""
        self._line(
            {
                "format": FORMAT,
                "version": VERSION,
                "software": software_version(),
                "source": source_name,
                "size_px": size_px,
                "layout": layout_to_json(layout),
            }
        )

    def frame(self, index: int, time_ns: int) -> None:
        """Write a frame's line."""
        self._line({"index": index, "time_ns": time_ns})

    def gap(self, gap: LeftOut) -> None:
        """Write the line of a frame that was left out."""
        self._line({"gap": gap.index, "time_ns": gap.time_ns})

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _line(self, value: dict[str, Any]) -> None:
        self._file.write(json.dumps(value, separators=(",", ":")).encode() + b"\n")


def read_side_file(path: Path) -> SideFile:
    """Read a side file; `path` is the side file or its video. A last line cut short by a crash is left away.

    Raises:
        UnreadableFile: It is missing, damaged or not a side file; the video can be opened without it.
    """
    path = side_path(path)
    try:
        lines = path.read_bytes().split(b"\n")[:-1]  # what follows the last line end was not finished
        values = [json.loads(line) for line in lines]
        header = values[0]
        if header["format"] != FORMAT or header["version"] > VERSION:
            raise ValueError("another format or a later version")
        width, height = header["size_px"]
        frames = [value for value in values[1:] if "index" in value]
        return SideFile(
            layout=layout_from_json(header["layout"]),
            size_px=(int(width), int(height)),
            source_name=str(header["source"]),
            software=str(header["software"]),
            indices=tuple(int(value["index"]) for value in frames),
            times_ns=tuple(int(value["time_ns"]) for value in frames),
            gaps=tuple(LeftOut(int(v["gap"]), int(v["time_ns"])) for v in values[1:] if "gap" in v),
        )
    except FileNotFoundError as fault:
        raise UnreadableFile("{file} is missing; open the video without it", file=path.name) from fault
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as fault:
        raise UnreadableFile(
            "{file} is not a readable side file of a recording; move it away to open the video without it",
            file=path.name,
        ) from fault


def layout_for(video: Path) -> ScanLayout | None:
    """The layout with which a recording is opened, or None where it has no readable side file.

    Its panels are in the pixels of the video, whose picture is the recorded frame: `origin_px` is (0, 0) and
    `source_size_px` the size of the video. The way back to the scanner's screen is `read_side_file(video).layout`.
    """
    return _from_side_file(video, lambda side: ScanLayout(side.layout.panels, (0, 0), side.size_px))


def times_for(video: Path) -> tuple[int, ...] | None:
    """Exact times of the pictures of a recording in ns, the first 0, or None where it has no readable side file.

    After a crash there may be more times than the video has pictures; the first ones count.
    """
    return _from_side_file(video, lambda side: tuple(time_ns - side.times_ns[0] for time_ns in side.times_ns))


def _from_side_file(video: Path, wanted: Callable[[SideFile], T]) -> T | None:
    if not side_path(video).is_file():
        return None
    try:
        return wanted(read_side_file(video))
    except UnreadableFile as fault:
        log.warning("%s", fault)
        return None
