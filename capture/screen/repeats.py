"""Tells a picture that was already there from a new one, and a frozen scan from a living one."""

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.coarse import Floats, means_of, small_grey, summed

BLOCK_PX = 12  # of the small version: speckle and codec noise average out, a moved structure does not
SAME_BELOW = 2.5  # mean grey difference of the block that differs most
# Contrast pictures: before the arrival, and late in the wash-out, distinct pictures differ by a few dark specks.
SAME_CONTRAST_BELOW = 0.05
# Key frames of H.264 and MPEG renew the codec's noise: up to this much, but everywhere alike and around zero.
RENEWED_BELOW = 8.5
RENEWED_MAX_TO_MEAN = 2.5
RENEWED_SHIFT_BELOW = 0.5
STANDING_AFTER = 3  # repeats in a row after which the picture is taken to stand
FROZEN_AFTER_MS = 700.0  # longer than the frame time of any scanner


class RepeatFilter:
    """Compares each picture with the last distinct one, in blocks of a small grey version.

    One picture is one piece of evidence however often it is repeated: a scanner of 15-30 Hz in a 60 Hz signal,
    a freeze, a cine in review. Comparing with the last distinct picture, not with the last one, lets a slow
    drift count as new once it has added up.
    """

    def __init__(self, frozen_after_ms: float = FROZEN_AFTER_MS, *, exact: bool = False) -> None:
        """Start without a picture.

        Args:
            frozen_after_ms: A picture that stands for longer is frozen.
            exact: Only equal pictures are repeats: in contrast, dark pictures that differ little are distinct.
        """
        self._frozen_after_ns = round(frozen_after_ms * 1e6)
        self._exact = exact
        self.restart()

    def restart(self) -> None:
        """Forget the last picture: the next one is distinct."""
        self._last: npt.NDArray[np.uint8] | None = None
        self._since_ns = 0
        self._now_ns = 0
        self._in_a_row = 0

    def is_repeat(self, pixels: npt.NDArray[np.uint8], time_ns: int) -> bool:
        """Whether this picture shows the same as the one before it.

        Args:
            pixels: RGB, shape (height, width, 3), uint8; of the scan alone: a clock or a pointer beside it would
                make a frozen scan look alive.
            time_ns: Stream time.
        """
        exact = self._exact
        small = small_grey(pixels)
        self._now_ns = time_ns
        last = self._last
        if last is not None and last.shape == small.shape:
            highest, mean = _difference(last, small)
            if highest < (SAME_CONTRAST_BELOW if exact else SAME_BELOW):
                self._in_a_row += 1
                return True
            if not exact and self._in_a_row >= STANDING_AFTER and _only_renewed(last, small, highest, mean):
                self._last = small
                self._in_a_row += 1
                return True
        self._last, self._since_ns, self._in_a_row = small, time_ns, 0
        return False

    @property
    def latest(self) -> npt.NDArray[np.uint8] | None:
        """The small grey version of the last distinct picture."""
        return self._last

    @property
    def stood_ns(self) -> int:
        """How long the same picture has stood, in stream time; 0 without a picture."""
        return 0 if self._last is None else self._now_ns - self._since_ns

    @property
    def frozen(self) -> bool:
        """Whether the same picture has stood for longer than a scanner's frame time."""
        return self.stood_ns > self._frozen_after_ns


def block_differences(first: npt.NDArray[np.uint8], second: npt.NDArray[np.uint8]) -> Floats:
    """Mean absolute difference of each block of two small pictures, in grey levels, shape (down, across)."""
    down, across = max(1, first.shape[0] // BLOCK_PX), max(1, first.shape[1] // BLOCK_PX)
    return means_of(summed(np.asarray(cv2.absdiff(first, second), np.uint8)), across, down)


def _difference(first: npt.NDArray[np.uint8], second: npt.NDArray[np.uint8]) -> tuple[float, float]:
    """(Largest block mean, in whole levels; overall mean) of the absolute difference, in grey levels."""
    down, across = max(1, first.shape[0] // BLOCK_PX), max(1, first.shape[1] // BLOCK_PX)
    sums = summed(np.asarray(cv2.absdiff(first, second), np.uint8))
    return float(np.rint(means_of(sums, across, down).max())), float(sums[-1, -1]) / first.size


def _only_renewed(first: npt.NDArray[np.uint8], second: npt.NDArray[np.uint8], highest: float, mean: float) -> bool:
    """Whether a key frame explains the difference."""
    if highest >= RENEWED_BELOW or highest >= RENEWED_MAX_TO_MEAN * mean:
        return False
    return abs(float(cv2.mean(first)[0]) - float(cv2.mean(second)[0])) < RENEWED_SHIFT_BELOW
