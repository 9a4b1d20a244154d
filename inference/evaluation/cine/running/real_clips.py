"""Real cine beside the made ones: one breast lesion with its outlines, and other organs, where every box is false."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from inference.detector import LesionDetector
from inference.evaluation.abstention.judge import ClipAlarms, clip_alarms
from inference.evaluation.metrics import ratio
from inference.findings import Box, TrackState
from inference.pipeline import Pipeline
from inference.training.errors import DataError
from inference.training.recognition.sources import files_of, frames_of

BREAST_CLIP, LUNG_CLIPS = "breast-clip", "lung-clips"


@dataclass(frozen=True, slots=True)
class BreastClip:
    """The real breast cine.

    Attributes:
        pictures: How many.
        ids: Of the tracks shown on the lesion.
        shown: Pictures in which a box stands on it.
        iou: Mean intersection over union with the outline's box, over the pictures with a box.
        iou_of_all: The same over all pictures, 0 where there is none.
        false_boxes: Boxes elsewhere.
    """

    pictures: int
    ids: tuple[int, ...]
    shown: int
    iou: float | None
    iou_of_all: float | None
    false_boxes: int


@dataclass(frozen=True, slots=True)
class OtherOrgans:
    """Clips that show no breast.

    Attributes:
        clips, minutes: How many, and how long.
        alarms_a_minute: Times a box appears.
        abstained_share: Of the time.
    """

    clips: int
    minutes: float
    alarms_a_minute: float | None
    abstained_share: float | None


def follow_breast_clip(folder: Path, detector: LesionDetector) -> BreastClip:
    """Follow the lesion through `folder/frames`, whose outlines lie in `folder/masks` under the same names.

    Raises:
        DataError: A picture or an outline cannot be read.
    """
    pipeline = Pipeline(detector)
    outlines = [_box(path) for path in sorted((folder / "masks").iterdir())]
    ids: dict[int, None] = {}
    ious: list[float] = []
    false_boxes = 0
    for frame, outline in zip(frames_of(folder / "frames", every=1), outlines, strict=False):
        best = 0.0
        for track in pipeline.analyse(frame).tracks:
            if track.state is not TrackState.CONFIRMED:
                continue
            overlap = track.box.iou(outline)
            false_boxes += overlap == 0
            if overlap > 0:
                ids[track.id] = None
            best = max(best, overlap)
        ious.append(best)
    shown = [iou for iou in ious if iou > 0]
    return BreastClip(
        len(ious),
        tuple(ids),
        len(shown),
        float(np.mean(shown)) if shown else None,
        float(np.mean(ious)) if ious else None,
        false_boxes,
    )


def follow_other_organs(
    folder: Path, detector: LesionDetector, test_only: bool, done: Callable[[str], None]
) -> OtherOrgans:
    """Count alarms on clips of other organs: the half kept for testing, or the other.

    Raises:
        DataError: A clip cannot be read.
    """
    found: list[ClipAlarms] = []
    for path in files_of(folder, test_only=test_only):
        done(path.name)
        found.append(clip_alarms(path, detector))
    return _together(found)


def _together(found: Sequence[ClipAlarms]) -> OtherOrgans:
    minutes = sum(one.seconds for one in found) / 60
    abstained = sum(one.abstained_share * one.seconds for one in found)
    return OtherOrgans(
        len(found), minutes, ratio(sum(one.alarms for one in found), minutes), ratio(abstained, minutes * 60)
    )


def _box(path: Path) -> Box:
    mask = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if mask is None or not (mask > 127).any():
        raise DataError("{mask} cannot be read as an outline; copy the data set again", mask=path)
    columns, rows = np.flatnonzero((mask > 127).any(axis=0)), np.flatnonzero((mask > 127).any(axis=1))
    return Box(float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))
