"""Speckle that changes with the section, and the noise of the receiver."""

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Grey = npt.NDArray[np.uint8]

FIELDS = 8
TILE_PX = 512
SPECKLE = 0.13  # standard deviation of the part of the speckle that is made anew
NOISE = 2.2  # grey levels, standard deviation at the full depth
NOISE_ROOM_PX = 64


class Grain:
    """Multiplicative speckle that lies still in the tissue and turns into another as the section changes."""

    def __init__(self, rng: np.random.Generator, size: tuple[int, int]) -> None:
        width, height = size
        fields = rng.standard_normal((FIELDS, TILE_PX, TILE_PX), np.float32)
        # wider than deep, as a linear probe's; the tile repeats without a seam
        self._fields = [_unit(_blurred(field, 1.6, 1.1)) for field in fields]
        # never the same field twice running: a mixture of one with itself would be stronger
        self._order = np.cumsum(rng.integers(1, FIELDS, 4096)) % FIELDS
        noise = rng.standard_normal((FIELDS, height + NOISE_ROOM_PX, width + NOISE_ROOM_PX), np.float32)
        depth = np.linspace(0.3, 1, height + NOISE_ROOM_PX, dtype=np.float32)[:, None]
        self._noise = [
            np.rint(128 + NOISE * depth * _unit(cv2.GaussianBlur(n, (0, 0), 0.7))).astype(np.uint8) for n in noise
        ]
        self._size = size

    def speckled(self, view: Grey, x: Floats, y: Floats, travelled: float, moment: int) -> Grey:
        """The view with this moment's speckle.

        Args:
            view: Shape (h, w).
            x, y: The view's map into the strip.
            travelled: Independent speckle patterns so far; between two, they mix with constant variance.
            moment: Number of the scanner's picture, for the noise.
        """
        number = int(travelled)
        part = (travelled - number) * np.pi / 2
        first, second = (self._fields[self._order[(number + step) % len(self._order)]] for step in (0, 1))
        mixed = cv2.addWeighted(first, float(np.cos(part)) * SPECKLE, second, float(np.sin(part)) * SPECKLE, 0)
        tile = cv2.convertScaleAbs(mixed, alpha=128, beta=128)
        seen = cv2.remap(tile, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
        speckled = cv2.multiply(view, seen, scale=1 / 128)
        return self._noisy(np.asarray(speckled, np.uint8), moment)

    def _noisy(self, view: Grey, moment: int) -> Grey:
        width, height = self._size
        dice = (moment * 2654435761) & 0xFFFFFFFF
        top, left = (dice >> 8) % NOISE_ROOM_PX, (dice >> 16) % NOISE_ROOM_PX
        noise = self._noise[dice % FIELDS][top : top + height, left : left + width]
        return np.asarray(cv2.addWeighted(view, 1.0, noise, 1.0, -128.0), np.uint8)


def _blurred(field: Floats, across: float, down: float) -> Floats:
    wrapped = cv2.copyMakeBorder(field, 8, 8, 8, 8, cv2.BORDER_WRAP)
    return np.asarray(cv2.GaussianBlur(wrapped, (0, 0), across, sigmaY=down)[8:-8, 8:-8], np.float32)


def _unit(field: npt.NDArray[np.float32]) -> Floats:
    return np.asarray((field - field.mean()) / field.std(), np.float32)
