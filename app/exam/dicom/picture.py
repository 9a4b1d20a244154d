"""What every picture object says: its pixels' form, its panels and what a pixel measures there."""

from typing import Final

from pydicom.dataset import Dataset

from app.exam.dicom.identity import add_breast
from capture.screen.layout import Panel, PanelKind, ScanLayout

# Sequence of Ultrasound Regions (0018,6011), PS3.3 C.8.5.5
_NO_FORMAT, _PLANE = 0, 1  # Region Spatial Format
_NOTHING, _TISSUE, _COLOUR_FLOW = 0, 1, 2  # Region Data Type
_NO_UNIT, _CENTIMETRES = 0, 3  # Physical Units
_CM_PER_MM: Final = 0.1
_DATA: Final = {
    PanelKind.B_MODE: _TISSUE,
    PanelKind.CONTRAST: _TISSUE,
    PanelKind.DOPPLER: _COLOUR_FLOW,
    PanelKind.ELASTOGRAPHY: _NOTHING,
}
_2D_IMAGING, _COLOUR_DOPPLER = 0x0001, 0x0010  # Image Type, value 4 (PS3.3 C.8.5.6.1.1)


def is_calibrated(layout: ScanLayout) -> bool:
    """Whether the size of a pixel is known in one panel at least."""
    return any(panel.mm_per_px is not None for panel in layout.panels)


def add_ultrasound(dataset: Dataset, layout: ScanLayout, side: str | None) -> None:
    """Make an object an ultrasound image: type, breast, regions; contrast where a panel shows it.

    Args:
        dataset: The object.
        layout: Panels in pixels of the picture.
        side: "right", "left" or None.
    """
    kinds = {panel.kind for panel in layout.panels}
    modes = _2D_IMAGING | (_COLOUR_DOPPLER if PanelKind.DOPPLER in kinds else 0)
    dataset.ImageType = ["ORIGINAL", "PRIMARY", "BREAST", f"{modes:04X}"]
    add_breast(dataset, side)
    dataset.SequenceOfUltrasoundRegions = [_region(panel) for panel in layout.panels]
    if PanelKind.CONTRAST in kinds:
        dataset.ContrastBolusAgent = ""  # asked for where one was given; its name stands in the study's record


def add_pixel_form(dataset: Dataset, width_px: int, height_px: int, photometric: str) -> None:
    """Say how the pixels are stored: 8 bits, "MONOCHROME2" or three samples by pixel."""
    dataset.SamplesPerPixel = 1 if photometric == "MONOCHROME2" else 3
    dataset.PhotometricInterpretation = photometric
    if dataset.SamplesPerPixel == 3:
        dataset.PlanarConfiguration = 0
    dataset.Rows, dataset.Columns = height_px, width_px
    dataset.BitsAllocated = dataset.BitsStored = 8
    dataset.HighBit = 7
    dataset.PixelRepresentation = 0


def _region(panel: Panel) -> Dataset:
    region = Dataset()
    is_spectrum = panel.kind is PanelKind.DOPPLER and panel.mm_per_px is None  # perhaps one: then no plane is claimed
    region.RegionSpatialFormat = _NO_FORMAT if is_spectrum else _PLANE
    region.RegionDataType = _NOTHING if is_spectrum else _DATA[panel.kind]
    region.RegionFlags = 0
    rect = panel.rect
    region.RegionLocationMinX0, region.RegionLocationMinY0 = rect.left, rect.top
    region.RegionLocationMaxX1, region.RegionLocationMaxY1 = rect.right - 1, rect.bottom - 1
    unit = _NO_UNIT if panel.mm_per_px is None else _CENTIMETRES
    region.PhysicalUnitsXDirection = region.PhysicalUnitsYDirection = unit
    x_mm, y_mm = panel.mm_per_px or (1 / _CM_PER_MM, 1 / _CM_PER_MM)  # without a unit: one pixel is one pixel
    region.PhysicalDeltaX, region.PhysicalDeltaY = x_mm * _CM_PER_MM, y_mm * _CM_PER_MM
    return region
