"""Letters on made-up screens: typefaces that the product's own packages bring, and a Japanese one of the system."""

from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager
from PIL import ImageDraw, ImageFont

from capture.screen.layout import Rect

Colour = tuple[int, int, int]
SANS, BOLD, MONO, SERIF = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSerif"
_JAPANESE = ("Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", "Meiryo", "MS Gothic", "IPAexGothic", "TakaoPGothic")
_LATIN_TO = 0x2E80  # code points from here on need the Japanese typeface


@cache
def _japanese_file() -> str | None:
    for family in _JAPANESE:
        try:
            return str(font_manager.findfont(family, fallback_to_default=False))
        except ValueError:  # not installed
            continue
    return None


def can_write_japanese() -> bool:
    """Whether this computer has a Japanese typeface."""
    return _japanese_file() is not None


@cache
def _font(face: str, size_px: int, japanese: bool) -> ImageFont.FreeTypeFont:
    japanese_file = _japanese_file() if japanese else None
    latin_file = str(Path(mpl.get_data_path(), "fonts", "ttf", f"{face}.ttf"))
    return ImageFont.truetype(japanese_file or latin_file, size_px)


def write(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    size_px: float,
    ink: Colour,
    *,
    face: str = SANS,
    anchor: str = "la",
) -> Rect:
    """Write a text and say where it stands.

    Args:
        draw: On which picture.
        at: (x, y) of the anchor.
        text: One line.
        size_px: Height of the letters with what hangs below them.
        ink: RGB.
        face: One of the typefaces above.
        anchor: As in Pillow.
    """
    font = _font(face, max(7, round(size_px)), any(ord(letter) >= _LATIN_TO for letter in text))
    draw.text(at, text, ink, font, anchor=anchor)
    left, top, right, bottom = draw.textbbox(at, text, font, anchor=anchor)
    return Rect(int(left), int(top), int(right) + 1, int(bottom) + 1)
