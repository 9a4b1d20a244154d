"""What a panel's picture is: living, frozen, being measured on, an old one in review, without contact, blank.

Only what the pictures themselves tell: no scanner says over HDMI what it is doing.
"""

import itertools
import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.layout import STANDING, SignalState
from capture.screen.repeats import RepeatFilter, block_differences

Grey = npt.NDArray[np.uint8]

STOOD_NS = 300_000_000  # a review or a measurement begins on a picture that has stood for so long
MEMORY_NS = 60_000_000_000  # of pictures that may come back in a review
MEMORY_MOST = 3600
FINE_PX = (96, 72)  # sampled, not averaged: speckle is what tells two pictures of one place apart
COARSE = (12, 9)  # blocks by which the memory is searched
CANDIDATES = 24
# A picture in review is an old one but for the codec's noise; one of a living scan that came back to an old place has
# other speckle, so it stays as far from every old picture as its neighbours in time are from each other.
SAME_SHARE = 0.45  # of the usual difference between neighbours: an old picture by itself
LEAST_SAME = 0.6  # grey levels: what a lossless path and rounding leave
# A strong codec renews more than that. Then an old picture is told by its place: one after another, pictures lead
# through the memory in one direction, which no living scan does.
LIKE_SHARE, LEAST_LIKE = 2.5, 6.0
IN_TURN = 3  # pictures that do so
STEP_MOST = 12  # pictures of the memory from one to the next
USUAL_OVER = 31
LEAVES_REVIEW = 2  # pictures in a row that are no old ones
AT_THE_END = 3  # pictures in a row that look like the newest old one but do not stand: the scan lives again

LOCAL_SHARE = 0.15  # of the blocks: what marks and a line of text cover at most when they appear or move
LOCAL_QUIET = 1.2  # mean difference of the blocks beside them, grey levels
MARK_LEVELS = 45  # a mark is drawn, so it stands out at once

DARK_GREY = 14  # less than this is no echo
BLANK_SHARE = 0.012  # of the panel that has echoes, at most, in a blank one
NEAR_SHARE = 0.28  # of the depth: the reverberations of a probe in air lie above it
EMPTY_SHARE = 0.03  # of what lies below that has echoes, at most, without contact


@dataclass(frozen=True, slots=True)
class Seen:
    """What one picture of a panel was.

    Attributes:
        state: How it is to be understood.
        repeat: It shows the same as the picture before it.
        again: Index of the earlier picture that it shows again, in a review; else None.
    """

    state: SignalState
    repeat: bool
    again: int | None = None


class SignalWatch:
    """Watches one panel, picture by picture; owns no clock."""

    def __init__(self, *, exact: bool = False) -> None:
        """Start without a picture.

        Args:
            exact: Only equal pictures are repeats, as a contrast study needs it; then nothing else is told but a
                freeze, since a contrast panel is dark and still for long.
        """
        self._exact = exact
        self._repeats = RepeatFilter(exact=exact)
        self._memory: deque[_Old] = deque(maxlen=MEMORY_MOST)
        self._neighbours: deque[float] = deque(maxlen=USUAL_OVER)
        self.restart()

    def restart(self) -> None:
        """Forget the last picture (a jump, another screen); old pictures may still come back in a review."""
        self._repeats.restart()
        self._state = SignalState.LIVE
        self._trail: deque[int | None] = deque(maxlen=max(IN_TURN, LEAVES_REVIEW, AT_THE_END))  # places in the memory

    @property
    def state(self) -> SignalState:
        """Of the latest picture."""
        return self._state

    def see(self, pixels: npt.NDArray[np.uint8], index: int, time_ns: int) -> Seen:
        """Take the next picture of the panel.

        Args:
            pixels: RGB, shape (height, width, 3), uint8; black outside the panel's mask.
            index: It gets if it is a distinct one.
            time_ns: Stream time.
        """
        before, stood = self._repeats.latest, self._has_stood()
        if self._repeats.is_repeat(pixels, time_ns):
            if self._repeats.frozen and self._state is SignalState.LIVE:
                self._state = SignalState.FROZEN
            return Seen(self._state, repeat=True)
        if self._exact:
            self._state = SignalState.LIVE
            return Seen(self._state, repeat=False)
        small = self._repeats.latest
        if small is None:  # never after a distinct picture
            return Seen(self._state, repeat=False)
        fine = _fine(small)
        again = None
        if stood and before is not None and before.shape == small.shape and _is_annotated(before, small):
            self._state = SignalState.MEASURING
        elif stood:
            again = self._reviewed(fine)
        else:
            self._state = _content(small)
        if self._state not in STANDING:
            self._remember(fine, index, time_ns)
            self._trail.clear()
        return Seen(self._state, repeat=False, again=again)

    def _reviewed(self, fine: Grey) -> int | None:
        """After a stand: set the state, and give the index of the old picture that this one shows again, or None."""
        at, apart = self._nearest(fine)
        newest = len(self._memory) - 1
        usual = float(np.median(self._neighbours)) if self._neighbours else 0.0
        same = apart < max(LEAST_SAME, SAME_SHARE * usual)
        like = apart < max(LEAST_LIKE, LIKE_SHARE * usual)
        reviewing = self._state is SignalState.REVIEW
        if same and not reviewing and at >= newest:
            self._state = SignalState.MEASURING  # the picture that stands, with something drawn on it
            return None
        self._trail.append(at if same or like else None)
        if reviewing and self._is_over(newest):
            self._state = SignalState.LIVE
        elif same or (like and (reviewing or _leads(self._trail))):
            self._state = SignalState.REVIEW
        elif not reviewing:
            may_lead = like and at < newest - 1 and _may_lead(self._trail)
            self._state = SignalState.FROZEN if may_lead else SignalState.LIVE
        found = self._state is SignalState.REVIEW and self._trail[-1] is not None
        return self._memory[at].index if found else None

    def _is_over(self, newest: int) -> bool:
        """Whether the latest pictures of a review are old ones no more."""
        latest = list(self._trail)
        if len(latest) >= LEAVES_REVIEW and all(at is None for at in latest[-LEAVES_REVIEW:]):
            return True
        return len(latest) >= AT_THE_END and all(at is not None and at >= newest - 1 for at in latest[-AT_THE_END:])

    def _has_stood(self) -> bool:
        """Whether the scanner may have been frozen, so that what comes now may be a mark or an old picture."""
        if self._state in STANDING:
            return True
        return self._state is SignalState.LIVE and self._repeats.stood_ns >= STOOD_NS

    def _remember(self, fine: Grey, index: int, time_ns: int) -> None:
        if self._memory and time_ns < self._memory[-1].time_ns:  # the source started again
            self._memory.clear()
        while self._memory and time_ns - self._memory[0].time_ns > MEMORY_NS:
            self._memory.popleft()
        if self._state is SignalState.LIVE:
            if self._memory and self._memory[-1].index == index - 1:
                self._neighbours.append(_apart(self._memory[-1].fine, fine))
            self._memory.append(_Old(index, time_ns, fine, _coarse(fine)))

    def _nearest(self, fine: Grey) -> tuple[int, float]:
        """Where in the memory the old picture is that is most like this one, and how far it is from it."""
        if not self._memory:
            return -1, math.inf
        coarse = _coarse(fine)
        far = np.abs(np.stack([old.coarse for old in self._memory]) - coarse).mean(axis=1)
        nearest = np.argpartition(far, min(CANDIDATES, len(far)) - 1)[:CANDIDATES]
        apart, at = min((_apart(self._memory[at].fine, fine), int(at)) for at in nearest)
        return at, apart


@dataclass(frozen=True, slots=True, eq=False)
class _Old:
    index: int
    time_ns: int
    fine: Grey
    coarse: npt.NDArray[np.float32]


def _may_lead(trail: Iterable[int | None]) -> bool:
    """Whether the places in the memory follow each other in one direction, as far as there are any."""
    places = list(trail)[-IN_TURN:]
    steps = [0 if a is None or b is None else b - a for a, b in itertools.pairwise(places)]
    return all(0 < step <= STEP_MOST for step in steps) or all(-STEP_MOST <= step < 0 for step in steps)


def _leads(trail: Sequence[int | None]) -> bool:
    return len(trail) >= IN_TURN and _may_lead(trail)


def _fine(small: Grey) -> Grey:
    return np.asarray(cv2.resize(small, FINE_PX, interpolation=cv2.INTER_NEAREST), np.uint8)


def _coarse(fine: Grey) -> npt.NDArray[np.float32]:
    return np.asarray(cv2.resize(fine, COARSE, interpolation=cv2.INTER_AREA), np.float32).ravel()


def _apart(first: Grey, second: Grey) -> float:
    return float(cv2.mean(cv2.absdiff(first, second))[0])


def _is_annotated(before: Grey, now: Grey) -> bool:
    """Whether the two differ only by something drawn on a few places."""
    blocks = block_differences(before, now)
    changed = blocks >= LOCAL_QUIET
    if not 0 < np.count_nonzero(changed) <= LOCAL_SHARE * blocks.size:
        return False
    return float(blocks[~changed].mean()) < LOCAL_QUIET / 2 and int(cv2.absdiff(before, now).max()) >= MARK_LEVELS


def _content(small: Grey) -> SignalState:
    """Living with contact, without contact, or blank."""
    echoes = small >= DARK_GREY
    if np.count_nonzero(echoes) < BLANK_SHARE * echoes.size:
        return SignalState.BLANK
    below = echoes[round(NEAR_SHARE * echoes.shape[0]) :]
    return SignalState.LIFTED if np.count_nonzero(below) < EMPTY_SHARE * below.size else SignalState.LIVE
