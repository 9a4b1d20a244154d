"""A finished study: its ratings, and what else its table tells of readings, cases and readers."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from inference.evaluation.readers.checks import check_cells, check_complete, check_differ, check_kinds
from inference.evaluation.readers.ratings import Floats, Ratings
from inference.evaluation.readers.rows import COLUMNS, Row, by_value, read_rows
from inference.training.errors import DataError

Design = Literal["factorial", "partly-paired"]
DESIGNS: tuple[Design, ...] = ("factorial", "partly-paired")
OF_CASES = ("lesions", "patient", "size_mm", "scanner", "aid_score", "aid_call")
OF_READERS = ("experience",)
OF_READINGS = ("birads", "time_s")


@dataclass(frozen=True, slots=True)
class Reading:
    """One case as read once.

    Attributes:
        birads: Category in small letters, or None.
        time_s: Reading time, or None.
    """

    rating: float
    birads: str | None
    time_s: float | None
    line: int


@dataclass(frozen=True, slots=True)
class Case:
    """What the table tells of a case; None where it does not.

    Attributes:
        diseased: Its truth.
        lesions: How many it has: 0 without disease, 1 unless told otherwise.
        aid_score: The aid's own score.
        aid_call: Whether the aid called it suspicious.
    """

    diseased: bool
    lesions: int
    patient: str | None
    size_mm: float | None
    scanner: str | None
    aid_score: float | None
    aid_call: bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A study as its table holds it.

    Attributes:
        ratings: With the names of the cases; NaN where a case was not read.
        readings: By treatment, reader and case.
        cases: By name, in the order of `ratings.cases`.
        experience: Of the readers it is known of.
        columns: The optional columns that hold something.
    """

    ratings: Ratings
    readings: dict[tuple[str, str, str], Reading]
    cases: dict[str, Case]
    experience: dict[str, str]
    columns: frozenset[str]

    def table(self, value: Callable[[Reading], float | None]) -> Floats:
        """A value of every reading, shape (t, r, m + n); NaN where it is unknown."""
        found = np.full(self.ratings.all_cases.shape, np.nan)
        places = [
            {name: number for number, name in enumerate(names)}
            for names in (self.ratings.treatments, self.ratings.readers, self.ratings.cases)
        ]
        for key, reading in self.readings.items():
            known = value(reading)
            if known is not None:
                found[tuple(place[name] for place, name in zip(places, key, strict=True))] = known
        return found


def read_study(path: Path, design: Design = "factorial") -> Study:
    """Read a table with the columns reader, treatment, case, truth (1: disease, 0: none) and rating (higher: surer).

    Optional columns are those of `OF_CASES`, `OF_READERS` and `OF_READINGS`; others are left alone.

    Args:
        path: Of the CSV table.
        design: In a factorial study a rating that is missing is an error, in a partly paired one it was not planned.

    Raises:
        DataError: The table cannot be read, contradicts itself or is not complete; the text names the line.
    """
    rows = read_rows(path, COLUMNS)
    if not rows:
        raise DataError("{table} holds no rating", table=path)
    cases = _cases(rows)
    readings = _readings(rows)
    treatments, readers = (tuple(sorted({key[place] for key in readings}, key=by_value)) for place in (0, 1))
    names = sorted(cases, key=lambda name: (not cases[name].diseased, by_value(name)))
    if design == "factorial":
        check_complete(path, readings, treatments, readers, sorted(cases, key=by_value))
    m = sum(case.diseased for case in cases.values())
    check_kinds(path, [row.line for row in rows], m, len(cases) - m)
    check_differ(path, readings)
    table = np.array(
        [[[_rating_of(readings.get((t, r, case))) for case in names] for r in readers] for t in treatments]
    )
    check_cells(path, treatments, readers, table[..., :m], table[..., m:])
    known = {name for name in (*OF_CASES, *OF_READERS, *OF_READINGS) if any(row.of.get(name) for row in rows)}
    return Study(
        Ratings(treatments, readers, table[..., :m], table[..., m:], tuple(names)),
        readings,
        {name: cases[name] for name in names},
        _same(rows, "reader", "experience"),
        frozenset(known),
    )


def _rating_of(reading: Reading | None) -> float:
    return np.nan if reading is None else reading.rating


def _readings(rows: list[Row]) -> dict[tuple[str, str, str], Reading]:
    found: dict[tuple[str, str, str], Reading] = {}
    for row in rows:
        key = row.of["treatment"], row.of["reader"], row.of["case"]
        if key in found:
            raise DataError(
                "{table}, line {number}: reader {reader} rated case {case} under treatment {treatment} in line {first} "
                "already",
                table=row.table,
                number=row.line,
                reader=key[1],
                case=key[2],
                treatment=key[0],
                first=found[key].line,
            )
        rating, time_s = row.number("rating"), row.number("time_s", least=1e-9)
        assert rating is not None
        found[key] = Reading(rating, row.birads(), time_s, row.line)
    return found


def _cases(rows: list[Row]) -> dict[str, Case]:
    truths: dict[str, tuple[bool, Row]] = {}
    for row in rows:
        truth = row.flag("truth")
        known, first = truths.setdefault(row.of["case"], (truth is True, row))
        if known is not truth:
            raise DataError(
                "{table}, line {number}: case {case} has another truth in line {first}",
                table=row.table,
                number=row.line,
                case=row.of["case"],
                first=first.line,
            )
    texts = {column: _same(rows, "case", column) for column in OF_CASES}
    found = {}
    for name, (diseased, first) in truths.items():
        told = Row(first.table, first.line, {column: texts[column].get(name, "") for column in OF_CASES})
        lesions = told.number("lesions", least=1 if diseased else 0)
        if lesions is None:
            lesions = 1 if diseased else 0
        if lesions != int(lesions) or (lesions and not diseased):
            raise DataError(
                "{table}, line {number}: case {case} cannot have {lesions} lesions; a case with the disease has 1 or "
                "more, one without it 0",
                table=first.table,
                number=first.line,
                case=name,
                lesions=texts["lesions"][name],
            )
        found[name] = Case(
            diseased,
            int(lesions),
            told.of["patient"] or None,
            told.number("size_mm", least=0),
            told.of["scanner"] or None,
            told.number("aid_score"),
            told.flag("aid_call"),
        )
    return found


def _same(rows: list[Row], owner: str, column: str) -> dict[str, str]:
    """What a column says of each case or reader, which must be the same wherever it is said."""
    said: dict[str, tuple[str, int]] = {}
    for row in rows:
        text = row.of.get(column, "")
        if not text:
            continue
        known, first = said.setdefault(row.of[owner], (text, row.line))
        if known != text:
            raise DataError(
                "{table}, line {number}: {column} of {owner} {name} is '{value}', but '{known}' in line {first}",
                table=row.table,
                number=row.line,
                column=column,
                owner=owner,
                name=row.of[owner],
                value=text,
                known=known,
                first=first,
            )
    return {name: text for name, (text, _) in said.items()}
