"""Curves for tests: a model's bolus with speckle averaged over a region, its truth known."""

import numpy as np

from inference.contrast.models import MODELS
from inference.contrast.picture import Series

PARAMS = (100.0, 12.0, 25.0, 0.5, 0.1)  # area, arrival_s, mean_transit_s, spread, baseline


def times(length_s: float = 120.0, rate_hz: float = 10.0) -> Series:
    return np.arange(0, length_s, 1 / rate_hz)


def bolus(times_s: Series, model: str = "lognormal", params: tuple[float, ...] = PARAMS) -> Series:
    return MODELS[model].curve(times_s, np.array(params))


def speckled(curve: Series, relative: float = 0.2, seed: int = 0) -> Series:
    """Gamma-distributed, as the mean of 1 / relative^2 independent speckles is."""
    shape = relative**-2
    return curve * np.random.default_rng(seed).gamma(shape, 1 / shape, curve.shape)
