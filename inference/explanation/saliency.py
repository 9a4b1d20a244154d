"""Occlusion sensitivity: hide one place after another, and see how the score of this picture moves.

Zeiler and Fergus 2014 (Visualizing and Understanding Convolutional Networks, ECCV, section 4.2) with two changes. What
hides a place is no grey patch, which in an ultrasound picture is a mass or a bright spot of its own, but tissue: the
mean grey of the same depth with the speckle of the place itself. And the patch has soft edges, which are no margin. It
needs nothing but the score, so it holds for every network and every back end.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inference.detector import LesionDetector
from inference.findings import Box
from inference.preparation import Grey, crop_side_px, scorer_view

Floats = npt.NDArray[np.float32]

PATCH = 24 / 192  # width of the hidden place, share of the view's side; chosen on patients that are not tested on
STEPS = 12  # places across and down
_BEYOND = 1.6  # the patch is whole as far as its bell is above 1 / this
_GROUND = 0.02  # of white: darker is the black ground, which is no tissue
_SPECKLE = 8 / 192  # share of the side: finer than this is speckle, coarser is structure
_DEPTH = 6 / 192  # the grey of a depth changes no faster


@dataclass(frozen=True, slots=True, eq=False)
class Saliency:
    """How the score moves with what is seen where.

    Attributes:
        effect: (s, s) log-odds, positive where what is seen there raises the score and negative where it lowers it.
        view: (s, s) grey: what the network saw.
        area: The view's square in the pixels of the panel; it may reach beyond it.
        score: Malignancy of this one picture as it is, calibrated, 0..1.
        strongest: Malignancy with the place hidden that moves it most, 0..1.
    """

    effect: Floats
    view: Grey
    area: Box
    score: float
    strongest: float

    @property
    def peak(self) -> tuple[int, int]:
        """(row, column) of the view where the effect is greatest, whichever way."""
        row, column = np.unravel_index(int(np.abs(self.effect).argmax()), self.effect.shape)
        return int(row), int(column)


def saliency_of(
    detector: LesionDetector,
    grey: Grey,
    box: Box,
    *,
    progress: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Saliency | None:
    """Explain the score of the lesion in a box; a second or two on a CPU.

    Args:
        detector: The networks; used from one thread at a time.
        grey: The panel (h, w).
        box: Of the lesion, in its pixels.
        progress: Called with 0..1.
        cancelled: Asked before each place.

    Returns:
        None when it was cancelled.

    Raises:
        ModelError: The network gave no number.
    """
    seen = scorer_view(grey, box)
    side = seen.shape[0]
    view = seen.astype(np.float32) / np.float32(255)
    tissue = tissue_like(view)
    whole = detector.view_logit(view)
    places = (np.arange(STEPS) + 0.5) * side / STEPS
    across = np.arange(side) + 0.5
    bells = np.exp(-((across[None] - places[:, None]) ** 2) / (2 * (PATCH * side / 2) ** 2))  # (steps, side)
    effect, weight = np.zeros((side, side)), np.zeros((side, side))
    strongest, moved = whole, 0.0
    for number in range(STEPS * STEPS):
        if cancelled():
            return None
        row, column = divmod(number, STEPS)
        bell = bells[row][:, None] * bells[column][None]
        covered = np.minimum(bell * _BEYOND, 1.0).astype(np.float32)
        hidden = detector.view_logit(view * (1 - covered) + tissue * covered)
        effect += bell * (whole - hidden)
        weight += bell
        if abs(whole - hidden) > moved:
            strongest, moved = hidden, abs(whole - hidden)
        progress((number + 1) / (STEPS * STEPS))
    inside = view > _GROUND
    reach = np.asarray(cv2.dilate(inside.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0)
    half, (x, y) = crop_side_px(box) / 2, box.centre
    return Saliency(
        np.where(reach, effect / weight, 0).astype(np.float32),  # nothing is seen outside the picture
        seen,
        Box(x - half, y - half, x + half, y + half),
        detector.calibrated(whole),
        detector.calibrated(strongest),
    )


def tissue_like(view: Floats) -> Floats:
    """What hides a place: the mean grey of each depth with the picture's own speckle, (s, s) in 0..1."""
    side = view.shape[0]
    inside = view > _GROUND
    level = (view * inside).sum(axis=1) / np.maximum(inside.sum(axis=1), 1)
    rows = cv2.GaussianBlur(np.repeat(level[:, None], side, axis=1), (0, 0), _DEPTH * side)
    speckle = view - cv2.GaussianBlur(view, (0, 0), _SPECKLE * side)
    return np.clip(np.where(inside, rows + speckle, view), 0, 1).astype(np.float32)
