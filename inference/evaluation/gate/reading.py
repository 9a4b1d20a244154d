"""Reading with tesseract what stands on pictures, and whether a planted text is among it."""

import os
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from capture.screen.layout import Rect
from inference.evaluation.screens.truth import Planted

Grey = npt.NDArray[np.uint8]
Pixels = npt.NDArray[np.uint8]

LETTERS_PX = 34  # tesseract reads letters of about 30 pixels best
OUTPUT_LETTERS_PX = 24  # of whole outputs: echoes take it long
LONGEST_PX = 1600
ERRORS = 0.2  # of a text's letters may be read wrongly, left out or too many
PROGRAM = "tesseract"


def can_read() -> bool:
    """Whether tesseract is installed with English and Japanese."""
    return shutil.which(PROGRAM) is not None and {"eng", "jpn"} <= _languages()


@cache
def _languages() -> frozenset[str]:
    done = subprocess.run([PROGRAM, "--list-langs"], capture_output=True, text=True, timeout=60, check=False)
    return frozenset(done.stdout.split())


def read(picture: Pixels | Grey, *, sparse: bool, japanese: bool) -> str:
    """What tesseract reads.

    Args:
        picture: RGB (h, w, 3) or grey (h, w), uint8.
        sparse: Text may stand anywhere on it (page segmentation 11); else it is a column of lines (6).
        japanese: Look for Japanese as well; it takes twice as long.
    """
    _, data = cv2.imencode(".png", picture if picture.ndim == 2 else picture[..., ::-1])
    languages = "jpn+eng" if japanese else "eng"
    done = subprocess.run(
        [PROGRAM, "stdin", "stdout", "-l", languages, "--psm", "11" if sparse else "6"],
        input=data.tobytes(), capture_output=True, timeout=120, check=False, env=os.environ | {"OMP_THREAD_LIMIT": "1"},
    )  # fmt: skip
    return done.stdout.decode("utf-8", "replace")


def lines_of(screen: Pixels, planted: Sequence[Planted]) -> Grey | None:
    """The texts of an uncropped screen, one below the other: dark on light, letters as high as tesseract likes them."""
    strips = []
    for one in planted:
        rect, height, width = one.rect, screen.shape[0], screen.shape[1]
        edge = max(3, rect.height // 3)
        seen = Rect(
            max(0, rect.left - edge), max(0, rect.top - edge),
            min(width, rect.right + edge), min(height, rect.bottom + edge),
        )  # fmt: skip
        if seen.width < 4 or seen.height < 4:
            continue
        grey = cv2.cvtColor(screen[seen.top : seen.bottom, seen.left : seen.right], cv2.COLOR_RGB2GRAY)
        strips.append(_on_white(_enlarged(np.asarray(grey, np.uint8), rect.height)))
    if not strips:
        return None
    wide = max(strip.shape[1] for strip in strips)
    rows = [cv2.copyMakeBorder(s, 16, 16, 20, 20 + wide - s.shape[1], cv2.BORDER_CONSTANT, value=255) for s in strips]
    return np.vstack([np.asarray(row, np.uint8) for row in rows])


def enlarged_frame(pixels: Pixels, letters_px: float) -> Grey:
    """A whole output for tesseract, enlarged as the control is.

    Args:
        pixels: RGB.
        letters_px: Height of the scanner's letters on the screen it comes from.
    """
    return _enlarged(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8), letters_px, OUTPUT_LETTERS_PX)


def found(planted: Iterable[str], read_text: str) -> list[str]:
    """Those of the texts that stand in what was read.

    Letters and digits alone count, in one case and width; a text is there if some stretch of what was read differs
    from it in no more than a fifth of its letters (rounded down), which two or four kanji must match exactly.
    """
    haystack = plain(read_text)
    texts = []
    for text in planted:
        needle = plain(text)
        if needle and distance_within(needle, haystack) <= int(ERRORS * len(needle)):
            texts.append(text)
    return texts


def plain(text: str) -> str:
    """Letters and digits alone, in one case and width."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def distance_within(needle: str, haystack: str) -> int:
    """Least number of edits that make the needle some stretch of the haystack (Sellers 1980)."""
    letters = np.array([ord(letter) for letter in haystack], np.int64)
    row = np.zeros(len(letters) + 1, np.int64)
    places = np.arange(len(row))
    for number, letter in enumerate(needle, 1):
        kept = np.concatenate([[number], row[:-1] + (letters != ord(letter))])
        best = np.minimum(kept, row + 1)
        row = np.minimum.accumulate(best - places) + places  # letters too many
    return int(row.min())


def _on_white(grey: Grey) -> Grey:
    """Dark letters, the ground of the strip white: tesseract takes a grey strip for a picture."""
    dark = np.asarray(255 - grey if np.median(grey) < 128 else grey, np.float32)
    ground, ink = float(np.median(dark)), float(dark.min())
    return np.asarray(np.clip((dark - ink) * (255 / max(1.0, ground - ink)), 0, 255), np.uint8)


def _enlarged(grey: Grey, letters_px: float, wanted_px: float = LETTERS_PX) -> Grey:
    times = min(max(0.5, wanted_px / max(4.0, letters_px)), LONGEST_PX / max(grey.shape))
    size = (max(1, round(times * grey.shape[1])), max(1, round(times * grey.shape[0])))
    how = cv2.INTER_CUBIC if times > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(grey, size, interpolation=how), np.uint8)
