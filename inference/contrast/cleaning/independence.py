"""How much of the speckle is new in each frame: what averages over time can gain at most."""

from dataclasses import dataclass

import cv2
import numpy as np

from inference.contrast.cleaning.looks import bright_cells
from inference.contrast.picture import Floats, Series

SMALLEST_PX = 8
SPREAD_PX = 3.0  # structures wider than this are tissue and perfusion, not speckle
LONGEST_LAG = 12  # frames
PLATEAU = 4  # so many of the longest lags show what frames differ by that share nothing
USUAL_STEPS = 1.5  # a pair of frames counts for a lag where its distance is at most so many usual ones
STILL_INDEPENDENT = 0.2  # correlation of neighbours below which they count as independent pictures of one tissue
DETECTABLE = 0.02  # a smaller correlation is not told from the slow change of the perfusion
NOTHING = 1e-12
MOST_FRAMES = 160
FEWEST_FRAMES = 6


@dataclass(frozen=True, slots=True)
class Independence:
    """What neighbouring frames share.

    Attributes:
        correlation: Of the speckle of neighbouring frames, what stays still all along left out; None with fewer than
            six frames near each other.
        share: Effectively independent frames per frame, 0..1: 1 / (1 + 2 sum of the correlations); 1 where unknown.
    """

    correlation: float | None
    share: float

    @property
    def independent(self) -> bool:
        """Whether neighbouring frames may be taken for independent pictures of the same tissue."""
        return self.correlation is not None and self.correlation < STILL_INDEPENDENT


def independence(power: Floats, times_s: Series) -> Independence:
    """Measure how the speckle of neighbouring frames (n, h, w) is correlated.

    By the variogram: the mean square difference of frames k apart over that of frames 9 to 12 apart is one less the
    correlation. Differences see nothing of what stays (tissue in the contrast picture); what changes slowly (perfusion)
    grows with the square of the distance in time, and is taken out by that. A memory longer than 8 frames is told too
    short. A picture of a few cells shows no speckle of its own: unknown.
    """
    if min(power.shape[1:]) < SMALLEST_PX:
        return Independence(None, 1.0)
    most = _brightest(power)
    shown = power[most]
    differences = _variogram(bright_cells(shown, _speckle(shown)), times_s[most])
    if len(differences) <= PLATEAU:
        return Independence(None, 1.0)
    lags = np.arange(1, len(differences) + 1)
    slow = max(float(np.polyfit(lags[-PLATEAU:] ** 2, differences[-PLATEAU:], 1)[0]), 0.0)
    differences = [each - slow * lag**2 for each, lag in zip(differences, lags, strict=True)]
    free = float(np.mean(differences[-PLATEAU:]))
    if free <= 0:
        return Independence(1.0, 0.0)  # the same picture again and again
    correlations: list[float] = []
    for difference in differences[:-PLATEAU]:
        correlations.append(1 - difference / free)
        if correlations[-1] < DETECTABLE:
            break
    return Independence(correlations[0], 1 / (1 + 2 * sum(max(0.0, each) for each in correlations)))


def _variogram(speckle: Series, times_s: Series) -> list[float]:
    """Mean square difference of frames 1, 2, 3 ... apart, as far as there are frames so near each other."""
    count = len(times_s)
    if count < FEWEST_FRAMES:
        return []
    usual_s = float(np.percentile(np.diff(times_s), 25))  # the dense part of a study thinned afterwards
    found: list[float] = []
    for lag in range(1, min(LONGEST_LAG, count - 2) + 1):
        near = np.flatnonzero(times_s[lag:] - times_s[:-lag] <= USUAL_STEPS * lag * usual_s)
        if near.size < 2:
            break
        found.append(float(((speckle[near] - speckle[near + lag]) ** 2).mean()))
    return found


def _brightest(power: Floats) -> slice:
    """At most `MOST_FRAMES` frames in a row around the brightest."""
    if len(power) <= MOST_FRAMES:
        return slice(None)
    top = int(np.argmax(power.mean(axis=(1, 2))))
    first = min(max(top - MOST_FRAMES // 2, 0), len(power) - MOST_FRAMES)
    return slice(first, first + MOST_FRAMES)


def _speckle(power: Floats) -> Floats:
    """Each frame over its own wide average, less 1."""
    ratio = np.empty_like(power)
    for number, frame in enumerate(power):
        wide = cv2.GaussianBlur(frame, (0, 0), SPREAD_PX, borderType=cv2.BORDER_REFLECT)
        ratio[number] = frame / (wide + NOTHING) - 1
    return ratio
