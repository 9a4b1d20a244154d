"""What a DICOM file says of itself before its pixels are looked at: whether it is ultrasound, and its times."""

import logging
import struct
import warnings
import zlib
from pathlib import Path
from typing import Final

import pydicom
from pydicom.dataset import FileDataset
from pydicom.errors import BytesLengthException, InvalidDicomError
from pydicom.multival import MultiValue
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from capture.errors import UnreadableFile
from capture.sources.dicom.deflated import require_bounded
from capture.sources.times import ascending_times_ns, even_times_ns

# pydicom warns of every departure from the standard, and logs a traceback for every plug-in that cannot decode a frame;
# what matters of that is checked, caught and told here
warnings.filterwarnings("ignore", category=UserWarning, module=r"pydicom(\..*)?")
logging.getLogger("pydicom.pixels.decoders").setLevel(logging.CRITICAL)

# what pydicom and its plug-ins raise for files that are damaged, cut off or beyond them
DICOM_FAULTS: Final = (
    BytesLengthException,
    InvalidDicomError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,  # with NotImplementedError and RecursionError
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)

_ULTRASOUND_MODALITIES: Final = ("US", "IVUS")
_ULTRASOUND_CLASSES: Final = (
    "1.2.840.10008.5.1.4.1.1.3",  # multi-frame, retired
    "1.2.840.10008.5.1.4.1.1.3.1",  # multi-frame
    "1.2.840.10008.5.1.4.1.1.6",  # still, retired
    "1.2.840.10008.5.1.4.1.1.6.1",  # still
)
_DIRECTORY_CLASS: Final = "1.2.840.10008.1.3.10"  # DICOMDIR


def read_header(path: Path) -> FileDataset:
    """Read everything in front of the pixels.

    Raises:
        UnreadableFile: It is not DICOM, damaged, not ultrasound, or too large to be unpacked.
    """
    try:
        require_bounded(path)
        header = pydicom.dcmread(path, stop_before_pixels=True, force=True)
        is_dicom = "SOPClassUID" in header or "Modality" in header or "Rows" in header or bool(header.file_meta)
        sop_class = str(header.get("SOPClassUID") or header.file_meta.get("MediaStorageSOPClassUID") or "")
        modality = str(header.get("Modality") or "").strip().upper()
        if "TransferSyntaxUID" not in header.file_meta:
            header.file_meta.TransferSyntaxUID = _encoding_of(header)
    except DICOM_FAULTS as fault:
        raise damaged(path) from fault
    if not is_dicom:
        raise damaged(path)
    if sop_class == _DIRECTORY_CLASS:
        raise UnreadableFile(
            "{file} is only the list of a disc's contents; open the picture files beside it", file=path.name
        )
    if modality not in _ULTRASOUND_MODALITIES and sop_class not in _ULTRASOUND_CLASSES:
        raise UnreadableFile(
            "{file} is not ultrasound (its modality is {modality}); choose an ultrasound file",
            file=path.name,
            modality=modality or "not stated",
        )
    return header


def damaged(path: Path) -> UnreadableFile:
    """The error for a file that cannot be taken apart."""
    return UnreadableFile(
        "{file} is not a DICOM file or its beginning is damaged; copy it again or choose another file", file=path.name
    )


def has_pixels(path: Path) -> bool:
    """Whether something stands where the pixels begin, be it damaged or cut off."""
    with path.open("rb") as file:
        header = pydicom.dcmread(file, stop_before_pixels=True, force=True)
        deflated = header.file_meta.get("TransferSyntaxUID") == DeflatedExplicitVRLittleEndian  # read in one piece
        return deflated or bool(file.read(1))


def without_pictures(path: Path) -> UnreadableFile:
    """The error for a file that has a header only."""
    return UnreadableFile(
        "{file} is a DICOM file without pictures (a report, for example); choose one with pictures", file=path.name
    )


def frame_count(header: FileDataset) -> int:
    """Number of Frames (0028,0008); 1 where it is missing or nonsense."""
    return max(1, int(header.get("NumberOfFrames") or 1))


def frame_times_ns(header: FileDataset, count: int, assumed_hz: float) -> tuple[tuple[int, ...], float | None]:
    """Times of `count` frames from the first, and the rate that was assumed (None where the file states times).

    In this order (PS3.3 C.7.6.5): Frame Time Vector (0018,1065) and Frame Time (0018,1063), in ms, the one that Frame
    Increment Pointer (0028,0009) names first; Cine Rate (0018,0040); Recommended Display Frame Rate (0008,2144).
    """
    if count == 1:
        return (0,), None
    vector_ms, time_ms = _numbers(header, "FrameTimeVector"), _numbers(header, "FrameTime")
    rates_hz = _numbers(header, "CineRate") + _numbers(header, "RecommendedDisplayFrameRate")
    pointer = header.get("FrameIncrementPointer")
    pointed = [int(tag) for tag in (pointer if isinstance(pointer, MultiValue | list) else [pointer]) if tag]
    usual_ms = next((ms for ms in time_ms if ms > 0), None)
    prefers_time = usual_ms is not None and 0x00181063 in pointed
    if not prefers_time and any(ms > 0 for ms in vector_ms[1:]):
        # each value is the time since the frame before; the first has none before it
        starts_s: list[float | None] = [0.0]
        for ms in vector_ms[1:count]:
            starts_s.append((starts_s[-1] or 0.0) + max(ms, 0.0) / 1000)
        starts_s += [None] * (count - len(starts_s))
        return ascending_times_ns(starts_s, 1 / assumed_hz), None
    if usual_ms is not None:
        return even_times_ns(count, 1000 / usual_ms), None
    rate_hz = next((hz for hz in rates_hz if hz > 0), None)
    if rate_hz is not None:
        return even_times_ns(count, rate_hz), None
    return even_times_ns(count, assumed_hz), assumed_hz


def _numbers(header: FileDataset, keyword: str) -> list[float]:
    """The values of an element that holds numbers; empty if it is missing or holds something else."""
    try:
        value = header.get(keyword)
        values = value if isinstance(value, MultiValue | list | tuple) else [value]
        return [float(number) for number in values if number is not None and number != ""]
    except (TypeError, ValueError):
        return []


def _encoding_of(header: FileDataset) -> UID:
    """Transfer syntax of a file that states none, from how its elements were read."""
    implicit, little = header.original_encoding
    if implicit:
        return ImplicitVRLittleEndian
    return ExplicitVRLittleEndian if little else ExplicitVRBigEndian
