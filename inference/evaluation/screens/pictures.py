"""Real pictures for made-up screens: stills, lung clips and contrast frames, read when a screen needs them."""

import csv
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from capture.sources.demo_stills import lesion_stills, tissue_stills
from capture.sources.video_file import VideoFileReader
from inference.evaluation.screens.recipe import Part
from inference.training.errors import DataError

Grey = npt.NDArray[np.uint8]

TEST_FOLD = "5"  # of BUS-BRA, never trained on; BUS-UCLM names its own
DARK = 10
LEAST_SEEN = 0.5  # of a line at a still's border: less is a stripe that the examiner's cut left there
TRIMMED = 0.03  # of each side: printed letters, a frame
BODY_MARK = (0.9, 0.86)  # BUS-UCLM: the mark stands right and below
LEAST_MEAN = 28.0  # a still that is nearly black shows nothing on any screen
STROKE = 80  # grey levels within 3x3 pixels: printed letters and calipers; echoes have hardly any
STROKES_SHARE = 0.0004
TRIES = 40
CLIP_PICTURES = 24
READ_S = 2.0


@dataclass(frozen=True, slots=True)
class Library:
    """Where the pictures are.

    Attributes:
        stills: Files of B-mode stills of the part, of each data set.
        clips: Cine of linear probes.
        contrast: Folders of contrast frames; empty where only what may be shipped is shown.
    """

    stills: tuple[tuple[Path, ...], ...] = ()
    clips: tuple[Path, ...] = ()
    contrast: tuple[Path, ...] = ()
    _shipped: tuple[Grey, ...] = field(default=(), repr=False)

    @staticmethod
    def shipped() -> "Library":
        """The stills that come with the product: for tests, and where there are no other data."""
        return Library(_shipped=tuple(still.pixels for still in (*lesion_stills(), *tissue_stills())))

    @staticmethod
    def of_data(folder: Path, part: Part, *, may_be_shown: bool = False) -> "Library":
        """The pictures of a part in the folder of the real data.

        Args:
            folder: Holds bus-bra, bus-uclm, lung-clips, and perhaps ceus-breast.
            part: Development or test stills; no patient is in both.
            may_be_shown: Only pictures whose licence lets them be shown to others.

        Raises:
            DataError: A set is missing.
        """
        test = part is Part.TEST
        stills = (
            _listed(folder / "bus-bra", lambda row: (row["fold5"] == TEST_FOLD) is test),
            _listed(folder / "bus-uclm", lambda row: (row["split"] == "test") is test and row["marks"] == "No"),
        )
        clips = _listed(folder / "lung-clips", lambda row: row["probe"] == "linear", column="file")[test::2]
        cases = sorted(path for path in (folder / "ceus-breast").glob("*") if path.is_dir())[test::2]
        return Library(tuple(map(tuple, stills)), tuple(clips), () if may_be_shown else tuple(cases))

    def still(self, rng: np.random.Generator) -> Grey:
        """A still by chance, grey (h, w), without stripes at its borders."""
        if self._shipped:
            return trimmed(self._shipped[int(rng.integers(len(self._shipped)))])
        for _ in range(TRIES):
            folder = self.stills[int(rng.integers(len(self.stills)))]
            path = folder[int(rng.integers(len(folder)))]
            grey = _read(path)
            if path.parent.parent.name == "bus-uclm":
                grey = grey[:, : round(BODY_MARK[0] * grey.shape[1])]
            grey = trimmed(grey)
            if min(grey.shape) > 100 and grey.mean() >= LEAST_MEAN and not _is_printed_on(grey):
                break
        return grey

    def clip(self, rng: np.random.Generator) -> list[Grey] | None:
        """The first pictures of a real cine by chance; None where there is none."""
        if not self.clips:
            return None
        with closing(VideoFileReader(self.clips[int(rng.integers(len(self.clips)))])) as reader:
            count = min(CLIP_PICTURES, len(reader.times_ns))
            screens = [screen for _ in range(count) if (screen := reader.read(READ_S)) is not None]
        return [np.asarray(cv2.cvtColor(screen.pixels, cv2.COLOR_RGB2GRAY), np.uint8) for screen in screens]

    def contrast_frames(self, rng: np.random.Generator) -> list[Grey] | None:
        """Frames of a real contrast study by chance, in order; None where there is none."""
        if not self.contrast:
            return None
        files = sorted(self.contrast[int(rng.integers(len(self.contrast)))].glob("frame_*"))
        first = int(rng.integers(max(1, len(files) - CLIP_PICTURES)))
        return [_read(path) for path in islice(files, first, first + CLIP_PICTURES)]


def trimmed(grey: Grey) -> Grey:
    """A still without what is black at its borders, and a little less."""
    seen = grey > DARK
    height, width = grey.shape
    columns = np.flatnonzero(seen[: height // 2].mean(axis=0) >= LEAST_SEEN)  # the depth is dark in many
    rows = np.flatnonzero(seen.mean(axis=1) >= LEAST_SEEN / 2)
    if len(columns) < 50 or len(rows) < 50:
        return grey
    x, y = round(TRIMMED * width), round(TRIMMED * height)
    return np.ascontiguousarray(grey[rows[0] + y : rows[-1] + 1 - y, columns[0] + x : columns[-1] + 1 - x])


def _is_printed_on(grey: Grey) -> bool:
    """Whether the examiner left letters or calipers on it; a scan that lives has those of the screen alone."""
    square = np.ones((3, 3), np.uint8)
    steps = cv2.absdiff(cv2.dilate(grey, square), cv2.erode(grey, square))
    return float((np.asarray(steps) >= STROKE).mean()) > STROKES_SHARE


def _listed(folder: Path, chosen: Callable[[dict[str, str]], bool], column: str = "image") -> list[Path]:
    table = folder / ("clips.csv" if column == "file" else "labels.csv")
    if not table.is_file():
        raise DataError("{table} is missing; give a folder that holds labels.csv", table=table)
    with table.open(encoding="utf-8") as file:
        return [folder / row[column] for row in csv.DictReader(file) if chosen(row)]


def _read(path: Path) -> Grey:
    grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise DataError("{image} cannot be read as a picture", image=path)
    return np.asarray(grey, np.uint8)
