"""The gate: nothing but the panels leaves `capture`, and nothing at all when the screen is another one."""

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.edge_watch import EdgeWatch
from capture.screen.layout import Rect, ScanLayout
from capture.screen.signature import Signature, fits, outside_cells
from capture.source import Screen


class Gate:
    """Cuts the panels of one layout out of screens that fit it.

    It fails closed: a screen of another size, or one that looks different outside the panels (the patient list,
    an ID page), does not pass.
    """

    def __init__(self, layout: ScanLayout, signature: Signature | None) -> None:
        """Prepare the cut.

        Args:
            layout: As found, drawn or told by the source.
            signature: Of the screen that the layout was made for; None where the source itself knows the layout of
                every picture (DICOM region tags), so that only the size is compared.

        Raises:
            ValueError: The layout has no panel, or one that lies outside the screen.
        """
        self._asked = layout
        self._signature = signature
        self._cut = _bounds_on_screen(layout)
        x, y = layout.origin_px
        shift_x, shift_y = self._cut.left - x, self._cut.top - y
        panels = tuple(replace(panel, rect=_moved(panel.rect, -shift_x, -shift_y)) for panel in layout.panels)
        self._layout = ScanLayout(panels, (self._cut.left, self._cut.top), layout.source_size_px)
        self._outside = outside_cells(self._layout)
        self._mask = _mask_of(self._layout, self._cut)
        self._edges = EdgeWatch(self._layout)

    @property
    def asked(self) -> ScanLayout:
        """The layout as it was given."""
        return self._asked

    @property
    def layout(self) -> ScanLayout:
        """The panels in pixels of the frames."""
        return self._layout

    @property
    def cut_rect(self) -> Rect:
        """What is cut, in pixels of the screen."""
        return self._cut

    @property
    def signature(self) -> Signature | None:
        """What screens are compared with."""
        return self._signature

    @property
    def is_whole(self) -> bool:
        """Whether every pixel of the screen is scan."""
        width, height = self._layout.source_size_px
        return self._mask is None and self._cut == Rect(0, 0, width, height)

    def fits(self, screen: Screen, now: Signature) -> bool:
        """Whether this screen is the one the layout was made for; `now` is the screen's signature."""
        height, width = screen.pixels.shape[:2]
        if (width, height) != self._layout.source_size_px:
            return False
        if self._signature is None:
            return True
        return fits(now, self._signature, self._outside) and self._edges.agrees(screen.pixels)

    def cut(self, screen: Screen) -> npt.NDArray[np.uint8]:
        """The panels of a screen that fits: RGB, shape (height, width, 3), read-only, the rest black.

        The whole picture passes without a copy. A part is copied, because a view would keep the whole screen in
        memory and within reach of whoever holds the frame.
        """
        if self.is_whole:
            return screen.pixels
        cut = self._cut
        part = screen.pixels[cut.top : cut.bottom, cut.left : cut.right]
        pixels = (
            part.copy() if self._mask is None else np.asarray(cv2.bitwise_and(part, part, mask=self._mask), np.uint8)
        )
        pixels.flags.writeable = False
        return pixels


def same_layout(first: ScanLayout, second: ScanLayout) -> bool:
    """Whether two layouts cut alike and say the same of their panels."""
    if first is second:
        return True
    if (first.origin_px, first.source_size_px) != (second.origin_px, second.source_size_px):
        return False
    if len(first.panels) != len(second.panels):
        return False
    return all(
        (a.rect, a.kind, a.mm_per_px, a.scale_origin, a.scale_mark)
        == (b.rect, b.kind, b.mm_per_px, b.scale_origin, b.scale_mark)
        and _same_mask(a.mask, b.mask)
        for a, b in zip(first.panels, second.panels, strict=True)
    )


def _same_mask(first: npt.NDArray[np.bool_] | None, second: npt.NDArray[np.bool_] | None) -> bool:
    if first is None or second is None:
        return first is second
    return np.array_equal(first, second)


def _bounds_on_screen(layout: ScanLayout) -> Rect:
    if not layout.panels:
        raise ValueError("a layout needs a panel")
    x, y = layout.origin_px
    bounds = Rect(
        min(panel.rect.left for panel in layout.panels) + x,
        min(panel.rect.top for panel in layout.panels) + y,
        max(panel.rect.right for panel in layout.panels) + x,
        max(panel.rect.bottom for panel in layout.panels) + y,
    )
    width, height = layout.source_size_px
    if not (0 <= bounds.left < bounds.right <= width and 0 <= bounds.top < bounds.bottom <= height):
        raise ValueError(f"the panels {bounds} do not lie on a screen of {width}x{height}")
    return bounds


def _moved(rect: Rect, right: int, down: int) -> Rect:
    return Rect(rect.left + right, rect.top + down, rect.right + right, rect.bottom + down)


def _mask_of(layout: ScanLayout, cut: Rect) -> npt.NDArray[np.uint8] | None:
    """255 where a pixel of the cut belongs to a panel; None when all do."""
    mask = np.zeros((cut.height, cut.width), np.uint8)
    for panel in layout.panels:
        rect = panel.rect
        inside = mask[rect.top : rect.bottom, rect.left : rect.right]
        inside[... if panel.mask is None else panel.mask] = 255
    return None if mask.all() else mask
