"""Japanese names in every character set that hospitals use, and a clear way out where a set lacks a character."""

from pathlib import Path

import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataset import Dataset

from app.exam.content.person import Patient, PersonName
from app.exam.dicom.objects import DicomOptions, exam_objects, write_objects
from app.exam.dicom.text import CharacterSet, fitting, write_in
from tests.app.exam.dicom.made_exam import ENTRY, made_exam

KANJI = "Yamada^Tarou=山田^太郎=やまだ^たろう"  # PS3.5 H.3.1
HALF_WIDTH = "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"  # PS3.5 H.3.2
JIS_X_0212 = "Chou^Gyou=丂^喆=ちょう^ぎょう"  # characters of the further set only (IR 159)
NOT_IN_JIS = "Takasaki^Jun=髙﨑^順=たかさき^じゅん"


def named(name: str, folder: Path) -> object:
    entry = ENTRY.model_copy(update={"name": PersonName.of(name)})
    return made_exam(folder, patient=Patient(worklist=entry))


def name_of(name: str, character_set: CharacterSet, folder: Path) -> tuple[str, list[str], tuple[object, ...]]:
    content = named(name, folder / "exam")
    made = exam_objects(content, folder / "exam", DicomOptions(character_set=character_set))  # type: ignore[arg-type]
    read = pydicom.dcmread(next(write_objects(made.datasets[:1], folder / "out")))
    terms = read.SpecificCharacterSet
    return str(read.PatientName), [terms] if isinstance(terms, str) else list(terms), made.notes


@pytest.mark.parametrize(
    ("name", "character_set"),
    [
        (KANJI, CharacterSet.UTF8),
        (NOT_IN_JIS, CharacterSet.UTF8),
        (KANJI, CharacterSet.JAPANESE),
        (JIS_X_0212, CharacterSet.JAPANESE),
        (KANJI, CharacterSet.JAPANESE_HALF_WIDTH),
        (HALF_WIDTH, CharacterSet.JAPANESE_HALF_WIDTH),
    ],
)
def test_a_name_comes_back_as_it_was(name: str, character_set: CharacterSet, tmp_path: Path) -> None:
    read, terms, notes = name_of(name, character_set, tmp_path)
    assert read == name
    assert notes == ()
    assert ("ISO_IR 192" in terms) is (character_set is CharacterSet.UTF8)


def test_the_bytes_of_a_name_are_those_of_the_standards_example(tmp_path: Path) -> None:
    made = exam_objects(
        named(KANJI, tmp_path / "exam"),  # type: ignore[arg-type]
        tmp_path / "exam",
        DicomOptions(character_set=CharacterSet.JAPANESE),
    )
    data = next(write_objects(made.datasets[:1], tmp_path / "out")).read_bytes()
    stated = (  # PS3.5 H.3.1
        b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B"
    )
    assert stated in data


@pytest.mark.parametrize(
    ("name", "character_set", "beyond"),
    [
        (NOT_IN_JIS, CharacterSet.JAPANESE, "髙﨑"),
        (NOT_IN_JIS, CharacterSet.JAPANESE_HALF_WIDTH, "髙﨑"),
        ("Müller^Eva", CharacterSet.JAPANESE_HALF_WIDTH, ""),  # ü is in JIS X 0212
        ("Müller^Eva", CharacterSet.JAPANESE, "ü"),
        ("🙂", CharacterSet.JAPANESE, "🙂"),
        ("a~b", CharacterSet.JAPANESE_HALF_WIDTH, "~"),  # JIS X 0201 has an overline in its place
    ],
)
def test_a_character_that_the_set_lacks_makes_the_whole_exam_utf_8_and_this_is_said(
    name: str, character_set: CharacterSet, beyond: str, tmp_path: Path
) -> None:
    read, terms, notes = name_of(name, character_set, tmp_path)
    assert read == name
    assert (terms == ["ISO_IR 192"]) is bool(beyond)
    assert [note.values["characters"] for note in notes] == ([beyond] if beyond else [])  # type: ignore[attr-defined]


@given(
    text=st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\\^="), min_size=1, max_size=20),
    character_set=st.sampled_from(CharacterSet),
)
def test_any_text_comes_back_whatever_set_was_asked_for(text: str, character_set: CharacterSet) -> None:
    dataset = Dataset()
    dataset.PatientName = f"A^B={text}^{text}"
    dataset.ImageComments = text
    write_in([dataset], character_set)
    again = through_a_file(dataset)
    assert str(again.PatientName) == f"A^B={text}^{text}".rstrip(" ").rstrip("^=") or text.strip(" ") == ""
    assert str(again.ImageComments) == text.rstrip(" ")


def through_a_file(dataset: Dataset) -> Dataset:
    from io import BytesIO

    file = BytesIO()
    pydicom.dcmwrite(file, dataset, implicit_vr=False, little_endian=True)
    file.seek(0)
    return pydicom.dcmread(file, force=True)


@pytest.mark.parametrize(
    ("text", "vr", "kept"),
    [
        ("  a\\b\x00\x1b ", "LO", "ab"),
        ("x" * 300, "LO", "x" * 64),
        ("x" * 300, "SH", "x" * 16),
        ("a\nb", "LT", "a\nb"),
        ("a\nb", "LO", "ab"),
        ("F" * 99 + "=" + "漢" * 99 + "=k=too much", "PN", "F" * 64 + "=" + "漢" * 21 + "=k"),
        ("漢" * 64, "LO", "漢" * 64),  # as long as the standard allows, in characters
    ],
)
def test_a_text_of_ours_is_made_to_fit(text: str, vr: str, kept: str) -> None:
    assert fitting(text, vr) == kept
