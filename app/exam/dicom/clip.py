"""A recording as Ultrasound Multi-frame images: its own JPEG pictures, or lossless ones, with their real times."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import av
import av.error
import jpeg_ls
import numpy as np
from pydicom.dataset import Dataset
from pydicom.uid import UID, JPEGBaseline8Bit, JPEGLSLossless

from app.exam.content.exam import Exam
from app.exam.dicom.burned_in import say_burned_in, text_in_recording
from app.exam.dicom.identity import PICTURES, named, new_object
from app.exam.dicom.jpeg import read_jpeg
from app.exam.dicom.picture import add_pixel_form, add_ultrasound
from app.exam.dicom.spool import FrameSpool
from app.exam.errors import ExamError
from capture.errors import UnreadableFile
from capture.screen.layout import ScanLayout
from capture.side_file import read_side_file
from inference.marks.panel_text import TextBox

log = logging.getLogger(__name__)

US_MULTI_FRAME: Final = "1.2.840.10008.5.1.4.1.1.3.1"
_FRAMES_MAX: Final = 3600  # of one object: a minute at 60 Hz; its Frame Time Vector stays under 64 KB (PS3.5 7.1.2)
_BYTES_MAX: Final = 1024**3
_FRAME_TIME, _FRAME_TIME_VECTOR = 0x00181063, 0x00181065
_EVEN_WITHIN_NS: Final = 1000
_NS_PER_US, _NS_PER_MS = 1e3, 1e6
_JPEG, _LOSSLESS = "mjpeg", "ffv1"  # what a recording is kept in (capture/encode.py)


@dataclass(frozen=True, slots=True)
class Recording:
    """A recorded video of an exam.

    Attributes:
        item: Name of what it belongs to, for its UID.
        taken_at: When it was kept.
        file: The video, inside the exam's folder; its side file stands beside it.
        side: "right", "left" or None.
    """

    item: str
    taken_at: datetime
    file: str
    side: str | None = None


def clip_objects(exam: Exam, recording: Recording, folder: Path, number: int) -> Iterator[Dataset]:
    """One object, or several for a long recording, each of at most a minute at 60 Hz.

    JPEG pictures are taken over as they are; FFV1 pictures are written as lossless JPEG-LS. Memory holds one picture.

    Args:
        exam: Whose it is.
        recording: What was kept.
        folder: Of the exam.
        number: Of the first object in its series, from 1.

    Raises:
        ExamError: Video or side file is missing or damaged, or the disk for temporary files is full.
    """
    path = folder / recording.file
    try:
        side_file = read_side_file(path)
        text = text_in_recording(path, len(side_file.times_ns))
        for part, frames in enumerate(_parts(path, side_file.times_ns)):
            yield _object(exam, recording, side_file.layout, frames, number + part, part, text)
    except (OSError, UnreadableFile, ValueError, av.error.FFmpegError) as fault:
        raise ExamError(
            "{file} of this exam cannot be made into a DICOM clip ({reason}); bring a good copy of it and its side "
            "file back into the exam's folder",
            file=recording.file,
            reason=fault,
        ) from fault


@dataclass(frozen=True, slots=True)
class _Frames:
    """Consecutive frames of one object."""

    spool: FrameSpool
    times_ns: list[int]
    form: tuple[int, int, str]  # width, height, photometric
    syntax: UID


def _parts(path: Path, times_ns: Sequence[int]) -> Iterator[_Frames]:
    """The frames of a video; after a crash there are more times than pictures, so the pictures count.

    Raises:
        ValueError: There is no picture, or pictures differ in form.
    """
    current: _Frames | None = None
    for picture, time_ns in zip(_pictures(path), times_ns, strict=False):
        if picture is None:
            log.warning("%s: a picture is damaged and left out", path.name)
            continue
        data, form, syntax = picture
        if current is None or len(current.spool) == _FRAMES_MAX or current.spool.frame_bytes > _BYTES_MAX:
            if current is not None:
                yield current
            current = _Frames(FrameSpool(), [], form, syntax)
        if form != current.form:
            raise ValueError("its pictures differ in size or colour")
        current.spool.add(data)
        current.times_ns.append(time_ns)
    if current is None:
        raise ValueError("it holds no picture")
    yield current


def _pictures(path: Path) -> Iterator[tuple[bytes, tuple[int, int, str], UID] | None]:
    """Every picture as it stands in DICOM: its bytes, form and transfer syntax; None for a damaged one."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        codec = stream.codec_context.name
        if codec == _JPEG:
            for packet in container.demux(stream):
                if packet.size:
                    yield _jpeg(bytes(packet))
        elif codec == _LOSSLESS:
            for picture in container.decode(stream):
                yield _jpeg_ls(picture), (picture.width, picture.height, "RGB"), JPEGLSLossless
        else:
            raise ValueError(f"it is a video of another kind ({codec})")


def _jpeg(packet: bytes) -> tuple[bytes, tuple[int, int, str], UID] | None:
    try:
        frame = read_jpeg(packet)
    except ValueError:
        return None
    return frame.data, (frame.width_px, frame.height_px, frame.photometric), JPEGBaseline8Bit


def _jpeg_ls(picture: Any) -> bytes:
    return bytes(jpeg_ls.encode_array(np.ascontiguousarray(picture.to_ndarray(format="rgb24"))))


def _object(
    exam: Exam,
    recording: Recording,
    layout: ScanLayout,
    frames: _Frames,
    number: int,
    part: int,
    text: tuple[TextBox, ...],
) -> Dataset:
    width, height, photometric = frames.form
    dataset = new_object(exam, PICTURES, US_MULTI_FRAME, recording.taken_at, number)
    add_ultrasound(dataset, layout, recording.side)
    add_pixel_form(dataset, width, height, photometric)
    dataset.NumberOfFrames = len(frames.times_ns)
    _add_times(dataset, frames.times_ns)
    say_burned_in(dataset, text)
    if frames.syntax == JPEGBaseline8Bit:
        samples = 1 if photometric == "MONOCHROME2" else 3
        dataset.LossyImageCompression = "01"
        ratio = width * height * samples * len(frames.spool) / frames.spool.frame_bytes
        dataset.LossyImageCompressionRatio = f"{ratio:.2f}"
        dataset.LossyImageCompressionMethod = "ISO_10918_1"
    named(dataset, f"{recording.item} {recording.file} {part}")
    dataset.file_meta.TransferSyntaxUID = frames.syntax
    dataset.add_new("PixelData", "OB", frames.spool.encapsulated())
    dataset["PixelData"].is_undefined_length = True
    return dataset


def _add_times(dataset: Dataset, times_ns: Sequence[int]) -> None:
    """Frame Time where the pictures come evenly, else Frame Time Vector (PS3.3 C.7.6.5), in ms."""
    from_first_ns = np.asarray(times_ns, np.int64) - times_ns[0]
    steps = max(len(times_ns) - 1, 1)
    usual_ms = float(from_first_ns[-1]) / steps / _NS_PER_MS
    if usual_ms > 0:
        dataset.CineRate = dataset.RecommendedDisplayFrameRate = max(1, round(1000 / usual_ms))
    even_ns = np.arange(len(times_ns)) * usual_ms * _NS_PER_MS
    if float(np.abs(from_first_ns - even_ns).max()) <= _EVEN_WITHIN_NS:
        dataset.FrameIncrementPointer = _FRAME_TIME
        dataset.FrameTime = f"{usual_ms:.6f}"
    else:
        steps_us = np.diff(np.rint(from_first_ns / _NS_PER_US))  # rounded before, so that their sum stays right
        dataset.FrameIncrementPointer = _FRAME_TIME_VECTOR
        dataset.FrameTimeVector = ["0", *(f"{step_us / 1000:.3f}" for step_us in steps_us)]
