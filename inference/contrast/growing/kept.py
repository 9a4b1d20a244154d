"""The pictures of a study as they are kept: grey levels of a grid of pixels, held still."""

from collections.abc import Iterator

import cv2
import numpy as np

from inference.contrast.picture import Bytes, Flags, Floats, Series

LONGEST_SIDE = 192  # grid points; at 12,000 pictures some 440 MB
CHUNK = 256  # pictures


class KeptLevels:
    """Levels 0..255 of a grid of panel pixels for every picture, each looked up where the tissue has moved to.

    Whole pixels are kept, not averages: so colour map and dynamic range may still change afterwards, and each pixel is
    linearised before anything is averaged. The nearest pixel is taken, because a value between two log-compressed ones
    is neither of them nor their mean power.

    Attributes:
        panel_px: (width, height) of the panel.
        step_px: Distance of the grid's points in panel pixels.
        shape: (h, w) of the grid.
    """

    def __init__(self, panel_px: tuple[int, int], longest_side: int = LONGEST_SIDE) -> None:
        """Start without a picture."""
        width, height = panel_px
        self.panel_px = panel_px
        self.step_px = max(1, -(-max(panel_px) // longest_side))
        self.shape = (max(1, height // self.step_px), max(1, width // self.step_px))
        self._chunks: list[Bytes] = []
        self._shifts: list[tuple[float, float]] = []

    def __len__(self) -> int:
        return len(self._shifts)

    def add(self, levels: Bytes, dx_px: float, dy_px: float) -> None:
        """Keep a picture.

        Args:
            levels: (height, width) uint8 of the panel.
            dx_px, dy_px: Where the tissue has moved to since the reference.
        """
        place = len(self) % CHUNK
        if place == 0:
            self._chunks.append(np.empty((CHUNK, *self.shape), np.uint8))
        first = (self.step_px - 1) / 2
        grid_to_panel = np.array([[self.step_px, 0, first + dx_px], [0, self.step_px, first + dy_px]], np.float64)
        self._chunks[-1][place] = cv2.warpAffine(
            levels,
            grid_to_panel,
            self.shape[::-1],
            flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        self._shifts.append((dx_px, dy_px))

    def pixels(self, inside: Flags, since: int = 0) -> Bytes:
        """Levels of chosen grid points from picture `since` on, (n, k) uint8.

        Args:
            inside: (h, w) the points.
            since: The first picture.
        """
        parts = [chunk[:, inside] for chunk in self._parts(since)]
        return np.concatenate(parts) if parts else np.empty((0, int(inside.sum())), np.uint8)

    def __iter__(self) -> Iterator[Bytes]:
        """Each picture's levels, (h, w) uint8."""
        return (picture for part in self._parts(0) for picture in part)

    def seen(self, weights: Floats) -> Series:
        """Share of a region that each picture shows, (n,): the rest has moved out of the panel.

        Args:
            weights: (h, w) covered share of each grid point.
        """
        total = float(weights.sum())
        rows, columns = np.nonzero(weights)
        of_points = weights[rows, columns].astype(np.float64)
        first = (self.step_px - 1) / 2
        x, y = columns * self.step_px + first, rows * self.step_px + first
        shifts = np.array(self._shifts, np.float64).reshape(-1, 2)
        reach_x, reach_y = float(np.abs(shifts[:, 0]).max(initial=0)), float(np.abs(shifts[:, 1]).max(initial=0))
        width, height = self.panel_px
        if total == 0 or (
            x.min() >= reach_x and x.max() + reach_x < width and y.min() >= reach_y and y.max() + reach_y < height
        ):
            return np.ones(len(self)) if total else np.zeros(len(self))
        shown = [
            of_points[(x + dx >= 0) & (x + dx < width) & (y + dy >= 0) & (y + dy < height)].sum() for dx, dy in shifts
        ]
        return np.array(shown) / total

    def _parts(self, since: int) -> Iterator[Bytes]:
        for number, chunk in enumerate(self._chunks):
            first = number * CHUNK
            part = chunk[max(0, since - first) : min(CHUNK, len(self) - first)]
            if len(part):
                yield part
