"""Ways to damage a DICOM file, as hypothesis strategies, and a process in which the damaged one is opened."""

import io
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pydicom
from hypothesis import strategies as st
from pydicom.dataset import Dataset

from capture.sources.dicom.header import DICOM_FAULTS
from tests.conftest import REPOSITORY

TIMEOUT_S = 30.0  # a machine that is busy with other tests; the reader itself takes a fraction of a second
MOST_BYTES = 700 * 1024**2  # of the whole process, of which the program takes about 110 MB

_BYTES = st.sampled_from([b"\x00", b"\x01", b"\x7f", b"\x80", b"\xff", b"\xff" * 4, b"\xff\xff\xff\x7f", b"\x00" * 4])
_NUMBERS = [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 32, 63, 64, 128, 255, 256, 4095, 4096, 32767, 32768, 65535]
_WORDS = ["", "0", "-1", "1", "2", "NaN", "inf", "1e300", "1e-300", "2147483647", "-2147483648", "33.3", "abc"]
_KEYWORDS = [
    "BitsAllocated",
    "BitsStored",
    "CineRate",
    "Columns",
    "ExtendedOffsetTable",
    "FrameIncrementPointer",
    "FrameTime",
    "FrameTimeVector",
    "HighBit",
    "Modality",
    "NumberOfFrames",
    "PhotometricInterpretation",
    "PixelRepresentation",
    "PlanarConfiguration",
    "PresentationLUTShape",
    "RedPaletteColorLookupTableData",
    "RedPaletteColorLookupTableDescriptor",
    "RescaleSlope",
    "Rows",
    "SamplesPerPixel",
    "SequenceOfUltrasoundRegions",
    "SOPClassUID",
    "VOILUTSequence",
    "WindowWidth",
]
_TERMS = ["MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", "US", "X" * 16]

harm = st.lists(
    st.tuples(st.sampled_from(["put", "insert", "cut", "repeat"]), st.floats(0, 1), _BYTES | st.binary(max_size=16)),
    min_size=1,
    max_size=12,
)
changes = st.lists(
    st.tuples(
        st.sampled_from(_KEYWORDS),
        st.sampled_from(_NUMBERS) | st.sampled_from(_WORDS) | st.sampled_from(_TERMS) | st.none(),
    ),
    min_size=1,
    max_size=4,
)


def harmed(data: bytes, how: list[tuple[str, float, bytes]], within: float) -> bytes:
    """The bytes with each harm done at its share of the first `within` (0..1) of them."""
    harmed_data = bytearray(data)
    for kind, share, new in how:
        at = int(share * within * (len(harmed_data) - 1))
        if kind == "put":
            harmed_data[at : at + len(new)] = new
        elif kind == "insert":
            harmed_data[at:at] = new
        elif kind == "cut":
            del harmed_data[at : at + len(new)]
        else:
            harmed_data[at:at] = harmed_data[at : at + 40]
    return bytes(harmed_data) or b"\0"


def changed(data: bytes, how: list[tuple[str, object]]) -> bytes:
    """A file whose elements say something else, as far as that can be written at all."""
    dataset = pydicom.dcmread(io.BytesIO(data), force=True)
    for keyword, value in how:
        before = dataset.copy()
        try:
            _set(dataset, keyword, value)
            data = _written(dataset)
        except DICOM_FAULTS:
            dataset = before
    return data


def _set(dataset: Dataset, keyword: str, value: object) -> None:
    if value is None:
        if keyword in dataset:
            delattr(dataset, keyword)
    elif keyword.endswith("Sequence") or keyword == "SequenceOfUltrasoundRegions":
        item = Dataset()
        for inner in ("RegionSpatialFormat", "RegionDataType", "RegionLocationMinX0", "RegionLocationMaxX1"):
            setattr(item, inner, value if isinstance(value, int) else 1)
        setattr(dataset, keyword, [item])
    else:
        setattr(dataset, keyword, [value] * 3 if keyword.endswith("Descriptor") else value)


def _written(dataset: Dataset) -> bytes:
    file = io.BytesIO()
    dataset.save_as(file, enforce_file_format=False)
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file."""

    happened: str
    most_bytes: int

    @property
    def is_good(self) -> bool:
        """It was played or refused with a text, in bounded memory."""
        return self.happened.startswith(("played", "refused")) and self.most_bytes < MOST_BYTES


class Reading:
    """A process that reads damaged files; a new one takes over where one dies or hangs."""

    def __init__(self, folder: Path) -> None:
        """Files are written into `folder`."""
        self._file = folder / "harmed.dcm"
        self._child: subprocess.Popen[str] | None = None

    def of(self, data: bytes) -> Outcome:
        """Open and play a file of these bytes."""
        self._file.write_bytes(data)
        child = self._running()
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(f"{self._file}\n")
        child.stdin.flush()
        alarm = threading.Timer(TIMEOUT_S, child.kill)
        alarm.start()
        line = child.stdout.readline()
        hung = not alarm.is_alive()
        alarm.cancel()
        if line:
            told = json.loads(line)
            return Outcome(told["happened"], told["most_bytes"])
        code = child.wait()
        self._child = None
        return Outcome("HUNG" if hung else f"DIED with {code}", 0)

    def close(self) -> None:
        """End the process."""
        if self._child is not None and self._child.stdin is not None:
            self._child.stdin.close()
            self._child.wait(timeout=TIMEOUT_S)
            self._child = None

    def _running(self) -> "subprocess.Popen[str]":
        if self._child is None:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "tests.capture.fuzz_child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # libjpeg's own words
                text=True,
                cwd=REPOSITORY,
                env=os.environ | {"PYTHONPATH": str(REPOSITORY), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            )
        return self._child


def temporary(write: Callable[[Path], object]) -> bytes:
    """Bytes of a file that `write` makes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "seed.dcm"
        write(path)
        return path.read_bytes()
