"""The pictures of the evaluation: breast stills of test patients, and everything else that may come on the screen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import cv2
import matplotlib.cbook as matplotlib_samples
import numpy as np
import numpy.typing as npt
from PIL import Image
from sklearn.datasets import load_sample_images

from capture.frame import Frame
from capture.screen.layout import ScanLayout
from inference.evaluation.stills import open_still
from inference.manifest import Manifest
from inference.training.cases import Case, is_test, load_picture, read_cases
from inference.training.errors import DataError
from inference.training.recognition.made_up import ALONE, OVER_BREAST
from inference.training.recognition.sources import files_of, frames_of

BREAST = "breast"
SEED = 20_261_128  # of the made-up pictures here; those that were taught have others
OF_EACH_KIND = 40
CROPS_A_PHOTOGRAPH = 14
REAL_KINDS = {"lung": "lung-clips", "other organs (DICOM)": "us-dicom"}  # and their folders
_TEST_BARS = ("testsrc", "testsrc2", "smptebars", "smptehdbars", "pal75bars", "rgbtestsrc", "yuvtestsrc", "zoneplate")
_LONGEST = 1 << 30


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One picture.

    Attributes:
        name: Short, for the contact sheet.
        kind: `BREAST`, or what it is instead.
        made_up: It was made by the generator that also made taught pictures (with other seeds).
        frame: As the pipeline gets it; None where nothing passed the gate.
        case: The labelled still, or None.
    """

    name: str
    kind: str
    made_up: bool
    frame: Frame | None
    case: Case | None = None


Many = Iterable[Shown]


def everything(cases: list[Case], kinds: dict[str, Path], contrast: Path) -> Iterator[Shown]:
    """All pictures of the evaluation.

    Args:
        cases: Breast stills.
        kinds: Folders of other pictures, by what they show.
        contrast: Folder of real contrast cases; it may be missing.
    """
    yield from breast(cases)
    yield from real_others(kinds)
    if contrast.is_dir():
        yield from contrast_frames(contrast)
    yield from photographs()
    yield from generator_bars()
    yield from made_up(cases)


def refuse_taught(folders: Iterable[Path], manifest: Manifest) -> None:
    """Check that no file to be tested on was taught.

    Raises:
        DataError: One was.
    """
    taught = set(manifest.recogniser.sources) if manifest.recogniser is not None else set()
    for folder in folders:
        for path in files_of(folder, test_only=True):
            name = f"{folder.resolve().name}/{path.name}"
            if name in taught:
                raise DataError("{name} was used to make these weights; measure on other files", name=name)


def breast_stills(folders: list[Path]) -> list[Case]:
    """Every still of the test patients of labelled sets.

    Raises:
        DataError: A set is incomplete.
    """
    return [case for folder in folders for case in read_cases(folder) if is_test(case)]


def breast(cases: list[Case]) -> Iterator[Shown]:
    """Stills through reader, layout and gate."""
    for case in cases:
        yield Shown(case.id, BREAST, False, open_still(case.image), case)


def real_others(kinds: dict[str, Path]) -> Iterator[Shown]:
    """Test-only files of folders, by what they show; every eighth picture of a clip."""
    for kind, folder in kinds.items():
        for path in files_of(folder, test_only=True):
            for number, frame in enumerate(frames_of(path)):
                yield Shown(f"{path.stem} {number}", kind, False, frame)


def contrast_frames(folder: Path) -> Iterator[Shown]:
    """Real contrast frames; the B-mode stills beside them are left out."""
    for path in sorted(folder.rglob("*.webp")):
        if "bmode" not in path.stem:
            yield Shown(f"{path.parent.name} {path.stem}", "contrast (real)", False, open_still(path))


def photographs() -> Iterator[Shown]:
    """Parts of the sample photographs that come with scikit-learn and matplotlib, half of them in grey."""
    chance = np.random.default_rng(SEED)
    portrait = matplotlib_samples.get_sample_data("grace_hopper.jpg", asfileobj=False)
    pictures = [*load_sample_images().images, np.asarray(Image.open(portrait).convert("RGB"))]
    for which, picture in enumerate(pictures):
        height, width = picture.shape[:2]
        for number in range(CROPS_A_PHOTOGRAPH):
            tall, wide = int(height * chance.uniform(0.3, 1)), int(width * chance.uniform(0.3, 1))
            top, left = int(chance.integers(0, height - tall + 1)), int(chance.integers(0, width - wide + 1))
            part = np.ascontiguousarray(picture[top : top + tall, left : left + wide])
            if number % 2:
                part = np.repeat(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)[:, :, None], 3, axis=2)
            yield Shown(f"photo {which}.{number}", "photograph (real)", False, whole(part))


def generator_bars() -> Iterator[Shown]:
    """The test pictures that FFmpeg makes, in colour and in grey."""
    for name in _TEST_BARS:
        with av.open(f"{name}=size=640x480", format="lavfi") as container:
            pixels = np.asarray(next(container.decode(video=0)).to_ndarray(format="rgb24"), np.uint8)
        grey = np.repeat(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)[:, :, None], 3, axis=2)
        yield Shown(name, "test bars (FFmpeg)", False, whole(pixels))
        yield Shown(f"{name} grey", "test bars (FFmpeg)", False, whole(grey))


def made_up(cases: list[Case]) -> Iterator[Shown]:
    """Pictures of the generator with seeds of their own; colour and contrast over stills of test patients."""
    chance = np.random.default_rng(SEED + 1)
    for kind, alone in ALONE.items():
        for number in range(OF_EACH_KIND):
            yield Shown(f"{kind} {number}", f"{kind} (made up)", True, whole(alone(chance)))
    for kind, over in OVER_BREAST.items():
        for number in range(OF_EACH_KIND):
            case = cases[int(chance.integers(len(cases)))]
            grey = load_picture(case, _LONGEST).grey
            yield Shown(f"{kind} {number}", f"{kind} (made up)", True, whole(over(chance, grey)))


def whole(pixels: npt.NDArray[Any]) -> Frame:
    """A frame that is one B-mode panel, RGB (h, w, 3)."""
    return Frame(np.ascontiguousarray(pixels, np.uint8), 0, 0, 0, ScanLayout.whole(pixels.shape[1], pixels.shape[0]))
