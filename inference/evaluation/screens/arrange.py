"""Where the panels of a made-up screen stand inside the area that header, columns and footer leave."""

from dataclasses import dataclass

import numpy as np

from capture.screen.layout import PanelKind, Rect
from inference.evaluation.screens.truth import Arrangement, Shape

SECOND_KIND = {
    Arrangement.DUAL: PanelKind.B_MODE,
    Arrangement.DUAL_FROZEN: PanelKind.B_MODE,
    Arrangement.STACKED: PanelKind.B_MODE,
    Arrangement.CONTRAST: PanelKind.CONTRAST,
    Arrangement.DOPPLER: PanelKind.DOPPLER,
    Arrangement.ELASTOGRAPHY: PanelKind.ELASTOGRAPHY,
}


@dataclass(frozen=True, slots=True)
class Place:
    """One panel to be drawn.

    Attributes:
        rect: Its bounds on the screen.
        kind: What it shows.
        shape: Its outline.
        frozen: It stands still.
        inset: It is the small picture of picture in picture.
    """

    rect: Rect
    kind: PanelKind
    shape: Shape
    frozen: bool = False
    inset: bool = False


def places(
    arrangement: Arrangement, shape: Shape, area: Rect, margin_px: tuple[int, int], rng: np.random.Generator
) -> list[Place]:
    """The panels of an arrangement, the main one first.

    Args:
        arrangement: Which.
        shape: Of every panel.
        area: What the frame leaves.
        margin_px: Room kept free at the left and right of the area for ruler, bar and TGC line.
        rng: Of sizes and gaps.
    """
    top = area.top + round(rng.uniform(0.01, 0.05) * area.height)
    bottom = area.bottom - round(rng.uniform(0.02, 0.08) * area.height)
    inner = Rect(area.left + margin_px[0], top, area.right - margin_px[1], bottom)
    if arrangement is Arrangement.STACKED:
        return _stacked(inner, shape, rng)
    if arrangement in SECOND_KIND:
        return _beside(arrangement, inner, shape, rng)
    kind = PanelKind.DOPPLER if arrangement is Arrangement.COLOUR else PanelKind.B_MODE
    if arrangement is Arrangement.ZOOM:
        return [Place(inner, kind, Shape.RECTANGLE)]
    main = _fitted(inner, shape, rng, rng.uniform(0.4, 0.6))
    if arrangement is not Arrangement.INSET:
        return [Place(main, kind, shape)]
    # the overview stands in a corner of the main picture, which is a zoomed rectangle
    wide = round(rng.uniform(0.2, 0.28) * inner.width)
    tall = min(round(wide * rng.uniform(0.7, 0.95)), inner.height // 3)
    at_left = rng.random() < 0.5
    left = inner.left if at_left else inner.right - wide
    at_top = rng.random() < 0.3
    upper = inner.top if at_top else inner.bottom - tall
    small = Rect(left, upper, left + wide, upper + tall)
    return [Place(inner, kind, Shape.RECTANGLE), Place(small, kind, shape, inset=True)]


def _beside(arrangement: Arrangement, inner: Rect, shape: Shape, rng: np.random.Generator) -> list[Place]:
    gap = max(2, round(rng.uniform(0.004, 0.05) * inner.width))
    wide = (inner.width - gap) // 2
    tall = min(inner.height, round(wide * _ratio(shape, rng)))
    top = inner.top + round(rng.uniform(0, 0.6) * (inner.height - tall))
    first = Rect(inner.left, top, inner.left + wide, top + tall)
    second = Rect(inner.right - wide, top, inner.right, top + tall)
    kind = SECOND_KIND[arrangement]
    if kind is not PanelKind.B_MODE and rng.random() < 0.4:  # some makers put the colours left
        first, second = second, first
    return [
        Place(first, PanelKind.B_MODE, shape),
        Place(second, kind, shape, frozen=arrangement is Arrangement.DUAL_FROZEN),
    ]


def _stacked(inner: Rect, shape: Shape, rng: np.random.Generator) -> list[Place]:
    gap = max(2, round(rng.uniform(0.01, 0.05) * inner.height))
    tall = (inner.height - gap) // 2
    if shape is Shape.RECTANGLE:
        wide = min(inner.width, round(tall * rng.uniform(1.2, 2.4)))
    else:
        wide = min(inner.width, round(tall * rng.uniform(1.15, 1.5)))
    left = inner.left + round(rng.uniform(0.3, 0.7) * (inner.width - wide))
    upper = Rect(left, inner.top, left + wide, inner.top + tall)
    lower = Rect(left, inner.bottom - tall, left + wide, inner.bottom)
    return [Place(upper, PanelKind.B_MODE, shape), Place(lower, PanelKind.B_MODE, shape)]


def _fitted(inner: Rect, shape: Shape, rng: np.random.Generator, across: float) -> Rect:
    """The largest rectangle of a likely ratio inside, somewhat smaller than fits."""
    ratio = _ratio(shape, rng)
    wide = min(inner.width, round(inner.height / ratio))
    wide = round(wide * rng.uniform(0.85, 1.0))
    tall = min(inner.height, round(wide * ratio))
    left = inner.left + round(across * (inner.width - wide))
    top = inner.top + round(rng.uniform(0.0, 0.5) * (inner.height - tall))
    return Rect(left, top, left + wide, top + tall)


def _ratio(shape: Shape, rng: np.random.Generator) -> float:
    """Height over width."""
    return float(rng.uniform(0.65, 1.25) if shape is Shape.RECTANGLE else rng.uniform(0.68, 0.85))
