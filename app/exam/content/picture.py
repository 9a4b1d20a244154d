"""What was kept: snapshots, clips and contrast studies, each with what stood on the screen."""

from enum import Enum
from typing import Any, Literal

from pydantic import Field

from app.exam.content.model import FileBox, Model, Share, When

Side = Literal["right", "left"]


class ShownFinding(Model):
    """A track as it stood when the picture was kept.

    Attributes:
        track_id: Of the source's tracks, from 1.
        number: What the window called it, from 1; None when it had none.
        box_px: In pixels of the plain picture file.
        malignancy: The unmoved score, 0..1; None where the picture is not for scoring.
        malignancy_low: Lower end of the range of this score.
        malignancy_high: Upper end.
        look: "low", "uncertain" or "suspicious"; None without a score.
        settled: The range had narrowed enough for the number to be read.
        abstained: Why there is no score, or None.
        size_mm: (width, height) of the box where the scale is known.
    """

    track_id: int
    number: int | None = None
    box_px: FileBox
    confidence: Share
    malignancy: Share | None = None
    malignancy_low: Share | None = None
    malignancy_high: Share | None = None
    look: Literal["low", "uncertain", "suspicious"] | None = None
    settled: bool = False
    abstained: str | None = None
    size_mm: tuple[float, float] | None = None


class NetworkUsed(Model):
    """Which weights made the scores.

    Attributes:
        release: Name of the weights, as the model card calls them.
        sha256: Of the weights, by file name.
        backend: Device and precision, as the badge said.
        low_below, suspicious_from: The operating points of the looks.
        development_prevalence: What the unmoved score refers to.
    """

    release: str
    sha256: dict[str, str]
    backend: str = ""
    low_below: float
    suspicious_from: float
    development_prevalence: float


class Snapshot(Model):
    """One picture kept.

    Attributes:
        plain: File name inside the exam's folder: the panels as they came, PNG.
        overlaid: The same with brackets and labels, PNG.
        frame_index: Of the source's distinct pictures.
        time_ns: The source's own time of it.
        clip_id: The clip in which this picture stands, when one was being or has been kept.
        layout: As `capture.screen.layout_file.layout_to_json` writes it; holds mm per pixel.
        side: Which breast, when it was set.
        network: None when nothing was analysed.
    """

    id: str
    kind: Literal["snapshot"] = "snapshot"
    taken_at: When
    plain: str
    overlaid: str
    frame_index: int
    time_ns: int
    source_name: str = ""
    clip_id: str | None = None
    layout: dict[str, Any]
    side: Side | None = None
    findings: tuple[ShownFinding, ...] = ()
    network: NetworkUsed | None = None
    note: str = ""


class ClipOrigin(Enum):
    """Why a clip was kept."""

    AFTER_THE_FACT = "after the fact"  # the ring, and on into the future
    RECORDED = "recorded"


class Clip(Model):
    """A recording kept: video and side file (index and time of every frame).

    Attributes:
        files: Videos inside the exam's folder, in order; a new size or layout starts a new one. Each has its side file.
        first_ns, last_ns: The source's own time.
        frames: Frames written.
        gaps: Frames that had to be left out.
        complete: False until its end was written; a crash leaves it False, and what is there stays readable.
        analyses: Result files, by the release of the weights that made them; newer ones stand beside the old. "live, "
            before the release: as it was found while the clip was recorded, where not every picture was analysed.
    """

    id: str
    kind: Literal["clip"] = "clip"
    taken_at: When
    origin: ClipOrigin
    files: tuple[str, ...]
    first_ns: int | None = None
    last_ns: int | None = None
    frames: int = 0
    gaps: int = 0
    complete: bool = False
    source_name: str = ""
    side: Side | None = None
    network: NetworkUsed | None = None
    analyses: dict[str, str] = Field(default_factory=dict)


class ContrastStudy(Model):
    """A contrast study kept by the contrast mode, whole in a folder of its own.

    Attributes:
        folder: Inside the exam's folder; holds `study.json`, result, curves, maps and the lossless video.
        lesion_id: Which lesion it belongs to, when the user said so.
    """

    id: str
    kind: Literal["contrast"] = "contrast"
    taken_at: When
    folder: str
    lesion_id: str | None = None
    side: Side | None = None
