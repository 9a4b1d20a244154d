"""Pictures of a study: put in as lossless PNG, taken out as frames, each checked by its SHA-256."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from app.study.errors import StudyError
from app.study.study_file import damaged, missing_picture, translated
from capture.frame import Frame
from capture.screen.layout import ScanLayout
from capture.screen.layout_file import layout_from_json, layout_to_json


def png_of(pixels: npt.NDArray[np.uint8]) -> bytes:
    """Lossless, (h, w) or (h, w, 3) RGB; a grey picture in three equal channels is kept in one."""
    if pixels.ndim == 3:
        grey = (pixels[:, :, 0] == pixels[:, :, 1]).all() and (pixels[:, :, 0] == pixels[:, :, 2]).all()
        pixels = pixels[:, :, 0] if grey else pixels[:, :, ::-1]
    _, png = cv2.imencode(".png", np.ascontiguousarray(pixels))
    return png.tobytes()


def put_frames(connection: sqlite3.Connection, material: int, frames: Iterator[Frame]) -> ScanLayout:
    """Keep the pictures of a case; the layout of its first."""
    first: ScanLayout | None = None
    last = ""
    for number, frame in enumerate(frames):
        first = first or frame.layout
        layout = json.dumps(layout_to_json(frame.layout))
        png = png_of(frame.pixels)
        digest = hashlib.sha256(png).hexdigest()
        kept = None if layout == last else layout  # told again only where it changes
        row = (material, number, frame.index, frame.time_ns, kept, png, digest)
        connection.execute("INSERT INTO picture VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        last = layout
    if first is None:
        raise StudyError("A case has no picture; leave it out")
    return first


def times_of(connection: sqlite3.Connection, material: int) -> tuple[int, ...]:
    """Time of every picture of a case, in ns."""
    rows = connection.execute("SELECT time_ns FROM picture WHERE material = ? ORDER BY number", (material,))
    return tuple(time_ns for (time_ns,) in rows)


def frame_of(connection: sqlite3.Connection, path: Path, material: int, number: int) -> Frame:
    """One picture of a case, from 0.

    Raises:
        StudyError: It is missing, or not the one that was put in.
    """
    with translated(path):
        row = connection.execute(
            "SELECT file_index, time_ns, png, sha256 FROM picture WHERE material = ? AND number = ?",
            (material, number),
        ).fetchone()
        layout = connection.execute(
            "SELECT layout FROM picture WHERE material = ? AND number <= ? AND layout IS NOT NULL "
            "ORDER BY number DESC LIMIT 1",
            (material, number),
        ).fetchone()
    if row is None or layout is None or hashlib.sha256(row[2]).hexdigest() != row[3]:
        raise missing_picture(path)
    try:
        scan = layout_from_json(json.loads(layout[0]))
    except ValueError as fault:
        raise damaged(path, fault) from fault
    return Frame(pixels_of(row[2]), row[0], row[1], 0, scan)


def pixels_of(png: bytes) -> npt.NDArray[np.uint8]:
    """RGB, shape (h, w, 3), read-only."""
    decoded = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR_RGB)
    pixels = np.ascontiguousarray(decoded, np.uint8)
    pixels.setflags(write=False)
    return pixels
