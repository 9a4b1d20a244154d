"""A recorded contrast study as pictures: from a video, a DICOM cine, or a folder named by frame number."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from capture.errors import CaptureError, EndOfStream
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.screen.contrast_panels import contrast_layout_of
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from capture.screen.repeats import RepeatFilter
from capture.sources.file_checks import cannot_read, require_size
from capture.sources.image_folder import SUFFIXES
from capture.sources.open_file import open_file
from capture.sources.still_image import IMAGE_FAULTS, open_image, rgb_of_image
from inference.contrast.errors import ContrastError
from inference.contrast.picture import Bytes, ContrastPicture
from inference.preparation import to_grey

BMODE_STEM = "bmode"
FOLDER_HZ = 25.0  # assumed where nothing states the source's rate
LOOK_OVER = 9  # pictures of a folder whose size most have is the study's
SAMPLED = 48  # pictures spread over a recording, from which tint, panels and reference are chosen
READ_S = 5.0  # for one picture
DARK = 1.5  # mean grey level; such a picture says 'no agent yet' as often as it comes


class StudyCine(Protocol):
    """A recording that can be read twice: once to look it over, once to measure.

    Attributes:
        name: Of the file or folder.
        count: Pictures it holds, repeated ones included.
        time_base: What times mean: {"origin", "hz", "hz_origin"}.
        origin_px: (x, y) of the contrast panel's first pixel in the file's picture.
        bmode_origin_px: The same of the B-mode panel; None where there is none.
        size_px: (width, height) of the contrast panel.
        still: A B-mode picture (h, w) uint8 that belongs to the study but is no frame of it; else None.
        notes: What was found wrong while reading; grows.
    """

    name: str
    count: int
    time_base: dict[str, object]
    origin_px: tuple[int, int]
    bmode_origin_px: tuple[int, int] | None
    size_px: tuple[int, int]
    still: Bytes | None
    notes: list[ContrastError]

    def sample(self, count: int = SAMPLED) -> list[ContrastPicture]:
        """Pictures spread evenly over the recording."""
        ...

    def pictures(self) -> Iterator[ContrastPicture]:
        """Every distinct picture in order."""
        ...


def picture_of(frame: Frame) -> ContrastPicture | None:
    """The contrast picture of a frame, with the B-mode beside it; None where no panel shows contrast."""
    contrast = _panel(frame.layout, PanelKind.CONTRAST)
    if contrast is None:
        return None
    bmode = _panel(frame.layout, PanelKind.B_MODE)
    return ContrastPicture(
        frame.index,
        frame.time_ns / 1e9,
        _cut(frame.pixels, contrast.rect),
        None if bmode is None else to_grey(_cut(frame.pixels, bmode.rect)),
    )


def is_dark(picture: ContrastPicture) -> bool:
    """Whether nothing is seen on it. Before the arrival equal pictures are no repeats: each says that it is dark."""
    return float(picture.contrast.mean()) < DARK


def _panel(layout: ScanLayout, kind: PanelKind) -> Panel | None:
    return next((panel for panel in layout.panels if panel.kind is kind), None)


def _cut(pixels: Bytes, rect: Rect) -> Bytes:
    return np.ascontiguousarray(pixels[rect.top : rect.bottom, rect.left : rect.right])


def open_cine(path: Path, *, hz: float | None = None, layout: ScanLayout | None = None) -> StudyCine:
    """Open a recorded study.

    Args:
        path: A video, a DICOM cine, or a folder of pictures named by their frame number in the source.
        hz: Source frames a second; None to take the file's own times, and `FOLDER_HZ` for a folder.
        layout: Where the panels lie, if it was drawn.

    Raises:
        CaptureError: The file cannot be read.
        ContrastError: It holds no contrast panel, or no picture.
    """
    if hz is not None and not 0 < hz <= 1000:
        raise ContrastError("a rate of {hz} source frames a second is not possible; give one of 1 to 1000", hz=hz)
    return FolderCine(path, hz) if path.is_dir() else FileCine(path, hz, layout)


class FolderCine:
    """Pictures of the contrast panel, each named by its number in the source cine (`frame_00189.webp`)."""

    bmode_origin_px: tuple[int, int] | None = None
    origin_px: tuple[int, int] = (0, 0)
    time_base: dict[str, object]

    def __init__(self, folder: Path, hz: float | None) -> None:
        """List the folder; `bmode.*` in it is the B-mode picture."""
        self.name = folder.name
        self.notes: list[ContrastError] = []
        files = sorted(file for file in _files(folder) if file.suffix.lower() in SUFFIXES)
        named = [(number, file) for file in files[::-1] if (number := _frame_number(file)) is not None]
        frames = dict(named)  # of files with the same number, the first by name
        if not frames:
            raise ContrastError(
                "the folder {file} holds no pictures named by their frame number (frame_00189.webp); "
                "name them so, or give a video or DICOM file",
                file=self.name,
            )
        self._frames = sorted(frames.items())
        if len(named) > len(frames):
            text = "{pictures} pictures have the frame number of another one and are left out"
            self.notes.append(ContrastError(text, pictures=len(named) - len(frames)))
        self._hz = hz or FOLDER_HZ
        self.time_base = {
            "origin": "frame 0 of the source",
            "hz": self._hz,
            "hz_origin": "given" if hz else "assumed",
        }
        if hz is None:
            self.notes.append(_assumed(FOLDER_HZ))
        self.count = len(self._frames)
        still = next((file for file in files if file.stem.lower() == BMODE_STEM), None)
        self.still = None if still is None else _grey_or_none(still)
        sizes = Counter(picture.contrast.shape for picture in self.sample(LOOK_OVER)) or Counter(
            picture.contrast.shape for picture in self._read(self._frames)
        )
        if not sizes:
            raise ContrastError("none of the pictures in {file} can be decoded; copy them again", file=self.name)
        self._size = sizes.most_common(1)[0][0]  # the first picture may be a title page
        self.size_px = self._size[1], self._size[0]
        require_size(self._frames[0][1], *self.size_px)

    def sample(self, count: int = SAMPLED) -> list[ContrastPicture]:
        """Pictures spread evenly over the recording."""
        chosen = sorted({round(place) for place in np.linspace(0, self.count - 1, min(count, self.count))})
        return list(self._read([self._frames[place] for place in chosen]))

    def pictures(self) -> Iterator[ContrastPicture]:
        """Every distinct picture in order."""
        repeats = RepeatFilter(exact=True)
        for picture in self._read(self._frames):
            is_repeat = repeats.is_repeat(picture.contrast, round(picture.time_s * 1e9))
            if not is_repeat or is_dark(picture):
                yield picture

    def _read(self, frames: list[tuple[int, Path]]) -> Iterator[ContrastPicture]:
        for number, file in frames:
            try:
                with open_image(file) as image:
                    pixels = rgb_of_image(image, 8)
            except IMAGE_FAULTS:
                self._note(ContrastError("{file} is damaged and left out", file=file.name))
                continue
            if pixels.shape != getattr(self, "_size", pixels.shape):
                self._note(ContrastError("{file} is of another size and left out", file=file.name))
                continue
            yield ContrastPicture(number, number / self._hz, pixels, None)

    def _note(self, note: ContrastError) -> None:
        """Said once, though the recording is read twice."""
        if str(note) not in map(str, self.notes):
            self.notes.append(note)


class FileCine:
    """A video or DICOM cine behind the gate."""

    still: Bytes | None = None
    bmode_origin_px: tuple[int, int] | None
    time_base: dict[str, object]

    def __init__(self, path: Path, hz: float | None, layout: ScanLayout | None) -> None:
        """Open it once and choose its panels."""
        self.name = path.name
        self.notes: list[ContrastError] = []
        self._path, self._hz = path, hz
        with closing(open_file(path)) as reader:
            self.count = len(reader.times_ns)
            assumed = reader.assumed_hz
            found = layout or contrast_layout_of(reader)
        contrast = None if found is None else _panel(found, PanelKind.CONTRAST)
        if found is None or contrast is None:
            raise ContrastError(
                "{file} holds no contrast panel; draw it in the window, or give --contrast-panel", file=self.name
            )
        self._layout = found
        bmode = _panel(found, PanelKind.B_MODE)
        left, top = found.origin_px
        self.origin_px = left + contrast.rect.left, top + contrast.rect.top
        self.bmode_origin_px = None if bmode is None else (left + bmode.rect.left, top + bmode.rect.top)
        self.size_px = contrast.rect.width, contrast.rect.height
        self.time_base = {
            "origin": "first picture of the file",
            "hz": hz or assumed,
            "hz_origin": "given" if hz else ("assumed" if assumed else "times of the file"),
        }
        if assumed and hz is None:
            self.notes.append(_assumed(assumed))

    def sample(self, count: int = SAMPLED) -> list[ContrastPicture]:
        """Pictures spread evenly over the recording."""
        with closing(self._open()) as source:
            return [self._picture(frame) for frame in _sampled(source, count)]

    def pictures(self) -> Iterator[ContrastPicture]:
        """Every distinct picture in order."""
        last: ContrastPicture | None = None
        with closing(self._open()) as source:
            try:
                for number, time_ns, frame in source.every_frame():
                    if frame is not None:
                        last = self._picture(frame)
                        yield last
                    elif last is not None and source.last_was_repeat and is_dark(last):
                        yield replace(last, index=number, time_s=self._time_s(number, time_ns))
            except CaptureError as fault:
                self.notes.append(ContrastError("Reading ended early: {reason}", reason=fault))
            if source.breaks_off:
                self.notes.append(
                    ContrastError(
                        "{file} breaks off after {pictures} pictures: it was cut off, or is damaged from there on; "
                        "copy it again or export it again from the scanner",
                        file=self.name,
                        pictures=len(source.times_ns),
                    )
                )
        if source.counts.held_back:
            self.notes.append(
                ContrastError(
                    "{pictures} pictures did not show the scan and were left out", pictures=source.counts.held_back
                )
            )

    def _open(self) -> GatedSource:
        return GatedSource(open_file(self._path), layout=self._layout, exact=True)

    def _picture(self, frame: Frame) -> ContrastPicture:
        picture = picture_of(frame)
        assert picture is not None
        return replace(picture, time_s=self._time_s(frame.index, frame.time_ns))

    def _time_s(self, number: int, time_ns: int) -> float:
        return number / self._hz if self._hz else time_ns / 1e9


def _sampled(source: GatedSource, count: int) -> list[Frame]:
    total = len(source.times_ns)
    frames = []
    for number in sorted({round(place) for place in np.linspace(0, total - 1, min(count, total))}) if total else ():
        try:
            frame = source.decode(number)
        except (CaptureError, EndOfStream):
            continue  # reading reports it when it comes to that place
        if frame is not None:
            frames.append(frame)
    return frames


def _assumed(hz: float) -> ContrastError:
    return ContrastError("The times assume {hz} source frames a second; give the true rate", hz=f"{hz:g}")


def picture_size(path: Path) -> tuple[int, int]:
    """(width, height) of a video's or DICOM file's pictures.

    Raises:
        CaptureError: The file cannot be read.
    """
    with closing(open_file(path)) as reader:
        screen = reader.read(READ_S)
        if screen is None:
            raise CaptureError("{file} does not answer; check the disk or network drive it is on.", file=path.name)
        return screen.pixels.shape[1], screen.pixels.shape[0]


def _files(folder: Path) -> list[Path]:
    try:
        return [file for file in folder.iterdir() if file.is_file() and not file.name.startswith(".")]
    except OSError as fault:
        raise cannot_read(folder, fault) from fault


def _frame_number(file: Path) -> int | None:
    digits = re.findall(r"\d+", file.stem)
    return int(digits[-1]) if digits and file.stem.lower() != BMODE_STEM else None


def _grey_or_none(file: Path) -> Bytes | None:
    try:
        with open_image(file) as image:
            return np.asarray(cv2.cvtColor(rgb_of_image(image, 8), cv2.COLOR_RGB2GRAY), np.uint8)
    except IMAGE_FAULTS:
        return None
