"""The typefaces of printed documents, and how Qt shapes a text with them."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QRawFont, QTextLayout

# Latin before Japanese: with a Japanese font before it, digits vanish from the PDF's text layer.
LATIN = ("DejaVu Sans", "Segoe UI", "Helvetica Neue", "Arial")
JAPANESE = (
    "Noto Sans CJK JP",
    "Hiragino Sans",
    "Yu Gothic",
    "Meiryo",
    "MS Gothic",
    "IPAexGothic",
    "TakaoPGothic",
    "VL PGothic",
    "Noto Serif CJK JP",
)
_LIGATURES = ("liga", "clig", "dlig")  # one glyph for "fi" is one that a search for "find" does not find


def pdf_font(points: float, *, bold: bool = False, japanese_first: bool = False) -> QFont:
    """The typeface of documents.

    Args:
        points: Its size.
        bold: For headings.
        japanese_first: Only to look for the form of a kanji that a variation selector names.
    """
    font = QFont()
    font.setFamilies([*JAPANESE, *LATIN] if japanese_first else [*LATIN, *JAPANESE])
    font.setPointSizeF(points)
    font.setBold(bold)
    for name in _LIGATURES:
        font.setFeature(QFont.Tag(name), 0)
    return font


def figure_font(size_px: float, *, bold: bool = False, letters: str | None = None) -> QFont:
    """The same for text that is painted, in units of the layout; `letters` names a font made for some letters."""
    font = pdf_font(10, bold=bold)
    if letters is not None:
        font.setFamilies([letters, *font.families()])
    font.setPixelSize(max(1, round(size_px)))
    return font


@cache
def can_write_japanese() -> bool:
    """Whether any font of this computer has Japanese letters."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.Japanese))


@cache
def has_bold_japanese() -> bool:
    """Whether the Japanese font of documents comes in bold."""
    known = set(QFontDatabase.families())
    family = next((name for name in JAPANESE if name in known), None)
    if family is None:
        return False
    return any(QFontDatabase.weight(family, style) >= QFont.Weight.DemiBold for style in QFontDatabase.styles(family))


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn shape.

    Attributes:
        font: Whose shape it is.
        number: In that font; 0 where the font has none for the character.
        x, y: Where it stands, in units of the layout.
        at: Index of its character in the text, in UTF-16 units.
    """

    font: QRawFont
    number: int
    x: float
    y: float
    at: int


def shaped(text: str, font: QFont) -> tuple[list[Glyph], float]:
    """The glyphs of one line of text, and its width."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    found = []
    for run in layout.glyphRuns(-1, -1, QTextLayout.GlyphRunRetrievalFlag.RetrieveAll):
        raw = run.rawFont()
        for number, place, at in zip(run.glyphIndexes(), run.positions(), run.stringIndexes(), strict=True):
            found.append(Glyph(raw, number, place.x(), place.y(), at))
    return found, line.naturalTextWidth()


def without_glyph(characters: str) -> frozenset[str]:
    """Those of the characters (of the basic plane, no marks) that no font of this computer can draw."""
    single = "\u2028".join(characters)  # a separator between them, so that none is shaped with its neighbour
    missing = {glyph.at for glyph in shaped(single.replace("\u2028", " "), pdf_font(10))[0] if glyph.number == 0}
    return frozenset(single[at] for at in missing)
