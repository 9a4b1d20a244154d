"""Which part of a scan shows contrast: the whole of it, or one half with the B-mode beside it."""

from collections.abc import Sequence

import numpy as np

from capture.screen.layout import Panel, PanelKind, Rect
from inference.contrast.picture import Bytes
from inference.preparation import to_grey

STEADY = 0.25  # a B-mode half changes its mean by no more than this share of it over a study
BMODE_FROM = 12.0  # grey levels; a B-mode half is not darker
CHANGES_FROM = 1.35  # a contrast half's brightest mean over its darkest, at least


def split_panels(pictures: Sequence[Bytes]) -> tuple[Panel, ...] | None:
    """The panels of pictures that were taken over a whole study; None where nothing looks like contrast.

    Args:
        pictures: Of one size, (h, w, 3) uint8 RGB, in order of time.
    """
    height, width = pictures[0].shape[:2]
    whole = Rect(0, 0, width, height)
    middle = width // 2
    halves = Rect(0, 0, middle, height), Rect(width - middle, 0, width, height)
    levels = [_levels(pictures, rect) for rect in halves]
    for contrast, bmode in ((0, 1), (1, 0)):
        if _is_bmode(levels[bmode]) and _is_contrast(levels[contrast]):
            return Panel(halves[bmode], PanelKind.B_MODE), Panel(halves[contrast], PanelKind.CONTRAST)
    if _is_contrast(_levels(pictures, whole)) or _is_tinted(pictures):
        return (Panel(whole, PanelKind.CONTRAST),)
    return None


def _levels(pictures: Sequence[Bytes], rect: Rect) -> np.ndarray:
    """Mean grey level of a part of each picture, (n,)."""
    return np.array([to_grey(p[rect.top : rect.bottom, rect.left : rect.right])[::2, ::2].mean() for p in pictures])


def _is_bmode(levels: np.ndarray) -> bool:
    middle = float(np.median(levels))
    return middle >= BMODE_FROM and float(np.ptp(levels)) <= STEADY * middle


def _is_contrast(levels: np.ndarray) -> bool:
    return float(levels.max()) >= CHANGES_FROM * max(float(levels.min()), 0.5)


def _is_tinted(pictures: Sequence[Bytes]) -> bool:
    """Whether most of what is bright has a colour of its own, as contrast maps have."""
    brightest = max(pictures, key=lambda picture: float(picture.mean())).reshape(-1, 3).astype(np.int16)
    seen = brightest[brightest.max(axis=1) > 40]
    return len(seen) > 100 and float(np.median(np.ptp(seen, axis=1))) > 24
