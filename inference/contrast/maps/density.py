"""The four dilution models in one form, so that one fast kernel in float32 serves every cell and every model.

log f(x; spread) = constant + power log x - square (log x)^2 - linear x - inverse / x for each of the models of
`inference.contrast.models`; only the five coefficients differ.
"""

from collections.abc import Callable

import numpy as np
from scipy.special import gammaln

from inference.contrast.models import fpt_lambda, gamma_shape, ldrw_lambda, lognormal_sigma
from inference.contrast.picture import Flags, Floats, Series

CONSTANT, POWER, SQUARE, LINEAR, INVERSE = range(5)
_STEP = 1e-3  # of log spread, for the derivatives of the coefficients
_LEAST_X = 1e-6
_LOWEST = -80.0  # exp of it is 0 in float32, and no overflow on the way


def coefficients(model: str, spread: Series) -> Series:
    """(5, c) coefficients for (c,) spreads."""
    return np.stack(np.broadcast_arrays(*_COEFFICIENTS[model](spread)))


def _lognormal(spread: Series) -> tuple[Series | float, ...]:
    variance = lognormal_sigma(spread) ** 2
    return -0.5 * np.log(2 * np.pi * variance) - variance / 8, -1.5, 1 / (2 * variance), 0.0, 0.0


def _gamma(spread: Series) -> tuple[Series | float, ...]:
    shape = gamma_shape(spread)
    return shape * np.log(shape) - gammaln(shape), shape - 1, 0.0, shape, 0.0


def _ldrw(spread: Series) -> tuple[Series | float, ...]:
    rate = ldrw_lambda(spread)
    mean = rate / (rate + 1)
    return 0.5 * np.log(rate / (2 * np.pi * mean)) + rate, -0.5, 0.0, rate / (2 * mean), rate * mean / 2


def _fpt(spread: Series) -> tuple[Series | float, ...]:
    rate = fpt_lambda(spread)
    return 0.5 * np.log(rate / (2 * np.pi)) + rate, -1.5, 0.0, rate / 2, rate / 2


_COEFFICIENTS: dict[str, Callable[[Series], tuple[Series | float, ...]]] = {
    "lognormal": _lognormal,
    "gamma-variate": _gamma,
    "ldrw": _ldrw,
    "fpt": _fpt,
}


def curve_and_slopes(model: str, times_s: Series, theta: Series) -> tuple[Floats, Floats]:
    """The curve of each cell, (c, p), and its derivatives by what is fitted, (c, 5, p), in float32.

    Args:
        model: Name.
        times_s: (p,).
        theta: (c, 5): log area, arrival_s, log mean transit time, log spread, baseline.
    """
    now = coefficients(model, np.exp(theta[:, 3]))
    wider, narrower = (coefficients(model, np.exp(theta[:, 3] + step)) for step in (_STEP, -_STEP))
    by_spread = (wider - narrower) / (2 * _STEP)
    height = theta[:, 0] - theta[:, 2] + now[CONSTANT]
    _, power, square, linear, inverse = np.asarray(now, np.float32)[:, :, None]
    constant_s, power_s, square_s, linear_s, inverse_s = np.asarray(by_spread, np.float32)[:, :, None]
    mean_s = np.exp(theta[:, 2, None])
    x = ((times_s - theta[:, 1, None]) / mean_s).astype(np.float32)
    here: Flags = x > _LEAST_X
    x = np.maximum(x, np.float32(_LEAST_X))
    log_x, over_x = np.log(x), 1 / x
    exponent = height.astype(np.float32)[:, None] + log_x * (power - square * log_x) - linear * x - inverse * over_x
    value = np.where(here, np.exp(np.maximum(exponent, np.float32(_LOWEST))), np.float32(0))
    steepness = (power - 2 * square * log_x + inverse * over_x) * over_x - linear  # of log f by x
    by_log_spread = constant_s + log_x * (power_s - square_s * log_x) - linear_s * x - inverse_s * over_x
    slopes = np.empty((len(theta), 5, len(times_s)), np.float32)
    slopes[:, 0] = value
    slopes[:, 1] = value * steepness / -mean_s.astype(np.float32)
    slopes[:, 2] = -value * (1 + x * steepness)
    slopes[:, 3] = value * by_log_spread
    slopes[:, 4] = 1
    return value + theta[:, 4, None].astype(np.float32), slopes
