"""Tests and 95 % intervals, all drawn in one place."""

import math

from scipy import stats

CONFIDENCE = 0.95


def interval(name: str, value: float, half: float) -> dict[str, float | None]:
    """The value with its interval; without a variance the study does not tell one, which is not the same as none."""
    return {name: value, "low": value - half if half > 0 else None, "high": value + half if half > 0 else None}


def quantile(df: float) -> float:
    """Half-width of the interval in standard errors; infinite degrees of freedom are the normal distribution's."""
    upper = (1 + CONFIDENCE) / 2
    return float(stats.t.ppf(upper, df)) if math.isfinite(df) else float(stats.norm.ppf(upper))


def two_sided_p(value: float, error: float, df: float = math.inf) -> float | None:
    """p of a t (or z) test of 0; None without a variance."""
    if error <= 0:
        return None
    ratio = abs(value / error)
    return float(2 * (stats.t.sf(ratio, df) if math.isfinite(df) else stats.norm.sf(ratio)))


def satterthwaite(total: float, estimated: float, df: float) -> float:
    """Degrees of freedom of total = estimated (with df of its own) + what counts as known (Hillis 2007)."""
    return total**2 / (estimated**2 / df) if estimated > 0 else math.inf


def wilson(hits: int, of: int) -> tuple[float, float] | None:
    """Interval of a proportion (Wilson, JASA 1927;22:209-212); None of nothing."""
    if not of:
        return None
    z = quantile(math.inf)
    share, spread = hits / of, z**2 / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)
