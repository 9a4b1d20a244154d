"""Whether anything beside a standing scan moves: then the pictures are fresh, and it is the scanner that froze."""

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.coarse import Grey, SmallScreen
from capture.screen.layout import ScanLayout
from capture.screen.signature import on_screen

CHANGED_FROM = 32  # grey levels: letters and signs, not the codec's noise
CHANGED_LEAST = 4  # pixels of the small screen
LOOK_EVERY_NS = 100_000_000


class OutsideWatch:
    """Compares what lies outside the panels with the time before they stood; owns no clock.

    A scanner that freezes puts up a sign or a cine bar, and its clock and pointer go on. A grabber that hangs repeats
    its last picture to the last pixel. Small grey versions are kept, in which no letter can be read.
    """

    def __init__(self) -> None:
        """Start without a screen."""
        self._before: Grey | None = None  # of the distinct picture before the last
        self._last: Grey | None = None
        self._outside: npt.NDArray[np.bool_] | None = None
        self._layout: ScanLayout | None = None
        self._looked_ns = 0
        self.alive = False

    def see(self, screen: SmallScreen, layout: ScanLayout, time_ns: int, *, repeat: bool) -> None:
        """Take the next whole screen that passed the gate.

        Args:
            screen: Its small version.
            layout: The panels in force.
            time_ns: Stream time.
            repeat: The panels show the same as before.
        """
        if repeat and (self.alive or 0 <= time_ns - self._looked_ns < LOOK_EVERY_NS):
            return
        small = screen.grey
        self._looked_ns = time_ns
        if not repeat:
            self._before, self._last, self.alive = self._last, small, False
            return
        outside = self._where(layout, small.shape)
        self.alive = any(
            kept is not None
            and kept.shape == small.shape
            and np.count_nonzero((cv2.absdiff(kept, small) >= CHANGED_FROM) & outside) >= CHANGED_LEAST
            for kept in (self._last, self._before)
        )

    def _where(self, layout: ScanLayout, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
        if self._outside is None or self._layout is not layout or self._outside.shape != shape:
            self._layout = layout
            self._outside = np.ones(shape, np.bool_)
            scale = shape[1] / layout.source_size_px[0]
            for panel in layout.panels:
                rect = on_screen(panel.rect, layout)
                top, bottom = int(rect.top * scale), int(rect.bottom * scale) + 2
                self._outside[
                    max(0, top - 1) : bottom, max(0, int(rect.left * scale) - 1) : int(rect.right * scale) + 2
                ] = False
        return self._outside
