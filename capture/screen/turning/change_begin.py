"""Since when a change was under way that was only now recognised: a fade or a slide begins before it can be told."""

from collections import deque
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
import numpy.typing as npt

from capture.screen.coarse import Floats

KEPT_NS = 1_000_000_000
USUAL_UNTIL_NS = 500_000_000  # before this no change began that is recognised now
COMES_NS = 400_000_000  # so long a window takes to fade in
SLIPPED_IN_NS = 120_000_000  # a window that slides in is too narrow to be told at first
HELD_BACK_NS = 500_000_000  # what is written keeps so much from the disk, longer than COMES_NS: it can be withdrawn
MARGIN_NS = 60_000_000  # around the scan: the first steps of a fade are fainter than what tells it
MOVED_FROM = 0.75  # grey levels of a block's mean around the scan: it takes part in the change
DEVIATES_TIMES, DEVIATES_FROM = 2.0, 0.15  # of what such blocks do otherwise; grey levels
AT_ONCE = 0.7  # of what a window changes, it changed from one picture to the next: it did not fade in
OTHER_TIMES, OTHER_FROM = 2.0, 12.0  # of what a block of the scan did otherwise; grey levels: it is the scan no more

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One picture, coarsely.

    Attributes:
        time_ns: Stream time.
        blocks: Mean grey of the blocks of the screen.
    """

    time_ns: int
    blocks: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Changed:
    """Where a picture is another one than those that passed.

    Attributes:
        around: Blocks outside the scan in which nothing lives: something may have changed there.
        covered: Blocks of the scan over which something lies.
        in_scan: The scan itself was seen to change.
        of_page: Blocks of the scan, where the screen as a whole became another one: a page may lie over any of them.
    """

    around: Mask
    covered: Mask
    in_scan: bool
    of_page: Mask


class ChangeBegin:
    """Remembers the looks of the last second's pictures that passed; owns no clock."""

    def __init__(self) -> None:
        """Start without a picture."""
        self._passed: deque[Look] = deque()

    def passed(self, look: Look) -> None:
        """This picture passed."""
        while self._passed and not 0 <= look.time_ns - self._passed[0].time_ns <= KEPT_NS:
            self._passed.popleft()
        self._passed.append(look)

    def clear(self) -> None:
        """What passed before has nothing to do with what comes."""
        self._passed.clear()

    def began_ns(self, now: Look, changed: Changed) -> int | None:
        """From when on something of the change may be seen in what passed; None if it came with this very picture.

        Around the scan, where nothing lives, that can be seen. A scan lives, so of a change in it the longest that it
        may have taken is said, unless it came at once.

        Args:
            now: The picture that did not pass.
            changed: Where.
        """
        looks = [look for look in self._passed if 0 < now.time_ns - look.time_ns <= KEPT_NS]
        if not looks:
            return None
        usual = [look for look in looks if now.time_ns - look.time_ns > USUAL_UNTIL_NS]
        usual = usual or looks[: -(-len(looks) // 4)]
        grey = np.asarray(np.mean([look.blocks for look in usual], axis=0), np.float32)
        first_ns = []
        away = changed.around & (np.abs(now.blocks - grey) >= MOVED_FROM)
        if away.any():
            limit = DEVIATES_TIMES * max(_apart(look.blocks, grey, away) for look in usual) + DEVIATES_FROM
            begun = takewhile(lambda look: _apart(look.blocks, grey, away) > limit, reversed(looks))
            first_ns += [look.time_ns - MARGIN_NS for look in begun]
        if changed.in_scan:
            first_ns.append(now.time_ns - SLIPPED_IN_NS)
        other = np.abs(now.blocks - grey)
        over = changed.covered | (changed.of_page & (other >= OTHER_FROM))
        over &= changed.covered | (other > OTHER_TIMES * np.max([np.abs(look.blocks - grey) for look in usual], axis=0))
        if over.any():
            step, whole = (_apart(now.blocks, before, over) for before in (looks[-1].blocks, grey))
            if step < AT_ONCE * whole:
                first_ns.append(now.time_ns - COMES_NS)
        return min(first_ns, default=None)


def _apart(first: Floats, second: Floats, where: Mask) -> float:
    return float(np.abs(first - second)[where].mean())
