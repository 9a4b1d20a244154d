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
OFF_THE_MAP = 18.0  # mean RGB distance of the middle colours, one for each brightness, from a known map
OFF_THE_PATH = 25.0  # mean RGB distance of all colours: lossy video keeps colour at half the resolution only
FAR_OFF = 70.0
FEWEST_NEAR = 0.97  # share of the colours that are nearer
COLOURLESS = 6  # levels between the channels that count as grey
DARKEST_TOLD_APART = 24  # below it (brightest channel) all maps are black, and compression decides the hue
MOST_SAMPLES = 20_000
FEWEST_SAMPLES = 200
FEWEST_BAR_COLOURS = 8
ONE_COLOUR = "one colour"
NEARLY_GREY = 16.0  # levels between the channels of a white
LEAST_RISE = 3.0  # levels of luminance in a sixteenth of the path
LUMINANCE_USED = "The colour map of the contrast picture is unknown; the brightness of its colours was used"
LEVELS_BY_LUMINANCE = (
    "The colour map of the contrast picture is not one of the known ones; its levels were taken from its brightness"
)

# Points of each map, grey level -> red, green, blue, straight in between, in the manner of scanners' maps.
PATHS: dict[str, tuple[tuple[int, int, int, int], ...]] = {
    "grey": ((0, 0, 0, 0), (255, 255, 255, 255)),
    "amber": ((0, 0, 0, 0), (96, 130, 62, 8), (192, 240, 158, 52), (255, 255, 236, 188)),
    "sepia": ((0, 0, 0, 0), (112, 112, 88, 60), (190, 190, 160, 118), (255, 255, 240, 200)),
    "blue-yellow": ((0, 0, 0, 0), (80, 16, 34, 128), (150, 92, 112, 140), (210, 236, 196, 60), (255, 255, 250, 190)),
    "hot": ((0, 0, 0, 0), (85, 255, 0, 0), (170, 255, 255, 0), (255, 255, 255, 255)),
}


def path_of(name: str) -> npt.NDArray[np.float64]:
    """Colours of the 256 grey levels of a map of `PATHS`, (256, 3)."""
    points = np.array(PATHS[name], dtype=np.float64)
    return np.column_stack([np.interp(np.arange(LEVELS), points[:, 0], points[:, channel]) for channel in (1, 2, 3)])


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

    @property
    def of_luminance(self) -> Floats | None:
        """Grey of each whole level of luminance, (256,) float32; None where luminance alone does not tell it."""
        if self.weights == LUMINANCE:
            return self.table[np.arange(LEVELS) * sum(LUMINANCE) - self.lowest]
        return self.table if self.name == "grey" else None

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
    found = ToneMap.from_path(name, path_of(name))
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
        In this order: the bar's map; a known map on whose path the colours lie, or one colour from dark to bright; a
        path through the colours, with levels by luminance; luminance. The last two carry a warning.
    """
    colours = _sample(samples)
    if bar is not None:
        return ToneMap.from_colour_bar(bar)
    if len(colours) < FEWEST_SAMPLES or np.percentile(np.ptp(colours, axis=1), 99) <= COLOURLESS:
        return known("grey")
    levels, middles = _middles(colours)
    paths = {name: path_of(name) for name in PATHS}
    ray = _ray(colours)
    if np.ptp(ray[-1]) > NEARLY_GREY:
        paths[ONE_COLOUR] = ray
    off = {name: float(np.mean(_distances(path, middles))) for name, path in paths.items()} if len(levels) else {}
    best = min(off, key=lambda name: off[name], default="")
    if best and off[best] <= OFF_THE_MAP and _on_one_path(paths[best], colours):
        return ToneMap.from_path(best, paths[best]) or luminance_map()
    return _path_through(colours) or luminance_map()


def rising_weights(path: npt.NDArray[np.float64]) -> tuple[int, int, int] | None:
    """Whole weights of the channels whose sum rises all along the path; None if none.

    Luminance where it rises steadily: video and JPEG keep it at full resolution and halve that of the colours. Else the
    weights of the steepest smallest step.

    Args:
        path: (256, 3) colours from dark to bright.
    """
    steps = np.diff(path[:: LEVELS // 16 - 1], axis=0)
    if (steps @ np.array(LUMINANCE)).min() / sum(LUMINANCE) >= LEAST_RISE:
        return LUMINANCE
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


def _ray(colours: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The path of one colour from black to its brightest, (256, 3): grey levels times a tint."""
    tint = np.median(colours / colours.max(axis=1, keepdims=True), axis=0)
    return np.asarray(np.linspace(0, 255, LEVELS)[:, None] * (tint / tint.max()), dtype=np.float64)


def _distances(path: npt.NDArray[np.float64], colours: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """How far each colour is from the path."""
    fine = resample(path)[::2]
    squared = (colours**2).sum(axis=1)[:, None] - 2 * colours @ fine.T + (fine**2).sum(axis=1)[None]
    return np.asarray(np.sqrt(np.maximum(squared.min(axis=1), 0)), dtype=np.float64)


def _on_one_path(path: npt.NDArray[np.float64], colours: npt.NDArray[np.float64]) -> bool:
    off = _distances(path, colours)
    return float(np.mean(off)) <= OFF_THE_PATH and float(np.mean(off <= FAR_OFF)) >= FEWEST_NEAR


def _middles(colours: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Brightness classes and the middle colour of each, (n,) and (n, 3)."""
    luminance = colours @ np.array(LUMINANCE) / sum(LUMINANCE)
    place = np.digitize(luminance, np.linspace(0, luminance.max() + 1e-6, 33))
    filled = [number for number in np.unique(place) if (place == number).sum() >= 5]
    middles = np.array([np.median(colours[place == number], axis=0) for number in filled]).reshape(-1, 3)
    return middles @ np.array(LUMINANCE) / sum(LUMINANCE), middles


def _path_through(colours: npt.NDArray[np.float64]) -> ToneMap | None:
    """One path through the colours, ordered by luminance; None if they do not lie on one."""
    levels, middles = _middles(colours)
    if len(levels) < FEWEST_BAR_COLOURS:
        return None
    levels, middles = np.append(0.0, levels), np.vstack([np.zeros(3), middles])
    order = np.argsort(levels)
    at = np.linspace(0, levels.max(), LEVELS)
    path = np.column_stack([np.interp(at, levels[order], middles[order, channel]) for channel in range(3)])
    return ToneMap.from_path("path", path, LEVELS_BY_LUMINANCE) if _on_one_path(path, colours) else None


def _without_margins(colours: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The bar without runs of one colour at its ends, which are its frame; one of each run is kept."""
    changes = np.flatnonzero(np.abs(np.diff(colours, axis=0)).sum(axis=1) > 0)
    return colours if len(changes) == 0 else colours[changes[0] : changes[-1] + 2]


def _smoothed(colours: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Without the steps of 8 bits, which would look like a path that stands still."""
    width = max(1, len(colours) // 32) | 1
    padded = np.pad(colours, ((width // 2, width // 2), (0, 0)), mode="edge")
    return np.asarray(cv2.blur(padded, (1, width))[width // 2 : width // 2 + len(colours)], dtype=np.float64)
