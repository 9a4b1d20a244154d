"""The parameters of a time-intensity curve by their standard names: value, 95 % interval, or why there is none.

`PARAMETERS` says what each of them is, and by whose definition. Powers are in arbitrary units (1 is the display's
white); ratios of powers are given in decibels too.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from inference.contrast.errors import ContrastError
from inference.contrast.fit import Fit, fit_curve
from inference.contrast.fitting.definitions import NAMES, PARAMETERS, Parameter
from inference.contrast.fitting.landmarks import read
from inference.contrast.fitting.refusals import Conditions
from inference.contrast.fitting.region_values import (
    Estimate,
    RegionValues,
    estimate,
    from_base,
    ratio,
    values_and_doubts,
)
from inference.contrast.models import MODELS
from inference.contrast.picture import Flags, Series

__all__ = [
    "NAMES",
    "PARAMETERS",
    "Conditions",
    "Estimate",
    "Parameter",
    "compare",
    "estimate_both",
    "fit_or_reason",
    "measure",
    "measure_both",
    "values_of",
]
ROUNDS = 200


def values_of(model: str, params: Series, injection_s: float | None = None) -> dict[str, float]:
    """Parameters of a curve without noise, QOF excepted.

    Args:
        model: Name of the model.
        params: (5,) as `Model.curve` takes them.
        injection_s: From when TI, TTP and arrival count; None: from the arrival.
    """
    seen = {name: float(value) for name, value in read(MODELS[model], params).items() if name in PARAMETERS}
    origin_s = seen["arrival"] if injection_s is None else injection_s
    return {name: value - origin_s * (PARAMETERS[name].kind == "moment") for name, value in seen.items()}


def measure(
    fit: Fit, conditions: Conditions | None = None, *, bootstrap: int = ROUNDS, seed: int = 0
) -> dict[str, Estimate]:
    """Every parameter of one region.

    Args:
        fit: Of its curve.
        conditions: Of the recording; None: nothing is known beside the curve. Without an injection time, times count
            from the arrival.
        bootstrap: Rounds that the intervals are made from; 0 for no intervals.
        seed: Of the rounds.

    Returns:
        By the names of `PARAMETERS`.
    """
    conditions = conditions or Conditions()
    region = values_and_doubts(fit, conditions, bootstrap, np.random.default_rng(seed))
    return _estimates(from_base([region], conditions)[0])


def measure_both(
    times_s: npt.ArrayLike,
    lesion: npt.ArrayLike,
    reference: npt.ArrayLike | None,
    conditions: Conditions | None = None,
    *,
    reference_conditions: Conditions | None = None,
    usable: Flags | None = None,
    bootstrap: int = ROUNDS,
    seed: int = 0,
) -> dict[str, dict[str, object]]:
    """Fit both curves and compare them; see `compare`. A curve without a fit has every parameter refused.

    Args:
        times_s: (n,) ascending.
        lesion: (n,) mean echo power of the lesion.
        reference: (n,) of the reference tissue; None where there is none.
        conditions: Of the recording, in the lesion.
        reference_conditions: In the reference; None: as in the lesion, nothing saturated.
        usable: (n,) False where a picture is left out.
        bootstrap: Rounds that the intervals are made from.
        seed: Of the rounds.
    """
    lesion_fit = fit_or_reason(times_s, lesion, usable=usable)
    beside = None if reference is None else fit_or_reason(times_s, reference, usable=usable)
    return compare(lesion_fit, beside, conditions, reference_conditions, bootstrap=bootstrap, seed=seed)


def fit_or_reason(times_s: npt.ArrayLike, power: npt.ArrayLike, *, usable: Flags | None = None) -> Fit | ContrastError:
    """A fit, or the reason why there is none."""
    try:
        return fit_curve(times_s, power, usable=usable)
    except ContrastError as reason:
        return reason


def compare(
    lesion: Fit | ContrastError,
    reference: Fit | ContrastError | None,
    conditions: Conditions | None = None,
    reference_conditions: Conditions | None = None,
    *,
    bootstrap: int = ROUNDS,
    seed: int = 0,
) -> dict[str, dict[str, object]]:
    """Every parameter of both regions and its ratio, as parameters.json holds it.

    Returns:
        By name: `lesion`, `reference` and `ratio` (lesion over reference), None where refused; `low` and `high`, the
        95 % interval of the ratio, of the lesion's value where there is no reference; `unit` of the two values;
        `refused`, the reason of the first thing missing, or None; also `lesion_low`, `lesion_high`, `reference_low`,
        `reference_high`, and `ratio_db`, 10 log10 of the ratio of a power. Times of both count from the injection, or
        from the earlier of the two arrivals.
    """
    first, second, ratios = estimate_both(
        lesion, reference, conditions, reference_conditions, bootstrap=bootstrap, seed=seed
    )
    return {
        name: _row(name, first[name], second[name] if second else None, ratios[name] if ratios else None)
        for name in NAMES
    }


def estimate_both(
    lesion: Fit | ContrastError,
    reference: Fit | ContrastError | None,
    conditions: Conditions | None = None,
    reference_conditions: Conditions | None = None,
    *,
    bootstrap: int = ROUNDS,
    seed: int = 0,
) -> tuple[dict[str, Estimate], dict[str, Estimate] | None, dict[str, Estimate] | None]:
    """Lesion, reference and their ratio as estimates; the last two None without a reference. Arguments: `compare`."""
    random = np.random.default_rng(seed)
    conditions = conditions or Conditions()
    beside = reference_conditions or replace(conditions, saturated=None, saturated_times_s=None)
    first = values_and_doubts(lesion, conditions, bootstrap, random)
    if reference is None:
        return _estimates(from_base([first], conditions)[0]), None, None
    second = values_and_doubts(reference, beside, bootstrap, random)
    first, second = from_base([first, second], conditions)
    ratios = {name: ratio(name, first, second, conditions) for name in NAMES}
    return _estimates(first), _estimates(second), ratios


def _estimates(region: RegionValues) -> dict[str, Estimate]:
    return {name: estimate(name, region) for name in NAMES}


def _row(name: str, lesion: Estimate, reference: Estimate | None, quotient: Estimate | None) -> dict[str, object]:
    refused = next((part.refused for part in (lesion, reference, quotient) if part and part.refused), None)
    whose = lesion if reference is None else quotient
    row: dict[str, object] = {
        "lesion": lesion.value,
        "reference": reference.value if reference else None,
        "ratio": quotient.value if quotient else None,
        "low": whose.low if whose else None,
        "high": whose.high if whose else None,
        "unit": PARAMETERS[name].unit,
        "refused": str(refused) if refused else None,
        "lesion_low": lesion.low,
        "lesion_high": lesion.high,
        "reference_low": reference.low if reference else None,
        "reference_high": reference.high if reference else None,
    }
    if PARAMETERS[name].kind == "power":
        value = quotient.value if quotient else None
        row["ratio_db"] = 10 * float(np.log10(value)) if value is not None and value > 0 else None
    return row
