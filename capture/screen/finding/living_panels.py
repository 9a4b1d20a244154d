"""Panels of a screen that lives: their outlines, what lies over their corners, and the panel beside that does not."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.finding.beside import made_alike, made_alike_by_votes, outline_beside
from capture.screen.finding.corners import inset_of, mark_of
from capture.screen.finding.evidence import Evidence, contrast_of
from capture.screen.finding.outline import Outline, fit_outline
from capture.screen.finding.pieces import largest_part, parted_by_votes, pieces_of
from capture.screen.finding.region_fit import fit_region, votes_of
from capture.screen.finding.standing import (
    STROKE,
    WRITTEN_SHARE,
    Found,
    is_bare,
    out_to_the_border,
    standing_panels,
    without,
)
from capture.screen.layout import Rect

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Votes = npt.NDArray[np.float32]

LEAST_AREA = 0.02  # of the screen, each panel: smaller is a thumbnail or a logo
LEAST_TOGETHER = 0.04
SHAPED = 0.6  # of a small picture's width and height that its scan must fill to give its shape
SMALL_LIVES = 0.1  # of a small picture
WIDE_AWAKE = 0.35  # share of a piece that lives; of one that hardly does, what stirs is looked at too
FAR = 3  # windows: so far a dark part may reach beyond what surely lives
TOUCHING_PX = 3  # panels with a gap no wider than this have their border in the middle of it


def living_panels(evidence: Evidence, screens: Sequence[Pixels]) -> list[Found]:
    """The panels of screens that live, none where nothing does or where the picture is a bare panel.

    Args:
        evidence: Of the screens.
        screens: Whole, RGB.
    """
    height, width = screens[-1].shape[:2]
    if not evidence.lively.any():
        return []
    votes = None if evidence.exact else votes_of(evidence)
    outlines = living_outlines(evidence, votes)
    panels = [Found(*outline.on_screen(evidence.step, width, height)) for outline in outlines]
    if sum(panel.rect.width * panel.rect.height for panel in panels) < LEAST_TOGETHER * height * width:
        return []
    if len(panels) == 1:
        bare = [] if _is_written(evidence, outlines[0]) else standing_panels(evidence, screens)
        if bare and bare[0].rect == Rect(0, 0, width, height):
            return bare  # a bare picture comes back whole, whatever of it lives
        return _with_corners(panels[0], evidence, votes)
    panels.sort(key=lambda panel: (panel.rect.left, panel.rect.top))
    return _to_the_border(panels, screens)


def _is_written(evidence: Evidence, outline: Outline) -> bool:
    """Whether something stands written outside the outline, as on every scanner's screen."""
    height, width = evidence.still.shape
    y, x = np.mgrid[0:height, 0:width]
    written = evidence.still & (contrast_of(evidence.greys[-1]) >= STROKE) & ~outline.holds(x, y)
    return float(written.mean()) >= WRITTEN_SHARE


def _with_corners(panel: Found, evidence: Evidence, votes: Votes | None) -> list[Found]:
    """A rectangular panel without what lies over its corner; a small picture there is a panel of its own."""
    if panel.mask is not None:
        return [panel]
    step, rect = evidence.step, panel.rect
    inner = Rect(-(-rect.left // step), -(-rect.top // step), rect.right // step, rect.bottom // step)
    small = inset_of(evidence.greys, inner)
    if small is not None and float(evidence.living[_inside(small)].mean()) < SMALL_LIVES:
        small = None  # a body mark stands still
    over = small or mark_of(evidence.greys[-1], inner)
    if over is None:
        return [panel]
    main = Found(rect, without(rect, inner, over, step))
    if small is None:
        return [main]
    box = Rect(
        rect.left if over.left == inner.left else over.left * step,
        rect.top if over.top == inner.top else over.top * step,
        rect.right if over.right == inner.right else over.right * step,
        rect.bottom if over.bottom == inner.bottom else over.bottom * step,
    )
    return [main, _small_panel(box, over, evidence, votes)]


def _small_panel(box: Rect, reduced: Rect, evidence: Evidence, votes: Votes | None) -> Found:
    """The small picture, in the shape of its scan."""
    inner = Rect(reduced.left + 1, reduced.top + 1, reduced.right - 1, reduced.bottom - 1)
    if votes is None:
        outline = fit_outline(largest_part(_within(evidence.living, inner)), evidence.squeezes)
    else:
        outline = fit_region(votes, inner, inner, evidence.squeezes)
    if outline is None or outline.is_rectangle:
        return Found(box)
    rect, mask = outline.on_screen(evidence.step, evidence.step * evidence.living.shape[1], box.bottom)
    if mask is None or rect.width < SHAPED * box.width or rect.height < SHAPED * box.height:
        return Found(box)
    part = Rect(
        max(rect.left, box.left), max(rect.top, box.top), min(rect.right, box.right), min(rect.bottom, box.bottom)
    )
    shaped = mask[part.top - rect.top : part.bottom - rect.top, part.left - rect.left : part.right - rect.left]
    return Found(part, shaped)


def _to_the_border(panels: list[Found], screens: Sequence[Pixels]) -> list[Found]:
    """Two panels that are all there is in the picture, without the strip that a frame leaves round them."""
    first, last = panels
    united = Rect(
        min(first.rect.left, last.rect.left),
        min(first.rect.top, last.rect.top),
        max(first.rect.right, last.rect.right),
        max(first.rect.bottom, last.rect.bottom),
    )
    height, width = screens[-1].shape[:2]
    if first.mask is not None or last.mask is not None or not is_bare(united, width, height):
        return panels
    wide = out_to_the_border(united, screens)
    if last.rect.left >= first.rect.right:  # side by side
        middle = (first.rect.right + last.rect.left) // 2
        touch = last.rect.left - first.rect.right <= TOUCHING_PX
        a = Rect(wide.left, wide.top, middle if touch else first.rect.right, wide.bottom)
        b = Rect(middle if touch else last.rect.left, wide.top, wide.right, wide.bottom)
        return [Found(a), Found(b)]
    return panels


def living_outlines(evidence: Evidence, votes: Votes | None) -> list[Outline]:
    """The outlines of the living panels, largest first; at most two.

    Args:
        evidence: Of the screens.
        votes: Where the signal is not exact.
    """
    height, width = evidence.living.shape
    pieces = pieces_of(evidence.lively, evidence.living, evidence.change)
    pieces = [one for one in pieces if one.width * one.height >= LEAST_AREA * height * width]
    outlines = []
    for piece in pieces[:2]:
        zone = _zone(piece, pieces, evidence, 1 if votes is None else FAR)
        outline = _fitted(piece, zone, evidence) if votes is None else fit_region(votes, piece, zone, evidence.squeezes)
        if outline is not None:
            outlines.append(outline)
    if votes is not None and len(outlines) == 1:
        outlines = _halves(outlines[0], votes, evidence) or outlines
    if len(outlines) == 2:
        first, second = outlines
        outlines = made_alike(first, second) if votes is None else made_alike_by_votes(first, second, votes)
    if len(outlines) == 1:
        beside = outline_beside(outlines[0], evidence, votes)
        if beside is not None:
            outlines.append(beside)
    return outlines


def _halves(outline: Outline, votes: Votes, evidence: Evidence) -> list[Outline]:
    """The outlines of two panels that were taken for one; none where it is one."""
    height, width = votes.shape
    left, top, right, bottom = (round(side + 0.5) for side in outline.bounds)
    parts = parted_by_votes(Rect(max(0, left), max(0, top), min(width, right), min(height, bottom)), votes)
    found = [fit_region(votes, part, _zone(part, parts, evidence, 1), evidence.squeezes) for part in parts]
    return [one for one in found if one is not None] if len(parts) == 2 and None not in found else []


def _fitted(piece: Rect, zone: Rect, evidence: Evidence) -> Outline | None:
    """The outline of what lives faintly in a zone, where every pixel is as the scanner drew it."""
    reach = evidence.window // 3 | 1
    near = cv2.dilate(evidence.lively, np.ones((reach, reach), np.uint8)) > 0
    echoes = evidence.living & near
    if float(echoes[_inside(piece)].mean()) < WIDE_AWAKE:
        echoes = (evidence.living | evidence.stirring) & near
    outline = fit_outline(largest_part(_within(echoes, zone)), evidence.squeezes)
    if outline is None:
        return None
    return fit_outline(largest_part(_within(evidence.faint, zone)), evidence.squeezes) or outline


def _zone(piece: Rect, pieces: list[Rect], evidence: Evidence, windows: int) -> Rect:
    """The piece and what may belong to it, as far as the next piece."""
    height, width = evidence.living.shape
    reach = windows * evidence.window
    left, top = max(0, piece.left - reach), max(0, piece.top - reach)
    right, bottom = min(width, piece.right + reach), min(height, piece.bottom + reach)
    for other in pieces:
        if other is piece:
            continue
        if other.top < piece.bottom and piece.top < other.bottom:
            if other.left >= piece.right:
                right = min(right, (piece.right + other.left) // 2)
            elif other.right <= piece.left:
                left = max(left, (piece.left + other.right + 1) // 2)
        if other.left < piece.right and piece.left < other.right:
            if other.top >= piece.bottom:
                bottom = min(bottom, (piece.bottom + other.top) // 2)
            elif other.bottom <= piece.top:
                top = max(top, (piece.top + other.bottom + 1) // 2)
    return Rect(left, top, right, bottom)


def _inside(rect: Rect) -> tuple[slice, slice]:
    return np.s_[rect.top : rect.bottom, rect.left : rect.right]


def _within(mask: Mask, zone: Rect) -> Mask:
    kept = np.zeros_like(mask)
    kept[zone.top : zone.bottom, zone.left : zone.right] = mask[zone.top : zone.bottom, zone.left : zone.right]
    return kept
