"""Two small sets as the clips need them, drawn; patients of every kind of split."""

import csv
from pathlib import Path

import cv2
import numpy as np

from tests.inference.made_up import speckle

COLUMNS = ("id", "image", "mask", "label", "patient", "fold5", "split", "doppler", "marks", "combined")


def made_up_sets(folder: Path) -> Path:
    """`bus-bra` with twelve lesions (two patients of the test fold), `bus-uclm` with twelve normal pictures."""
    rng = np.random.default_rng(3)
    _write(folder / "bus-bra", [_lesion(rng, number) for number in range(12)])
    _write(folder / "bus-uclm", [_normal(rng, number) for number in range(12)])
    return folder


def _lesion(rng: np.random.Generator, number: int) -> tuple[dict[str, str], np.ndarray, np.ndarray]:
    picture, mask = speckle(rng, 220, 200), np.zeros((220, 200), np.uint8)
    cv2.ellipse(mask, (100, 80), (28, 18), 0, 0, 360, 255, -1)
    picture[mask > 0] //= 4
    row = {"id": f"b{number}", "label": ("benign", "malignant")[number % 2], "patient": f"p{number}"}
    return row | {"fold5": "5" if number >= 10 else "1"}, picture, mask


def _normal(rng: np.random.Generator, number: int) -> tuple[dict[str, str], np.ndarray, np.ndarray]:
    picture = speckle(rng, 260, 340)
    row = {"id": f"n{number}", "label": "normal", "patient": f"q{number // 3}"}
    row |= {"split": "test" if number >= 9 else "train", "doppler": "No", "marks": "No", "combined": "No"}
    return row, picture, np.zeros((260, 340), np.uint8)


def _write(folder: Path, cases: list[tuple[dict[str, str], np.ndarray, np.ndarray]]) -> None:
    folder.mkdir(parents=True)
    with (folder / "labels.csv").open("w", newline="", encoding="utf-8") as file:
        kept = ["fold5"] if folder.name == "bus-bra" else ["split", "doppler", "marks", "combined"]
        writer = csv.DictWriter(
            file, [name for name in COLUMNS if name in {"id", "image", "mask", "label", "patient", *kept}]
        )
        writer.writeheader()
        for row, picture, mask in cases:
            cv2.imwrite(str(folder / f"{row['id']}.png"), picture)
            cv2.imwrite(str(folder / f"{row['id']}-mask.png"), mask)
            writer.writerow(row | {"image": f"{row['id']}.png", "mask": f"{row['id']}-mask.png"})
