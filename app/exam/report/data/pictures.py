"""The picture files of an exam, found inside its folder and nowhere else."""

from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from capture.screen.layout_file import layout_from_json

LARGEST_PX = 1200  # of a picture's longer side: on half a page at 300 dots an inch more cannot be seen
WIDEST_PX = 1600  # of a figure over the whole page
_MOST_MB = 512  # of memory while one picture is read


def inside(folder: Path | None, name: str) -> Path | None:
    """The file of this name in the folder; None where it is not there, or the name leads out of the folder."""
    if folder is None or not name:
        return None
    try:
        root = folder.resolve()
        path = (root / name).resolve()
        return path if path.is_relative_to(root) and path != root and path.exists() else None
    except (OSError, ValueError):
        return None


def picture_size(path: Path | None) -> tuple[int, int] | None:
    """(width, height) as the file's head states it; None where it is no picture."""
    if path is None:
        return None
    size = QImageReader(str(path)).size()
    return (size.width(), size.height()) if size.isValid() and not size.isEmpty() else None


def load_picture(path: Path | None, largest_px: int = LARGEST_PX) -> QImage | None:
    """The picture, no larger than paper shows; None where it cannot be read."""
    if path is None:
        return None
    reader = QImageReader(str(path))
    reader.setAllocationLimit(_MOST_MB)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > largest_px:
        reader.setScaledSize(size.scaled(QSize(largest_px, largest_px), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return None
    grey = image.isGrayscale()
    return image.convertToFormat(QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB888)


def scale_of(layout: dict[str, Any]) -> tuple[float, float] | None:
    """Mm per pixel, (x, y); None where it is not known, or where the panels have different ones."""
    try:
        scales = {panel.mm_per_px for panel in layout_from_json(layout).panels}
    except ValueError:
        return None
    return scales.pop() if len(scales) == 1 else None


def scale_origin_of(layout: dict[str, Any]) -> Literal["DICOM tags", "ruler", "stated"] | None:
    """Where the scale of a kept picture comes from; None without one, and where that is not known or mixed."""
    if scale_of(layout) is None:
        return None
    origins = {panel.scale_origin for panel in layout_from_json(layout).panels}
    origin = origins.pop() if len(origins) == 1 else None
    return None if origin is None else origin.value
