"""Small pictures for the list of exams."""

import logging
from pathlib import Path

import cv2
import numpy as np

from app.exam.content.picture import Snapshot
from app.exam.errors import ExamError
from app.exam.record.database import ExamDatabase
from app.exam.record.places import inside

log = logging.getLogger(__name__)

SIZE_PX = (192, 144)  # at most
_QUALITY = 80


def make_thumbnail(path: Path) -> bytes | None:
    """A JPEG of the picture no larger than `SIZE_PX`; None when the file is missing or no picture."""
    try:
        data = np.fromfile(path, np.uint8)  # OpenCV itself opens no path with kanji on Windows
    except OSError:
        return None
    picture = cv2.imdecode(data, cv2.IMREAD_REDUCED_COLOR_2) if len(data) else None
    if picture is None:
        return None
    height, width = picture.shape[:2]
    scale = min(SIZE_PX[0] / width, SIZE_PX[1] / height, 1.0)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1])


def add_thumbnails(database: ExamDatabase, exam_id: str, folder: Path, snapshots: tuple[Snapshot, ...]) -> None:
    """Make those that are not there yet.

    Raises:
        ExamError: The database cannot be written.
    """
    have = {row["item_id"] for row in database.rows("SELECT item_id FROM thumbnail WHERE exam_id = ?", exam_id)}
    made = []
    for snapshot in snapshots:
        if snapshot.id in have:
            continue
        try:
            jpeg = make_thumbnail(inside(folder, snapshot.plain))
        except ExamError as error:
            log.warning("no thumbnail: %s", error)
            continue
        if jpeg is not None:
            made.append((exam_id, snapshot.id, jpeg))
    if made:
        with database.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO thumbnail (exam_id, item_id, jpeg) VALUES (?, ?, ?)", made)


def thumbnails(database: ExamDatabase, exam_id: str) -> dict[str, bytes]:
    """JPEGs by snapshot id."""
    rows = database.rows("SELECT item_id, jpeg FROM thumbnail WHERE exam_id = ?", exam_id)
    return {row["item_id"]: row["jpeg"] for row in rows}
