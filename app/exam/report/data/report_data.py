"""Everything a report says: the model of `report.json`.

The file is for other programs: a field is never renamed or given another meaning within one `version`. Times carry
their offset, lengths are in mm, positions in pixels of the named picture file; null means "not known".
"""

from datetime import date
from typing import Literal

from pydantic import Field

from app.exam.content.lesion import Category, Descriptor, Place, Plane, Verdict
from app.exam.content.model import FileBox, Millimetres, Model, Share, When
from app.exam.content.person import PersonName, Signature
from app.exam.content.picture import NetworkUsed, Side
from app.exam.report.data.contrast_data import ContrastData

RESEARCH_USE = "Research use only. Not for diagnosis."
NOTHING_MARKED = "Nothing marked. This does not exclude a lesion."
NOT_ASSESSED = (
    "Masses only: non-mass abnormalities, calcifications, ducts, axilla, implants and operated breasts are "
    "not assessed."
)

Look = Literal["low", "uncertain", "suspicious"]
Three = tuple[Millimetres | None, Millimetres | None, Millimetres | None]


class PatientData(Model):
    """Whose exam it is.

    Attributes:
        pseudonym: Empty where the patient comes from the worklist.
        patient_id: Of the hospital, leading zeros kept; empty for a pseudonym.
    """

    pseudonym: str = ""
    patient_id: str = ""
    issuer_of_patient_id: str = ""
    name: PersonName = PersonName()
    birth_date: date | None = None
    sex: str = ""


class ExamData(Model):
    """The exam itself.

    Attributes:
        setting, prevalence: What the unmoved score would be moved to on request; no score here is moved.
        software_version: Of the program that kept the exam.
    """

    id: str
    study_instance_uid: str
    started_at: When
    closed_at: When | None
    examiner: PersonName
    sides: tuple[Side, ...]
    setting: str
    prevalence: Share
    note: str
    source_name: str
    accession_number: str
    procedure: str
    referring_physician: PersonName
    software_version: str
    clips: int
    clip_frames: int
    clip_gaps: int


class NotAssessed(Model):
    """What nobody looked at: the fixed sentence, and what the user added."""

    always: str = NOT_ASSESSED
    by_user: str = ""


class FindingData(Model):
    """A mark of the program on a picture, as it stood when the picture was kept.

    Attributes:
        lesion_number: The lesion it was taken over as; None where it was not.
        box_px: Left, top, right, bottom in pixels of the plain picture.
        malignancy, malignancy_low, malignancy_high, look: The unmoved score, its range, and which of the three looks
            it has; all None where scores are not shown.
        settled: The range had narrowed enough for the score to be read; None where scores are not shown.
        abstained: Why there was no score.
    """

    track_id: int
    lesion_number: int | None
    box_px: FileBox
    malignancy: Share | None = None
    malignancy_low: Share | None = None
    malignancy_high: Share | None = None
    look: Look | None = None
    settled: bool | None = None
    abstained: str | None = None


class PictureData(Model):
    """A snapshot.

    Attributes:
        file, overlaid_file: Inside the exam's folder: as it came, and with what stood on the screen.
        missing: The plain file is not there or cannot be read; a report says so in its place.
        size_px: (width, height) of the plain file; None where it is missing.
        mm_per_px: (x, y); None where the scale is not known, or the picture's panels have different ones.
        scale_origin: Where the scale comes from: "DICOM tags", "ruler" (on the screen) or "stated" (by the user).
        lesion_numbers: The lesions it belongs to.
    """

    id: str
    taken_at: When
    file: str
    overlaid_file: str
    missing: bool
    size_px: tuple[int, int] | None
    side: Side | None
    mm_per_px: tuple[float, float] | None
    scale_origin: Literal["DICOM tags", "ruler", "stated"] | None = None
    frame_index: int
    time_ns: int
    source_name: str
    clip_id: str | None
    lesion_numbers: tuple[int, ...]
    findings: tuple[FindingData, ...]
    note: str


class SizeData(Model):
    """How large a lesion is.

    Attributes:
        diameters_mm: Longest, upright to it, third from the second plane; each None where it is not known.
        one_plane: It rests on one plane only, which is said wherever it stands.
        not_known: Why the first diameter is not known: nothing was measured, or the picture's scale is not known.
    """

    diameters_mm: Three
    one_plane: bool
    not_known: Literal["not measured", "scale not known"] | None


class ScoreData(Model):
    """The program's score of a lesion when it was confirmed, with its range; not moved to any prevalence.

    Attributes:
        verdict: Whether the clinician agreed.
    """

    malignancy: Share
    low: Share | None
    high: Share | None
    look: Look | None
    verdict: Verdict | None


class ChangeData(Model):
    """A lesion against the same one in the earlier exam.

    Attributes:
        earlier_picture: The first of the lesion's.
        earlier_planes: Those that were measured on it.
        change_mm, change_percent: Of the longest diameter; None where it is refused.
        cautions: What makes the two sizes hard to compare, as `app.exam.lesions.change.Caution` says it.
        refused: Why there is no change, as `app.exam.lesions.change.Refused` says it.
    """

    earlier_number: int
    earlier_lesion_id: str
    earlier_size: SizeData
    earlier_category: Category | None
    earlier_picture: PictureData | None
    earlier_planes: tuple[Plane, ...]
    change_mm: float | None = None
    change_percent: float | None = None
    cautions: tuple[str, ...] = ()
    refused: str | None = None


class LesionData(Model):
    """A lesion as the clinician described it.

    Attributes:
        by_hand: The user marked the place; the program had not.
        picture_ids: Of `ReportData.pictures`, those of the planes first.
        contrast_ids: Of `ReportData.contrast`.
        score: None without one, and wherever scores are not shown.
        change: None where the user linked it to no lesion of the earlier exam.
    """

    id: str
    number: int
    confirmed_at: When
    by_hand: bool
    place: Place
    size: SizeData
    planes: tuple[Plane, ...]
    descriptors: tuple[Descriptor, ...]
    category: Category | None
    score: ScoreData | None
    note: str
    picture_ids: tuple[str, ...]
    contrast_ids: tuple[str, ...]
    change: ChangeData | None


class EarlierLesion(Model):
    """A lesion of the earlier exam."""

    id: str
    number: int
    place: Place
    size: SizeData
    category: Category | None
    now_number: int | None


class EarlierData(Model):
    """The earlier exam of the same patient."""

    exam_id: str
    started_at: When
    lesions: tuple[EarlierLesion, ...]


class ScoresData(Model):
    """Whether scores are shown, and what made them.

    Attributes:
        shown: The site's setting.
        networks: Every set of weights whose marks are on a picture.
    """

    shown: bool
    networks: tuple[NetworkUsed, ...]


class ReportData(Model):
    """A whole report.

    Attributes:
        status: "verified" by a physician, a "draft" of the sonographer, or not signed at all.
        nothing_marked: The fixed sentence where there is no lesion.
        pictures: All of them, in the order they were taken.
        missing_files: Of the exam's folder, that the report needs.
    """

    kind: Literal["minamo exam report"] = "minamo exam report"
    version: Literal[1] = 1
    research_use: str = RESEARCH_USE
    made_at: When
    made_by: str
    institution: str
    status: Literal["unsigned", "draft", "verified"]
    signatures: tuple[Signature, ...]
    patient: PatientData
    exam: ExamData
    nothing_marked: str | None
    lesions: tuple[LesionData, ...]
    pictures: tuple[PictureData, ...]
    contrast: tuple[ContrastData, ...]
    earlier: EarlierData | None
    not_assessed: NotAssessed
    scores: ScoresData
    missing_files: tuple[str, ...] = Field(default=())
