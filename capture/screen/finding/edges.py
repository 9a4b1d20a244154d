"""Where exactly an outline's sides lie: where the change from screen to screen falls off.

Compression smears what lives over the blocks it touches, a cable over a few pixels; both are weak beside the scan.
"""

import numpy as np
import numpy.typing as npt

from capture.screen.finding.outline import Outline

OUT_PX, IN_PX = 12, 16  # pixels that are looked at on both sides of an edge
PLATEAU = 6  # so far inside the scan is itself
FALLS_TO = 0.25  # of what it is there
SMEARED_PX = 2  # a smeared edge reaches half of it so soon
FLAT = 0.8  # grey levels: a side so dark has no edge to be found
SKIPPED = 0.06  # of a side at each end: corners
POINTS = 160

Floats = npt.NDArray[np.float64]


def refined(outline: Outline, change: npt.NDArray[np.float32]) -> Outline:
    """The outline with each side moved to where the scan ends.

    Args:
        outline: As fitted, in reduced pixels.
        change: How much each pixel changes, or stands out, (h, w).
    """
    moves = [_move(points, inward, change) for points, inward in _sides(outline)]
    return outline.widened(*moves)


def _sides(outline: Outline) -> list[tuple[Floats, Floats]]:
    """Points on left, top, right and bottom, and the directions into the scan from them, (n, 2) as x, y."""
    _, top, _, bottom = outline.bounds
    part = np.linspace(SKIPPED, 1 - SKIPPED, POINTS)
    lowest = bottom
    if outline.outer is not None and outline.apex is not None:  # a sector's sides end where the arc begins
        slant = max(abs(outline.left.slant), abs(outline.right.slant)) * outline.squeeze
        lowest = outline.apex[1] + outline.outer / float(np.hypot(1, slant))
    y = top + part * (lowest - top)
    across, none = np.ones_like(y), np.zeros_like(y)
    return [
        (np.stack([outline.left.at + outline.left.slant * y, y], axis=1), np.stack([across, none], axis=1)),
        _ends(outline, part, outline.inner, top, 1.0),
        (np.stack([outline.right.at + outline.right.slant * y, y], axis=1), np.stack([-across, none], axis=1)),
        _ends(outline, part, outline.outer, bottom, -1.0),
    ]


def _ends(outline: Outline, part: Floats, radius: float | None, row: float, into: float) -> tuple[Floats, Floats]:
    if radius is None or outline.apex is None:
        x0, x1 = outline.left.at + outline.left.slant * row, outline.right.at + outline.right.slant * row
        points = np.stack([x0 + part * (x1 - x0), np.full_like(part, row)], axis=1)
        return points, np.tile([0.0, into], (len(part), 1))
    first, last = np.arctan(outline.left.slant * outline.squeeze), np.arctan(outline.right.slant * outline.squeeze)
    turned = first + part * (last - first)
    outwards = np.stack([np.sin(turned) / outline.squeeze, np.cos(turned)], axis=1)
    return np.asarray(outline.apex) + radius * outwards, into * outwards


def _move(points: Floats, inward: Floats, change: npt.NDArray[np.float32]) -> float:
    """How far outwards the side belongs (negative: inwards); 0 where there is no edge to be found."""
    height, width = change.shape
    steps = np.arange(-OUT_PX, IN_PX + 1)
    places = points[:, None] + (steps[None, :, None] + 0.5) * inward[:, None]
    x, y = np.rint(places[..., 0]).astype(int), np.rint(places[..., 1]).astype(int)
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    values = np.where(inside, change[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)], 0.0)
    profile = values.sum(axis=0) / np.maximum(1, inside.sum(axis=0))
    plateau = float(np.median(profile[OUT_PX + PLATEAU :]))
    if plateau < FLAT:
        return 0.0
    weak = np.flatnonzero(profile[: OUT_PX + IN_PX // 2] < FALLS_TO * plateau)
    if len(weak) == 0:
        return 0.0
    first = int(weak[-1]) + 1  # from within outwards: beyond a narrow gap another panel may live
    half = np.flatnonzero(profile[first : first + SMEARED_PX + 1] >= plateau / 2)
    return -float(steps[first + (int(half[0]) if len(half) else 0)])
