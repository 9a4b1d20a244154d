"""A probability moves between prevalences by its odds, and by nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.prevalence import SETTINGS, at_prevalence

shares = st.floats(0.001, 0.999)
probabilities = st.floats(0, 1)


def odds(chance: float) -> float:
    return chance / (1 - chance)


@given(probabilities, shares)
def test_at_its_own_prevalence_a_probability_stays_what_it_is(probability: float, share: float) -> None:
    assert at_prevalence(probability, share, share) == pytest.approx(probability, abs=1e-12)


@given(shares, shares, shares)
def test_the_odds_move_by_the_ratio_of_the_odds_of_the_prevalences(probability: float, old: float, new: float) -> None:
    moved = at_prevalence(probability, old, new)
    assert odds(moved) == pytest.approx(odds(probability) * odds(new) / odds(old), rel=1e-6)


@given(shares, shares, shares, shares)
def test_more_prevalence_or_a_higher_score_never_lowers_the_number(
    probability: float, old: float, new: float, other: float
) -> None:
    low, high = sorted((new, other))
    assert at_prevalence(probability, old, low) <= at_prevalence(probability, old, high) + 1e-12
    low, high = sorted((probability, other))
    assert at_prevalence(low, old, new) <= at_prevalence(high, old, new) + 1e-12


@given(shares, shares, shares, shares)
def test_two_moves_are_one_and_the_way_back_leads_back(probability: float, a: float, b: float, c: float) -> None:
    assert at_prevalence(at_prevalence(probability, a, b), b, c) == pytest.approx(at_prevalence(probability, a, c))
    assert at_prevalence(at_prevalence(probability, a, b), b, a) == pytest.approx(probability)


@given(shares, shares)
def test_certainty_stays_certainty_and_the_prevalence_itself_moves_to_the_prevalence(old: float, new: float) -> None:
    assert (at_prevalence(0.0, old, new), at_prevalence(1.0, old, new)) == (0.0, 1.0)
    assert at_prevalence(old, old, new) == pytest.approx(new)


def test_a_case_worked_by_hand() -> None:
    """Odds 4 at 50 % are odds 4 / 99 at 1 %: 4 / 103."""
    assert at_prevalence(0.8, 0.5, 0.01) == pytest.approx(4 / 103)


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, 1.1, float("nan")])
def test_a_prevalence_of_none_or_all_is_a_mistake_of_the_caller(share: float) -> None:
    with pytest.raises(ValueError, match="prevalence"):
        at_prevalence(0.5, 0.3, share)
    with pytest.raises(ValueError, match="prevalence"):
        at_prevalence(0.5, share, 0.3)
    with pytest.raises(ValueError, match="no probability"):
        at_prevalence(float("nan"), 0.5, 0.3)


def test_the_settings_are_those_of_the_plan() -> None:
    assert {setting.name: setting.prevalence for setting in SETTINGS} == {
        "screening": 0.01,
        "diagnostic": 0.10,
        "before biopsy": 0.50,
    }
