"""The dynamic range of a contrast recording, estimated from its speckle where nothing states it.

The echo power of fully developed speckle is exponential. Its logarithm spreads by a number of decibels that does not
depend on how bright it is: a standard deviation of 5.57 dB (Wagner et al. 1983, IEEE Trans. Sonics Ultrason. 30:156;
Lopes et al. 1990, IEEE Trans. Geosci. Remote Sens. 28:992; Kaplan and Ma 1994, IEEE Signal Process. Lett. 1:54). So the
spread in grey levels tells how many decibels a grey level is.

Measured at each pixel over four pictures that are independent of each other, so that anatomy counts for nothing: the
second L-moment, which is the spread, and the third over the second (Hosking 1990, J. R. Stat. Soc. B 52:105), which
does not depend on the dynamic range and tells, with the likeness of pictures in a row, how the scanner averaged.
L-moments hardly feel the few pixels at black. Assumed: the speckle is fully developed where it is used, the averaging
is one of those in `averaging`, and black and white are the two ends of the dynamic range. A picture that was smoothed
over places after its compression looks like a wider dynamic range and cannot be told from one. Where the averaging
is in doubt (a lossy recording looks like one of averaged speckle) there is no estimate.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inference.contrast.compression import BLACK, NARROWEST_DB, WHITE, WIDEST_DB, Compression
from inference.contrast.errors import ContrastError
from inference.contrast.picture import Floats
from inference.contrast.speckle.averaging import explain

BLOCK_PX = 16
TREND_BLOCKS = 2  # brightness may change between pictures over this many blocks; it is taken out
MOST_BLACK = 0.02  # share of a block's pixels
MOST_WHITE = 0.01
FEWEST_BLOCKS = 40
DISTANCES = (1, 2, 3, 5, 8, 13)  # pictures apart
INDEPENDENT = 0.99  # of the widest spread over all distances: from there on pictures count as independent
COMPARABLE = 0.25  # share of the blocks that nearer pictures gave
MOST_SETS = 24
SET = 4  # pictures compared at a time: the fewest that give a third L-moment with a little to spare
DECIBELS = 10 / math.log(10)
MOST_DOUBT = 0.15  # relative: a wider guess is none
MODEL_DOUBT = 0.04  # relative: the shape of real speckle is not exactly a gamma's


@dataclass(frozen=True, slots=True)
class SpeckleSpread:
    """What the speckle of a recording looks like, in grey.

    Attributes:
        spread: Second L-moment of grey, 0..1: half the mean difference of two pictures of a pixel.
        skew: Third L-moment over the second.
        spread_error: Standard error of `spread`.
        skew_error: The same of `skew`.
        ratio: Second L-moment of pictures in a row over `spread`; 1 where they are independent.
        distance: Pictures apart, at which they were independent.
        blocks: How many blocks were used.
    """

    spread: float
    skew: float
    spread_error: float
    skew_error: float
    ratio: float
    distance: int
    blocks: int


def estimate_dynamic_range(greys: Sequence[Floats]) -> Compression:
    """The dynamic range by the speckle of a run of pictures.

    Args:
        greys: At least 4 pictures one after another, best with much enhancement, each (h, w), 0..1.

    Raises:
        ContrastError: There are too few pictures with speckle that is neither black nor white, the noise is not
            speckle, or the result is outside 30..100 dB.
    """
    seen = measure_speckle(greys)
    averaging = explain(seen.skew, seen.skew_error, seen.ratio)
    if not averaging.plausible:
        raise ContrastError(
            "the dynamic range cannot be estimated because the picture's noise is not speckle; read it off the "
            "scanner's screen and give it"
        )
    value = DECIBELS * averaging.spread / seen.spread
    relative = math.hypot(seen.spread_error / seen.spread, averaging.doubt, MODEL_DOUBT)
    if not NARROWEST_DB <= value <= WIDEST_DB:
        raise ContrastError(
            "the dynamic range cannot be estimated: the speckle says {value} dB, which no scanner uses; read it off "
            "the scanner's screen and give it",
            value=f"{value:.0f}",
        )
    if relative > MOST_DOUBT:
        raise ContrastError(
            "the dynamic range cannot be estimated because the speckle was averaged or compressed in a way that "
            "allows several; read it off the scanner's screen and give it"
        )
    return Compression(value, "estimated", value * relative)


def measure_speckle(greys: Sequence[Floats]) -> SpeckleSpread:
    """Spread and skew of the speckle over a run of pictures.

    Raises:
        ContrastError: Too little of it is neither black nor white.
    """
    stack = np.stack([_cropped(grey) for grey in greys]) if greys else np.zeros((0, BLOCK_PX, BLOCK_PX), np.float32)
    distance, ratio = _distance(stack)
    spreads, thirds = _blocks(stack, distance) if distance else (np.empty(0), np.empty(0))
    if len(spreads) < FEWEST_BLOCKS:
        raise ContrastError(
            "the dynamic range cannot be estimated because too little of the picture is neither black nor white; "
            "read it off the scanner's screen and give it"
        )
    spread = float(np.median(spreads))
    skew = float(np.median(thirds)) / spread
    return SpeckleSpread(
        spread, skew, _error_of_median(spreads), _error_of_median(thirds) / spread, ratio, distance, len(spreads)
    )


def _error_of_median(values: npt.NDArray[np.float64]) -> float:
    """Standard error, by the median absolute deviation."""
    spread = 1.4826 * float(np.median(np.abs(values - np.median(values))))
    return 1.2533 * spread / math.sqrt(len(values))


def _cropped(grey: Floats) -> Floats:
    side = BLOCK_PX * TREND_BLOCKS
    height, width = (length // side * side for length in grey.shape)
    return grey[:height, :width]


def _distance(stack: Floats) -> tuple[int, float]:
    """The smallest distance at which pictures are as different as they ever get; 0 if there are too few.

    And how the spread of pictures in a row compares with the spread there.
    """
    spreads: dict[int, float] = {}
    errors: dict[int, float] = {}
    most = 0
    for distance in DISTANCES:
        if (SET - 1) * distance < len(stack):
            found, _ = _blocks(stack, distance)
            if len(found) >= max(FEWEST_BLOCKS, most * COMPARABLE):  # else it is another part of the picture
                spreads[distance] = float(np.median(found))
                errors[distance] = _error_of_median(found)
            most = max(most, len(found))
    if not spreads:
        return 0, 1.0
    widest = max(spreads, key=lambda distance: spreads[distance])
    enough = INDEPENDENT * spreads[widest] - 2 * errors[widest]
    distance = next(distance for distance, spread in spreads.items() if spread >= enough)
    return distance, spreads.get(1, math.nan) / spreads[distance]


def _blocks(stack: Floats, distance: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Second and third L-moment of grey over sets of four pictures, a value for each usable block of each set."""
    spreads, thirds = [], []
    starts = np.arange(len(stack) - (SET - 1) * distance)
    for start in starts[:: max(1, math.ceil(len(starts) / MOST_SETS))]:
        chosen = stack[start : start + (SET - 1) * distance + 1 : distance]
        usable = (_means(chosen <= BLACK, BLOCK_PX) <= MOST_BLACK) & (_means(chosen >= WHITE, BLOCK_PX) <= MOST_WHITE)
        every = np.asarray(usable.all(axis=0), dtype=np.bool_)
        if not every.any():
            continue
        side = BLOCK_PX * TREND_BLOCKS
        trend = _means(chosen, side).repeat(side, axis=1).repeat(side, axis=2)
        a, b, c, d = np.sort(chosen - trend, axis=0)
        second, third = (3 * (d - a) + (c - b)) / 12, (a - b - c + d) / 4  # unbiased for samples of four
        spreads.append(_means(second[None], BLOCK_PX)[0][every])
        thirds.append(_means(third[None], BLOCK_PX)[0][every])
    if not spreads:
        return np.empty(0), np.empty(0)
    return np.concatenate(spreads), np.concatenate(thirds)


def _means(stack: npt.NDArray[np.float32] | npt.NDArray[np.bool_], side: int) -> npt.NDArray[np.float64]:
    count, height, width = stack.shape
    fields = stack.reshape(count, height // side, side, width // side, side)
    return np.asarray(fields.mean(axis=(2, 4)), dtype=np.float64)
