"""What was found while a clip was being recorded, beside it: the scores as they stood on the screen then."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from app.analysis_json import FrameResult
from app.atomic_file import whole_file
from app.exam.content.picture import Clip
from app.kept_results import SUFFIX
from capture.errors import UnreadableFile
from capture.side_file import read_side_file

LIVE = "live, "  # before the release: found live, where not every picture was analysed
Found = Callable[[int, int], Mapping[tuple[int, int], str]]


def write_live_results(clip: Clip, folder: Path, found: Found) -> Clip:
    """Write one file for each video of a clip; the clip that names the first of them, or as it was.

    One line a picture that was analysed, its number that of the picture in the video.

    Args:
        clip: Whose end was told.
        folder: Of the exam.
        found: Lines by index and time of the frame, of a span of stream time.

    Raises:
        OSError: The folder cannot be written.
    """
    if clip.first_ns is None or clip.last_ns is None or clip.network is None:
        return clip
    lines = found(clip.first_ns, clip.last_ns)
    names = [name for file in clip.files if (name := _write(folder / file, lines, clip.network.release))]
    if not names:
        return clip
    return clip.model_copy(update={"analyses": {**clip.analyses, LIVE + clip.network.release: names[0]}})


def _write(video: Path, lines: Mapping[tuple[int, int], str], release: str) -> str:
    """The file's name; empty where nothing of this video was analysed."""
    try:
        side = read_side_file(video)
    except UnreadableFile:
        return ""
    found = [
        replace(FrameResult.from_line(lines[picture]), index=number)
        for number, picture in enumerate(zip(side.indices, side.times_ns, strict=True))
        if picture in lines
    ]
    if not found:
        return ""
    head = {"minamo_live_results": {"release": release, "pictures": len(side.indices)}}
    path = video.with_name(f"{video.name}.live{SUFFIX}")
    with whole_file(path) as file:
        file.write("".join(f"{line}\n" for line in (json.dumps(head), *(r.line() for r in found))).encode("utf-8"))
    return path.name
