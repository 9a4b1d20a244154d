"""Studies that are not factorial, and the references' digits beyond the tests of the complete one."""

import csv
import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.evaluation.readers.covariance import bootstrap, covariance, draw_cases
from inference.evaluation.readers.merit import auc_merit, weighted_auc
from inference.evaluation.readers.mrmc import analyse
from inference.evaluation.readers.ratings import Ratings, read_ratings
from inference.evaluation.readers.rows import COLUMNS
from inference.evaluation.readers.sample_size import DEFAULTS, cases_needed, power, read_pilot, size_table
from inference.evaluation.readers.study import read_study
from inference.training.errors import DataError
from tests.inference.test_readers import made_up, written


def thinned(study: Ratings, readers_of: dict[int, list[int]]) -> Ratings:
    """The study with each treatment read by some readers only."""
    diseased, healthy = study.diseased.copy(), study.healthy.copy()
    for treatment in range(len(study.treatments)):
        left_out = [number for number in range(len(study.readers)) if number not in readers_of[treatment]]
        diseased[treatment, left_out] = healthy[treatment, left_out] = np.nan
    return dataclasses.replace(study, diseased=diseased, healthy=healthy)


@pytest.mark.data
def test_the_reference_programs_other_figures_of_the_reference_set_come_out(data_dir: Path) -> None:
    """OR-DBM MRMC 2.51: fixed readers' intervals of the single treatments, and the error variance of each."""
    result = analyse(read_ratings(data_dir / "reader-study" / "vandyke.csv"))
    fixed = result["single_treatments_fixed_readers"]
    assert [f"{fixed['1'][key]:.8f}" for key in ("low", "high")] == ["0.84943008", "0.94464399"]
    assert [f"{fixed['2'][key]:.8f}" for key in ("low", "high")] == ["0.90795637", "0.97371835"]
    assert len(result["difference_by_reader"]) == 5


@pytest.mark.data
def test_a_complete_table_read_as_partly_paired_gives_the_same_figures_exactly(data_dir: Path) -> None:
    path = data_dir / "reader-study" / "vandyke.csv"
    assert analyse(read_study(path, "partly-paired").ratings) == analyse(read_study(path).ratings)


def test_cases_nested_in_readers_have_no_covariance_between_readers(tmp_path: Path) -> None:
    """A split plot: each reader has cases of his own, read under both treatments."""
    study = made_up(readers=3, cases=30)
    diseased, healthy = np.full_like(study.diseased, np.nan), np.full_like(study.healthy, np.nan)
    for reader in range(3):
        own = slice(10 * reader, 10 * reader + 10)
        diseased[:, reader, own], healthy[:, reader, own] = (
            study.diseased[:, reader, own],
            study.healthy[:, reader, own],
        )
    split = dataclasses.replace(study, diseased=diseased, healthy=healthy)
    result = analyse(split)
    assert result["components"]["cov2"] == result["components"]["cov3"] == 0
    assert result["components"]["cov1"] != 0
    both, cases = result["random_readers_random_cases"], result["fixed_cases"]
    assert (both["statistic"], both["df2"]) == pytest.approx((cases["statistic"], cases["df2"]))


@pytest.mark.data
def test_the_jackknife_of_a_partly_paired_study_is_that_over_all_its_cases(data_dir: Path) -> None:
    """Worked out anew: every case left out in turn, the areas of those who did not read it unchanged."""
    study = read_ratings(data_dir / "reader-study" / "vandyke.csv")
    diseased, healthy = study.diseased.copy(), study.healthy.copy()
    diseased[0, :, 30:] = healthy[0, :, 40:] = diseased[1, :, :20] = healthy[1, 2, :30] = np.nan
    part = dataclasses.replace(study, diseased=diseased, healthy=healthy)
    left_out = []
    for case in range(114):
        kept = np.arange(114) != case
        left_out.append(auc_merit(part.of_cases(kept)).value.ravel())
    by_hand = np.cov(np.array(left_out), rowvar=False) * 113**2 / 114
    np.testing.assert_allclose(covariance(auc_merit(part), "jackknife").reshape(10, 10), by_hand, atol=1e-12)


def test_cases_nested_in_treatments_are_compared_as_independent() -> None:
    study = made_up(readers=4, cases=40)
    for values in (study.diseased, study.healthy):
        values[0, :, :20] = values[1, :, 20:] = np.nan
    result = analyse(study)
    assert result["components"]["cov1"] == result["components"]["cov3"] == 0
    assert result["fixed_readers"]["low"] < result["fixed_readers"]["difference"] < result["fixed_readers"]["high"]


def test_readers_nested_in_treatments_follow_hillis_2014() -> None:
    study = thinned(made_up(readers=6, cases=40, levels=100), {0: [0, 1, 2], 1: [3, 4, 5]})
    found = auc_merit(study)
    result = analyse(study)
    means, cov = np.nanmean(found.value, axis=1), covariance(found, "jackknife")
    within = np.mean([found.value[0, :3].var(ddof=1), found.value[1, 3:].var(ddof=1)])
    same = [cov[t, a, t, b] for t, own in ((0, range(3)), (1, range(3, 6))) for a in own for b in own if a != b]
    across = [cov[0, a, 1, b] for a in range(3) for b in range(3, 6)]
    below = within + 3 * max(np.mean(same) - np.mean(across), 0)
    ms_t = 3 * ((means - means.mean()) ** 2).sum()
    tested = result["random_readers_random_cases"]
    assert result["readers_are"] == "nested in treatments"
    assert tested["statistic"] == pytest.approx(ms_t / below)
    assert tested["df2"] == pytest.approx(below**2 / (within**2 / 4))
    assert result["components"]["cov1"] is None


def test_unequal_numbers_of_nested_readers_give_one_answer_by_test_and_interval() -> None:
    study = thinned(made_up(readers=6, cases=40, levels=100), {0: [0, 1], 1: [2, 3, 4, 5]})
    tested = analyse(study)["random_readers_random_cases"]
    half = (tested["high"] - tested["low"]) / 2
    from scipy import stats

    t = tested["difference"] / half * stats.t.ppf(0.975, tested["df2"])
    assert t**2 == pytest.approx(tested["statistic"])


def test_readers_some_of_whom_read_one_treatment_only_are_fixed() -> None:
    result = analyse(thinned(made_up(readers=4, cases=40), {0: [0, 1, 2], 1: [1, 2, 3]}))
    assert result["random_readers_random_cases"] is result["fixed_cases"] is None
    assert "fixed readers only" in result["readers_are"]
    assert 0 < result["fixed_readers"]["p"] <= 1


def test_a_missing_rating_is_an_error_unless_the_study_is_declared_partly_paired(tmp_path: Path) -> None:
    path = written(tmp_path / "ratings.csv", made_up())
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(lines[:-1]), "utf-8")
    with pytest.raises(DataError, match="reader 3 has no rating of case 0-19 under treatment 2"):
        read_study(path)
    study = read_study(path, "partly-paired").ratings
    assert np.isnan(study.healthy).sum() == 1
    assert analyse(study)["random_readers_random_cases"]["p"] is not None


def test_a_reader_with_one_case_of_a_kind_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    rows = [("1", t, f"{truth}{n}", truth, n + truth) for t in (1, 2) for truth in (0, 1) for n in range(3)]
    rows += [("2", 1, "00", 0, 1), ("2", 1, "10", 1, 2), ("2", 1, "11", 1, 2)]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    with pytest.raises(DataError, match="treatment 1 reader 2 read 2 cases with the disease and 1 without"):
        read_study(path, "partly-paired")


@given(seed=st.integers(0, 10_000), missing=st.floats(0, 0.4))
@settings(max_examples=20, deadline=None)
def test_treatments_exchanged_exchange_the_sign_alone_in_a_partly_paired_study(seed: int, missing: float) -> None:
    study = made_up(seed)
    rng = np.random.default_rng(seed)
    for values in (study.diseased, study.healthy):
        gone = rng.random(values.shape) < missing
        gone[..., :2] = False
        values[gone] = np.nan
    plain = analyse(study)["random_readers_random_cases"]
    swapped = analyse(dataclasses.replace(study, diseased=study.diseased[::-1], healthy=study.healthy[::-1]))[
        "random_readers_random_cases"
    ]
    assert plain["difference"] == pytest.approx(-swapped["difference"])
    if plain["p"] is not None:
        assert plain["p"] == pytest.approx(swapped["p"])


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_the_areas_of_draws_are_those_of_the_cases_drawn(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores, truth = rng.integers(0, 5, 12).astype(float), np.arange(12) < 5
    weights = rng.integers(0, 3, (4, 12)).astype(float)
    weights[:, [0, 11]] = 1
    for row, area in zip(weights, weighted_auc(scores, truth, weights), strict=True):
        drawn = np.repeat(np.arange(12), row.astype(int))
        ill, well = scores[drawn][truth[drawn]], scores[drawn][~truth[drawn]]
        pairs = ill[:, None] - well[None, :]
        assert area == pytest.approx((pairs > 0).mean() + 0.5 * (pairs == 0).mean())


def test_a_bootstrap_by_patient_draws_whole_patients() -> None:
    truth = np.array([True, True, False, False, False, False])
    weights = draw_cases(truth, 200, np.random.default_rng(0), ["a", "a", "a", "b", "b", "c"])
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, 0] == weights[:, 2]).all()
    assert (weights[:, 3] == weights[:, 4]).all()
    assert len({tuple(row) for row in weights.tolist()}) > 1
    drawn = bootstrap(auc_merit(made_up()), rounds=120, patients=[str(n // 2) for n in range(40)])
    assert drawn.shape == (120, 2, 3)


@pytest.mark.parametrize(
    ("readers", "cases", "difference", "said"), [(10, 165, 0.043800322, 0.80541995), (6, 111, 0.043800322, 0.5526116)]
)
@pytest.mark.data
def test_the_power_is_the_reference_programs(
    data_dir: Path, tmp_path: Path, readers: int, cases: int, difference: float, said: float
) -> None:
    """Hillis, Obuchowski and Berbaum 2011 as RJafroc computes it from the same reference set."""
    import json

    result = analyse(read_ratings(data_dir / "reader-study" / "vandyke.csv"))
    (tmp_path / "result.json").write_text(json.dumps(result))
    pilot = read_pilot(tmp_path / "result.json")
    assert power(pilot, readers, cases, difference) == pytest.approx(said, abs=5e-8)
    assert cases_needed(pilot, 6, 0.043800322, 0.8) == 251


def test_more_readers_need_fewer_cases_and_too_few_readers_cannot_be_helped() -> None:
    rows = size_table(DEFAULTS, 0.05, 0.8)
    needed = [row["cases"] for row in rows if row["cases"] is not None]
    assert needed == sorted(needed, reverse=True)
    assert rows[0]["cases"] is None
    assert power(DEFAULTS, 6, 200, 1e-9) == pytest.approx(0.05)


def test_a_file_without_components_is_no_pilot(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text("{}")
    with pytest.raises(DataError, match="holds no variance components"):
        read_pilot(tmp_path / "result.json")


def test_a_bootstrap_in_which_draws_lack_a_kind_of_case_has_a_covariance_still(tmp_path: Path) -> None:
    """Patients with cases of both kinds, and readers with few cases of their own."""
    whole = made_up(cases=6)
    patients = [f"p{number % 3}" for number in range(12)]
    patients[-1] = "p-healthy"
    few = thinned(whole, {0: [0, 1, 2], 1: [0, 1, 2]})
    few.diseased[:, 0, 2:] = few.healthy[:, 1, 2:] = np.nan
    for study, of in ((whole, patients), (few, None)):
        parts = analyse(study, "bootstrap", patients=of)["components"]
        assert np.isfinite([value for value in parts.values() if value is not None]).all()
        assert parts["var_error"] > 0
