"""A detector that finds one dark mass, and outlines and scores it by plain rules: what reading is tested with."""

import math

import cv2
import numpy as np

from inference.detector import NetworkInfo
from inference.errors import ModelError
from inference.findings import Box, OperatingPoints

INFO = NetworkInfo("CPU", "made up", "f32", "00", None, 0.5, OperatingPoints(0.1, 0.5), 0.3)
DARK = 70


def scan(width: int = 400, height: int = 400, skin: int = 20) -> np.ndarray:
    """RGB of speckled tissue under black, with a dark ellipse of 120 x 80 px at (200, 180)."""
    grey = np.random.default_rng(7).integers(90, 160, (height, width), dtype=np.uint8)
    mass = np.zeros((height, width), np.uint8)
    cv2.ellipse(mass, (200, 180), (60, 40), 0, 0, 360, 1, -1)
    grey[mass > 0] = np.random.default_rng(8).integers(20, 50, int((mass > 0).sum()), dtype=np.uint8)
    grey[:skin] = 0
    return np.repeat(grey[..., None], 3, axis=2)


BOX = Box(139, 139, 262, 222)


class MadeDetector:
    """Implements what reading asks of `inference.detector.LesionDetector`."""

    info = INFO

    def __init__(self, *, outlines: bool = True, fault: bool = False) -> None:
        self.draws, self.fault = outlines, fault
        self.found = 0

    def find(self, grey: np.ndarray) -> list[tuple[Box, float]]:
        self.found += 1
        mask = self._mask(grey)
        if mask is None:
            return []
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        return [(Box(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1), 0.9)]

    def outlines(self, grey: np.ndarray, boxes: list[Box]) -> list[np.ndarray | None]:
        if self.fault:
            raise ModelError(
                "The network gave no numbers on {device}. Choose another device in the settings, or start "
                "Minamo again.",
                device="CPU",
            )
        return [self._mask(grey) if self.draws else None for _ in boxes]

    def view_logit(self, view: np.ndarray) -> float:
        return float(4 - 12 * view.mean())

    def calibrated(self, logit: float) -> float:
        return 1 / (1 + math.exp(-logit))

    def _mask(self, grey: np.ndarray) -> np.ndarray | None:
        dark = ((grey > 5) & (grey < DARK)).astype(np.uint8)
        dark = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
        return dark > 0 if dark.sum() > 500 else None
