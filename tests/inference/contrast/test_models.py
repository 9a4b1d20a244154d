"""Each model of the bolus means the same by its parameters: area, arrival, mean transit time, spread, baseline."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.contrast.models import MODELS, NARROWEST, Model, fpt_lambda, gamma_shape, ldrw_lambda, lognormal_sigma

ALL = pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
WIDTHS = st.floats(NARROWEST, 0.69)


def grid(spread: float) -> np.ndarray:
    return np.linspace(1e-6, 1 + 60 * spread, 60_001)


@ALL
@given(spread=WIDTHS)
@settings(max_examples=15, deadline=None)
def test_a_model_has_its_area_its_mean_and_its_spread(model: Model, spread: float) -> None:
    x = grid(spread)
    density = model.density(x, np.array(spread))
    mean = np.trapezoid(x * density, x)
    assert np.trapezoid(density, x) == pytest.approx(1, abs=2e-3)
    assert mean == pytest.approx(1, abs=5e-3)
    assert np.sqrt(np.trapezoid((x - 1) ** 2 * density, x)) == pytest.approx(spread, rel=0.03)


@ALL
@given(spread=WIDTHS)
@settings(max_examples=15, deadline=None)
def test_the_cumulative_is_the_integral_and_the_slopes_are_the_derivatives(model: Model, spread: float) -> None:
    x = grid(spread)[1:]
    width = np.array(spread)
    density = model.density(x, width)
    steps = (density[1:] + density[:-1]) / 2 * np.diff(x)
    assert np.allclose(np.diff(model.cumulative(x, width)), steps, atol=2e-6)
    middle = x[(x > 0.3) & (x < 3)]
    first, second = model.log_slopes(middle, width)
    ahead, behind = model.log_density(middle + 1e-4, width), model.log_density(middle - 1e-4, width)
    assert np.allclose(first, (ahead - behind) / 2e-4, rtol=1e-3, atol=1e-3)
    assert np.allclose(second, np.gradient(first, middle), rtol=0.05, atol=0.5)


@ALL
def test_before_the_arrival_stands_the_baseline(model: Model) -> None:
    times_s = np.array([-3.0, 0.0, 9.99, 10.0, 25.0])
    curve = model.curve(times_s, np.array([30.0, 10.0, 20.0, 0.5, 2.0]))
    assert curve[:4].tolist() == [2.0] * 4
    assert curve[4] > 2.1


@ALL
def test_many_curves_at_once_equal_each_alone(model: Model) -> None:
    times_s = np.linspace(0, 60, 61)
    params = np.array([[30.0, 10.0, 20.0, 0.5, 2.0], [10.0, 5.0, 9.0, 0.3, 0.1]])
    together = model.curve(times_s, params)
    assert together.shape == (2, 61)
    assert np.array_equal(together[1], model.curve(times_s, params[1]))


def test_the_formulas_are_those_of_the_literature() -> None:
    t, mtt, s = 7.0, 12.0, 0.6
    values = {name: float(m.curve(np.array([t]), np.array([1.0, 0.0, mtt, s, 0.0]))[0]) for name, m in MODELS.items()}
    sigma = float(lognormal_sigma(s))
    mu = np.log(mtt) - sigma**2 / 2
    assert values["lognormal"] == pytest.approx(
        np.exp(-((np.log(t) - mu) ** 2) / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma * t)
    )
    alpha = float(gamma_shape(s)) - 1
    beta = mtt / (alpha + 1)
    times_s = np.linspace(0, 400, 400_001)
    area = np.trapezoid(times_s**alpha * np.exp(-times_s / beta), times_s)
    assert values["gamma-variate"] == pytest.approx(t**alpha * np.exp(-t / beta) / area, rel=1e-5)
    rate = float(ldrw_lambda(s))
    mu = mtt * rate / (rate + 1)
    walk = np.exp(rate) / mu * np.exp(-rate / 2 * (mu / t + t / mu))
    assert values["ldrw"] == pytest.approx(walk * np.sqrt(mu * rate / (2 * np.pi * t)))
    rate, mu = float(fpt_lambda(s)), mtt
    walk = np.exp(rate) / mu * np.exp(-rate / 2 * (mu / t + t / mu))
    assert values["fpt"] == pytest.approx(walk * np.sqrt(rate / (2 * np.pi)) * (mu / t) ** 1.5)
