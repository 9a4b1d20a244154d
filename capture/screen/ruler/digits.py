"""Digits of several typefaces, and how well a small picture of a number looks like a given one."""

from functools import cache, lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

import resources

GLYPHS = "0123456789."
CELL_PX = 40  # of a glyph in the bank, both ways
DIGIT_PX = 24  # height of a digit there
_WIDTH_LOG = 0.34  # how far the widths of a number and of its template may differ

Grey = npt.NDArray[np.float32]


class _Bank:
    """The glyphs as drawn, (typefaces, glyphs, CELL_PX, CELL_PX) in 0..1, and how far each moves the pen."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as kept:
            self.names: list[str] = [str(name) for name in kept["names"]]
            self.cells: Grey = kept["cells"].astype(np.float32) / 255
            self.advances: npt.NDArray[np.float32] = kept["advances"]


@cache
def _bank() -> _Bank:
    return _Bank(Path(resources.__file__).parent / "ruler" / "digits.npz")


def typefaces() -> tuple[str, ...]:
    """Names of the typefaces."""
    return tuple(_bank().names)


@lru_cache(maxsize=8192)
def written(text: str, face: int) -> Grey:
    """A number in one typeface, cut to its ink, (h, w) in 0..1."""
    bank = _bank()
    canvas = np.zeros((CELL_PX, CELL_PX * (len(text) + 1)), np.float32)
    pen = 0.0
    for letter in text:
        glyph = GLYPHS.index(letter)
        at = round(pen)
        part = canvas[:, at : at + CELL_PX]
        np.maximum(part, bank.cells[face, glyph], out=part)
        pen += float(bank.advances[face, glyph])
    rows, columns = np.flatnonzero(canvas.max(axis=1) > 0.3), np.flatnonzero(canvas.max(axis=0) > 0.3)
    return canvas[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def likeness(seen: Grey, text: str, face: int) -> float:
    """How well a picture, cut to its ink, looks like a number in a typeface: correlation, -1..1."""
    template = written(text, face)
    wide = np.log((seen.shape[1] / seen.shape[0]) / (template.shape[1] / template.shape[0]))
    if abs(wide) > _WIDTH_LOG:
        return -1.0
    fitted = cv2.resize(template, (seen.shape[1], seen.shape[0]), interpolation=cv2.INTER_AREA)
    first, second = seen - seen.mean(), fitted - fitted.mean()
    norm = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / norm - 0.5 * float(wide) ** 2 if norm > 0 else -1.0
