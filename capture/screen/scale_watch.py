"""Says of every screen whether the scale of its panels holds; from the first one on which it does not it is None."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from capture.screen.gate import Gate
from capture.screen.layout import ScanLayout
from capture.screen.scale_mark import still_holds


class ScaleWatch:
    """Watches the marks of stated scales."""

    def __init__(self) -> None:
        self._layout: ScanLayout | None = None
        self._held: dict[tuple[bool, ...], ScanLayout] = {}

    def scaled(self, gate: Gate, pixels: npt.NDArray[np.uint8]) -> ScanLayout:
        """The panels in pixels of the frames, without the scales that do not hold on this screen.

        Args:
            gate: That the screen passes; it knows the marks.
            pixels: The whole screen, RGB, shape (height, width, 3), uint8.
        """
        marks = [panel.scale_mark for panel in gate.asked.panels]
        holds = tuple(mark is None or still_holds(mark, pixels) for mark in marks)
        if all(holds):
            return gate.layout
        if self._layout is not gate.layout:
            self._layout, self._held = gate.layout, {}
        if holds not in self._held:  # one object as long as nothing changes, so that frames go on sharing it
            panels = tuple(
                panel if held else replace(panel, mm_per_px=None, scale_origin=None, scale_mark=None)
                for panel, held in zip(gate.layout.panels, holds, strict=True)
            )
            self._held[holds] = replace(gate.layout, panels=panels)
        return self._held[holds]
