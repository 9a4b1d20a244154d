"""The outline of a scan by what lies inside it: for signals in which the outermost echoes are smeared or drowned.

Compression lets whole blocks live that the scan only touches, and a cable's noise lives everywhere, so that single rows
do not end where the scan does. Each pixel votes instead: for the scan if it changes as much as the scan around it, else
against it; the outline with the most votes inside is taken, of a rectangle, a trapezoid or a sector, each symmetrical.
It is sought by coordinate ascent in steps that are halved; sums of votes along rows make each try cheap.
"""

from collections.abc import Callable, Sequence
from functools import partial

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.finding.evidence import Evidence, contrast_of
from capture.screen.finding.outline import Line, Outline
from capture.screen.layout import Rect

OF_THE_SCAN = 0.4  # of the change around it: so much is the scan's own
AROUND = 2  # windows: how far around
ANY_CHANGE = 0.3  # grey levels, of a signal without noise
NOISY_CHANGE = 1.35  # times the change of what stands still
STILL_SHARE = 80  # per cent of the blocks that stand still change less
BLOCK_PX = 16
OF_STROKES = 0.04  # of the contrast nearby: noise and compression change letters and lines by less
NEAR_STROKES_PX = 7
LIT, AGAINST_LIT = 1.0, -0.3  # grey levels above the ground; the most such a pixel votes against the scan
GROUND_SHARE = 25  # per cent of what lies round the scan are as dark as the ground
FIRST_STEP = 0.08  # of the piece's size
LAST_STEP_PX = 0.2
ROUNDS = 6  # over all parameters, for each size of step
SLANT_WINS = 0.02  # of the votes: what slanted sides must win over upright ones
CURVE_WINS = 0.01
LEAST_SLANT, MOST_SLANT = 0.035, 1.5
FIRST_SLANTS = (0.35, 0.7)
BEYOND_PX = 12  # as far as a try may go beyond the zone, and pay for it

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.float64]
Values = list[float]


def votes_of(evidence: Evidence) -> Floats:
    """For each pixel -1 (surely not the scan) to 1 (surely), by how much it changes beside what lives around it."""
    change, lively = evidence.change, evidence.lively
    height, width = change.shape
    blocks = max(1, width // BLOCK_PX), max(1, height // BLOCK_PX)
    still = cv2.resize(change, blocks, interpolation=cv2.INTER_AREA)
    still = still[cv2.resize(lively, blocks, interpolation=cv2.INTER_AREA) == 0]
    noise = NOISY_CHANGE * float(np.percentile(still, STILL_SHARE)) if still.size else 0.0
    if noise > ANY_CHANGE:
        change = np.asarray(cv2.blur(change, (3, 3)), np.float32)
    floor = max(ANY_CHANGE, noise)
    size = (2 * AROUND * evidence.window + 1,) * 2
    lives = ((change >= floor) & (lively > 0)).astype(np.float32)
    usual = cv2.blur(change * lives, size) / np.maximum(cv2.blur(lives, size), 1e-3)
    mean = np.asarray(np.mean(evidence.greys, axis=0, dtype=np.float32))
    strokes = cv2.dilate(contrast_of(np.asarray(np.rint(mean), np.uint8)), np.ones((NEAR_STROKES_PX,) * 2, np.uint8))
    needed = np.maximum(np.maximum(OF_THE_SCAN * usual, floor), np.float32(OF_STROKES) * strokes)
    votes = np.clip(change / needed - 1, -1, 1)
    ring = (cv2.dilate(lively, np.ones((evidence.window,) * 2, np.uint8)) > 0) & (lively == 0)
    if ring.any():  # what is dark, but lighter than the ground, may be scan whose change is too weak
        level = cv2.blur(mean, (5, 5))
        lit = level >= float(np.percentile(mean[ring], GROUND_SHARE)) + LIT
        np.maximum(votes, AGAINST_LIT, out=votes, where=lit)
    return np.asarray(votes, np.float32)


class _Sums:
    """Votes of a part of the picture, summed along its rows."""

    def __init__(self, votes: Floats, zone: Rect) -> None:
        part = votes[zone.top : zone.bottom, zone.left : zone.right].astype(np.float64)
        part = np.pad(part, BEYOND_PX, constant_values=-1.0)  # nothing beyond the zone belongs to it
        height, self._width = part.shape
        self._left = zone.left - BEYOND_PX - 0.5
        self._part = np.pad(part, ((0, 0), (0, 1))).ravel()
        self._sums = np.pad(np.cumsum(part, axis=1), ((0, 0), (1, 0))).ravel()  # each row begins with 0
        self._rows = np.arange(height) * (self._width + 1)
        self.y = np.arange(height) + float(zone.top - BEYOND_PX)
        self._above, self._below = self.y - 0.5, self.y + 0.5

    def until(self, x: Places) -> Places:
        """Of each row, the votes left of a place in pixels of the picture."""
        place = np.minimum(np.maximum(x - self._left, 0), self._width)
        whole = place.astype(np.intp)
        at = self._rows + whole
        return np.asarray(self._sums.take(at) + (place - whole) * self._part.take(at))

    def between(self, left: Places, right: Places, top: float, bottom: float) -> float:
        """The votes between two places in each row, from a line down to another."""
        share = np.minimum(self._below, bottom) - np.maximum(self._above, top)
        np.minimum(np.maximum(share, 0, out=share), 1, out=share)
        held = self.until(right) - self.until(left)
        held[right <= left] = 0
        return float(share @ held)

    def in_rectangle(self, of: Values) -> float:
        """The votes in a rectangle: left, top, right, bottom."""
        return self.between(np.full_like(self.y, of[0]), np.full_like(self.y, of[2]), of[1], of[3])


def fit_region(votes: Floats, piece: Rect, zone: Rect, squeezes: Sequence[float] = (1.0,)) -> Outline | None:
    """The outline with the most votes inside; None where there is none.

    Args:
        votes: (h, w), -1 to 1.
        piece: Where about the scan lies.
        zone: Nothing beyond it belongs to it.
        squeezes: Widths of a pixel over its height that may be.
    """
    sums = _Sums(votes, zone)
    size = float(max(piece.width, piece.height))
    flat = [piece.left - 0.5, piece.top - 0.5, piece.right - 0.5, piece.bottom - 0.5]
    flat, best = _climbed(flat, sums.in_rectangle, size)
    left, top, right, bottom = flat
    if best <= 0 or right - left < 8 or bottom - top < 8:
        return None
    outline = Outline(Line(left, 0.0, 0.0), Line(right, 0.0, 0.0), top, bottom)
    half = (right - left) / 2
    begun = [(left + right) / 2, 0.6 * half, half, top, bottom]
    slanted, won = _climbed(begun, partial(_trapezoid_votes, sums), size)
    curved = [
        (*_climbed(_sector_from(slanted, slant), partial(_sector_votes, sums, squeeze=squeeze), size), squeeze)
        for squeeze in squeezes
        for slant in FIRST_SLANTS
    ]
    sector, won_curved, squeeze = max(curved, key=lambda one: one[1])
    if won > (1 + SLANT_WINS) * best and (slanted[2] - slanted[1]) / (slanted[4] - slanted[3]) > LEAST_SLANT:
        outline, best = _trapezoid(slanted), won
    if won_curved > (1 + (SLANT_WINS if outline.is_rectangle else CURVE_WINS)) * best:
        outline = _sector(sector, squeeze)
    return outline


def _climbed(values: Values, votes: Callable[[Values], float], size: float) -> tuple[Values, float]:
    """The values from which no small step wins votes."""
    best, step = votes(values), FIRST_STEP * size
    while step >= LAST_STEP_PX:
        for _ in range(ROUNDS):
            won = False
            for place in range(len(values)):
                for way in (step, -step):
                    tried = values.copy()
                    tried[place] += way
                    found = votes(tried)
                    if found > best:
                        values, best, won = tried, found, True
                        break
            if not won:
                break
        step /= 2
    return values, best


def _trapezoid_votes(sums: _Sums, of: Values) -> float:
    """Of a trapezoid: centre, half the width above and below, top, bottom."""
    centre, above, below, top, bottom = of
    if not 0 < above <= below or bottom - top < 4:
        return -np.inf
    half = np.asarray(above + (below - above) * (sums.y - top) / (bottom - top), np.float64)
    return sums.between(centre - half, centre + half, top, bottom)


def _trapezoid(of: Values) -> Outline:
    centre, above, below, top, bottom = of
    slant = (below - above) / (bottom - top)
    return Outline(
        Line(centre - above + slant * top, -slant, 0.0), Line(centre + above - slant * top, slant, 0.0), top, bottom
    )


def _sector_from(trapezoid: Values, slant: float) -> Values:
    """A sector to begin with: centre, half the width at its widest, that times the slant of the sides, top, bottom."""
    centre, _, below, top, bottom = trapezoid
    return [centre, below, slant * below, top, bottom]


def _polar(of: Values, squeeze: float) -> tuple[float, float, float, float, float]:
    """Centre, apex's row, slant, inner and outer radius of a sector."""
    centre, half, leaning, top, bottom = of
    slant = leaning / max(1.0, half)
    sine = slant * squeeze / float(np.hypot(1, slant * squeeze))
    outer = half * squeeze / max(1e-6, sine)
    apex = bottom - outer
    cosine = 1 / float(np.hypot(1, slant * squeeze))
    return centre, apex, slant, (top - apex) / cosine, outer


def _sector_votes(sums: _Sums, of: Values, squeeze: float) -> float:
    centre, apex, slant, inner, outer = _polar(of, squeeze)
    if not LEAST_SLANT < slant < MOST_SLANT or not 0 < inner < outer - 4 or of[1] < 4:
        return -np.inf
    down = sums.y - apex
    half = np.minimum(slant * down, np.sqrt(np.maximum(outer**2 - down**2, 0)) / squeeze)
    hole = np.minimum(np.sqrt(np.maximum(inner**2 - down**2, 0)) / squeeze, half)
    whole = sums.between(centre - half, centre + half, of[3], of[4])
    return whole - sums.between(centre - hole, centre + hole, of[3], apex + inner)


def _sector(of: Values, squeeze: float) -> Outline:
    centre, apex, slant, inner, outer = _polar(of, squeeze)
    return Outline(
        Line(centre + slant * apex, -slant, 0.0),
        Line(centre - slant * apex, slant, 0.0),
        of[3],
        of[4],
        (centre, apex),
        inner,
        outer,
        squeeze,
    )


def votes_inside(outline: Outline, votes: Floats) -> float:
    """How many votes an outline holds."""
    left, top, right, bottom = outline.bounds
    height, width = votes.shape
    first_x, first_y = max(0, round(left)), max(0, round(top))
    last_x, last_y = min(width, round(right) + 1), min(height, round(bottom) + 1)
    if first_x >= last_x or first_y >= last_y:
        return 0.0
    x, y = np.meshgrid(np.arange(first_x, last_x, dtype=float), np.arange(first_y, last_y, dtype=float))
    return float(votes[first_y:last_y, first_x:last_x][outline.holds(x, y)].sum())


def shifted(
    outline: Outline, votes: Floats, start: tuple[float, float], across: int, down: int, least_px: float = 0.0
) -> Outline:
    """The outline moved along one axis to where it holds the most votes.

    Args:
        outline: Somewhere else.
        votes: (h, w).
        start: Where about it belongs: so far from where it is, (x, y).
        across, down: Which of the two is sought.
        least_px: It belongs no nearer to where it is: two panels do not lie over each other.
    """

    def moved(by: float) -> tuple[float, float]:
        return start[0] + abs(across) * by, start[1] + abs(down) * by

    def held(of: Values) -> float:
        x, y = moved(of[0])
        return votes_inside(outline.moved(x, y), votes) if abs(x if across else y) >= least_px else -np.inf

    left, top, right, bottom = outline.bounds
    (by,), _ = _climbed([0.0], held, right - left if across else bottom - top)
    return outline.moved(*moved(by))
