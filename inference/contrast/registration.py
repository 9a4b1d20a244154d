"""Shift between two pictures of one shape, to a fraction of a pixel, whatever their gain."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from inference.contrast.picture import Bytes, Floats

MOST_STEPS = 8
CONVERGED_PX = 0.01
SMALLEST_OVERLAP = 0.3  # of the picture's sides
FEWEST_PX = 16
FLAT = 0.5  # grey levels, standard deviation: a picture with less structure is compared with nothing

Shift = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Match:
    """The shift (x, y) that lays a picture over the template best, and their correlation there, -1..1."""

    shift: Shift
    correlation: float


@dataclass(frozen=True, slots=True)
class Band:
    """Which structure is compared.

    Attributes:
        longest_px: Longer side of the small picture.
        smoothing_px: Standard deviation of the blur against grain, in small pixels.
        slow: Changes of brightness over more than this share of the picture are depth and gain, not structure.
    """

    longest_px: int
    smoothing_px: float
    slow: float


def prepare(grey: Bytes, band: Band) -> Floats:
    """The structure of a picture: small, without its grain and without its slow changes of brightness.

    Args:
        grey: (h, w) uint8, log-compressed, so that a change of gain is one added constant.
        band: What to keep.

    Returns:
        (h', w') float32 in grey levels about 0.
    """
    height, width = grey.shape
    scale = min(1.0, band.longest_px / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = grey if scale == 1.0 else cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    fine = cv2.GaussianBlur(small.astype(np.float32), (0, 0), band.smoothing_px)
    wide = max(3, round(max(size) * band.slow)) | 1
    slow = cv2.blur(cv2.blur(fine, (wide, wide)), (wide, wide))
    return np.asarray(fine - slow, dtype=np.float32)


class Template:
    """A prepared picture that others are laid over: inverse compositional alignment (Baker and Matthews 2004, 3.2).

    The slope of the template is computed once; each step moves the other picture and compares what overlaps, after
    taking out mean and gain.
    """

    def __init__(self, picture: Floats) -> None:
        """Take a prepared picture, (h, w) float32."""
        self.picture = picture
        self._slope_x = cv2.Scharr(picture, cv2.CV_32F, 1, 0) / 32
        self._slope_y = cv2.Scharr(picture, cv2.CV_32F, 0, 1) / 32

    @property
    def flat(self) -> bool:
        """Whether there is too little structure to lay anything over."""
        return min(self.picture.shape) < FEWEST_PX or float(self.picture.std()) < FLAT

    def match(self, other: Floats, start: Shift = (0.0, 0.0)) -> Match:
        """The shift near `start` at which the other picture fits best.

        Returns:
            The shift: what is at x in the template is at x + shift in the other. Where the steps lead away (no
            structure, no overlap), the best of the way.
        """
        shift, best = start, Match(start, -1.0)
        for _ in range(MOST_STEPS):
            cut = _overlap(self.picture.shape, shift)
            if cut is None:
                break
            here = self.picture[cut]
            moved = _moved(other, shift)[cut]
            gain, correlation, residual = _compare(here, moved)
            if correlation > best.correlation:
                best = Match(shift, correlation)
            if gain <= 0:
                break
            step = _solve(self._slope_x[cut], self._slope_y[cut], residual)
            if step is None:
                break
            shift = (shift[0] - step[0], shift[1] - step[1])
            if max(abs(step[0]), abs(step[1])) < CONVERGED_PX:
                break
        return best


def phase_shift(template: Floats, other: Floats) -> Shift:
    """The shift of the whole picture by phase correlation, to a pixel or so; wherever it was before."""
    window = cv2.createHanningWindow((template.shape[1], template.shape[0]), cv2.CV_32F)
    (x, y), _ = cv2.phaseCorrelate(template * window, other * window)  # given the window, OpenCV 5 writes into both
    return float(x), float(y)


def _compare(here: Floats, moved: Floats) -> tuple[float, float, Floats]:
    """Gain of the moved picture over the one here, correlation, and the difference in the one here's levels."""
    a = here - here.mean()
    b = moved - moved.mean()
    own, cross, others = float(np.vdot(a, a)), float(np.vdot(a, b)), float(np.vdot(b, b))
    if own <= 0 or others <= 0:
        return 0.0, 0.0, a
    gain = cross / own
    return gain, cross / float(np.sqrt(own * others)), np.asarray(b / gain - a if gain > 0 else a, dtype=np.float32)


def _solve(slope_x: Floats, slope_y: Floats, residual: Floats) -> Shift | None:
    """The step of Gauss and Newton; None where the slopes do not fix one."""
    xx, yy, xy = (float(np.vdot(a, b)) for a, b in ((slope_x, slope_x), (slope_y, slope_y), (slope_x, slope_y)))
    x, y = float(np.vdot(slope_x, residual)), float(np.vdot(slope_y, residual))
    determinant = xx * yy - xy * xy
    if determinant <= 1e-6 * max(xx * yy, 1e-12):
        return None
    return (yy * x - xy * y) / determinant, (xx * y - xy * x) / determinant


def _moved(picture: Floats, shift: Shift) -> Floats:
    matrix = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], dtype=np.float64)
    size = (picture.shape[1], picture.shape[0])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(picture, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE))


def _overlap(shape: tuple[int, ...], shift: Shift) -> Any:
    """The part of the template that the other picture covers, as slices; None if it is too small."""
    slices = []
    for side, moved in zip(shape, (shift[1], shift[0]), strict=True):
        first, last = max(0, int(np.ceil(-moved))) + 1, min(side, int(np.floor(side - moved))) - 1
        if not np.isfinite(moved) or last - first < max(FEWEST_PX // 2, SMALLEST_OVERLAP * side):
            return None
        slices.append(slice(first, last))
    return tuple(slices)


def hold(picture: npt.NDArray[Any], dx_px: float, dy_px: float) -> npt.NDArray[Any]:
    """A picture moved back so that its tissue lies where the reference's does; what is not known there is 0.

    Args:
        picture: (h, w) or (h, w, channels), any type that OpenCV moves; echo power, if it is to be averaged.
        dx_px: Of `Motion`, in this picture's pixels.
        dy_px: The same downwards.
    """
    matrix = np.array([[1, 0, dx_px], [0, 1, dy_px]], dtype=np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (picture.shape[1], picture.shape[0])
    return np.asarray(cv2.warpAffine(picture, matrix, size, flags=flags, borderMode=cv2.BORDER_CONSTANT))
