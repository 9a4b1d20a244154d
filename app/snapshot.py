"""Keeps the picture on screen as two PNG files: as it came, and with the overlay."""

import contextlib
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QImage, QPainter

from app.live.overlay import draw_overlay
from app.live.view_state import ViewState
from capture.errors import EndOfStream, RecordingFailed
from capture.frame import Frame
from capture.recording_file import recording_failed
from capture.side_file import software_version
from capture.worker import Worker

log = logging.getLogger(__name__)

RESEARCH_ONLY = "Research use only. Not for diagnosis."
_PNG_QUALITY = 80  # Qt's scale for PNG: higher is faster and larger, never lossy

_writing: list[Worker] = []  # under way, for `finish_snapshots`; GUI thread only


@dataclass(frozen=True, slots=True)
class SnapshotResult:
    """How a snapshot ended.

    Attributes:
        plain: The picture as it came.
        overlaid: The picture with brackets and labels.
        error: Why it was not written, or None; then neither file exists.
    """

    plain: Path
    overlaid: Path
    error: RecordingFailed | None = None


def open_for_writing(path: Path) -> BinaryIO:
    """Open a file that does not exist yet."""
    return path.open("xb")


def save_snapshot(
    folder: Path,
    view: ViewState,
    *,
    weights_sha256: str | None = None,
    on_done: Callable[[SnapshotResult], None] = lambda _result: None,
    open_file: Callable[[Path], BinaryIO] = open_for_writing,
) -> tuple[Path, Path]:
    """Keep the picture of a view in the frame's own resolution; returns at once, a thread compresses and writes.

    The overlay is drawn here, in the GUI thread, from what the view paints: nothing where it is muted or in
    look-first. A file appears whole or not at all. Both carry index, stream time, weights and the research sentence
    as PNG text.

    Args:
        folder: Made when it is missing.
        view: What is on screen.
        weights_sha256: Of the network whose boxes are drawn.
        on_done: Called in the writing thread when both files are there, or with the error.
        open_file: Opens a new file for writing.

    Returns:
        Paths of the plain picture and of the one with the overlay; no other snapshot has them.

    Raises:
        RecordingFailed: There is no picture, or the folder cannot be written.
    """
    frame = view.frame
    if frame is None:
        raise _no_picture()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        plain, overlaid, parts = _reserve(folder, frame, open_file)
    except OSError as fault:
        raise recording_failed(fault, folder) from fault
    images = pictures_of(view, weights_sha256)
    job = _Job((plain, overlaid), parts, images, on_done)
    worker = Worker("snapshot", job.write, on_fault=job.fail, cleanup=job.end)
    _writing[:] = [other for other in _writing if other.running]
    _writing.append(worker)
    worker.start()
    return plain, overlaid


def pictures_of(view: ViewState, weights_sha256: str | None = None) -> tuple[QImage, QImage]:
    """The picture of a view as it came, and with the overlay that the view paints; both carry their origin as texts.

    Raises:
        RecordingFailed: There is no picture.
    """
    frame = view.frame
    if frame is None:
        raise _no_picture()
    picture = as_image(frame)
    images = picture, _with_overlay(picture, view, frame)
    for image in images:
        for key, text in _texts(frame, view, weights_sha256).items():
            image.setText(key, text)
    return images


def write_picture(image: QImage, path: Path, open_file: Callable[[Path], BinaryIO] = open_for_writing) -> None:
    """Write a picture as PNG; the file appears whole, and on the disk, or not at all.

    Raises:
        OSError: It cannot be written.
    """
    part = _part_of(path)
    try:
        with open_file(part) as file:
            _write(file, image)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def finish_snapshots(timeout_s: float = 5.0) -> bool:
    """Wait for the snapshots under way, before the program ends; False if the disk holds one up."""
    finished = [worker.finish(timeout_s) for worker in _writing]
    _writing.clear()
    return all(finished)


def as_image(frame: Frame) -> QImage:
    """A frame's pixels as a QImage of its own memory."""
    pixels = np.ascontiguousarray(frame.pixels)
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB888).copy()


def _with_overlay(picture: QImage, view: ViewState, frame: Frame) -> QImage:
    image = picture.copy()
    if view.muted or view.held_back or not view.tracks:
        return image
    painter = QPainter(image)
    draw_overlay(
        painter,
        QRectF(0, 0, image.width(), image.height()),
        frame,
        view.tracks,
        view.operating_points,
        numbers={finding.track.id: finding.number for finding in view.findings},
        scale=max(image.height() / 800, 0.6),
    )
    painter.end()
    return image


def _texts(frame: Frame, view: ViewState, weights_sha256: str | None) -> dict[str, str]:
    left, top = frame.layout.origin_px
    texts = {
        "Description": RESEARCH_ONLY,
        "Software": software_version(),
        "Creation Time": datetime.now().astimezone().isoformat(timespec="milliseconds"),
        "Frame index": str(frame.index),
        "Frame time ns": str(frame.time_ns),
        "Frame origin px": f"{left}, {top}",
        "State": view.word.value,
    }
    scales = [panel.mm_per_px for panel in frame.layout.panels]
    texts["mm per px"] = "; ".join("not known" if scale is None else f"{scale[0]}, {scale[1]}" for scale in scales)
    if weights_sha256 is not None:
        texts["Weights SHA-256"] = weights_sha256
    return texts


class _Job:
    """Two pictures on their way to the disk."""

    def __init__(
        self,
        paths: tuple[Path, Path],
        parts: tuple[tuple[Path, BinaryIO], ...],
        images: tuple[QImage, QImage],
        on_done: Callable[[SnapshotResult], None],
    ) -> None:
        self._paths = paths
        self._parts = parts
        self._images = images
        self._on_done = on_done
        self._error: RecordingFailed | None = None

    def write(self) -> None:
        for (_, file), image in zip(self._parts, self._images, strict=True):
            _write(file, image)
            file.close()
        for (part, _), path in zip(self._parts, self._paths, strict=True):
            part.replace(path)
        raise EndOfStream  # done

    def fail(self, fault: Exception) -> None:
        self._error = recording_failed(fault, self._paths[0].parent)
        self._error.__cause__ = fault
        for part, file in self._parts:
            with contextlib.suppress(OSError):
                file.close()
            part.unlink(missing_ok=True)
        for path in self._paths:
            path.unlink(missing_ok=True)

    def end(self) -> None:
        self._on_done(SnapshotResult(*self._paths, self._error))


def _write(file: BinaryIO, image: QImage) -> None:
    file.write(_png(image))
    file.flush()
    os.fsync(file.fileno())


def _png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG", _PNG_QUALITY):  # type: ignore[call-overload]  # the stubs know no QIODevice here
        raise OSError("the picture cannot be written as PNG")
    return bytes(data.data())


def _reserve(
    folder: Path, frame: Frame, open_file: Callable[[Path], BinaryIO]
) -> tuple[Path, Path, tuple[tuple[Path, BinaryIO], ...]]:
    """Two names that nobody has, each held by its unfinished file."""
    stem = f"snapshot-{datetime.now():%Y%m%d-%H%M%S}-{frame.index}"
    number = 1
    while True:
        name = stem if number == 1 else f"{stem}-{number}"
        number += 1
        paths = folder / f"{name}.png", folder / f"{name}-overlay.png"
        if any(path.exists() for path in paths):
            continue
        parts: list[tuple[Path, BinaryIO]] = []
        try:
            for path in paths:
                part = _part_of(path)
                parts.append((part, open_file(part)))
        except OSError as fault:
            for part, file in parts:
                file.close()
                part.unlink(missing_ok=True)
            if isinstance(fault, FileExistsError):  # a snapshot under way has this name
                continue
            raise
        return *paths, tuple(parts)


def _part_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _no_picture() -> RecordingFailed:
    return RecordingFailed("There is no picture to keep yet; wait for the picture and try again")
