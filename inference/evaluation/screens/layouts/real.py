"""Finding the scan on real pictures: DICOM files with region tags, and the screens of BUS-UCLM with their body mark."""

import contextlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pydicom

from capture.errors import CaptureError, EndOfStream
from capture.gated_source import GatedSource
from capture.screen.find_layout import find_layout
from capture.screen.layout import Rect, ScanLayout
from capture.source import Screen
from capture.sources.open_file import open_file
from inference.evaluation.screens.measure import found_mask, iou

READ_S = 2.0
# Measured by eye on the screens of BUS-UCLM: the body mark and its frame stand there in each of them.
UCLM_SIZE_PX = (856, 606)
UCLM_MARK = Rect(771, 523, 856, 606)


@dataclass(frozen=True, slots=True, eq=False)
class Tagged:
    """A DICOM file and its region tags.

    Attributes:
        name: The file.
        tags: "inside", "outside" (they reach beyond the picture, so neither they nor the scale are believed) or "none".
        panels: How many the tags tell.
        scale_known: The layout in use states mm per pixel.
        product_iou: Of what passes the gate against the tags: the product uses them.
        pixels_iou: Of what is found in the pixels alone against the tags; None where nothing is found or told.
        pixels_in_tags: Share of what is found in the pixels alone that lies within the tags.
        screen: The picture.
        told, found: The layouts.
    """

    name: str
    tags: str
    panels: int
    scale_known: bool
    product_iou: float | None
    pixels_iou: float | None
    pixels_in_tags: float | None
    screen: Screen
    told: ScanLayout | None
    found: ScanLayout | None


def tagged_files(folder: Path) -> Iterator[Tagged]:
    """Every DICOM file of a folder that can be read."""
    for path in sorted(folder.glob("*.dcm")):
        try:
            yield _tagged(path)
        except CaptureError:  # a picture that is none, or too small
            continue


def _tagged(path: Path) -> Tagged:
    header = pydicom.dcmread(path, stop_before_pixels=True, force=True)
    with closing(open_file(path)) as reader:
        screens = [screen for _ in range(min(5, len(reader.times_ns))) if (screen := reader.read(READ_S)) is not None]
    told = screens[0].layout
    source, frame = GatedSource(open_file(path)), None
    with closing(source), contextlib.suppress(EndOfStream):  # nothing passed the gate
        frame = source.read(READ_S)
    used = None if frame is None else frame.layout
    found = find_layout([Screen(one.pixels, one.number, one.time_ns, 0) for one in screens])
    tags = "none" if not header.get("SequenceOfUltrasoundRegions") else "outside" if told is None else "inside"
    return Tagged(
        path.name,
        tags,
        0 if told is None else len(told.panels),
        used is not None and any(panel.mm_per_px is not None for panel in used.panels),
        None if told is None or used is None else iou(_union(told), _union(used)),
        None if told is None or found is None else iou(_union(told), _union(found)),
        None if told is None or found is None else float(_union(told)[_union(found)].mean()),
        screens[0],
        told,
        found,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Marked:
    """A still of BUS-UCLM.

    Attributes:
        name: The picture.
        iou: Of what is found against the picture without the body mark.
        mark_left_out: Share of the mark's box that is left out.
        scan_kept: Share of the rest that is kept.
        screen: The picture.
        found: The layout.
    """

    name: str
    iou: float
    mark_left_out: float
    scan_kept: float
    screen: Screen
    found: ScanLayout | None


def marked_screens(paths: list[Path]) -> Iterator[Marked]:
    """Every still of the usual size."""
    for path in paths:
        pixels = np.ascontiguousarray(np.asarray(cv2.imread(str(path)), np.uint8)[..., ::-1])
        if pixels.shape[1::-1] != UCLM_SIZE_PX:
            continue
        screen = Screen(pixels, 0, 0, 0)
        layout = find_layout([screen])
        truth = np.ones(pixels.shape[:2], np.bool_)
        mark = np.s_[UCLM_MARK.top : UCLM_MARK.bottom, UCLM_MARK.left : UCLM_MARK.right]
        truth[mark] = False
        kept = np.zeros_like(truth) if layout is None else _union(layout)
        yield Marked(
            path.stem, iou(truth, kept), float((~kept[mark]).mean()), float(kept[truth].mean()), screen, layout
        )


def _union(layout: ScanLayout) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.asarray(np.logical_or.reduce([found_mask(layout, panel) for panel in layout.panels]))
