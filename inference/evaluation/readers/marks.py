"""Marked lesions: areas under the AFROC, weighted AFROC and FROC curves by the trapezoid rule.

Chakraborty DP, Winter LH. Radiology 1990;174:873-881 (AFROC); Chakraborty DP, Berbaum KS. Med Phys 2004;31:2313-2330;
Chakraborty DP, Zhai X. Med Phys 2016;43:2297-2303 (wAFROC). A lesion that is not marked, and a case without a false
mark, rank below every rating and tie with one another, so that the curves run straight to (1, 1). AFROC and wAFROC
take the highest false mark of each healthy case; in wAFROC the lesions of a case share its weight of 1 equally. The
FROC area counts every false mark of every case and has no upper limit.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from inference.evaluation.readers.merit import Draw, Merit
from inference.evaluation.readers.ratings import Flags, Floats
from inference.evaluation.readers.rows import Row, read_rows
from inference.evaluation.readers.study import Study
from inference.training.errors import DataError

Figure = Literal["auc", "afroc", "wafroc", "froc"]
FIGURES: tuple[Figure, ...] = ("auc", "afroc", "wafroc", "froc")
MARK_COLUMNS = ("reader", "treatment", "case", "lesion", "rating")

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """The marks of one reader under one treatment.

    Attributes:
        lesion_rating: (l,) highest rating of a mark on each lesion of the cases read; -inf where none hit it.
        lesion_case: (l,) place of its case among the study's cases.
        false_rating: (f,) rating of each mark that hit no lesion.
        false_case: (f,) place of its case.
        read: (c,) which cases were read.
    """

    lesion_rating: Floats
    lesion_case: Ints
    false_rating: Floats
    false_case: Ints
    read: Flags


def read_marks(path: Path, study: Study) -> dict[tuple[int, int], Marks]:
    """Read a table with the columns reader, treatment, case, lesion (empty: none was hit) and rating.

    Of several marks on one lesion the highest counts.

    Returns:
        The marks of each (treatment, reader) who read anything.

    Raises:
        DataError: The table cannot be read, or a mark fits no reading or lesion of the study; the text names the line.
    """
    hits: dict[tuple[str, str, str], dict[str, float]] = {}
    false: dict[tuple[str, str, str], list[float]] = {}
    for row in read_rows(path, MARK_COLUMNS, ("reader", "treatment", "case", "rating")):
        key = row.of["treatment"], row.of["reader"], row.of["case"]
        rating = row.number("rating")
        assert rating is not None
        _check_mark(row, key, study, hits.get(key, {}))
        if row.of["lesion"]:
            known = hits.setdefault(key, {})
            known[row.of["lesion"]] = max(rating, known.get(row.of["lesion"], -np.inf))
        else:
            false.setdefault(key, []).append(rating)
    found = {}
    read = np.isfinite(study.ratings.all_cases)
    for place in np.ndindex(*read.shape[:2]):
        if read[place].any():
            names = study.ratings.treatments[place[0]], study.ratings.readers[place[1]]
            found[(place[0], place[1])] = _marks(names, study, read[place], hits, false)
    return found


def _check_mark(row: Row, key: tuple[str, str, str], study: Study, known: dict[str, float]) -> None:
    if key not in study.readings:
        raise DataError(
            "{table}, line {number}: reader {reader} marks case {case} under treatment {treatment}, but has no rating "
            "of it",
            table=row.table,
            number=row.line,
            reader=key[1],
            case=key[2],
            treatment=key[0],
        )
    lesions = study.cases[key[2]].lesions
    if row.of["lesion"] and len({*known, row.of["lesion"]}) > lesions:
        raise DataError(
            "{table}, line {number}: lesion {lesion} is one more than the {lesions} of case {case}",
            table=row.table,
            number=row.line,
            lesion=row.of["lesion"],
            lesions=lesions,
            case=key[2],
        )


def _marks(
    names: tuple[str, str],
    study: Study,
    read: Flags,
    hits: dict[tuple[str, str, str], dict[str, float]],
    false: dict[tuple[str, str, str], list[float]],
) -> Marks:
    lesions: list[tuple[float, int]] = []
    others: list[tuple[float, int]] = []
    for place in np.flatnonzero(read).tolist():
        case = study.ratings.cases[place]
        marked = list(hits.get((*names, case), {}).values())
        marked += [-np.inf] * (study.cases[case].lesions - len(marked))
        lesions += [(rating, place) for rating in marked]
        others += [(rating, place) for rating in false.get((*names, case), ())]
    return Marks(
        np.array([rating for rating, _ in lesions]),
        np.array([place for _, place in lesions], np.int64),
        np.array([rating for rating, _ in others]),
        np.array([place for _, place in others], np.int64),
        read,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """A figure as a weighted share of pairs (false item below lesion).

    Attributes:
        lesion, false: (l,), (f,) ratings.
        lesion_case, false_case: Places of their cases.
        weight: (l,) of each lesion.
        lesion_norm, false_norm: (c,) what each case adds to the two denominators.
    """

    lesion: Floats
    lesion_case: Ints
    weight: Floats
    lesion_norm: Floats
    false: Floats
    false_case: Ints
    false_norm: Floats


def marks_merit(figure: Figure, marks: dict[tuple[int, int], Marks], study: Study) -> Merit:
    """The area under the readers' AFROC, wAFROC or FROC curves, with one case left out in turn."""
    truth = study.ratings.truth
    shape = len(study.ratings.treatments), len(study.ratings.readers)
    value, without = np.full(shape, np.nan), np.full((*shape, len(truth)), np.nan)
    pairs = {place: _pairs(figure, of, truth) for place, of in marks.items()}
    for place, pair in pairs.items():
        value[place], without[place] = _area(pair, marks[place].read)
    return Merit(figure, study.ratings.treatments, study.ratings.readers, value, without, truth, _draw(pairs, shape))


def _pairs(figure: Figure, marks: Marks, truth: Flags) -> _Pairs:
    count = len(truth)
    lesions = np.bincount(marks.lesion_case, minlength=count).astype(np.float64)
    weight = np.ones(len(marks.lesion_case))
    lesion_norm = lesions
    if figure == "wafroc":
        weight = 1 / lesions[marks.lesion_case]
        lesion_norm = (marks.read & truth).astype(np.float64)
    if figure == "froc":
        false, false_case, false_norm = marks.false_rating, marks.false_case, marks.read.astype(np.float64)
    else:
        highest = np.full(count, -np.inf)
        np.maximum.at(highest, marks.false_case, marks.false_rating)
        false_case = np.flatnonzero(marks.read & ~truth)
        false, false_norm = highest[false_case], (marks.read & ~truth).astype(np.float64)
    return _Pairs(marks.lesion_rating, marks.lesion_case, weight, lesion_norm, false, false_case, false_norm)


def _area(pairs: _Pairs, read: Flags) -> tuple[float, Floats]:
    """The figure, and (c,) the figure with each case left out; NaN where a case was not read."""
    below = (pairs.false[None, :] < pairs.lesion[:, None]) + 0.5 * (pairs.false[None, :] == pairs.lesion[:, None])
    below *= pairs.weight[:, None]
    count, total = len(read), below.sum()
    of_lesions = np.bincount(pairs.lesion_case, below.sum(axis=1), count)
    of_false = np.bincount(pairs.false_case, below.sum(axis=0), count)
    same = below * (pairs.lesion_case[:, None] == pairs.false_case[None, :])
    of_both = np.bincount(pairs.lesion_case, same.sum(axis=1), count)
    norms = pairs.lesion_norm.sum(), pairs.false_norm.sum()
    without = (total - of_lesions - of_false + of_both) / (
        (norms[0] - pairs.lesion_norm) * (norms[1] - pairs.false_norm)
    )
    return float(total / (norms[0] * norms[1])), np.where(read, without, np.nan)


def _draw(pairs: dict[tuple[int, int], _Pairs], shape: tuple[int, int]) -> Draw:
    def draw(weights: Floats) -> Floats:
        found = np.full((len(weights), *shape), np.nan)
        for place, pair in pairs.items():
            below = (pair.false[None, :] < pair.lesion[:, None]) + 0.5 * (pair.false[None, :] == pair.lesion[:, None])
            hit = weights[:, pair.lesion_case] * pair.weight
            total = ((hit @ below) * weights[:, pair.false_case]).sum(axis=1)
            norms = (weights @ pair.lesion_norm) * (weights @ pair.false_norm)
            with np.errstate(divide="ignore", invalid="ignore"):  # a draw without a case of one kind
                found[(slice(None), *place)] = total / norms
        return found

    return draw


def operating_points(marks: Marks, truth: Flags) -> dict[str, Floats]:
    """Curves of one reader as the rating falls: false marks a case, false positive fraction, lesions found.

    Returns:
        `froc`: (k, 2) false marks a case and share of lesions found; `afroc`: (k, 2) share of healthy cases with a
        false mark and share of lesions found, closed at (1, 1).
    """
    levels = np.unique(np.concatenate([marks.lesion_rating, marks.false_rating]))[::-1]
    levels = levels[np.isfinite(levels)]
    well = marks.read & ~truth
    highest = np.full(len(truth), -np.inf)
    np.maximum.at(highest, marks.false_case, marks.false_rating)
    found = (marks.lesion_rating[None, :] >= levels[:, None]).mean(axis=1)
    false = (marks.false_rating[None, :] >= levels[:, None]).sum(axis=1) / marks.read.sum()
    share = (highest[well][None, :] >= levels[:, None]).mean(axis=1)
    start = np.zeros((1, 2))
    return {
        "froc": np.vstack([start, np.column_stack([false, found])]),
        "afroc": np.vstack([start, np.column_stack([share, found]), np.ones((1, 2))]),
    }
