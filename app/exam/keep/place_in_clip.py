"""Where a snapshot stands in the clips of its exam: which video, and which of its pictures."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.exam.content.picture import Clip, Snapshot
from capture.errors import UnreadableFile
from capture.side_file import SideFile, read_side_file


@dataclass(frozen=True, slots=True)
class PlaceInClip:
    """A picture of a clip.

    Attributes:
        clip: The clip.
        file: The video's name inside the exam's folder.
        number: Of the picture in the video, from 0.
    """

    clip: Clip
    file: str
    number: int


class ClipPictures:
    """Which pictures a clip holds, read from its side files once."""

    def __init__(self, clip: Clip, folder: Path) -> None:
        """Read them; a video whose side file is missing or damaged holds no picture that is known."""
        self.clip = clip
        self._sides: dict[str, SideFile] = {}
        for file in clip.files:
            try:
                if (folder / file).is_file():
                    self._sides[file] = read_side_file(folder / file)
            except (UnreadableFile, OSError):
                continue

    def place_of(self, snapshot: Snapshot) -> PlaceInClip | None:
        """The picture in which a snapshot was taken; None where the clip does not show it.

        Index and time must both be the snapshot's: another session of the same source counts its pictures anew. A
        picture of a recording that repeated the one before it stands in a clip as that one.
        """
        if self.clip.source_name != snapshot.source_name:
            return None
        for file, side in self._sides.items():
            number = _number_in(side, snapshot)
            if number is not None:
                return PlaceInClip(self.clip, file, number)
        return None


def place_of(snapshot: Snapshot, clips: Iterable[Clip], folder: Path) -> PlaceInClip | None:
    """The picture in which a snapshot was taken; None where no clip holds it, or its video is gone.

    The clip that the snapshot names is looked at first, the others all the same: a clip may have been kept afterwards,
    and a crash may have come before that was written down. Reads side files.
    """
    named_first = sorted(clips, key=lambda clip: clip.id != snapshot.clip_id)
    places = (ClipPictures(clip, folder).place_of(snapshot) for clip in named_first if _may_hold(clip, snapshot))
    return next((place for place in places if place is not None), None)


def _may_hold(clip: Clip, snapshot: Snapshot) -> bool:
    """By what the clip's row says; one that was not finished does not say where it ends."""
    if clip.source_name != snapshot.source_name:
        return False
    if clip.first_ns is None or clip.last_ns is None or not clip.complete:
        return True
    return len(clip.files) > 1 or clip.first_ns <= snapshot.time_ns <= clip.last_ns


def _number_in(side: SideFile, snapshot: Snapshot) -> int | None:
    wanted = (snapshot.frame_index, snapshot.time_ns)
    number = bisect_right(side.times_ns, snapshot.time_ns) - 1
    if number < 0:
        return None
    if (side.indices[number], side.times_ns[number]) == wanted:
        return number
    left_out = any(gap.index == snapshot.frame_index for gap in side.gaps)
    between = number + 1 < len(side.indices) and side.indices[number] < snapshot.frame_index < side.indices[number + 1]
    return number if between and not left_out else None
