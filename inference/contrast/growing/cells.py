"""From the kept levels to a stack of echo power over cells, for maps, proposals and patterns."""

import cv2
import numpy as np
import numpy.typing as npt

from inference.contrast.growing.display import Display
from inference.contrast.growing.kept import KeptLevels
from inference.contrast.picture import Bytes, Floats, Series, Stack


def cell_stack(
    kept: KeptLevels,
    display: Display,
    place: npt.NDArray[np.int64],
    times_s: Series,
    index: npt.NDArray[np.int64],
    longest_side: int,
) -> Stack:
    """Mean power over cells and, where several pictures go to one place, over those.

    Args:
        kept: (n) pictures.
        display: What their levels mean.
        place: (n,) where each picture goes in the result; -1 for nowhere.
        times_s, index: (n,) of the pictures.
        longest_side: Of the result, in cells.
    """
    by = max(1, round(max(kept.shape) / longest_side))
    height, width = (side // by for side in kept.shape)
    count = int(place.max(initial=-1)) + 1
    at_white = (np.arange(256) >= display.white_from).astype(np.float32)
    power = np.zeros((count, height, width), np.float32)
    white = np.zeros((count, height, width), np.float32)
    for levels, at in zip(kept, place.tolist(), strict=True):
        if at >= 0:
            fine = levels[: height * by, : width * by]
            power[at] += _mean(np.asarray(cv2.LUT(fine, display.power)), by)
            white[at] += _mean(np.asarray(cv2.LUT(fine, at_white)), by)
    used = place >= 0
    pictures = np.maximum(np.bincount(place[used], minlength=count), 1)
    power /= pictures[:, None, None].astype(np.float32)
    white *= np.float32(255) / pictures[:, None, None].astype(np.float32)
    mean_s = np.bincount(place[used], times_s[used], minlength=count) / pictures
    first = np.zeros(count, np.int64)
    first[place[used][::-1]] = index[used][::-1]
    saturated: Bytes = np.rint(white).astype(np.uint8)
    return Stack(power, mean_s, first, np.zeros(count, np.bool_), ("",) * count, saturated, float(by * kept.step_px))


def _mean(fine: Floats, by: int) -> Floats:
    if by == 1:
        return fine
    height, width = fine.shape
    return np.asarray(fine.reshape(height // by, by, width // by, by).mean((1, 3)), np.float32)
