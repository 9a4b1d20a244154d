"""The numbers beside the ticks: where they stand, and which count up fits them best."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from math import gcd

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.ruler.digits import likeness, typefaces
from capture.screen.ruler.ticks import Comb, reach

LEAST_LABELS = 2
LEAST_HIGH_PX = 5
NEAR = 34  # pixels of a 1080-line screen from the ticks in which most numbers stand
LEAST_INK, INK_SHARE = 40.0, 0.38  # grey levels; of the ink that is a letter and not its blurred edge
MOST_COLUMNS = 4
STEPS = (0.5, 1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0)  # from one number to the next
MM_STEP_FROM = 10.0
TICKS_MM = (1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 25.0, 50.0)
SHALLOWEST_MM, DEEPEST_MM = 8.0, 330.0
MOST_VALUE = 320.0
TICKS_A_NUMBER = (1, 2, 4, 5, 10)
MOST_MISSING = 1
MISSING_COST = 0.14
NOTHING_LIKE = 0.3
SINGLY = tuple(str(value) for value in (*range(1, 10), 10, 15, 20, 25, 30, 50, 75, 2.5, 7.5))
SINGLY_OFF = 0.2
ZOOM_COST, FAR_COST = 0.03, 0.12
MOST_BEFORE = 12  # numbers above the first that is shown: a zoom begins below the skin
READABLE_FROM, PLAIN_FROM = 0.7, 0.8  # likeness of a number with what it is taken for
MARGIN_FROM, WIDE_MARGIN_FROM = 0.1, 0.2  # to the best count with another scale; of numbers that are less plain
FITTING_SHARE = 0.66  # of the labels are readable; a focus mark may lie over one

Grey = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Label:
    """A short text beside a tick.

    Attributes:
        tick: The tick's number.
        ink: Cut to its ink, (h, w) in 0..1.
        left, top, right, bottom: In the strip.
    """

    tick: int
    ink: Grey
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Count:
    """What the numbers say.

    Attributes:
        tick_mm: From one tick to the next: numbers that count by tens are millimetres, by less centimetres.
        likeness: Of the labels with these numbers, -1..1.
        margin: To the best count that gives another scale.
    """

    tick_mm: float
    likeness: float
    margin: float


def find_labels(marks: Grey, comb: Comb, unit: float) -> list[list[Label]]:
    """The texts that stand beside ticks: columns of them that may be the numbers, each from the top.

    Args:
        marks: What stands out and has the colour of the ticks, from `raised` and `of_one_ink`.
        comb: The ticks.
        unit: Pixels of this screen for one of a 1080-line screen.
    """
    words = list(_words(marks, comb, unit))
    found = []
    for left, top, right, bottom in words:
        high = bottom - top
        number = round(((top + bottom) / 2 - comb.first_px) / comb.spacing_px)
        off = (top + bottom) / 2 - comb.row(number)
        if abs(off) > max(2.0, 0.4 * high) or abs(off) > 0.45 * comb.spacing_px or not -1 <= number <= comb.count:
            continue
        ink = marks[top:bottom, left:right]
        found.append(Label(number, ink / ink.max(), left, top, right, bottom))
    return _columns(found, comb)


def read_count(
    labels: Sequence[Label], comb: Comb, inside: tuple[float, float], left_out: Sequence[str] = ()
) -> Count | None:
    """The count up that the labels show; None where it is not clear.

    Args:
        labels: In one column, from the top.
        comb: The ticks.
        inside: First and last row of the panel in the strip: depth 0 is most often at its top.
        left_out: Typefaces that are not compared with; for measuring what an unknown one does.
    """
    if len(labels) < LEAST_LABELS:
        return None
    ticks = [label.tick for label in labels]
    steps = [after - before for before, after in pairwise(ticks)]
    between = reduce(gcd, steps)
    if 2 * steps.count(between) < len(steps):  # the numbers of two rulers, or no numbers
        return None
    faces = [at for at, name in enumerate(typefaces()) if not any(each in name for each in left_out)]
    known: dict[tuple[int, str], Grey] = {}

    def alike(place: int, text: str) -> Grey:
        if (place, text) not in known:
            seen = labels[place].ink
            known[place, text] = np.array([likeness(seen, text, face) for face in faces], np.float32)
        return known[place, text]

    best: dict[float, tuple[float, float]] = {}  # mm a tick: (score, likeness)
    for missing in range(MOST_MISSING + 1 if len(labels) == LEAST_LABELS else 1):  # between two, under a focus mark
        if between % (missing + 1) or between // (missing + 1) not in TICKS_A_NUMBER:
            continue
        apart = between // (missing + 1)
        for step in STEPS:
            tick_mm = step / apart * (1 if step >= MM_STEP_FROM else 10)
            if not _usual(tick_mm, comb, inside):
                continue
            for before in range(MOST_BEFORE):
                values = [step * (before + (tick - ticks[0]) // apart) for tick in ticks]
                if values[-1] > MOST_VALUE:
                    break
                for texts in _written(values, step):
                    each = np.array([alike(place, text) for place, text in enumerate(texts)])  # (labels, faces)
                    zero = comb.row(ticks[0] - before * apart)
                    whole, readable = _agreement(each)
                    score = whole - MISSING_COST * missing - _unlikely(zero, comb, inside)
                    if tick_mm not in best or score > best[tick_mm][0]:
                        best[tick_mm] = score, readable
    if not best:
        return None
    order = sorted(best, key=lambda tick_mm: best[tick_mm][0], reverse=True)
    score, readable = best[order[0]]
    margin = score - max((best[other][0] for other in order[1:]), default=-1.0)
    clear = MARGIN_FROM if readable >= PLAIN_FROM else WIDE_MARGIN_FROM
    if readable < READABLE_FROM or margin < clear:
        return None
    singly = [max(float(alike(place, text).max()) for text in SINGLY) for place in range(len(labels))]
    if score < float(np.mean(np.maximum(singly, NOTHING_LIKE))) - SINGLY_OFF:
        return None  # each by itself they look like other numbers, which do not count up
    return Count(order[0], readable, margin)


def _agreement(each: Grey) -> tuple[float, float]:
    """Likeness of the labels with a count, in the typeface that fits them best.

    Returns:
        Of all labels, where one that looks like nothing (a focus mark lies over it) counts no less than another such;
        and of those that look most like it.
    """
    kept = max(LEAST_LABELS, int(np.ceil(FITTING_SHARE * len(each))))
    whole = np.maximum(each, NOTHING_LIKE).mean(axis=0)
    face = int(whole.argmax())
    return float(whole[face]), float(np.sort(each[:, face])[-kept:].mean())


def _usual(tick_mm: float, comb: Comb, inside: tuple[float, float]) -> bool:
    """Whether rulers have such ticks, and a breast can be that deep."""
    depth_mm = (inside[1] - inside[0]) * tick_mm / comb.spacing_px
    return any(abs(tick_mm - each) < 1e-6 for each in TICKS_MM) and SHALLOWEST_MM <= depth_mm <= DEEPEST_MM


def _unlikely(zero: float, comb: Comb, inside: tuple[float, float]) -> float:
    """What it costs that depth 0 would stand there: it is at the panel's top, or above it in a zoom."""
    top, bottom = inside
    if abs(zero - top) <= max(4.0, 0.6 * comb.spacing_px):
        return 0.0
    return ZOOM_COST if top - (bottom - top) <= zero < top else FAR_COST


def _written(values: Sequence[float], step: float) -> Iterator[list[str]]:
    yield [f"{value:g}" for value in values]
    if step <= 2.5:
        yield [f"{value:.1f}" for value in values]


def _words(marks: Grey, comb: Comb, unit: float) -> Iterator[tuple[int, int, int, int]]:
    """Rectangles of short texts clear of the ticks: (left, top, right, bottom)."""
    left_edge, right_edge = reach(marks, comb)
    clear = marks.copy()
    clear[:, left_edge : right_edge + 1] = 0
    ink = clear[:, max(0, left_edge - round(NEAR * unit)) : right_edge + round(NEAR * unit)]
    strong = float(np.percentile(ink[ink > 20], 90)) if (ink > 20).any() else 0.0
    if strong < LEAST_INK:
        return
    mask = (clear > INK_SHARE * strong).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    boxes = [tuple(int(value) for value in row[:4]) for row in stats[1:count]]
    parts = sorted((x, y, x + w, y + h) for x, y, w, h in boxes if h <= 40 * unit + 4)
    while parts:
        left, top, right, bottom = parts.pop(0)
        grown = True
        while grown:
            grown = False
            for part in list(parts):
                high = max(bottom - top, part[3] - part[1])
                beside = part[0] - right <= 0.45 * high and left - part[2] <= 0.45 * high
                level = min(bottom, part[3]) - max(top, part[1]) >= 0.7 * min(bottom - top, part[3] - part[1])
                if beside and level:
                    parts.remove(part)
                    left, top = min(left, part[0]), min(top, part[1])
                    right, bottom = max(right, part[2]), max(bottom, part[3])
                    grown = True
        if bottom - top >= LEAST_HIGH_PX and right - left >= 2 and right - left <= 4 * (bottom - top):
            yield left, top, right, bottom


def _columns(found: list[Label], comb: Comb) -> list[list[Label]]:
    """Sets of labels of one height whose near edges stand in one column, the largest first."""
    columns: list[list[Label]] = []
    for anchor in found:
        high, beyond = anchor.bottom - anchor.top, anchor.left >= comb.right
        same: dict[int, Label] = {}
        for label in found:
            if (label.left >= comb.right) is not beyond or abs(label.bottom - label.top - high) > max(1, 0.15 * high):
                continue
            off = label.left - anchor.left if beyond else label.right - anchor.right
            middle = (label.left + label.right - anchor.left - anchor.right) / 2
            level = (label.top + label.bottom - anchor.top - anchor.bottom) / 2 - comb.spacing_px * (
                label.tick - anchor.tick
            )
            if min(abs(off), abs(middle)) <= max(2.0, 0.3 * high) and abs(level) <= max(1.5, 0.12 * high):
                same.setdefault(label.tick, label)
        column = [same[tick] for tick in sorted(same)]
        if not any(set(map(id, column)) <= set(map(id, other)) for other in columns):
            columns.append(column)
    return sorted(columns, key=len, reverse=True)[:MOST_COLUMNS]
