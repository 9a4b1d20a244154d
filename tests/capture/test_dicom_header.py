"""What a DICOM file says of itself: whether it is ultrasound, and its times."""

from pathlib import Path

import pytest
from pydicom.uid import (
    CTImageStorage,
    MediaStorageDirectoryStorage,
)

from capture.sources.dicom.cine import DicomReader
from tests.capture.dicom_files import GREY, refusal, saved, shown
from tests.capture.made_files import numbered, ultrasound, write_cine

MS = 1_000_000


@pytest.mark.parametrize(
    ("elements", "times_ms", "assumed_hz"),
    [
        ({"FrameTime": 33.333}, [0, 33.333, 66.666, 99.999], None),
        ({"FrameTime": None, "FrameTimeVector": [0, 20, 30, 25]}, [0, 20, 50, 75], None),
        (
            {"FrameTime": 10, "FrameTimeVector": [0, 20, 30, 25], "FrameIncrementPointer": 0x00181063},
            [0, 10, 20, 30],
            None,
        ),
        (
            {"FrameTime": 10, "FrameTimeVector": [0, 20, 30, 25], "FrameIncrementPointer": 0x00181065},
            [0, 20, 50, 75],
            None,
        ),
        ({"FrameTime": None, "FrameTimeVector": [0, 20, 0, 20]}, [0, 20, 30, 40], None),  # a repeated time
        ({"FrameTime": None, "FrameTimeVector": [0, 20]}, [0, 20, 40, 60], None),  # too short
        ({"FrameTime": None, "CineRate": 50}, [0, 20, 40, 60], None),
        ({"FrameTime": 0, "RecommendedDisplayFrameRate": 10}, [0, 100, 200, 300], None),
        ({"FrameTime": None}, [0, 50, 100, 150], 20.0),
        ({"FrameTime": 0}, [0, 50, 100, 150], 20.0),
    ],
)
def test_times_are_those_of_the_file(
    elements: dict[str, object], times_ms: list[float], assumed_hz: float | None, tmp_path: Path
) -> None:
    reader = DicomReader(write_cine(tmp_path / "cine.dcm", count=4, **elements), assumed_hz=20.0)
    assert [ns / MS for ns in reader.times_ns] == pytest.approx(times_ms)
    assert reader.assumed_hz == assumed_hz


def test_a_still_needs_no_rate(tmp_path: Path) -> None:
    reader = DicomReader(write_cine(tmp_path / "still.dcm", count=1, NumberOfFrames=None, FrameTime=None))
    assert (reader.times_ns, reader.assumed_hz) == ((0,), None)


def test_another_modality_is_refused_by_name(tmp_path: Path) -> None:
    header = ultrasound(GREY, "MONOCHROME2", Modality="CT", SOPClassUID=CTImageStorage)
    assert "is not ultrasound (its modality is CT)" in refusal(saved(tmp_path, header))


@pytest.mark.parametrize("elements", [{"Modality": None}, {"Modality": "OT"}, {"SOPClassUID": CTImageStorage}])
def test_modality_or_class_of_ultrasound_is_enough(elements: dict[str, object], tmp_path: Path) -> None:
    assert shown(tmp_path, ultrasound(GREY, "MONOCHROME2", **elements)).shape == (32, 256, 3)


def test_a_file_without_pixels_is_refused(tmp_path: Path) -> None:
    header = ultrasound(GREY, "MONOCHROME2", PixelData=None)
    assert "without pictures" in refusal(saved(tmp_path, header))
    for keyword in ("Rows", "Columns"):
        delattr(header, keyword)
    assert "without pictures" in refusal(saved(tmp_path, header))


def test_a_discs_list_is_refused(tmp_path: Path) -> None:
    header = ultrasound(GREY, "MONOCHROME2", SOPClassUID=MediaStorageDirectoryStorage, Modality=None)
    assert "list of a disc's contents" in refusal(saved(tmp_path, header))


def test_colours_of_an_unknown_kind_are_named(tmp_path: Path) -> None:
    assert "HSV" in refusal(saved(tmp_path, ultrasound(numbered(0)[None], "HSV")))


def test_a_size_from_a_damaged_header_is_refused(tmp_path: Path) -> None:
    assert "is too large" in refusal(saved(tmp_path, ultrasound(GREY, "MONOCHROME2", Rows=60000, Columns=60000)))
