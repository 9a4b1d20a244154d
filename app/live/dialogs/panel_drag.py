"""Correcting a panel by dragging: which side or corner is held, and what becomes of the panel."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.layout import Panel, Rect

SMALLEST_PX = 32  # a panel under this is a slip of the hand


@dataclass(frozen=True, slots=True)
class Grip:
    """What of a panel is held.

    Attributes:
        place: Of the panel.
        left, top, right, bottom: The sides that follow the pointer; all of them move the panel as a whole.
    """

    place: int
    left: bool = False
    top: bool = False
    right: bool = False
    bottom: bool = False

    @property
    def whole(self) -> bool:
        """The panel is moved, not stretched."""
        return self.left and self.top and self.right and self.bottom


def grip_at(panels: tuple[Panel, ...], x: float, y: float, reach: float) -> Grip | None:
    """What is held at a place of the screen; None where there is no panel. Sides win over the panels' insides.

    Args:
        panels: In pixels of the screen; the later ones lie on top.
        x: In pixels of the screen.
        y: In pixels of the screen.
        reach: So near a side it is the side.
    """
    inside = None
    for place, panel in reversed(tuple(enumerate(panels))):
        rect = panel.rect
        if not (rect.left - reach <= x <= rect.right + reach and rect.top - reach <= y <= rect.bottom + reach):
            continue
        left, right = _nearer(x, rect.left, rect.right, reach)
        top, bottom = _nearer(y, rect.top, rect.bottom, reach)
        if left or top or right or bottom:
            return Grip(place, left, top, right, bottom)
        inside = inside or Grip(place, True, True, True, True)
    return inside


def dragged(panel: Panel, grip: Grip, right_px: float, down_px: float, size_px: tuple[int, int]) -> Panel:
    """The panel after the pointer went so far; it stays on the screen and keeps a size that can be held.

    Its mask stays where it lies on the screen, and is continued where the panel grows.
    """
    rect, (width, height) = panel.rect, size_px
    right, down = round(right_px), round(down_px)
    if grip.whole:
        right = min(max(right, -rect.left), width - rect.right)
        down = min(max(down, -rect.top), height - rect.bottom)
        moved = Rect(rect.left + right, rect.top + down, rect.right + right, rect.bottom + down)
        return replace(panel, rect=moved)  # the mask moves along
    stretched = Rect(
        min(max(rect.left + right, 0), rect.right - SMALLEST_PX) if grip.left else rect.left,
        min(max(rect.top + down, 0), rect.bottom - SMALLEST_PX) if grip.top else rect.top,
        max(min(rect.right + right, width), rect.left + SMALLEST_PX) if grip.right else rect.right,
        max(min(rect.bottom + down, height), rect.top + SMALLEST_PX) if grip.bottom else rect.bottom,
    )
    mask = None if panel.mask is None else _continued(panel.mask, rect, stretched)
    return replace(panel, rect=stretched, mask=mask)


def _nearer(at: float, low: int, high: int, reach: float) -> tuple[bool, bool]:
    """Which of two sides is within reach: the nearer one."""
    to_low, to_high = abs(at - low), abs(at - high)
    return to_low <= reach and to_low <= to_high, to_high <= reach and to_high < to_low


def _continued(mask: npt.NDArray[np.bool_], before: Rect, after: Rect) -> npt.NDArray[np.bool_]:
    left, top = max(after.left, before.left), max(after.top, before.top)
    right, bottom = min(after.right, before.right), min(after.bottom, before.bottom)
    kept = mask[top - before.top : bottom - before.top, left - before.left : right - before.left]
    grown = cv2.copyMakeBorder(
        kept.astype(np.uint8),
        top - after.top,
        after.bottom - bottom,
        left - after.left,
        after.right - right,
        cv2.BORDER_REPLICATE,
    )
    continued = np.asarray(grown > 0)
    continued.flags.writeable = False
    return continued
