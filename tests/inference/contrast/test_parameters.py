"""Every parameter is what its definition says, with an interval that holds; what was not recorded is not told."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.contrast.fit import fit_curve
from inference.contrast.models import MODELS
from inference.contrast.parameters import NAMES, Conditions, compare, measure, measure_both, values_of
from tests.inference.contrast.bolus import PARAMS, bolus, speckled, times

ONE = {"lognormal": MODELS["lognormal"]}
INJECTED = Conditions(injection_s=0.0)
ALL = pytest.mark.parametrize("name", MODELS)


def read_off(times_s: np.ndarray, curve: np.ndarray, baseline: float, arrival_s: float) -> dict[str, float]:
    """The definitions once more, on a finely sampled curve."""
    above, slope = curve - baseline, np.gradient(curve, times_s)
    peak, rise = int(np.argmax(curve)), int(np.argmax(slope))
    fall = peak + int(np.argmin(slope[peak:]))
    foot_s, end_s = times_s[rise] - above[rise] / slope[rise], times_s[fall] - above[fall] / slope[fall]

    def area(low_s: float, high_s: float) -> float:
        inside = (times_s >= low_s) & (times_s <= high_s)
        return float(np.trapezoid(above[inside], times_s[inside]))

    centre_s = np.trapezoid(above * times_s, times_s) / np.trapezoid(above, times_s)
    found = {"baseline": baseline, "arrival": arrival_s, "TI": foot_s, "PE": above[peak], "TTP": times_s[peak]}
    found |= {"RT": times_s[peak] - foot_s, "FT": end_s - times_s[peak], "WiR": slope[rise], "WoR": -slope[fall]}
    found |= {"mTTl": centre_s - foot_s, "MTT": centre_s - arrival_s}
    found |= {"WiAUC": area(foot_s, times_s[peak]), "WoAUC": area(times_s[peak], end_s)}
    found["WiPI"] = found["WiAUC"] / found["RT"]
    return found | {"WiWoAUC": found["WiAUC"] + found["WoAUC"]}


@ALL
@given(mean_s=st.floats(5, 60), spread=st.floats(0.15, 0.66))
@settings(max_examples=12, deadline=None)
def test_what_is_read_off_a_model_is_what_the_definitions_say(name: str, mean_s: float, spread: float) -> None:
    params = np.array([100.0, 12.0, mean_s, spread, 0.2])
    times_s = np.linspace(0, 12 + mean_s * (1 + 25 * spread), 200_001)
    expected = read_off(times_s, MODELS[name].curve(times_s, params), 0.2, 12.0)
    found = values_of(name, params, injection_s=0.0)
    assert set(found) == set(expected) == set(NAMES) - {"QOF"}
    for parameter, value in expected.items():
        assert found[parameter] == pytest.approx(value, rel=0.01), parameter


def test_amplitudes_scale_with_the_power_and_moments_shift_with_the_clock() -> None:
    power = speckled(bolus(times()), 0.1)
    plain = measure(fit_curve(times(), power), INJECTED, bootstrap=0)
    brighter = measure(fit_curve(times(), 7 * power), INJECTED, bootstrap=0)
    later = measure(fit_curve(times() + 5, power), INJECTED, bootstrap=0)
    for name in NAMES:
        value, scale = plain[name].value, 7 if plain[name].unit.startswith("a.u.") else 1
        assert brighter[name].value == pytest.approx(value * scale, rel=0.01), name
        shift = 5 if name in ("arrival", "TI", "TTP") else 0
        assert later[name].value == pytest.approx(value + shift, rel=0.01), name


@ALL
def test_under_speckle_the_truth_is_near(name: str) -> None:
    truth = values_of(name, np.array(PARAMS), injection_s=0.0)
    off: dict[str, list[float]] = {parameter: [] for parameter in ("PE", "TTP", "WiAUC", "MTT")}
    for seed in range(6):
        found = measure(fit_curve(times(), speckled(bolus(times(), name), seed=seed)), INJECTED, bootstrap=0)
        for parameter, errors in off.items():
            errors.append(found[parameter].value / truth[parameter] - 1)
    middle = {parameter: np.median(np.abs(errors)) for parameter, errors in off.items()}
    assert max(middle["PE"], middle["TTP"], middle["WiAUC"]) < 0.02
    assert middle["MTT"] < 0.05


@ALL
def test_a_curve_of_no_known_model_is_told_nearly_as_well(name: str) -> None:
    others = {other: model for other, model in MODELS.items() if other != name}
    for seed, spread in enumerate((0.35, 0.6)):
        params = (100.0, 12.0, 26.0, spread, 0.1)
        truth = values_of(name, np.array(params), injection_s=0.0)
        found = fit_curve(times(), speckled(bolus(times(), name, params), 0.1, seed), models=others)
        told = values_of(found.model, found.params, injection_s=0.0)
        for parameter, limit in (("PE", 0.05), ("TTP", 0.05), ("TI", 0.05), ("WiAUC", 0.12)):
            assert told[parameter] == pytest.approx(truth[parameter], rel=limit), parameter


def test_an_interval_holds_its_value_and_most_intervals_hold_the_truth() -> None:
    truth = values_of("lognormal", np.array(PARAMS), injection_s=0.0)
    held = []
    for seed in range(20):
        fit = fit_curve(times(70, 5), speckled(bolus(times(70, 5)), seed=seed), models=ONE)
        found = measure(fit, INJECTED, bootstrap=60)
        held += [found[name].low <= truth[name] <= found[name].high for name in ("PE", "TTP", "TI", "WiAUC", "RT")]
    assert np.mean(held) > 0.85


def test_a_complete_recording_has_nothing_refused() -> None:
    found = measure_both(times(), speckled(bolus(times())), speckled(bolus(times(), "fpt"), seed=1), INJECTED)
    assert tuple(found) == NAMES
    assert [name for name, row in found.items() if row["refused"]] == []
    assert found["PE"]["low"] < found["PE"]["ratio"] < found["PE"]["high"]
    assert found["PE"]["ratio_db"] == pytest.approx(10 * np.log10(found["PE"]["ratio"]))
    assert found["PE"]["ratio"] == pytest.approx(found["PE"]["lesion"] / found["PE"]["reference"])


def test_the_same_seed_gives_the_same_intervals() -> None:
    fit = fit_curve(times(), speckled(bolus(times())))
    assert measure(fit, bootstrap=20, seed=3) == measure(fit, bootstrap=20, seed=3)
    assert measure(fit, bootstrap=20, seed=3) != measure(fit, bootstrap=20, seed=4)


def refused(times_s: np.ndarray, conditions: Conditions = INJECTED, **changes: float) -> dict[str, str]:
    """Reasons by name for a recording of these times."""
    power = speckled(bolus(times_s), 0.1) + changes.get("more", 0)
    found = measure(fit_curve(times_s, power), conditions, bootstrap=40)
    for estimate in found.values():
        assert (estimate.value is None) == (estimate.refused is not None)
    return {name: str(estimate.refused) for name, estimate in found.items() if estimate.refused}


def test_a_recording_that_begins_in_the_wash_in_tells_no_beginning() -> None:
    reasons = refused(times()[times() > 20])
    assert {"baseline", "arrival", "TI", "RT", "WiAUC", "WiPI", "MTT"} <= set(reasons)
    assert set(reasons) & {"PE", "TTP", "FT", "WoR", "WoAUC"} == set()
    assert all("begins during the wash-in" in reason for reason in reasons.values())


def test_a_recording_that_ends_before_the_wash_out_tells_no_end() -> None:
    reasons = refused(times(37))
    assert set(reasons) == {"FT", "WoR", "WoAUC", "WiWoAUC", "MTT", "mTTl"}
    assert all("ends before the wash-out" in reason for reason in reasons.values())


def test_a_recording_that_ends_before_the_peak_tells_no_peak() -> None:
    reasons = refused(times(25))
    assert {"PE", "TTP", "RT", "WiAUC", "WiPI", "MTT", "FT"} <= set(reasons)
    assert "ends before the peak" in reasons["PE"]


def test_accumulated_pictures_tell_nothing() -> None:
    reasons = refused(times(), Conditions(max_hold=True))
    assert set(reasons) == set(NAMES)
    assert "max-hold" in reasons["PE"]


def test_a_gain_change_inside_the_curve_refuses_it_and_one_before_it_does_not() -> None:
    assert set(refused(times(), Conditions(0.0, gain_changes_s=(30.0,)))) == set(NAMES)
    assert refused(times(), Conditions(0.0, gain_changes_s=(-3.0,))) == {}


def test_saturation_at_the_peak_refuses_what_depends_on_the_peak() -> None:
    at_white = np.where(np.abs(times() - 30) < 10, 0.08, 0.0)
    reasons = refused(times(), Conditions(0.0, saturated=at_white, saturated_times_s=times()))
    assert set(NAMES) - set(reasons) == {"baseline", "arrival", "QOF"}
    assert reasons["PE"].startswith("8 % of the region is saturated")


def test_a_region_that_is_black_at_its_peak_tells_times_but_no_levels() -> None:
    reasons = refused(times(), Conditions(0.0, black=np.full(1200, 0.4), saturated_times_s=times()))
    assert set(reasons) == {"baseline", "PE", "WiR", "WiAUC", "WiPI", "WoR", "WoAUC", "WiWoAUC"}
    assert "black at the peak" in reasons["PE"]


def test_a_tail_that_was_not_recorded_tells_no_mean_transit_time() -> None:
    slow = (100.0, 12.0, 60.0, 1.1, 0.05)
    found = measure(fit_curve(times(), speckled(bolus(times(), params=slow), 0.05)), INJECTED, bootstrap=0)
    assert found["MTT"].value is None
    assert found["PE"].value == pytest.approx(values_of("lognormal", np.array(slow))["PE"], rel=0.03)


def test_agent_that_comes_back_leaves_the_first_pass_true_and_refuses_the_rest() -> None:
    first = np.array(PARAMS)
    curve = bolus(times(150)) + bolus(times(150), params=(40.0, 42.0, 50.0, 0.6, 0.0))
    fit = fit_curve(times(150), speckled(curve, 0.1))
    found, truth = measure(fit, INJECTED, bootstrap=40), values_of("lognormal", first, 0.0)
    assert fit.first_pass_until_s is not None
    for name in ("PE", "TTP", "WiAUC", "TI", "RT"):
        assert found[name].value == pytest.approx(truth[name], rel=0.04), name
    for name in ("FT", "WoR", "WoAUC", "WiWoAUC", "MTT", "mTTl"):
        assert "comes back" in str(found[name].refused), name


def test_a_rise_between_two_pictures_is_not_told() -> None:
    times_s = np.arange(0, 150, 4.0)
    reasons = refused(times_s)
    assert "pictures show the rise" in reasons["TI"]


def test_without_an_injection_times_count_from_the_earlier_arrival() -> None:
    lesion, reference = speckled(bolus(times()), 0.05), speckled(bolus(times() - 4), 0.05, 1)
    found = measure_both(times(), lesion, reference)
    assert found["arrival"]["lesion"] == pytest.approx(0, abs=1e-9)
    assert found["arrival"]["reference"] == pytest.approx(4, abs=1.5)
    assert "injection" in found["arrival"]["refused"]
    assert found["TTP"]["reference"] - found["TTP"]["lesion"] == pytest.approx(4, abs=0.5)


def test_a_region_without_a_fit_has_every_parameter_refused_with_its_reason() -> None:
    found = measure_both(times(), speckled(bolus(times())), np.zeros(1200), INJECTED)
    assert all(row["ratio"] is None and "constant" in row["refused"] for row in found.values())
    assert found["PE"]["lesion"] == pytest.approx(values_of("lognormal", np.array(PARAMS))["PE"], rel=0.05)


def test_without_a_reference_the_lesion_stands_alone() -> None:
    found = compare(fit_curve(times(), speckled(bolus(times()))), None, INJECTED)
    assert found["PE"]["ratio"] is None
    assert found["PE"]["low"] < found["PE"]["lesion"] < found["PE"]["high"]
