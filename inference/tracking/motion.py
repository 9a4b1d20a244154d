"""How the picture as a whole moved between two frames: the probe's motion, measured on a small grey picture."""

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from inference.findings import Box

SMALL_WIDTH_PX = 160  # enough for the speckle's clumps, small enough for a millisecond
DARKEST_GREY = 6  # below: outside the sector, or shadow; its edges belong to the screen and do not move
MOST_POINTS = 100
FEWEST_POINTS = 12
FEWEST_AGREEING = 0.4  # share of points that must follow one motion
LARGEST_SHIFT = 0.35  # of the picture's width
LARGEST_SCALE = 1.25
LARGEST_TURN_RAD = 0.26
SAME_STRUCTURE = 0.35  # correlation of the structures that a measured motion must leave
# A cut, measured on stills of different patients (found: 97 % of BUS-BRA's, whose views differ, fewer where the
# screen's own furniture is shared) against a real cine at a fifth of its rate (not one false cut in 33 pairs):
OTHER_STRUCTURE = 0.12  # below it, wherever the pictures are laid over each other, they show different places
DOUBTFUL_STRUCTURE = 0.3  # below it they do if brightness is spread otherwise, too
OTHER_BRIGHTNESS = 0.75
BLANK_SD = 2.0  # grey levels
SMALLEST_PX = 16  # a picture smaller than this has no structure to follow

Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Motion:
    """A similarity: (x, y) goes to (a x - b y + shift_x, b x + a y + shift_y), in pixels.

    Attributes:
        a: Scale times the cosine of the turn.
        b: Scale times the sine of the turn.
        shift_x: Pixels to the right.
        shift_y: Pixels downwards.
    """

    a: float = 1.0
    b: float = 0.0
    shift_x: float = 0.0
    shift_y: float = 0.0

    def carry(self, box: Box) -> Box:
        """Where a box of the picture before is now; it grows with the scale and stays upright."""
        x, y = box.centre
        scale = math.hypot(self.a, self.b)
        new_x, new_y = self.a * x - self.b * y + self.shift_x, self.b * x + self.a * y + self.shift_y
        half_width, half_height = scale * box.width / 2, scale * box.height / 2
        return Box(new_x - half_width, new_y - half_height, new_x + half_width, new_y + half_height)


@dataclass(frozen=True, slots=True)
class Change:
    """What happened between two pictures.

    Attributes:
        motion: In the pixels of the pictures given; None when it could not be measured.
        new_scene: The two show different places: nothing of the structure is left, however they are shifted.
    """

    motion: Motion | None
    new_scene: bool


class MotionMeter:
    """Compares each picture with the one before; blank pictures are passed over."""

    def __init__(self) -> None:
        self._before: Grey | None = None
        self._scale = (1.0, 1.0)

    @property
    def latest(self) -> Grey | None:
        """The small copy of the latest picture that was not blank."""
        return self._before

    def reset(self) -> None:
        """Forget the picture before."""
        self._before = None

    def update(self, pixels: npt.NDArray[np.uint8]) -> Change:
        """Measure the change since the picture before.

        Args:
            pixels: RGB, shape (height, width, 3), uint8: one panel.
        """
        small, scale = shrink(pixels)
        if min(small.shape) < SMALLEST_PX or small.std() < BLANK_SD:
            return Change(None, new_scene=False)  # one dropped picture is no new scene
        before, old_scale = self._before, self._scale
        self._before, self._scale = small, scale
        if before is None:
            return Change(None, new_scene=False)
        if before.shape != small.shape or old_scale != scale:
            return Change(None, new_scene=True)
        motion = measure(before, small)
        if motion is not None:
            return Change(_in_full_pixels(motion, scale), new_scene=False)
        return Change(None, new_scene=is_cut(before, small))


def shrink(pixels: npt.NDArray[np.uint8]) -> tuple[Grey, tuple[float, float]]:
    """A small grey copy, and how many full pixels one of its pixels is, (x, y)."""
    height, width = pixels.shape[:2]
    small_width = min(SMALL_WIDTH_PX, width)
    small_height = max(1, min(height, round(height * small_width / width)))
    green = cv2.extractChannel(pixels, 1)  # grey pictures have it in every channel
    small = cv2.resize(green, (small_width, small_height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8), (width / small_width, height / small_height)


def measure(before: Grey, after: Grey) -> Motion | None:
    """Similarity that most of the structure followed, in small pixels; None when there is no such thing.

    Corners in the tissue are followed by sparse optical flow (pyramidal Lucas-Kanade) and a similarity is fitted by
    RANSAC; it is believed when enough points agree and the moved picture looks like the new one.
    """
    tissue = _tissue(before)
    points = cv2.goodFeaturesToTrack(before, MOST_POINTS, 0.02, 4, mask=tissue, blockSize=5)
    if points is None or len(points) < FEWEST_POINTS:
        return None
    moved, found, _ = cv2.calcOpticalFlowPyrLK(
        before, after, points, np.empty_like(points), winSize=(15, 15), maxLevel=3
    )
    follows = found[:, 0] == 1
    if follows.sum() < FEWEST_POINTS:
        return None
    matrix, agree = cv2.estimateAffinePartial2D(
        points[follows], moved[follows], method=cv2.RANSAC, ransacReprojThreshold=1.5, maxIters=300
    )
    if matrix is None or agree.sum() < max(FEWEST_POINTS, FEWEST_AGREEING * len(points)):
        return None
    motion = Motion(float(matrix[0, 0]), float(matrix[1, 0]), float(matrix[0, 2]), float(matrix[1, 2]))
    if not _plausible(motion, before.shape[1]):
        return None
    return motion if structure_match(_warp(before, matrix), after) >= SAME_STRUCTURE else None


def structure_match(first: Grey, second: Grey) -> float:
    """Correlation, -1..1, of the middle-sized structures of two pictures of one shape.

    The slow changes of brightness (bright skin, dark depth) are alike in all ultrasound and are taken out; what is
    dark in either picture does not count.
    """
    both = (first > DARKEST_GREY) & (second > DARKEST_GREY)
    if both.sum() < 0.05 * both.size:
        return 0.0
    return _correlation(_structure(first)[both], _structure(second)[both])


def is_cut(before: Grey, after: Grey) -> bool:
    """Whether two pictures, between which no motion could be measured, show different places."""
    structure = best_structure_match(before, after)
    return structure < OTHER_STRUCTURE or (
        structure < DOUBTFUL_STRUCTURE and brightness_match(before, after) < OTHER_BRIGHTNESS
    )


def brightness_match(first: Grey, second: Grey) -> float:
    """Mean intersection, 0..1, of the histograms of nine fields of two pictures of one shape."""
    matches = []
    for rows in zip(np.array_split(first, 3, axis=0), np.array_split(second, 3, axis=0), strict=True):
        for one, other in zip(np.array_split(rows[0], 3, axis=1), np.array_split(rows[1], 3, axis=1), strict=True):
            counts = [np.bincount(field.ravel() >> 4, minlength=16) for field in (one, other)]
            matches.append(np.minimum(*counts).sum() / max(one.size, 1))
    return float(np.mean(matches))


def best_structure_match(first: Grey, second: Grey) -> float:
    """The same at the shift that fits best (found by phase correlation), so that a fast probe is no new scene."""
    still = structure_match(first, second)
    window = cv2.createHanningWindow((first.shape[1], first.shape[0]), cv2.CV_32F)
    (shift_x, shift_y), _ = cv2.phaseCorrelate(_structure(first), _structure(second), window)
    matrix = np.array([[1, 0, shift_x], [0, 1, shift_y]], dtype=np.float64)
    return max(still, structure_match(_warp(first, matrix), second))


def _warp(small: Grey, matrix: npt.NDArray[Any]) -> Grey:
    return np.asarray(cv2.warpAffine(small, matrix, (small.shape[1], small.shape[0])), dtype=np.uint8)


def _tissue(small: Grey) -> Grey:
    """255 where there is tissue all round, away from the edge of the sector and of the picture."""
    bright = (cv2.blur(small, (5, 5)) > DARKEST_GREY).astype(np.uint8) * 255
    return np.asarray(
        cv2.erode(bright, np.ones((7, 7), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0), dtype=np.uint8
    )


def _structure(small: Grey) -> npt.NDArray[np.float32]:
    image = small.astype(np.float32)
    return np.asarray(cv2.blur(image, (3, 3)) - cv2.blur(image, (21, 21)), dtype=np.float32)


def _correlation(first: npt.NDArray[np.float32], second: npt.NDArray[np.float32]) -> float:
    first = first - first.mean()
    second = second - second.mean()
    scale = math.sqrt(float(first @ first) * float(second @ second))
    return float(first @ second) / scale if scale > 0 else 0.0


def _plausible(motion: Motion, width: int) -> bool:
    scale = math.hypot(motion.a, motion.b)
    return (
        1 / LARGEST_SCALE <= scale <= LARGEST_SCALE
        and abs(math.atan2(motion.b, motion.a)) <= LARGEST_TURN_RAD
        and math.hypot(motion.shift_x, motion.shift_y) <= LARGEST_SHIFT * width
    )


def _in_full_pixels(motion: Motion, scale: tuple[float, float]) -> Motion:
    """The same motion in the pixels of the picture; pixel centres lie at half pixels in both."""
    scale_x, scale_y = scale
    # a point p of the full picture is (p + 0.5) / s - 0.5 in the small one
    off_x, off_y = 0.5 / scale_x - 0.5, 0.5 / scale_y - 0.5
    small_x = motion.a * off_x - motion.b * off_y + motion.shift_x
    small_y = motion.b * off_x + motion.a * off_y + motion.shift_y
    return Motion(motion.a, motion.b, (small_x + 0.5) * scale_x - 0.5, (small_y + 0.5) * scale_y - 0.5)
