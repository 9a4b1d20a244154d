"""An exam and everything in it."""

from enum import Enum
from typing import Annotated, Literal

from pydantic import Field

from app.exam.content.lesion import Lesion
from app.exam.content.model import Model, Share, When
from app.exam.content.person import Patient, PersonName, Signature
from app.exam.content.picture import Clip, ContrastStudy, Snapshot


class ExamState(Enum):
    """How far an exam is."""

    OPEN = "open"  # plain, being written
    CLOSED = "closed"
    SEALED = "sealed"  # closed and encrypted with a pass phrase


class Exam(Model):
    """The exam itself, without what it holds.

    Attributes:
        id: Also the end of its folder's name.
        study_instance_uid: The worklist's, else made when the exam starts (a UUID under 2.25).
        sides: Which breasts are examined.
        setting: Name of the setting whose prevalence was set ("screening", "diagnostic", "before biopsy", "own").
        prevalence: Of that setting.
        not_assessed: Said by the user beyond the fixed sentence.
        signatures: Who drafted, who verified; a change of a finding removes the verification.
        procedure_step_uid: SOP instance of the performed procedure step (MPPS), when one was announced.
    """

    format: Literal[1] = 1
    id: str
    study_instance_uid: str
    started_at: When
    closed_at: When | None = None
    state: ExamState = ExamState.OPEN
    examiner: PersonName = PersonName()
    patient: Patient = Patient()
    sides: tuple[Literal["right", "left"], ...] = ("right", "left")
    setting: str = "diagnostic"
    prevalence: Share = 0.1
    note: str = ""
    not_assessed: str = ""
    source_name: str = ""
    software_version: str = ""
    signatures: tuple[Signature, ...] = ()
    procedure_step_uid: str = ""


Item = Annotated[Snapshot | Clip | ContrastStudy | Lesion, Field(discriminator="kind")]


class ExamContent(Model):
    """Everything of an exam as one value: what the report, the JSON and the DICOM objects are made from.

    File names in it are relative to the exam's folder, which is not part of the value.

    Attributes:
        revision: Counts the changes; of two files of one exam, the one with the higher revision is the newer, whatever
            the clocks said.
    """

    revision: int = Field(default=0, ge=0)
    exam: Exam
    items: tuple[Item, ...] = ()

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """In the order they were taken."""
        return tuple(item for item in self.items if isinstance(item, Snapshot))

    @property
    def clips(self) -> tuple[Clip, ...]:
        """In the order they were taken."""
        return tuple(item for item in self.items if isinstance(item, Clip))

    @property
    def contrast_studies(self) -> tuple[ContrastStudy, ...]:
        """In the order they were taken."""
        return tuple(item for item in self.items if isinstance(item, ContrastStudy))

    @property
    def lesions(self) -> tuple[Lesion, ...]:
        """By their numbers."""
        lesions = (item for item in self.items if isinstance(item, Lesion))
        return tuple(sorted(lesions, key=lambda lesion: lesion.number))
