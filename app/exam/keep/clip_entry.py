"""A clip on its way into an exam: what its recording tells becomes its row."""

from pathlib import Path

from app.exam.content.model import new_id, now
from app.exam.content.picture import Clip, ClipOrigin, NetworkUsed, Side
from capture.errors import UnreadableFile
from capture.recording_state import RecordingState
from capture.side_file import read_side_file


def new_clip(origin: ClipOrigin, *, source_name: str, network: NetworkUsed | None, side: Side | None) -> Clip:
    """A clip of which nothing is written yet."""
    return Clip(
        id=new_id(),
        taken_at=now(),
        origin=origin,
        files=(),
        source_name=source_name,
        network=network,
        side=side,
    )


def clip_name(clip: Clip) -> str:
    """Name of its videos, without number and ending; tells the time, and nobody's name."""
    kind = "clip" if clip.origin is ClipOrigin.AFTER_THE_FACT else "scan"
    return f"{kind}-{clip.taken_at:%H%M%S}-{clip.id[:8]}"


def clip_as_told(clip: Clip, state: RecordingState, folder: Path) -> Clip:
    """The clip as its recording stands; complete only when its end was written."""
    return clip.model_copy(
        update={
            "files": tuple(path.relative_to(folder).as_posix() for path in state.paths),
            "first_ns": state.first_ns,
            "last_ns": state.last_ns,
            "frames": state.frames,
            "gaps": state.gaps,
            "complete": state.finished and state.error is None,
        }
    )


def clip_as_found(clip: Clip, folder: Path) -> Clip:
    """A clip whose end was never told, with what its side files say; it stays incomplete. Reads them."""
    times_ns: list[int] = []
    gaps = 0
    for file in clip.files:
        try:
            side = read_side_file(folder / file)
        except UnreadableFile:
            continue
        times_ns += side.times_ns
        gaps += len(side.gaps)
    if not times_ns:
        return clip
    return clip.model_copy(
        update={"first_ns": times_ns[0], "last_ns": times_ns[-1], "frames": len(times_ns), "gaps": gaps}
    )
