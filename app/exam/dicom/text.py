"""Character sets: which one an exam's objects are written in, and what each of them can hold.

DICOM's Japanese sets are JIS X 0201 (ISO IR 13, half-width katakana), JIS X 0208 (ISO IR 87, kanji and kana) and
JIS X 0212 (ISO IR 159, further kanji), switched by escape sequences (PS3.5 6.1.2, annex H). Many names need characters
that none of them has (髙, 﨑, emoji): then UTF-8 (ISO_IR 192) is written for the whole exam, and this is said.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from pydicom.charset import convert_encodings, decode_bytes, encode_string
from pydicom.dataset import Dataset
from pydicom.valuerep import TEXT_VR_DELIMS, PersonName

UTF_8: Final = "ISO_IR 192"
_TEXT_VRS: Final = ("LO", "LT", "PN", "SH", "ST", "UC", "UT")
_MULTI_LINE_VRS: Final = ("LT", "ST", "UT")
_LONGEST: Final = {"SH": 16, "LO": 64, "PN": 64, "ST": 1024, "LT": 10240}  # characters, PN: of each group


class CharacterSet(Enum):
    """What a hospital's systems can read; a setting."""

    UTF8 = "utf-8"
    JAPANESE = "japanese"  # ASCII, kanji and kana; what most Japanese archives expect
    JAPANESE_HALF_WIDTH = "japanese with half-width katakana"  # for systems that write ﾔﾏﾀﾞ^ﾀﾛｳ in the first group


_TERMS: Final = {
    CharacterSet.UTF8: (UTF_8,),
    CharacterSet.JAPANESE: ("", "ISO 2022 IR 87", "ISO 2022 IR 159"),
    CharacterSet.JAPANESE_HALF_WIDTH: ("ISO 2022 IR 13", "ISO 2022 IR 87", "ISO 2022 IR 159"),
}
_DEFAULT: Final = "iso8859"  # pydicom's name for the default repertoire
# of JIS X 0208 and of JIS X 0212, by the names of Python's codecs (PS3.3 table C.12-4)
_ESCAPES: Final = {"iso2022_jp": b"\x1b$B", "iso2022_jp_2": b"\x1b$(D"}


@dataclass(frozen=True, slots=True)
class WrittenIn:
    """The character set that was taken.

    Attributes:
        terms: Values of Specific Character Set (0008,0005).
        beyond: The characters that the wanted set does not have, each once, in order; UTF-8 was taken for them.
    """

    terms: tuple[str, ...]
    beyond: str = ""


def terms_of(character_set: CharacterSet) -> tuple[str, ...]:
    """Values of Specific Character Set (0008,0005)."""
    return _TERMS[character_set]


def write_in(datasets: Iterable[Dataset], wanted: CharacterSet) -> WrittenIn:
    """Set the character set of objects that belong together: the wanted one, or UTF-8 where that cannot hold them."""
    datasets = tuple(datasets)
    terms = _TERMS[wanted]
    beyond = ""
    if wanted is not CharacterSet.UTF8:
        texts = {text for dataset in datasets for text in _texts(dataset)}
        beyond = "".join(dict.fromkeys(char for text in sorted(texts) for char in _not_in(text, terms)))
        if beyond:
            terms = _TERMS[CharacterSet.UTF8]
    for dataset in datasets:
        dataset.SpecificCharacterSet = list(terms) if len(terms) > 1 else terms[0]
    return WrittenIn(terms, beyond)


def fitting(text: str, vr: str) -> str:
    """A text of ours as an element of this VR can hold it: no control characters, no delimiter, not too long.

    Not for what a worklist told: that is kept as it came. The limit is one of characters (PS3.5 6.2); a text that has
    to be cut is cut to as many bytes of UTF-8, because dciodvfy and some archives count those.
    """
    kept = "\t\n\r" if vr in _MULTI_LINE_VRS else ""
    text = "".join(char for char in text if char in kept or (char.isprintable() and char != "\\"))
    if vr == "PN":
        return "=".join(_cut(group, _LONGEST[vr]) for group in text.split("=")[:3])
    return _cut(text.strip(), _LONGEST.get(vr))


def person_name(text: str) -> PersonName:
    """A name of ours as DICOM can hold it."""
    return PersonName(fitting(text, "PN"))


def _cut(text: str, longest: int | None) -> str:
    if longest is None or len(text) <= longest:
        return text
    return text.encode("utf-8")[:longest].decode("utf-8", "ignore")


def _texts(dataset: Dataset) -> Iterator[str]:
    for element in dataset:
        if element.VR == "SQ":
            for item in element.value:
                yield from _texts(item)
        elif element.VR in _TEXT_VRS and element.value is not None:
            values = element.value if element.VM > 1 else [element.value]
            for value in values:
                # a name is switched back to the first set at each delimiter, so its parts are looked at alone
                yield from re.split(r"[=^]", str(value)) if element.VR == "PN" else (str(value),)


def _not_in(text: str, terms: tuple[str, ...]) -> str:
    """The characters of a text that a set does not have, or gives back as others."""
    encodings = convert_encodings(list(terms))
    return "".join(char for char in dict.fromkeys(text) if not _comes_back(char, encodings))


def _comes_back(char: str, encodings: list[str]) -> bool:
    if char.isascii():
        return char not in "\\~" or encodings[0] != "shift_jis"  # JIS X 0201 has a yen sign and an overline there
    if encodings[0] == _DEFAULT and ord(char) < 256:
        return False  # pydicom would write it as Latin-1, which the default repertoire (ASCII) is not
    if not any(_has(encoding, char) for encoding in encodings):
        return False
    return str(decode_bytes(encode_string(char, encodings), encodings, TEXT_VR_DELIMS)) == char


def _has(encoding: str, char: str) -> bool:
    """Whether a set itself has a character; Python's codecs of the same name stand for several sets."""
    try:
        encoded = char.encode(encoding)
    except UnicodeEncodeError:
        return False
    if encoding == _DEFAULT:
        return False
    escape = _ESCAPES.get(encoding)
    return len(encoded) == 1 if escape is None else encoded.startswith(escape)
