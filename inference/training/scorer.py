"""Training of the scorer: one lesion with its surroundings, from a box as loose as the finder's."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from inference.findings import Box
from inference.preparation import SCORER_SIDE_PX, crop_side_px
from inference.training.augmentation import draw_marks, vary_appearance, warp
from inference.training.cases import Picture, lesion_boxes

SMOOTHING = 0.05  # of the labels
BACKGROUND_SHARE = 0.12  # of a batch: tissue without a lesion, as what a false box would show


@dataclass(frozen=True, slots=True, eq=False)
class Lesion:
    """One lesion to learn from.

    Attributes:
        picture: Where it is.
        box: In the picture's pixels.
        malignant: By biopsy.
    """

    picture: Picture
    box: Box
    malignant: bool


def lesions_of(pictures: list[Picture]) -> list[Lesion]:
    """Every outlined lesion of some pictures."""
    return [
        Lesion(picture, box, picture.case.label == "malignant")
        for picture in pictures
        if picture.case.label != "normal"
        for box in lesion_boxes(picture.mask)
    ]


def make_batch(
    lesions: list[Lesion], normals: list[Picture], rng: np.random.Generator, numbers: list[int]
) -> tuple[Tensor, Tensor]:
    """Random crops; returns image (n, 1, 192, 192) in 0..1 and target (n,) in 0..1."""
    images, targets = [], []
    for number in numbers:
        lesion = lesions[number]
        if normals and rng.random() < BACKGROUND_SHARE:
            picture = normals[int(rng.integers(len(normals)))]
            box, target = _background_box(rng, picture), 0.0
        else:
            picture, target = lesion.picture, float(lesion.malignant)
            box = _loosened(rng, lesion.box)
        images.append((_random_crop(rng, picture, box).astype(np.float32) / 255)[None])
        targets.append(target * (1 - 2 * SMOOTHING) + SMOOTHING)
    return torch.from_numpy(np.stack(images)), torch.tensor(targets, dtype=torch.float32)


def _loosened(rng: np.random.Generator, box: Box) -> Box:
    """The box as a finder might draw it: shifted and stretched, so that its fit says nothing about the outline."""
    x, y = box.centre
    x += rng.normal(0, 0.08) * box.width
    y += rng.normal(0, 0.08) * box.height
    width, height = np.exp(rng.normal(0, 0.15, 2)) * (box.width, box.height)
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _background_box(rng: np.random.Generator, picture: Picture) -> Box:
    height, width = picture.grey.shape
    box_width, box_height = rng.uniform(0.1, 0.4) * width, rng.uniform(0.1, 0.3) * height
    left, top = rng.uniform(0, width - box_width), rng.uniform(0, 0.8 * height - box_height / 2)
    return Box(left, top, left + box_width, top + box_height)


def _random_crop(rng: np.random.Generator, picture: Picture, box: Box) -> npt.NDArray[np.uint8]:
    scale = SCORER_SIDE_PX / crop_side_px(box) * np.exp(rng.normal(0, 0.1))
    angle, mirror = np.deg2rad(rng.normal(0, 7)), 1 if rng.random() < 0.5 else -1
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    linear = turn @ np.diag([scale * mirror, scale])
    view = np.hstack([linear, (SCORER_SIDE_PX / 2 - linear @ np.array(box.centre))[:, None]])
    grey = vary_appearance(rng, warp(picture.grey, view, SCORER_SIDE_PX))
    half_width, half_height = box.width * scale / 2, box.height * scale / 2
    middle = SCORER_SIDE_PX / 2
    return draw_marks(
        rng, grey, [(middle - half_width, middle - half_height, middle + half_width, middle + half_height)]
    )


def loss(network: nn.Module, batch: tuple[Tensor, ...]) -> Tensor:
    """Cross-entropy with smoothed labels."""
    image, target = batch
    logits = network(image.contiguous(memory_format=torch.channels_last))
    return functional.binary_cross_entropy_with_logits(logits, target)
