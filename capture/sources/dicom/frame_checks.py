"""Looks into a compressed frame before a decoder gets it: what the frame says of itself must fit the file's header.

A decoder believes the frame. One that names another size made GDCM abort the process, OpenJPEG take 10 GB of memory
for a file of 150 KB, and a run-length frame grows 64 times.
"""

import struct
from typing import Final

from pydicom.pixels.decoders.base import DecodeRunner

# JPEG markers, ITU-T T.81 table B.1 and T.87 C.1.1
_START_OF_IMAGE: Final = b"\xff\xd8"
_START_OF_FRAME: Final = (*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0), 0xF7)
_START_OF_SCAN: Final = 0xDA
_FILL: Final = 0xFF

# JPEG 2000 code stream, ITU-T T.800 A.4.1 and A.5.1: start, then image and tile size
_CODE_STREAM: Final = b"\xff\x4f\xff\x51"
_LOOKED_THROUGH_BYTES: Final = 4096  # boxes of a JP2 file may stand in front of the code stream
_MOST_TILES: Final = 4096  # each costs memory, however small

# run-length frames, PS3.5 annex G
_RLE_HEADER_BYTES: Final = 64
_GROWS: Final = 64  # at most: two bytes become 128
_HARMLESS_BYTES: Final = 64 * 1024**2


def require_jpeg(src: bytes, runner: DecodeRunner) -> int:
    """Make sure that a JPEG or JPEG-LS frame has the size, samples and depth of the file's header; its depth in bits.

    Raises:
        ValueError: It has not, or its header is damaged.
    """
    precision_bit, rows, columns, samples = jpeg_header(src)
    container_bit = 8 if precision_bit <= 8 else 16
    _require_size(rows, columns, samples, runner)
    if container_bit != runner.bits_allocated:
        raise ValueError(f"a frame of {precision_bit} bits")
    return precision_bit


def require_jpeg_2000(src: bytes, runner: DecodeRunner) -> None:
    """Make sure that a JPEG 2000 frame has the size and samples of the file's header, and no absurd tiles.

    Raises:
        ValueError: It has not, or its header is damaged.
    """
    start = src.find(_CODE_STREAM, 0, _LOOKED_THROUGH_BYTES)
    try:
        if start < 0:
            raise ValueError("a damaged JPEG 2000 header")
        right, bottom, left, top, tile_width, tile_height, tile_left, tile_top, samples = struct.unpack_from(
            ">8IH", src, start + 8
        )
    except struct.error as fault:
        raise ValueError("a damaged JPEG 2000 header") from fault
    _require_size(bottom - top, right - left, samples, runner)
    if not tile_width or not tile_height or tile_left > left or tile_top > top:
        raise ValueError("a damaged JPEG 2000 header")
    tiles = -(-(right - tile_left) // tile_width) * -(-(bottom - tile_top) // tile_height)
    if tiles > _MOST_TILES:
        raise ValueError(f"a frame of {tiles} tiles")


def require_run_lengths(src: bytes, runner: DecodeRunner) -> None:
    """Make sure that the segments of a run-length frame do not grow beyond the size of the file's header.

    Raises:
        ValueError: They do, or the frame's header is damaged.
    """
    if len(src) < _RLE_HEADER_BYTES:
        raise ValueError("a damaged run-length header")
    count, *offsets = struct.unpack_from("<16I", src)
    if not 1 <= count <= 15:
        raise ValueError("a damaged run-length header")
    ends = [*offsets[1:count], len(src)]
    plane = runner.rows * runner.columns
    for start, end in zip(offsets[:count], ends, strict=True):
        if not _RLE_HEADER_BYTES <= start <= end <= len(src):
            raise ValueError("a damaged run-length header")
        if (end - start) * _GROWS > max(_HARMLESS_BYTES, 2 * plane) and _unpacked_bytes(src[start:end]) > 2 * plane:
            raise ValueError("a run-length frame that is larger than it says")


def jpeg_header(jpeg: bytes) -> tuple[int, int, int, int]:
    """Precision in bits, rows, columns and samples from the frame header of a JPEG (T.81 B.2.2).

    Raises:
        ValueError: The markers in front of the first scan are not whole.
    """
    place, found = 2, None
    try:
        while jpeg[:2] == _START_OF_IMAGE and jpeg[place] == 0xFF:
            marker = jpeg[place + 1]
            if marker == _FILL:
                place += 1
                continue
            if marker in _START_OF_FRAME:
                precision_bit, rows, columns, samples = struct.unpack_from(">BHHB", jpeg, place + 4)
                found = int(precision_bit), int(rows), int(columns), int(samples)
            if marker == _START_OF_SCAN:
                break
            place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
        else:
            found = None
    except (IndexError, struct.error):
        found = None
    if found is None:
        raise ValueError("a damaged JPEG header")
    return found


def _require_size(rows: int, columns: int, samples: int, runner: DecodeRunner) -> None:
    if (rows, columns, samples) != (runner.rows, runner.columns, runner.samples_per_pixel):
        raise ValueError(f"a frame of {columns} x {rows} pixels with {samples} samples")


def _unpacked_bytes(segment: bytes) -> int:
    """How many bytes a segment of run lengths stands for (PS3.5 G.3.2)."""
    place, total = 0, 0
    while place < len(segment):
        head = segment[place]
        total += head + 1 if head < 128 else 257 - head if head > 128 else 0
        place += head + 2 if head < 128 else 2 if head > 128 else 1
    return total
