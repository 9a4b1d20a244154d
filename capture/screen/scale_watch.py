"""What a pixel of each panel measures on this screen; from the first screen on which that changed it is None."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from capture.screen.gate import Gate
from capture.screen.layout import Panel, ScaleOrigin, ScanLayout
from capture.screen.pixel_shape import pixel_aspect
from capture.screen.ruler.watch import RulerWatch
from capture.screen.scale_mark import still_holds
from capture.screen.signature import on_screen

_Scale = tuple[tuple[float, float] | None, ScaleOrigin | None]
_UNKNOWN: _Scale = (None, None)
SAME_OUTLINE = 0.99  # intersection over union
_LEVEL_PX = 3  # two pictures of one moment stand as high as each other


class ScaleWatch:
    """Watches the marks of stated scales, and reads the rulers of panels that have no other scale."""

    def __init__(self) -> None:
        self._asked: ScanLayout | None = None
        self._rulers: list[RulerWatch] = []
        self._said: dict[tuple[_Scale, ...], ScanLayout] = {}

    def restart(self) -> None:
        """The next screen comes from elsewhere."""
        for ruler in self._rulers:
            ruler.restart()

    def scaled(self, gate: Gate, pixels: npt.NDArray[np.uint8], time_ns: int) -> ScanLayout:
        """The panels in pixels of the frames, with the scales that hold on this screen.

        Args:
            gate: That the screen passes; it knows the marks.
            pixels: The whole screen, RGB, shape (height, width, 3), uint8.
            time_ns: Stream time.
        """
        layout = gate.layout
        if self._asked is not layout:
            self._begin(layout)
        scales = [
            self._scale(panel, ruler, pixels, time_ns) for panel, ruler in zip(layout.panels, self._rulers, strict=True)
        ]
        said = tuple(_shared(layout.panels, scales))
        if said not in self._said:  # one object as long as nothing changes, so that frames go on sharing it
            self._said[said] = replace(
                layout,
                panels=tuple(_with_scale(panel, scale) for panel, scale in zip(layout.panels, said, strict=True)),
            )
        return self._said[said]

    def _begin(self, layout: ScanLayout) -> None:
        self._asked = layout
        self._said = {tuple((panel.mm_per_px, panel.scale_origin) for panel in layout.panels): layout}
        rects = [on_screen(panel.rect, layout) for panel in layout.panels]
        self._rulers = [RulerWatch(rect, [other for other in rects if other is not rect]) for rect in rects]

    def _scale(self, panel: Panel, ruler: RulerWatch, pixels: npt.NDArray[np.uint8], time_ns: int) -> _Scale:
        if panel.mm_per_px is not None:
            if panel.scale_mark is None or still_holds(panel.scale_mark, pixels):
                return panel.mm_per_px, panel.scale_origin
            if not ruler.is_looking:
                ruler.begin(pixels, time_ns)
                return _UNKNOWN
        down = ruler.mm_per_px(pixels, time_ns)
        if down is None:
            return _UNKNOWN
        height, width = pixels.shape[:2]
        return (down * pixel_aspect((width, height)), down), ScaleOrigin.RULER


def _shared(panels: tuple[Panel, ...], scales: list[_Scale]) -> list[_Scale]:
    """Two kinds of picture of one moment, side by side and of one outline, have one depth, though one ruler."""
    if len(panels) != 2 or scales.count(_UNKNOWN) != 1 or panels[0].kind is panels[1].kind:
        return scales
    first, second = (panel.rect for panel in panels)
    if abs(first.top - second.top) > _LEVEL_PX or abs(first.bottom - second.bottom) > _LEVEL_PX:
        return scales
    if not _same_outline(panels[0].mask, panels[1].mask):
        return scales
    known = scales[0] if scales[1] == _UNKNOWN else scales[1]
    return [known, known] if known[1] is ScaleOrigin.RULER else scales


def _same_outline(first: npt.NDArray[np.bool_] | None, second: npt.NDArray[np.bool_] | None) -> bool:
    """Whether two panels have one shape; of a fan whose apex stands otherwise a pixel measures something else."""
    if first is None or second is None:
        return first is second
    height, width = min(first.shape[0], second.shape[0]), min(first.shape[1], second.shape[1])
    one, other = first[:height, :width], second[:height, :width]
    return bool((one & other).sum() >= SAME_OUTLINE * (one | other).sum())


def _with_scale(panel: Panel, scale: _Scale) -> Panel:
    mm_per_px, origin = scale
    mark = panel.scale_mark if origin is ScaleOrigin.STATED else None
    return replace(panel, mm_per_px=mm_per_px, scale_origin=origin, scale_mark=mark)
