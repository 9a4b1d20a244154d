"""Whether one lesion keeps one id: HOTA, IDF1, id switches and fragmentations by TrackEval's metric classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from inference.evaluation.cine.measures.observed import Observed, Picture, is_ignored, lesion_of


@dataclass(frozen=True, slots=True)
class IdentityMeasures:
    """Over all clips together; ratios 0..1, None without any lesion.

    Attributes:
        hota, det_a, ass_a: Means over the 19 localisation thresholds 0.05 to 0.95. HOTA_a = sqrt(DetA_a AssA_a), with
            DetA = TP / (TP + FN + FP) and AssA the mean over true positives of TPA / (TPA + FNA + FPA) (Luiten et al.,
            "HOTA: a higher order metric for evaluating multi-object tracking", IJCV 129:548, 2021, eq. 4-8).
        idf1: 2 IDTP / (2 IDTP + IDFP + IDFN) at IoU 0.5 (Ristani et al., ECCV workshops 2016).
        switches: Times a lesion is matched to another id than the last time, at IoU 0.5 (Bernardin and Stiefelhagen,
            "Evaluating multiple object tracking performance: the CLEAR MOT metrics", 2008), over clips and gaps.
        fragmentations: Times a lesion is matched again after pictures in which it was not (the same). A lesion out of
            view is such a gap too, so that the best possible number is not 0; and TrackEval passes over pictures in
            which no box at all is shown, so that a gap counts only where another box stands. A comparison, no count.
        passed_on: Ids that were shown on two lesions or more: the worst that can happen, since a score goes along.
        pictures, lesions: How many were measured on.
    """

    hota: float | None
    det_a: float | None
    ass_a: float | None
    idf1: float | None
    switches: int
    fragmentations: int
    passed_on: int
    pictures: int
    lesions: int


@dataclass(frozen=True, slots=True)
class ClipIdentity:
    """What TrackEval's metric classes say of one clip, to be combined.

    Attributes:
        results: By metric class.
        passed_on: Ids that were shown on two lesions or more.
        pictures, lesions: How many.
    """

    results: dict[str, Any]
    passed_on: int
    pictures: int
    lesions: int


def identity_measures(clips: Sequence[Observed]) -> IdentityMeasures:
    """Measure the ids shown; needs the package `trackeval` (extra `eval`).

    Boxes that lie on a lesion of which less than a quarter is in view count neither way.
    """
    return combined_identity([clip_identity(clip) for clip in clips])


def clip_identity(clip: Observed) -> ClipIdentity:
    """Measure one clip."""
    data = _sequence(clip.pictures)
    results = {name: metric.eval_sequence(data) for name, metric in _metrics().items()}
    return ClipIdentity(results, _passed_on(clip.pictures), data["num_timesteps"], data["num_gt_ids"])


def combined_identity(clips: Sequence[ClipIdentity]) -> IdentityMeasures:
    """Measures over several clips from those of each."""
    result: dict[str, Any] = {
        name: metric.combine_sequences({str(number): clip.results[name] for number, clip in enumerate(clips)})
        for name, metric in _metrics().items()
    }
    lesions = sum(clip.lesions for clip in clips)
    hota = result["hota"]
    return IdentityMeasures(
        hota=float(np.mean(hota["HOTA"])) if lesions else None,
        det_a=float(np.mean(hota["DetA"])) if lesions else None,
        ass_a=float(np.mean(hota["AssA"])) if lesions else None,
        idf1=float(result["identity"]["IDF1"]) if lesions else None,
        switches=int(result["clear"]["IDSW"]),
        fragmentations=int(result["clear"]["Frag"]),
        passed_on=sum(clip.passed_on for clip in clips),
        pictures=sum(clip.pictures for clip in clips),
        lesions=lesions,
    )


def _metrics() -> dict[str, Any]:
    from trackeval.metrics import CLEAR, HOTA, Identity

    quiet = {"PRINT_CONFIG": False}
    return {"hota": HOTA(), "identity": Identity(quiet), "clear": CLEAR(quiet)}


def _passed_on(pictures: Sequence[Picture]) -> int:
    owners: dict[int, set[int]] = {}
    for picture in pictures:
        for one in picture.shown:
            lesion = lesion_of(one.box, picture.lesions, "iou50")
            if lesion is not None:
                owners.setdefault(one.id, set()).add(lesion.id)
    return sum(len(lesions) > 1 for lesions in owners.values())


def _sequence(pictures: Sequence[Picture]) -> dict[str, Any]:
    """One clip as TrackEval's metric classes take it: ids count from 0 without holes."""
    truth_ids: dict[int, int] = {}
    found_ids: dict[int, int] = {}
    truth, found, similarity = [], [], []
    for picture in pictures:
        present = [lesion for lesion in picture.lesions if lesion.is_present]
        shown = [
            one
            for one in picture.shown
            if lesion_of(one.box, present, "iou50") is not None or not is_ignored(one.box, picture.lesions)
        ]
        truth.append(np.array([truth_ids.setdefault(lesion.id, len(truth_ids)) for lesion in present], int))
        found.append(np.array([found_ids.setdefault(one.id, len(found_ids)) for one in shown], int))
        overlaps = [[one.box.iou(lesion.box) for one in shown] for lesion in present]
        similarity.append(np.array(overlaps, float).reshape(len(present), len(shown)))
    return {
        "num_timesteps": len(pictures),
        "num_gt_ids": len(truth_ids),
        "num_tracker_ids": len(found_ids),
        "num_gt_dets": sum(map(len, truth)),
        "num_tracker_dets": sum(map(len, found)),
        "gt_ids": truth,
        "tracker_ids": found,
        "similarity_scores": similarity,
    }
