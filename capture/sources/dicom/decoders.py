"""Which decoder takes apart which compressed DICOM frame, so that a damaged one raises and does no more.

pydicom tries GDCM first for all of JPEG. GDCM aborts the whole process when a frame's own header names another size or
depth than the file's. So it is used only where nothing else decodes (lossless JPEG) or the other takes seconds over a
damaged frame (CharLS over JPEG-LS), and every decoder stands behind a check of the frame's header.
"""

from collections.abc import Callable
from typing import Final

from pydicom.pixels.decoders.base import (
    Decoder,
    DecodeRunner,
    HTJ2KDecoder,
    HTJ2KLosslessDecoder,
    HTJ2KLosslessRPCLDecoder,
    JPEG2000Decoder,
    JPEG2000LosslessDecoder,
    JPEGBaseline8BitDecoder,
    JPEGExtended12BitDecoder,
    JPEGLosslessDecoder,
    JPEGLosslessSV1Decoder,
    JPEGLSLosslessDecoder,
    JPEGLSNearLosslessDecoder,
    RLELosslessDecoder,
)
from pydicom.pixels.decoders.gdcm import _decode_frame as decode_by_gdcm
from pydicom.pixels.decoders.gdcm import is_available as has_gdcm
from pydicom.pixels.decoders.pillow import _decode_frame as decode_by_pillow
from pydicom.pixels.decoders.pillow import is_available as has_pillow
from pydicom.pixels.decoders.pylibjpeg import _decode_frame as decode_by_openjpeg
from pydicom.pixels.decoders.pylibjpeg import is_available as has_openjpeg
from pydicom.pixels.decoders.rle import _decode_frame as decode_run_lengths
from pydicom.uid import UID

from capture.sources.dicom.frame_checks import require_jpeg, require_jpeg_2000, require_run_lengths

CHECKED: Final = "a decoder behind a check of the frame's header"
_BY_GDCM: Final = (JPEGLosslessDecoder, JPEGLosslessSV1Decoder, JPEGLSLosslessDecoder, JPEGLSNearLosslessDecoder)
_BY_PILLOW: Final = (JPEGBaseline8BitDecoder, JPEGExtended12BitDecoder)
_BY_OPENJPEG: Final = (
    JPEG2000Decoder,
    JPEG2000LosslessDecoder,
    HTJ2KDecoder,
    HTJ2KLosslessDecoder,
    HTJ2KLosslessRPCLDecoder,
)
_AVAILABLE: Final[dict[UID, Callable[[str], bool]]] = {
    **{decoder.UID: has_gdcm for decoder in _BY_GDCM},
    **{decoder.UID: has_pillow for decoder in _BY_PILLOW},
    **{decoder.UID: has_openjpeg for decoder in _BY_OPENJPEG},
    RLELosslessDecoder.UID: lambda _uid: True,
}
DECODER_DEPENDENCIES: Final = {  # asked for by pydicom
    **{decoder.UID: ("python-gdcm",) for decoder in _BY_GDCM},
    **{decoder.UID: ("pillow",) for decoder in _BY_PILLOW},
    **{decoder.UID: ("pylibjpeg", "pylibjpeg-openjpeg") for decoder in _BY_OPENJPEG},
    RLELosslessDecoder.UID: ("numpy",),
}


def plugin_for(syntax: UID) -> str:
    """Name of pydicom's plug-in for a transfer syntax; empty where it needs none or has no choice."""
    return CHECKED if syntax in _AVAILABLE else ""


def is_available(uid: UID) -> bool:
    """Whether what decodes it is installed; asked for by pydicom."""
    return uid in _AVAILABLE and bool(_AVAILABLE[uid](uid))


def decode_lossless_jpeg(src: bytes, runner: DecodeRunner) -> bytes:
    """Decode a frame of lossless JPEG or JPEG-LS.

    Raises:
        ValueError: The frame's header is damaged or does not fit the file's.
    """
    precision_bit = require_jpeg(src, runner)
    runner.set_option("bits_stored", precision_bit)  # GDCM aborts where the file says less than the frame
    try:
        return bytes(decode_by_gdcm(src, runner))
    except AttributeError as fault:  # it gave None
        raise ValueError("the frame is damaged") from fault


def decode_jpeg(src: bytes, runner: DecodeRunner) -> bytes:
    """Decode a frame of JPEG with 8 bits.

    Raises:
        ValueError: The frame's header is damaged or does not fit the file's.
    """
    require_jpeg(src, runner)
    return bytes(decode_by_pillow(src, runner))


def decode_jpeg_2000(src: bytes, runner: DecodeRunner) -> bytes | bytearray:
    """Decode a frame of JPEG 2000.

    Raises:
        ValueError: The frame's header is damaged or does not fit the file's.
    """
    require_jpeg_2000(src, runner)
    return decode_by_openjpeg(src, runner)


def decode_rle(src: bytes, runner: DecodeRunner) -> bytes | bytearray:
    """Decode a frame of run lengths.

    Raises:
        ValueError: The frame's header is damaged or it is larger than the file's header says.
    """
    require_run_lengths(src, runner)
    return decode_run_lengths(src, runner)


def _put_in(decoders: tuple[Decoder, ...], decode: Callable[[bytes, DecodeRunner], bytes | bytearray]) -> None:
    for decoder in decoders:
        decoder.add_plugin(CHECKED, (__name__, decode.__name__))


_put_in(_BY_GDCM, decode_lossless_jpeg)
_put_in(_BY_PILLOW, decode_jpeg)
_put_in(_BY_OPENJPEG, decode_jpeg_2000)
_put_in((RLELosslessDecoder,), decode_rle)
