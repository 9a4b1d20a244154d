"""Which letters of a document cannot be told from its PDF's own fonts, and a small font made for them.

A PDF names the character of each glyph; Qt names one character for a glyph, of the basic plane only. A letter that no
font of the computer has, one beyond the basic plane (𠮷, emoji), one with a variation selector (葛󠄀), and one that
shares its glyph with another letter of the document would be lost to a search. Each of these becomes a glyph of a font
of its own, at a private code that `text_layer` translates back.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PySide6.QtCore import QByteArray, QTextBoundaryFinder
from PySide6.QtGui import QFont, QFontDatabase, QPainterPath, QTextCharFormat, QTextCursor, QTextDocument

from app.pdf.fonts import pdf_font, shaped, without_glyph

FAMILY = "Minamo Letters"
FIRST_CODE, MOST = 0xE000, 6400  # the private use area of the basic plane
_EM, _ASCENT, _DESCENT = 1000, 880, 240
_FOREIGN = re.compile("[\u2e80-\uffef\U00010000-\U0010ffff]+")
_JOINING = frozenset({"Mn", "Mc", "Me", "Cf"})
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})  # nothing of them is drawn
_PLACEHOLDER = "\N{OBJECT REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Letters:
    """A font made for some letters.

    Attributes:
        family: Its name, which no other one has.
        codes: Letter (one or more code points) to its private code.
        boxes: Those for which only a box with their number could be drawn.
    """

    family: str
    codes: dict[str, int]
    boxes: frozenset[str]


def written(text: str) -> frozenset[str]:
    """The characters of a text that the text layer must hold."""
    return frozenset(each for each in text if unicodedata.category(each) not in _UNSEEN and each != _PLACEHOLDER)


def graphemes(text: str) -> list[str]:
    """What a reader calls letters: a base with its marks, selectors and joined followers."""
    if text.isascii():
        return list(text)
    units = text.encode("utf-16-le")
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    parts, start = [], 0
    while (end := finder.toNextBoundary()) != -1:
        if end < len(units) // 2 and 0xDC <= units[2 * end + 1] <= 0xDF:  # Qt parts pairs of a script it does not know
            continue
        parts.append(units[2 * start : 2 * end].decode("utf-16-le"))
        start = end
    return parts


def composed(text: str) -> str:
    """Letters and their marks as one character where there is one; every other character as it was written.

    Unlike NFC it leaves compatibility ideographs alone: 神 (U+FA19) in a name is not 神 (U+795E).
    """
    if text.isascii():
        return text
    return "".join(
        unicodedata.normalize("NFC", part) if len(part) > 1 and unicodedata.combining(part[1]) else part
        for part in graphemes(text)
    )


def needing_own(text: str, lost: frozenset[str] = frozenset()) -> frozenset[str]:
    """The letters of a composed text that need a font of their own.

    Args:
        text: Of the whole document.
        lost: Characters that were found to be missing from its text layer.
    """
    parts = {part for part in graphemes(text) if written(part)}
    plain = "".join(sorted({part for part in parts if len(part) == 1 and ord(part) > 0x7E}))
    lost |= without_glyph("".join(each for each in plain if ord(each) <= 0xFFFF))
    return frozenset(
        part for part in parts if _is_joined(part) or any(each in lost or ord(each) > 0xFFFF for each in part)
    )


def _is_joined(letter: str) -> bool:
    """Whether marks, selectors or joiners make several characters one shape."""
    return any(unicodedata.category(each) in _JOINING for each in letter[1:])


@lru_cache(maxsize=64)
def make_letters(letters: frozenset[str]) -> Letters:
    """Make the font of these letters and tell Qt of it."""
    ordered = sorted(letters)[:MOST]
    codes = {letter: FIRST_CODE + number for number, letter in enumerate(ordered)}
    number = _fonts_made()
    family = f"{FAMILY} {number}"
    names = [".notdef", *(f"own{code:04X}" for code in codes.values())]
    glyphs, widths, boxes = {".notdef": TTGlyphPen(None).glyph()}, {".notdef": (_EM, 0)}, set()
    for name, letter in zip(names[1:], ordered, strict=True):
        path, width = _outline(letter)
        if path.isEmpty():
            path, width = _box(letter)
            boxes.add(letter)
        glyphs[name], widths[name] = _glyph(path), (round(width), 0)
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(dict(zip(codes.values(), names[1:], strict=True)))
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader(ascent=_ASCENT, descent=-_DESCENT)
    builder.setupNameTable(
        {"familyName": family, "styleName": "Regular", "fullName": family, "psName": family.replace(" ", "")}
    )
    builder.setupOS2(sTypoAscender=_ASCENT, sTypoDescender=-_DESCENT, usWinAscent=_ASCENT, usWinDescent=_DESCENT)
    builder.setupPost()
    data = BytesIO()
    builder.save(data)
    QFontDatabase.addApplicationFontFromData(QByteArray(data.getvalue()))
    return Letters(family, codes, frozenset(boxes))


def _fonts_made() -> int:
    return sum(family.startswith(FAMILY) for family in QFontDatabase.families()) + 1


def set_letters(document: QTextDocument, letters: Letters) -> None:
    """Put the private codes in place of the letters; formats stay as they are."""
    longest = max((len(letter) for letter in letters.codes), default=0)
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        text = block.text()
        if longest and any(letter in text for letter in letters.codes):
            for start, length, code in reversed(_places(text, letters.codes)):
                cursor.setPosition(block.position() + start)
                cursor.setPosition(block.position() + start + length, QTextCursor.MoveMode.KeepAnchor)
                form = QTextCharFormat(cursor.charFormat())
                form.setFontFamilies([letters.family])
                form.setFontWeight(QFont.Weight.Normal)  # Qt makes bold from a font without it by writing twice
                cursor.insertText(chr(code), form)
        block = block.next()


def unbolden(document: QTextDocument) -> None:
    """Take bold from letters that are not Latin: where their font has none, Qt would write them twice."""
    cursor = QTextCursor(document)
    plain = QTextCharFormat()
    plain.setFontWeight(QFont.Weight.Normal)
    block = document.begin()
    while block.isValid():
        for form in block.textFormats():
            units = block.text().encode("utf-16-le")[2 * form.start : 2 * (form.start + form.length)]
            text = units.decode("utf-16-le", "replace")
            bold = form.format.fontWeight() > QFont.Weight.Medium
            for run in _FOREIGN.finditer(text) if bold else ():
                start = block.position() + form.start
                cursor.setPosition(start + _units(text[: run.start()]))
                cursor.setPosition(start + _units(text[: run.end()]), QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(plain)
        block = block.next()


def in_codes(text: str, letters: Letters) -> str:
    """A text with the private codes in place of the letters, to be painted with their font before all others."""
    return "".join(chr(letters.codes[part]) if part in letters.codes else part for part in graphemes(text))


def _places(text: str, codes: dict[str, int]) -> list[tuple[int, int, int]]:
    """Start and length in UTF-16 units, and code, of every such letter."""
    found, at = [], 0
    for part in graphemes(text):
        length = _units(part)
        if part in codes:
            found.append((at, length, codes[part]))
        at += length
    return found


def _units(text: str) -> int:
    """Its length as Qt counts, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _outline(letter: str) -> tuple[QPainterPath, float]:
    """The letter's shape in font units, the y axis upwards, and its width; empty where a font lacks a part of it."""
    font = pdf_font(10, japanese_first=len(letter) > 1)
    font.setPixelSize(_EM)
    drawn, width = shaped(letter, font)
    path = QPainterPath()
    baseline = drawn[0].y if drawn else 0.0
    for glyph in drawn:
        if glyph.number == 0:
            return QPainterPath(), 0.0
        path.addPath(glyph.font.pathForGlyph(glyph.number).translated(glyph.x, glyph.y - baseline))
    return path, width


def _box(letter: str) -> tuple[QPainterPath, float]:
    """A frame with the number of the character in it, as browsers draw it."""
    number = f"{ord(letter[0]):04X}"
    half = (len(number) + 1) // 2
    font = pdf_font(10)
    font.setPixelSize(380)
    path = QPainterPath()
    width = 120 + 250 * half
    path.addRect(40, -760, width - 80, 900)
    inner = QPainterPath()
    inner.addRect(80, -720, width - 160, 820)
    path.addPath(inner.toReversed())
    for row, digits in ((-380, number[:half]), (20, number[half:])):
        path.addText(80 + (width - 160 - 240 * len(digits)) / 2, row, font, digits)
    return path, width


def _glyph(path: QPainterPath) -> object:
    """The path as a TrueType glyph."""
    quadratic = TTGlyphPen(None)
    pen = Cu2QuPen(quadratic, 1.0)
    kinds, opened, at = QPainterPath.ElementType, False, 0
    while at < path.elementCount():
        element = path.elementAt(at)
        place = (element.x, -element.y)
        if element.type == kinds.MoveToElement:
            if opened:
                pen.closePath()
            pen.moveTo(place)
            opened = True
        elif element.type == kinds.LineToElement:
            pen.lineTo(place)
        else:
            others = [path.elementAt(at + step) for step in (1, 2)]
            pen.curveTo(place, *((each.x, -each.y) for each in others))
            at += 2
        at += 1
    if opened:
        pen.closePath()
    return quadratic.glyph()


def all_written(texts: Iterable[str]) -> frozenset[str]:
    """What several texts need in the text layer."""
    return frozenset().union(*(written(text) for text in texts))
