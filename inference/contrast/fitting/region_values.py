"""What one region's curve says: values, what other noise would have made of them, and what is refused."""

from dataclasses import dataclass

import numpy as np

from inference.contrast.errors import ContrastError
from inference.contrast.fit import Fit
from inference.contrast.fitting.bootstrap import replicate
from inference.contrast.fitting.definitions import NAMES, PARAMETERS
from inference.contrast.fitting.landmarks import read
from inference.contrast.fitting.refusals import Conditions, of_draws, of_recording
from inference.contrast.models import MODELS
from inference.contrast.picture import Series

_INTERVAL = (2.5, 97.5)  # per cent
_NOTHING = 1e-6  # of the lesion: a reference below it is none


@dataclass(frozen=True, slots=True)
class Estimate:
    """One parameter of one region, or the ratio of two regions.

    Attributes:
        value: None where it is refused.
        low: Lower end of the 95 % interval; None where there is none.
        high: Upper end.
        unit: Of the three.
        refused: Why there is no value; its `str()` is the English text.
    """

    value: float | None
    low: float | None
    high: float | None
    unit: str
    refused: ContrastError | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RegionValues:
    """What one region's curve says.

    Attributes:
        values: By parameter; empty where there is no fit.
        draws: (r,) by parameter, what other noise would have given; empty without a bootstrap.
        refused: By parameter.
    """

    values: dict[str, float]
    draws: dict[str, Series]
    refused: dict[str, ContrastError]


def values_and_doubts(
    fit: Fit | ContrastError, conditions: Conditions, rounds: int, random: np.random.Generator
) -> RegionValues:
    """Of one region, times on the curve's own axis; `rounds` of bootstrap, none for 0."""
    if isinstance(fit, ContrastError):
        return RegionValues({}, {}, dict.fromkeys(NAMES, fit))
    seen = {name: float(value) for name, value in read(MODELS[fit.model], fit.params).items()}
    refused = of_recording(fit, seen, conditions, NAMES)
    draws: dict[str, Series] = {}
    if rounds and len(refused) < len(NAMES):
        parts = [read(MODELS[name], params) for name, params in replicate(fit, rounds, random).items()]
        order = random.permutation(sum(len(part["PE"]) for part in parts))  # models come one after the other
        draws = {name: np.concatenate([part[name] for part in parts])[order] for name in NAMES if name in parts[0]}
        refused = of_draws(fit, draws) | refused
    return RegionValues({**{name: seen[name] for name in NAMES if name in seen}, "QOF": fit.r2}, draws, refused)


def from_base(regions: list[RegionValues], conditions: Conditions) -> list[RegionValues]:
    """The same with moments from the injection or, where it is not known, from the earliest arrival of the regions."""
    fitted = [region for region in regions if region.values]
    if conditions.injection_s is not None or not fitted:
        origin_s = conditions.injection_s or 0.0
        return [_moved(region, origin_s, np.array(origin_s), None) for region in regions]
    origin_s = min(region.values["arrival"] for region in fitted)
    drawn = [region.draws["arrival"] for region in fitted if region.draws]
    origins_s = np.min(drawn, axis=0) if len(drawn) == len(fitted) else np.array(origin_s)
    unknown = next((region.refused["arrival"] for region in fitted if "arrival" in region.refused), None)
    return [_moved(region, origin_s, origins_s, unknown) for region in regions]


def _moved(region: RegionValues, origin_s: float, origins_s: Series, unknown: ContrastError | None) -> RegionValues:
    moments = {name for name in NAMES if PARAMETERS[name].kind == "moment"}
    refused = region.refused if unknown is None else dict.fromkeys(moments, unknown) | region.refused
    return RegionValues(
        {name: value - origin_s * (name in moments) for name, value in region.values.items()},
        {name: values - origins_s if name in moments else values for name, values in region.draws.items()},
        refused,
    )


def estimate(name: str, region: RegionValues) -> Estimate:
    """One parameter of one region."""
    unit = PARAMETERS[name].unit
    if name in region.refused:
        return Estimate(None, None, None, unit, region.refused[name])
    low, high = _interval(region.draws.get(name))
    return Estimate(region.values[name], low, high, unit)


def ratio(name: str, lesion: RegionValues, reference: RegionValues, conditions: Conditions) -> Estimate:
    """Lesion over reference of one parameter, without unit."""
    reason = lesion.refused.get(name) or reference.refused.get(name)
    if reason is not None or name == "QOF":
        return Estimate(None, None, None, "", reason)
    if name == "arrival" and conditions.injection_s is None:
        reason = ContrastError("Times count from the arrival, so arrivals have no ratio; mark the injection")
        return Estimate(None, None, None, "", reason)
    value, beside = lesion.values[name], reference.values[name]
    if beside <= _NOTHING * abs(value):
        return Estimate(None, None, None, "", ContrastError("The reference shows none of it, so there is no ratio"))
    if name not in lesion.draws or name not in reference.draws:
        return Estimate(value / beside, None, None, "")
    drawn, drawn_beside = lesion.draws[name], reference.draws[name]
    with np.errstate(divide="ignore", invalid="ignore"):
        quotients = np.where(drawn_beside > 0, drawn / drawn_beside, np.inf)
    low, high = _interval(quotients)
    return Estimate(value / beside, low, high, "")


def _interval(draws: Series | None) -> tuple[float | None, float | None]:
    """Ends of the 95 % interval; none where they are not finite."""
    if draws is None:
        return None, None
    low = np.percentile(draws, _INTERVAL[0], method="lower")  # a draw itself: between draws an infinite one spreads
    high = np.percentile(draws, _INTERVAL[1], method="higher")
    return (float(low), float(high)) if np.isfinite([low, high]).all() else (None, None)
