"""The pieces that echoes fall into: panels side by side or one above the other, parted by a straight gap."""

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.layout import Rect

GAP_SHARE = 0.03  # of the column's height holds echoes, at most: a gap between two panels
GAP_FLANK = 0.25  # echoes on both sides of it
EACH_SHARE = 0.2  # of the width lies on each side
NEAR_MIDDLE = 0.05  # of the width: two panels of one scanner are equally wide
WEAK, WEAK_IN_PART = 0.45, 0.7  # of the change on both sides, in the mean and in each quarter of the height
GAP_VOTES, FLANK_VOTES = 0.12, 0.5  # share of votes for the scan in a gap, and beside it

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


def pieces_of(region: npt.NDArray[np.uint8], echoes: Mask, change: npt.NDArray[np.float32]) -> list[Rect]:
    """The parts of a region between which nothing echoes, largest first.

    Args:
        region: 255 where there is a scan, (h, w).
        echoes: The pixels themselves, without anything closed.
        change: How much each pixel changes: compression lets a narrow gap live, but weakly.
    """
    count, _, stats, _ = cv2.connectedComponentsWithStats(region)
    found: list[Rect] = []
    for left, top, width, height, _ in stats[1:count]:
        found += _parted(Rect(int(left), int(top), int(left + width), int(top + height)), echoes, change)
    return sorted(found, key=lambda rect: rect.width * rect.height, reverse=True)


def _parted(rect: Rect, echoes: Mask, change: npt.NDArray[np.float32]) -> list[Rect]:
    part = echoes[rect.top : rect.bottom, rect.left : rect.right]
    weak = change[rect.top : rect.bottom, rect.left : rect.right]
    across = _gap(part.mean(axis=0)) or _weak_line(weak)
    if across is not None:
        return [
            Rect(rect.left, rect.top, rect.left + across[0], rect.bottom),
            Rect(rect.left + across[1], rect.top, rect.right, rect.bottom),
        ]
    down = _gap(part.mean(axis=1)) or _weak_line(weak.T)
    if down is not None:
        return [
            Rect(rect.left, rect.top, rect.right, rect.top + down[0]),
            Rect(rect.left, rect.top + down[1], rect.right, rect.bottom),
        ]
    return [rect]


def parted_by_votes(rect: Rect, votes: npt.NDArray[np.float32]) -> list[Rect]:
    """Two panels side by side that were taken for one, parted by a narrow gap at the middle; one where there is none.

    Args:
        rect: What was taken for one.
        votes: -1 (surely not the scan) to 1, (h, w).
    """
    shares = (votes[rect.top : rect.bottom, rect.left : rect.right] > 0).mean(axis=0)
    middle, reach = rect.width // 2, max(2, round(NEAR_MIDDLE * rect.width))
    empty = np.flatnonzero(shares[middle - reach : middle + reach + 1] <= GAP_VOTES) + middle - reach
    if len(empty) == 0 or empty[0] == middle - reach or empty[-1] == middle + reach:
        return [rect]
    before, behind = shares[empty[0] - 2 * reach : empty[0]], shares[empty[-1] + 1 : empty[-1] + 1 + 2 * reach]
    if min(before.max(initial=0), behind.max(initial=0)) < FLANK_VOTES:
        return [rect]
    first, last = rect.left + int(empty[0]), rect.left + int(empty[-1]) + 1
    return [Rect(rect.left, rect.top, first, rect.bottom), Rect(last, rect.top, rect.right, rect.bottom)]


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
    reach = max(6, size // 8)  # a sector begins with a corner
    before, behind = shares[max(0, first - reach) : first], shares[last : last + reach]
    if len(before) == 0 or len(behind) == 0 or min(before.max(), behind.max()) < GAP_FLANK:
        return None
    return first, last


def _weak_line(change: npt.NDArray[np.float32]) -> tuple[int, int] | None:
    """A line at the middle that is weak from top to bottom beside what lives on both sides; (first, last) columns."""
    height, width = change.shape
    middle, reach = width // 2, max(2, round(NEAR_MIDDLE * width))
    if width < 60 or height < 8:
        return None
    parts = np.array([part.mean(axis=0) for part in np.array_split(change, 4)])  # (4, width)
    profile = parts.mean(axis=0)
    line = middle - reach + int(profile[middle - reach : middle + reach + 1].argmin())
    before, behind = parts[:, line - 16 : line - 5], parts[:, line + 6 : line + 17]
    flanks = np.minimum(np.median(before, axis=1), np.median(behind, axis=1))
    weak = parts[:, line] <= WEAK_IN_PART * flanks
    if not weak.all() or profile[line] > WEAK * flanks.mean():
        return None
    return line, line + 1
