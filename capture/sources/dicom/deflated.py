"""How large a deflated DICOM file is unpacked: pydicom unpacks it whole, and a small file can become huge."""

import zlib
from pathlib import Path
from typing import Final

from pydicom.filereader import _read_file_meta_info, read_preamble
from pydicom.uid import DeflatedExplicitVRLittleEndian

from capture.errors import UnreadableFile

MAX_UNPACKED_BYTES: Final = 1024**3
_CHUNK_BYTES: Final = 1024**2


def require_bounded(path: Path) -> None:
    """Make sure that a file, if it is deflated, can be unpacked in memory; it is unpacked in pieces to see.

    Raises:
        UnreadableFile: It would be larger than `MAX_UNPACKED_BYTES`.
        DICOM_FAULTS: Its beginning is damaged.
    """
    with path.open("rb") as file:
        read_preamble(file, force=True)
        if _read_file_meta_info(file).get("TransferSyntaxUID") != DeflatedExplicitVRLittleEndian:
            return
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        total = 0
        while not unpacker.eof and (packed := unpacker.unconsumed_tail or file.read(_CHUNK_BYTES)):
            total += len(unpacker.decompress(packed, _CHUNK_BYTES))
            if total > MAX_UNPACKED_BYTES:
                raise UnreadableFile(
                    "{file} would take more than {most_mb} MB of memory; it may be damaged. Export it again without "
                    "deflating it",
                    file=path.name,
                    most_mb=MAX_UNPACKED_BYTES // 1024**2,
                )
