"""An ultrasound DICOM file: a cine or a still."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pydicom
from pydicom.dataset import FileDataset
from pydicom.pixels.utils import iter_pixels
from pydicom.uid import DeflatedExplicitVRLittleEndian

from capture.errors import EndOfStream, UnreadableFile
from capture.source import Screen
from capture.sources.dicom.decoders import CHECKED, plugin_for
from capture.sources.dicom.header import (
    DICOM_FAULTS,
    frame_count,
    frame_times_ns,
    has_pixels,
    read_header,
    without_pictures,
)
from capture.sources.dicom.layout import region_layout
from capture.sources.dicom.pixels import PixelColours
from capture.sources.file_checks import require_file, require_size

log = logging.getLogger(__name__)


class DicomReader:
    """Reads an ultrasound DICOM file frame by frame; the pixels are never in memory as a whole.

    Each `Screen` carries the layout of the region tags where they can be believed. A frame that cannot be decoded is
    left out: its number is missing in what `read` returns, and a seek to it gives the next one; frames missing at
    the end (a file cut off) are not counted, but noticed.

    Attributes:
        times_ns: Time of every frame from the first.
        assumed_hz: The rate assumed where the file states none, else None.
        breaks_off: Whether frames are missing at the end: the file is cut off or damaged from there on.
    """

    times_ns: tuple[int, ...]
    assumed_hz: float | None
    breaks_off: bool

    def __init__(self, path: Path, assumed_hz: float = 25.0) -> None:
        """Read the header and decode the first frame.

        Raises:
            UnreadableFile: Missing, damaged, not ultrasound, without pictures, or of a kind that is not supported.
        """
        require_file(path)
        self._path = path
        header = read_header(path)
        self._wanted = 0
        self._closed = False
        self._coming: tuple[int, Iterator[npt.NDArray[Any]]] | None = None  # the frame the decoder gives next
        try:
            self._source = _pixel_source(path, header)
            self._plugin = plugin_for(header.file_meta.TransferSyntaxUID)
            width, height = int(header.get("Columns") or 0), int(header.get("Rows") or 0)
            if not width or not height:
                raise without_pictures(path)
            require_size(path, width, height)
            self._colours = PixelColours(header)
            self._layout = region_layout(header, width, height)
            self._count = stated = frame_count(header)
            self._count = self._decodable()
            self.breaks_off = self._count < stated
            self.times_ns, self.assumed_hz = frame_times_ns(header, self._count, assumed_hz)
        except DICOM_FAULTS as fault:
            if not has_pixels(path):
                raise without_pictures(path) from fault
            raise UnreadableFile(
                "{file} is damaged, or a kind of DICOM picture that cannot be shown ({reason}); copy it again, or "
                "export it again uncompressed or as JPEG, or as a video",
                file=path.name,
                reason=_in_short(fault),
            ) from fault

    @property
    def name(self) -> str:
        """The file's name."""
        return self._path.name

    def read(self, timeout_s: float) -> Screen | None:
        """Decode the next frame; does not wait for its time to come.

        Raises:
            EndOfStream: The last frame has been read, or the reader is closed.
        """
        del timeout_s  # a file has its frames at once
        while not self._closed and self._wanted < self._count:
            number = self._wanted
            self._wanted = number + 1
            try:
                pixels = self._decode(number)
            except DICOM_FAULTS as fault:
                log.warning("%s: frame %d is damaged and left out (%s)", self.name, number, _in_short(fault))
                continue
            return Screen(pixels, number, self.times_ns[number], time.monotonic_ns(), self._layout)
        raise EndOfStream

    def seek(self, number: int) -> None:
        """Make `number` (0-based) the next frame that `read` returns.

        Raises:
            IndexError: There is no such frame.
        """
        if not 0 <= number < self._count:
            raise IndexError(number)
        self._wanted = number

    def close(self) -> None:
        """Release the file; safe to call twice."""
        self._closed = True
        self._coming = None  # closes the decoder's file

    def _decode(self, number: int) -> npt.NDArray[np.uint8]:
        """Pixels of a frame; consecutive frames go on where the decoder stands.

        Raises:
            DICOM_FAULTS: The frame is damaged.
        """
        at, frames = self._coming or (None, iter(()))
        self._coming = None  # a decoder that failed is not used again
        if at != number:
            frames = iter_pixels(self._source, indices=range(number, self._count), decoding_plugin=self._plugin)
        values = next(frames, None)
        if values is None:
            raise ValueError("the file ends before this frame")
        pixels = self._colours.rgb(values)
        self._coming = number + 1, frames
        return pixels

    def _decodable(self) -> int:
        """How many frames there are up to the last that can be decoded.

        Raises:
            DICOM_FAULTS: There is none.
        """
        if self._can_decode(self._count - 1):
            return self._count
        self._decode(0)  # nothing to see: its own fault tells why
        good, bad = 0, self._count - 1
        while bad - good > 1:  # a file that was cut off is whole up to one frame
            middle = (good + bad) // 2
            good, bad = (middle, bad) if self._can_decode(middle) else (good, middle)
        log.warning("%s: cut off; %d of %d frames can be decoded", self.name, good + 1, self._count)
        return good + 1

    def _can_decode(self, number: int) -> bool:
        try:
            self._decode(number)
        except DICOM_FAULTS:
            return False
        return True


def _pixel_source(path: Path, header: FileDataset) -> Path | FileDataset:
    """What frames are decoded from: the file, or its contents where these cannot be read in pieces."""
    syntax = header.file_meta.TransferSyntaxUID
    with_preamble = header.preamble is not None
    if syntax != DeflatedExplicitVRLittleEndian and with_preamble:
        return path
    whole = pydicom.dcmread(path, force=True)
    whole.file_meta.TransferSyntaxUID = syntax
    return whole


def _in_short(fault: Exception) -> str:
    """What went wrong, in a line: pydicom puts the plug-in's own words last."""
    lines = str(fault).strip().splitlines()
    return lines[-1].strip().removeprefix(f"{CHECKED}: ") if lines else type(fault).__name__
