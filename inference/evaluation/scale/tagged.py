"""Real DICOM files with region tags: what the tags say, whether it holds together, and what their rulers say."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydicom
from pydicom.dataset import FileDataset
from pydicom.errors import InvalidDicomError

from capture.errors import CaptureError
from capture.screen.find_layout import find_layout
from capture.screen.layout import ScanLayout
from capture.screen.ruler.read import read_ruler
from capture.screen.signature import on_screen
from capture.source import Screen
from capture.sources.dicom.layout import region_layout, why_unknown
from capture.sources.open_file import open_file

READ_S = 5.0


@dataclass(frozen=True, slots=True)
class Tagged:
    """One file.

    Attributes:
        file: Its name.
        size_px: (width, height).
        mm_per_px: (x, y) of each panel whose tags are believed.
        ruler_mm_per_px: Down, of each panel beside which a ruler was read.
        doubt: Why there is no scale.
    """

    file: str
    size_px: tuple[int, int]
    mm_per_px: tuple[tuple[float, float], ...]
    ruler_mm_per_px: tuple[float, ...]
    doubt: str | None

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "file": self.file,
            "size_px": list(self.size_px),
            "mm_per_px": [list(scale) for scale in self.mm_per_px],
            "ruler_mm_per_px": list(self.ruler_mm_per_px),
            "doubt": self.doubt,
        }


def tagged_files(folder: Path) -> Iterator[Tagged]:
    """Every file of a folder that has region tags."""
    for path in sorted(folder.rglob("*.dcm")):
        try:
            header = pydicom.dcmread(path, stop_before_pixels=True)
        except (InvalidDicomError, OSError):
            continue
        if header.get("SequenceOfUltrasoundRegions"):
            yield _tagged(path, header)


def _tagged(path: Path, header: FileDataset) -> Tagged:
    width, height = int(header.Columns), int(header.Rows)
    layout = region_layout(header, width, height)
    panels = () if layout is None else layout.panels
    scales = tuple(panel.mm_per_px for panel in panels if panel.mm_per_px is not None)
    screen = _screen(path)
    rulers = () if screen is None else _rulers(screen, layout or find_layout([screen]))
    return Tagged(path.name, (width, height), scales, rulers, None if scales else why_unknown(header, width, height))


def _screen(path: Path) -> Screen | None:
    try:
        reader = open_file(path)
    except CaptureError:
        return None
    try:
        return reader.read(READ_S)
    except CaptureError:
        return None
    finally:
        reader.close()


def _rulers(screen: Screen, layout: ScanLayout | None) -> tuple[float, ...]:
    if layout is None:
        return ()
    rects = [on_screen(panel.rect, layout) for panel in layout.panels]
    found = [read_ruler(screen.pixels, rect, [other for other in rects if other is not rect]) for rect in rects]
    return tuple(ruler.mm_per_px for ruler in found if ruler is not None)
