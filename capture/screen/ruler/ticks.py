"""Finds the ticks of a ruler: marks that stand one below the other at even distances."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

LEAST_TICKS = 6
LEAST_SPACING_PX = 4.0
COVERED_FROM = 0.8  # of the places of the comb hold a tick; a focus mark may hide a few
PURE_FROM = 0.7  # of the marks in the column are ticks
LONG_FROM = 0.5  # of the panel's height
ANCHORS = 7  # rows that a comb is tried from: most of them are ticks
OFF_PX = 1.1  # how far a tick may stand from its place: rows are whole, and a signal may blur them
OTHER_INK = 0.3  # of full colour
PEAK_FROM = 12.0  # grey levels
LEAST_THICK_PX, THICK = 3.0, 4.5  # rows at half height, the second of a 1080-line screen: thicker is no tick
PEAK_SHARE = 0.22  # of the strong ones: a short tick, or a small dot, beside a long one

Grey = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Comb:
    """Ticks at even distances in a strip.

    Attributes:
        left: First column of the ticks.
        right: Behind their last one.
        first_px: Row of the first tick, with fractions.
        spacing_px: From one to the next.
        count: Places of the comb.
        score: How clearly it is one.
    """

    left: int
    right: int
    first_px: float
    spacing_px: float
    count: int
    score: float

    def row(self, number: float) -> float:
        """Where this tick stands."""
        return self.first_px + number * self.spacing_px


def raised(strip: npt.NDArray[np.uint8], unit: float) -> Grey:
    """What stands out of a strip, (h, w) in grey levels: marks and letters, not bars and grounds.

    Args:
        strip: RGB, shape (h, w, 3), uint8.
        unit: Pixels of this screen for one of a 1080-line screen.
    """
    brightest = strip.max(axis=2)  # coloured ticks too
    tall = max(5, round(18 * unit)) | 1
    ground = cv2.morphologyEx(brightest, cv2.MORPH_OPEN, np.ones((tall, 1), np.uint8))
    return np.asarray(cv2.subtract(brightest, ground), np.float32)


def of_one_ink(marks: Grey, strip: npt.NDArray[np.uint8], comb: Comb) -> Grey:
    """What has the colour of the ticks, as their numbers have; a focus mark often has another one."""
    rows = [round(comb.row(number)) for number in range(comb.count)]
    rows = [row for row in rows if 0 <= row < len(strip)]
    ticks = strip[rows, comb.left : comb.right].reshape(-1, 3).astype(np.float32)
    bright = ticks.max(axis=1)
    ticks = ticks[bright >= 0.7 * np.percentile(bright, 90)]
    ink = np.median(ticks / np.maximum(ticks.max(axis=1, keepdims=True), 1), axis=0)
    colours = strip.astype(np.float32) / np.maximum(strip.max(axis=2, keepdims=True), 1)
    off = np.abs(colours - ink).max(axis=2)
    return np.asarray(np.where((off <= OTHER_INK) | (marks < PEAK_FROM), marks, 0), np.float32)


def find_comb(marks: Grey, unit: float, inside: tuple[float, float]) -> Comb | None:
    """The clearest comb of ticks in a strip.

    Args:
        marks: From `raised`.
        unit: As there.
        inside: First and last row of the panel in the strip.
    """
    wide = max(3, round(5 * unit))
    sums = np.cumsum(np.pad(marks, ((0, 0), (1, 0))), axis=1)
    best: Comb | None = None
    busy = np.percentile(marks, 99, axis=0)
    for left in range(0, marks.shape[1] - wide + 1, max(1, round(1.5 * unit))):
        if busy[left : left + wide].max() < PEAK_FROM:
            continue
        profile = np.asarray((sums[:, left + wide] - sums[:, left]) / wide, np.float32)
        found = _comb(profile, inside, max(LEAST_THICK_PX, THICK * unit))
        if found is not None and (best is None or found[2] > best.score):
            first, spacing, score, count = found
            best = Comb(left, left + wide, first, spacing, count, score)
    return best


def _comb(profile: Grey, inside: tuple[float, float], thick_px: float) -> tuple[float, float, float, int] | None:
    rows, heights, thick = _peaks(profile)
    if len(rows) < LEAST_TICKS:
        return None
    best: tuple[float, float, float, int] | None = None
    for spacing in _spacings(rows):
        fitted = _fit(rows, spacing)
        if fitted is None:
            continue
        first, exact, hits = fitted
        places = round((rows[hits][-1] - rows[hits][0]) / exact) + 1
        number = np.round((rows[hits] - first) / exact)
        covered = len(np.unique(number)) / places
        top, bottom = inside
        within = (rows >= top - exact) & (rows <= bottom + exact)
        pure = hits.sum() / max(1, within.sum())
        long = (rows[hits][-1] - rows[hits][0]) / max(1.0, bottom - top)
        if float(np.median(thick[hits])) > thick_px:  # lines of text stand at even distances too
            continue
        if hits.sum() < LEAST_TICKS or covered < COVERED_FROM or pure < PURE_FROM or long < LONG_FROM:
            continue
        spread = float(np.median(heights[hits]))
        score = float(np.sqrt(hits.sum()) * covered * pure * long * min(1.0, spread / 60))
        start = rows[hits][0] - first
        begin = first + round(start / exact) * exact
        if best is None or score > best[2]:
            best = float(begin), float(exact), score, places
    return best


def _peaks(profile: Grey) -> tuple[Grey, Grey, Grey]:
    """Rows, with fractions, heights in grey levels, and thicknesses in rows of the marks in a profile."""
    strong = float(np.percentile(profile, 97))
    least = max(PEAK_FROM, PEAK_SHARE * strong)
    above = profile > least
    edges = np.flatnonzero(np.diff(np.concatenate([[False], above, [False]]).astype(np.int8)))
    rows, heights, thick = [], [], []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        low, high = max(0, start - 1), min(len(profile), end + 1)
        weights = profile[low:high]
        rows.append(float((np.arange(low, high) * weights).sum() / weights.sum()))
        heights.append(float(weights.max()))
        thick.append(float((weights > 0.5 * weights.max()).sum()))
    return np.array(rows, np.float32), np.array(heights, np.float32), np.array(thick, np.float32)


def _spacings(rows: Grey) -> list[float]:
    """Distances that come often between neighbours, and between those with one in between."""
    steps = np.concatenate([np.diff(rows), rows[2:] - rows[:-2]])
    steps = np.sort(steps[steps >= LEAST_SPACING_PX])
    found: list[float] = []
    counts: list[int] = []
    for step in steps:
        if any(abs(step - other) <= 0.5 * max(OFF_PX, 0.02 * other) for other in found):
            continue
        near = np.abs(steps - step) <= max(OFF_PX, 0.02 * step)
        middle = float(np.median(steps[near]))
        if not any(abs(middle - other) <= max(OFF_PX, 0.02 * other) for other in found):
            found.append(middle)
            counts.append(int(near.sum()))
    order = np.argsort(counts)[::-1][:4]
    return [found[place] for place in order]


def _fit(rows: Grey, spacing: float) -> tuple[float, float, npt.NDArray[np.bool_]] | None:
    """(Row of place 0, exact distance, which rows are ticks) of the comb that most rows stand on."""
    best: tuple[float, float, npt.NDArray[np.bool_]] | None = None
    for anchor in rows[:: max(1, len(rows) // ANCHORS)]:
        first, exact = float(anchor), spacing
        hits = np.zeros(len(rows), np.bool_)
        for reach in (0.25, 0.5, 1.0, 1.0):  # grow outwards: an inexact distance would run out of step
            number = np.round((rows - first) / exact)
            off = np.abs(rows - first - number * exact)
            near = np.abs(rows - anchor) <= reach * (rows[-1] - rows[0]) + 4 * exact
            hits = (off <= min(OFF_PX, 0.2 * exact)) & near
            if hits.sum() < 3:
                break
            first, exact = _line(number[hits], rows[hits])
            if exact < LEAST_SPACING_PX:
                break
        if hits.sum() >= LEAST_TICKS and exact >= LEAST_SPACING_PX and (best is None or hits.sum() > best[2].sum()):
            best = first, exact, hits
    return best


def _line(x: Grey, y: Grey) -> tuple[float, float]:
    """(Value at 0, slope) of the straight line through points, by least squares; slope 0 of points at one place."""
    middle_x, middle_y = float(x.mean()), float(y.mean())
    from_middle = x - middle_x
    spread = float((from_middle**2).sum())
    slope = float((from_middle * (y - middle_y)).sum()) / spread if spread > 0 else 0.0
    return middle_y - slope * middle_x, slope


def reach(marks: Grey, comb: Comb) -> tuple[int, int]:
    """First column of the ticks and the one behind the long ones.

    A number may run into its tick, so the shortest of the long ones tells: that of depth 0 has no number.
    """
    starts, ends = [], []
    for number in range(comb.count):
        row = round(comb.row(number))
        line = marks[max(0, row - 1) : row + 2].max(axis=0)
        least = 0.35 * float(line[comb.left : comb.right].max(initial=0))
        if least < 0.35 * PEAK_FROM:
            continue
        dark = np.flatnonzero(line < least)
        middle = comb.left + int(np.argmax(line[comb.left : comb.right]))
        before, after = dark[dark < middle], dark[dark > middle]
        starts.append(int(before[-1]) + 1 if len(before) else 0)
        ends.append(int(after[0]) if len(after) else len(line))
    if not starts:
        return comb.left, comb.right
    left, right = -_shortest_long([-start for start in starts]), _shortest_long(ends)
    return min(left, comb.left), max(right, comb.right)


def _shortest_long(ends: list[int]) -> int:
    """Of ends, the least that is clearly beyond the usual one; the usual one where none is."""
    usual = float(np.median(ends))
    beyond = [end for end in ends if end >= usual + 2]
    return min(beyond) if len(beyond) >= 1 else round(usual)
