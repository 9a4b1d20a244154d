"""What is known of every picture of a clip."""

from dataclasses import dataclass
from enum import Enum

from inference.findings import Box

PRESENT_SHARE = 0.25  # of a lesion: with less of it in view it is neither missed nor falsely found
FULL_SHARE = 0.85  # of a lesion's largest cross-section: fully in view


class PictureState(Enum):
    """What the scanner shows."""

    LIVE = "live"
    FROZEN = "frozen"
    CALIPERS = "calipers"  # frozen, with marks
    REVIEW = "review"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class LesionTruth:
    """One lesion in one picture.

    Attributes:
        id: Counts from 0 within the clip; a lesion that comes back is the same.
        label: "benign" or "malignant".
        patient: Its patient.
        box: Round what is seen of it, in frame pixels.
        area_px: Of what is seen of it.
        share: Of its largest cross-section at this zoom that is seen, 0..1 (cut by the edge or off its middle: less),
            times how far it stands out (a lesion at the edge of the plane's thickness fades).
    """

    id: int
    label: str
    patient: str
    box: Box
    area_px: int
    share: float

    @property
    def is_present(self) -> bool:
        """Enough is seen for missing it to count."""
        return self.share >= PRESENT_SHARE

    @property
    def is_full(self) -> bool:
        """Fully in view."""
        return self.share >= FULL_SHARE


@dataclass(frozen=True, slots=True)
class PictureTruth:
    """One picture.

    Attributes:
        index: Number in the signal from 0.
        time_ns: Its time.
        state: What the scanner shows.
        repeats: It shows the same as the picture before it (before any compression).
        lesions: Those of which anything is seen, by id.
        depth_change: "known" or "unknown" on the first picture of another depth, else None.
    """

    index: int
    time_ns: int
    state: PictureState
    repeats: bool
    lesions: tuple[LesionTruth, ...]
    depth_change: str | None = None
