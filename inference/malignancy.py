"""The score of one track over time: an average of log-odds, its range, and whether it has settled."""

import math
from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inference.findings import OperatingPoints

EPSILON = 1e-3  # a score of exactly 0 or 1 has infinite log-odds
FIRST_LOOK = 0.05  # weight of the first look before any time has passed; it starts the average and soon drowns in it
NINETY_PERCENT = 1.645  # half-width of a 90 % range in standard deviations
HYSTERESIS_WIDTH = 1.7  # a settled score unsettles only when its range is this much wider than what settled it
HYSTERESIS_LOOKS = 0.7  # ... or when its effective looks fall under this share of what settled it
# How alike two patches of a mass are that lie `correlation_ms` apart. On development clips the scores of patches that
# are 0.97 alike differ by 0.3 in log-odds, of those under 0.85 by 0.7 and more: as much as any two.
STILL = 0.97  # so alike is one view, but for noise and the tremble of the box
MOVED = 0.88  # so alike are two views of one mass
BLUR_POWER = 2.0
SHARPEST_S = 2.0  # span in which the sharpest look of a mass is forgotten
NS_PER_S = 1e9
NS_PER_MS = 1_000_000

Patch = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a track's malignancy.

    Attributes:
        malignancy: Probability at the development prevalence, 0..1; None before the first scored look.
        low: Lower end of its 90 % range.
        high: Upper end.
        looks: Effective number of independent looks behind it.
        settled: The number may be read.
    """

    malignancy: float | None = None
    low: float | None = None
    high: float | None = None
    looks: float = 0.0
    settled: bool = False


@dataclass(slots=True)
class _Integral:
    """Weight, sum and sum of squares of a curve of log-odds, by trapezoids; what is old fades."""

    weight: float = 0.0
    total: float = 0.0
    squares: float = 0.0

    def fade(self, share: float) -> None:
        """Keep a share of everything."""
        self.weight *= share
        self.total *= share
        self.squares *= share

    def add(self, span: float, before: tuple[float, float], now: tuple[float, float]) -> None:
        """Add an interval between two looks (log-odds, weight)."""
        for log_odd, weight in (before, now):
            part = span * weight / 2
            self.weight += part
            self.total += part * log_odd
            self.squares += part * log_odd**2

    @property
    def mean(self) -> float:
        """Of the curve; only with some weight."""
        return self.total / self.weight

    @property
    def variance(self) -> float:
        """Of the curve about its mean; 0 without weight."""
        return max(self.squares / self.weight - self.mean**2, 0.0) if self.weight > 0 else 0.0


class MalignancySmoother:
    """Average of the log-odds of one track's malignancy, with a range that narrows as new views come in.

    Log-odds let one confident frame count for more than one doubtful frame and never leave 0..1.

    Looks x_i (log-odds) at times t_i with weights c_i are a sampled curve, and the average is the integral under it
    (trapezoids), not a mean of samples; so 15 and 60 Hz, or a stream with holes, agree:

        g_i  = tanh((t_i - t_{i-1}) / 2 C)      looks gained since the look before
        d_i  = exp(-(t_i - t_{i-1}) / M)        what is still remembered
        W   <- d_i W + g_i (d_i c_{i-1} + c_i) / 2
        S   <- d_i S + g_i (d_i c_{i-1} x_{i-1} + c_i x_i) / 2          mean = S / W

    C is the time over which the scores of a moving picture stay alike (measured on development clips: the
    autocorrelation is 0.45 at 50 ms, 0.23 at 200 ms and 0.08 at 300 ms). For errors with correlation exp(-dt/C) the
    information that an interval adds to the mean is (1 - r) / (1 + r) = tanh(dt / 2C) of an independent look, with
    r = exp(-dt/C) (generalised least squares for a first-order autoregression). M is the memory: a score follows the
    probe to another section of the lesion.

    A picture that does not change tells nothing new, however long it is looked at. The novelty n_i, 0..1, is how
    unlike the mass looks what it was C before; without patches it is 1. What is known of the average's error runs on
    the novelty alone, so that staring neither narrows nor widens the range:

        e_i  = exp(-n_i (t_i - t_{i-1}) / M)
        N   <- e_i N + n_i g_i (c_{i-1} + c_i) / 2,  N = c at the first look
        V    = variance of the looks, their integrals taken over n_i g_i and e_i like W and S over g_i and d_i

    The weight c_i of a look is the detection's confidence, less where the mass is blurred against its sharpest of late.

    The range is mean ± 1.645 sqrt(v / N) in log-odds, where v = (P v0 + N V) / (P + N) mixes the variance seen between
    looks with a prior v0 worth P looks: a few looks that happen to agree do not make certainty.

    Settled: enough effective looks, and the range is narrow or lies within one of the three looks of the operating
    points. It takes a clearly worse state to unsettle it (hysteresis), so that the word does not flicker.
    """

    def __init__(
        self,
        operating_points: OperatingPoints,
        *,
        memory_ms: float = 5000.0,
        correlation_ms: float = 150.0,
        look_sd: float = 0.4,
        prior_looks: float = 2.0,
        settled_looks: float = 1.6,
        settled_width: float = 0.25,
    ) -> None:
        """Start without evidence.

        Args:
            operating_points: Limits between the three looks.
            memory_ms: Time in which old evidence fades to 1/e.
            correlation_ms: Time over which two pictures of a moving scan tell nearly the same.
            look_sd: Expected standard deviation of single independent looks of one lesion, in log-odds.
            prior_looks: How many looks that expectation is worth.
            settled_looks: Effective looks a settled score needs.
            settled_width: Width of a range, in probability, that counts as narrow.
        """
        self._points = operating_points
        self._memory_s = memory_ms / 1e3
        self._correlation_s = correlation_ms / 1e3
        self._prior_variance = look_sd**2
        self._prior_looks = prior_looks
        self._settled_looks = settled_looks
        self._settled_width = settled_width
        self._time_ns: int | None = None
        self._last = (0.0, 0.0)  # log-odds and weight of the newest look
        self._shown = _Integral()  # over time
        self._known = _Integral()  # over what was new
        self._looks = 0.0
        self._patches: deque[tuple[int, Patch]] = deque()
        self._sharpest = 0.0
        self._evidence = Evidence()

    @property
    def evidence(self) -> Evidence:
        """What is known now; only a new look changes it."""
        return self._evidence

    def update(self, time_ns: int, malignancy: float | None, confidence: float, patch: Patch | None = None) -> Evidence:
        """Take in one look.

        Args:
            time_ns: Stream time; a time that is not after the last look's is the same picture again: no evidence.
            malignancy: Probability, 0..1; None or not a number (abstained): no evidence.
            confidence: Of the detection, 0..1; 0 or not a number: no evidence.
            patch: The mass as seen, a square as unit vector (`inference.tracking.appearance.patch_of`), or None.
        """
        if malignancy is None or not math.isfinite(malignancy) or not confidence > 0:
            return self._evidence
        if self._time_ns is not None and time_ns <= self._time_ns:
            return self._evidence
        look = (log_odds(malignancy), min(confidence, 1.0) * self._clearness(time_ns, patch))
        if self._time_ns is None:
            self._shown.add(FIRST_LOOK, look, look)
            self._known.add(FIRST_LOOK, look, look)
            self._looks = look[1]
        else:
            self._go_on((time_ns - self._time_ns) / NS_PER_S, look, self._novelty(time_ns, patch))
        self._time_ns, self._last = time_ns, look
        if patch is not None:
            self._patches.append((time_ns, patch))
        self._evidence = self._conclude()
        return self._evidence

    def _go_on(self, elapsed_s: float, look: tuple[float, float], novelty: float) -> None:
        log_odd, weight = self._last
        gained = math.tanh(elapsed_s / (2 * self._correlation_s))
        for integral, share in ((self._shown, 1.0), (self._known, novelty)):
            kept = math.exp(-share * elapsed_s / self._memory_s)
            integral.fade(kept)
            integral.add(share * gained, (log_odd, kept * weight), look)
        self._looks *= math.exp(-novelty * elapsed_s / self._memory_s)
        self._looks += novelty * gained * (weight + look[1]) / 2

    def _novelty(self, time_ns: int, patch: Patch | None) -> float:
        """How much of a new view this is, 0..1, against the view `correlation_ms` before."""
        span_ns = self._correlation_s * NS_PER_S
        while len(self._patches) > 1 and time_ns - self._patches[1][0] >= span_ns:
            self._patches.popleft()
        if patch is None or not self._patches:
            return 1.0
        (before_ns, before), *rest = self._patches
        alike = float(before @ patch)
        if rest and before_ns < time_ns - span_ns < rest[0][0]:  # as it was `correlation_ms` ago, at every frame rate
            after_ns, after = rest[0]
            share = (time_ns - span_ns - before_ns) / (after_ns - before_ns)
            alike += share * (float(after @ patch) - alike)
        return min(max((STILL - alike) / (STILL - MOVED), 0.0), 1.0)

    def _clearness(self, time_ns: int, patch: Patch | None) -> float:
        """Sharpness of a look against the sharpest one of this mass of late, 0..1."""
        if patch is None:
            return 1.0
        now = sharpness(patch)
        if self._time_ns is not None:
            new_share = 1 - math.exp(-(time_ns - self._time_ns) / NS_PER_S / SHARPEST_S)
            self._sharpest += new_share * (now - self._sharpest)
        self._sharpest = max(self._sharpest, now)
        return (now / self._sharpest) ** BLUR_POWER if self._sharpest > 0 else 1.0

    def _conclude(self) -> Evidence:
        if not self._shown.weight > 0 or not self._looks > 0:  # confidences so small that nothing is left of them
            return self._evidence
        mean, seen = self._shown.mean, self._known.variance
        variance = (self._prior_looks * self._prior_variance + self._looks * seen) / (self._prior_looks + self._looks)
        reach = NINETY_PERCENT * math.sqrt(variance / self._looks)
        low, high = probability(mean - reach), probability(mean + reach)
        return Evidence(probability(mean), low, high, self._looks, self._is_settled(mean, reach))

    def _is_settled(self, mean: float, reach: float) -> bool:
        looks = self._settled_looks
        if self._evidence.settled:  # judged as if the range were narrower
            reach /= HYSTERESIS_WIDTH
            looks *= HYSTERESIS_LOOKS
        low, high = probability(mean - reach), probability(mean + reach)
        one_sided = self._points.look(low) is self._points.look(high)
        return self._looks >= looks and (high - low <= self._settled_width or one_sided)


def sharpness(patch: Patch) -> float:
    """Root mean square of the steps between neighbours of a square patch given as a vector."""
    side = math.isqrt(len(patch))
    square = patch[: side * side].reshape(side, side)
    return float(np.sqrt(np.square(np.diff(square, axis=0)).mean() + np.square(np.diff(square, axis=1)).mean()))


def log_odds(chance: float) -> float:
    """Log-odds of a probability, kept finite."""
    clipped = min(max(chance, EPSILON), 1 - EPSILON)
    return math.log(clipped / (1 - clipped))


def probability(log_odd: float) -> float:
    """Probability of log-odds; the inverse of `log_odds` without overflow."""
    if log_odd >= 0:
        return 1 / (1 + math.exp(-min(log_odd, 500.0)))
    odds = math.exp(max(log_odd, -500.0))
    return odds / (1 + odds)
