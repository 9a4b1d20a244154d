"""Small things made up for the tests of the networks: untrained weights, a data folder of drawn lesions."""

import csv
from pathlib import Path

import cv2
import numpy as np
import torch

from inference.manifest import Calibration, DataUsed, Manifest, Thresholds, write_manifest
from inference.network import Finder, Scorer
from inference.weights import save_network


def untrained_release(folder: Path, **changes: object) -> Manifest:
    """Weights by chance with a manifest; good for everything but finding lesions."""
    torch.manual_seed(0)
    finder, scorer = Finder(), Scorer()
    torch.nn.init.normal_(finder.centre.weight, std=0.5)
    torch.nn.init.normal_(finder.sides.weight, std=0.05)
    for network in (finder, scorer):  # running statistics of a picture, so that the layers do not vanish
        for module in network.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.momentum = 0.5
        network.train()
        for _ in range(5):
            network(torch.rand(2, 1, 96, 96))
    manifest = Manifest(
        name="untrained",
        version="0",
        date="2026-01-01",
        finder=save_network(finder, folder, "finder"),
        scorer=save_network(scorer, folder, "scorer"),
        thresholds=Thresholds(
            candidate_confidence=0.01, shown_confidence=0.02, malignancy=0.5, low_below=0.2, suspicious_from=0.6
        ),
        calibration=Calibration(slope=1.0, offset=0.0),
        development_prevalence=0.3,
        data=(DataUsed(name="made-up", licence="none", citation=""),),
        patients_trained_on=("made-up/1",),
        patients_validated_on=(),
        pictures_seen=(),
        training={},
    ).model_copy(update=changes)
    write_manifest(manifest, folder)
    return manifest


def speckle(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Tissue-like grey picture (height, width)."""
    noise = cv2.GaussianBlur(rng.gamma(2.0, 0.5, (height, width)), (0, 0), 1.2)
    depth = np.linspace(1.1, 0.6, height)[:, None]
    return np.clip(noise * depth * 95, 0, 255).astype(np.uint8)


def ellipse(half_width: int, half_depth: int, centre: tuple[int, int] = (200, 120)) -> np.ndarray:
    """A lesion's mask in a picture of 400 x 300 px."""
    mask = np.zeros((300, 400), np.uint8)
    cv2.ellipse(mask, centre, (half_width, half_depth), 0, 0, 360, 1, -1)
    return mask > 0


def data_folder(folder: Path, count: int = 8) -> Path:
    """A labelled set of `count` drawn pictures: every fourth normal, the others benign or malignant by turns."""
    rng = np.random.default_rng(0)
    (folder / "images").mkdir(parents=True)
    (folder / "masks").mkdir()
    with (folder / "labels.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "image", "mask", "label", "patient", "fold5"])
        for number in range(count):
            picture, mask = speckle(rng, 240, 300), np.zeros((240, 300), np.uint8)
            label = "normal" if number % 4 == 3 else ("benign", "malignant")[number % 2]
            if label != "normal":
                centre = (int(rng.integers(90, 210)), int(rng.integers(70, 150)))
                cv2.ellipse(mask, centre, (40, 25), 0, 0, 360, 255, -1)
                picture[mask > 0] //= 4
            name = f"case{number}"
            cv2.imwrite(str(folder / "images" / f"{name}.png"), picture)
            cv2.imwrite(str(folder / "masks" / f"{name}.png"), mask)
            writer.writerow(
                [name, f"images/{name}.png", f"masks/{name}.png", label, f"p{number // 2}", str(number // 2 % 2 + 4)]
            )
    return folder
