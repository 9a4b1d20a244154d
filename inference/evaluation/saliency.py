"""Does a saliency picture show the lesion, and does what it shows matter to the score."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from inference.descriptors.descriptor import Mask
from inference.detector import LesionDetector
from inference.evaluation.metrics import HIT_IOU
from inference.explanation.saliency import Saliency, saliency_of, tissue_like
from inference.preparation import scorer_view
from inference.training.cases import Case, lesion_boxes, load_picture

_ANY_SIDE_PX = 1 << 30
_RIM = 0.1  # of the lesion's own diameter: so far outside a point still lies on its margin
_HIDDEN = 0.2  # share of the view that is hidden to see whether it matters
_RANDOM_PLACES = 5
_SOFT_PX = 4.0


@dataclass(frozen=True, slots=True)
class Pointed:
    """One lesion.

    Attributes:
        malignant: Whether it is.
        hit, near: The strongest place lies in the lesion, or in it and on its margin.
        share, near_share: How much of the picture in the view both cover: what a random place would hit.
        middle_hit: The middle of the view lies in the lesion.
        hidden, random: How far the log-odds move when the strongest fifth, or a random fifth, is hidden.
    """

    malignant: bool
    hit: bool
    near: bool
    share: float
    near_share: float
    middle_hit: bool
    hidden: float
    random: float


def point_at_lesions(
    cases: list[Case], detector: LesionDetector, progress: Callable[[int], None], seed: int = 0
) -> list[Pointed]:
    """Explain every picture with exactly one outlined lesion, with the box that the detector found for it."""
    rng = np.random.default_rng(seed)
    pointed = []
    for number, case in enumerate(cases, 1):
        picture = load_picture(case, _ANY_SIDE_PX)
        lesions = lesion_boxes(picture.mask)
        if case.label != "normal" and len(lesions) == 1:
            box = next((box for box, _ in detector.find(picture.grey) if box.iou(lesions[0]) >= HIT_IOU), None)
            made = None if box is None else saliency_of(detector, picture.grey, box)
            if box is not None and made is not None:
                lesion = scorer_view((picture.mask > 0).astype(np.uint8) * 255, box) > 127
                inside = scorer_view(np.full_like(picture.grey, 255), box) > 127
                pointed.append(_judged(made, lesion, inside, detector, case.label == "malignant", rng))
        progress(number)
    return pointed


def summarise(pointed: list[Pointed], looked_at: int) -> dict[str, Any]:
    """Shares of hits beside those of a random place and of the middle; what hiding changes beside a random fifth."""
    mean = {
        name: float(np.mean([getattr(item, name) for item in pointed])) if pointed else None
        for name in ("hit", "near", "share", "near_share", "middle_hit", "hidden", "random")
    }
    by_label = {
        label: float(np.mean([item.hit for item in pointed if item.malignant is malignant]))
        for label, malignant in (("benign", False), ("malignant", True))
        if any(item.malignant is malignant for item in pointed)
    }
    return {
        "pictures": looked_at,
        "n": len(pointed),
        "n_malignant": sum(item.malignant for item in pointed),
        "pointing": mean["hit"],
        "pointing_by_label": by_label,
        "pointing_with_margin": mean["near"],
        "random_place": mean["share"],
        "random_place_with_margin": mean["near_share"],
        "middle_of_the_view": mean["middle_hit"],
        "log_odds_moved_by_hiding_the_strongest_fifth": mean["hidden"],
        "log_odds_moved_by_hiding_a_random_fifth": mean["random"],
    }


def _judged(
    made: Saliency, lesion: Mask, inside: Mask, detector: LesionDetector, malignant: bool, rng: np.random.Generator
) -> Pointed:
    rim_px = max(round(_RIM * 2 * float(np.sqrt(lesion.sum() / np.pi))), 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * rim_px + 1, 2 * rim_px + 1))
    near = (cv2.dilate(lesion.astype(np.uint8), kernel) > 0) & inside
    row, column = made.peak
    view = made.view.astype(np.float32) / np.float32(255)
    tissue, whole = tissue_like(view), detector.view_logit(view)

    def moved(ranking: npt.NDArray[np.float64]) -> float:
        hidden = ((ranking >= np.quantile(ranking[inside], 1 - _HIDDEN)) & inside).astype(np.float32)
        covered = cv2.GaussianBlur(hidden, (0, 0), _SOFT_PX)
        return abs(detector.view_logit(view * (1 - covered) + tissue * covered) - whole)

    side = view.shape[0]
    noise = [cv2.GaussianBlur(rng.normal(size=view.shape), (0, 0), side / 16) for _ in range(_RANDOM_PLACES)]
    return Pointed(
        malignant,
        bool(lesion[row, column]),
        bool(near[row, column]),
        float((lesion & inside).sum() / inside.sum()),
        float(near.sum() / inside.sum()),
        bool(lesion[side // 2, side // 2]),
        moved(np.abs(made.effect).astype(np.float64)),
        float(np.mean([moved(np.asarray(each, np.float64)) for each in noise])),
    )
