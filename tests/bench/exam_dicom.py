"""What dciodvfy says of an exam's DICOM objects, how much of a name inside a panel is found, and what objects cost.

    python -m tests.bench.exam_dicom [--json FILE]

The names are written into pictures of BUS-UCLM that carry none, where a reader could read them (70 grey levels over
what is under them); a name counts as found when nine tenths of its strokes would be blanked.
"""

import argparse
import json
import random
import tempfile
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from app.exam.dicom.clip import Recording, clip_objects
from app.exam.dicom.objects import DicomOptions, exam_objects, write_objects
from app.exam.dicom.text import CharacterSet
from inference.marks.panel_text import find_panel_text
from tests.app.exam.dicom.made_exam import PDF, STARTED, clip, made_exam, verified
from tests.capture.recording_frames import layout
from tests.conftest import REPOSITORY
from tests.dicom_tools import dciodvfy

PICTURES = REPOSITORY.parent / "shared" / "data" / "bus-uclm" / "images"
LATIN = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
JAPANESE = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
WORDS = {
    "Latin letters": (LATIN, ("YAMADA TARO", "Sato Hanako", "SUZUKI", "Smith, Anna")),
    "digits": (LATIN, ("00012340", "1971/03/09", "ID 4711-22")),
    "kanji": (JAPANESE, ("山田 太郎", "佐藤花子", "高橋 恵", "田中")),
    "kana": (JAPANESE, ("ﾔﾏﾀﾞ ﾊﾅｺ", "やまだ", "サトウ")),
}
HEIGHTS_PX = (12, 16, 22, 30)
EACH = 40
CLIP_FRAMES = 1800  # 30 s at 60 Hz


def main() -> int:
    """Measure, print, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, default=Path(__file__).parent / "results" / "exam_dicom.json")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        told = {"objects": objects(Path(folder)), "text": text(), "clip": long_clip(Path(folder))}
    args.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 0


def objects(folder: Path) -> list[dict[str, Any]]:
    """dciodvfy's errors and warnings of each kind of object, in every character set."""
    content = verified(made_exam(folder / "exam"))
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for character_set in CharacterSet:
        made = exam_objects(content, folder / "exam", DicomOptions(character_set, overlays=True), [PDF])
        paths = write_objects(made.datasets, folder / character_set.name)
        for dataset, path in zip(made.datasets, paths, strict=True):
            errors, warnings = dciodvfy(path)
            kind = dataset.SOPClassUID.name.removesuffix(" Storage"), dataset.file_meta.TransferSyntaxUID.name
            row = rows.setdefault(kind, {"class": kind[0], "syntax": kind[1], "files": 0, "errors": 0, "warnings": []})
            row["files"] += 1
            row["errors"] += len(errors)
            row["warnings"] = sorted({*row["warnings"], *map(_about, warnings)})
    return list(rows.values())


def _about(warning: str) -> str:
    if "99MINAMO" in warning:
        return "own coding scheme 99MINAMO"
    return warning.split("- </")[1].split("(")[0] if "- </" in warning else warning


def text() -> dict[str, Any]:
    """Share of names found, by kind of letter and height; and pictures without text in which some is found."""
    chance = random.Random(7)
    files = sorted(PICTURES.glob("*.webp"))
    found = {kind: [_found(kind, height, files, chance) for height in HEIGHTS_PX] for kind in WORDS}
    clean = [cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) for path in chance.sample(files, 100)]
    started = time.perf_counter()
    false = sum(bool(find_panel_text(np.asarray(grey, np.uint8))) for grey in clean)
    seconds = (time.perf_counter() - started) / len(clean)
    return {"heights_px": HEIGHTS_PX, "each": EACH, "found": found, "clean": len(clean), "false": false, "s": seconds}


def _found(kind: str, height_px: int, files: list[Path], chance: random.Random) -> float:
    font_file, words = WORDS[kind]
    font = ImageFont.truetype(font_file, height_px)
    hits = 0
    for _ in range(EACH):
        pixels, ink = _written(files, chance, font, chance.choice(words))
        blank = np.zeros(ink.shape, np.bool_)
        for box in find_panel_text(pixels):
            blank[box.top : box.bottom, box.left : box.right] = True
        hits += bool((blank & ink).sum() >= 0.9 * ink.sum())
    return hits / EACH


def _written(
    files: list[Path], chance: random.Random, font: ImageFont.FreeTypeFont, word: str
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
    """A picture with a word in it, and where its strokes are."""
    shade = chance.choice((255, 190))
    while True:
        grey = np.asarray(cv2.imread(str(chance.choice(files)), cv2.IMREAD_GRAYSCALE), np.uint8)
        ink_image, picture = Image.new("L", grey.shape[::-1], 0), Image.fromarray(grey)
        _, _, width, height = ImageDraw.Draw(picture).textbbox((0, 0), word, font=font)
        if width + 8 > grey.shape[1] or height + 8 > grey.shape[0]:
            continue
        at = chance.randint(2, int(grey.shape[1] - width - 4)), chance.randint(2, int(grey.shape[0] - height - 4))
        under = grey[at[1] : at[1] + int(height), at[0] : at[0] + int(width)]
        if shade - np.percentile(under, 75) < 70:
            continue
        ImageDraw.Draw(picture).text(at, word, fill=shade, font=font)
        ImageDraw.Draw(ink_image).text(at, word, fill=255, font=font)
        return np.asarray(picture, np.uint8), np.asarray(ink_image) > 128


def long_clip(folder: Path) -> dict[str, float]:
    """Seconds and megabytes of a clip of 30 s at 60 Hz, 1000 x 720."""
    (folder / "long").mkdir()
    clip(folder / "long", "long", layout(1000, 720), frames=CLIP_FRAMES)
    exam = made_exam(folder / "rest").exam
    started = time.perf_counter()
    paths = write_objects(clip_objects(exam, Recording("c", STARTED, "long.mkv"), folder / "long", 1), folder / "out")
    size = sum(path.stat().st_size for path in paths)
    return {"frames": CLIP_FRAMES, "s": round(time.perf_counter() - started, 1), "mb": round(size / 1e6, 1)}


if __name__ == "__main__":
    raise SystemExit(main())
