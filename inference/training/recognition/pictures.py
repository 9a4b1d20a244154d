"""What the head is taught: breast stills and everything else, each as it is and as another scanner would show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from inference.abstain import neutralise_colour
from inference.preparation import to_grey
from inference.training.augmentation import vary_appearance
from inference.training.cases import Case, load_picture
from inference.training.recognition.made_up import ALONE, OVER_BREAST
from inference.training.recognition.sources import files_of, frames_of

Grey = npt.NDArray[np.uint8]
Random = np.random.Generator

VIEWS = 1  # of each real picture, besides the picture itself
OF_EACH_KIND = 80
OF_ORGANS = 240  # the made-up kind that is nearest to what matters
EVERY_TAUGHT = 24  # pictures of a clip that follow each other are nearly the same
LEAST_KEPT = 0.6  # of each side of a picture, in a view of it
_ANY_SIDE_PX = 1 << 30


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """One picture.

    Attributes:
        grey: (h, w), colour taken as the grey around it, as the network gets it.
        kind: "breast", or what it is instead; kinds count alike.
        source: File or patient.
    """

    grey: Grey
    kind: str
    source: str


def breast_pictures(cases: Sequence[Case], rng: Random) -> Iterator[Taught]:
    """Every still as it is, and `VIEWS` views of it."""
    for case in cases:
        grey = load_picture(case, _ANY_SIDE_PX).grey
        yield Taught(grey, "breast", case.patient_key)
        for _ in range(VIEWS):
            yield Taught(view_of(grey, rng), "breast", case.patient_key)


def other_pictures(folders: Sequence[Path], cases: Sequence[Case], rng: Random) -> Iterator[Taught]:
    """Pictures of folders (never their test-only files) with views of them, and made-up ones.

    Args:
        folders: Of clips, DICOM files and stills that are not of a breast.
        cases: Breast stills over which colour and contrast are drawn.
        rng: Source of chance.

    Raises:
        DataError: A folder or file holds nothing that can be used.
    """
    for folder in folders:
        name = folder.resolve().name
        for path in files_of(folder, test_only=False):
            for frame in frames_of(path, every=EVERY_TAUGHT):
                for panel in frame.layout.panels:
                    rect = panel.rect
                    grey = as_seen(frame.pixels[rect.top : rect.bottom, rect.left : rect.right])
                    yield Taught(grey, name, f"{name}/{path.name}")
                    for _ in range(VIEWS):
                        yield Taught(view_of(grey, rng), name, f"{name}/{path.name}")
    for kind, alone in ALONE.items():
        for _ in range(OF_ORGANS if kind == "organ" else OF_EACH_KIND):
            yield Taught(as_seen(alone(rng)), kind, "made up")
    for kind, over in OVER_BREAST.items():
        for _ in range(OF_EACH_KIND):
            case = cases[int(rng.integers(len(cases)))]
            yield Taught(as_seen(over(rng, load_picture(case, _ANY_SIDE_PX).grey)), kind, "made up")


def as_seen(pixels: npt.NDArray[np.uint8]) -> Grey:
    """Grey (h, w) of RGB (h, w, 3), as the pipeline gives it to the network."""
    return to_grey(np.ascontiguousarray(neutralise_colour(np.ascontiguousarray(pixels))))


def view_of(grey: Grey, rng: Random) -> Grey:
    """Another scanner's view: a part of it, mirrored, stretched, with other gain and grain, perhaps with a margin.

    Shape and margin must not tell the kinds apart: the lung clips are square.
    """
    height, width = grey.shape
    tall, wide = (max(32, round(side * rng.uniform(LEAST_KEPT, 1))) for side in (height, width))
    top, left = int(rng.integers(0, max(height - tall, 0) + 1)), int(rng.integers(0, max(width - wide, 0) + 1))
    part = grey[top : top + tall, left : left + wide]
    if rng.random() < 0.5:
        part = part[:, ::-1]
    across = max(32, round(part.shape[1] * rng.uniform(0.75, 1.3)))
    part = np.asarray(cv2.resize(part, (across, part.shape[0]), interpolation=cv2.INTER_AREA), np.uint8)
    part = vary_appearance(rng, part)
    if rng.random() < 0.25:
        margins = [int(rng.uniform(0, 0.2) * side) for side in (tall, tall, across, across)]
        top, bottom, left, right = margins
        part = np.asarray(cv2.copyMakeBorder(part, top, bottom, left, right, cv2.BORDER_CONSTANT, value=0), np.uint8)
    return np.ascontiguousarray(part)
