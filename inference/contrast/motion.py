"""How the tissue moved between the pictures of a study, and the picture that the others are compared with."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from inference.contrast.picture import ContrastPicture, Flags, Floats, Series
from inference.contrast.registration import FLAT, Band, Match, Template, phase_shift, prepare

FEWEST_TO_JUDGE = 12  # pictures before which only `LOWEST_CORRELATION` tells one out of plane
SPREADS_BELOW = 5.0  # robust standard deviations under the median that still pass as the same plane
NARROWEST_SPREAD = 0.04  # where all pictures are alike, a fifth less likeness is still the same plane
LOWEST_CORRELATION = 0.3  # whatever the others are, below it two B-mode pictures do not show the same tissue
LOST_SHARE = 0.85  # of the usual correlation: below it the shift may be a wrong one and is looked for afresh
MOST_KEPT = 32  # pictures kept for the choice of a reference, whatever the length of the study
BMODE = Band(200, 1.0, 0.1)
CONTRAST = Band(256, 1.5, 1 / 30)  # measured on the reference object without B-mode: see `accuracy.held_still`
BELIEVED = 0.2  # correlation of contrast pictures; speckle alone, laid over a mean of speckle, stays below 0.15
CONTRAST_MEMORY = 0.1  # weight of a new picture in the running mean that contrast pictures are compared with


@dataclass(frozen=True, slots=True)
class Motion:
    """Where the tissue of the key picture is in another one.

    Attributes:
        dx_px: To the right, in pixels of the contrast panel: what is at x in the key picture is at x + dx_px.
        dy_px: Downwards.
        correlation: Of the two pictures once aligned, -1..1, of the B-mode panels where there are some; NaN where
            the picture has too little structure to tell (a dark contrast picture): its shift is the one before.
        in_plane: Whether it shows the tissue of the key picture. Without a B-mode panel nothing tells, and it is True.
    """

    dx_px: float
    dy_px: float
    correlation: float
    in_plane: bool


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A small copy of a picture, its motion, and its number among those added."""

    number: int
    small: Floats
    motion: Motion


@dataclass(frozen=True, slots=True)
class Reference:
    """The picture that most of the others are like.

    Attributes:
        number: Of the picture among those added.
        motion: Against the key picture.
        likeness: Median correlation with the other pictures that were kept.
    """

    number: int
    motion: Motion
    likeness: float


class StillHolder:
    """Measures each picture's shift against the key picture: the one given, or the first that is added.

    The shift is looked for from the last one, so that a slow drift of any size is followed; where the aligned
    pictures do not fit, it is looked for afresh over the whole picture. Without a B-mode panel the contrast picture
    is compared with a running mean of the aligned ones, because its brightness changes with the perfusion.
    """

    def __init__(self, key: ContrastPicture | None = None) -> None:
        """Start with a key picture, or with the first that is added.

        A key picture without a B-mode panel is not used: the running mean has to grow with the study, and `relative_to`
        tells the motion against any of its pictures afterwards.
        """
        self._template: Template | None = None
        self._on_bmode = False
        self._scale = (1.0, 1.0)
        self._last = (0.0, 0.0)  # in small pixels
        self._correlations: list[float] = []
        self._kept: list[Kept] = []
        self._stride = 1
        if key is not None and key.bmode is not None:
            self._start(key)

    @property
    def on_bmode(self) -> bool:
        """Whether the motion is measured on the B-mode panel."""
        return self._on_bmode

    @property
    def correlations(self) -> Series:
        """Of all pictures added, (n,)."""
        return np.array(self._correlations)

    def add(self, picture: ContrastPicture) -> Motion:
        """The picture's motion against the key picture."""
        template = self._template or self._start(picture)
        small = self._small(picture)
        if template.flat or small.shape != template.picture.shape or float(small.std()) < FLAT:
            motion = self._motion(Match(self._last, math.nan), in_plane=True)
            if template.flat and not self._on_bmode:
                self._template = Template(small)  # until something is to be seen
        else:
            match = self._look(template, small)
            believed = self._on_bmode or match.correlation >= BELIEVED
            in_plane = not self._on_bmode or match.correlation >= plane_limit(self.correlations)
            if believed and in_plane:
                self._last = match.shift
            if in_plane:
                self._learn(template, small)
            motion = self._motion(match if believed else Match(self._last, math.nan), in_plane)
        self._correlations.append(motion.correlation)
        self._keep(small, motion)
        return motion

    def choose_reference(self) -> Reference:
        """The reference by the data: of the pictures kept, the one whose aligned others are most like it.

        Raises:
            ValueError: Nothing was added.
        """
        if not self._kept:
            raise ValueError("no picture was added")
        shifts = [self._small_shift(kept.motion) for kept in self._kept]
        aligned = [_back(kept.small, shift) for kept, shift in zip(self._kept, shifts, strict=True)]
        covered = _common(aligned[0].shape, shifts)
        alike = np.corrcoef([picture[covered].ravel() for picture in aligned]).reshape(len(aligned), -1)
        np.fill_diagonal(alike, np.nan)
        likeness = np.nanmedian(alike, axis=1) if len(aligned) > 1 else np.ones(1)
        best = int(np.argmax(likeness))
        return Reference(self._kept[best].number, self._kept[best].motion, float(likeness[best]))

    def _start(self, key: ContrastPicture) -> Template:
        self._on_bmode = key.bmode is not None
        small = self._small(key)
        height, width = key.contrast.shape[:2]
        self._scale = (width / small.shape[1], height / small.shape[0])
        self._template = Template(small)
        return self._template

    def _small(self, picture: ContrastPicture) -> Floats:
        if self._on_bmode and picture.bmode is not None:
            return prepare(picture.bmode, BMODE)
        grey = cv2.cvtColor(picture.contrast, cv2.COLOR_RGB2GRAY)
        return prepare(np.asarray(grey, dtype=np.uint8), CONTRAST)

    def _look(self, template: Template, small: Floats) -> Match:
        match = template.match(small, self._last)
        known = [value for value in self._correlations[-200:] if not math.isnan(value)]
        if match.correlation < (float(np.median(known)) * LOST_SHARE if known else 1.0):
            again = template.match(small, phase_shift(template.picture, small))
            if again.correlation > match.correlation:
                match = again
        return match

    def _learn(self, template: Template, small: Floats) -> None:
        """Take a contrast picture into the running mean; a B-mode key picture stays what it is."""
        if not self._on_bmode:
            mixed = template.picture + CONTRAST_MEMORY * (_back(small, self._last) - template.picture)
            self._template = Template(np.asarray(mixed, dtype=np.float32))

    def _motion(self, match: Match, in_plane: bool) -> Motion:
        x, y = match.shift
        return Motion(x * self._scale[0], y * self._scale[1], match.correlation, in_plane)

    def _small_shift(self, motion: Motion) -> tuple[float, float]:
        return motion.dx_px / self._scale[0], motion.dy_px / self._scale[1]

    def _keep(self, small: Floats, motion: Motion) -> None:
        """Keep evenly spread pictures: when the room is full, every second goes and the stride doubles."""
        number = len(self._correlations) - 1
        if number % self._stride:
            return
        self._kept.append(Kept(number, small, motion))
        if len(self._kept) > MOST_KEPT:
            self._stride *= 2
            self._kept = [kept for kept in self._kept if kept.number % self._stride == 0]


def choose_reference(pictures: Sequence[ContrastPicture]) -> Reference:
    """The reference among pictures spread over a study; `Reference.number` counts those given.

    Raises:
        ValueError: There are none.
    """
    holder = StillHolder()
    for picture in pictures:
        holder.add(picture)
    return holder.choose_reference()


def plane_limit(correlations: Series) -> float:
    """The correlation below which a picture is out of plane, from all those of the study.

    Five robust standard deviations (1.4826 times the median absolute deviation) under the median, and never below
    0.3; 0.3 alone while there are too few to judge.
    """
    known = correlations[~np.isnan(correlations)]
    if len(known) < FEWEST_TO_JUDGE:
        return LOWEST_CORRELATION
    middle = float(np.median(known))
    spread = max(1.4826 * float(np.median(np.abs(known - middle))), NARROWEST_SPREAD)
    return max(middle - SPREADS_BELOW * spread, LOWEST_CORRELATION)


def in_plane(motions: Sequence[Motion], *, on_bmode: bool = True) -> Flags:
    """The judgement over the whole study, once all its pictures are known; without a B-mode panel nothing tells."""
    if not on_bmode:
        return np.ones(len(motions), np.bool_)
    correlations = np.array([motion.correlation for motion in motions])
    return np.asarray(np.isnan(correlations) | (correlations >= plane_limit(correlations)), dtype=np.bool_)


def relative_to(motions: Sequence[Motion], reference: Motion) -> list[Motion]:
    """The same motions against another picture than the key, whose own motion is given."""
    return [
        Motion(one.dx_px - reference.dx_px, one.dy_px - reference.dy_px, one.correlation, one.in_plane)
        for one in motions
    ]


def _common(shape: tuple[int, ...], shifts: Sequence[tuple[float, float]]) -> tuple[slice, slice]:
    """The part that every aligned picture covers; the whole where there is none."""
    slices = []
    for side, moved in zip(shape, np.array(shifts).T[::-1], strict=True):
        first, last = math.ceil(max(0.0, -moved.min())), math.floor(side - max(0.0, moved.max()))
        slices.append(slice(first, last) if last - first >= side // 4 else slice(0, side))
    return slices[0], slices[1]


def _back(small: Floats, shift: tuple[float, float]) -> Floats:
    matrix = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], dtype=np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (small.shape[1], small.shape[0])
    return np.asarray(cv2.warpAffine(small, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE))
