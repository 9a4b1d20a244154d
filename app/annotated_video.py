"""The scan with its boxes drawn in, as an MP4 that any player opens."""

import math
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import numpy as np
import numpy.typing as npt
from av.video.stream import VideoStream
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from app.live.overlay import draw_overlay
from capture.errors import RecordingFailed
from capture.frame import Frame
from inference.findings import OperatingPoints, Track

TIME_BASE = Fraction(1, 90_000)  # fine enough for any rate, coarse enough for every player
READABLE_PX = 480  # a smaller picture is enlarged, so that the labels can be read
LARGEST_PX = 2048  # H.264 at its usual level ends about here


class AnnotatedVideo:
    """Writes frames with their overlay to one file, which appears when `close` is called without an error before it.

    Needs a QGuiApplication (`ensure_gui`), for its fonts. H.264 through libx264 where FFmpeg has it, else MPEG-4.
    """

    def __init__(self, path: Path, operating_points: OperatingPoints, *, annotated: bool = True) -> None:
        """Prepare; the file is begun with the first frame, whose size is the video's.

        Raises:
            RecordingFailed: The folder cannot be written.
        """
        self._path = path
        self._part = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._operating_points = operating_points
        self._annotated = annotated
        self._stream: VideoStream | None = None
        self._canvas = QImage()
        self._last_pts = -1
        try:
            self._container = av.open(str(self._part), "w", format="mp4", options={"movflags": "faststart"})
        except OSError as fault:
            raise self._failed(fault) from fault

    def __enter__(self) -> "AnnotatedVideo":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    def add(self, frame: Frame | None, tracks: Sequence[Track], numbers: Mapping[int, int], time_ns: int) -> None:
        """Append a picture.

        Args:
            frame: The scan; None where the gate held it back, which shows as black.
            tracks: Confirmed tracks in pixels of the frame.
            numbers: Track id to the number on its label.
            time_ns: The file's time of the picture; ascending.

        Raises:
            RecordingFailed: The disk is full.
        """
        if self._stream is None:
            if frame is None:
                return
            self._begin(frame)
        assert self._stream is not None
        picture = av.VideoFrame.from_ndarray(self._painted(frame, tracks, numbers), format="rgb24")
        pts = max(round(time_ns * TIME_BASE.denominator / 1e9), self._last_pts + 1)
        picture.pts, picture.time_base, self._last_pts = pts, TIME_BASE, pts
        try:
            for packet in self._stream.encode(picture):
                self._container.mux(packet)
        except OSError as fault:
            raise self._failed(fault) from fault

    def close(self) -> None:
        """Finish the file and put it in its place; a video without a single frame leaves no file.

        Raises:
            RecordingFailed: The disk is full; nothing is left behind.
        """
        try:
            if self._stream is not None:
                for packet in self._stream.encode(None):
                    self._container.mux(packet)
            self._container.close()
            if self._stream is None:
                self._part.unlink(missing_ok=True)
            else:
                self._part.replace(self._path)
        except OSError as fault:
            self.discard()
            raise self._failed(fault) from fault

    def discard(self) -> None:
        """Give up and leave nothing behind."""
        with suppress(OSError):
            self._container.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    @property
    def empty(self) -> bool:
        """Whether no frame came yet."""
        return self._stream is None

    def _begin(self, frame: Frame) -> None:
        height, width = frame.pixels.shape[:2]
        scale = max(1.0, math.ceil(READABLE_PX / height) if height < READABLE_PX else 1.0)
        scale = min(scale, LARGEST_PX / max(height, width))
        canvas_width, canvas_height = (max(2, 2 * round(side * scale / 2)) for side in (width, height))
        self._canvas = QImage(canvas_width, canvas_height, QImage.Format.Format_RGB888)
        codec, options = ("libx264", {"crf": "18", "preset": "veryfast"})
        if codec not in av.codecs_available:
            codec, options = ("mpeg4", {"qscale": "3"})
        stream = self._container.add_stream(codec, rate=30, options=options)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = canvas_width, canvas_height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = TIME_BASE if codec == "libx264" else Fraction(1, 1000)
        self._stream = stream

    def _painted(
        self, frame: Frame | None, tracks: Sequence[Track], numbers: Mapping[int, int]
    ) -> npt.NDArray[np.uint8]:
        """The canvas as an array, shape (height, width, 3), uint8 RGB."""
        canvas = self._canvas
        canvas.fill(Qt.GlobalColor.black)
        if frame is not None:
            target = fitted(frame, canvas.width(), canvas.height())
            painter = QPainter(canvas)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, as_image(frame))
            if self._annotated and tracks:
                scale = max(0.6, min(canvas.width(), canvas.height()) / 720)
                draw_overlay(painter, target, frame, tracks, self._operating_points, numbers=numbers, scale=scale)
            painter.end()
        rows = np.frombuffer(canvas.constBits(), np.uint8).reshape(canvas.height(), canvas.bytesPerLine())
        return rows[:, : canvas.width() * 3].reshape(canvas.height(), canvas.width(), 3)

    def _failed(self, fault: OSError) -> RecordingFailed:
        text = "{file} cannot be written ({reason}); free space there or choose another folder"
        return RecordingFailed(text, file=self._path, reason=fault.strerror or fault)


def fitted(frame: Frame, width: int, height: int) -> QRectF:
    """Where the frame lies when it fills the canvas without being cropped or stretched."""
    rows, columns = frame.pixels.shape[:2]
    scale = min(width / columns, height / rows)
    return QRectF((width - columns * scale) / 2, (height - rows * scale) / 2, columns * scale, rows * scale)


def as_image(frame: Frame) -> QImage:
    """The frame's pixels as a QImage that shares them; use it only while the frame lives."""
    rows, columns = frame.pixels.shape[:2]
    pixels = np.ascontiguousarray(frame.pixels)
    image = QImage(pixels.data, columns, rows, columns * 3, QImage.Format.Format_RGB888)
    return image if pixels is frame.pixels else image.copy()


def ensure_gui() -> None:
    """Make a QGuiApplication for drawing text where there is none; needs no display."""
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _alive.append(QGuiApplication(["minamo"]))


_alive: list[QGuiApplication] = []  # Qt ends with its application object; it lives as long as the process
