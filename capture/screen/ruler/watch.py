"""Watches the ruler of one panel: no scale from the first screen on which it changed until it was read anew."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.layout import Rect
from capture.screen.ruler.read import Ruler, read_ruler, strips, unit_of

BLOCK = 6  # pixels of a 1080-line screen: smaller than a number
CHANGED_FROM = 16.0  # grey levels, mean of a block: less is noise of a cable or a codec
# Where nothing could be read it is tried again after so long, and rarer each time: a screen need not have a ruler.
AGAIN_NS = (150_000_000, 500_000_000, 2_000_000_000, 10_000_000_000)
SAME_SHARE = 0.004  # two readings of one ruler differ by less

Grey = npt.NDArray[np.uint8]


class RulerWatch:
    """The ruler beside one panel of one layout. Keeps the look of the ruler's strip, and only in memory."""

    def __init__(self, panel: Rect, others: Sequence[Rect]) -> None:
        """Start without having looked.

        Args:
            panel: In pixels of the screen.
            others: The other panels.
        """
        self._panel, self._others = panel, tuple(others)
        self._ruler: Ruler | None = None
        self._before: Ruler | None = None  # the last that was read
        self._looks: list[Grey] | None = None
        self._places: list[Rect] = []
        self._due_ns: int | None = None
        self._tries = 0

    def mm_per_px(self, pixels: npt.NDArray[np.uint8], time_ns: int) -> float | None:
        """Down the screen; None while it is not known.

        Args:
            pixels: The whole screen, RGB, shape (height, width, 3), uint8.
            time_ns: Stream time.
        """
        if self._looks is None:
            self._places = strips(pixels, self._panel, self._others)
            self._read(pixels, time_ns)
        elif self._changed(pixels):
            self.begin(pixels, time_ns)
        elif self._ruler is None and self._due_ns is not None and not 0 <= time_ns - self._due_ns < self._wait_ns:
            self._read(pixels, time_ns)
        return None if self._ruler is None else self._ruler.mm_per_px

    @property
    def is_looking(self) -> bool:
        """Whether it has seen a screen."""
        return self._looks is not None

    def begin(self, pixels: npt.NDArray[np.uint8], time_ns: int) -> None:
        """Look at a screen on which something just changed; the ruler is read when it stands still."""
        self._places = strips(pixels, self._panel, self._others)
        self._looks = self._look(pixels)
        self._ruler, self._tries, self._due_ns = None, 0, time_ns

    def restart(self) -> None:
        """Forget what was seen: the next screen comes from elsewhere."""
        self._ruler = self._looks = None
        self._tries = 0

    @property
    def _wait_ns(self) -> int:
        return 0 if self._tries == 0 else AGAIN_NS[min(self._tries, len(AGAIN_NS)) - 1]

    def _read(self, pixels: npt.NDArray[np.uint8], time_ns: int) -> None:
        ruler = read_ruler(pixels, self._panel, self._others) if self._places else None
        before = self._before
        if ruler is not None and before is not None and abs(ruler.mm_per_px / before.mm_per_px - 1) < SAME_SHARE:
            ruler = before  # the same ruler, so that nothing seems to change
        self._ruler = ruler
        self._tries += 1
        self._due_ns = time_ns
        if ruler is not None:
            self._before, self._tries = ruler, 0
            self._places = [ruler.strip]
        self._looks = self._look(pixels)

    def _look(self, pixels: npt.NDArray[np.uint8]) -> list[Grey]:
        return [
            np.ascontiguousarray(pixels[place.top : place.bottom, place.left : place.right, 1])
            for place in self._places
        ]

    def _changed(self, pixels: npt.NDArray[np.uint8]) -> bool:
        assert self._looks is not None
        block = max(4, round(BLOCK * unit_of(pixels)))
        for kept, now in zip(self._looks, self._look(pixels), strict=True):
            if kept.shape != now.shape:
                return True
            if not now.size or cv2.norm(kept, now, cv2.NORM_INF) <= CHANGED_FROM:
                continue  # no mean is larger than the largest difference; most screens end here
            if float(cv2.blur(cv2.absdiff(kept, now), (block, block)).max()) > CHANGED_FROM:
                return True
        return False
