"""What a new exam begins with, so that scanning need not wait for anything to be entered."""

import secrets
import unicodedata
from uuid import uuid4

from app.exam.content.exam import Exam
from app.exam.content.model import new_id, now
from app.exam.content.person import Patient, PersonName
from capture.side_file import software_version

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another one
_LENGTH = 6


def new_exam(*, examiner: PersonName, setting: str, prevalence: float, source_name: str) -> Exam:
    """An exam that starts now, of a patient who is called by a pseudonym until somebody says otherwise."""
    return Exam(
        id=new_id(),
        study_instance_uid=f"2.25.{uuid4().int}",
        started_at=now(),
        examiner=examiner,
        patient=Patient(pseudonym=proposed_pseudonym()),
        setting=setting,
        prevalence=prevalence,
        source_name=source_name,
        software_version=software_version(),
    )


def proposed_pseudonym() -> str:
    """A word that tells nothing of anybody and can be read out: P-7QK2MX."""
    return "P-" + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def entered_text(text: str) -> str:
    """What somebody typed or pasted, in one line, without what no file can hold: control and half characters."""
    kept = (" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    return "".join(letter for letter in kept if unicodedata.category(letter) != "Cs").strip()


def name_from_text(text: str) -> PersonName:
    """A name as somebody types it: in DICOM's form, or in plain letters, kanji or kana."""
    text = " ".join(entered_text(text).split())
    if "^" in text or "=" in text:
        return PersonName.of(text)
    if not text or all(ord(letter) < 0x250 for letter in text):
        return PersonName(alphabetic=text)
    joined = text.replace(" ", "^").replace("\u3000", "^")
    if all(0x3040 <= ord(letter) <= 0x30FF or letter in "^ー" for letter in joined):
        return PersonName(phonetic=joined)
    return PersonName(ideographic=joined)


def text_of_name(name: PersonName) -> str:
    """A name as people read it; the DICOM form where it has more than one group."""
    groups = [group for group in (name.alphabetic, name.ideographic, name.phonetic) if group]
    return str(name) if len(groups) > 1 else "".join(groups).replace("^", " ").strip()
