"""What a search in the PDF finds: the characters that were written, not their look-alikes.

Where a Japanese font has one glyph for two characters, Qt's table from glyphs to characters names the one with the
lower number: the radical for 用, the hyphenation point for the middle dot. The table stands in the file as plain text
of fixed width, so that it can be corrected in place.
"""

import re
import unicodedata

_TABLE = re.compile(rb"begincmap.*?endcmap", re.DOTALL)
_CHARACTER = re.compile(rb"<(2[0EF][0-9A-Fa-f]{2})>")
_RADICALS = range(0x2E80, 0x2FE0)
_DOTS = {0x2027: 0x30FB}  # never written in a report, while the middle dot is


def searchable(pdf: bytes) -> bytes:
    """The same PDF, its tables from glyphs to characters corrected."""
    return _TABLE.sub(lambda table: _CHARACTER.sub(_written, table[0]), pdf)


def _written(found: re.Match[bytes]) -> bytes:
    number = int(found[1], 16)
    plain = unicodedata.normalize("NFKC", chr(number)) if number in _RADICALS else ""
    right = _DOTS.get(number, ord(plain) if len(plain) == 1 else number)
    return b"<%04X>" % right
