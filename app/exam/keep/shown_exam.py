"""An exam as it is looked at again: what was kept, with a small picture of each."""

from dataclasses import dataclass
from pathlib import Path

import av
import av.error
import cv2
import numpy as np

from app.exam.content.exam import ExamContent
from app.exam.content.picture import Clip, ContrastStudy, Snapshot
from app.exam.errors import ExamError
from app.exam.keep.place_in_clip import ClipPictures, place_of
from app.exam.record.places import inside
from app.exam.record.thumbnail import SIZE_PX, make_thumbnail
from capture.screen.layout import ScanLayout
from capture.screen.layout_file import layout_from_json


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """One thing to look at again.

    Attributes:
        item: The snapshot, clip or contrast study.
        file: Its video, of a clip; a clip of several videos stands several times. Else empty.
        jpeg: A small picture; None where its file is missing or damaged.
    """

    item: Snapshot | Clip | ContrastStudy
    file: str = ""
    jpeg: bytes | None = None

    @property
    def missing(self) -> bool:
        """Whether there is nothing to look at."""
        return self.jpeg is None and not isinstance(self.item, ContrastStudy)


@dataclass(frozen=True, slots=True)
class ShownExam:
    """An exam to be looked at.

    Attributes:
        content: Everything of it.
        folder: Of its files.
        pictures: In the order in which they were kept.
    """

    content: ExamContent
    folder: Path
    pictures: tuple[KeptPicture, ...]


def shown_exam(content: ExamContent, folder: Path, known: dict[str, bytes]) -> ShownExam:
    """Look into the folder for small pictures that are not known; slow.

    Args:
        content: Of the exam.
        folder: Of its files.
        known: JPEGs by snapshot id.
    """
    pictures: list[KeptPicture] = []
    kept: list[Snapshot | Clip | ContrastStudy] = [*content.snapshots, *content.clips, *content.contrast_studies]
    for item in sorted(kept, key=lambda each: each.taken_at):
        if isinstance(item, Snapshot):
            pictures.append(KeptPicture(item, "", known.get(item.id) or _of_picture(folder, item.plain)))
        elif isinstance(item, Clip):
            pictures += [KeptPicture(item, file, _of_video(folder, file)) for file in item.files]
        else:
            pictures.append(KeptPicture(item))
    return ShownExam(content, folder, tuple(pictures))


def layout_of(snapshot: Snapshot) -> ScanLayout | None:
    """The panels in the pixels of the snapshot's plain file; None where they are not known."""
    try:
        layout = layout_from_json(snapshot.layout)
    except ValueError:
        return None
    right = max(panel.rect.right for panel in layout.panels)
    bottom = max(panel.rect.bottom for panel in layout.panels)
    return ScanLayout(layout.panels, (0, 0), (right, bottom))


def _of_picture(folder: Path, name: str) -> bytes | None:
    try:
        return make_thumbnail(inside(folder, name))
    except ExamError:
        return None


def _of_video(folder: Path, name: str) -> bytes | None:
    """The first picture that can be decoded."""
    try:
        path = inside(folder, name)
        with av.open(str(path)) as container:
            picture = next(container.decode(video=0)).to_ndarray(format="bgr24")
    except (ExamError, OSError, StopIteration, IndexError, av.error.FFmpegError):
        return None
    height, width = picture.shape[:2]
    scale = min(SIZE_PX[0] / width, SIZE_PX[1] / height, 1.0)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
    return bytes(cv2.imencode(".jpg", small)[1])


@dataclass(frozen=True, slots=True)
class Place:
    """What to open for one kept thing.

    Attributes:
        path: A video, or the plain file of a snapshot that stands in no clip.
        number: Of the picture in it to begin with; None to play from the first.
        layout: Of a still; None where the file tells its own.
        clip_id: Of the video.
        pins: Numbers of the pictures in it of which there is a snapshot.
    """

    path: Path
    number: int | None = None
    layout: ScanLayout | None = None
    clip_id: str = ""
    pins: tuple[int, ...] = ()


def place_to_open(shown: ShownExam, picture: KeptPicture) -> Place:
    """Where a kept thing leads: a snapshot to its place in a clip, or to itself; a clip to its beginning. Slow.

    Raises:
        ExamError: Its file is missing, or it is nothing that can be opened here.
    """
    item, folder = picture.item, shown.folder
    if isinstance(item, Clip):
        return _in_clip(shown, item, picture.file, None)
    if isinstance(item, ContrastStudy):
        return Place(_there(folder, item.folder))
    place = place_of(item, shown.content.clips, folder)
    if place is not None:
        return _in_clip(shown, place.clip, place.file, place.number)
    return Place(_there(folder, item.plain), 0, layout_of(item))


def _in_clip(shown: ShownExam, clip: Clip, file: str, number: int | None) -> Place:
    pictures = ClipPictures(clip, shown.folder)
    places = [pictures.place_of(snapshot) for snapshot in shown.content.snapshots]
    pins = tuple(place.number for place in places if place is not None and place.file == file)
    return Place(_there(shown.folder, file), number, clip_id=clip.id, pins=pins)


def _there(folder: Path, name: str) -> Path:
    path = inside(folder, name)
    if not path.exists():
        raise ExamError(
            "{file} of this exam is missing; put it back into {folder}, or connect its disk", file=name, folder=folder
        )
    return path
