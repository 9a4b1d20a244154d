"""The panel beside a living one: frozen, or so dark that only its bubbles show. It has the same outline."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.finding.evidence import Evidence, contrast_of
from capture.screen.finding.outline import Outline, fit_outline
from capture.screen.finding.pieces import bounds_of, largest_part
from capture.screen.finding.region_fit import shifted, votes_inside
from capture.screen.layout import Rect

ALIKE = 0.1  # share of the width or height by which the outlines differ at most
LOOSELY = 0.25  # the same for two that were both found, one of them perhaps in part
BESIDE = 0.7  # of the height or width that two panels of a dual picture share
SAME_PX, SAME_SLANT = 3, 0.03
FARTHEST = 0.3  # gap between the two, of the width
ECHOES_FROM = 0.5  # of the outline's pixels; a page beside a scan has strokes on a ground
SURELY = 0.75  # where noise hides the texture of a single screen
SPREAD_ACROSS, SPREAD_DOWN = 0.45, 0.35  # of the panel's width and height that living bubbles reach over
ALL_BUBBLES = 0.98
STROKE = 90
WRITTEN = 0.01  # share of still strokes in a dark panel, at most
LEAST_GAP, MOST_GAP = 0.005, 0.11  # of the width or height, between a panel and a dark one
BUBBLES = 3000  # so many pixels of them are looked at
LEFT_OUT = 0.05  # of the bubbles, at most
SURE_VOTE = 0.8
FLICKERS = 0.1  # of its brightness a bubble changes by

Mask = npt.NDArray[np.bool_]
Votes = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Side:
    """A direction from the living panel: columns or rows, before or behind."""

    across: int
    down: int


_SIDES = (_Side(1, 0), _Side(-1, 0), _Side(0, 1), _Side(0, -1))


def outline_beside(living: Outline, evidence: Evidence, votes: Votes | None) -> Outline | None:
    """The outline of a second panel beside the living one; None where there is none."""
    for side in _SIDES:
        zone = _zone(living, side, evidence)
        if zone is None:
            continue
        found = _standing(living, side, zone, evidence) or _dark(living, side, zone, evidence, votes)
        if found is not None:
            return found
    return None


def made_alike(first: Outline, second: Outline) -> list[Outline]:
    """Two living panels as one scanner shows them: the one that is less sure takes the other's outline.

    What is dark at its top or side, as contrast is, ends early there. Two that are too different, or stand anyhow, are
    no pair; then the first remains.
    """
    side = _direction(first, second)
    if side is None or not _alike(first, second, LOOSELY):
        return [first]
    if _same(first, second, side):
        return [first, second]
    if sum(first.support) >= sum(second.support):
        return [first, _placed(first, second, side)]
    return [_placed(second, first, _Side(-side.across, -side.down)), second]


def made_alike_by_votes(first: Outline, second: Outline, votes: Votes) -> list[Outline]:
    """Two living panels as one scanner shows them, in the outline that holds more votes in both places.

    Where the two differ much, what lives in either of them belongs to both: contrast is dark at its top or side.
    """
    side = _direction(first, second)
    if side is None:
        return [first]
    a, b = first.bounds, second.bounds
    apart = ((b[0] + b[2] - a[0] - a[2]) / 2, 0.0) if side.across else (0.0, (b[1] + b[3] - a[1] - a[3]) / 2)
    back = -apart[0], -apart[1]
    sizes = (a[2] - a[0], b[2] - b[0]) if side.across else (a[3] - a[1], b[3] - b[1])
    there = shifted(first, votes, apart, side.across, side.down, sizes[0])
    here = shifted(second, votes, back, side.across, side.down, sizes[1])
    if _alike(second, first):
        won = votes_inside(first, votes) + votes_inside(there, votes)
        other_won = votes_inside(here, votes) + votes_inside(second, votes)
    else:
        won = votes_inside(first, _of_both(votes, first, there))
        other_won = votes_inside(second, _of_both(votes, second, here))
    return [first, there] if won >= other_won else [here, second]


def _of_both(votes: Votes, one: Outline, other: Outline) -> Votes:
    """Of each pixel the larger of its vote and of the vote as far from it as the other outline lies from the one."""
    a, b = one.bounds, other.bounds
    move = np.array([[1.0, 0.0, b[0] - a[0]], [0.0, 1.0, b[1] - a[1]]])
    moved = cv2.warpAffine(
        votes, move, votes.shape[::-1], flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP, borderValue=-1.0
    )
    return np.asarray(np.maximum(votes, moved), np.float32)


def _direction(first: Outline, second: Outline) -> _Side | None:
    """Where the second lies from the first, if they stand side by side or one above the other."""
    a, b = first.bounds, second.bounds
    shared_rows, shared_columns = min(a[3], b[3]) - max(a[1], b[1]), min(a[2], b[2]) - max(a[0], b[0])
    if shared_rows >= BESIDE * min(a[3] - a[1], b[3] - b[1]) and shared_columns < 0.1 * (a[2] - a[0]):
        return _Side(1 if b[0] > a[0] else -1, 0)
    if shared_columns >= BESIDE * min(a[2] - a[0], b[2] - b[0]) and shared_rows < 0.1 * (a[3] - a[1]):
        return _Side(0, 1 if b[1] > a[1] else -1)
    return None


def _same(first: Outline, second: Outline, side: _Side) -> bool:
    """Whether the two outlines agree as they are."""
    a, b = first.bounds, second.bounds
    sizes = (a[2] - a[0]) - (b[2] - b[0]), (a[3] - a[1]) - (b[3] - b[1])
    places = (a[1] - b[1]) if side.across else (a[0] - b[0])
    slants = first.left.slant - second.left.slant, first.right.slant - second.right.slant
    flat = (first.inner is None, first.outer is None) == (second.inner is None, second.outer is None)
    return flat and max(map(abs, (*sizes, places))) <= SAME_PX and max(map(abs, slants)) < SAME_SLANT


def _zone(living: Outline, side: _Side, evidence: Evidence) -> Rect | None:
    """Where a second panel of the same size would lie; None where there is no room."""
    height, width = evidence.living.shape
    left, top, right, bottom = living.bounds
    wide, tall = right - left, bottom - top
    reach = evidence.window // 2
    # what the outline missed of its own panel is no second one
    if side.across:
        near, far = (right + 1, right + (1 + FARTHEST) * wide) if side.across > 0 else (
            left - (1 + FARTHEST) * wide, left - 1
        )  # fmt: skip
        box = near, top - reach, far, bottom + reach
    else:
        near, far = (bottom + 1, bottom + (1 + FARTHEST) * tall) if side.down > 0 else (
            top - (1 + FARTHEST) * tall, top - 1
        )  # fmt: skip
        box = left - reach, near, right + reach, far
    rect = Rect(
        max(0, round(box[0])), max(0, round(box[1])), min(width, round(box[2]) + 1), min(height, round(box[3]) + 1)
    )
    enough = rect.width >= (1 - ALIKE) * wide and rect.height >= (1 - ALIKE) * tall
    return rect if enough else None


def _standing(living: Outline, side: _Side, zone: Rect, evidence: Evidence) -> Outline | None:
    """A panel of echoes that stand still."""
    echoes = np.zeros_like(evidence.raised)
    part = np.s_[zone.top : zone.bottom, zone.left : zone.right]
    echoes[part] = evidence.steady[part] | evidence.living[part]
    found = fit_outline(largest_part(echoes), evidence.squeezes)
    if found is None or not _alike(found, living):
        return None
    placed = _placed(living, found, side)
    closed = cv2.morphologyEx(echoes.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)) > 0
    texture = _share_inside(placed, closed), _share_inside(placed, evidence.textured > 0)
    return placed if min(texture) >= ECHOES_FROM or texture[0] >= SURELY else None


def _dark(living: Outline, side: _Side, zone: Rect, evidence: Evidence, votes: Votes | None) -> Outline | None:
    """A panel of few bubbles, which live: contrast."""
    part = np.s_[zone.top : zone.bottom, zone.left : zone.right]
    bubbles = np.zeros_like(evidence.living)
    bubbles[part] = evidence.living[part] if votes is None else votes[part] >= SURE_VOTE
    bubbles &= evidence.change >= FLICKERS * evidence.greys[-1]  # a bar's noise is weak beside its brightness
    sure = _without_specks(bubbles)
    bounds = bounds_of(sure)
    left, top, right, bottom = living.bounds
    wide, tall = right - left, bottom - top
    if bounds is None or bounds.width < SPREAD_ACROSS * wide or bounds.height < SPREAD_DOWN * tall:
        return None
    if votes is None:
        faint = np.zeros_like(evidence.faint)
        faint[part] = evidence.faint[part]
        fitted = fit_outline(faint, evidence.squeezes)
        fits = fitted is not None and _alike(fitted, living)
        placed = _placed(living, fitted, side) if fitted is not None and fits else _over(living, sure, side)
    else:
        placed = _over(living, sure, side)
    if placed is None:
        return None
    written = (contrast_of(evidence.greys[-1]) >= STROKE) & evidence.still
    return placed if _share_inside(placed, written) <= WRITTEN else None


def _over(living: Outline, bubbles: Mask, side: _Side) -> Outline | None:
    """The living panel's outline over the bubbles: in the middle of the places that leave the fewest of them out."""
    left, top, right, bottom = living.bounds
    size = right - left if side.across else bottom - top
    y, x = (places.astype(float) for places in np.nonzero(bubbles))
    if len(x) == 0:
        return None
    few = max(1, len(x) // BUBBLES)
    x, y = x[::few], y[::few]
    gaps = np.arange(LEAST_GAP * size, MOST_GAP * size, 1.0)
    moved = [living.moved(side.across * (size + gap), side.down * (size + gap)) for gap in gaps]
    left_out = np.array([1 - outline.holds(x, y).mean() for outline in moved])
    if left_out.min() > LEFT_OUT:
        return None
    best = np.flatnonzero(left_out <= left_out.min() + 0.1 * LEFT_OUT)
    return moved[round(float(best.mean()))]


def _placed(living: Outline, found: Outline, side: _Side) -> Outline:
    """The living outline where the other was found, by the sides of it that more lines end on."""
    a, b = living.bounds, found.bounds
    if side.across:
        first, last = found.support[0], found.support[2]
        shifts, weights = (b[0] - a[0], b[2] - a[2]), (first, last)
    else:
        first, last = found.support[1], found.support[3]
        shifts, weights = (b[1] - a[1], b[3] - a[3]), (first, last)
    agreed = abs(shifts[0] - shifts[1]) <= 2
    shift = sum(shifts) / 2 if agreed else shifts[int(weights[1] > weights[0])]
    return living.moved(shift if side.across else 0.0, shift if side.down else 0.0)


def _alike(found: Outline, living: Outline, by: float = ALIKE) -> bool:
    a, b = found.bounds, living.bounds
    wide, tall = b[2] - b[0], b[3] - b[1]
    return abs((a[2] - a[0]) - wide) <= by * wide and abs((a[3] - a[1]) - tall) <= by * tall


def _share_inside(outline: Outline, mask: Mask) -> float:
    y, x = np.mgrid[0 : mask.shape[0], 0 : mask.shape[1]]
    inside = outline.holds(x, y)
    return float(mask[inside].mean()) if inside.any() else 0.0


def _without_specks(mask: Mask) -> Mask:
    """Noise lives here and there; what has no living neighbour is left out, and the outermost few."""
    kernel = np.ones((5, 5), np.float32)
    crowded = cv2.filter2D(mask.astype(np.float32), -1, kernel, borderType=cv2.BORDER_CONSTANT) >= 4
    kept = mask & crowded
    rows, columns = np.nonzero(kept)
    if len(rows) < 50:
        return np.zeros_like(mask)
    low, high = (1 - ALL_BUBBLES) / 2, 1 - (1 - ALL_BUBBLES) / 2
    top, bottom = np.quantile(rows, (low, high))
    left, right = np.quantile(columns, (low, high))
    inside = np.zeros_like(mask)
    inside[int(top) : int(bottom) + 1, int(left) : int(right) + 1] = True
    return np.asarray(kept & inside)
