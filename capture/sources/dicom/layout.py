"""Where a DICOM file says its ultrasound pictures lie, and what a pixel measures there."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from pydicom.dataset import Dataset, FileDataset

from capture.screen.layout import Panel, PanelKind, Rect, ScaleOrigin, ScanLayout
from capture.sources.dicom.scale_doubts import Doubt, scale_doubt
from capture.sources.file_checks import MIN_SIDE_PX

log = logging.getLogger(__name__)

# Sequence of Ultrasound Regions (0018,6011), PS3.3 C.8.5.5
_PLANE, _SPECTRUM = 1, 3  # Region Spatial Format
_TISSUE, _COLOUR_FLOW = 1, 2  # Region Data Type
_CENTIMETRES = 3  # Physical Units
_MM_PER_CM = 10.0
_MAX_PANELS = 2


def region_layout(header: FileDataset, width_px: int, height_px: int) -> ScanLayout | None:
    """The panels that the region tags describe, in pixels of the whole picture.

    A plane of tissue is B-mode; a plane of colour flow, a tissue plane with a colour box in it and a spectrum are
    Doppler. M-mode, traces and bars are no panels. One region outside the picture means that the picture was cut or
    resized after the tags were written: then none of them, nor their scale, is believed. A scale that cannot be, or
    that Pixel Spacing contradicts, is not believed either (`scale_doubt`).

    Returns:
        None where no region is described that can be believed.
    """
    regions: Sequence[Dataset] = header.get("SequenceOfUltrasoundRegions") or []
    planes: list[Panel] = []
    spectra: list[Panel] = []
    for region in regions:
        rect = _rect(region, width_px, height_px)
        if rect is None:
            return None
        if min(rect.width, rect.height) < MIN_SIDE_PX:
            continue
        shape, shows = region.get("RegionSpatialFormat"), region.get("RegionDataType")
        if shape == _PLANE and shows in (_TISSUE, _COLOUR_FLOW):
            kind = PanelKind.B_MODE if shows == _TISSUE else PanelKind.DOPPLER
            scale = _mm_per_px(region)
            doubt = None if scale is None else scale_doubt(header, rect, scale)
            if doubt is not None:
                log.warning("the scale in the region tags is not believed: %s", doubt.value)
                scale = None
            origin = None if scale is None else ScaleOrigin.TAGS
            planes.append(Panel(rect, kind, mm_per_px=scale, scale_origin=origin))
        elif shape == _SPECTRUM:
            spectra.append(Panel(rect, PanelKind.DOPPLER))
    panels = _apart([*_largest_first(planes), *_largest_first(spectra)])[:_MAX_PANELS]
    if not panels:
        return None
    panels.sort(key=lambda panel: (panel.rect.left, panel.rect.top))
    return ScanLayout(tuple(panels), (0, 0), (width_px, height_px))


def why_unknown(header: FileDataset, width_px: int, height_px: int) -> str | None:
    """Why the region tags give no scale, in words; None where they do, or say nothing of a length."""
    regions: Sequence[Dataset] = header.get("SequenceOfUltrasoundRegions") or []
    rects = [_rect(region, width_px, height_px) for region in regions]
    if None in rects:
        return Doubt.OUTSIDE.value
    for region, rect in zip(regions, rects, strict=True):
        scale = _mm_per_px(region)
        if rect is None or scale is None or region.get("RegionSpatialFormat") != _PLANE:
            continue
        doubt = scale_doubt(header, rect, scale)
        if doubt is not None:
            return doubt.value
    return None


def _rect(region: Dataset, width_px: int, height_px: int) -> Rect | None:
    """The region's rectangle; None if it does not lie inside the picture."""
    try:
        left, top = int(region.RegionLocationMinX0), int(region.RegionLocationMinY0)
        last_x, last_y = int(region.RegionLocationMaxX1), int(region.RegionLocationMaxY1)
    except (AttributeError, TypeError, ValueError):
        return None
    # the last pixel belongs to the region; some makers write the one behind it
    if not (0 <= left < last_x <= width_px and 0 <= top < last_y <= height_px):
        return None
    return Rect(left, top, min(last_x + 1, width_px), min(last_y + 1, height_px))


def _mm_per_px(region: Dataset) -> tuple[float, float] | None:
    """Size of a pixel (x, y); None where it is not a length or not stated."""
    if region.get("PhysicalUnitsXDirection") != _CENTIMETRES or region.get("PhysicalUnitsYDirection") != _CENTIMETRES:
        return None
    x_cm, y_cm = abs(float(region.get("PhysicalDeltaX") or 0)), abs(float(region.get("PhysicalDeltaY") or 0))
    return (x_cm * _MM_PER_CM, y_cm * _MM_PER_CM) if x_cm > 0 and y_cm > 0 else None


def _largest_first(panels: list[Panel]) -> list[Panel]:
    return sorted(panels, key=lambda panel: panel.rect.width * panel.rect.height, reverse=True)


def _apart(panels: list[Panel]) -> list[Panel]:
    """The panels without those that lie over an earlier one; a colour box makes the plane under it Doppler."""
    kept: list[Panel] = []
    for panel in panels:
        under = next((place for place, other in enumerate(kept) if _overlap(panel.rect, other.rect)), None)
        if under is None:
            kept.append(panel)
        elif panel.kind is PanelKind.DOPPLER and panel.mm_per_px is not None:
            kept[under] = replace(kept[under], kind=PanelKind.DOPPLER)
    return kept


def _overlap(a: Rect, b: Rect) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom
