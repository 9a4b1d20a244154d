"""From a pixel of the view to the place in the strip that is seen there."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inference.evaluation.cine.making.path import Place

Floats = npt.NDArray[np.float32]

NODE_PX = 16  # the warp is smooth: it is worked out at every 16th pixel
VIEW_SHARE = 0.76  # of the strip's height that the view shows at zoom 1
WAVES = 5
ELASTIC_PX = 3.2
SKIN_SHARE = 0.18  # of the height in which the tilt fades towards the skin
BULGE = 0.5  # Poisson's ratio of tissue that keeps its volume


@dataclass(frozen=True, slots=True, eq=False)
class Waves:
    """Smooth waves along the strip whose phase goes on with the distance from the plane: another section of tissue."""

    across: npt.NDArray[np.float64]  # wave numbers, 1/px, (n,)
    down: npt.NDArray[np.float64]
    off_plane: npt.NDArray[np.float64]  # phase a unit
    phase: npt.NDArray[np.float64]
    size_px: npt.NDArray[np.float64]  # (n, 2)

    @staticmethod
    def drawn(rng: np.random.Generator) -> "Waves":
        """Waves of 150 to 450 px."""
        number = 2 * math.pi / rng.uniform(150, 450, (2, WAVES))
        return Waves(
            number[0] * rng.choice([-1, 1], WAVES),
            number[1],
            rng.uniform(0.8, 2.2, WAVES),
            rng.uniform(0, 2 * math.pi, WAVES),
            rng.normal(0, ELASTIC_PX / math.sqrt(WAVES) * 1.4, (WAVES, 2)),
        )


class Warp:
    """The view's map into the strip at one place of the probe: `x` and `y`, shape (h, w) float32, in strip pixels."""

    def __init__(self, size: tuple[int, int], waves: Waves) -> None:
        width, height = size
        self._size = size
        columns = np.arange(-1, width // NODE_PX + 3)
        rows = np.arange(-1, height // NODE_PX + 3)
        nodes = np.meshgrid(NODE_PX * (columns + 0.5) - 0.5, NODE_PX * (rows + 0.5) - 0.5)
        self._node_x, self._node_y = nodes
        self._waves = waves

    def map(self, place: Place, zoom: float, breath: float) -> tuple[Floats, Floats]:
        """Columns and rows of the strip for each pixel of the view.

        Args:
            place: Of the probe.
            zoom: View pixels a strip pixel; the skin stays at the top, the middle in the middle.
            breath: -1..1, moves the depth up and down a little.
        """
        width, height = self._size
        x = (self._node_x - (width - 1) / 2) / zoom
        y = self._node_y / zoom
        depth = y * zoom / height
        grip = 1 - np.exp(-np.maximum(depth, 0) / SKIN_SHARE)  # nothing slides along the probe
        # tissue pressed together shows more of the depth, and bulges sideways
        y_pressed = y * (1 + place.squeeze * (0.6 + 0.4 * depth))
        x_pressed = x * (1 - BULGE * 0.5 * place.squeeze * grip)
        tilt = math.tan(place.rock_rad) * grip
        strip_x = place.x_px + x_pressed + tilt * y_pressed
        strip_y = y_pressed - tilt * x_pressed + 1.5 * breath * grip
        waves = self._waves
        for number in range(len(waves.phase)):
            swing = grip * np.sin(
                waves.across[number] * strip_x
                + waves.down[number] * strip_y
                + waves.off_plane[number] * place.off_plane
                + waves.phase[number]
            )
            strip_x = strip_x + waves.size_px[number, 0] * swing
            strip_y = strip_y + waves.size_px[number, 1] * swing
        return self._finely(strip_x), self._finely(strip_y)

    def _finely(self, nodes: npt.NDArray[np.float64]) -> Floats:
        width, height = self._size
        rows, columns = nodes.shape
        fine = cv2.resize(nodes.astype(np.float32), (columns * NODE_PX, rows * NODE_PX), interpolation=cv2.INTER_LINEAR)
        return np.ascontiguousarray(fine[NODE_PX : NODE_PX + height, NODE_PX : NODE_PX + width])
