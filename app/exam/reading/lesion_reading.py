"""One lesion of one picture, read on demand."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from app.exam.content.lesion import Plane
from app.exam.lesions.calipers import Point, snapped_calipers
from app.exam.lesions.depth import depth_mm
from app.exam.lesions.outline import outline_of
from app.exam.lesions.scale import b_mode_panel_at
from capture.screen.layout import Panel, Rect, ScanLayout
from inference.abstain import neutralise_colour
from inference.descriptors.describe import describe
from inference.descriptors.descriptor import Descriptor
from inference.detector import LesionDetector
from inference.explanation.saliency import Saliency, saliency_of
from inference.findings import Box
from inference.preparation import Grey, to_grey

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class LesionReading:
    """What was measured.

    Attributes:
        box: The lesion's, in pixels of the picture.
        outline_px: (n, 2) in the same pixels; empty where the network drew none.
        mm_per_px: (x, y) of its panel, or None.
        depth_mm: From the skin; None where the scale is not known.
        measured: All descriptors, each with its value or the reason why there is none.
    """

    box: Box
    outline_px: tuple[Point, ...]
    mm_per_px: tuple[float, float] | None
    depth_mm: float | None
    measured: tuple[Descriptor, ...]

    def plane(self, snapshot_id: str) -> Plane:
        """As a plane of a lesion, its calipers snapped to the outline."""
        return Plane(
            snapshot_id=snapshot_id,
            calipers=snapped_calipers(self.outline_px, self.mm_per_px),
            outline_px=self.outline_px,
        )


def read_lesion(detector: LesionDetector, pixels: Pixels, layout: ScanLayout, box: Box | None) -> LesionReading | None:
    """Outline and measure a lesion.

    Args:
        detector: The networks.
        pixels: RGB, (h, w, 3): a frame, or the plain file of a snapshot.
        layout: Of that picture.
        box: Where the lesion lies; None for the mass that the network sees most surely.

    Returns:
        None where there is no B-mode panel under the box, or no mass is found without one.

    Raises:
        ModelError: The network gave no numbers.
    """
    found = box or _surest(detector, pixels, layout)
    panel = None if found is None else b_mode_panel_at(layout, found.centre)
    if found is None or panel is None:
        return None
    rect, grey = _seen(pixels, panel)
    mask = detector.outlines(grey, [_shifted(found, -rect.left, -rect.top)])[0]
    local = np.zeros((0, 2)) if mask is None else outline_of(mask)
    inside = panel.mask if panel.mask is not None and panel.mask.shape == grey.shape else None
    return LesionReading(
        found,
        tuple((round(x + rect.left, 2), round(y + rect.top, 2)) for x, y in local.tolist()),
        panel.mm_per_px,
        depth_mm(grey, local, panel.mm_per_px, inside),
        describe(grey, mask, panel.mm_per_px),
    )


def explain_lesion(
    detector: LesionDetector,
    pixels: Pixels,
    layout: ScanLayout,
    box: Box,
    *,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> Saliency | None:
    """Where the picture moves the score of the lesion in a box; its area in pixels of the whole picture.

    None when it was cancelled, or where there is no B-mode panel under the box.

    Raises:
        ModelError: The network gave no number.
    """
    panel = b_mode_panel_at(layout, box.centre)
    if panel is None:
        return None
    rect, grey = _seen(pixels, panel)
    inner = _shifted(box, -rect.left, -rect.top)
    made = saliency_of(detector, grey, inner, progress=progress, cancelled=cancelled)
    return None if made is None else replace(made, area=_shifted(made.area, rect.left, rect.top))


def _surest(detector: LesionDetector, pixels: Pixels, layout: ScanLayout) -> Box | None:
    found: list[tuple[float, Box]] = []
    for panel in layout.panels:
        middle = ((panel.rect.left + panel.rect.right) / 2, (panel.rect.top + panel.rect.bottom) / 2)
        if b_mode_panel_at(layout, middle) is not panel:
            continue
        rect, grey = _seen(pixels, panel)
        found += [(sure, _shifted(box, rect.left, rect.top)) for box, sure in detector.find(grey)]
    shown = [each for each in found if each[0] >= detector.info.shown_confidence]
    return max(shown, key=lambda each: each[0])[1] if shown else None


def _seen(pixels: Pixels, panel: Panel) -> tuple[Rect, Grey]:
    """A panel as the live analysis sees it: what lies outside the picture cut off, coloured pixels made grey."""
    height, width = pixels.shape[:2]
    rect = panel.rect
    rect = Rect(max(rect.left, 0), max(rect.top, 0), min(rect.right, width), min(rect.bottom, height))
    return rect, to_grey(
        np.ascontiguousarray(neutralise_colour(pixels[rect.top : rect.bottom, rect.left : rect.right]))
    )


def _shifted(box: Box, right: float, down: float) -> Box:
    return Box(box.left + right, box.top + down, box.right + right, box.bottom + down)
