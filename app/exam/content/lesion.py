"""A lesion as the clinician describes it: where it lies, how large it is, what it looks like, what it was called."""

from enum import Enum
from typing import Literal

from pydantic import Field

from app.exam.content.model import FilePoint, Millimetres, Model, Share, When
from app.exam.content.picture import Side

Region = Literal["A", "B", "C", "D", "E", "C'"]  # JABTS: inner/outer upper/lower quarters, areola, axillary tail


class Place(Model):
    """Where a lesion lies.

    Attributes:
        side: Which breast.
        clock: Position on the clock face as the examiner sees the patient, 1..12, halves allowed (0.5 steps).
        distance_mm: From the nipple, along the skin.
        region: A (inner upper), B (inner lower), C (outer upper), C' (axillary tail), D (outer lower), E (areola).
        on_schema: (x, y) on the breast schema, 0..1 of its width and height, where the user tapped.
        depth_mm: From the skin to the lesion's upper edge; None when the scale is not known.
    """

    side: Side
    clock: float | None = Field(default=None, ge=0.5, le=12)
    distance_mm: Millimetres | None = None
    region: Region | None = None
    on_schema: tuple[Share, Share] | None = None
    depth_mm: Millimetres | None = None


class Caliper(Model):
    """One distance measured on a snapshot.

    Attributes:
        start_px, end_px: In pixels of the snapshot's plain file.
        length_mm: None where the scale is not known; then nothing is said in mm.
        snapped: Both ends were set onto the outline by the program.
    """

    start_px: FilePoint
    end_px: FilePoint
    length_mm: Millimetres | None = None
    snapped: bool = False


class Plane(Model):
    """One of the two orthogonal planes in which a lesion was measured.

    Attributes:
        snapshot_id: The picture measured.
        direction: As the probe was held, when the user said so.
        calipers: The first is the longest diameter, the second stands upright to it (depth), at most two a plane.
        outline_px: (n, 2) points in pixels of the snapshot's plain file; empty when it was not outlined.
    """

    snapshot_id: str
    direction: Literal["radial", "antiradial", "transverse", "longitudinal"] | None = None
    calipers: tuple[Caliper, ...] = ()
    outline_px: tuple[FilePoint, ...] = ()


class TermSystem(Enum):
    """Whose words describe a lesion."""

    BI_RADS = "BI-RADS"
    JABTS = "JABTS"


class Descriptor(Model):
    """One described feature; the clinician's entry, beside what was measured.

    Attributes:
        feature: "lesion type", "shape", "orientation", "margin", "halo", "echo pattern", "echogenic foci", "posterior",
            "depth/width", "interruption of the mammary interface", ...
        term: The chosen word's key in its term system; None when only a measured value is there.
        measured: What the program measured and offered, as it was shown; None when nothing was.
        accepted: The clinician took the offered one.
    """

    feature: str
    system: TermSystem
    term: str | None = None
    measured: str | None = None
    measured_value: float | None = None
    accepted: bool = False


class Category(Model):
    """The clinician's own entry, never the program's.

    Attributes:
        system: BI-RADS or JABTS.
        value: "0".."6" with "4A".."4C" for BI-RADS, "1".."5" for JABTS.
        by: Who entered it.
    """

    system: TermSystem
    value: str
    by: str = ""


class Verdict(Model):
    """Whether the clinician agrees with the score; kept for later evaluation."""

    agrees: bool
    reason: str = ""
    malignancy: Share | None = None  # what was shown then
    at: When


class Lesion(Model):
    """A track the user confirmed, or a place the user marked.

    Attributes:
        number: From 1 in its exam; stays its own when another one is deleted.
        track_ids: The source's tracks it was confirmed from; empty for one marked by hand.
        planes: At most two, orthogonal.
        diameters_mm: (longest, upright to it, third from the second plane), as far as they are known.
        one_plane: The size comes from one plane only, and is marked so wherever it stands.
        malignancy: The settled score when it was confirmed, with the ends of its range; None without one.
    """

    id: str
    kind: Literal["lesion"] = "lesion"
    number: int = Field(ge=1)
    confirmed_at: When
    track_ids: tuple[int, ...] = ()
    place: Place
    planes: tuple[Plane, ...] = Field(default=(), max_length=2)
    diameters_mm: tuple[Millimetres | None, Millimetres | None, Millimetres | None] = (None, None, None)
    one_plane: bool = True
    descriptors: tuple[Descriptor, ...] = ()
    category: Category | None = None
    verdict: Verdict | None = None
    malignancy: Share | None = None
    malignancy_low: Share | None = None
    malignancy_high: Share | None = None
    snapshot_ids: tuple[str, ...] = ()
    earlier_lesion_id: str | None = None  # the same lesion in an earlier exam, when the user said so
    note: str = ""
