"""Any DICOM data set by the Basic Profile: every attribute of the standard's table, also inside sequences."""

import pydicom
import pytest
from dicomanonymizer.dicom_anonymization_databases import dicomfields_2026c as table
from hypothesis import given
from hypothesis import strategies as st
from pydicom.datadict import dictionary_VR
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from app.exam.privacy.profile import Replacing, deidentify_dataset, moved
from app.exam.privacy.pseudonyms import Pseudonyms

PSEUDONYMS = Pseudonyms(bytes(range(32)), "id:HOSP:00012340")
STRINGS = ("AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UT")


def planted() -> dict[tuple[int, int], str]:
    """A value for every attribute of the table that can hold a text, a date or a UID."""
    values = {}
    for tag in table.ALL_TAGS:
        try:
            vr = dictionary_VR(tag) if len(tag) == 2 and tag[0] not in (0, 2) else ""
        except KeyError:
            continue
        if vr in STRINGS:
            values[tag] = f"PL{tag[0]:04X}{tag[1]:04X}"
        elif vr in ("DA", "DT"):
            values[tag] = "19710309"
        elif vr == "UI":
            values[tag] = f"1.2.3.{tag[0]}.{tag[1]}"
    return values


def data_set(values: dict[tuple[int, int], str]) -> Dataset:
    dataset = Dataset()
    for tag, value in values.items():
        dataset.add_new(tag, dictionary_VR(tag), value)
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.SOPClassUID = "1.2.840.10008.5.1.4.1.1.6.1"
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = "1.2.3.4"
    block = dataset.private_block(0x0021, "SOMEBODY", create=True)
    block.add_new(1, "LO", "PLprivate")
    return dataset


def cleaned(dataset: Dataset) -> Dataset:
    deidentify_dataset(dataset, Replacing.by(PSEUDONYMS), pixels_cleaned=False)
    return dataset


def test_no_attribute_of_the_table_keeps_its_value() -> None:
    values = planted()
    assert len(values) > 450
    dataset = cleaned(data_set(values))
    assert [
        dataset[tag].keyword for tag, value in values.items() if tag in dataset and dataset[tag].value == value
    ] == []
    assert not any(element.tag.is_private for element in dataset)


def test_neither_does_one_inside_a_sequence_that_stays() -> None:
    values = planted()
    dataset = data_set({})
    deeper = data_set(values)
    del deeper.file_meta
    dataset.SequenceOfUltrasoundRegions = [deeper]
    item = cleaned(dataset).SequenceOfUltrasoundRegions[0]
    assert [item[tag].keyword for tag, value in values.items() if tag in item and item[tag].value == value] == []
    assert not any(element.tag.is_private for element in item)


def test_objects_that_pointed_at_each_other_still_do() -> None:
    one, other = data_set({}), data_set({})
    reference = Dataset()
    reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID = one.SOPClassUID, one.SOPInstanceUID
    other.SourceImageSequence = [reference]
    one.StudyInstanceUID = other.StudyInstanceUID = "1.2.3"
    cleaned(one)
    cleaned(other)
    assert other.SourceImageSequence[0].ReferencedSOPInstanceUID == one.SOPInstanceUID != "1.2.3.4"
    assert other.SourceImageSequence[0].ReferencedSOPClassUID == "1.2.840.10008.5.1.4.1.1.6.1"
    assert one.StudyInstanceUID == other.StudyInstanceUID
    assert one.file_meta.MediaStorageSOPInstanceUID == one.SOPInstanceUID


def test_the_time_between_two_exams_stays() -> None:
    one, other = data_set({}), data_set({})
    one.StudyDate, other.StudyDate = "20250101", "20260301"
    one.StudyTime = "101112.5"
    dates = [pydicom.valuerep.DA(cleaned(dataset).StudyDate) for dataset in (one, other)]
    assert (dates[1] - dates[0]).days == 424
    assert one.StudyTime == "101112.5"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("20260301", "20260219"),
        ("20260301101112.25+0900", "20260219101112.25+0900"),
        ("2026", ""),  # days cannot move it, and it would stay what it was
        ("202603", ""),
        ("20260231", ""),
        ("", ""),
        ("00010101", ""),
        ("no date!", ""),
    ],
)
def test_a_date_moves_or_goes(value: str, expected: str) -> None:
    assert moved(value, -10) == expected


@given(st.from_regex(r"\A[0-2](\.(0|[1-9][0-9]{0,9})){1,6}\Z"))
def test_a_uid_becomes_another_valid_one_always_the_same(uid: str) -> None:
    new = PSEUDONYMS.uid(uid)
    assert pydicom.uid.UID(new).is_valid
    assert new == PSEUDONYMS.uid(uid) == Pseudonyms(bytes(range(32)), "another patient").uid(uid)
    assert new != uid or uid.startswith("1.2.840.10008.")


def test_a_text_of_structured_content_goes_unless_it_names_an_algorithm() -> None:
    dataset = data_set({})
    known, typed, person = Dataset(), Dataset(), Dataset()
    for item, code, vt in ((known, "111001", "TEXT"), (typed, "121106", "TEXT"), (person, "121008", "PNAME")):
        name = Dataset()
        name.CodeValue, name.CodingSchemeDesignator, name.CodeMeaning = code, "DCM", "x"
        item.ValueType, item.ConceptNameCodeSequence = vt, [name]
    known.TextValue, typed.TextValue, person.PersonName = "Minamo", "Mrs Yamada", "Sato^Hanako"
    dataset.ContentSequence = [known, typed, person]
    assert [item.get("TextValue") for item in cleaned(dataset).ContentSequence] == ["Minamo"]


def test_pixels_nobody_looked_at_are_not_called_clean() -> None:
    dataset = data_set({})
    dataset.PixelData = b"\0\0"
    dataset["PixelData"].VR = "OB"
    cleaned(dataset)
    assert "BurnedInAnnotation" not in dataset
    assert "113101" not in [item.CodeValue for item in dataset.DeidentificationMethodCodeSequence]
