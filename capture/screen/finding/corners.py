"""What lies over the corner of a scan: the small picture of picture in picture, and the body mark."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.finding.evidence import Grey, contrast_of
from capture.screen.layout import Rect

INSET_FROM = 0.13  # of the panel's shorter side
INSET_TO = 0.45  # of its width and height
EDGE_STANDS_OUT = 2.0  # how much stronger the step is on an inset's edges than beside them
BESIDE_PX = 7
TIGHT = 0.3  # of the corner: a mark is not larger
FLAT = 2  # grey levels within 3x3 pixels of a drawn ground
FLAT_FROM = 26  # its grey at least: what is darker may be an anechoic part
MARK_FROM = 0.045  # of the panel's height: an icon or a letter is smaller
FLAT_SHARE = 0.3  # of a mark's box
BORDER_PX = 4  # a mark's frame is wider than its flat ground
TOUCHES_PX = 8
REACH_PX, FARTHEST_PX = 10, 40  # how far above the ground its frame may be, and to the side of it
FRAME_STEP = 40  # grey levels
RULED_PX, RULED_STEP, RULED_SHARE = 16, 30, 0.7  # a straight border: reach, grey levels, share of its length

Floats = npt.NDArray[np.float32]


def inset_of(greys: Sequence[Grey], panel: Rect) -> Rect | None:
    """The small picture in a corner of a panel: two edges that stand while everything else moves; None without one.

    Args:
        greys: Several pictures in grey, (h, w) uint8, in which the scan moves.
        panel: The panel, in their pixels.
    """
    # in the mean of the pictures the edges stand and speckle fades
    parts = [grey[panel.top : panel.bottom, panel.left : panel.right] for grey in greys]
    part = np.asarray(np.mean(parts, axis=0, dtype=np.float32))
    across, down = _steps(part, 1), _steps(part, 0)  # steps from column x to x + 1, from row y to y + 1
    best: tuple[float, Rect] | None = None
    for at_left in (True, False):
        for at_top in (True, False):
            turned_across = across[:: 1 if at_top else -1, :: 1 if at_left else -1]
            turned_down = down[:: 1 if at_top else -1, :: 1 if at_left else -1]
            found = _corner(turned_across, turned_down)
            if found is None:
                continue
            score, wide, tall = found
            left = panel.left if at_left else panel.right - wide
            top = panel.top if at_top else panel.bottom - tall
            if best is None or score > best[0]:
                best = score, Rect(left, top, left + wide, top + tall)
    return None if best is None else best[1]


def _steps(part: Floats, axis: int) -> Floats:
    steps = np.abs(np.diff(part, axis=axis))
    pad = ((0, 0), (0, 1)) if axis else ((0, 1), (0, 0))
    return np.pad(steps, pad)


def _corner(across: Floats, down: Floats) -> tuple[float, int, int] | None:
    """Score, width and height of the picture in the upper left corner, whose edges are the strongest steps."""
    height, width = across.shape
    first, last_x, last_y = round(INSET_FROM * min(width, height)), round(INSET_TO * width), round(INSET_TO * height)
    if first < BESIDE_PX + 2:
        return None
    # how much a column's steps, down to row y, stand out of the columns beside it
    right = _standing_out(np.cumsum(across[:last_y, : last_x + BESIDE_PX], axis=0), 1)[:, :last_x]
    lower = _standing_out(np.cumsum(down[: last_y + BESIDE_PX, :last_x], axis=1), 0)[:last_y]
    # from the panel's border on: the lines of a colour box begin farther in
    right, lower = np.minimum(right, right[np.arange(last_y) // 2]), np.minimum(lower, lower[:, np.arange(last_x) // 2])
    scores = np.minimum(right, lower)[first:, first:]
    y, x = np.unravel_index(int(scores.argmax()), scores.shape)
    score = float(scores[y, x])
    return (score, int(x) + first + 1, int(y) + first + 1) if score >= EDGE_STANDS_OUT else None


def _standing_out(sums: npt.NDArray[np.floating], axis: int) -> Floats:
    """Each line's sum over the median of the lines beside it."""
    shifted = [np.roll(sums, shift, axis=axis) for shift in range(-BESIDE_PX, BESIDE_PX + 1) if abs(shift) > 1]
    around = np.median(shifted, axis=0)
    lengths = np.arange(1, sums.shape[1 - axis] + 1, dtype=np.float32)
    lengths = lengths[:, None] if axis == 1 else lengths[None, :]
    return np.asarray(sums / (around + 0.5 * lengths), np.float32)


def mark_of(grey: Grey, panel: Rect) -> Rect | None:
    """The body mark in a corner of a panel: a box with a flat ground that is not dark; None without one.

    One of its two inner borders is a straight line; smooth tissue is flat in places too, but has none.
    """
    part = grey[panel.top : panel.bottom, panel.left : panel.right]
    height, width = part.shape
    flat = ((contrast_of(part) <= FLAT) & (part >= FLAT_FROM)).astype(np.uint8)
    side = round(TIGHT * min(height, width))
    least = MARK_FROM * height
    for at_left in (True, False):
        for at_top in (False, True):
            left, top = (0 if at_left else width - side), (0 if at_top else height - side)
            box = _flat_box(flat[top : top + side, left : left + side], least, at_left=at_left, at_top=at_top)
            if box is None:
                continue
            placed = Rect(left + box.left, top + box.top, left + box.right, top + box.bottom)
            mirrored = part[:: -1 if at_top else 1, :: -1 if at_left else 1]
            wide, tall = _framed(
                mirrored,
                placed.right if at_left else width - placed.left,
                placed.bottom if at_top else height - placed.top,
            )
            if not _is_ruled(mirrored, wide, tall):
                continue
            return Rect(
                panel.left if at_left else panel.right - wide,
                panel.top if at_top else panel.bottom - tall,
                panel.left + wide if at_left else panel.right,
                panel.top + tall if at_top else panel.bottom,
            )
    return None


def _is_ruled(part: Grey, wide: int, tall: int) -> bool:
    """Whether a straight line bounds a box in the lower right corner, above it or at its side."""
    height, width = part.shape
    y, x = height - tall, width - wide
    rows = part[max(0, y - RULED_PX) : y + RULED_PX, x + BORDER_PX : width - BORDER_PX].astype(np.int16)
    columns = part[y + BORDER_PX : height - BORDER_PX, max(0, x - RULED_PX) : x + RULED_PX].astype(np.int16)
    above = (np.abs(np.diff(rows, axis=0)) >= RULED_STEP).mean(axis=1)
    beside = (np.abs(np.diff(columns, axis=1)) >= RULED_STEP).mean(axis=0)
    return bool(max(above.max(initial=0), beside.max(initial=0)) >= RULED_SHARE)


def _framed(part: Grey, wide: int, tall: int) -> tuple[int, int]:
    """Width and height of a mark in the lower right corner with the frame round its flat ground.

    The frame's upper line is the strongest step above the ground; it runs on to the mark's corner, also where the
    ground does not reach there.
    """
    height, width = part.shape
    steps = np.abs(np.diff(part.astype(np.int16), axis=0))  # from row y to y + 1
    first = max(0, height - tall - REACH_PX)
    rows = steps[first : height - tall + 3, width - wide + wide // 4 : width - wide // 4].mean(axis=1)
    if len(rows) == 0 or rows.max() < FRAME_STEP:
        return min(width, wide + BORDER_PX), min(height, tall + BORDER_PX)
    line = first + int(rows.argmax())
    column = width - wide
    while column > max(0, width - wide - FARTHEST_PX) and steps[line, column - 1] >= FRAME_STEP:
        column -= 1
    return width - column, height - line - 1


def _flat_box(flat: npt.NDArray[np.uint8], least: float, *, at_left: bool, at_top: bool) -> Rect | None:
    """The box of one flat ground that reaches into the corner."""
    closed = cv2.morphologyEx(flat, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    closed = cv2.morphologyEx(closed, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(closed)
    if count < 2:
        return None
    left, top, wide, tall, area = (int(value) for value in stats[1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())])
    height, width = flat.shape
    touches_x = left <= TOUCHES_PX if at_left else left + wide >= width - TOUCHES_PX
    touches_y = top <= TOUCHES_PX if at_top else top + tall >= height - TOUCHES_PX
    inside = left + wide < width - 2 if at_left else left > 2
    inside &= top + tall < height - 2 if at_top else top > 2
    if not (touches_x and touches_y and inside) or min(wide, tall) < least or area < FLAT_SHARE * wide * tall:
        return None
    return Rect(left, top, left + wide, top + tall)
