"""The outline of one scan: straight sides, a flat or curved top and bottom, fitted to the outermost echoes.

Each side is the outermost line that many rows (or columns) of the scan end on; darkness ends a row early, and a few
strokes beside the scan end it late, so neither decides. Where the sides slant alike the scan is a trapezoid or a
sector, and its top and bottom may be arcs round the point where they meet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.layout import Rect

CLOSE_PX = 7  # what lives is full of small holes
RUN_PX = 10  # echoes run on for so long from the edge; a stroke beside the scan does not
RUN_SHARE = 0.8
SLANTS = np.linspace(-1.1, 1.1, 89)  # columns a row: up to 48 degrees
FINER = np.linspace(-0.02, 0.02, 9)
SLANTED_FROM = 0.035
ALIKE = 0.16  # how far the slants of the two sides may differ, and 0.2 of the slant
SLANT_WINS = 1.25  # a slanted pair of sides must explain so many times the rows that upright ones do
ARC_WINS = 1.15
BESIDE_PX = 1.6  # a row that ends within this of a line speaks for it
OUTSIDE_COSTS = 2.0  # a row that ends farther out speaks so many times against it
LEAST_SUPPORT = 0.12  # of the rows; with less the outermost of nearly all rows is taken
NEARLY_ALL = 0.015

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """Something that rows end on: place = at + slant * row; `support` is the share of the rows that do."""

    at: float
    slant: float
    support: float


@dataclass(frozen=True, slots=True)
class Outline:
    """A scan's outline in reduced pixels; pixel i reaches from i - 0.5 to i + 0.5.

    Attributes:
        left, right: The sides, as functions of the row.
        top, bottom: Lines; of an arc, where it is farthest up or down.
        apex: (x, y) the arcs' centre, or None.
        inner, outer: Radii of the arcs of top and bottom, or None where they are flat.
        squeeze: Width of a pixel over its height: a signal of 720 columns squeezes circles.
        support: Left, top, right, bottom: how many rows or columns end there, 0..1.
    """

    left: Line
    right: Line
    top: float
    bottom: float
    apex: tuple[float, float] | None = None
    inner: float | None = None
    outer: float | None = None
    squeeze: float = 1.0
    support: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    @property
    def is_rectangle(self) -> bool:
        """Whether nothing of its bounds lies outside it."""
        return self.left.slant == 0 and self.right.slant == 0 and self.inner is None and self.outer is None

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        lefts = [self.left.at + self.left.slant * y for y in (self.top, self.bottom)]
        rights = [self.right.at + self.right.slant * y for y in (self.top, self.bottom)]
        left, right = min(lefts), max(rights)
        if self.outer is not None and self.apex is not None:  # the lower corners lie where the sides meet the arc
            reach = self.outer / self.squeeze
            left = max(left, self.apex[0] - reach * _sine(self.left.slant * self.squeeze))
            right = min(right, self.apex[0] + reach * _sine(self.right.slant * self.squeeze))
        return left, self.top, right, self.bottom

    def moved(self, across: float, down: float) -> "Outline":
        """The same outline somewhere else."""
        return replace(
            self,
            left=replace(self.left, at=self.left.at + across - self.left.slant * down),
            right=replace(self.right, at=self.right.at + across - self.right.slant * down),
            top=self.top + down,
            bottom=self.bottom + down,
            apex=None if self.apex is None else (self.apex[0] + across, self.apex[1] + down),
        )

    def holds(self, x: Floats, y: Floats) -> Mask:
        """Which points, in reduced pixels, lie inside."""
        inside = (x > self.left.at + self.left.slant * y) & (x < self.right.at + self.right.slant * y)
        if self.apex is None:
            return inside & (y > self.top) & (y < self.bottom)
        radius = np.hypot((x - self.apex[0]) * self.squeeze, y - self.apex[1])
        inside &= (y > self.top) if self.inner is None else (radius > self.inner)
        inside &= (y < self.bottom) if self.outer is None else (radius < self.outer)
        return inside & (y > self.apex[1])

    def on_screen(self, step: int, width: int, height: int) -> tuple[Rect, Mask | None]:
        """Bounds and mask in pixels of the screen; the mask is None for a rectangle."""
        left, top, right, bottom = self.bounds
        # every step-th pixel was looked at; an edge lies half a step before or behind one
        rect = Rect(
            int(np.clip(round((left + 0.5) * step - (step - 1) / 2), 0, width - 1)),
            int(np.clip(round((top + 0.5) * step - (step - 1) / 2), 0, height - 1)),
            int(np.clip(round((right - 0.5) * step + (step + 1) / 2), 1, width)),
            int(np.clip(round((bottom - 0.5) * step + (step + 1) / 2), 1, height)),
        )
        if self.is_rectangle:
            return rect, None
        x, y = np.meshgrid(
            np.arange(rect.left, rect.right, dtype=np.float32) / step,
            np.arange(rect.top, rect.bottom, dtype=np.float32) / step,
        )
        mask = self.holds(x, y)
        mask.flags.writeable = False
        return rect, mask


def fit_outline(echoes: Mask, squeezes: Sequence[float] = (1.0,)) -> Outline | None:
    """The outline of the one scan in a picture of echoes; None where there are too few.

    Args:
        echoes: (h, w) bool.
        squeezes: Widths of a pixel over its height that may be.
    """
    round_brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (CLOSE_PX, CLOSE_PX))
    framed = np.pad(echoes.astype(np.uint8), CLOSE_PX)
    closed = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, round_brush)
    filled = np.asarray(closed[CLOSE_PX:-CLOSE_PX, CLOSE_PX:-CLOSE_PX] > 0)
    rows, lefts, rights = _ends(filled)
    columns, tops, bottoms = _ends(filled.T)
    if len(rows) < 2 * RUN_PX or len(columns) < 2 * RUN_PX:
        return None
    left, right = _sides(rows, lefts, rights)
    top, bottom = _flat(tops), _flat(-bottoms)
    flat = Outline(
        left, right, top.at - 0.5, 0.5 - bottom.at, support=(left.support, top.support, right.support, bottom.support)
    )
    if left.slant == 0:
        return flat
    sectors = [_curved(flat, columns, tops, bottoms, squeeze) for squeeze in squeezes]
    return max(sectors, key=lambda one: one.support[1] + one.support[3])


def _curved(flat: Outline, columns: Floats, tops: Floats, bottoms: Floats, squeeze: float) -> Outline:
    """The outline with arcs for top and bottom where more columns end on those."""
    left, right = flat.left, flat.right
    apex_y = (left.at - right.at) / (right.slant - left.slant)
    apex = (left.at + left.slant * apex_y, apex_y)
    inner = _arc(columns, tops, apex, squeeze, nearest=True)
    outer = _arc(columns, bottoms, apex, squeeze, nearest=False)
    curved_top = inner.support > ARC_WINS * flat.support[1]
    curved_bottom = outer.support > (1 / ARC_WINS if curved_top else ARC_WINS) * flat.support[3]
    if not curved_top and not curved_bottom:
        return flat
    widest = max(abs(left.slant), abs(right.slant)) * squeeze
    return replace(
        flat,
        top=apex_y + inner.at * _cosine(widest) - 0.5 if curved_top else flat.top,
        bottom=apex_y + outer.at + 0.5 if curved_bottom else flat.bottom,
        apex=apex,
        inner=inner.at - 0.5 if curved_top else None,
        outer=outer.at + 0.5 if curved_bottom else None,
        squeeze=squeeze,
        support=(
            left.support,
            inner.support if curved_top else flat.support[1],
            right.support,
            outer.support if curved_bottom else flat.support[3],
        ),
    )


def _ends(echoes: Mask) -> tuple[Floats, Floats, Floats]:
    """Rows that hold echoes, and the first and last column of each from which they run on."""
    width = echoes.shape[1]
    if width < RUN_PX:
        return np.empty(0), np.empty(0), np.empty(0)
    sums = np.cumsum(np.pad(echoes.astype(np.int16), ((0, 0), (1, 0))), axis=1, dtype=np.int16)
    runs = sums[:, RUN_PX:] - sums[:, :-RUN_PX] >= RUN_SHARE * RUN_PX  # (h, w - RUN_PX + 1)
    starts = runs & echoes[:, : runs.shape[1]]
    stops = runs & echoes[:, RUN_PX - 1 :]
    seen = starts.any(axis=1) & stops.any(axis=1)
    first = starts.argmax(axis=1)
    last = runs.shape[1] - 1 - stops[:, ::-1].argmax(axis=1) + RUN_PX - 1
    rows = np.flatnonzero(seen)
    return rows.astype(float), first[rows].astype(float), last[rows].astype(float)


def _sides(rows: Floats, lefts: Floats, rights: Floats) -> tuple[Line, Line]:
    upright = _best(rows, lefts, np.zeros(1)), _best(rows, -rights, np.zeros(1))
    slanted = _best(rows, lefts, SLANTS), _best(rows, -rights, SLANTS)
    slanted = _finer(rows, lefts, slanted[0]), _finer(rows, -rights, slanted[1])
    slant_left, slant_right = slanted[0].slant, -slanted[1].slant
    # a scan grows wider downwards, on both sides alike
    alike = abs(slant_left + slant_right) <= max(ALIKE * 0.5, 0.2 * abs(slant_right))
    opens = slant_left < -SLANTED_FROM and slant_right > SLANTED_FROM
    more = sum(line.support for line in slanted) > SLANT_WINS * sum(line.support for line in upright)
    left, right = slanted if alike and opens and more else upright
    return (
        Line(left.at - 0.5, left.slant, left.support),
        Line(-right.at + 0.5, -right.slant, right.support),
    )


def _finer(rows: Floats, ends: Floats, line: Line) -> Line:
    """The line with its slant between the slants that were tried."""
    return _best(rows, ends, line.slant + FINER) if line.slant else line


def _flat(ends: Floats) -> Line:
    return _best(np.zeros_like(ends), ends, np.zeros(1))


def _arc(columns: Floats, ends: Floats, apex: tuple[float, float], squeeze: float, *, nearest: bool) -> Line:
    """The arc round the apex that columns begin (nearest) or end on: `at` is its radius."""
    below = ends > apex[1]
    radii = np.hypot((columns[below] - apex[0]) * squeeze, ends[below] - apex[1])
    if len(radii) < RUN_PX:
        return Line(0.0, 0.0, 0.0)
    found = _best(np.zeros_like(radii), radii if nearest else -radii, np.zeros(1))
    share = len(radii) / len(ends)
    return Line(found.at if nearest else -found.at, 0.0, found.support * share)


def _best(rows: Floats, ends: Floats, slants: Floats) -> Line:
    """The outermost line (least `ends`) on which many rows end."""
    best = (-np.inf, 0.0, 0.0, 0.0)
    for slant in slants:
        places = np.sort(ends - slant * rows)
        within = np.searchsorted(places, places + BESIDE_PX, side="right") - np.arange(len(places))
        before = np.searchsorted(places, places - BESIDE_PX, side="left")
        scores = within - OUTSIDE_COSTS * before
        place = int(scores.argmax())
        if scores[place] > best[0]:
            near = places[place : place + int(within[place])]
            best = (float(scores[place]), float(np.median(near)), float(slant), float(within[place]))
    _, at, slant, count = best
    support = count / max(1, len(rows))
    if support < LEAST_SUPPORT and len(slants) == 1:
        at = float(np.quantile(ends, NEARLY_ALL))
    return Line(at, slant, support)


def _sine(slant: float) -> float:
    return abs(slant) / float(np.hypot(1, slant))


def _cosine(slant: float) -> float:
    return 1 / float(np.hypot(1, slant))
