"""How an object goes over the line: in the encoding it has, else uncompressed, never worse than it is."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydicom import dcmread
from pydicom.uid import (
    UID,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    MPEGTransferSyntaxes,
)
from pynetdicom import build_context
from pynetdicom.association import Association
from pynetdicom.presentation import PresentationContext

from app.exam.archive.errors import Refused

PLAIN = (ExplicitVRLittleEndian, ImplicitVRLittleEndian)  # every archive takes the second (PS3.5 10.1)
_SIZES = ("NumberOfFrames", "Rows", "Columns", "SamplesPerPixel")
_ENCODED_OTHERWISE = (*PLAIN, ExplicitVRBigEndian)
MOST_UNCOMPRESSED_BYTES = 500_000_000  # decoding takes twice as much memory
_CLASS_UNKNOWN = 3  # PS3.8 table 9-18: abstract syntax not supported


def syntax_of(file: Path) -> UID:
    """The transfer syntax in which a file is written.

    Raises:
        OSError: It cannot be read.
        InvalidDicomError, AttributeError: It is no DICOM file.
    """
    return UID(dcmread(file, stop_before_pixels=True, specific_tags=[]).file_meta.TransferSyntaxUID)


def contexts_of(objects: Iterable[tuple[str, str]]) -> list[PresentationContext]:
    """What to propose for these (SOP class, transfer syntax): each as it is, and uncompressed to fall back on.

    Each transfer syntax has a context of its own, so that the archive's answer says which of them it takes.
    """
    wanted: dict[tuple[str, str], None] = {}
    for sop_class, syntax in objects:
        wanted[(sop_class, syntax)] = None
    for sop_class, _ in list(wanted):
        for plain in PLAIN:
            wanted[(sop_class, plain)] = None
    return [build_context(sop_class, syntax) for sop_class, syntax in wanted]


@dataclass(frozen=True, slots=True)
class Negotiated:
    """What the archive said to the proposals.

    Attributes:
        accepted: Pairs of SOP class and transfer syntax.
        unknown: SOP classes that it does not take in any encoding.
    """

    accepted: frozenset[tuple[str, str]]
    unknown: frozenset[str]

    @staticmethod
    def on(line: Association) -> "Negotiated":
        """What was agreed on an association."""
        return Negotiated(
            frozenset((str(one.abstract_syntax), str(one.transfer_syntax[0])) for one in line.accepted_contexts),
            frozenset(str(one.abstract_syntax) for one in line.rejected_contexts if one.result == _CLASS_UNKNOWN),
        )


def ready_to_send(file: Path, sop_class: str, agreed: Negotiated, copy: Path) -> Path:
    """The file itself when the archive takes it as it is, else `copy` in an encoding it takes, under the same UID.

    Raises:
        Refused: The archive takes neither it nor anything it can be turned into without loss.
    """
    syntax = syntax_of(file)
    if (sop_class, syntax) in agreed.accepted:
        return file
    if sop_class in agreed.unknown:
        raise Refused(
            "The archive does not take {object}; ask its administrator to accept this kind of object",
            object=UID(sop_class).name,
        )
    plain = next((plain for plain in PLAIN if (sop_class, plain) in agreed.accepted), None)
    if plain is None:
        raise Refused(
            "The archive takes {object} neither as {syntax} nor uncompressed; ask its administrator to accept one",
            object=UID(sop_class).name,
            syntax=syntax.name,
        )
    if syntax in MPEGTransferSyntaxes:
        raise Refused(
            "The archive does not take video as {syntax}, and it cannot be turned into pictures here; ask its "
            "administrator to accept it",
            syntax=syntax.name,
        )
    return _written_plainly(file, syntax, plain, copy)


def _written_plainly(file: Path, syntax: UID, plain: UID, copy: Path) -> Path:
    """The same object uncompressed. The UID stays: the pixels are the same."""
    header = dcmread(file, stop_before_pixels=True)
    size = math.prod(int(header.get(name) or 1) for name in _SIZES) * int(header.get("BitsAllocated") or 8) // 8
    if size > MOST_UNCOMPRESSED_BYTES:
        raise Refused(
            "The archive does not take {syntax}, and uncompressed this object would have {megabytes} MB; ask its "
            "administrator to accept this encoding",
            syntax=syntax.name,
            megabytes=size // 1_000_000,
        )
    try:
        dataset = dcmread(file)
        if syntax not in _ENCODED_OTHERWISE and "PixelData" in dataset and syntax.is_encapsulated:
            dataset.decompress(as_rgb=True, generate_instance_uid=False)
        dataset.file_meta.TransferSyntaxUID = plain
        dataset.save_as(copy, implicit_vr=plain.is_implicit_VR, little_endian=True, enforce_file_format=True)
    except (ValueError, RuntimeError, AttributeError, NotImplementedError, KeyError, TypeError) as fault:
        copy.unlink(missing_ok=True)
        raise Refused(
            "The archive does not take {syntax}, and the object cannot be written uncompressed ({reason}); ask its "
            "administrator to accept this encoding",
            syntax=syntax.name,
            reason=fault,
        ) from fault
    return copy
