"""What a mass and the tissue round it look like, to know it again: small patches at some of its looks."""

import math
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
    """What is seen in a box and round it.

    Attributes:
        mass: The mass with its margin, a square as unit vector (256,) without its mean: brightness and gain do not
            count.
        small, box: Where it was cut: the small grey picture, and the box in its pixels.
    """

    mass: Vector
    small: Grey
    box: Box

    def tissue(self) -> Vector:
        """The tissue round the mass, likewise, 0 where the mass is and beyond the picture's edge; all 0 if flat."""
        cut, seen = _cut(self.small, self.box, TISSUE_REACH)
        around = _unit(cut, seen & _AROUND)
        return np.zeros_like(self.mass) if around is None else around


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
    mass = _unit(_warped(small, _matrix(box, MASS_REACH)))
    return None if mass is None else Patch(mass, small, box)


def _matrix(box: Box, reach: float) -> npt.NDArray[np.float64]:
    """From a cell of a square (16, 16) that reaches so many box sizes to the picture."""
    across, down = reach * box.width / SIDE_PX, reach * box.height / SIDE_PX
    half = (SIDE_PX - 1) / 2
    x, y = box.centre
    return np.array([[across, 0, x - 0.5 - half * across], [0, down, y - 0.5 - half * down]])


def _warped(small: Grey, matrix: npt.NDArray[np.float64]) -> Grey:
    flags, border = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, cv2.BORDER_REPLICATE
    return np.asarray(cv2.warpAffine(small, matrix, (SIDE_PX, SIDE_PX), flags=flags, borderMode=border), np.uint8)


def _cut(small: Grey, box: Box, reach: float) -> tuple[Grey, npt.NDArray[np.bool_]]:
    """A square (16, 16) of the picture, and which of its cells lie inside the picture."""
    matrix = _matrix(box, reach)
    columns, rows = matrix[0, 2] + matrix[0, 0] * _STEPS, matrix[1, 2] + matrix[1, 1] * _STEPS
    inside_x = (columns >= 0) & (columns <= small.shape[1] - 1)
    inside_y = (rows >= 0) & (rows <= small.shape[0] - 1)
    return _warped(small, matrix), inside_y[:, None] & inside_x


def _unit(cut: Grey, part: npt.NDArray[np.bool_] | None = None) -> Vector | None:
    """A part of a cut as a unit vector (256,) without its mean, 0 elsewhere; None where it is flat."""
    values = cut.ravel().astype(np.float32)
    if part is None:
        count = len(values)
        values -= values.sum() / count
    else:
        inside = part.ravel()
        count = int(np.count_nonzero(inside))
        if count == 0:
            return None
        values *= inside
        values -= inside * (values.sum() / count)
    power = float(values @ values)
    return np.asarray(values / math.sqrt(power), np.float32) if power > count else None  # less is under a grey level


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
            self._tissue = np.vstack([self._tissue, patch.tissue()[None]])
            return
        self._mass[self._next], self._tissue[self._next] = patch.mass, patch.tissue()
        self._next = (self._next + 1) % KEPT

    def likeness(self, patch: Patch) -> float:
        """Correlation, -1..1, with the look that fits best among those in the same tissue; -1 without any."""
        same = self._tissue @ patch.tissue() >= SAME_TISSUE
        return float((self._mass @ patch.mass)[same].max()) if same.any() else -1.0
