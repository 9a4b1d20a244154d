"""Damaged DICOM files: no crash, no hang, bounded memory; the only thing that comes out is a text for the user.

`MINAMO_FUZZ_EXAMPLES=20000 pytest tests/capture/test_dicom_harm.py -m "not data" --timeout 0` runs a long campaign.
"""

import io
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import gdcm
import numpy as np
import pydicom
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pydicom.encaps import encapsulate
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    RLELossless,
)

from capture.sources.dicom.deflated import MAX_UNPACKED_BYTES
from tests.capture.dicom_files import GREY
from tests.capture.dicom_harm import Reading, changed, changes, harm, harmed, temporary
from tests.capture.made_files import numbered, ultrasound
from tests.capture.test_dicom_decoders import lossless_jpeg

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:pydicom.*")  # of nonsense that is written on purpose

EXAMPLES = int(os.environ.get("MINAMO_FUZZ_EXAMPLES", "40"))
FUZZ = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def encoded(syntax: UID) -> bytes:
    """A cine of two pictures in a transfer syntax."""
    header = ultrasound(np.stack([numbered(number) for number in range(2)]), FrameTime=40.0)
    if syntax == JPEGBaseline8Bit:
        files = [io.BytesIO(), io.BytesIO()]
        for number, file in enumerate(files):
            Image.fromarray(numbered(number)).save(file, "JPEG")
        header.PhotometricInterpretation = "YBR_FULL_422"
        header.PixelData = encapsulate([file.getvalue() for file in files])
        header.file_meta.TransferSyntaxUID = syntax
    elif syntax == DeflatedExplicitVRLittleEndian:
        header.file_meta.TransferSyntaxUID = syntax
    elif syntax.is_encapsulated:
        header.compress(syntax, encoding_plugin="pydicom" if syntax == RLELossless else "")
    return temporary(lambda path: pydicom.dcmwrite(path, header, enforce_file_format=True))


def palette() -> bytes:
    """A still with a palette."""
    entries = np.arange(256, dtype="<u2").tobytes()
    names = ("Red", "Green", "Blue")
    table = {f"{name}PaletteColorLookupTableDescriptor": [256, 0, 16] for name in names}
    table |= {f"{name}PaletteColorLookupTableData": entries for name in names}
    header = ultrasound(GREY, "PALETTE COLOR", **table)
    return temporary(lambda path: pydicom.dcmwrite(path, header, enforce_file_format=True))


SYNTAXES = (JPEG2000Lossless, JPEGBaseline8Bit, JPEGLSLossless, RLELossless, DeflatedExplicitVRLittleEndian)
SEEDS = {
    "plain": encoded(pydicom.uid.ExplicitVRLittleEndian),
    **{syntax.name: encoded(syntax) for syntax in SYNTAXES},
    "lossless JPEG": temporary(
        lambda path: lossless_jpeg(path, gdcm.TransferSyntax.JPEGLosslessProcess14_1, numbered(3)[None])
    ),
    "palette": palette(),
}


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    reading = Reading(tmp_path_factory.mktemp("harmed"))
    yield reading
    reading.close()


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_a_whole_file_plays(seed: bytes, reading: Reading) -> None:
    assert reading.of(seed).happened.startswith("played")


@FUZZ
@given(seed=st.sampled_from(list(SEEDS)), how=harm, within=st.sampled_from([0.02, 0.1, 1.0]))
def test_harmed_bytes_are_played_or_refused(
    seed: str, how: list[tuple[str, float, bytes]], within: float, reading: Reading
) -> None:
    outcome = reading.of(harmed(SEEDS[seed], how, within))
    assert outcome.is_good, outcome


@FUZZ
@given(seed=st.sampled_from(list(SEEDS)), share=st.floats(0, 1))
def test_a_file_cut_anywhere_is_played_or_refused(seed: str, share: float, reading: Reading) -> None:
    data = SEEDS[seed]
    outcome = reading.of(data[: max(1, int(share * len(data)))])
    assert outcome.is_good, outcome


@FUZZ
@given(seed=st.sampled_from(list(SEEDS)), how=changes)
def test_elements_that_say_nonsense_are_played_or_refused(
    seed: str, how: list[tuple[str, object]], reading: Reading
) -> None:
    outcome = reading.of(changed(SEEDS[seed], how))
    assert outcome.is_good, outcome


@pytest.mark.data
@FUZZ
@given(number=st.integers(0, 19), how=harm, within=st.sampled_from([0.02, 0.1, 1.0]))
def test_real_files_that_were_harmed_are_played_or_refused(
    number: int, how: list[tuple[str, float, bytes]], within: float, reading: Reading, data_dir: Path
) -> None:
    files = sorted((data_dir / "us-dicom").glob("*.dcm"))
    outcome = reading.of(harmed(files[number % len(files)].read_bytes(), how, within))
    assert outcome.is_good, outcome


def with_size(data: bytes, marker: bytes, at: int, size: bytes) -> bytes:
    """The file with the size in its first frame's header replaced."""
    place = data.index(marker) + at
    return data[:place] + size + data[place + len(size) :]


def deflated_nothing(count: int) -> bytes:
    """A file of a few kilobytes that unpacks to `count` bytes of pixels."""
    data = SEEDS["Deflated Explicit VR Little Endian"]
    start = 132 + 12 + int.from_bytes(data[140:144], "little")
    inside = zlib.decompress(data[start:], -zlib.MAX_WBITS)
    pixels = inside.index(struct.pack("<HH2s", 0x7FE0, 0x0010, b"OB"))
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    head = inside[:pixels] + struct.pack("<HH2sHI", 0x7FE0, 0x0010, b"OB", 0, count)
    chunk = bytes(16 * 1024**2)
    packed = [packer.compress(head), *(packer.compress(chunk) for _ in range(count // len(chunk))), packer.flush()]
    return data[:start] + b"".join(packed)


def run_lengths(data: bytes) -> bytes:
    """A run-length still whose one segment stands for 128 MB."""
    header = pydicom.dcmread(io.BytesIO(data))
    header.SamplesPerPixel, header.PhotometricInterpretation, header.NumberOfFrames = 1, "MONOCHROME2", 1
    del header.PlanarConfiguration
    header.PixelData = encapsulate([struct.pack("<16I", 1, 64, *[0] * 14) + bytes([0x81, 0]) * 1024**2])
    return temporary(lambda path: pydicom.dcmwrite(path, header, enforce_file_format=True))


def nested(data: bytes, depth: int) -> bytes:
    """A file with sequences in sequences."""
    begin = struct.pack("<HH2sHI", 0x0018, 0x6011, b"SQ", 0, 0xFFFFFFFF) + struct.pack(
        "<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF
    )
    end = struct.pack("<HHI", 0xFFFE, 0xE00D, 0) + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    place = data.index(struct.pack("<HH", 0x0028, 0x0002))
    return data[:place] + begin * depth + end * depth + data[place:]


HUGE = struct.pack(">II", 60000, 60000)
BOMBS = {
    "JPEG 2000 frame of 60000 pixels a side": with_size(SEEDS[JPEG2000Lossless.name], b"\xff\x4f\xff\x51", 8, HUGE),
    "JPEG 2000 frame of tiles of one pixel": with_size(
        SEEDS[JPEG2000Lossless.name], b"\xff\x4f\xff\x51", 24, struct.pack(">II", 1, 1)
    ),
    "JPEG frame of 65535 pixels a side": with_size(SEEDS[JPEGBaseline8Bit.name], b"\xff\xc0", 5, b"\xff" * 4),
    "JPEG-LS frame of 65535 pixels a side": with_size(SEEDS[JPEGLSLossless.name], b"\xff\xf7", 5, b"\xff" * 4),
    "lossless JPEG frame of 65535 pixels a side": with_size(SEEDS["lossless JPEG"], b"\xff\xc3", 5, b"\xff" * 4),
    "run lengths that grow 64 times": run_lengths(SEEDS[RLELossless.name]),
    "deflated nothing": deflated_nothing(MAX_UNPACKED_BYTES + 64 * 1024**2),
    "a hundred thousand sequences in each other": nested(SEEDS["plain"], 100_000),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_small_file_that_would_become_huge_is_refused(bomb: bytes, reading: Reading) -> None:
    outcome = reading.of(bomb)
    assert outcome.happened.startswith("refused") or outcome.happened == "played 1", outcome  # the other, whole frame
    assert outcome.is_good, outcome


def test_two_thousand_million_frames_that_are_not_there_are_only_noticed(reading: Reading) -> None:
    data = changed(SEEDS["plain"], [("NumberOfFrames", "2147483647")])
    assert reading.of(data).happened == "played 2"


def test_a_lossless_frame_deeper_than_the_file_says_does_not_end_the_process(reading: Reading) -> None:
    outcome = reading.of(changed(SEEDS["lossless JPEG"], [("BitsStored", 7)]))
    assert outcome.is_good, outcome
