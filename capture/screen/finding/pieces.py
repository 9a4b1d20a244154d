"""The pieces that echoes fall into: panels side by side or one above the other, parted by a straight gap."""

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.layout import Rect

GAP_SHARE = 0.03  # of the column's height holds echoes, at most: a gap between two panels
GAP_FLANK = 0.25  # echoes on both sides of it
EACH_SHARE = 0.2  # of the width lies on each side
CLOSE_PX = 9

Mask = npt.NDArray[np.bool_]


def bounds_of(mask: npt.NDArray[np.uint8] | Mask) -> Rect | None:
    """The smallest rectangle round what is set."""
    points = cv2.findNonZero(np.asarray(mask, np.uint8))
    if points is None:
        return None
    left, top, width, height = cv2.boundingRect(points)
    return Rect(left, top, left + width, top + height)


def largest_part(mask: Mask) -> Mask:
    """The largest connected part; thumbnails and a ruler stand apart."""
    closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed)
    if count < 2:
        return mask
    return np.asarray(mask & (labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())))


def pieces_of(region: npt.NDArray[np.uint8], echoes: Mask) -> list[Rect]:
    """The parts of a region between which nothing echoes, largest first.

    Args:
        region: 255 where there is a scan, (h, w).
        echoes: The pixels themselves, without anything closed.
    """
    count, _, stats, _ = cv2.connectedComponentsWithStats(region)
    found: list[Rect] = []
    for left, top, width, height, _ in stats[1:count]:
        found += _parted(Rect(int(left), int(top), int(left + width), int(top + height)), echoes)
    return sorted(found, key=lambda rect: rect.width * rect.height, reverse=True)


def _parted(rect: Rect, echoes: Mask) -> list[Rect]:
    part = echoes[rect.top : rect.bottom, rect.left : rect.right]
    across = _gap(part.mean(axis=0))
    if across is not None:
        return [
            Rect(rect.left, rect.top, rect.left + across[0], rect.bottom),
            Rect(rect.left + across[1], rect.top, rect.right, rect.bottom),
        ]
    down = _gap(part.mean(axis=1))
    if down is not None:
        return [
            Rect(rect.left, rect.top, rect.right, rect.top + down[0]),
            Rect(rect.left, rect.top + down[1], rect.right, rect.bottom),
        ]
    return [rect]


def _gap(shares: npt.NDArray[np.float64]) -> tuple[int, int] | None:
    """First and last line (exclusive) of the emptiest gap near the middle; None where there is none."""
    size = len(shares)
    low, high = int(EACH_SHARE * size), int((1 - EACH_SHARE) * size)
    empty = np.flatnonzero(shares[low:high] <= GAP_SHARE) + low
    if len(empty) == 0:
        return None
    runs = np.split(empty, np.flatnonzero(np.diff(empty) > 1) + 1)
    middle = size / 2
    run = min(runs, key=lambda one: abs(float(one.mean()) - middle))
    first, last = int(run[0]), int(run[-1]) + 1
    reach = max(6, size // 20)
    before, behind = shares[max(0, first - reach) : first], shares[last : last + reach]
    if len(before) == 0 or len(behind) == 0 or min(before.max(), behind.max()) < GAP_FLANK:
        return None
    return first, last
