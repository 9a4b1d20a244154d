"""Small contrast recordings whose motion, dynamic range and faults are known, for the tests of this room."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from inference.contrast.picture import Bytes, ContrastPicture, Floats

SIDE_PX = 128
GRAIN_PX = 1.2
Shift = tuple[float, float]


def speckle(rng: np.random.Generator, side_px: int = SIDE_PX, grain_px: float = GRAIN_PX) -> Floats:
    """Echo power of fully developed speckle: exponential, mean 1, (side, side)."""
    field = rng.normal(size=(2, side_px, side_px))
    parts = [cv2.GaussianBlur(part, (0, 0), grain_px) for part in field]
    power = parts[0] ** 2 + parts[1] ** 2
    return (power / power.mean()).astype(np.float32)


def shown(power: Floats, dynamic_range_db: float) -> Bytes:
    """The scanner's 8 bits: 1.0 is white."""
    grey = 1 + 10 * np.log10(np.maximum(power, 1e-12)) / dynamic_range_db
    return np.rint(np.clip(grey, 0, 1) * 255).astype(np.uint8)


def moved(picture: Floats, shift: Shift) -> Floats:
    """Tissue that lay at x lies at x + shift."""
    matrix = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], dtype=np.float64)
    size = (picture.shape[1], picture.shape[0])
    return cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)


def anatomy(seed: int, side_px: int = SIDE_PX) -> Floats:
    """Smooth structure, mean 1, for a B-mode picture or for how much a place is perfused."""
    rng = np.random.default_rng(seed)
    clumps = cv2.GaussianBlur(rng.normal(size=(side_px, side_px)), (0, 0), side_px / 24)
    return np.exp(1.2 * clumps / clumps.std()).astype(np.float32)


def bmode(shift: Shift = (0.0, 0.0), seed: int = 0) -> Floats:
    """Echo power of tissue whose speckle moves with it, with a little noise of its own, (128, 128)."""
    wide = anatomy(seed) * speckle(np.random.default_rng(seed + 100))
    return moved(wide, shift)


def cine(
    level: Callable[[float], float],
    times_s: Sequence[float],
    shifts: Sequence[Shift] | None = None,
    dynamic_range_db: float = 60.0,
    with_bmode: bool = True,
    persistence: float = 0.0,
    seed: int = 0,
) -> list[ContrastPicture]:
    """A recording: perfused anatomy at `level` (mean power, 1.0 white) of the time, over a faint noise floor.

    Args:
        level: Mean echo power at a time.
        times_s: Of the pictures.
        shifts: Of the tissue in each picture; still without.
        dynamic_range_db: Of the contrast panel.
        with_bmode: Whether there is a B-mode panel.
        persistence: Weight of the picture before in the one shown, 0..1, on the log picture.
        seed: Fixes the speckle.
    """
    rng = np.random.default_rng(seed)
    perfused = anatomy(seed + 1)
    pictures = []
    before: Floats | None = None
    for number, time_s in enumerate(times_s):
        shift = shifts[number] if shifts is not None else (0.0, 0.0)
        power = (moved(perfused, shift) * level(time_s) + 1e-6) * speckle(rng)
        grey = shown(power, dynamic_range_db).astype(np.float32)
        if before is not None:
            grey = persistence * before + (1 - persistence) * grey
        before = grey
        rgb = np.repeat(np.rint(grey).astype(np.uint8)[:, :, None], 3, axis=2)
        tissue = shown(bmode(shift, seed) / 50, 60.0) if with_bmode else None
        pictures.append(ContrastPicture(number, time_s, rgb, tissue))
    return pictures
