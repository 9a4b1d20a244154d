"""How well the boxes sit that are painted between two analyses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inference.evaluation.cine.measures.observed import Observed, lesion_of


@dataclass(frozen=True, slots=True)
class Fit:
    """Over pictures of a kind.

    Attributes:
        iou: Mean intersection over union of the boxes that hit a lesion with the truth; None without any.
        shown: Share of (picture, present lesion) that have such a box; None without any.
        pictures: How many (picture, present lesion).
    """

    iou: float | None
    shown: float | None
    pictures: int


def fit(clips: Sequence[Observed], every: int, own: bool) -> Fit:
    """Measure the boxes of the pictures with an analysis of their own, or of those between.

    Args:
        clips: What was seen.
        every: Pictures from one analysis to the next.
        own: Which of them.
    """
    found: list[float] = []
    present = 0
    for clip in clips:
        for picture in clip.pictures:
            if (picture.index % every == 0) is not own:
                continue
            present += sum(lesion.is_present for lesion in picture.lesions)
            best: dict[int, float] = {}
            for one in picture.shown:
                lesion = lesion_of(one.box, picture.lesions, "centre")
                if lesion is not None:
                    best[lesion.id] = max(best.get(lesion.id, 0.0), one.box.iou(lesion.box))
            found += best.values()
    return Fit(float(np.mean(found)) if found else None, len(found) / present if present else None, present)
