"""A DICOM data set by the Basic Profile of PS3.15 annex E, with the actions of table E.1-1 that dicom-anonymizer holds.

The library's table says what becomes of each of the standard's 600 attributes and its functions do it; here stands
what it leaves to its user: consistent UIDs and dates, items of sequences, structured content, and what was done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from dicomanonymizer.simpledicomanonymizer import anonymize_dataset, initialize_actions
from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue
from pydicom.sr.coding import Code

from app.exam.dicom.identity import code_item
from app.exam.privacy.pseudonyms import Pseudonyms

Action: TypeAlias = Callable[[Dataset, tuple[int, int]], None]  # repeating groups: (group, element, masks)
Rules: TypeAlias = Mapping[tuple[int, ...], Action]

TABLE: Final = "dicomfields_2026c"  # table E.1-1 as of this edition of the standard
METHODS: Final = (  # PS3.16 CID 7050
    Code("113100", "DCM", "Basic Application Confidentiality Profile"),
    Code("113101", "DCM", "Clean Pixel Data Option"),
    Code("113104", "DCM", "Clean Structured Content Option"),
    Code("113107", "DCM", "Retain Longitudinal Temporal Information Modified Dates Option"),
)
_WITHOUT_PIXELS: Final = tuple(code for code in METHODS if code.value != "113101")
_BIRTH: Final = ("PatientBirthDate", "PatientBirthTime", "PatientBirthDateInAlternativeCalendar")
# sequences that only point at objects: they stay, their UIDs become others (X/Z/U* of the table)
_REFERENCES: Final = (
    "SourceImageSequence",
    "SourceInstanceSequence",
    "ReferencedImageSequence",
    "ReferencedStudySequence",
    "ReferencedPerformedProcedureStepSequence",
    "CurrentRequestedProcedureEvidenceSequence",
    "PertinentOtherEvidenceSequence",
    "PredecessorDocumentsSequence",
)
_KEPT_TEXTS: Final = (  # of structured content; whatever else somebody may have typed goes
    ("DCM", "111001"),  # Algorithm Name
    ("DCM", "111002"),  # Algorithm Parameters
    ("DCM", "111003"),  # Algorithm Version
    ("DCM", "112039"),  # Tracking Identifier
    ("DCM", "121012"),  # Device Observer UID
    ("DCM", "121014"),  # Device Observer Manufacturer
    ("DCM", "121015"),  # Device Observer Model Name
)


@dataclass(frozen=True, slots=True)
class Replacing:
    """What stands in place of identity.

    Attributes:
        patient_id: As name and number.
        uid: Other UID of a UID.
        days: By how many every date is moved.
    """

    patient_id: str
    uid: Callable[[str], str]
    days: int

    @staticmethod
    def by(pseudonyms: Pseudonyms) -> "Replacing":
        """For an object with the patient's identity in it."""
        return Replacing(pseudonyms.patient_id, pseudonyms.uid, pseudonyms.days)

    @staticmethod
    def already(patient_id: str) -> "Replacing":
        """For an object made from an exam that is de-identified already: its UIDs and dates are the right ones."""
        return Replacing(patient_id, str, 0)


def deidentify_dataset(
    dataset: Dataset,
    new: Replacing,
    *,
    pixels_cleaned: bool,
    keep_text: Callable[[str], bool] = lambda _text: False,
    keep_document: bool = False,
) -> None:
    """De-identify a data set in place.

    Names and numbers become pseudonyms or empty, dates move by the patient's days, UIDs become others that still fit
    together, private attributes go. Structured content keeps codes, numbers and coordinates; a text stays only where
    it names an algorithm or device, or `keep_text` says so.

    Args:
        dataset: With its file meta information.
        new: What stands in place of identity.
        pixels_cleaned: Somebody or something made sure that no pixel names anybody; written into the data set. Never
            say so of pixels that were not looked at.
        keep_text: Whether a text of the structured content is free of identity.
        keep_document: The encapsulated document was made from a de-identified exam.
    """
    rules = _rules(new, keep_document=keep_document)
    _clean_structured(dataset, keep_text)
    _apply(dataset, rules)
    dataset.PatientName = dataset.PatientID = new.patient_id
    dataset.PatientIdentityRemoved = "YES"
    dataset.LongitudinalTemporalInformationModified = "MODIFIED"
    methods = METHODS if pixels_cleaned else _WITHOUT_PIXELS
    dataset.DeidentificationMethod = [method.meaning[:64] for method in methods]
    dataset.DeidentificationMethodCodeSequence = [code_item(method) for method in methods]
    if "PixelData" in dataset:
        if pixels_cleaned:
            dataset.BurnedInAnnotation = "NO"
        dataset.RecognizableVisualFeatures = "NO"
    if hasattr(dataset, "file_meta") and "SOPInstanceUID" in dataset:
        dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID


def _rules(new: Replacing, *, keep_document: bool) -> Rules:
    """The table's actions, with ours where a date, a UID or a reference is concerned."""
    rules: dict[tuple[int, ...], Action] = dict(initialize_actions(TABLE))
    ours: dict[str, Action] = {
        "UI": lambda dataset, tag: _change(dataset, tag, new.uid),
        "DA": lambda dataset, tag: _change(dataset, tag, lambda value: moved(value, new.days)),
        "DT": lambda dataset, tag: _change(dataset, tag, lambda value: moved(value, new.days)),
        "TM": _keep,
    }
    rules.update({tag: ours[vr] for tag in rules if (vr := _vr(tag)) in ours})
    rules.update({_tag(keyword): _empty for keyword in _BIRTH})
    kept = [*_REFERENCES, "ContentSequence", "VerifyingObserverSequence", "DocumentTitle"]
    kept += ["EncapsulatedDocument"] if keep_document else []
    rules.update({_tag(keyword): _keep for keyword in kept})
    return rules


def _keep(_dataset: Dataset, _tag: tuple[int, int]) -> None:
    """Leave the attribute, and look into its items."""


def _empty(dataset: Dataset, tag: tuple[int, int]) -> None:
    if tag in dataset:
        dataset[tag].value = ""


def _apply(dataset: Dataset, rules: Rules) -> None:
    """The rules on a data set and on the items of every sequence it keeps; the library looks at the first level."""
    anonymize_dataset(dataset, base_rules_gen=lambda: dict(rules))
    for element in dataset:
        if element.VR == "SQ":
            for item in element.value:
                _apply(item, rules)


def _change(dataset: Dataset, tag: tuple[int, int], change: Callable[[str], str]) -> None:
    if tag not in dataset:
        return
    element = dataset[tag]
    value: Any = element.value
    if isinstance(value, MultiValue | list):
        element.value = [change(str(one)) for one in value]
    elif value:
        element.value = change(str(value))


def moved(value: str, days: int) -> str:
    """A DA or DT value on another day; empty where only the year or month is known, which days cannot move."""
    day, rest = value[:8], value[8:]
    if len(day) < 8 or not day.isdecimal():
        return ""
    try:
        return (datetime.strptime(day, "%Y%m%d") + timedelta(days=days)).strftime("%Y%m%d") + rest
    except (ValueError, OverflowError):
        return ""


def _clean_structured(item: Dataset, keep_text: Callable[[str], bool]) -> None:
    """Take out of structured content what could name somebody (Clean Structured Content Option)."""
    if "ContentSequence" not in item:
        return
    kept = []
    for child in item.ContentSequence:
        if child.get("ValueType") == "PNAME":
            continue
        if child.get("ValueType") == "TEXT" and not _is_known(child) and not keep_text(str(child.get("TextValue"))):
            continue
        _clean_structured(child, keep_text)
        kept.append(child)
    item.ContentSequence = kept


def _is_known(item: Dataset) -> bool:
    name = item.ConceptNameCodeSequence[0] if item.get("ConceptNameCodeSequence") else Dataset()
    return (name.get("CodingSchemeDesignator"), name.get("CodeValue")) in _KEPT_TEXTS


def _vr(tag: tuple[int, ...]) -> str:
    try:
        return str(dictionary_VR(tag)) if len(tag) == 2 else ""
    except KeyError:
        return ""


def _tag(keyword: str) -> tuple[int, int]:
    tag = tag_for_keyword(keyword)
    if tag is None:
        raise LookupError(keyword)
    return tag >> 16, tag & 0xFFFF
