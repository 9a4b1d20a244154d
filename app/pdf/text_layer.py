"""What a search in the PDF finds: the characters that were written, not their look-alikes.

Qt writes for each font a table from glyphs to characters. Where a font has one glyph for two characters, the table
names the one with the lower number: the radical for 用, the hyphenation point for the middle dot, the ligature for
"fi". Here each entry becomes the character that this document holds.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject
from PySide6.QtGui import QFont, QFontInfo, QRawFont

from app.pdf.fonts import JAPANESE, LATIN
from app.pdf.letters import FAMILY, Letters

_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:\[([^\]]*)\]|<([0-9A-Fa-f]+)>)")
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_MOST_A_BLOCK = 100  # entries, by the format's own rule

Table = dict[int, str]  # glyph code of a PDF's font to what it stands for


def searchable(
    pdf: bytes, written: frozenset[str], letters: Letters | None = None, language: str = "en"
) -> tuple[bytes, frozenset[str]]:
    """Correct the text layer of a PDF that Qt has made.

    Args:
        pdf: The whole file.
        written: Every visible character of the document.
        letters: The font made for some of them.
        language: Of the document, for programs that read it aloud.

    Returns:
        The corrected file, and the characters that its text layer still does not hold.
    """
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    tables = [(font, *_read(font)) for font in _fonts(writer)]
    own = {} if letters is None else {chr(code): letter for letter, code in letters.codes.items()}
    named = {text for _, name, table in tables if not _is_own(name) for text in table.values()}
    right = _corrections(named, written)
    held: set[str] = set()
    for font, name, table in tables:
        change = own if _is_own(name) else right
        table = {code: change.get(text, text) for code, text in table.items()}
        held.update(each for text in table.values() for each in text)
        _write(font, table)
    file = BytesIO()
    writer.write(file)
    return file.getvalue(), written - held


def _fonts(writer: PdfWriter) -> Iterator[DictionaryObject]:
    seen = set()
    for page in writer.pages:
        fonts = page.get("/Resources", {}).get("/Font", {})
        for entry in fonts.values():
            font = entry.get_object()
            if "/ToUnicode" in font and id(font) not in seen:
                seen.add(id(font))
                yield font


def _is_own(name: str) -> bool:
    return FAMILY.replace(" ", "") in name


def _read(font: DictionaryObject) -> tuple[str, Table]:
    """Name and table of a font."""
    table: Table = {}
    for match in _RANGE.finditer(_stream(font).get_data()):
        first, last = int(match[1], 16), int(match[2], 16)
        if match[3] is not None:
            texts = [_text(each) for each in _HEX.findall(match[3])]
        else:
            texts = [chr(int(match[4], 16) + step) for step in range(last - first + 1)]
        if last - first < 0x10000:
            table.update(zip(range(first, last + 1), texts, strict=False))
    table.pop(0, None)
    return str(font.get("/BaseFont", "")), {code: text for code, text in table.items() if text != "\0"}


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")


def _write(font: DictionaryObject, table: Table) -> None:
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    entries = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in sorted(table.items())]
    for start in range(0, len(entries), _MOST_A_BLOCK):
        block = entries[start : start + _MOST_A_BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end", ""]
    _stream(font).set_data("\n".join(lines).encode("ascii"))


def _stream(font: DictionaryObject) -> StreamObject:
    stream = font["/ToUnicode"].get_object()
    assert isinstance(stream, StreamObject)
    return stream


def _corrections(named: set[str], written: frozenset[str]) -> dict[str, str]:
    """For every name in the tables that the document does not hold, what was written instead."""
    wrong = [text for text in named if text not in written]
    missing = sorted(written - named)
    right: dict[str, str] = {}
    if wrong and missing:
        glyph_of = _glyphs()
        for text in wrong:
            twins = [each for each in missing if len(each) == 1 and glyph_of(text) & glyph_of(each)]
            if twins:
                right[text] = twins[0]
    for text in wrong:
        spelt = unicodedata.normalize("NFKC", text)
        if text.isspace() and text != "\N{IDEOGRAPHIC SPACE}":  # tab, or a space that does not break
            right[text] = " "
        elif text not in right and spelt != text and set(spelt) <= written:
            right[text] = spelt
    return right


def _glyphs() -> Callable[[str], set[tuple[str, int]]]:
    """Asks every font of the document for a character's glyph: (font, glyph) pairs."""
    fonts = []
    for family in (*LATIN, *JAPANESE):
        font = QFont(family)
        if QFontInfo(font).family() == family:
            fonts.append((family, QRawFont.fromFont(font)))

    def glyph_of(text: str) -> set[tuple[str, int]]:
        if len(text) != 1 or ord(text) > 0xFFFF:
            return set()
        found = ((name, raw.glyphIndexesForString(text)) for name, raw in fonts)
        return {(name, glyphs[0]) for name, glyphs in found if glyphs and glyphs[0]}

    return glyph_of
