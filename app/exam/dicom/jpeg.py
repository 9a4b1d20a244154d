"""JPEG pictures as a recording holds them, and what DICOM asks of them."""

from dataclasses import dataclass
from typing import Final

# JPEG markers, ITU-T T.81 table B.1
_START, _END = b"\xff\xd8", b"\xff\xd9"
_BASELINE: Final = 0xC0
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # starts of frame of every kind
_SCAN: Final = 0xDA
_SAYINGS: Final = frozenset({*range(0xE1, 0xF0), 0xFE})  # application data and comments: no part of the picture


@dataclass(frozen=True, slots=True)
class JpegFrame:
    """A JPEG picture, baseline and 8 bit, as it can stand in a DICOM object of JPEG Baseline (1.2.840.10008.1.2.4.50).

    Attributes:
        data: The picture without comments and application data but JFIF's.
        width_px, height_px: Its size.
        photometric: What Photometric Interpretation says of it: "MONOCHROME2", "YBR_FULL" or "YBR_FULL_422", which
            stands for every kind of subsampled colour.
    """

    data: bytes
    width_px: int
    height_px: int
    photometric: str


def read_jpeg(packet: bytes) -> JpegFrame:
    """Look at a picture's header and leave out what is no part of the picture.

    Raises:
        ValueError: It is damaged, cut off, or not baseline.
    """
    end = packet.rfind(_END)
    if packet[:2] != _START or end < 0:
        raise ValueError("not a whole JPEG picture")
    kept, place, form = [_START], 2, None
    while True:
        if packet[place : place + 1] != b"\xff" or place + 4 > end:
            raise ValueError("a damaged JPEG header")
        marker = packet[place + 1]
        if marker == 0xFF:  # fill
            place += 1
            continue
        after = place + 2 + int.from_bytes(packet[place + 2 : place + 4], "big")
        if marker in _FRAMES:
            form = _form(packet[place:after], marker)
        if marker == _SCAN:
            break
        if marker not in _SAYINGS:
            kept.append(packet[place:after])
        place = after
    if form is None:
        raise ValueError("a JPEG picture without a header")
    kept.append(packet[place : end + 2])
    return JpegFrame(b"".join(kept), *form)


def _form(segment: bytes, marker: int) -> tuple[int, int, str]:
    components = segment[9] if len(segment) > 9 else 0
    if marker != _BASELINE or segment[4] != 8 or components not in (1, 3) or len(segment) < 10 + 3 * components:
        raise ValueError("a JPEG picture that is not baseline with 8 bits")
    height, width = int.from_bytes(segment[5:7], "big"), int.from_bytes(segment[7:9], "big")
    samplings = {segment[10 + 3 * number + 1] for number in range(components)}
    photometric = "MONOCHROME2" if components == 1 else "YBR_FULL" if len(samplings) == 1 else "YBR_FULL_422"
    return width, height, photometric
