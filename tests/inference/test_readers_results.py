"""What a study says beside its figure of merit, on tables small enough to count by hand."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.evaluation.readers.analysis import Wishes, analyse_study
from inference.evaluation.readers.merit import auc_merit
from inference.evaluation.readers.ratings import read_ratings
from inference.evaluation.readers.results.agreement import fleiss_kappa, icc, krippendorff_alpha, weighted_kappa
from inference.evaluation.readers.results.aid import _share
from inference.evaluation.readers.results.calibration import reliability
from inference.evaluation.readers.rows import COLUMNS
from inference.training.errors import DataError

OPTIONAL = ("birads", "time_s", "experience", "size_mm", "scanner", "patient", "aid_score")


def rich(folder: Path, *, cases: int = 16, readers: int = 3, extra: tuple[str, ...] = OPTIONAL, seed: int = 0) -> Path:
    """A made-up study with every optional column asked for; the aid is wrong on the first and the last case."""
    rng = np.random.default_rng(seed)
    path, rows = folder / "ratings.csv", []
    for number in range(cases):
        ill = number < cases // 2
        tells: dict[str, Any] = {
            "size_mm": 5 + 2 * number if ill else "",
            "scanner": "AB"[number % 2],
            "patient": f"p{number // 2}",
            "aid_score": 0.9 if ill != (number in (0, cases - 1)) else 0.1,
        }
        for reader in range(readers):
            for treatment in ("aided", "unaided"):
                rating = int(np.clip(rng.normal(60 if ill else 35, 20), 0, 100))
                tells |= {
                    "birads": "2" if rating < 30 else "3" if rating < 45 else "4a" if rating < 70 else "5",
                    "time_s": 20 if treatment == "aided" else 30,
                    "experience": "expert" if reader else "resident",
                }
                rows.append([reader, treatment, number, int(ill), rating, *(tells[name] for name in extra)])
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([[*COLUMNS, *extra], *rows])
    return path


def test_every_section_is_there_when_its_column_is_and_names_the_column_when_not(tmp_path: Path) -> None:
    whole = analyse_study(rich(tmp_path), Wishes()).result
    bare = analyse_study(rich(tmp_path, extra=()), Wishes()).result
    needs = {
        "at_birads_4": "birads", "reading_time": "time_s", "by_experience": "experience", "by_size": "size_mm",
        "by_scanner": "scanner", "bootstrap_by_patient": "patient", "aid_wrong": "aid_score",
    }  # fmt: skip
    for section, column in needs.items():
        assert "missing" not in whole[section], section
        assert column in bare[section]["missing"], section
    assert bare["network"] == {"missing": ["--network"]}
    assert bare["marks"] == {"missing": ["--marks"]}
    assert {name: whole[name] for name in ("auc", "anova", "components", "fixed_readers")} == {
        name: bare[name] for name in ("auc", "anova", "components", "fixed_readers")
    }


def test_sensitivity_and_specificity_are_shares_of_calls(tmp_path: Path) -> None:
    path = rich(tmp_path)
    result = analyse_study(path, Wishes(threshold=45)).result
    ratings = read_ratings(path)
    sensitivity = result["at_threshold"]["sensitivity"]
    np.testing.assert_allclose(list(sensitivity["mean"].values()), (ratings.diseased >= 45).mean(axis=(1, 2)))
    assert result["at_threshold"]["specificity"]["mean"] == pytest.approx(
        dict(zip(ratings.treatments, (ratings.healthy < 45).mean(axis=(1, 2)).tolist(), strict=True))
    )
    assert result["at_birads_4"]["sensitivity"] == sensitivity  # the categories change at the same ratings
    tested = sensitivity["random_readers_random_cases"]
    assert tested["low"] < tested["difference"] < tested["high"]


def test_a_third_less_time_with_the_aid_is_told_as_a_ratio(tmp_path: Path) -> None:
    found = analyse_study(rich(tmp_path), Wishes()).result["reading_time"]
    assert found["geometric_mean_s"] == pytest.approx({"aided": 20, "unaided": 30})
    assert found["ratios"][0]["ratio"] == pytest.approx(2 / 3)
    assert found["ratios"][0]["low"] is None  # nothing varies: no interval, not an empty one
    assert found["ratios_by_bootstrap"][0]["low"] == pytest.approx(2 / 3)


def test_readers_turned_wrong_where_the_aid_was_wrong_are_counted(tmp_path: Path) -> None:
    """Two readers follow the aid into error on case a, one of them leaves it on case c."""
    cases = {"a": (1, 0), "b": (1, 1), "c": (0, 1), "d": (0, 0)}  # truth, the aid's call
    ratings = {  # reader: case: (without, with aid)
        "1": {"a": (60, 40), "b": (70, 90), "c": (20, 30), "d": (10, 5)},
        "2": {"a": (80, 20), "b": (40, 60), "c": (60, 20), "d": (60, 10)},
    }
    rows = [
        [reader, treatment, case, cases[case][0], values[number], cases[case][1]]
        for reader, of in ratings.items()
        for case, values in of.items()
        for number, treatment in enumerate(("without aid", "with aid"))
    ]
    path = tmp_path / "ratings.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([[*COLUMNS, "aid_call"], *rows])
    found = analyse_study(path, Wishes(threshold=50)).result["aid_wrong"]
    assert found["unaided"] == "without aid"
    assert (found["cases_wrong"], found["cases_wrong_missed"], found["cases_wrong_false_alarm"]) == (2, 1, 1)
    wrong = found["by_treatment"]["with aid"]["aid_wrong"]
    assert (wrong["pairs"], wrong["moved_towards_the_aid"]["count"], wrong["moved_away_from_the_aid"]["count"]) == (
        4, 3, 1,
    )  # fmt: skip
    counted = [wrong["calls"][name] for name in ("right_then_wrong", "wrong_then_right", "right_both", "wrong_both")]
    assert counted == [2, 1, 1, 0]
    assert wrong["calls"]["share_of_right_turned_wrong"]["share"] == pytest.approx(2 / 3)
    assert wrong["calls"]["wrong_aided_minus_unaided"]["difference"] == pytest.approx(1 / 4)
    right = found["by_treatment"]["with aid"]["aid_right"]["calls"]
    assert (right["wrong_then_right"], right["right_then_wrong"]) == (2, 0)


def test_an_unknown_treatment_without_aid_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no treatment 'plain'; --unaided takes one of aided, unaided"):
        analyse_study(rich(tmp_path), Wishes(unaided="plain"))


def test_groups_are_the_study_of_those_readers_or_cases_alone(tmp_path: Path) -> None:
    path = rich(tmp_path)
    result = analyse_study(path, Wishes()).result
    ratings = read_ratings(path)
    experts = result["by_experience"]["groups"]["expert"]
    assert experts["readers"] == ["1", "2"]
    alone = auc_merit(ratings.of_readers([1, 2])).value.mean(axis=1)
    assert experts["auc"]["aided"]["auc"] == pytest.approx(alone[0])
    assert result["by_experience"]["groups"]["resident"]["analysis"] == "fixed_readers"
    sizes = result["by_size"]["groups"]
    assert [group["cases_diseased"] for group in sizes.values()] == [3, 5, 0]
    assert {group["cases_healthy"] for group in sizes.values()} == {8}
    assert sizes["over 20 mm"]["too_few"]
    assert result["by_scanner"]["groups"]["A"]["cases_diseased"] == 4


def test_agreement_is_that_of_the_published_examples() -> None:
    """Shrout and Fleiss 1979, table 2 and 4: ICC(2,1) 0.29; Fleiss 1971 in the form of 14 raters and 10 subjects."""
    six = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float).T
    found = icc(six)
    assert f"{found['icc']:.2f}" == "0.29"
    assert (f"{found['low']:.3f}", f"{found['high']:.3f}") == ("0.019", "0.761")
    counts = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]  # fmt: skip
    said = np.array([np.repeat(np.arange(5), row) for row in counts], float).T
    kappa = fleiss_kappa(said)
    assert kappa is not None
    assert f"{kappa:.3f}" == "0.210"


def test_alpha_is_that_of_krippendorffs_example_and_takes_missing_values() -> None:
    """Krippendorff 2011, Computing Krippendorff's alpha-reliability, example C as interval data: 0.849."""
    gone = np.nan
    said = np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, gone, gone, gone],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, gone, 3],
            [gone, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, gone],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, gone],
        ]
    )
    alpha = krippendorff_alpha(said)
    assert alpha is not None
    assert f"{alpha:.3f}" == "0.849"


def test_readers_who_say_the_same_agree_and_constant_ones_are_not_judged() -> None:
    same = np.array([[0, 1, 2, 1], [0, 1, 2, 1]], float)
    assert weighted_kappa(same, 3, ("a", "b"))["mean"] == pytest.approx(1)
    assert fleiss_kappa(same) == pytest.approx(1)
    constant = np.ones((2, 4))
    assert weighted_kappa(constant, 3, ("a", "b"))["mean"] is None
    assert fleiss_kappa(constant) is krippendorff_alpha(constant) is icc(constant)["icc"] is None


def test_ratings_of_five_steps_are_no_probabilities(tmp_path: Path) -> None:
    path = rich(tmp_path)
    assert analyse_study(path, Wishes()).result["calibration"]["brier"].keys() == {"aided", "unaided"}
    rows = list(csv.reader(path.open()))
    short = [[*row[:4], str(int(row[4]) // 25), *row[5:]] for row in rows[1:]]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([rows[0], *short])
    assert analyse_study(path, Wishes()).result["calibration"] == {"missing": ["rating of 0 to 100"]}


def test_the_calibration_is_that_counted_by_hand() -> None:
    chances, truth = np.array([[0.05, 0.05, 0.95, 1.0, 0.55]]), np.array([False, True, True, True, False])
    points = reliability(chances, truth)
    assert [(point["readings"], point["diseased"]) for point in points] == [(2, 0.5), (1, 0.0), (2, 1.0)]
    assert points[2]["rating"] == pytest.approx(0.975)


def predictions(folder: Path, lines: list[str]) -> Path:
    path = folder / "predictions.csv"
    path.write_text("\n".join(["id,label,malignancy", *lines]), "utf-8")
    return path


def test_a_network_that_says_what_a_reader_says_is_that_reader(tmp_path: Path) -> None:
    path = rich(tmp_path)
    ratings = read_ratings(path)
    table = dict(zip(ratings.cases, ratings.all_cases[0, 1], strict=True))
    lines = [f"{name},{'malignant' if int(name) < 8 else 'benign'},{score / 100}" for name, score in table.items()]
    wishes = Wishes(network=predictions(tmp_path, [*lines, "other,normal,0.1"]), network_threshold=0.45, threshold=45)
    result = analyse_study(path, wishes).result
    found = result["network"]
    assert (found["cases_common"], found["predictions_in_all"]) == (16, 17)
    assert found["auc"]["auc"] == pytest.approx(result["auc_by_reader"]["aided"]["1"])
    against = found["against_readers"]["aided"]
    alone = against["by_reader"]["1"]
    assert alone == pytest.approx({"auc": found["auc"]["auc"], "difference": 0, "low": None, "high": None, "p": None})
    assert against["difference"] == pytest.approx(result["auc"]["aided"] - found["auc"]["auc"])
    assert found["calls"]["sensitivity"]["value"] == pytest.approx(
        result["at_threshold"]["sensitivity"]["by_reader"]["aided"]["1"]
    )
    assert found["calls_against_readers"]["sensitivity"]["aided"]["by_reader"]["1"]["difference"] == pytest.approx(0)


def test_the_interval_against_the_network_is_that_of_two_treatments_one_of_them_the_network(tmp_path: Path) -> None:
    """Kooi et al. 2016 repeat the network as a treatment of its own; the F test of that is the t test here, squared."""
    from inference.evaluation.readers.mrmc import analyse
    from inference.evaluation.readers.ratings import Ratings

    path = rich(tmp_path)
    rng = np.random.default_rng(5)
    ratings = read_ratings(path)
    scores = dict(zip(ratings.cases, rng.random(16) + 0.5 * (np.arange(16) < 8), strict=True))
    lines = [f"{name},{'malignant' if int(name) < 8 else 'benign'},{score}" for name, score in scores.items()]
    found = analyse_study(path, Wishes(network=predictions(tmp_path, lines))).result["network"]
    own = np.broadcast_to(np.array([scores[name] for name in ratings.cases]), (1, 3, 16))
    pair = Ratings(
        ("readers", "network"),
        ratings.readers,
        np.concatenate([ratings.diseased[:1], own[..., :8]]),
        np.concatenate([ratings.healthy[:1], own[..., 8:]]),
    )
    tested = analyse(pair)["random_readers_random_cases"]
    against = found["against_readers"]["aided"]
    assert (against["difference"], against["p"]) == pytest.approx((tested["difference"], tested["p"]))
    assert (against["low"], against["high"]) == pytest.approx((tested["low"], tested["high"]))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["0,benign,0.1"], "line 2: case 0 has another truth in the ratings"),
        (["0,malignant,0.1", "0,malignant,0.2"], "line 3: the id '0' stands in line 2 already"),
        (["0,ill,0.1"], "line 2: the label is 'ill'"),
        (["0,malignant,much"], "line 2: malignancy is 'much'"),
    ],
)
def test_a_wrong_line_of_the_predictions_is_named(tmp_path: Path, lines: list[str], said: str) -> None:
    with pytest.raises(DataError, match=said):
        analyse_study(rich(tmp_path), Wishes(network=predictions(tmp_path, lines)))


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("birads", "7", "the BI-RADS category is '7'"),
        ("time_s", "0", "time_s is '0'"),
        ("time_s", "fast", "time_s is 'fast'"),
        ("scanner", "C", "scanner of case 0 is 'B', but|scanner of case 0 is 'A', but 'C' in line 2"),
        ("experience", "none", "experience of reader 0 is 'resident', but 'none' in line 2"),
        ("size_mm", "-3", "size_mm of case 0|size_mm is '-3'"),
    ],
)
def test_a_wrong_optional_value_is_named(tmp_path: Path, column: str, value: str, said: str) -> None:
    path = rich(tmp_path)
    rows = list(csv.reader(path.open()))
    rows[1][rows[0].index(column)] = value
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(DataError, match=said):
        analyse_study(path, Wishes())


def test_columns_that_nobody_knows_are_left_alone(tmp_path: Path) -> None:
    path = rich(tmp_path, extra=())
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([f"{lines[0]},remark", *(f"{line},fine" for line in lines[1:])]), "utf-8")
    assert analyse_study(path, Wishes()).result["design"]["columns"] == []


def test_a_reader_who_rates_every_case_alike_is_named(tmp_path: Path) -> None:
    path = rich(tmp_path, extra=())
    rows = list(csv.reader(path.open()))
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([*row[:4], "50"] if row[:2] == ["1", "aided"] else row for row in rows)
    assert analyse_study(path, Wishes()).result["design"]["rated_all_alike"] == ["1 (aided)"]


def test_a_partly_paired_study_has_every_section(tmp_path: Path) -> None:
    path = rich(tmp_path, cases=24)
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(line for number, line in enumerate(lines) if number % 7 != 3), "utf-8")
    result = analyse_study(path, Wishes(design="partly-paired", covariance="bootstrap", threshold=45)).result
    assert not result["design"]["complete"]
    assert result["at_threshold"]["sensitivity"]["random_readers_random_cases"] is not None
    assert result["agreement"]["by_treatment"]["aided"]["krippendorff_alpha"] is not None


def test_each_pair_of_three_treatments_has_its_own_p_of_the_reading_time(tmp_path: Path) -> None:
    path = rich(tmp_path)
    lines = path.read_text("utf-8").splitlines()
    third = [line.replace(",aided,", ",twice,") for line in lines[1:] if ",aided," in line]
    for number, line in enumerate(third):  # about as long as with the aid, and never quite the same
        values = line.split(",")
        values[6] = str(20 + (number * 7 % 5 - 2) / 10)
        third[number] = ",".join(values)
    path.write_text("\n".join([*lines, *third, ""]), "utf-8")
    ratios = analyse_study(path, Wishes()).result["reading_time"]["ratios"]
    told = {(ratio["first"], ratio["second"]): ratio["p"] for ratio in ratios}
    assert told["aided", "twice"] > 0.05 > told["twice", "unaided"]


def test_shares_that_no_draw_can_change_have_no_interval_of_no_width() -> None:
    every, one = np.ones((3, 10), np.bool_), np.zeros((3, 10), np.bool_)
    one[:, 4] = True
    some = one.copy()
    some[0, 4] = False
    none = _share(~every, every, 0)
    assert (none["share"], none["low"], none["high"]) == (
        0,
        pytest.approx(0, abs=1e-12),
        pytest.approx(0.2775, abs=1e-4),
    )
    assert _share(every, every, 0)["low"] == pytest.approx(0.7225, abs=1e-4)
    assert _share(some, one, 0) == {"count": 2, "of": 3, "share": 2 / 3, "low": None, "high": None}
