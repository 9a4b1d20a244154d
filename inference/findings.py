"""What is found in a frame: boxes, tracks, scores. All frozen; this is all the window receives of the inference."""

from dataclasses import dataclass
from enum import Enum

from capture.frame import Frame


@dataclass(frozen=True, slots=True)
class Box:
    """Left, top, right, bottom in frame pixels; right and bottom exclusive."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """(x, y) in pixels."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def iou(self, other: "Box") -> float:
        """Intersection over union, 0..1."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        if across <= 0 or down <= 0:
            return 0.0
        shared = across * down
        return shared / (self.width * self.height + other.width * other.height - shared)


@dataclass(frozen=True, slots=True)
class Detection:
    """One mass as seen in one frame.

    Attributes:
        box: In frame pixels.
        confidence: That this is a mass, 0..1.
        malignancy: Probability of malignancy at the manifest's `development_prevalence`, 0..1; None where the
            picture is not for scoring.
    """

    box: Box
    confidence: float
    malignancy: float | None


class TrackState(Enum):
    """Life of a track."""

    TENTATIVE = "tentative"  # seen too briefly to show
    CONFIRMED = "confirmed"  # shown
    LOST = "lost"  # not seen lately; never painted on the scan


@dataclass(frozen=True, slots=True)
class Track:
    """A mass followed through time, as it stands at one frame.

    Attributes:
        id: Counts from 1 within a source; never reused.
        state: Tentative, confirmed or lost.
        box: In frame pixels; where it was measured in this frame, or last, when lost.
        confidence: Of the detection, smoothed, 0..1.
        malignancy: Smoothed probability at `development_prevalence`, 0..1; None before the first scored look.
        malignancy_low: Lower end of the range of this score.
        malignancy_high: Upper end.
        settled: The range has narrowed enough for the number to be read.
        first_seen_ns: Stream time of the first detection.
        last_seen_ns: Stream time of the latest detection.
        size_mm: (width, height) of the box where the panel's scale is known, else None.
    """

    id: int
    state: TrackState
    box: Box
    confidence: float
    malignancy: float | None
    malignancy_low: float | None
    malignancy_high: float | None
    settled: bool
    first_seen_ns: int
    last_seen_ns: int
    size_mm: tuple[float, float] | None = None


class Look(Enum):
    """The three looks of a score, from fixed operating points on the unmoved score."""

    LOW = "low"
    UNCERTAIN = "uncertain"
    SUSPICIOUS = "suspicious"


@dataclass(frozen=True, slots=True)
class OperatingPoints:
    """Limits between the looks, fixed on validation patients and kept in the manifest.

    Attributes:
        low_below: Malignancy under this is `Look.LOW`.
        suspicious_from: Malignancy of this or more is `Look.SUSPICIOUS`.
    """

    low_below: float
    suspicious_from: float

    def look(self, malignancy: float) -> Look:
        """The look of a score at the development prevalence."""
        if malignancy < self.low_below:
            return Look.LOW
        return Look.SUSPICIOUS if malignancy >= self.suspicious_from else Look.UNCERTAIN


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What the pipeline found in one frame.

    Attributes:
        frame: The analysed frame itself.
        tracks: In every state, by id.
        abstained: Why the picture is not scored, in plain words, or None.
        resting_ms: How long the probe has rested on this place, in stream time.
        doppler: Colour of flow is seen in a scored picture; it was taken as the grey around it.
        inference_ms: Time the analysis took; set by the engine, 0 from the pipeline.
        finished_ns: `time.monotonic_ns()` when it was ready; set by the engine, 0 from the pipeline.
    """

    frame: Frame
    tracks: tuple[Track, ...]
    abstained: str | None = None
    resting_ms: float = 0.0
    inference_ms: float = 0.0
    finished_ns: int = 0
    doppler: bool = False
