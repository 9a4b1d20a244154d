"""A snapshot as a DICOM image: ultrasound where its scale is known, else a secondary capture."""

import logging
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
from pydicom.dataset import Dataset

from app.exam.content.exam import Exam
from app.exam.content.picture import Snapshot
from app.exam.dicom.burned_in import say_burned_in
from app.exam.dicom.identity import OVERLAYS, PICTURES, add_breast, named, new_object, reference_to
from app.exam.dicom.picture import add_pixel_form, add_ultrasound, is_calibrated
from app.exam.dicom.text import fitting
from app.exam.errors import ExamError
from capture.screen.layout import ScanLayout
from capture.screen.layout_file import layout_from_json
from inference.marks.panel_text import find_panel_text

log = logging.getLogger(__name__)

US_IMAGE: Final = "1.2.840.10008.5.1.4.1.1.6.1"
SECONDARY_CAPTURE: Final = "1.2.840.10008.5.1.4.1.1.7"


def snapshot_object(exam: Exam, snapshot: Snapshot, folder: Path, number: int) -> Dataset:
    """The plain picture of a snapshot.

    With a known scale it is an Ultrasound Image with its regions; else a Secondary Capture, because it is what a
    scanner's screen showed and no more is known of it.

    Args:
        exam: Whose it is.
        snapshot: What was kept.
        folder: Of the exam.
        number: In its series, from 1.

    Raises:
        ExamError: The picture is missing or damaged.
    """
    pixels = read_png(folder / snapshot.plain)
    height, width = pixels.shape[:2]
    layout = _layout(snapshot, width, height)
    calibrated = is_calibrated(layout)
    sop_class = US_IMAGE if calibrated else SECONDARY_CAPTURE
    dataset = new_object(exam, PICTURES, sop_class, snapshot.taken_at, number)
    if calibrated:
        add_ultrasound(dataset, layout, snapshot.side)
    else:
        dataset.ImageType = ["ORIGINAL", "PRIMARY"]
        dataset.ConversionType = "DI"  # the scanner's digital output
        add_breast(dataset, snapshot.side)
    say_burned_in(dataset, find_panel_text(pixels))
    if snapshot.note:
        dataset.ImageComments = fitting(snapshot.note, "LT")
    return _with_pixels(dataset, pixels, width, height, f"{snapshot.id} plain")


def overlay_object(exam: Exam, snapshot: Snapshot, folder: Path, number: int, plain: Dataset) -> Dataset:
    """The picture of a snapshot with brackets and labels in it, derived from `plain`.

    Raises:
        ExamError: The picture is missing or damaged.
    """
    pixels = read_png(folder / snapshot.overlaid)
    height, width = pixels.shape[:2]
    dataset = new_object(exam, OVERLAYS, SECONDARY_CAPTURE, snapshot.taken_at, number)
    dataset.ImageType = ["DERIVED", "SECONDARY"]
    dataset.ConversionType = "WSD"
    add_breast(dataset, snapshot.side)
    dataset.DerivationDescription = "Boxes and scores of the aid drawn over the picture. Research use only."
    dataset.BurnedInAnnotation = plain.BurnedInAnnotation  # the labels drawn over it name nobody
    dataset.SourceImageSequence = [reference_to(plain)]
    return _with_pixels(dataset, pixels, width, height, f"{snapshot.id} overlay")


def read_png(path: Path) -> npt.NDArray[np.uint8]:
    """A picture file as grey (h, w) where it has no colour, else RGB (h, w, 3), uint8.

    Raises:
        ExamError: It is missing or damaged.
    """
    try:
        data = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as fault:
        raise ExamError(
            "{file} of this exam cannot be read ({reason}); bring it back into the exam's folder",
            file=path.name,
            reason=fault.strerror or fault,
        ) from fault
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR) if len(data) else None
    if decoded is None:
        raise ExamError("{file} of this exam is damaged; bring a good copy back into the exam's folder", file=path.name)
    blue, green, red = (decoded[..., channel] for channel in range(3))
    if np.array_equal(blue, green) and np.array_equal(green, red):
        return np.ascontiguousarray(blue, np.uint8)
    return np.ascontiguousarray(decoded[..., ::-1], np.uint8)


def _layout(snapshot: Snapshot, width_px: int, height_px: int) -> ScanLayout:
    """The panels of a picture; one of unknown scale where what was kept does not fit it."""
    try:
        layout = layout_from_json(snapshot.layout)
    except ValueError:
        layout = None
    if layout is None or any(p.rect.right > width_px or p.rect.bottom > height_px for p in layout.panels):
        log.warning("the layout kept with %s does not fit the picture", snapshot.plain)
        return ScanLayout.whole(width_px, height_px)
    return layout


def _with_pixels(dataset: Dataset, pixels: npt.NDArray[np.uint8], width: int, height: int, item: str) -> Dataset:
    add_pixel_form(dataset, width, height, "MONOCHROME2" if pixels.ndim == 2 else "RGB")
    named(dataset, item)
    data = pixels.tobytes()
    dataset.add_new("PixelData", "OB", data + b"\0" * (len(data) % 2))
    return dataset
