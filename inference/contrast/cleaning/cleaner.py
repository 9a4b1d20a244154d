"""What every way of taking the speckle's noise out of a contrast study has in common."""

from typing import Protocol

import numpy as np

from inference.contrast.picture import Floats, Series


class Cleaner(Protocol):
    """One method. It holds settings only, so that one object serves every study."""

    @property
    def name(self) -> str:
        """As the tables call it."""

    def clean(self, power: Floats, times_s: Series) -> Floats:
        """Take the noise out.

        Args:
            power: (n, h, w) linear echo power, held still. A NaN is a place that the picture did not show.
            times_s: (n,) ascending; spacing need not be even.

        Returns:
            (n, h, w) float32, never negative, never NaN.

        Raises:
            ValueError: The shapes do not fit or the times do not ascend.
        """


class Raw:
    """No cleaning: the row that every method is held against."""

    name = "raw"

    def clean(self, power: Floats, times_s: Series) -> Floats:
        """See `Cleaner.clean`."""
        return checked(power, times_s)


def checked(power: Floats, times_s: Series) -> Floats:
    """The power as float32 without NaN or negative values; the given array itself where it already is.

    A place without a value takes the mean of its other frames, and 0 where it has none.

    Raises:
        ValueError: The shapes do not fit or the times do not ascend.
    """
    if power.ndim != 3 or times_s.shape != power.shape[:1]:
        raise ValueError(f"power {power.shape} needs one time a frame, not {times_s.shape}")
    if not np.all(np.isfinite(times_s)) or np.any(np.diff(times_s) <= 0):
        raise ValueError("times must be finite and ascend")
    given = np.ascontiguousarray(power, dtype=np.float32)
    if given.size == 0 or given.min() >= 0:  # a NaN makes the comparison false
        return given if np.isfinite(given.max(initial=0)) else _filled(given)
    return _filled(given)


def _filled(given: Floats) -> Floats:
    known = np.isfinite(given)
    total = np.where(known, given, 0).sum(axis=0, dtype=np.float64)
    mean = (total / np.maximum(known.sum(axis=0), 1)).astype(np.float32)
    return np.maximum(np.where(known, given, mean), 0)
