"""Finds the ultrasound pictures on a screen, without being told anything of the scanner.

Of a few screens, what lives from one to the next is fitted with outlines (`capture.screen.finding`): one panel or two,
rectangle, trapezoid or sector, a frozen or nearly dark panel beside a living one, the small picture of picture in
picture. Where nothing lives, the large region that is textured throughout is the scan.
"""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.finding.evidence import Evidence, Grey, gather
from capture.screen.finding.kind import kind_of, lightest_and_darkest, of_one_hue
from capture.screen.finding.living_panels import living_panels
from capture.screen.finding.standing import Found, standing_panels
from capture.screen.layout import Panel, Rect, ScanLayout
from capture.source import Screen

GROUND_SHARE = 0.34  # of the region in three neighbouring grey levels: the ground of a page of text, not echoes
BLACK_GROUND = 12  # an empty contrast picture has a ground too, but a dark one and nothing bright on it
COLOURED_FROM = 48  # difference between the channels; a tinted grey map stays below
COLOURED_SHARE = 0.4  # more is a photograph or a desktop; colour Doppler fills less of its panel
TINTED_FROM, TINTED_SHARE = 14, 0.2  # so much of a film has soft colours; a scan's grey map has one
ONE_TINT = 0.8
SMALLEST_PX = 16


def find_layout(screens: Sequence[Screen]) -> ScanLayout | None:
    """Where the scan lies on these screens of one source; None if there is none.

    Several screens are better than one: what lives is told from what stands still, and a part that is dark in one of
    them is textured in another. A picture that is a bare panel comes back whole, so that nothing of the scan is cut
    off. Panels beside each other come from left to right or from above, a small picture in a corner last.

    Args:
        screens: All of one size, in order of time; those of another size than the last are left out.
    """
    if not screens:
        return None
    height, width = screens[-1].pixels.shape[:2]
    alike = [screen.pixels for screen in screens if screen.pixels.shape[:2] == (height, width)]
    evidence = gather(alike)
    if min(evidence.greys[0].shape) < SMALLEST_PX:
        return None
    found = living_panels(evidence, alike) or standing_panels(evidence, alike)
    panels = _named(found, evidence)
    if not panels:
        return None
    left, top = min(panel.rect.left for panel in panels), min(panel.rect.top for panel in panels)
    moved = tuple(replace(panel, rect=_moved(panel.rect, -left, -top)) for panel in panels)
    return ScanLayout(moved, (left, top), (width, height))


def _named(found: list[Found], evidence: Evidence) -> list[Panel]:
    """The panels with what they show, in pixels of the screen; none where they do not look like an ultrasound's."""
    panels = []
    for one in found:
        rect, mask = _reduced(one, evidence)
        if _is_text(evidence.greys[-1], rect, mask):
            return []
        panels.append(Panel(one.rect, kind_of(evidence.pictures, rect, mask), one.mask))
    # what is coloured throughout is a photograph or a desktop, unless a grey scan stands beside it
    coloured = [_is_coloured(evidence.pictures[-1], *_reduced(one, evidence)) for one in found]
    return [] if coloured and all(coloured) else panels


def _reduced(one: Found, evidence: Evidence) -> tuple[Rect, npt.NDArray[np.bool_] | None]:
    """A panel in pixels of the reduced pictures."""
    step, (height, width) = evidence.step, evidence.greys[0].shape
    rect = Rect(
        min(one.rect.left // step, width - 1),
        min(one.rect.top // step, height - 1),
        max(1, min(width, one.rect.right // step)),
        max(1, min(height, one.rect.bottom // step)),
    )
    if one.mask is None:
        return rect, None
    mask = cv2.resize(one.mask.astype(np.uint8), (rect.width, rect.height), interpolation=cv2.INTER_NEAREST) > 0
    return rect, mask if mask.any() else None


def _is_text(grey: Grey, rect: Rect, mask: npt.NDArray[np.bool_] | None) -> bool:
    """Whether the panel is a dense page of text: a third of it has the one grey of the page's ground."""
    part = grey[rect.top : rect.bottom, rect.left : rect.right]
    levels = part.ravel() if mask is None else part[mask]
    shares = np.bincount(levels, minlength=256) / max(1, levels.size)
    grounds = np.convolve(shares, np.ones(3), "same")
    ground = int(grounds.argmax())
    if grounds[ground] < GROUND_SHARE:
        return False
    return ground > BLACK_GROUND or float(shares[150:].sum()) > float(shares[30:150].sum())


def _is_coloured(picture: npt.NDArray[np.uint8], rect: Rect, mask: npt.NDArray[np.bool_] | None) -> bool:
    """Whether so much of the panel is coloured, or tinted in so many hues, that it is no scan by itself."""
    part = picture[rect.top : rect.bottom, rect.left : rect.right]
    pixels = part.reshape(-1, 3) if mask is None else part[mask]
    lightest, darkest = lightest_and_darkest(pixels)
    spread = lightest - darkest
    if float((spread >= COLOURED_FROM).mean()) > COLOURED_SHARE:
        return True
    tinted = (spread >= TINTED_FROM) & (spread < COLOURED_FROM)
    return float(tinted.mean()) > TINTED_SHARE and of_one_hue(pixels[tinted]) < ONE_TINT


def _moved(rect: Rect, right: int, down: int) -> Rect:
    return Rect(rect.left + right, rect.top + down, rect.right + right, rect.bottom + down)
