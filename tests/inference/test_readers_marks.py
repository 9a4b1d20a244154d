"""Marked lesions: areas worked out by hand, and what a table of marks may not say."""

from pathlib import Path

import numpy as np
import pytest

from inference.evaluation.readers.analysis import Wishes, analyse_study
from inference.evaluation.readers.covariance import covariance
from inference.evaluation.readers.marks import MARK_COLUMNS, marks_merit, operating_points, read_marks
from inference.evaluation.readers.study import Study, read_study
from inference.training.errors import DataError

# One reader, one treatment; a and b diseased (a with two lesions), c and d healthy.
RATINGS = """reader,treatment,case,truth,rating,lesions
1,1,a,1,4,2
1,1,b,1,2,1
1,1,c,0,3,0
1,1,d,0,1,0
"""
# Lesions: a 4 and missed, b 2. False: a 5, c 3 (and a lower one), d none.
MARKS = """reader,treatment,case,lesion,rating
1,1,a,x,4
1,1,a,x,1
1,1,a,,5
1,1,b,only,2
1,1,c,,3
1,1,c,,1
"""


def tables(folder: Path, marks: str = MARKS, ratings: str = RATINGS) -> tuple[Path, Study]:
    (folder / "ratings.csv").write_text(ratings, "utf-8")
    (folder / "marks.csv").write_text(marks, "utf-8")
    return folder / "marks.csv", read_study(folder / "ratings.csv")


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        # healthy cases' highest false marks: 3 and none. Lesions 4, missed, 2: above them 2, 0 + 1/2, 1 of 2 each.
        ("afroc", (2 + 0.5 + 1) / 6),
        ("wafroc", (0.5 * 2 + 0.5 * 0.5 + 1) / 4),
        # false marks 5, 3, 1 in 4 cases; below the lesion rated 4 lie two, below that rated 2 one.
        ("froc", (2 + 0 + 1) / (4 * 3)),
    ],
)
def test_the_areas_are_those_worked_out_by_hand(tmp_path: Path, figure: str, said: float) -> None:
    path, study = tables(tmp_path)
    merit = marks_merit(figure, read_marks(path, study), study)  # type: ignore[arg-type]
    assert merit.value == pytest.approx(np.array([[said]]))


@pytest.mark.parametrize("figure", ["afroc", "wafroc", "froc"])
def test_leaving_a_case_out_is_the_study_without_that_case(tmp_path: Path, figure: str) -> None:
    rng = np.random.default_rng(3)
    ratings, marks = ["reader,treatment,case,truth,rating,lesions"], [",".join(MARK_COLUMNS)]
    for number in range(8):
        lesions = 1 + number % 3 if number < 4 else 0
        ratings.append(f"1,1,{number},{int(number < 4)},{rng.integers(9)},{lesions}")
        marks += [f"1,1,{number},{lesion},{rng.integers(9)}" for lesion in range(rng.integers(lesions + 1))]
        marks += [f"1,1,{number},,{rng.integers(9)}" for _ in range(rng.integers(3))]
    path, study = tables(tmp_path, "\n".join(marks), "\n".join(ratings))
    merit = marks_merit(figure, read_marks(path, study), study)  # type: ignore[arg-type]
    for place, case in enumerate(study.ratings.cases):
        kept = [[line for line in lines if line.split(",")[2] != case] for lines in (marks, ratings)]
        path, other = tables(tmp_path, "\n".join(kept[0]), "\n".join(kept[1]))
        left = marks_merit(figure, read_marks(path, other), other)  # type: ignore[arg-type]
        assert merit.without[0, 0, place] == pytest.approx(left.value[0, 0])
    drawn = merit.draw(np.ones((1, 8)))
    assert drawn[0, 0, 0] == pytest.approx(merit.value[0, 0])
    assert covariance(merit, "bootstrap").shape == (1, 1, 1, 1)


def test_one_lesion_a_case_marked_where_the_case_is_rated_makes_all_areas_the_roc(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    ratings, marks = ["reader,treatment,case,truth,rating"], [",".join(MARK_COLUMNS)]
    for reader in (1, 2, 3):
        for treatment in (1, 2):
            for number in range(20):
                rating = rng.integers(1, 9) + 3 * (number < 10)
                ratings.append(f"{reader},{treatment},{number},{int(number < 10)},{rating}")
                marks.append(f"{reader},{treatment},{number},{'1' if number < 10 else ''},{rating}")
    path, _ = tables(tmp_path, "\n".join(marks), "\n".join(ratings))
    plain = analyse_study(tmp_path / "ratings.csv", Wishes()).result
    for figure in ("afroc", "wafroc"):
        other = analyse_study(tmp_path / "ratings.csv", Wishes(figure=figure, marks=path)).result
        assert other["figure_of_merit"] == figure
        assert other["random_readers_random_cases"]["p"] == pytest.approx(plain["random_readers_random_cases"]["p"])
        assert other["components"] == pytest.approx(plain["components"])


def test_the_curves_pass_through_the_points_counted_by_hand(tmp_path: Path) -> None:
    path, study = tables(tmp_path)
    curves = operating_points(read_marks(path, study)[0, 0], study.ratings.truth)
    by_hand = np.array([[0, 0], [1 / 4, 0], [1 / 4, 1 / 3], [2 / 4, 1 / 3], [2 / 4, 2 / 3], [3 / 4, 2 / 3]])
    np.testing.assert_allclose(curves["froc"], by_hand)
    assert curves["afroc"][-1].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1,1,a,z,3\n1,1,a,y,3", "line 9: lesion y is one more than the 2 of case a"),
        ("1,1,c,x,3", "line 8: lesion x is one more than the 0 of case c"),
        ("1,1,e,,3", "line 8: reader 1 marks case e under treatment 1, but has no rating of it"),
        ("1,1,a,x,often", "line 8: the rating 'often' is not a number"),
        ("1,,a,x,2", "line 8: treatment is empty"),
    ],
)
def test_a_wrong_mark_is_named(tmp_path: Path, line: str, said: str) -> None:
    path, study = tables(tmp_path, MARKS + line + "\n")
    with pytest.raises(DataError, match=said):
        read_marks(path, study)


def test_a_figure_of_marks_needs_marks(tmp_path: Path) -> None:
    tables(tmp_path)
    with pytest.raises(DataError, match="wafroc needs the readers' marks"):
        analyse_study(tmp_path / "ratings.csv", Wishes(figure="wafroc"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("1,1,c,0,3,0", "1,1,c,0,3,1"), "case c cannot have 1 lesions"),
        (("1,1,b,1,2,1", "1,1,b,1,2,1.5"), "case b cannot have 1.5 lesions"),
        (("1,1,b,1,2,1", "1,1,b,1,2,0"), "lesions is '0'; it must be a number that makes sense there"),
    ],
)
def test_a_number_of_lesions_that_cannot_be_is_named(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(DataError, match=said):
        tables(tmp_path, ratings=RATINGS.replace(*change))
