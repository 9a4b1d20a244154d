"""Reader studies: the field's reference set to the printed digit, and properties that hold for any study."""

import csv
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.evaluation.readers.covariance import METHODS, covariance
from inference.evaluation.readers.merit import auc_merit
from inference.evaluation.readers.mrmc import analyse
from inference.evaluation.readers.ratings import Ratings, read_ratings
from inference.evaluation.readers.rows import COLUMNS
from inference.training.errors import DataError


def made_up(seed: int = 0, treatments: int = 2, readers: int = 3, cases: int = 20, levels: int = 8) -> Ratings:
    """A study whose second treatment helps a little."""
    rng = np.random.default_rng(seed)
    shape = (treatments, readers, cases)
    healthy = rng.normal(0, 1, shape) + rng.normal(0, 0.7, cases)
    diseased = rng.normal(1, 1, shape) + rng.normal(0, 0.7, cases) + 0.3 * np.arange(treatments)[:, None, None]
    names = tuple(str(number + 1) for number in range(max(treatments, readers)))
    digits = np.clip(np.round(np.stack([diseased, healthy]) + levels / 2), 1, levels)
    return Ratings(names[:treatments], names[:readers], digits[0], digits[1])


def written(path: Path, ratings: Ratings, rng: random.Random | None = None) -> Path:
    """The study as a table, its lines shuffled."""
    rows: list[list[Any]] = []
    for truth, values in ((1, ratings.diseased), (0, ratings.healthy)):
        for (t, r, case), value in np.ndenumerate(values):
            rows.append([ratings.readers[r], ratings.treatments[t], f"{truth}-{case}", truth, value])
    if rng is not None:
        rng.shuffle(rows)
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return path


@pytest.mark.data
def test_the_reference_set_of_the_field_comes_out_to_every_printed_digit(data_dir: Path) -> None:
    """Van Dyke et al. 1993 as analysed by the field's reference programs."""
    result = analyse(read_ratings(data_dir / "reader-study" / "vandyke.csv"))
    eight = {
        name: {key: f"{value:.8f}" for key, value in result[name].items()} for name in ("auc", "anova", "components")
    }
    assert eight["auc"] == {"1": "0.89703704", "2": "0.94083736"}
    assert eight["anova"] == {"ms_t": "0.00479617", "ms_r": "0.00383620", "ms_tr": "0.00055103"}
    assert eight["components"] == {
        "var_r": "0.00153500", "var_tr": "0.00020040", "cov1": "0.00034661", "cov2": "0.00034407",
        "cov3": "0.00023903", "var_error": "0.00080229",
    }  # fmt: skip
    both, readers, cases = (result[name] for name in ("random_readers_random_cases", "fixed_readers", "fixed_cases"))
    assert (both["df1"], f"{both['df2']:.2f}", f"{both['statistic']:.2f}", f"{both['p']:.4f}") == (
        1, "15.26", "4.46", "0.0517",
    )  # fmt: skip
    assert [f"{both[key]:.5f}" for key in ("difference", "low", "high")] == ["-0.04380", "-0.08796", "0.00036"]
    assert (f"{readers['statistic']:.5f}", f"{readers['p']:.4f}") == ("5.47595", "0.0193")
    assert (cases["df1"], cases["df2"], f"{cases['statistic']:.2f}", f"{cases['p']:.4f}") == (1, 4.0, "8.70", "0.0420")
    single = {
        name: [f"{of[key]:.8f}" for key in ("auc", "low", "high")] for name, of in result["single_treatments"].items()
    }
    assert single == {
        "1": ["0.89703704", "0.82522360", "0.96885048"],
        "2": ["0.94083736", "0.89413783", "0.98753689"],
    }


@given(seed=st.integers(0, 10_000), treatments=st.integers(2, 3), readers=st.integers(2, 5))
@settings(max_examples=20, deadline=None)
def test_a_rising_change_of_the_ratings_changes_nothing(seed: int, treatments: int, readers: int) -> None:
    study = made_up(seed, treatments, readers)
    other = Ratings(study.treatments, study.readers, np.exp(study.diseased), np.exp(study.healthy))
    assert analyse(other) == analyse(study)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_treatments_exchanged_exchange_the_sign_alone(seed: int) -> None:
    study = made_up(seed)
    swapped = analyse(Ratings(study.treatments, study.readers, study.diseased[::-1], study.healthy[::-1]))
    plain = analyse(study)
    for name in ("random_readers_random_cases", "fixed_readers", "fixed_cases"):
        one, two = plain[name], swapped[name]
        if one["low"] is None:
            assert two["low"] is None
            continue
        assert (one["difference"], one["low"], one["high"]) == pytest.approx(
            (-two["difference"], -two["high"], -two["low"])
        )
        assert (one["p"] is None and two["p"] is None) or one["p"] == pytest.approx(two["p"])


def test_the_order_of_the_lines_does_not_matter(tmp_path: Path) -> None:
    study = made_up()
    one = read_ratings(written(tmp_path / "one.csv", study, random.Random(1)))
    two = read_ratings(written(tmp_path / "two.csv", study, random.Random(2)))
    assert analyse(one) == analyse(two)


@pytest.mark.parametrize("method", METHODS)
def test_the_covariances_agree_with_one_another_and_with_the_area_by_pairs(method: Any) -> None:
    study = made_up(cases=200, levels=100)
    found = auc_merit(study)
    pairs = study.diseased[..., :, None] - study.healthy[..., None, :]
    np.testing.assert_allclose(found.value, (pairs > 0).mean((-2, -1)) + 0.5 * (pairs == 0).mean((-2, -1)))
    reference = covariance(found, "jackknife")
    np.testing.assert_allclose(covariance(found, method), reference, atol=0.15 * reference.max())


def test_each_pair_of_two_treatments_has_the_p_of_the_whole_test_and_of_three_its_own() -> None:
    two, three = analyse(made_up(readers=4)), analyse(made_up(treatments=3, readers=4))
    for name in ("random_readers_random_cases", "fixed_readers", "fixed_cases"):
        assert two[name]["pairs"][0]["p"] == pytest.approx(two[name]["p"])
        assert len({pair["p"] for pair in three[name]["pairs"]}) == 3


def test_ties_everywhere_and_perfect_readers_give_no_figure_that_is_not_there() -> None:
    tied = Ratings(("1", "2"), ("1", "2"), np.ones((2, 2, 5)), np.ones((2, 2, 5)))
    perfect = Ratings(("1", "2"), ("1", "2"), np.full((2, 2, 5), 2.0), np.ones((2, 2, 5)))
    for study, area in ((tied, 0.5), (perfect, 1.0)):
        result = analyse(study)
        assert set(result["auc"].values()) == {area}
        assert result["random_readers_random_cases"]["p"] is None
        assert result["fixed_readers"]["statistic"] is None
        assert result["fixed_cases"]["low"] is result["single_treatments"]["1"]["high"] is None


def test_with_one_reader_nothing_is_said_of_other_readers() -> None:
    result = analyse(made_up(readers=1, cases=40))
    assert result["random_readers_random_cases"] is result["fixed_cases"] is None
    assert 0 <= result["fixed_readers"]["p"] <= 1
    assert result["single_treatments"]["1"]["readers"] == "fixed"


def test_with_one_treatment_only_its_area_is_said() -> None:
    result = analyse(made_up(treatments=1))
    assert result["random_readers_random_cases"] is result["fixed_readers"] is result["fixed_cases"] is None
    assert result["single_treatments"]["1"]["low"] < result["auc"]["1"] < result["single_treatments"]["1"]["high"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("r,1,a,1,3", r"line 9: reader r rated case a .* in line 2 already"),
        ("s,1,a,0,3", "line 9: case a has another truth in line 2"),
        ("r,1,e,2,3", "line 9: the truth is '2'"),
        ("r,1,e,1,high", "line 9: the rating 'high' is not a number"),
        ("r,1,e,1,nan", "line 9: the rating 'nan'"),
        ("r,1,e,1,1_0", "line 9: the rating '1_0' is not a number"),
        ("r,1,e,1,1e300", "line 9: the rating '1e300' is not a number"),
        ("r,1,e,1,3,5", "line 9 has more values than the header has columns"),
        ("r,1,,1,2", "line 9: case is empty"),
        ("s,1,a,1,2", "reader s has no rating of case b under treatment 1"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    rows = [f"r,{t},{case},{truth},{t}" for t in (1, 2) for case, truth in (("a", 1), ("b", 1), ("c", 0), ("d", 0))]
    path = tmp_path / "ratings.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows[:7], line, ""]), "utf-8")
    with pytest.raises(DataError, match=said):
        read_ratings(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "lacks the columns"),
        ("reader,treatment,case,truth,rating\n", "holds no rating"),
        (
            "reader,treatment,case,truth,rating\nr,1,a,1,1\nr,1,b,1,2\n",
            r"lines 2 to 3\) holds 2 cases with the disease \(truth 1\) and 0 without",
        ),
        ("reader;treatment;case;truth;rating\nr;1;a;1;1\n", "parts its columns by semicolons"),
        ("reader,treatment,case,truth,rating,rating\nr,1,a,1,1,2\n", "has the columns rating twice"),
        (
            "reader,treatment,case,truth,rating\nr,1,a,1,3\nr,1,b,0,3\nr,1,c,0,3\nr,1,d,1,3\ns,1,a,1,2\n"
            "s,1,b,0,2\ns,1,c,0,2\ns,1,d,1,2\n",
            r"each reader gave every case the same rating \(lines 2 to 9\)",
        ),
        (
            "reader,treatment,case,truth,rating\nr,1,a,1,3\nr,1,b,1,3\nr,1,c,0,3\nr,1,d,0,3\n",
            r"every rating is 3 \(lines 2 to 5\)",
        ),
    ],
)
def test_a_table_without_a_study_says_what_is_missing(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(DataError, match=said):
        read_ratings(path)


def test_a_large_study_takes_no_time() -> None:
    began_s = time.perf_counter()
    analyse(made_up(treatments=2, readers=10, cases=57))
    assert time.perf_counter() - began_s < 1
