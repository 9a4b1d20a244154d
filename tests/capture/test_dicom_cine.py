"""Ultrasound DICOM files as recordings: damage survived, memory bounded, real files in agreement."""

import tracemalloc
from pathlib import Path

import numpy as np
import pydicom
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from pydicom.uid import (
    JPEG2000Lossless,
    RLELossless,
)

from capture.errors import UnreadableFile
from capture.sources.dicom.cine import DicomReader
from tests.capture.dicom_files import Picture, refusal, saved, screens_of
from tests.capture.made_files import painted_number, ultrasound, write_cine

# the damaged files below make pydicom warn without end
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:pydicom.*")


def region() -> Dataset:
    item = Dataset()
    item.RegionSpatialFormat = item.RegionDataType = 1
    item.RegionLocationMinX0 = item.RegionLocationMinY0 = 0
    item.RegionLocationMaxX1 = item.RegionLocationMaxY1 = 60
    return item


@pytest.mark.parametrize("compress", [None, RLELossless, JPEG2000Lossless])
def test_a_cine_cut_off_plays_what_it_has(compress: pydicom.uid.UID | None, tmp_path: Path) -> None:
    path = write_cine(tmp_path / "cine.dcm", count=20, compress=compress)
    assert not DicomReader(path).breaks_off
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * 0.6)])
    reader = DicomReader(path)
    assert reader.breaks_off
    screens = screens_of(reader)
    assert 9 <= len(screens) <= 13
    assert [screen.number for screen in screens] == list(range(len(reader.times_ns)))
    assert all(painted_number(screen.pixels) == screen.number for screen in screens)


@pytest.mark.parametrize("compress", [None, RLELossless, JPEG2000Lossless])
def test_a_still_cut_off_is_refused_as_damaged(compress: pydicom.uid.UID | None, tmp_path: Path) -> None:
    path = write_cine(tmp_path / "still.dcm", count=1, compress=compress)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * 0.6)])
    assert "is damaged" in refusal(path)


def test_a_damaged_frame_is_left_out_and_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = write_cine(tmp_path / "cine.dcm", count=8, compress=JPEG2000Lossless)
    data = bytearray(path.read_bytes())
    start = -1
    for _ in range(4):
        start = data.index(b"\xff\x4f\xff\x51", start + 1)  # the fourth frame's code stream
    data[start : start + 60] = bytes(60)
    path.write_bytes(data)
    reader = DicomReader(path)
    assert [screen.number for screen in screens_of(reader)] == [0, 1, 2, 4, 5, 6, 7]
    assert "frame 3 is damaged" in caplog.text
    reader.seek(3)
    after = reader.read(0)
    assert after is not None
    assert (after.number, painted_number(after.pixels)) == (4, 4)


def test_a_cine_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    path = saved(tmp_path, ultrasound(np.zeros((80, 480, 640, 3), np.uint8), FrameTime=20.0))
    frame_bytes = 480 * 640 * 3
    tracemalloc.start()
    try:
        reader = DicomReader(path)
        for _ in range(5):
            reader.read(0)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 10 * frame_bytes < path.stat().st_size / 5


def open_and_play(path: Path) -> None:
    """Open and play a file that may be damaged: the only error allowed is the one for the user."""
    try:
        reader = DicomReader(path)
    except UnreadableFile:
        return
    screens = screens_of(reader)
    assert len(screens) <= len(reader.times_ns)
    reader.close()


FUZZ = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(compressed=st.booleans(), share=st.floats(0, 1))
def test_a_file_cut_anywhere_opens_or_is_refused(compressed: bool, share: float, tmp_path: Path) -> None:
    path = write_cine(
        tmp_path / "cine.dcm",
        count=3,
        compress=RLELossless if compressed else None,
        SequenceOfUltrasoundRegions=[region()],
    )
    data = path.read_bytes()
    path.write_bytes(data[: max(1, int(len(data) * share))])
    open_and_play(path)


@FUZZ
@given(
    compressed=st.booleans(),
    harm=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_a_damaged_header_opens_or_is_refused(compressed: bool, harm: list[tuple[float, int]], tmp_path: Path) -> None:
    path = write_cine(
        tmp_path / "cine.dcm",
        count=2,
        compress=RLELossless if compressed else None,
        SequenceOfUltrasoundRegions=[region()],
    )
    data = bytearray(path.read_bytes())
    for share, value in harm:
        data[132 + int(share * 900)] = value
    path.write_bytes(data)
    open_and_play(path)


@pytest.mark.data
def test_every_real_file_opens_and_its_encodings_agree(data_dir: Path) -> None:
    first: dict[str, Picture] = {}
    for path in sorted((data_dir / "us-dicom").glob("*.dcm")):
        reader = DicomReader(path)
        screens = screens_of(reader)
        assert len(screens) == len(reader.times_ns)
        first[path.stem] = screens[0].pixels
        reader.close()
    assert len(first) == 20
    for one, other in [
        ("OBXXXX1A", "OBXXXX1A_expb"),
        ("OBXXXX1A", "OBXXXX1A_rle"),
        ("OBXXXX1A", "OBXXXX1A_rle_2frame"),
        ("OBXXXX1A", "OBXXXX1A_expb_2frame"),
        ("US1_J2KR", "US1_UNCR"),
        ("US1_J2KI", "US1_UNCI"),
        ("color-pl", "color-px"),
        ("gdcm-US-ALOKA-16", "gdcm-US-ALOKA-16_big"),
    ]:
        np.testing.assert_array_equal(first[one], first[other], err_msg=f"{one} and {other}")
