"""The score of one track over time: an average of log-odds, its range, and whether it has settled."""

import math
from dataclasses import dataclass

from inference.findings import OperatingPoints

EPSILON = 1e-3  # a score of exactly 0 or 1 has infinite log-odds
FIRST_LOOK = 0.05  # weight of the first look before any time has passed; it starts the average and soon drowns in it
NINETY_PERCENT = 1.645  # half-width of a 90 % range in standard deviations
HYSTERESIS_WIDTH = 1.4  # a settled score unsettles only when its range is this much wider than what settled it
HYSTERESIS_LOOKS = 0.7  # ... or when its effective looks fall under this share of what settled it
NS_PER_S = 1e9


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


class MalignancySmoother:
    """Average of the log-odds of one track's malignancy, with a range that narrows as evidence comes in.

    Log-odds let one confident frame count for more than one doubtful frame and never leave 0..1.

    Looks x_i (log-odds) at times t_i with detection confidences c_i are a sampled curve, and the average is the
    integral under it (trapezoids), not a mean of samples; so 15 and 60 Hz, or a stream with holes, agree:

        g_i  = tanh((t_i - t_{i-1}) / 2 C)      looks gained since the look before
        d_i  = exp(-(t_i - t_{i-1}) / M)        what is still remembered
        W   <- d_i W + g_i (d_i c_{i-1} + c_i) / 2
        S   <- d_i S + g_i (d_i c_{i-1} x_{i-1} + c_i x_i) / 2          mean = S / W
        Q   <- the same for x², which gives the variance of the looks, V = Q / W - mean²
        N   <- d_i N + g_i (c_{i-1} + c_i) / 2,  N = c at the first look

    C is the time over which pictures of the same place stay alike. For errors with correlation exp(-dt/C) the
    information that an interval adds to the mean is (1 - r) / (1 + r) = tanh(dt / 2C) of an independent look, with
    r = exp(-dt/C) (generalised least squares for a first-order autoregression): next to nothing for 17 ms, one whole
    look for a second. M is the memory: a score follows the probe to another section of the lesion, and N stays
    bounded.

    The range is mean ± 1.645 sqrt(v / N) in log-odds, where v = (P v0 + N V) / (P + N) mixes the variance seen between
    looks with a prior v0 worth P looks: a few looks that happen to agree do not make certainty. A weak detection
    (small c) moves the mean less and narrows the range less.

    Settled: enough effective looks, and the range is narrow or lies within one of the three looks of the operating
    points. It takes a clearly worse state to unsettle it (hysteresis), so that the word does not flicker.
    """

    def __init__(
        self,
        operating_points: OperatingPoints,
        *,
        memory_ms: float = 5000.0,
        correlation_ms: float = 300.0,
        look_sd: float = 1.0,
        prior_looks: float = 2.0,
        settled_looks: float = 2.5,
        settled_width: float = 0.25,
    ) -> None:
        """Start without evidence.

        Args:
            operating_points: Limits between the three looks.
            memory_ms: Time in which old evidence fades to 1/e.
            correlation_ms: Time over which two pictures tell nearly the same.
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
        self._last = (0.0, 0.0)  # log-odds and confidence of the newest look
        self._weight = 0.0
        self._sum = 0.0
        self._sum_squares = 0.0
        self._looks = 0.0
        self._evidence = Evidence()

    @property
    def evidence(self) -> Evidence:
        """What is known now; only a new look changes it."""
        return self._evidence

    def update(self, time_ns: int, malignancy: float | None, confidence: float) -> Evidence:
        """Take in one look.

        Args:
            time_ns: Stream time; a time that is not after the last look's is the same picture again: no evidence.
            malignancy: Probability, 0..1; None or not a number (abstained): no evidence.
            confidence: Of the detection, 0..1; 0 or not a number: no evidence.
        """
        if malignancy is None or not math.isfinite(malignancy) or not confidence > 0:
            return self._evidence
        if self._time_ns is not None and time_ns <= self._time_ns:
            return self._evidence
        look = (log_odds(malignancy), min(confidence, 1.0))
        if self._time_ns is None:
            self._add(FIRST_LOOK, look, look)
            self._looks = look[1]
        else:
            elapsed_s = (time_ns - self._time_ns) / NS_PER_S
            kept = math.exp(-elapsed_s / self._memory_s)
            gained = math.tanh(elapsed_s / (2 * self._correlation_s))
            self._fade(kept)
            self._add(gained, (self._last[0], kept * self._last[1]), look)
            self._looks += gained * (self._last[1] + look[1]) / 2
        self._time_ns, self._last = time_ns, look
        self._evidence = self._conclude()
        return self._evidence

    def _fade(self, share: float) -> None:
        self._weight *= share
        self._sum *= share
        self._sum_squares *= share
        self._looks *= share

    def _add(self, span: float, before: tuple[float, float], now: tuple[float, float]) -> None:
        for log_odd, confidence in (before, now):
            weight = span * confidence / 2
            self._weight += weight
            self._sum += weight * log_odd
            self._sum_squares += weight * log_odd**2

    def _conclude(self) -> Evidence:
        if not self._weight > 0 or not self._looks > 0:  # confidences so small that nothing is left of them
            return self._evidence
        mean = self._sum / self._weight
        seen = max(self._sum_squares / self._weight - mean**2, 0.0)
        variance = (self._prior_looks * self._prior_variance + self._looks * seen) / (self._prior_looks + self._looks)
        reach = NINETY_PERCENT * math.sqrt(variance / self._looks)
        low, high = probability(mean - reach), probability(mean + reach)
        return Evidence(probability(mean), low, high, self._looks, self._is_settled(low, high))

    def _is_settled(self, low: float, high: float) -> bool:
        narrow, looks = self._settled_width, self._settled_looks
        if self._evidence.settled:
            narrow *= HYSTERESIS_WIDTH
            looks *= HYSTERESIS_LOOKS
        one_sided = self._points.look(low) is self._points.look(high)
        return self._looks >= looks and (high - low <= narrow or one_sided)


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
