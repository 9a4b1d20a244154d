"""Draws the digits of several typefaces for the reader of rulers: `python -m inference.evaluation.scale.digit_bank`."""

from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib import font_manager
from PIL import Image, ImageDraw, ImageFont

import resources
from capture.screen.ruler.digits import CELL_PX, DIGIT_PX, GLYPHS

_BROUGHT = (
    "DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSansMono-Bold", "DejaVuSerif", "DejaVuSerif-Bold",
    "STIXGeneral", "STIXGeneralBol", "cmss10", "cmtt10",
)  # fmt: skip
_OF_THE_SYSTEM = "Noto Sans CJK JP"  # its digits are those of Source Sans
_BASE_PX = CELL_PX - 8  # line that the digits stand on


def main() -> None:
    """Write the bank."""
    names, cells, advances = [], [], []
    for name, file in _files():
        font = _fitting(file)
        names.append(name)
        cells.append([_cell(font, glyph) for glyph in GLYPHS])
        advances.append([font.getlength(glyph) for glyph in GLYPHS])
    path = Path(resources.__file__).parent / "ruler" / "digits.npz"
    np.savez_compressed(
        path, names=np.array(names), cells=np.array(cells, np.uint8), advances=np.array(advances, np.float32)
    )
    print(path)


def _files() -> Iterator[tuple[str, str]]:
    for name in _BROUGHT:
        yield name, str(Path(mpl.get_data_path(), "fonts", "ttf", f"{name}.ttf"))
    for weight in ("regular", "bold"):
        face = font_manager.FontProperties(family=_OF_THE_SYSTEM, weight=weight)
        yield f"{_OF_THE_SYSTEM} {weight}", font_manager.findfont(face, fallback_to_default=False)


def _fitting(file: str) -> ImageFont.FreeTypeFont:
    """The size at which a digit is `DIGIT_PX` high."""
    for size in range(16, 80):
        font = ImageFont.truetype(file, size)
        _, top, _, bottom = font.getbbox("8", anchor="ls")
        if bottom - top >= DIGIT_PX:
            return font
    raise ValueError(f"{file} has no digits")


def _cell(font: ImageFont.FreeTypeFont, glyph: str) -> npt.NDArray[np.uint8]:
    image = Image.new("L", (CELL_PX, CELL_PX))
    ImageDraw.Draw(image).text((4, _BASE_PX), glyph, 255, font, anchor="ls")
    return np.array(image, np.uint8)


if __name__ == "__main__":
    main()
