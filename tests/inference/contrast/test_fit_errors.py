"""The table of the fit's errors tells the truth about them, and the fit is better than what is commonly done."""

import numpy as np
import pytest

from inference.contrast.fitting.cases import COMPLETE, UNSUPPORTED, draw
from inference.contrast.fitting.fit_errors import ALL, measure_fit
from inference.contrast.fitting.naive import fit_grey


def some(kind: str, count: int) -> list:
    return [case for case in draw((kind,), each=1, seed=3) if case.speckles == 100][:count]


def row(table: list, parameter: str, method: str = "linearised") -> dict:
    group = (method, ALL, ALL, parameter)
    return next(
        row for row in table if (row["method"], row["dynamic_range_db"], row["model"], row["parameter"]) == group
    )


def test_linearising_turns_a_meaningless_ratio_into_a_true_one() -> None:
    table = measure_fit(some(COMPLETE, 4), bootstrap=0)
    assert table[0]["method"] == "naive"
    assert row(table, "PE ratio", "naive")["median_error_pct"] > 25
    assert row(table, "PE ratio")["median_error_pct"] < 4
    assert row(table, "TTP")["median_error_pct"] < 2
    assert row(table, ALL)["false_refusal_pct"] <= 5


def test_no_agent_is_no_curve_for_either_method() -> None:
    table = measure_fit(some("no agent", 2), bootstrap=0)
    assert row(table, ALL)["missed_refusal_pct"] == 0


@pytest.mark.parametrize("kind", ["late start", "ended before wash-out", "ended before the peak", "saturated"])
def test_what_cannot_be_told_is_refused(kind: str) -> None:
    table = measure_fit(some(kind, 3), bootstrap=30)
    assert row(table, ALL)["missed_refusal_pct"] <= 5
    assert row(table, ALL)["false_refusal_pct"] is None or row(table, ALL)["false_refusal_pct"] <= 10


def test_a_drawn_recording_is_the_same_each_time() -> None:
    first, second = (some("persistence", 1)[0].levels()[0] for _ in range(2))
    assert np.array_equal(first, second)
    assert {case.kind for case in draw(("saturated", "no agent"), each=1)} == {"saturated", "no agent"}
    assert set(UNSUPPORTED) > {COMPLETE, "no agent"}


def test_grey_is_fitted_as_it_is() -> None:
    case = some(COMPLETE, 1)[0]
    grey = case.levels()[0].mean(axis=1) / 255
    assert 0 < fit_grey(case.times_s, grey).params[4] < 1
