"""Opens a recording by what is in it, not by what its name says."""

from pathlib import Path

from capture.errors import UnreadableFile
from capture.source import SeekableReader
from capture.sources.dicom.cine import DicomReader
from capture.sources.file_checks import cannot_read, require_file
from capture.sources.image_folder import ImageFolderReader
from capture.sources.video_file import VideoFileReader

_OPENING_BYTES = 4096
_PREAMBLE_BYTES = 128
_JPEG_STREAMS = (".mjpg", ".mjpeg")  # one JPEG after another: only the name tells them from a single one


def open_file(path: Path, *, folder_hz: float = 25.0) -> SeekableReader:
    """Open a video, a DICOM file, an image or a folder of images.

    Args:
        path: The file or folder.
        folder_hz: The rate to assume where nothing states one: images, and DICOM files without frame times.

    Raises:
        UnreadableFile: It cannot be opened; the text says why and what to do.
    """
    if path.is_dir():
        return ImageFolderReader(path, folder_hz)
    require_file(path)
    try:
        with path.open("rb") as file:
            opening = file.read(_OPENING_BYTES)
    except OSError as fault:
        raise cannot_read(path, fault) from fault
    if _is_dicom(opening):
        return DicomReader(path, folder_hz)
    if _is_image(opening) and path.suffix.lower() not in _JPEG_STREAMS:
        return ImageFolderReader(path, folder_hz)
    if _is_text(opening):
        raise UnreadableFile(
            "{file} holds text, not pictures, whatever its name says; open the recording itself", file=path.name
        )
    return VideoFileReader(path)


def _is_dicom(opening: bytes) -> bool:
    """The mark after the preamble; or, for files without one, an element of group 2 or 8 at the very start."""
    if opening[_PREAMBLE_BYTES : _PREAMBLE_BYTES + 4] == b"DICM":
        return True
    little = opening[:2] in (b"\x02\x00", b"\x08\x00") and opening[3:4] == b"\x00"
    big = opening[:2] == b"\x00\x08" and opening[2:3] == b"\x00"
    return (little or big) and len(opening) > 8


def _is_image(opening: bytes) -> bool:
    """A still image by its signature; animated GIF is a video."""
    return (
        opening.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*"))
        or (opening[:4] == b"RIFF" and opening[8:12] == b"WEBP")
        or (opening[:2] == b"BM" and opening[6:10] == b"\x00\x00\x00\x00")  # two reserved words
    )


def _is_text(opening: bytes) -> bool:
    """Nothing but printable characters, in whatever language; a character cut by the reading is no harm."""
    if any(byte < 0x20 and byte not in b"\t\n\v\f\r\x1b" for byte in opening):
        return False
    try:
        opening.decode("utf-8")
    except UnicodeDecodeError as fault:
        return fault.start >= len(opening) - 3 and fault.start > 0
    return True
