"""Whether a screen is what a grabber shows without a scanner: black, blue, colour bars, a card that says "no input"."""

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.coarse import Grey, SmallScreen, small_step

STEPS = 2  # of the small screen: so far apart are the pixels that are looked at
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

    def see(self, pixels: Picture, time_ns: int, screen: SmallScreen | None = None) -> bool:
        """Whether this screen holds no picture of a scanner.

        Empty screens and colour bars are told at once, cards (a few words on an empty ground) once they stand still.

        Args:
            pixels: RGB, shape (height, width, 3), uint8.
            time_ns: Stream time.
            screen: Its small version, where there is one already.
        """
        step = STEPS * small_step(pixels)
        # Green alone, at hand already, bounds what all three channels say; most screens end here.
        green = np.ascontiguousarray((SmallScreen(pixels) if screen is None else screen).grey[::STEPS, ::STEPS])
        if _ground_share(green) < BLUE_SHARE and not _may_be_bars(green):
            self._card = None
            return False
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


def _ground_share(green: Grey) -> float:
    looked_at = np.sort(green[::4, ::4], axis=None)
    ground = float(looked_at[(len(looked_at) - 1) // 2] / 2 + looked_at[len(looked_at) // 2] / 2)  # the median, faster
    near = cv2.inRange(green, ground - SAME_WITHIN, ground + SAME_WITHIN)
    return cv2.countNonZero(near) / near.size


def _may_be_bars(green: Grey) -> bool:
    """Whether the rows of the upper half are nearly alike in green, as they are in bars."""
    upper = green[: max(1, green.shape[0] // 2)].astype(np.float32)
    means, squares = (cv2.reduce(part, 0, cv2.REDUCE_AVG) for part in (upper, upper * upper))
    return float((squares - means * means <= BAR_VARIES**2).mean()) >= BAR_SHARE


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
