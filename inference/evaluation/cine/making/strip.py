"""The tissue beneath the probe: stills beside each other, joined where they look alike."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inference.evaluation.cine.library import CineStill
from inference.evaluation.cine.making.lesion_removal import reach_of, without_lesion

Floats = npt.NDArray[np.float32]
Grey = npt.NDArray[np.uint8]

OVERLAP_PX = 100
MIRRORED_PX = 40
SLOW_PX = 18.0  # sigma: brightness changes over the whole overlap, speckle at the cut
FEATHER_PX = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class PlacedLesion:
    """A lesion that lies in the strip, and is seen only in its plane.

    Attributes:
        still: Where it comes from.
        left: Column of the strip at which `grey` begins; it begins at the top.
        grey, mask, reach: The still itself, its mask 0..255 as float, and its reach 0..1; shape (h, w).
        box: Left, top, right, bottom of the lesion in the strip.
        area_px: Of its mask.
    """

    still: CineStill
    left: int
    grey: Grey
    mask: Floats
    reach: Floats
    box: tuple[int, int, int, int]
    area_px: int


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """Tissue without lesions, shape (height, length), and the lesions that belong into it."""

    grey: Grey
    lesions: tuple[PlacedLesion, ...]


def make_strip(stills: list[CineStill]) -> Strip:
    """Join stills from left to right; all of one height."""
    pieces: list[Floats] = []
    pads: list[int] = []
    for still in stills:
        bare = still.grey if still.label == "normal" else without_lesion(still.grey, still.mask)
        # a mirrored rim for the neighbour to blend with; a wide one would show what is cut by the edge as a whole mass
        pad = 0 if still.label == "normal" else MIRRORED_PX
        pieces.append(cv2.copyMakeBorder(bare, 0, 0, pad, pad, cv2.BORDER_REFLECT_101).astype(np.float32))
        pads.append(pad)
    pieces = _alike(pieces, [still.label != "normal" for still in stills])
    whole, starts = pieces[0], [0]
    for piece in pieces[1:]:
        starts.append(whole.shape[1] - OVERLAP_PX)
        whole = _joined(whole, piece)
    lesions = tuple(
        _placed(still, start + pad)
        for still, start, pad in zip(stills, starts, pads, strict=True)
        if still.label != "normal"
    )
    return Strip(np.asarray(np.clip(whole, 0, 255), np.uint8), lesions)


def _placed(still: CineStill, left: int) -> PlacedLesion:
    columns, rows = np.flatnonzero(still.mask.any(axis=0)), np.flatnonzero(still.mask.any(axis=1))
    return PlacedLesion(
        still,
        left,
        still.grey,
        still.mask.astype(np.float32),
        reach_of(still.mask),
        (left + int(columns[0]), int(rows[0]), left + int(columns[-1]) + 1, int(rows[-1]) + 1),
        int(np.count_nonzero(still.mask)),
    )


def _alike(pieces: list[Floats], fixed: list[bool]) -> list[Floats]:
    """Brightness and contrast by depth of the normal tissue drawn towards its neighbours with a lesion.

    Those with a lesion stay as they are: their grey levels are what is scored.
    """
    levels = [_levels(piece) for piece in pieces]
    if not any(fixed):
        common = np.mean(levels, axis=0)
        return [
            _levelled(piece, own, (own + common) / 2, (own + common) / 2)
            for piece, own in zip(pieces, levels, strict=True)
        ]
    answer = []
    where = np.flatnonzero(fixed)
    for number, piece in enumerate(pieces):
        if fixed[number]:
            answer.append(piece)
            continue
        before = where[where < number]
        after = where[where > number]
        left = levels[before[-1]] if len(before) else levels[after[0]]
        right = levels[after[0]] if len(after) else left
        answer.append(_levelled(piece, levels[number], left, right))
    return answer


def _levels(piece: Floats) -> npt.NDArray[np.float64]:
    """(2, height): mean and standard deviation by depth, smoothed."""
    return np.stack([_smoothed(row, piece.shape[0] / 12) for row in (piece.mean(axis=1), piece.std(axis=1))])


def _smoothed(row: npt.NDArray[np.float32], sigma: float) -> npt.NDArray[np.float64]:
    return np.asarray(cv2.GaussianBlur(row[None].astype(np.float64), (0, 0), sigma, borderType=cv2.BORDER_REFLECT)[0])


def _levelled(
    piece: Floats, own: npt.NDArray[np.float64], left: npt.NDArray[np.float64], right: npt.NDArray[np.float64]
) -> Floats:
    along = np.linspace(0, 1, piece.shape[1])[None]
    mean = left[0][:, None] * (1 - along) + right[0][:, None] * along
    spread = left[1][:, None] * (1 - along) + right[1][:, None] * along
    stretch = np.clip(spread / np.maximum(own[1][:, None], 4.0), 0.6, 1.5)
    return np.asarray((piece - own[0][:, None]) * stretch + mean, np.float32)


def _joined(left: Floats, right: Floats) -> Floats:
    """Two pieces that overlap by `OVERLAP_PX`.

    The cut runs down where they differ least (image quilting, Efros and Freeman, SIGGRAPH 2001); slow changes of
    brightness are blended over the whole overlap (as Burt and Adelson, ACM Trans. Graphics 2, 1983, in two bands).
    """
    one, other = left[:, -OVERLAP_PX:], right[:, :OVERLAP_PX]
    ramp = np.linspace(0, 1, OVERLAP_PX, dtype=np.float32)[None]
    ramp = ramp * ramp * (3 - 2 * ramp)
    slow_one, slow_other = (cv2.GaussianBlur(part, (0, 0), SLOW_PX) for part in (one, other))
    difference = cv2.GaussianBlur((one - slow_one - other + slow_other) ** 2, (0, 0), 2.0)
    cut = _least_difference(np.asarray(difference, np.float32))
    right_side = (np.arange(OVERLAP_PX)[None] > cut[:, None]).astype(np.float32)
    right_side = np.asarray(cv2.GaussianBlur(right_side, (0, 0), FEATHER_PX), np.float32)
    middle = slow_one * (1 - ramp) + slow_other * ramp
    middle += (one - slow_one) * (1 - right_side) + (other - slow_other) * right_side
    return np.hstack([left[:, :-OVERLAP_PX], middle, right[:, OVERLAP_PX:]])


def _least_difference(cost: Floats) -> npt.NDArray[np.intp]:
    """Column of the cheapest connected path from top to bottom, one a row."""
    rim = 12
    cost = cost.copy()
    cost[:, :rim] = cost[:, -rim:] = 1e9
    total = cost.copy()
    for row in range(1, len(cost)):
        above = np.pad(total[row - 1], 1, constant_values=np.inf)
        total[row] += np.minimum(np.minimum(above[:-2], above[1:-1]), above[2:])
    path = np.empty(len(cost), np.intp)
    path[-1] = int(total[-1].argmin())
    for row in range(len(cost) - 2, -1, -1):
        low = max(path[row + 1] - 1, 0)
        path[row] = low + int(total[row, low : path[row + 1] + 2].argmin())
    return path
