"""Still images as a recording: a folder of them, or one file of one or more pages."""

import logging
import re
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from capture.errors import EndOfStream, UnreadableFile
from capture.source import Screen
from capture.sources.file_checks import cannot_read, require_file, require_size
from capture.sources.still_image import IMAGE_FAULTS, is_deep, open_image, rgb_of_image, upright_size
from capture.sources.times import ascending_times_ns, even_times_ns

log = logging.getLogger(__name__)

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"})
DEPTHS_BIT = (8, 10, 12, 14, 16)
SAMPLED_FOR_DEPTH = 8


class ImageFolderReader:
    """Reads the images of a folder in the natural order of their names (2 before 10), or the pages of one file.

    Hidden files and other files are ignored. All images must be of one size. 16-bit images are scaled by the
    smallest usual depth (8, 10, 12, 14, 16 bits) that holds the values of a sample of the recording: one scale for all,
    so that the brightness does not jump. An image that is damaged is left out: its number is missing in what `read`
    returns, and a seek to it gives the next one. Transparent becomes black, and a rotation noted by a camera is
    carried out.

    Attributes:
        times_ns: Time of every image from the first: those an animation states, else by the assumed rate.
        assumed_hz: The assumed rate; None for a single image and for an animation that states its times.
    """

    times_ns: tuple[int, ...]
    assumed_hz: float | None

    def __init__(self, path: Path, hz: float = 25.0) -> None:
        """Look at every image's header.

        Args:
            path: A folder of PNG, JPEG, WebP, BMP or TIFF images, or one such file.
            hz: The rate to assume, as files of stills state none.

        Raises:
            UnreadableFile: There is no image, none can be read, one is of another size, or they are too small.
        """
        self._path = path
        self._open: tuple[Path, Image.Image] | None = None
        self._wanted = 0
        self._closed = False
        if path.is_dir():
            self._pages = [(file, 0) for file in _images_in(path)]
            durations_ms: list[float] = []
        else:
            require_file(path)
            durations_ms = self._page_durations_ms(path)
            self._pages = [(path, page) for page in range(len(durations_ms))]
        count = len(self._pages)
        if any(durations_ms):
            starts_s = np.concatenate([[0.0], np.cumsum(durations_ms[:-1])]) / 1000
            self.times_ns, self.assumed_hz = ascending_times_ns([float(s) for s in starts_s], 1 / hz), None
        else:
            self.times_ns, self.assumed_hz = even_times_ns(count, hz), hz if count > 1 else None
        self._require_one_size()
        self._depth_bit = self._find_depth_bit()

    @property
    def name(self) -> str:
        """The name of the folder or file."""
        return self._path.name

    def read(self, timeout_s: float) -> Screen | None:
        """Decode the next image; does not wait for its time to come.

        Raises:
            EndOfStream: The last image has been read, or the reader is closed.
        """
        del timeout_s  # a file has its pictures at once
        while not self._closed and self._wanted < len(self._pages):
            number = self._wanted
            self._wanted = number + 1
            pixels = self._decode(number)
            if pixels is not None:
                return Screen(pixels, number, self.times_ns[number], time.monotonic_ns())
        raise EndOfStream

    def seek(self, number: int) -> None:
        """Make `number` (0-based, in the order of names) the next image that `read` returns.

        Raises:
            IndexError: There is no such image.
        """
        if not 0 <= number < len(self._pages):
            raise IndexError(number)
        self._wanted = number

    def close(self) -> None:
        """Release the open file; safe to call twice."""
        self._closed = True
        self._release()

    def _release(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None

    def _page(self, number: int) -> Image.Image:
        """The opened image of a picture, turned to its page; decoded only when its pixels are asked for."""
        file, page = self._pages[number]
        if self._open is None or self._open[0] != file:
            self._release()
            self._open = file, open_image(file)
        image = self._open[1]
        if page != image.tell():
            image.seek(page)
        return image

    def _page_durations_ms(self, path: Path) -> list[float]:
        """How long each page of a file is shown, in ms; 0 where it does not say."""
        try:
            with open_image(path) as image:
                # a JPEG's further pictures are previews; a WebP tells a page's duration only once it is decoded
                count = 1 if image.format in ("JPEG", "MPO") else int(getattr(image, "n_frames", 1))
                durations_ms: list[float] = []
                for page in range(count):
                    image.seek(page)
                    if count > 1 and image.format in ("PNG", "WEBP"):
                        image.load()
                    durations_ms.append(float(image.info.get("duration", 0) or 0))
                return durations_ms if count > 1 else [0.0]
        except IMAGE_FAULTS as fault:
            raise UnreadableFile(
                "{file} is damaged or not the image its name says; copy it again or choose another file",
                file=path.name,
            ) from fault

    def _require_one_size(self) -> None:
        size: tuple[int, int] | None = None
        first: Path | None = None
        for number, (file, _) in enumerate(self._pages):
            try:
                found = upright_size(self._page(number))
            except IMAGE_FAULTS as fault:
                log.warning("%s is damaged and left out (%s)", file.name, fault)
                continue
            if size is None or first is None:
                require_size(file, *found)
                size, first = found, file
            elif found != size:
                self._release()
                raise UnreadableFile(
                    "{file} measures {width} x {height} pixels, but {first} {first_width} x {first_height}; "
                    "keep only images of one recording in the folder, or open the single image",
                    file=file.name,
                    width=found[0],
                    height=found[1],
                    first=first.name,
                    first_width=size[0],
                    first_height=size[1],
                )
        if size is None:
            raise UnreadableFile(
                "none of the {count} images in {file} can be decoded; copy them again",
                count=len(self._pages),
                file=self.name,
            )

    def _find_depth_bit(self) -> int:
        """Bits of the deepest grey images, from a sample over the whole recording."""
        largest = 0
        for number in sorted({round(n) for n in np.linspace(0, len(self._pages) - 1, SAMPLED_FOR_DEPTH)}):
            try:
                image = self._page(number)
                if is_deep(image):
                    largest = max(largest, int(np.max(np.asarray(image))))
            except IMAGE_FAULTS:
                continue  # told when it is read
        return next((bits for bits in DEPTHS_BIT if largest < 1 << bits), DEPTHS_BIT[-1])

    def _decode(self, number: int) -> npt.NDArray[np.uint8] | None:
        """Pixels of an image, (height, width, 3) uint8 RGB, read-only; None if it is damaged."""
        try:
            pixels = rgb_of_image(self._page(number), self._depth_bit)
        except IMAGE_FAULTS as fault:
            log.warning("%s is damaged and left out (%s)", self._pages[number][0].name, fault)
            self._release()
            return None
        pixels.setflags(write=False)
        return pixels


def _images_in(folder: Path) -> list[Path]:
    try:
        files = [
            file
            for file in folder.iterdir()
            if file.suffix.lower() in SUFFIXES and not file.name.startswith(".") and file.is_file()
        ]
    except OSError as fault:
        raise cannot_read(folder, fault) from fault
    if not files:
        raise UnreadableFile(
            "the folder {file} holds no images (PNG, JPEG, WebP, BMP, TIFF); "
            "choose the folder they lie in, or open a video or DICOM file itself",
            file=folder.name or folder,
        )
    return sorted(files, key=_natural)


def _natural(file: Path) -> tuple[list[tuple[int, int, str]], str]:
    """Sort key in which numbers count as numbers: image2 before image10."""
    parts = re.split(r"(\d+)", file.name.casefold())
    return [(1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts], file.name
