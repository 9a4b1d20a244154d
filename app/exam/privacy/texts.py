"""Free texts of an exam: nobody can know by program whether one names the patient, so each is shown or left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.exam.content.exam import Exam, ExamContent

_SHORTEST: Final = 2  # a single letter of a name is no identity
_SHORTEST_NUMBER: Final = 3
_LONG: Final = 4


@dataclass(frozen=True, slots=True)
class FreeText:
    """Something that somebody typed.

    Attributes:
        place: Where it stands: "exam note", "lesion 1 note", ...
        text: Itself.
        names: The name, number or date of the patient or of the staff that was found in it; empty when none was,
            which does not mean that there is none.
    """

    place: str
    text: str
    names: str = ""


def free_texts(content: ExamContent) -> tuple[FreeText, ...]:
    """All free texts of an exam that are not empty, with the identity found in them."""
    known = identifiers(content.exam)
    return tuple(FreeText(place, text, found_in(text, known)) for place, text in _typed(content) if text)


def identifiers(exam: Exam) -> tuple[str, ...]:
    """What identifies patient and staff of an exam, the longest first: names, numbers, birth date as it is written."""
    entry = exam.patient.worklist
    people = [exam.examiner, *(signature.name for signature in exam.signatures)]
    numbers: list[str] = []
    dates: list[str] = []
    if entry is not None:
        people += [entry.name, entry.referring_physician]
        numbers += [entry.patient_id, entry.patient_id.lstrip("0"), entry.accession_number]
        numbers += [entry.requested_procedure_id, entry.scheduled_step_id, entry.issuer_of_patient_id]
        numbers += [entry.station_ae_title]
        born = entry.birth_date
        if born is not None:
            year, month, day = f"{born:%Y}", born.month, born.day
            dates += [f"{born:%Y%m%d}", f"{born:%Y-%m-%d}", f"{born:%Y/%m/%d}", f"{born:%Y.%m.%d}"]
            dates += [f"{year}/{month}/{day}", f"{year}年{month}月{day}日", f"{born:%d.%m.%Y}", f"{born:%d/%m/%Y}"]
    names = [part for person in people for part in re.split(r"[=^\s]+", str(person)) if len(part) >= _SHORTEST]
    names += [exam.patient.pseudonym]
    found = {*names, *(number for number in numbers if len(number) >= _SHORTEST_NUMBER), *dates} - {""}
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def unmistakable(exam: Exam) -> tuple[str, ...]:
    """Those of the identifiers that are no ordinary word: whole numbers, whole names, names in kanji and kana."""
    entry = exam.patient.worklist
    if entry is None:
        return ()
    numbers = [number for number in (entry.patient_id, entry.accession_number) if len(number) >= _LONG]
    latin = (
        [str(entry.name.alphabetic), entry.name.alphabetic.replace("^", " ")] if "^" in entry.name.alphabetic else []
    )
    groups = f"{entry.name.ideographic}^{entry.name.phonetic}"
    other = [part for part in re.split(r"[\^\s]+", groups) if len(part) >= _SHORTEST and not part.isascii()]
    return tuple(dict.fromkeys([*numbers, *latin, *other]))


def found_in(text: str, known: tuple[str, ...]) -> str:
    """The first of the identifiers that stands in a text, whatever its case; empty when none does."""
    folded = text.casefold()
    return next((name for name in known if _stands_in(name.casefold(), folded)), "")


def _stands_in(name: str, text: str) -> bool:
    """Latin names as whole words ("Li" is no part of "lipoma"), kanji and kana anywhere."""
    if not name.isascii():
        return name in text
    return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text) is not None


def _typed(content: ExamContent) -> Iterator[tuple[str, str]]:
    yield "exam note", content.exam.note
    yield "not assessed", content.exam.not_assessed
    for number, snapshot in enumerate(content.snapshots, 1):
        yield f"snapshot {number} note", snapshot.note
    for lesion in content.lesions:
        yield f"lesion {lesion.number} note", lesion.note
        if lesion.verdict is not None:
            yield f"lesion {lesion.number} reason of the verdict", lesion.verdict.reason
