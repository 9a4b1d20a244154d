"""How well a found layout agrees with the truth of a screen."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capture.screen.find_layout import find_layout
from capture.screen.layout import Panel, ScanLayout
from capture.source import Screen
from inference.evaluation.screens.screen import MadeScreen
from inference.evaluation.screens.truth import PanelTruth, ScreenTruth, Shape

LOOKS_S = (0.0, 0.066, 0.132, 0.198, 0.264)  # the gate looks at a screen so often before it searches
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A found layout against the truth.

    Attributes:
        found: Something was found.
        iou: Mean over the true panels of the intersection over union with the found panel that fits each best; a found
            panel belongs to one true panel.
        worst_panel_iou: The least of them.
        union_iou: Of all panels together: what passes the gate, against what should.
        leaked_px: Pixels outside every true panel that would pass.
        panels: How many were found.
        right_count: As many as there are.
        right_kinds: Each true panel's match has its kind, and the count is right.
        right_shapes: Each match is masked as its shape needs.
    """

    found: bool
    iou: float
    worst_panel_iou: float
    union_iou: float
    leaked_px: int
    panels: int
    right_count: bool
    right_kinds: bool
    right_shapes: bool


def looks(screen: MadeScreen, start_s: float = 0.0) -> list[Screen]:
    """The screens that are looked at before a search."""
    return [
        Screen(screen.picture(start_s + time_s), number, round((start_s + time_s) * 1e9), 0)
        for number, time_s in enumerate(LOOKS_S)
    ]


def find(screen: MadeScreen) -> ScanLayout | None:
    """What is found on a made-up screen."""
    return find_layout(looks(screen))


def compare(layout: ScanLayout | None, truth: ScreenTruth) -> Agreement:
    """Measure a found layout (None where nothing was found)."""
    true_masks = [_placed(panel, truth) for panel in truth.panels]
    everything = np.logical_or.reduce(true_masks)
    if layout is None:
        return Agreement(False, 0.0, 0.0, 0.0, 0, 0, False, False, False)
    found_masks = [found_mask(layout, panel) for panel in layout.panels]
    table = np.array([[iou(true, found) for found in found_masks] for true in true_masks])
    matches = _matched(table)
    ious = [0.0 if match is None else float(table[number, match]) for number, match in enumerate(matches)]
    together = np.logical_or.reduce(found_masks)
    pairs = [
        (true, None if match is None else layout.panels[match])
        for true, match in zip(truth.panels, matches, strict=True)
    ]
    right_count = len(layout.panels) == len(truth.panels)
    return Agreement(
        True,
        float(np.mean(ious)),
        min(ious),
        iou(everything, together),
        int((together & ~everything).sum()),
        len(layout.panels),
        right_count,
        right_count and all(found is not None and found.kind is true.kind for true, found in pairs),
        all(found is not None and _shape_is_right(true, found) for true, found in pairs),
    )


def iou(first: Mask, second: Mask) -> float:
    """Intersection over union; 0 where both are empty."""
    united = int((first | second).sum())
    return int((first & second).sum()) / united if united else 0.0


def found_mask(layout: ScanLayout, panel: Panel) -> Mask:
    """A found panel in pixels of the screen, (height, width) bool."""
    width, height = layout.source_size_px
    (x, y), rect = layout.origin_px, panel.rect
    whole = np.zeros((height, width), np.bool_)
    whole[y + rect.top : y + rect.bottom, x + rect.left : x + rect.right] = True if panel.mask is None else panel.mask
    return whole


def _placed(panel: PanelTruth, truth: ScreenTruth) -> Mask:
    width, height = truth.size_px
    whole = np.zeros((height, width), np.bool_)
    rect = panel.rect
    whole[rect.top : rect.bottom, rect.left : rect.right] = panel.mask
    return whole


def _matched(table: npt.NDArray[np.float64]) -> list[int | None]:
    """The found panel of each true one, the best pair first."""
    left = table.copy()
    matches: list[int | None] = [None] * len(table)
    for _ in range(min(table.shape)):
        true, found = np.unravel_index(int(left.argmax()), left.shape)
        if left[true, found] <= 0:
            break
        matches[int(true)] = int(found)
        left[true], left[:, found] = -1, -1
    return matches


def _shape_is_right(true: PanelTruth, found: Panel) -> bool:
    if true.shape is Shape.RECTANGLE:
        return found.mask is None or float(found.mask.mean()) > 0.85
    return found.mask is not None
