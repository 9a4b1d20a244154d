"""Pictures and recordings as new files that hold nothing but their pixels, times and layout."""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import av.error
import cv2
import numpy as np
import numpy.typing as npt

from app.atomic_file import whole_file
from app.exam.dicom.burned_in import text_in_recording
from app.exam.dicom.jpeg import read_jpeg
from app.exam.errors import ExamError
from capture.encode import EncodedFrame, FrameEncoder
from capture.errors import CaptureError
from capture.frame import Frame
from capture.recording_file import RecordingFiles
from capture.side_file import SideFile, read_side_file
from inference.marks.panel_text import TextBox, blanked

log = logging.getLogger(__name__)

_JPEG: Final = "mjpeg"
_LOSSLESS: Final = "ffv1"


@dataclass(frozen=True, slots=True)
class FoundText:
    """Text-like marks inside a picture or recording.

    Attributes:
        file: In the exam's folder.
        boxes: Where, in pixels of it.
        blanked: They are black in what was written.
    """

    file: str
    boxes: tuple[TextBox, ...]
    blanked: bool


def read_picture(path: Path) -> npt.NDArray[np.uint8]:
    """A picture file as RGB (h, w, 3).

    Raises:
        ExamError: It is missing or damaged.
    """
    try:
        data = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as fault:
        raise _unreadable(path, fault) from fault
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR) if len(data) else None
    if decoded is None:
        raise _unreadable(path, ValueError("it is damaged"))
    return np.ascontiguousarray(decoded[..., ::-1], np.uint8)


def write_picture(pixels: npt.NDArray[np.uint8], path: Path) -> None:
    """Write RGB pixels as PNG without any text, time or program name.

    Raises:
        OSError: It cannot be written.
    """
    _, data = cv2.imencode(".png", pixels[..., ::-1])
    with whole_file(path) as file:
        file.write(data.tobytes())


def clean_recording(
    video: Path, out: Path, name: str, *, blank: bool, each_frame: Callable[[], None] = lambda: None
) -> tuple[tuple[str, ...], tuple[TextBox, ...]]:
    """Write a recording anew: pictures, times, gaps and layout, without its source's name or anything else.

    Pictures are taken over as they are. Where text is found in them and is to be blanked, they are decoded, blanked
    and encoded again.

    Args:
        video: With its side file beside it.
        out: Folder for the new one.
        name: Of the new one, without ending.
        blank: Make text black.
        each_frame: Called for each; what it raises ends the work.

    Returns:
        Names of the videos written (each has its side file), and where text was found.

    Raises:
        ExamError: Video or side file is missing or damaged, or nothing can be written.
    """
    files = RecordingFiles(out, name, free_bytes_min=0)
    try:
        side = read_side_file(video)
        boxes = text_in_recording(video, len(side.times_ns))
        gaps = sorted(side.gaps, key=lambda gap: gap.time_ns)
        for frame in _blanked(video, side, boxes) if blank and boxes else _as_they_are(video, side):
            while gaps and gaps[0].time_ns < frame.time_ns:
                files.write_gap(gaps.pop(0))
            files.write(frame)
            each_frame()
        for gap in gaps:
            files.write_gap(gap)
        files.close()
    except (CaptureError, OSError, ValueError, av.error.FFmpegError) as fault:
        raise _unreadable(video, fault) from fault
    finally:
        with suppress(CaptureError):  # safe to call twice
            files.close()
    return tuple(path.name for path in files.paths), boxes


def _as_they_are(video: Path, side: SideFile) -> Iterator[EncodedFrame]:
    """The pictures without being encoded again; of a JPEG only what is picture. A damaged one is left out."""
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        codec = stream.codec_context
        is_jpeg = codec.name == _JPEG
        if not is_jpeg and codec.name != _LOSSLESS:
            raise ValueError(f"it is a video of another kind ({codec.name})")
        extradata = None if is_jpeg or not codec.extradata else bytes(codec.extradata)
        packets = (bytes(packet) for packet in container.demux(stream) if packet.size)
        for data, index, time_ns in zip(packets, side.indices, side.times_ns, strict=False):
            if is_jpeg:
                try:
                    data = read_jpeg(data).data
                except ValueError:
                    log.warning("%s: a picture is damaged and left out", video.name)
                    continue
            yield EncodedFrame(
                data=data,
                codec=_JPEG if is_jpeg else _LOSSLESS,
                pixel_format=str(codec.pix_fmt),
                extradata=extradata,
                width=codec.width,
                height=codec.height,
                index=index,
                time_ns=time_ns,
                layout=side.layout,
            )


def _blanked(video: Path, side: SideFile, boxes: tuple[TextBox, ...]) -> Iterator[EncodedFrame]:
    encoder = FrameEncoder(remembered=1)
    with av.open(str(video)) as container:
        pictures = container.decode(container.streams.video[0])
        for picture, index, time_ns in zip(pictures, side.indices, side.times_ns, strict=False):
            pixels = blanked(np.asarray(picture.to_ndarray(format="rgb24"), np.uint8), boxes)
            yield encoder.encode(Frame(pixels, index, time_ns, time_ns, side.layout))


def _unreadable(path: Path, fault: Exception) -> ExamError:
    return ExamError(
        "{file} is left out of the export ({reason}); bring a good copy back into the exam's folder and export again",
        file=path.name,
        reason=fault,
    )
