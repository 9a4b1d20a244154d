"""Whether a video file ends before its own container does: a copy that was broken off, or a full card."""

from pathlib import Path
from typing import BinaryIO

_EBML, _SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"moof")
_UNKNOWN_32 = 0xFFFFFFFF  # written by what cannot go back to the beginning


def is_broken_off(path: Path) -> bool:
    """Compare the lengths that MP4, MOV, MKV, WebM and AVI state with that of the file.

    False where nothing is stated: other containers, and recordings whose writer was killed.
    """
    length = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        file.seek(0)
        if head[:4] == b"RIFF":
            stated = int.from_bytes(head[4:8], "little")
            return stated != _UNKNOWN_32 and 8 + stated > length + 1  # a last byte of padding may be left out
        if head[:4] == _EBML:
            return _segment_end(file) > length
        if head[4:8] in _BOXES:
            return _boxes_end(file, length) > length
    return False


def _boxes_end(file: BinaryIO, length: int) -> int:
    """Where the last box of ISO/IEC 14496-12 (clause 4.2) ends; 0 where that is not known."""
    place = 0
    while place < length:
        file.seek(place)
        head = file.read(16)
        size = int.from_bytes(head[:4], "big")
        if size == 1:  # the size follows in 64 bits
            size = int.from_bytes(head[8:16], "big")
        if size < 8 or head[4:8] not in _BOXES:  # 0: up to the end of the file; others: a camera's notes, or noise
            return 0
        place += size
    return place


def _segment_end(file: BinaryIO) -> int:
    """Where the segment of a Matroska file (RFC 8794, section 6; RFC 9559) ends; 0 where it does not say."""
    file.seek(len(_EBML))
    header = _size(file)
    if header is None:
        return 0
    file.seek(header, 1)
    if file.read(len(_SEGMENT)) != _SEGMENT:
        return 0
    size = _size(file)
    return 0 if size is None else file.tell() + size


def _size(file: BinaryIO) -> int | None:
    """A number whose leading zero bits tell how many bytes follow; None for the one that means unknown."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()
    value = int.from_bytes(first + file.read(more), "big") & ((1 << 7 * (more + 1)) - 1)
    return None if value == (1 << 7 * (more + 1)) - 1 else value
