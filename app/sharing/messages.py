"""What is shared as OpenIGTLink messages: IMAGE, POINT and STRING, as 3D Slicer and PLUS read them.

Coordinates are those of the picture: x to the right, y down, from the middle of its first pixel, in mm where the scale
is known and in pixels where it is not; named RAS, so that IMAGE and POINT agree in 3D Slicer, which takes points for
RAS. The packing is that of pyigtl.
"""

import json
from enum import Enum
from typing import Any

import fastcrc
import numpy as np
import numpy.typing as npt
import pyigtl
import pyigtl.messages
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.live.look.theme import look_colour
from app.live.overlay import draw_overlay
from app.sharing.shared import Shared
from inference.findings import Track

IMAGE, LESIONS, TRACKS = "MinamoImage", "MinamoLesions", "MinamoTracks"  # device names, 19 bytes at most
DESIGN_PX = 720  # height for which the overlay is drawn at its designed size
NOT_DIAGNOSIS = "Research use only. Not for diagnosis."

# pyigtl's own checksum runs in Python where its C part could not be built: a third of a second for a picture, during
# which nothing else runs. This one is the same polynomial (CRC-64/ECMA-182) and takes 0.1 ms.
pyigtl.messages.CRC64 = fastcrc.crc64.ecma_182


class What(Enum):
    """What is shared."""

    OVERLAY = "picture with boxes"
    PICTURE = "picture"
    TRACKS = "tracks"


class _Points(pyigtl.PointMessage):  # type: ignore[misc]
    """Also none at all, so that points of lesions that are gone go too; pyigtl packs one or more."""

    def _pack_content(self) -> bytes:
        packed: bytes = super()._pack_content() if len(self.positions) else b""
        return packed


def packed(shared: Shared, pixels: npt.NDArray[np.uint8] | None) -> bytes:
    """The messages of one picture, one after the other.

    Args:
        shared: What is shared.
        pixels: Its picture as it leaves: RGB, shape (height, width, 3), uint8; None for tracks alone, or without one.
    """
    messages = [_points(shared), _string(shared)]
    if pixels is not None:
        messages.insert(0, _image(shared, pixels))
    return b"".join(message.pack() for message in messages)


def with_overlay(shared: Shared, pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The picture with brackets and labels, in its own size; needs a QGuiApplication, for its fonts."""
    if shared.frame is None:
        return pixels
    height, width = pixels.shape[:2]
    canvas = QImage(pixels.tobytes(), width, height, width * 3, QImage.Format.Format_RGB888).copy()
    painter = QPainter(canvas)
    draw_overlay(
        painter,
        QRectF(0, 0, width, height),
        shared.frame,
        shared.tracks,
        shared.operating_points,
        numbers=shared.numbers,
        scale=max(0.6, min(width, height) / DESIGN_PX),
    )
    painter.end()
    rows = np.frombuffer(canvas.constBits(), np.uint8).reshape(height, canvas.bytesPerLine())
    return rows[:, : width * 3].reshape(height, width, 3).copy()


def _image(shared: Shared, pixels: npt.NDArray[np.uint8]) -> Any:
    x, y = shared.mm_per_px or (1.0, 1.0)
    return pyigtl.ImageMessage(
        np.ascontiguousarray(pixels)[None],  # (1, height, width, 3)
        ijk_to_world_matrix=np.diag((x, y, 1.0, 1.0)),
        world_coordinate_system="ras",
        timestamp=shared.timestamp_s,
        device_name=IMAGE,
    )


def _points(shared: Shared) -> Any:
    """The middle of each lesion, with its number, look and size."""
    x, y = shared.mm_per_px or (1.0, 1.0)
    tracks = shared.tracks
    looks = [_look(shared, track) for track in tracks]
    colours = [look_colour(_look_of(shared, track)).getRgb() for track in tracks]
    return _Points(
        # A box goes from edge to edge of pixels, the picture's coordinates from middle to middle.
        positions=[
            ((track.box.left + track.box.right - 1) / 2 * x, (track.box.top + track.box.bottom - 1) / 2 * y, 0.0)
            for track in tracks
        ],
        names=[str(shared.numbers.get(track.id, track.id)) for track in tracks],
        groups=looks,
        rgba_colors=colours,
        diameters=[
            max((track.box.right - track.box.left) * x, (track.box.bottom - track.box.top) * y) for track in tracks
        ],
        timestamp=shared.timestamp_s,
        device_name=LESIONS,
    )


def _string(shared: Shared) -> Any:
    """Everything that is known of the lesions, as JSON in ASCII."""
    frame = shared.frame
    content: dict[str, Any] = {
        "format": "minamo tracks",
        "version": 1,
        "frame": None if frame is None else frame.index,
        "time_ns": None if frame is None else frame.time_ns,
        "state": shared.state,
        "size_px": None if frame is None else [frame.pixels.shape[1], frame.pixels.shape[0]],
        "mm_per_px": shared.mm_per_px,
        "tracks": [_track(shared, track) for track in shared.tracks],
        "note": NOT_DIAGNOSIS,
    }
    if shared.patient is not None:
        content["patient"] = shared.patient
    return pyigtl.StringMessage(json.dumps(content), timestamp=shared.timestamp_s, device_name=TRACKS)


def _track(shared: Shared, track: Track) -> dict[str, Any]:
    box = track.box
    return {
        "number": shared.numbers.get(track.id, track.id),
        "id": track.id,
        "box_px": [round(side, 2) for side in (box.left, box.top, box.right, box.bottom)],
        "score": None if track.malignancy is None else round(track.malignancy, 2),
        "range": None
        if track.malignancy_low is None or track.malignancy_high is None
        else [round(track.malignancy_low, 2), round(track.malignancy_high, 2)],
        "look": _look(shared, track),
        "settled": track.settled,
        "size_mm": None if track.size_mm is None else [round(side, 1) for side in track.size_mm],
    }


def _look_of(shared: Shared, track: Track) -> Any:
    return None if track.malignancy is None else shared.operating_points.look(track.malignancy)


def _look(shared: Shared, track: Track) -> str:
    look = _look_of(shared, track)
    return "no score" if look is None else str(look.value)
