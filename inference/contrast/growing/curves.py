"""The curves of a study's two regions while it grows: each picture is read once, a redrawn region all at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inference.contrast.errors import ContrastError
from inference.contrast.growing.display import Display
from inference.contrast.growing.kept import KeptLevels
from inference.contrast.picture import Bytes, Flags, Series
from inference.contrast.regions import Region

SEEN_FROM = 0.9  # of the region; below it the curve would be that of another region


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """The two regions' curves.

    Attributes:
        times_s: (n,) from the injection where it is known, else on the recording's axis.
        index: (n,) of the pictures in their source.
        lesion_raw, reference_raw: (n,) mean echo power; NaN where the region is not drawn.
        lesion_clean, reference_clean: (n,) with the speckle's noise taken out, NaN where a picture is excluded.
        lesion_saturated, reference_saturated: (n,) share of the region's pixels at white, 0..1.
        lesion_black, reference_black: (n,) share at black.
        excluded: (n,) pictures that are not used.
        reasons: (n,) why; "" where one is used.
    """

    times_s: Series
    index: npt.NDArray[np.int64]
    lesion_raw: Series
    lesion_clean: Series
    reference_raw: Series
    reference_clean: Series
    lesion_saturated: Series
    reference_saturated: Series
    lesion_black: Series
    reference_black: Series
    excluded: Flags
    reasons: tuple[str, ...]


class RegionCurve:
    """Mean echo power of one region in every picture kept so far."""

    def __init__(self, region: Region, kept: KeptLevels, display: Display) -> None:
        """Prepare.

        Args:
            region: In pixels of the contrast panel, where the tissue was in the reference picture.
            kept: The pictures.
            display: What their levels mean.

        Raises:
            ContrastError: The region covers no point of the grid.
        """
        self.region = region
        self.weights = region.weights(*kept.shape, cell_px=kept.step_px)
        self._inside = self.weights > 0
        if not self._inside.any():
            raise ContrastError("the region {region} covers no pixel of the picture", region=region.text())
        self._of_points = self.weights[self._inside].astype(np.float32)
        self._of_points /= self._of_points.sum()
        self._kept = kept
        self._display = display
        self._power: list[Series] = []
        self._white: list[Series] = []
        self._black: list[Series] = []
        self._read = 0

    def power(self) -> Series:
        """(n,) mean echo power."""
        self._catch_up()
        return np.concatenate([np.empty(0), *self._power])

    def saturated(self) -> Series:
        """(n,) share at white, 0..1."""
        self._catch_up()
        return np.concatenate([np.empty(0), *self._white])

    def black(self) -> Series:
        """(n,) share at black, 0..1."""
        self._catch_up()
        return np.concatenate([np.empty(0), *self._black])

    def seen(self) -> Series:
        """(n,) share of the region that each picture shows."""
        return self._kept.seen(self.weights)

    def _catch_up(self) -> None:
        if self._read < len(self._kept):
            levels: Bytes = self._kept.pixels(self._inside, self._read)
            # row by row, so that a picture's sum does not depend on those read with it
            self._power.append((self._display.power[levels] * self._of_points).sum(axis=1, dtype=np.float64))
            self._white.append(((levels >= self._display.white_from) * self._of_points).sum(axis=1, dtype=np.float64))
            self._black.append(((levels == 0) * self._of_points).sum(axis=1, dtype=np.float64))
            self._read = len(self._kept)
