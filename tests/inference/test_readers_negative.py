"""Components that come out negative, as OR-DBM MRMC 2.51 treats and prints them (its output of the Franken set)."""

import numpy as np
import pytest
from scipy.linalg import helmert

from inference.evaluation.readers.merit import Merit
from inference.evaluation.readers.mrmc import analyse_merit
from inference.evaluation.readers.ratings import Floats

AREAS = np.array([[0.85345997, 0.86499322, 0.85730439, 0.81524197], [0.84961556, 0.84350972, 0.84011759, 0.81433740]])
COV1, COV2, COV3, ERROR = 0.00079168, 0.00048364, 0.00051251, 0.00152578  # Cov2 - Cov3 is negative


def with_covariance(value: Floats, covariance: Floats) -> Merit:
    """Figures whose jackknife covariance is this one."""
    cases = value.size + 1
    away = np.linalg.cholesky(covariance) @ helmert(cases) * np.sqrt(cases / (cases - 1))
    without = value[..., None] + away.reshape(*value.shape, cases)
    names = [tuple(str(number + 1) for number in range(count)) for count in value.shape]
    return Merit("auc", names[0], names[1], value, without, np.ones(cases, np.bool_), lambda _: value[None])


def by_components(treatments: int, readers: int) -> Floats:
    """(t r, t r) covariance of figures, each pair's by the model."""
    same_t = np.kron(np.eye(treatments), np.ones((readers, readers))) > 0
    same_r = np.kron(np.ones((treatments, treatments)), np.eye(readers)) > 0
    return np.where(same_t & same_r, ERROR, np.where(same_t, COV2, np.where(same_r, COV1, COV3)))


def test_negative_components_are_told_as_they_are_and_count_as_none_in_every_test() -> None:
    result = analyse_merit(with_covariance(AREAS, by_components(2, 4)))
    parts = result["components"]
    assert [f"{parts[name]:.8f}" for name in ("cov1", "cov2", "cov3", "var_error")] == [
        "0.00079168", "0.00048364", "0.00051251", "0.00152578",
    ]  # fmt: skip
    assert (parts["var_r"], parts["var_tr"]) == pytest.approx((0.00003776, -0.00071276), abs=1e-8)
    both, readers, cases = (result[name] for name in ("random_readers_random_cases", "fixed_readers", "fixed_cases"))
    assert (both["df1"], both["df2"]) == (1, pytest.approx(3))
    assert (f"{both['statistic']:.2f}", f"{both['p']:.4f}") == ("4.69", "0.1188")
    assert [f"{both[key]:.5f}" for key in ("difference", "low", "high")] == ["0.01085", "-0.00509", "0.02680"]
    assert (readers["statistic"], readers["p"]) == (pytest.approx(0.32101, abs=1e-5), pytest.approx(0.5710, abs=5e-5))
    assert [f"{readers[key]:.4f}" for key in ("low", "high")] == ["-0.0267", "0.0484"]
    assert {key: cases[key] for key in ("low", "high", "p")} == pytest.approx(
        {key: both[key] for key in ("low", "high", "p")}
    )
