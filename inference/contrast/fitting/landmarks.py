"""What is read off a model's curve: its peak, its two steepest slopes, their tangents and the areas between them.

All of it follows from the model's density on x = (t - arrival) / mean transit time, so it is computed for any number of
parameter sets at once and without a grid of times.
"""

from collections.abc import Callable

import numpy as np

from inference.contrast.models import AREA, ARRIVAL, BASELINE, MEAN_TRANSIT, SPREAD, Model
from inference.contrast.picture import Series

_HALVINGS = 44  # of an interval of the logarithm of x; leaves 1e-12


def read(model: Model, params: Series) -> dict[str, Series]:
    """Values of the parameters of `inference.contrast.parameters`, all but the quality of fit.

    Args:
        model: Whose parameters they are.
        params: (..., 5) as `Model.curve` takes them.

    Returns:
        Each (...); times on the axis of the arrival in `params`; WoR is a magnitude. `TO` (the end of the fall) and
        `rise_s` and `fall_s` (moments of the two steepest slopes) are there for those who judge what a recording holds.
    """
    params = np.asarray(params, dtype=np.float64)
    area, arrival_s, mean_s, spread, baseline = (
        params[..., place] for place in (AREA, ARRIVAL, MEAN_TRANSIT, SPREAD, BASELINE)
    )
    peak = _crossing(lambda x: -model.log_slopes(x, spread)[0], np.full_like(spread, 1e-7), np.full_like(spread, 1.0))
    rise = _crossing(lambda x: _concave(model, x, spread), 1e-6 * peak, peak)
    fall = _crossing(lambda x: -_concave(model, x, spread), peak, 50 * np.ones_like(peak))
    first_x = np.maximum(rise - 1 / model.log_slopes(rise, spread)[0], 0.0)  # where the rise's tangent is 0
    last_x = fall - 1 / model.log_slopes(fall, spread)[0]
    up, top, down = (model.cumulative(x, spread) for x in (first_x, peak, last_x))
    rise_time_s = (peak - first_x) * mean_s
    return {
        "baseline": baseline,
        "arrival": arrival_s,
        "TI": arrival_s + first_x * mean_s,
        "PE": area / mean_s * model.density(peak, spread),
        "TTP": arrival_s + peak * mean_s,
        "RT": rise_time_s,
        "FT": (last_x - peak) * mean_s,
        "mTTl": (1 - first_x) * mean_s,
        "MTT": mean_s,
        "WiR": _slope(model, rise, spread) * area / mean_s**2,
        "WiAUC": area * (top - up),
        "WiPI": area * (top - up) / rise_time_s,
        "WoR": -_slope(model, fall, spread) * area / mean_s**2,
        "WoAUC": area * (down - top),
        "WiWoAUC": area * (down - up),
        "TO": arrival_s + last_x * mean_s,
        "rise_s": arrival_s + rise * mean_s,
        "fall_s": arrival_s + fall * mean_s,
    }


def _concave(model: Model, x: Series, spread: Series) -> Series:
    """Has the sign of -f''."""
    first, second = model.log_slopes(x, spread)
    return -(first**2 + second)


def _slope(model: Model, x: Series, spread: Series) -> Series:
    return model.density(x, spread) * model.log_slopes(x, spread)[0]


def _crossing(function: Callable[[Series], Series], low: Series, high: Series) -> Series:
    """Where a function turns from negative to positive, by halving in log x."""
    low, high = np.log(low), np.log(high)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = function(np.exp(middle)) < 0
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.exp((low + high) / 2)
