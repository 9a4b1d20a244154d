"""Writes a recording as an MP4 that every player opens, with the times of its frames."""

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import cv2
import numpy as np
import numpy.typing as npt

from capture.errors import EndOfStream, RecordingFailed
from capture.frame import Frame
from capture.recording_file import recording_failed
from capture.source import FrameSource

# Best first. libx264 comes with PyAV's wheel; a bundle leaves it out and has the platform's encoder or OpenH264.
CODECS: tuple[tuple[str, dict[str, str]], ...] = (
    ("libx264", {"crf": "18", "preset": "veryfast"}),
    ("h264_videotoolbox", {"b": "12M", "allow_sw": "1"}),
    ("h264_mf", {"b": "12M"}),
    ("libopenh264", {"b": "12M"}),
    ("mpeg4", {"qmin": "2", "qmax": "3", "b": "40M"}),
)
_FINE = Fraction(1, 90_000)
_COARSE = Fraction(1, 1000)  # MPEG-4 part 2 counts no finer than 1/65535
_LIMITED, _BT709, _SRGB = 1, 1, 13  # FFmpeg's numbers: range, primaries and matrix, transfer


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished export.

    Attributes:
        path: The MP4.
        frames: Frames in it.
        codec: FFmpeg's name of the encoder that was used.
        notice: What the user should know about it, or None.
    """

    path: Path
    frames: int
    codec: str
    notice: str | None


def export_mp4(
    source: FrameSource,
    path: Path,
    *,
    frames: int | None = None,
    paint: Callable[[Frame], npt.NDArray[np.uint8]] = lambda frame: frame.pixels,
    on_progress: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Exported | None:
    """Write every frame that `source` still has; takes as long as it takes, so call it in a thread.

    Args:
        source: A recording, or anything that ends; it is not closed.
        path: Where to; what is there is replaced when the export is complete, and untouched when it is not.
        frames: About how many there are, for the progress; None if it is not known.
        paint: A frame's picture, RGB, shape (height, width, 3), uint8: the frame's own, or with the overlay drawn in.
        on_progress: Called with 0..1 after each frame, with 1 at the end.
        cancelled: Asked before each frame.

    Returns:
        What was written; None when it was cancelled, and then nothing is left behind.

    Raises:
        RecordingFailed: The disk is full or gone, the folder cannot be written, or there was no frame.
        CaptureError: The source failed.
    """
    writer = Mp4Writer(path)
    with contextlib.ExitStack() as on_failure:
        on_failure.callback(writer.discard)
        while True:
            if cancelled():
                return None
            try:
                frame = source.read(timeout_s=1.0)
            except EndOfStream:
                break
            if frame is None:
                continue
            writer.write(paint(frame), frame.time_ns)
            if frames:
                on_progress(min(writer.frames / frames, 0.999))
        exported = writer.finish()
        on_failure.pop_all()
    on_progress(1.0)
    return exported


class Mp4Writer:
    """Writes pictures at their times to a file that appears when `finish` is called, and only then.

    The first picture decides the size (an odd edge gets one black pixel more); a later one of another size is
    fitted into it.
    """

    def __init__(self, path: Path) -> None:
        """Begin; the unfinished file stands beside `path`.

        Raises:
            RecordingFailed: The folder cannot be written.
        """
        self.frames = 0
        self._path = path
        self._part = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._codec = ""
        self._size = (0, 0)
        self._time_base = _FINE
        self._first_ns = 0
        self._waiting: tuple[npt.NDArray[np.uint8], int] | None = None  # until its duration is known
        self._durations: dict[int, int] = {}
        self._last_duration = 0
        try:
            self._container: Any = av.open(str(self._part), "w", format="mp4", options={"movflags": "+faststart"})
        except (OSError, av.error.FFmpegError) as fault:
            raise recording_failed(fault, path.parent) from fault
        self._stream: Any = None

    def write(self, pixels: npt.NDArray[np.uint8], time_ns: int) -> None:
        """Append a picture.

        Args:
            pixels: RGB, shape (height, width, 3).
            time_ns: Ascending; the first is the start of the video.

        Raises:
            RecordingFailed: The disk is full or gone.
        """
        if self._stream is None:
            self._begin(pixels, time_ns)
        pts = round((time_ns - self._first_ns) / 1e9 / self._time_base)
        if self._waiting is not None:
            pts = max(pts, self._waiting[1] + 1)
            self._encode_waiting(pts - self._waiting[1])
        self._waiting = (pixels, pts)
        self.frames += 1

    def finish(self) -> Exported:
        """Complete the file and put it in its place.

        Raises:
            RecordingFailed: The disk is full or gone, or there was no picture; nothing is left behind.
        """
        if self._waiting is None:
            self.discard()
            raise RecordingFailed("There is no picture to export in {file}; open another recording", file=self._path)
        self._encode_waiting(self._last_duration or round(Fraction(1, 25) / self._time_base))
        try:
            self._mux(self._stream.encode(None))
            self._container.close()
            self._part.replace(self._path)
        except (OSError, av.error.FFmpegError) as fault:
            self.discard()
            raise recording_failed(fault, self._path.parent) from fault
        notice = None
        if self._codec == "mpeg4":
            notice = "H.264 is not available here; the video was written as MPEG-4 part 2, which some players refuse"
        return Exported(self._path, self.frames, self._codec, notice)

    def discard(self) -> None:
        """Leave nothing behind; safe to call twice, and too late after `finish`."""
        with contextlib.suppress(OSError, av.error.FFmpegError):
            self._container.close()
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)

    def _begin(self, pixels: npt.NDArray[np.uint8], time_ns: int) -> None:
        height, width = pixels.shape[:2]
        self._size = (width + width % 2, height + height % 2)
        self._first_ns = time_ns
        self._codec, options = usable_codec(*self._size)
        self._time_base = _COARSE if self._codec == "mpeg4" else _FINE
        self._stream = self._container.add_stream(self._codec, options=options)
        codec = self._stream.codec_context
        codec.width, codec.height = self._size
        codec.pix_fmt = "yuv420p"
        codec.color_range, codec.color_primaries, codec.color_trc, codec.colorspace = _LIMITED, _BT709, _SRGB, _BT709
        codec.time_base = self._stream.time_base = self._time_base

    def _encode_waiting(self, duration: int) -> None:
        assert self._waiting is not None
        pixels, pts = self._waiting
        picture = av.VideoFrame.from_ndarray(fitted(pixels, *self._size), format="rgb24")
        picture = picture.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
        picture.pts, picture.time_base = pts, self._time_base
        self._durations[pts] = self._last_duration = duration
        try:
            self._mux(self._stream.encode(picture))
        except (OSError, av.error.FFmpegError) as fault:
            self.discard()
            raise recording_failed(fault, self._path.parent) from fault

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            packet.duration = self._durations.pop(packet.pts, packet.duration)
            self._container.mux(packet)


def usable_codec(width: int, height: int) -> tuple[str, dict[str, str]]:
    """The best encoder that this machine can really open at this size, and its options.

    Raises:
        RecordingFailed: There is none.
    """
    for name, options in CODECS:
        if name not in av.codecs_available:
            continue
        try:
            codec: Any = av.CodecContext.create(name, "w")
            codec.width, codec.height, codec.pix_fmt = width, height, "yuv420p"
            codec.time_base, codec.options = _COARSE, dict(options)
            codec.open()
        except (OSError, ValueError, av.error.FFmpegError):  # listed, but without its hardware or library
            continue
        return name, dict(options)
    raise RecordingFailed("No video encoder works here; install PyAV from its wheel (pip install av) and try again")


def fitted(pixels: npt.NDArray[np.uint8], width: int, height: int) -> npt.NDArray[np.uint8]:
    """A picture on a black canvas of this size: as it is where it fits, else scaled with its proportions."""
    rows, columns = pixels.shape[:2]
    if (columns, rows) == (width, height):
        return np.ascontiguousarray(pixels)
    if columns > width or rows > height:
        scale = min(width / columns, height / rows)
        columns, rows = max(int(columns * scale), 1), max(int(rows * scale), 1)
        pixels = np.asarray(cv2.resize(pixels, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)
    canvas = np.zeros((height, width, 3), np.uint8)
    canvas[:rows, :columns] = pixels
    return canvas
