"""Who is examined and who examines."""

from datetime import date
from enum import Enum

from pydantic import Field

from app.exam.content.model import Model, When


class PersonName(Model):
    """A name in the three groups of DICOM PS3.5 6.2.1, each `family^given^middle^prefix^suffix`.

    Attributes:
        alphabetic: In Latin letters.
        ideographic: In kanji; empty when there is none.
        phonetic: In kana; empty when there is none.
    """

    alphabetic: str = ""
    ideographic: str = ""
    phonetic: str = ""

    def __str__(self) -> str:
        """As DICOM writes it: groups divided by `=`, empty ones at the end left out."""
        return "=".join((self.alphabetic, self.ideographic, self.phonetic)).rstrip("=")

    @staticmethod
    def of(text: str) -> "PersonName":
        """Read the DICOM form."""
        alphabetic, ideographic, phonetic = ([*text.split("="), "", ""])[:3]
        return PersonName(alphabetic=alphabetic, ideographic=ideographic, phonetic=phonetic)


class WorklistEntry(Model):
    """One scheduled procedure step from the hospital's modality worklist (PS3.4 annex K).

    Strings are kept exactly as they came: an ID's leading zeros are part of it.

    Attributes:
        item: The whole answer as DICOM JSON (PS3.18 annex F), for MPPS and for whatever a field here does not hold.
    """

    patient_id: str
    issuer_of_patient_id: str = ""
    name: PersonName
    birth_date: date | None = None
    sex: str = ""
    accession_number: str = ""
    study_instance_uid: str
    referring_physician: PersonName = PersonName()
    requested_procedure_id: str = ""
    requested_procedure_description: str = ""
    scheduled_step_id: str = ""
    scheduled_step_description: str = ""
    scheduled_at: When | None = None
    station_ae_title: str = ""
    modality: str = "US"
    item: dict[str, object] = Field(default_factory=dict)


class Patient(Model):
    """Whose exam it is: a pseudonym, or the entry of the worklist; one of the two, or neither yet.

    Attributes:
        pseudonym: What the user typed or the program proposed; earlier exams of the same patient carry the same.
        worklist: The hospital's own entry.
    """

    pseudonym: str = ""
    worklist: WorklistEntry | None = None

    @property
    def key(self) -> str:
        """What exams of one patient have in common: the hospital's ID, else the pseudonym; empty for nobody."""
        if self.worklist is None:
            return f"pseudonym:{self.pseudonym}" if self.pseudonym else ""
        return f"id:{self.worklist.issuer_of_patient_id}:{self.worklist.patient_id}"

    @property
    def label(self) -> str:
        """What a list shows: the pseudonym, else ID and name of the entry."""
        if self.worklist is None:
            return self.pseudonym
        name = self.worklist.name
        return f"{self.worklist.patient_id}  {name.ideographic or name.alphabetic}".replace("^", " ").strip()


class Role(Enum):
    """Who signs what."""

    SONOGRAPHER = "sonographer"  # 検査者: drafts
    PHYSICIAN = "physician"  # 判定医: verifies


class Signature(Model):
    """Who drafted or verified a report, and when."""

    role: Role
    name: PersonName
    at: When
