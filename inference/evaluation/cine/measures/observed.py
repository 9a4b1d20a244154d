"""What was seen in one clip, picture by picture, beside the truth."""

from collections.abc import Sequence
from dataclasses import dataclass

from inference.evaluation.cine.truth import LesionTruth, PictureState
from inference.evaluation.metrics import HIT_IOU, holds_centre
from inference.findings import Box

LONGEST_STEP_NS = 200_000_000  # between two pictures of living scanning, whatever the rate
IGNORED_IOU = 0.1  # a box that overlaps a lesion of which too little is in view is neither right nor wrong


@dataclass(frozen=True, slots=True)
class Shown:
    """One box of one picture.

    Attributes:
        id: Of its track; 0 for a detection by itself.
        box: In frame pixels.
        confidence: 0..1.
        malignancy, low, high: Score and its range, or None.
        settled: The score may be read.
    """

    id: int
    box: Box
    confidence: float
    malignancy: float | None = None
    low: float | None = None
    high: float | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """One analysed picture: distinct pictures only.

    Attributes:
        index, time_ns, state: Of the signal.
        lesions: The truth.
        detections: Every candidate of the detector.
        shown: Boxes on the screen.
    """

    index: int
    time_ns: int
    state: PictureState
    lesions: tuple[LesionTruth, ...]
    detections: tuple[Shown, ...]
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Observed:
    """One clip.

    Attributes:
        name: Of the clip.
        seconds: Length of the signal.
        pictures: In the order of time.
    """

    name: str
    seconds: float
    pictures: tuple[Picture, ...]

    @property
    def looked_ns(self) -> tuple[int, ...]:
        """For each picture how long pictures have been coming: a freeze is one picture and adds 200 ms at most."""
        looked, before, answer = 0, None, []
        for picture in self.pictures:
            if before is not None:
                looked += min(picture.time_ns - before, LONGEST_STEP_NS)
            before = picture.time_ns
            answer.append(looked)
        return tuple(answer)

    @property
    def is_normal(self) -> bool:
        """No lesion is ever in view."""
        return not any(picture.lesions for picture in self.pictures)


def hits_by_centre(box: Box, lesion: Box) -> bool:
    """The looser scoring of the papers on breast video: the middle of the box lies in the lesion's box."""
    return holds_centre(box, lesion)


def hits_by_overlap(box: Box, lesion: Box) -> bool:
    """Intersection over union of 0.5 or more."""
    return box.iou(lesion) >= HIT_IOU


SCORINGS = {"centre": hits_by_centre, "iou50": hits_by_overlap}


def lesion_of(box: Box, lesions: Sequence[LesionTruth], scoring: str) -> LesionTruth | None:
    """The present lesion that a box hits best, or None."""
    hit = [lesion for lesion in lesions if lesion.is_present and SCORINGS[scoring](box, lesion.box)]
    return max(hit, key=lambda lesion: box.iou(lesion.box), default=None)


def is_ignored(box: Box, lesions: Sequence[LesionTruth]) -> bool:
    """Whether a box that hits no lesion lies on one that is only just in view."""
    return any(
        not lesion.is_present and (box.iou(lesion.box) >= IGNORED_IOU or holds_centre(lesion.box, box))
        for lesion in lesions
    )
