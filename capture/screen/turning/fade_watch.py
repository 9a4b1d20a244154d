"""Whether a page fades in over a living scan while nothing around it changes: the scan stops repeating itself.

A scanner makes fewer pictures than its signal carries, so that each is sent two or three times. While another page is
blended in, every picture of the signal differs from the last one, and between two pictures of the scan the change is a
line: the middle one of three is the mean of the others. A scan that moves, and a film that is turned by hand, do one of
the two at most.
"""

from collections import deque

import numpy as np
import numpy.typing as npt

from capture.screen.coarse import Floats

REMEMBERED_NS = 1_000_000_000
FEWEST_PICTURES = 12  # from which a scan's own repeats are known
REPEATS_SHARE = 0.25
NEW_FROM = 0.1  # of the scan's tiles change: no repeat
RUN_LEAST, RUN_LONGER_BY = 4, 3  # new pictures one after the other, and more than the scan ever sent
LONGEST_NS = 600_000_000  # no page takes longer; a scan that is sent as often as the signal allows does
MOVES_FROM = 1.0  # grey levels of a tile's mean over two pictures: more than rounding
LINE_SHARE, ROUNDING = 0.25, 0.15  # of that, and grey levels: so far the middle one may be beside the mean
GOES_ON = 2.0  # times: the same tile moves on as fast; by chance one in ten lies on a line once, but not again
BLENDED_TILES = 0.15

Mask = npt.NDArray[np.bool_]


class FadeWatch:
    """Looks at every picture of the signal, passed or not; owns no clock."""

    def __init__(self, tiles: Mask) -> None:
        """Start without a picture; `tiles`: which of a grid's tiles are scan, shape (down, across)."""
        self._tiles = tiles
        self._looks: deque[tuple[int, bool]] = deque()  # before the run: time, and whether it was new
        self._run: deque[int] = deque()  # times of the new pictures since the last repeat, the last second's at most
        self._means: list[Floats] = []  # of the scan's tiles: of the last repeat, and of the run
        self._lines: list[Floats] = []  # one a picture of the run
        self._blended = False
        self.since_ns: int | None = None  # of the fade under way

    def see(self, means: Floats, living: float, time_ns: int) -> None:
        """Take the next picture.

        Args:
            means: Grey of each tile of the grid, shape (down, across), float32.
            living: Share of the scan's tiles that changed since the picture before.
            time_ns: Stream time.
        """
        if living < NEW_FROM:
            self._looks.extend((one, True) for one in self._run)
            self._looks.append((time_ns, False))
            self._run.clear()
            self._lines.clear()
            self._means = [means[self._tiles]]
            self._blended, self.since_ns = False, None
        else:
            self._run.append(time_ns)
            while not 0 <= time_ns - self._run[0] <= REMEMBERED_NS:
                self._run.popleft()
            self._judge(means[self._tiles], time_ns)
        while self._looks and not 0 <= time_ns - self._looks[0][0] <= REMEMBERED_NS:
            self._looks.popleft()

    def _judge(self, means: Floats, time_ns: int) -> None:
        if not 0 <= time_ns - self._run[0] <= LONGEST_NS:
            self.since_ns = None
            return
        if not self._blended:
            self._means.append(means)
            self._blended = self._is_blended()
        if self.since_ns is not None or not self._blended or len(self._looks) < FEWEST_PICTURES:
            return
        repeats = sum(not new for _, new in self._looks)
        least = max(RUN_LEAST, self._longest() + RUN_LONGER_BY)
        if repeats >= REPEATS_SHARE * len(self._looks) and len(self._run) >= least:
            self.since_ns = self._run[0]

    def _longest(self) -> int:
        longest = run = 0
        for _, new in self._looks:
            run = run + 1 if new else 0
            longest = max(longest, run)
        return longest

    def _is_blended(self) -> bool:
        """Whether enough of the scan moved on a line in three pictures and goes on so in the last three."""
        if len(self._means) < 3:
            return False
        now = _moved_on_a_line(*self._means[-3:])
        earlier, self._lines = self._lines[:-1], [*self._lines, now]  # the last one's end is not this one's begin
        for before in earlier:
            same = (before * now > 0) & (abs(now) <= GOES_ON * abs(before)) & (abs(before) <= GOES_ON * abs(now))
            if np.count_nonzero(same) >= BLENDED_TILES * same.size > 0:
                return True
        return False


def _moved_on_a_line(first: Floats, middle: Floats, last: Floats) -> Floats:
    """Grey levels that each tile moved, 0 where the middle picture is not the mean of the two beside it."""
    moved = last - first
    line = np.abs(first + last - 2 * middle) <= LINE_SHARE * np.abs(moved) + ROUNDING
    return np.where(line & (np.abs(moved) >= MOVES_FROM), moved, np.float32(0))
