"""A local polynomial in time whose window is as long as the study needs it, and no longer."""

from dataclasses import dataclass

import numpy as np

from inference.contrast.cleaning.cleaner import checked
from inference.contrast.cleaning.independence import independence
from inference.contrast.cleaning.local_polynomial import LocalPolynomial
from inference.contrast.picture import Floats, Series

STEP_S = 0.25
SHRINK = 0.75
NARROWEST_S = 0.2
LEAST_SHARE = 1e-3
DENSE_PERCENT = 25  # the usual frame of the dense part of a study thinned afterwards
SD_OF_MEDIAN = 1.4826  # of the absolute deviation
MOST_BENT = 0.01  # of the peak
NOISE_SD = 3.0


@dataclass(frozen=True, slots=True)
class ChosenReach:
    """Takes the shortest window that promises `gain_db`, given the frame rate and what neighbouring frames share.

    A slow scanner, or one with persistence, brings few independent frames a second and needs a longer window for the
    same gain. `longest_s` bounds it, and so does the curve itself: the window shrinks while the mean of the whole
    picture differs, by more than 1 % of its peak and its noise, from what half the window makes of it. Once the window
    is chosen the filter is linear as any `LocalPolynomial`.

    Attributes:
        gain_db: Wanted of the usual frame.
        shortest_s: Half of the shortest window, in s, that the gain may ask for.
        longest_s: Half of the longest.
        name: As the tables call it.
    """

    gain_db: float = 10.0
    shortest_s: float = 1.0
    longest_s: float = 2.5
    name: str = "polynomial in time"

    def clean(self, power: Floats, times_s: Series) -> Floats:
        """See `Cleaner.clean`."""
        given = checked(power, times_s)
        return self.of(given, times_s).clean(given, times_s)

    def of(self, power: Floats, times_s: Series) -> LocalPolynomial:
        """The filter for a study."""
        share = max(independence(power, times_s).share, LEAST_SHARE)
        reach_s = self._asked(times_s, share)
        mean = power.mean(axis=(1, 2), dtype=np.float64) if power.size else np.zeros(len(times_s))
        while reach_s * SHRINK > NARROWEST_S and _bends(mean, times_s, reach_s, share):
            reach_s *= SHRINK
        return LocalPolynomial(reach_s=reach_s, name=self.name)

    def _asked(self, times_s: Series, share: float) -> float:
        """By the gain."""
        for reach_s in np.arange(self.shortest_s, self.longest_s, STEP_S):
            passed = _passed(LocalPolynomial(reach_s=float(reach_s)), times_s)
            usual = float(np.percentile(passed, DENSE_PERCENT)) if passed.size else 0.0
            if usual / share <= 10 ** (-self.gain_db / 10):
                return float(reach_s)
        return self.longest_s


def _passed(chosen: LocalPolynomial, times_s: Series) -> Series:
    """(n,) share of the variance of independent noise that the filter passes."""
    return np.asarray(chosen.weights(times_s).power(2).sum(axis=1))


def _bends(mean: Series, times_s: Series, reach_s: float, share: float) -> bool:
    """Whether the curve turns faster than the window follows."""
    half = LocalPolynomial(reach_s=reach_s / 2).weights(times_s)
    followed = np.asarray(half @ mean)
    if len(mean) < 3 or followed.max() <= 0:
        return False
    # the noise of a mean of speckle follows its level; what neighbouring frames share does not average out
    passed = np.asarray(half.power(2).sum(axis=1))
    noise = np.abs(followed) * _relative_noise(mean, times_s) * np.sqrt(passed / share)
    difference = np.abs(LocalPolynomial(reach_s=reach_s).weights(times_s) @ mean - followed)
    return bool(np.any(difference > MOST_BENT * followed.max() + NOISE_SD * noise))


def _relative_noise(mean: Series, times_s: Series) -> float:
    """Standard deviation over level of a frame: against the line between its neighbours, as usual."""
    step_s = times_s[2:] - times_s[:-2]
    later = (times_s[1:-1] - times_s[:-2]) / step_s
    line = (1 - later) * mean[:-2] + later * mean[2:]
    relative = (mean[1:-1] - line) / np.maximum(line, 1e-30) / np.sqrt(1 + later**2 + (1 - later) ** 2)
    return float(SD_OF_MEDIAN * np.median(np.abs(relative[step_s <= np.median(step_s)])))


CHOSEN_REACH = ChosenReach()
