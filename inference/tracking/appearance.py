"""What a mass and the tissue round it look like, to know it again: small patches at some of its looks."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inference.findings import Box
from inference.tracking.motion import Grey

SIDE_PX = 16
MASS_REACH = 1.3  # of a patch, in box sizes: the margin belongs to the look of a mass
TISSUE_REACH = 2.2  # ... and of the tissue round it,
TISSUE_FROM = 1.1  # which begins here
KEPT = 6
NEW_LOOK = 0.85  # a patch this like a kept one shows nothing new
SAME_TISSUE = 0.2  # correlation of the surroundings; other tissue has 0.1 (median), the same at another time 0.6

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A mass and its surroundings, each a square as unit vector (256,): brightness and gain do not count."""

    mass: Vector
    tissue: Vector


Look = Callable[[Box], Patch | None]


def patch_of(small: Grey, box: Box) -> Patch | None:
    """Cut a patch; None where nothing is to be seen: its middle lies outside the picture, or all is flat.

    Args:
        small: The small grey picture (`inference.tracking.motion.shrink`).
        box: In its pixels.
    """
    x, y = box.centre
    if not (0 <= x < small.shape[1] and 0 <= y < small.shape[0]):
        return None
    mass, _ = _cut(small, box, MASS_REACH)
    tissue, seen = _cut(small, box, TISSUE_REACH)
    vector = _unit(mass, np.ones_like(_AROUND))
    if vector is None:
        return None
    around = _unit(tissue, seen & _AROUND)
    return Patch(vector, np.zeros_like(vector) if around is None else around)


def _cut(small: Grey, box: Box, reach: float) -> tuple[Grey, npt.NDArray[np.bool_]]:
    """A square (16, 16) of the picture, and which of its cells lie inside the picture."""
    across, down = reach * box.width / SIDE_PX, reach * box.height / SIDE_PX
    half = (SIDE_PX - 1) / 2
    left, top = box.centre[0] - 0.5 - half * across, box.centre[1] - 0.5 - half * down
    matrix = np.array([[across, 0, left], [0, down, top]])
    flags, border = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, cv2.BORDER_REPLICATE
    cut = np.asarray(cv2.warpAffine(small, matrix, (SIDE_PX, SIDE_PX), flags=flags, borderMode=border), np.uint8)
    columns, rows = left + across * _STEPS, top + down * _STEPS
    inside_x = (columns >= 0) & (columns <= small.shape[1] - 1)
    return cut, ((rows >= 0) & (rows <= small.shape[0] - 1))[:, None] & inside_x


def _unit(cut: Grey, part: npt.NDArray[np.bool_]) -> Vector | None:
    """The part of a cut as a unit vector (256,) without its mean, 0 elsewhere; None where it is flat."""
    count = int(np.count_nonzero(part))
    if count == 0:
        return None
    values = cut.astype(np.float32)
    values -= values[part].mean()
    values *= part
    length = float(np.linalg.norm(values))
    return np.asarray(values.ravel() / length, np.float32) if length > np.sqrt(count) else None  # under a grey level


_STEPS = np.arange(SIDE_PX)
_AWAY = np.abs((_STEPS + 0.5) / SIDE_PX - 0.5) * TISSUE_REACH  # of a cell's middle from that of the box, in box sizes
_AROUND = np.maximum(_AWAY[:, None], _AWAY) > TISSUE_FROM / 2


class Appearance:
    """The looks of one track."""

    def __init__(self) -> None:
        self._mass: npt.NDArray[np.float32] = np.zeros((0, SIDE_PX * SIDE_PX), np.float32)
        self._tissue = self._mass
        self._next = 0

    @property
    def known(self) -> bool:
        """Whether there is any look."""
        return len(self._mass) > 0

    def add(self, patch: Patch) -> None:
        """Keep a look if it shows something new; the oldest one makes room."""
        if self.known and float((self._mass @ patch.mass).max()) >= NEW_LOOK:
            return
        if len(self._mass) < KEPT:
            self._mass = np.vstack([self._mass, patch.mass[None]])
            self._tissue = np.vstack([self._tissue, patch.tissue[None]])
            return
        self._mass[self._next], self._tissue[self._next] = patch.mass, patch.tissue
        self._next = (self._next + 1) % KEPT

    def likeness(self, patch: Patch) -> float:
        """Correlation, -1..1, with the look that fits best among those in the same tissue; -1 without any."""
        same = self._tissue @ patch.tissue >= SAME_TISSUE
        return float((self._mass @ patch.mass)[same].max()) if same.any() else -1.0
