"""Whether a screen is what a grabber shows without a scanner: black, blue, colour bars, a card that says "no input"."""

import cv2
import numpy as np
import numpy.typing as npt

ACROSS = 240  # pixels that are looked at
SAME_WITHIN = 10  # levels from the ground's colour: codec noise
EMPTY_SHARE = 0.998
BLUE_SHARE = 0.75  # a saturated ground may have a text on it; no scanner's screen is like that
SATURATED_FROM = 60  # levels between the strongest and the other channels
CARD_SHARE = 0.9
CARD_BOX = 0.35  # of the screen: what lies within the box round everything that is not ground
STANDS_NS = 300_000_000
BARS_FROM = 5
BAR_VARIES = 6.0  # levels down a bar
BAR_SHARE = 0.9

Picture = npt.NDArray[np.uint8]


class NoInputWatch:
    """Looks at whole screens one by one; owns no clock."""

    def __init__(self) -> None:
        """Start without a screen."""
        self._card: Picture | None = None
        self._since_ns = 0

    def see(self, pixels: Picture, time_ns: int) -> bool:
        """Whether this screen holds no picture of a scanner.

        Empty screens and colour bars are told at once, cards (a few words on an empty ground) once they stand still.

        Args:
            pixels: RGB, shape (height, width, 3), uint8.
            time_ns: Stream time.
        """
        step = max(1, round(pixels.shape[1] / ACROSS))
        small = np.ascontiguousarray(pixels[::step, ::step])
        ground = np.median(small[::4, ::4].reshape(-1, 3), axis=0)
        other = cv2.inRange(small, ground - SAME_WITHIN, ground + SAME_WITHIN) == 0
        share = 1 - np.count_nonzero(other) / other.size
        others = np.sort(ground)
        if share >= EMPTY_SHARE or (share >= BLUE_SHARE and others[2] - others[1] >= SATURATED_FROM):
            return True
        if share >= CARD_SHARE:
            return self._stands(small, time_ns) and _is_compact(other)
        self._card = None
        return _is_bars(small)

    def _stands(self, small: Picture, time_ns: int) -> bool:
        before = self._card
        if before is None or before.shape != small.shape or cv2.absdiff(before, small).max() > 4 * SAME_WITHIN:
            self._card, self._since_ns = small, time_ns
        return time_ns - self._since_ns >= STANDS_NS


def _is_compact(other: npt.NDArray[np.bool_]) -> bool:
    """Whether what is not ground lies together and away from the edges, as the words of a card do."""
    rows, columns = np.flatnonzero(other.any(axis=1)), np.flatnonzero(other.any(axis=0))
    height, width = other.shape
    if not len(rows) or rows[0] == 0 or columns[0] == 0 or rows[-1] == height - 1 or columns[-1] == width - 1:
        return False
    return bool((rows[-1] - rows[0] + 1) * (columns[-1] - columns[0] + 1) <= CARD_BOX * other.size)


def _is_bars(small: Picture) -> bool:
    """Whether the upper half is made of upright bars in several strong colours."""
    upper = small[: small.shape[0] // 2].astype(np.float32)
    bars = upper.mean(axis=0)
    strong = bars.max(axis=1) - bars.min(axis=1) >= SATURATED_FROM
    if strong.mean() < 0.4 or (upper.std(axis=0).max(axis=1) <= BAR_VARIES).mean() < BAR_SHARE:
        return False
    return len(np.unique((bars[strong] > 90).astype(int) @ (1, 2, 4))) >= BARS_FROM
