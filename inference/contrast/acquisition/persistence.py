"""How alike the speckle of one picture and the next is: whether the scanner averages pictures."""

from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inference.contrast.acquisition.trace import BLACK_LEVEL, WHITE_LEVEL
from inference.contrast.picture import Bytes

APART = 8  # pictures, between which nothing of the speckle is left
BLOCK_PX = 32
LARGEST_PX = 256  # side of the middle part that is looked at
MOST_CLIPPED = 0.05
BRIGHT = 0.7  # of the brightest block's grey: there the agent outshines the tissue, which stays from picture to picture
FEWEST_BLOCKS = 60
INDEPENDENT_BELOW = 0.15
LONGEST_S = 1.5  # pictures farther apart than this are alike through nothing but the tissue


@dataclass(frozen=True, slots=True)
class Persistence:
    """How the speckle of pictures in a row hangs together.

    Attributes:
        lag1: Correlation of the log picture's speckle with that of the picture before, about 0..1.
        independent: It is small enough for pictures to count as independent.
        averaged: How many independent pictures one picture is worth in a recursive average of such a correlation,
            (1 + lag1) / (1 - lag1).
        static: Correlation of the grain with that of the eighth picture before: near 0 for an agent's speckle, near 1
            for tissue's.
        blocks: On how many blocks of how many pictures it rests.
    """

    lag1: float
    independent: bool
    averaged: float
    static: float
    blocks: int


class PersistenceMeter:
    """Compares each picture with the one before and with the eighth before; keeps nine pictures' middle parts."""

    def __init__(self) -> None:
        """Start without a picture."""
        self._last: deque[tuple[float, Bytes]] = deque(maxlen=APART + 1)
        self._rows: list[tuple[float, float, float, float]] = []  # of bright blocks: grey; variance near, far, within
        self._brightest = 0.0

    def add(self, levels: Bytes, time_s: float) -> None:
        """Take a picture's grey levels, (h, w)."""
        self._last.append((time_s, _middle(levels)))
        if len(self._last) <= APART or self._last[-1][0] - self._last[-2][0] > LONGEST_S:
            return
        now, before, long_before = self._last[-1][1], self._last[-2][1], self._last[0][1]
        if not now.shape == before.shape == long_before.shape or now.size == 0:
            return
        shown = np.ones(1)
        for picture in (now, before, long_before):
            clipped = _blocks((picture <= BLACK_LEVEL) | (picture >= WHITE_LEVEL)).mean(axis=1)
            shown = shown * (clipped <= MOST_CLIPPED)
        grey = _blocks(now).mean(axis=1)
        usable = (shown > 0) & (grey >= BRIGHT * self._brightest)
        if not usable.any():
            return
        self._brightest = max(self._brightest, float(grey[usable].max()))
        near, far = (_blocks(now.astype(np.float32) - other).var(axis=1)[usable] for other in (before, long_before))
        within = _blocks(now).var(axis=1)[usable]
        self._rows.extend(zip(*(column.tolist() for column in (grey[usable], near, far, within)), strict=True))
        if len(self._rows) > 4000:
            self._rows = self._rows[::2]

    def persistence(self) -> Persistence | None:
        """None while too little was bright enough, or pictures lie too far apart."""
        rows = np.array(self._rows).reshape(-1, 4)
        rows = rows[rows[:, 0] >= BRIGHT * self._brightest]
        if len(rows) < FEWEST_BLOCKS:
            return None
        near, far = float(np.median(rows[:, 1])), float(np.median(rows[:, 2]))
        lag1 = min(1 - near / far, 0.99) if far > 0 else 0.99
        static = 1 - far / max(2 * float(np.median(rows[:, 3])), 1e-6)
        averaged = (1 + max(lag1, 0)) / (1 - max(lag1, 0))
        return Persistence(lag1, lag1 < INDEPENDENT_BELOW, averaged, static, len(rows))


def _middle(levels: Bytes) -> Bytes:
    cut = []
    for side in levels.shape:
        length = min(side, LARGEST_PX) // BLOCK_PX * BLOCK_PX
        cut.append(slice((side - length) // 2, (side - length) // 2 + length))
    return np.ascontiguousarray(levels[cut[0], cut[1]])


def _blocks(picture: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    """(blocks, pixels of a block)."""
    height, width = picture.shape
    fields = picture.reshape(height // BLOCK_PX, BLOCK_PX, width // BLOCK_PX, BLOCK_PX)
    return fields.transpose(0, 2, 1, 3).reshape(-1, BLOCK_PX * BLOCK_PX)
