"""BoT-SORT's own measurement of the camera's motion, made once for all settings that ask for it."""

from copy import copy
from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]


class SharedMotion:
    """What `trackers.utils.cmc.CMC` finds between pictures of one clip, kept.

    Its sparse optical flow depends on the two pictures and the downscale alone, not on the settings of the tracker.
    """

    def __init__(self) -> None:
        self._before: dict[tuple[int, int], Any] = {}  # by downscale and picture: what it remembers after that picture
        self._found: dict[tuple[int, int, int], Matrix] = {}  # by downscale, earlier picture and this one

    def between(self, downscale: int, before: int, now: int, pixels: npt.NDArray[np.uint8]) -> Matrix:
        """From one picture to another; `before` is -1 for the first.

        Args:
            downscale: Of the pictures.
            before, now: Their indices.
            pixels: Of the picture now, BGR.
        """
        key = (downscale, before, now)
        if key not in self._found:
            measure = copy(self._before[downscale, before]) if before >= 0 else self._new(downscale)
            self._found[key] = measure.estimate(pixels)
            self._before[downscale, now] = measure
        return self._found[key]

    @staticmethod
    def _new(downscale: int) -> Any:
        from trackers.utils.cmc import CMC, CMCConfig

        return CMC(CMCConfig(method="sparseOptFlow", downscale=downscale))


class MotionOfOne:
    """Stands in for the `cmc` of one tracker; say which picture comes with `turn_to`."""

    def __init__(self, shared: SharedMotion, downscale: int) -> None:
        self._shared = shared
        self._downscale = downscale
        self._before = -1
        self._now = -1

    def turn_to(self, index: int) -> None:
        """The next `estimate` is about this picture."""
        self._now = index

    def estimate(self, pixels: npt.NDArray[np.uint8], _: object = None) -> Matrix:
        """See `CMC.estimate`."""
        found = self._shared.between(self._downscale, self._before, self._now, pixels)
        self._before = self._now
        return found
