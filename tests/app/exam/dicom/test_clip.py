"""A recording as multi-frame objects: its own JPEG pictures untouched, its real times, bounded memory."""

import tracemalloc
from pathlib import Path

import av
import numpy as np
import pydicom
import pytest
from pydicom.encaps import generate_frames
from pydicom.uid import JPEGBaseline8Bit, JPEGLSLossless

import app.exam.dicom.clip as clip_module
from app.exam.dicom.clip import Recording, clip_objects
from app.exam.dicom.jpeg import read_jpeg
from app.exam.dicom.objects import write_objects
from app.exam.errors import ExamError
from capture.screen.layout import PanelKind
from capture.side_file import read_side_file
from capture.sources.dicom.cine import DicomReader
from tests.app.exam.dicom.made_exam import CONTRAST, SCAN, STARTED, clip, made_exam
from tests.capture.dicom_files import screens_of
from tests.capture.recording_frames import decoded, layout


def written(folder: Path, file: str) -> list[Path]:
    exam = made_exam(folder / "rest").exam
    objects = clip_objects(exam, Recording("c", STARTED, file, "right"), folder, 1)
    return list(write_objects(objects, folder / "out"))


def test_jpeg_pictures_are_taken_over_without_being_encoded_again(tmp_path: Path) -> None:
    clip(tmp_path, "c", SCAN, frames=12)
    (path,) = written(tmp_path, "c.mkv")
    read = pydicom.dcmread(path)
    assert read.file_meta.TransferSyntaxUID == JPEGBaseline8Bit
    assert (read.PhotometricInterpretation, read.LossyImageCompression) == ("YBR_FULL_422", "01")
    frames = list(generate_frames(read.PixelData, number_of_frames=read.NumberOfFrames))
    with av.open(str(tmp_path / "c.mkv")) as container:
        packets = [bytes(packet) for packet in container.demux(video=0) if packet.size]
    assert len(frames) == len(packets) == 12
    assert all(packet in frame + b"\0" for packet, frame in zip(packets, frames, strict=True))
    stated = float(read.LossyImageCompressionRatio)
    assert stated == pytest.approx(240 * 180 * 3 * 12 / sum(map(len, packets)), rel=0.01)


@pytest.mark.parametrize("kind", [PanelKind.B_MODE, PanelKind.DOPPLER])
def test_what_is_read_from_the_object_is_what_was_recorded(kind: PanelKind, tmp_path: Path) -> None:
    scan = layout(240, 180, kind)
    clip(tmp_path, "c", scan, frames=8)
    reader = DicomReader(written(tmp_path, "c.mkv")[0])
    screens = screens_of(reader)
    reader.close()
    recorded = list(decoded(tmp_path / "c.mkv"))
    assert len(screens) == len(recorded) == 8
    for screen, pixels in zip(screens, recorded, strict=True):
        # two decoders of the same JPEG differ in how they smooth the colour
        assert np.abs(screen.pixels.astype(int) - pixels.astype(int)).mean() < 1.5
        assert screen.layout is not None
        assert screen.layout.panels[0].mm_per_px == pytest.approx((0.071, 0.0685))


def test_contrast_stays_lossless(tmp_path: Path) -> None:
    clip(tmp_path, "c", CONTRAST, frames=5)
    (path,) = written(tmp_path, "c.mkv")
    assert pydicom.dcmread(path).file_meta.TransferSyntaxUID == JPEGLSLossless
    reader = DicomReader(path)
    for screen, pixels in zip(screens_of(reader), decoded(tmp_path / "c.mkv"), strict=True):
        np.testing.assert_array_equal(screen.pixels, pixels)
    reader.close()


@pytest.mark.parametrize("uneven", [True, False])
def test_times_are_those_of_the_side_file(uneven: bool, tmp_path: Path) -> None:
    clip(tmp_path, "c", SCAN, frames=30, uneven=uneven)
    (path,) = written(tmp_path, "c.mkv")
    reader = DicomReader(path)
    stated_ns = np.asarray(read_side_file(tmp_path / "c.mkv").times_ns)
    assert ("FrameTimeVector" in pydicom.dcmread(path)) is uneven
    np.testing.assert_allclose(reader.times_ns, stated_ns - stated_ns[0], atol=1500)  # to the microsecond
    reader.close()


def test_a_long_recording_becomes_several_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clip_module, "_FRAMES_MAX", 8)
    clip(tmp_path, "c", SCAN, frames=20)
    read = [pydicom.dcmread(path) for path in written(tmp_path, "c.mkv")]
    assert [int(part.NumberOfFrames) for part in read] == [8, 8, 4]
    assert [int(part.InstanceNumber) for part in read] == [1, 2, 3]
    assert len({part.SOPInstanceUID for part in read}) == 3


def test_a_clip_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    frames = 320
    scan = layout(640, 480)
    clip(tmp_path, "c", scan, frames=frames)
    exam = made_exam(tmp_path / "rest").exam
    tracemalloc.start()
    try:
        (path,) = write_objects(clip_objects(exam, Recording("c", STARTED, "c.mkv"), tmp_path, 1), tmp_path / "out")
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    size = path.stat().st_size
    assert peak_bytes < 10 * 1024**2 < size  # most of it for looking at one picture


def test_a_recording_that_was_cut_off_gives_what_it_has(tmp_path: Path) -> None:
    clip(tmp_path, "c", SCAN, frames=40)
    video = tmp_path / "c.mkv"
    video.write_bytes(video.read_bytes()[: int(video.stat().st_size * 0.7)])
    (path,) = written(tmp_path, "c.mkv")
    reader = DicomReader(path)
    assert 15 <= len(screens_of(reader)) < 40
    reader.close()


@pytest.mark.parametrize("missing", ["c.mkv", "c.frames.jsonl"])
def test_a_missing_file_is_said(missing: str, tmp_path: Path) -> None:
    clip(tmp_path, "c", SCAN, frames=3)
    (tmp_path / missing).unlink()
    with pytest.raises(ExamError, match=r"c\.mkv of this exam cannot be made into a DICOM clip"):
        written(tmp_path, "c.mkv")


def test_comments_in_a_jpeg_picture_are_left_out() -> None:
    import cv2

    plain = cv2.imencode(".jpg", np.full((32, 32, 3), 90, np.uint8))[1].tobytes()
    comment = b"\xff\xfe\x00\x10Yamada^Tarou  "
    frame = read_jpeg(plain[:20] + comment + plain[20:])
    assert frame.data == plain
    assert (frame.width_px, frame.height_px) == (32, 32)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xd9", b"\xff\xd8" + b"\xff" * 50 + b"\xff\xd9", b"no JPEG"])
def test_what_is_no_jpeg_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="JPEG"):
        read_jpeg(data)
