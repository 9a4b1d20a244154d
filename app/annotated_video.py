"""The scan with its boxes drawn in, as an MP4 that any player opens."""

import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from app.export import Mp4Writer
from app.live.overlay import draw_overlay
from app.snapshot import as_image
from capture.frame import Frame
from inference.findings import OperatingPoints, Track

READABLE_PX = 480  # a smaller picture is enlarged, so that the labels can be read
LARGEST_PX = 2048  # H.264 at its usual level ends about here
DESIGN_PX = 720  # height for which the overlay is drawn at its designed size


class OverlayPainter:
    """Draws frames with their tracks on a canvas whose size the first frame decides.

    Needs a QGuiApplication (`ensure_gui`), for its fonts.
    """

    def __init__(self, operating_points: OperatingPoints) -> None:
        self._operating_points = operating_points
        self._canvas: QImage | None = None

    def paint(
        self, frame: Frame | None, tracks: Sequence[Track], numbers: Mapping[int, int]
    ) -> npt.NDArray[np.uint8] | None:
        """The picture with brackets and labels: RGB, shape (height, width, 3), uint8; None before the first frame.

        Args:
            frame: The scan; None where the gate held it back, which shows as black.
            tracks: Tracks in pixels of the frame; the confirmed ones are drawn.
            numbers: Track id to the number on its label.
        """
        if self._canvas is None:
            if frame is None:
                return None
            self._canvas = QImage(*_canvas_size(frame), QImage.Format.Format_RGB888)
        canvas = self._canvas
        canvas.fill(Qt.GlobalColor.black)
        if frame is not None:
            target = fitted(frame, canvas.width(), canvas.height())
            painter = QPainter(canvas)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, as_image(frame))
            scale = max(0.6, min(canvas.width(), canvas.height()) / DESIGN_PX)
            draw_overlay(painter, target, frame, tracks, self._operating_points, numbers=numbers, scale=scale)
            painter.end()
        rows = np.frombuffer(canvas.constBits(), np.uint8).reshape(canvas.height(), canvas.bytesPerLine())
        return rows[:, : canvas.width() * 3].reshape(canvas.height(), canvas.width(), 3).copy()


class AnnotatedVideo:
    """Writes frames with their overlay to one file, which appears when the `with` block ends without an error."""

    def __init__(self, path: Path, operating_points: OperatingPoints) -> None:
        """Begin.

        Raises:
            RecordingFailed: The folder cannot be written.
        """
        self._painter = OverlayPainter(operating_points)
        self._writer = Mp4Writer(path)
        self._black_ns: int | None = None  # a video starts at the file's first picture, even when that was held back

    def __enter__(self) -> "AnnotatedVideo":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._writer.frames:
            self._writer.finish()
        else:
            self._writer.discard()

    def add(self, frame: Frame | None, tracks: Sequence[Track], numbers: Mapping[int, int], time_ns: int) -> None:
        """Append a picture; see `OverlayPainter.paint`. Times ascend.

        Raises:
            RecordingFailed: The disk is full.
        """
        picture = self._painter.paint(frame, tracks, numbers)
        if picture is None:
            self._black_ns = time_ns if self._black_ns is None else self._black_ns
            return
        if self._black_ns is not None:
            self._writer.write(np.zeros_like(picture), self._black_ns)
            self._black_ns = None
        self._writer.write(picture, time_ns)


def fitted(frame: Frame, width: int, height: int) -> QRectF:
    """Where the frame lies when it fills the canvas without being cropped or stretched."""
    rows, columns = frame.pixels.shape[:2]
    scale = min(width / columns, height / rows)
    return QRectF((width - columns * scale) / 2, (height - rows * scale) / 2, columns * scale, rows * scale)


def _canvas_size(frame: Frame) -> tuple[int, int]:
    """(width, height), even, as the encoder needs them."""
    height, width = frame.pixels.shape[:2]
    scale = min(max(1, math.ceil(READABLE_PX / height)), LARGEST_PX / max(height, width))
    return max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2))


def ensure_gui() -> None:
    """Make a QGuiApplication for drawing text where there is none; needs no display."""
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _alive.append(QGuiApplication(["minamo"]))


_alive: list[QGuiApplication] = []  # Qt ends with its application object, so this lives as long as the process
