"""Which parameters a recording cannot support, and why: nothing is read from where no picture was."""

from dataclasses import dataclass

import numpy as np

from inference.contrast.errors import ContrastError
from inference.contrast.fit import Fit
from inference.contrast.models import ARRIVAL, BASELINE, MEAN_TRANSIT, MODELS, SPREAD, Model
from inference.contrast.picture import Series

LEAST_R2 = 0.75  # below, no model describes the curve
MOST_SATURATED = 0.02  # of the region near the peak; the mean of exponential speckle is then about 2 % too low
MOST_BLACK = 0.2  # of the region near the peak; black counts as no echo, and the mean is again about 2 % too low
LEAST_RISE_PICTURES = 4  # between the foot of the rise and the peak
BEGUN = 0.05  # of the peak, at the first picture: the rise has begun
STEEP = 0.25  # of the peak, at the first picture: the steepest rise may lie before it
UNFALLEN, HALF_FALLEN, FALLEN = 0.8, 0.5, 0.25  # of the peak, at the last picture
MOST_BEYOND = 0.2  # of the mean transit time, from after the last picture
WIDEST = 3  # upper over lower end of an interval; wider ones tell nothing

_BEFORE_RISE = ("baseline", "arrival", "TI", "RT", "WiAUC", "WiPI", "mTTl", "MTT", "WiWoAUC")
_PEAK = ("PE", "TTP", "RT", "WiAUC", "WiPI")
_TAIL = ("FT", "mTTl", "MTT", "WoR", "WoAUC", "WiWoAUC")
_HALF_TAIL = ("FT", "WoR", "WoAUC", "WiWoAUC")
_LONG_TAIL = ("mTTl", "MTT")
_RISE = ("arrival", "TI", "RT", "WiR", "WiAUC", "WiPI")
_LEVELS = ("baseline", "PE", "WiR", "WiAUC", "WiPI", "WoR", "WoAUC", "WiWoAUC")
_KEPT_WHEN_SATURATED = ("baseline", "arrival", "QOF")
_ABOVE_BASELINE = ("PE", "WiPI", "WoAUC", "FT")

_POSITIVE = ("PE", "RT", "FT", "mTTl", "MTT", "WiR", "WiAUC", "WiPI", "WoR", "WoAUC", "WiWoAUC")

Refusals = dict[str, ContrastError]


@dataclass(frozen=True, slots=True, eq=False)
class Conditions:
    """What is known of a recording beside the curve.

    Attributes:
        injection_s: When the agent was injected, on the curve's axis; None if it is not known. A scanner that averages
            pictures, with weight p for the one before, shows everything p / (1 - p) pictures late: where p is known,
            add that.
        saturated: (n,) share of the region's pixels at the display's white in each picture, 0..1; None for none.
        black: (n,) share at its black; None for none.
        saturated_times_s: (n,) the pictures' times, of both.
        gain_changes_s: When the contrast gain changed.
        max_hold: Whether the scanner accumulated its pictures.
    """

    injection_s: float | None = None
    saturated: Series | None = None
    black: Series | None = None
    saturated_times_s: Series | None = None
    gain_changes_s: tuple[float, ...] = ()
    max_hold: bool = False


def of_recording(fit: Fit, seen: dict[str, float], conditions: Conditions, names: tuple[str, ...]) -> Refusals:
    """Reasons by name of the parameters that are refused; the first reason that applies to each.

    Args:
        fit: Of the curve.
        seen: What `landmarks.read` reads off it, times on the curve's axis.
        conditions: Of the recording.
        names: Of all parameters.
    """
    found: Refusals = {}
    for reason, which in (
        *_spoilt(fit, seen, conditions, names),
        *_beginning(fit, seen),
        *_end(fit, seen),
        *_sampling(fit, seen),
    ):
        for name in which:
            found.setdefault(name, reason)
    return found


_Rules = list[tuple[ContrastError, tuple[str, ...]]]


def _spoilt(fit: Fit, seen: dict[str, float], conditions: Conditions, names: tuple[str, ...]) -> _Rules:
    rules: _Rules = []
    if conditions.max_hold:
        reason = ContrastError("The pictures are accumulated (max-hold), so they show no curve; record without it")
        rules.append((reason, names))
    first_s, last_s = fit.points.pictures_s[[0, -1]]
    inside = [time_s for time_s in conditions.gain_changes_s if first_s < time_s < last_s]
    if inside:
        time_s = round(inside[0] - (conditions.injection_s or 0.0), 1)
        reason = ContrastError("The gain was changed at {time_s} s, inside the curve; leave it as it is", time_s=time_s)
        rules.append((reason, names))
    if fit.r2 < LEAST_R2:
        reason = ContrastError(
            "The model explains only {percent} % of the curve; check region and motion", percent=round(100 * fit.r2)
        )
        rules.append((reason, tuple(name for name in names if name != "QOF")))
    share = _share_at_peak(fit, seen, conditions.black, conditions.saturated_times_s)
    if share > MOST_BLACK:
        reason = ContrastError(
            "{percent} % of the region is black at the peak; raise the contrast gain", percent=round(100 * share)
        )
        rules.append((reason, _LEVELS))
    share = _share_at_peak(fit, seen, conditions.saturated, conditions.saturated_times_s)
    if share > MOST_SATURATED:
        reason = ContrastError(
            "{percent} % of the region is saturated at the peak; lower the contrast gain", percent=round(100 * share)
        )
        rules.append((reason, tuple(name for name in names if name not in _KEPT_WHEN_SATURATED)))
    return rules


def _share_at_peak(fit: Fit, seen: dict[str, float], shares: Series | None, times_s: Series | None) -> float:
    if shares is None or times_s is None:
        return 0.0
    near = fit.curve(times_s) >= fit.params[BASELINE] + 0.9 * seen["PE"]
    near &= np.isin(times_s, fit.points.pictures_s)
    return float(shares[near].mean()) if near.any() else 0.0


def _share_of_peak(fit: Fit, seen: dict[str, float], time_s: float) -> float:
    return float((fit.curve(np.array([time_s]))[0] - fit.params[BASELINE]) / seen["PE"])


def _beginning(fit: Fit, seen: dict[str, float]) -> _Rules:
    first_s, last_s = fit.points.pictures_s[[0, -1]]
    level = _share_of_peak(fit, seen, first_s)
    if level <= BEGUN and seen["TI"] >= first_s:
        return []
    reason = ContrastError("The recording begins during the wash-in; start it before the agent arrives")
    names: tuple[str, ...] = _BEFORE_RISE
    if level > STEEP:
        names = (*names, "WiR")
    if _share_of_peak(fit, seen, last_s) > FALLEN:  # the level without agent is seen neither before nor after
        names = (*names, *_ABOVE_BASELINE)
    if level > UNFALLEN:
        names = (*names, *_PEAK)
    return [(reason, names)]


def _end(fit: Fit, seen: dict[str, float]) -> _Rules:
    last_s = fit.points.pictures_s[-1]
    if fit.first_pass_until_s is not None:
        reason = ContrastError("The wash-out is not that of one bolus (agent that comes back, a burst or motion)")
        return [(reason, _TAIL)]
    level = _share_of_peak(fit, seen, last_s)
    rules: _Rules = []
    if last_s <= seen["TTP"] or level > UNFALLEN:
        reason = ContrastError("The recording ends before the peak has passed; record longer")
        rules.append((reason, (*_PEAK, *_TAIL)))
    reason = ContrastError("The recording ends before the wash-out; record longer")
    if last_s <= seen["rise_s"]:
        rules.append((reason, ("TI", "WiR")))
    if level > HALF_FALLEN:
        rules.append((reason, _HALF_TAIL))
    if moment_beyond(MODELS[fit.model], fit.params, last_s) > MOST_BEYOND:
        rules.append((reason, _LONG_TAIL))
    return rules


def moment_beyond(model: Model, params: Series, last_s: float) -> float:
    """Share of the mean transit time that comes from after the last picture: what an extrapolated tail decides."""
    last_x = max((last_s - params[ARRIVAL]) / params[MEAN_TRANSIT], 0.0)
    spread = params[SPREAD]
    x = np.linspace(0, last_x, 400)
    later = 1 - model.cumulative(x, np.asarray(spread))  # the mean is the integral of it
    return float(1 - np.trapezoid(later, x) + last_x * later[-1])


def _sampling(fit: Fit, seen: dict[str, float]) -> _Rules:
    pictures_s = fit.points.pictures_s
    count = int(np.count_nonzero((pictures_s >= seen["TI"]) & (pictures_s <= seen["TTP"])))
    if count >= LEAST_RISE_PICTURES:
        return []
    reason = ContrastError(
        "Only {count} usable pictures show the rise; {least} or more are needed", count=count, least=LEAST_RISE_PICTURES
    )
    return [(reason, (*_RISE, "PE", "TTP"))]


def of_draws(fit: Fit, draws: dict[str, Series]) -> Refusals:
    """Reasons that only the noise tells: what it leaves open reaches beyond the recording, or is too wide to mean much.

    Args:
        fit: Of the curve.
        draws: (r,) by parameter, what other noise would have given, times on the curve's axis.
    """
    found: Refusals = {}
    for name in _POSITIVE:
        low, high = np.percentile(draws[name], (2.5, 97.5))
        if not (low > 0 and high < WIDEST * low):
            found[name] = ContrastError(
                "The noise leaves it uncertain by more than a factor of {factor}", factor=WIDEST
            )
    first_s, last_s = fit.points.pictures_s[[0, -1]]
    if fit.first_pass_until_s is None and np.percentile(draws["TTP"], 97.5) > last_s:
        reason = ContrastError("The recording ends before the peak has passed; record longer")
        found.update(dict.fromkeys((*_PEAK, *_TAIL), reason))
    if np.percentile(draws["TI"], 2.5) < first_s:
        reason = ContrastError("The recording begins during the wash-in; start it before the agent arrives")
        found.update(dict.fromkeys(_BEFORE_RISE, reason))
    return found
