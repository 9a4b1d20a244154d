"""Which decoder takes apart which compressed DICOM frame, so that a damaged one raises and does no more.

pydicom tries GDCM first for all of JPEG. GDCM aborts the whole process when a frame's own header names another size
than the file's. So it is used only where nothing else decodes (lossless JPEG, JPEG-LS), behind a check of that header.
"""

import struct
from typing import Final

from pydicom.pixels.decoders.base import (
    DecodeRunner,
    JPEGLosslessDecoder,
    JPEGLosslessSV1Decoder,
    JPEGLSLosslessDecoder,
    JPEGLSNearLosslessDecoder,
)
from pydicom.pixels.decoders.gdcm import _decode_frame as decode_by_gdcm
from pydicom.pixels.decoders.gdcm import is_available as has_gdcm
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    RLELossless,
)

CHECKED_GDCM: Final = "gdcm behind a check of the frame's header"
_CHECKED: Final = (JPEGLosslessDecoder, JPEGLosslessSV1Decoder, JPEGLSLosslessDecoder, JPEGLSNearLosslessDecoder)
_PLUGINS: Final[dict[UID, str]] = {
    JPEGBaseline8Bit: "pillow",
    JPEGExtended12Bit: "pillow",
    JPEG2000: "pylibjpeg",
    JPEG2000Lossless: "pylibjpeg",
    HTJ2K: "pylibjpeg",
    HTJ2KLossless: "pylibjpeg",
    HTJ2KLosslessRPCL: "pylibjpeg",
    RLELossless: "pydicom",
    **{decoder.UID: CHECKED_GDCM for decoder in _CHECKED},
}

# JPEG markers, ITU-T T.81 table B.1 and T.87 C.1.1
_START_OF_IMAGE: Final = b"\xff\xd8"
_START_OF_FRAME: Final = (0xC3, 0xF7)  # lossless, JPEG-LS
_START_OF_SCAN: Final = 0xDA
_FILL: Final = 0xFF

DECODER_DEPENDENCIES: Final = {decoder.UID: ("python-gdcm",) for decoder in _CHECKED}  # asked for by pydicom


def plugin_for(syntax: UID) -> str:
    """Name of pydicom's plug-in for a transfer syntax; empty where it needs none or has no choice."""
    return _PLUGINS.get(syntax, "")


def is_available(uid: UID) -> bool:
    """Whether GDCM is installed; asked for by pydicom."""
    return uid in DECODER_DEPENDENCIES and bool(has_gdcm(uid))


def decode_frame(src: bytes, runner: DecodeRunner) -> bytes:
    """Decode a frame of lossless JPEG or JPEG-LS.

    Raises:
        ValueError: The frame's header is damaged or does not fit the file's.
    """
    precision_bit, rows, columns, samples = frame_header(src)
    container_bit = 8 if precision_bit <= 8 else 16
    stated = (runner.rows, runner.columns, runner.samples_per_pixel, runner.bits_allocated)
    if (rows, columns, samples, container_bit) != stated:
        raise ValueError(f"a frame of {columns} x {rows} pixels, {samples} x {precision_bit} bits")
    return bytes(decode_by_gdcm(src, runner))


def frame_header(jpeg: bytes) -> tuple[int, int, int, int]:
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


for _decoder in _CHECKED:
    _decoder.add_plugin(CHECKED_GDCM, (__name__, "decode_frame"))
