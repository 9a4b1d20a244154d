"""From the scanner's tint back to grey: which colour the map gives to which grey level."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inference.contrast.errors import ContrastError
from inference.contrast.picture import Bytes, Floats

LEVELS = 256
LUMINANCE = (299, 587, 114)  # thousandths, ITU-R BT.601-7, 2.5.1
ON_THE_PATH = 8.0  # RGB distance: video compression moves colours by a few levels
FEWEST_ON_THE_PATH = 0.97  # share of the sample
COLOURLESS = 6  # levels between the channels that count as grey
DARKEST_TOLD_APART = 24  # below it (brightest channel) all maps are black, and compression decides the hue
MOST_SAMPLES = 20_000
FEWEST_SAMPLES = 200
FEWEST_BAR_COLOURS = 8
LUMINANCE_USED = "The colour map of the contrast picture is unknown; the brightness of its colours was used"
LEVELS_BY_LUMINANCE = (
    "The colour map of the contrast picture is not one of the known ones; its levels were taken from its brightness"
)

# Colours at equal steps of grey from black to white.
PATHS: dict[str, tuple[tuple[int, int, int], ...]] = {
    "grey": ((0, 0, 0), (255, 255, 255)),
    "amber": ((0, 0, 0), (128, 68, 10), (255, 150, 30), (255, 215, 140), (255, 255, 230)),
    "sepia": ((0, 0, 0), (112, 88, 60), (190, 160, 118), (255, 240, 200)),
    "blue to yellow": ((0, 0, 0), (10, 20, 120), (80, 90, 150), (200, 180, 90), (255, 245, 120)),
    "hot": ((0, 0, 0), (255, 0, 0), (255, 255, 0), (255, 255, 255)),
}


@dataclass(frozen=True, slots=True, eq=False)
class ToneMap:
    """Which grey a colour stands for.

    A weighted sum of the channels that rises all along the map's path tells the place on the path; one table look-up
    for each pixel then gives the grey.

    Attributes:
        name: Of the map: one of `PATHS`, "colour bar", "path" or "luminance".
        weights: Of red, green and blue in the sum, whole numbers.
        table: Grey, 0..1, for each value of the sum, from `lowest` on.
        lowest: The smallest sum the table holds; may be negative.
        warning: What the user should know; "" if nothing.
    """

    name: str
    weights: tuple[int, int, int]
    table: Floats
    lowest: int
    warning: str = ""

    def grey(self, rgb: Bytes) -> Floats:
        """Grey of each pixel.

        Args:
            rgb: (h, w, 3) uint8.

        Returns:
            (h, w) float32, 0 at the map's black, 1 at its white.
        """
        weights = np.array([self.weights], dtype=np.float32)
        sums = cv2.transform(rgb.astype(np.float32), weights).reshape(rgb.shape[:2])
        return np.asarray(self.table[sums.astype(np.int32) - self.lowest], dtype=np.float32)

    def grey_bytes(self, rgb: Bytes) -> Bytes:
        """The same as whole grey levels, (h, w) uint8, 255 at the map's white."""
        return np.asarray(np.rint(self.grey(rgb) * 255), dtype=np.uint8)

    @classmethod
    def from_path(cls, name: str, colours: npt.ArrayLike, warning: str = "") -> "ToneMap | None":
        """A map from its colours at equal steps of grey, (n, 3), dark to bright.

        Returns:
            None if no sum of the channels rises all along the path (a rainbow).
        """
        path = resample(np.asarray(colours, dtype=np.float64))
        weights = rising_weights(path)
        return None if weights is None else _with_table(name, path, weights, warning)

    @classmethod
    def from_colour_bar(cls, strip: Bytes) -> "ToneMap":
        """A map from a picture of the scanner's colour bar, which must fill the strip.

        Args:
            strip: (h, w, 3) uint8, upright or lying, either end bright.

        Raises:
            ContrastError: The strip does not lead through colours from dark to bright.
        """
        along = strip if strip.shape[0] >= strip.shape[1] else strip.transpose(1, 0, 2)
        colours = np.median(along, axis=1).astype(np.float64)
        if colours[0].sum() > colours[-1].sum():
            colours = colours[::-1]
        colours = _without_margins(colours)
        distinct = len(np.unique(colours, axis=0))
        found = cls.from_path("colour bar", _smoothed(colours)) if distinct >= FEWEST_BAR_COLOURS else None
        if found is None:
            raise ContrastError("the marked colour bar does not lead from dark to bright; mark the bar alone")
        return found


def known(name: str) -> ToneMap:
    """A map of `PATHS`."""
    found = ToneMap.from_path(name, PATHS[name])
    if found is None:
        raise ValueError(f"{name} does not rise")
    return found


def luminance_map() -> ToneMap:
    """The brightness of a colour as its grey, with the warning that says so."""
    table = np.linspace(0, 1, sum(LUMINANCE) * 255 + 1).astype(np.float32)
    return ToneMap("luminance", LUMINANCE, table, 0, LUMINANCE_USED)


def find_tone_map(samples: Sequence[Bytes], bar: Bytes | None = None) -> ToneMap:
    """The map that the pictures were coloured with.

    Args:
        samples: Contrast panels, (h, w, 3) uint8, some of them with enhancement.
        bar: The scanner's colour bar, if it was marked; it is believed.

    Returns:
        In this order: the bar's map; a known map on whose path the colours lie; a path through the colours, with
        levels by luminance; luminance. The last two carry a warning.
    """
    colours = _sample(samples)
    if bar is not None:
        return ToneMap.from_colour_bar(bar)
    if len(colours) < FEWEST_SAMPLES or np.ptp(colours, axis=1).max() <= COLOURLESS:
        return known("grey")
    fitting = {name: _share_on(np.array(path, dtype=np.float64), colours) for name, path in PATHS.items()}
    best = max(fitting, key=lambda name: fitting[name])
    if fitting[best] >= FEWEST_ON_THE_PATH:
        return known(best)
    return _path_through(colours) or luminance_map()


def rising_weights(path: npt.NDArray[np.float64]) -> tuple[int, int, int] | None:
    """Whole weights of the channels whose sum rises all along the path, by the steepest smallest step; None if none.

    Args:
        path: (256, 3) colours from dark to bright.
    """
    steps = np.diff(path[:: LEVELS // 16 - 1], axis=0)
    choices = np.array(list(itertools.product(range(-1, 5), repeat=3)))
    choices = choices[np.abs(choices).sum(axis=1) > 0]
    margins = (steps @ choices.T).min(axis=0) / np.linalg.norm(choices, axis=1)
    best = int(np.argmax(margins))
    if margins[best] < 1.0:
        return None
    red, green, blue = (int(weight) for weight in choices[best])
    return red, green, blue


def resample(path: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """A path of colours at equal steps of grey, (n, 3), brought to 256 steps."""
    places = np.linspace(0, 1, len(path))
    return np.column_stack([np.interp(np.linspace(0, 1, LEVELS), places, path[:, channel]) for channel in range(3)])


def _with_table(name: str, path: npt.NDArray[np.float64], weights: tuple[int, int, int], warning: str) -> ToneMap:
    sums = np.maximum.accumulate(np.rint(path) @ np.array(weights, dtype=np.float64))
    lowest = sum(min(weight, 0) for weight in weights) * 255
    highest = sum(max(weight, 0) for weight in weights) * 255
    keep = np.concatenate([[True], np.diff(sums) > 0])  # rounded colours may repeat
    table = np.interp(np.arange(lowest, highest + 1), sums[keep], np.linspace(0, 1, LEVELS)[keep])
    return ToneMap(name, weights, table.astype(np.float32), lowest, warning)


def _sample(samples: Sequence[Bytes]) -> npt.NDArray[np.float64]:
    """Colours that are bright enough to be told apart, at most `MOST_SAMPLES`, (n, 3)."""
    if not samples:
        return np.empty((0, 3))
    every = [picture.reshape(-1, 3) for picture in samples]
    bright = np.concatenate([colours[colours.max(axis=1) >= DARKEST_TOLD_APART] for colours in every])
    return bright[:: max(1, len(bright) // MOST_SAMPLES)].astype(np.float64)


def _share_on(path: npt.NDArray[np.float64], colours: npt.NDArray[np.float64]) -> float:
    """Share of the colours that lie on the path."""
    fine = resample(path)[::2]
    squared = (colours**2).sum(axis=1)[:, None] - 2 * colours @ fine.T + (fine**2).sum(axis=1)[None]
    return float((squared.min(axis=1) <= ON_THE_PATH**2).mean())


def _path_through(colours: npt.NDArray[np.float64]) -> ToneMap | None:
    """One path through the colours, ordered by luminance; None if they do not lie on one."""
    luminance = colours @ np.array(LUMINANCE) / sum(LUMINANCE)
    edges = np.linspace(0, luminance.max() + 1e-6, 33)
    place = np.digitize(luminance, edges)
    filled = [number for number in np.unique(place) if (place == number).sum() >= 5]
    if len(filled) < FEWEST_BAR_COLOURS:
        return None
    middles = np.array([[0.0, 0.0, 0.0], *(np.median(colours[place == number], axis=0) for number in filled)])
    levels = middles @ np.array(LUMINANCE) / sum(LUMINANCE)
    order = np.argsort(levels)
    at = np.linspace(0, levels.max(), LEVELS)
    path = np.column_stack([np.interp(at, levels[order], middles[order, channel]) for channel in range(3)])
    if _share_on(path, colours) < FEWEST_ON_THE_PATH:
        return None
    return ToneMap.from_path("path", path, LEVELS_BY_LUMINANCE)


def _without_margins(colours: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The bar without runs of one colour at its ends, which are its frame; one of each run is kept."""
    changes = np.flatnonzero(np.abs(np.diff(colours, axis=0)).sum(axis=1) > 0)
    return colours if len(changes) == 0 else colours[changes[0] : changes[-1] + 2]


def _smoothed(colours: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Without the steps of 8 bits, which would look like a path that stands still."""
    width = max(1, len(colours) // 32) | 1
    padded = np.pad(colours, ((width // 2, width // 2), (0, 0)), mode="edge")
    return np.asarray(cv2.blur(padded, (1, width))[width // 2 : width // 2 + len(colours)], dtype=np.float64)
