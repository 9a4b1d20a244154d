"""The ratings of a study: who rated which case how, under which treatment."""

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from inference.training.errors import DataError

COLUMNS = ("reader", "treatment", "case", "truth", "rating")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """A factorial study: every reader rated every case under every treatment.

    Attributes:
        treatments: Sorted; numbers by their value, texts by the alphabet.
        readers: Sorted likewise.
        diseased: (t, r, m) ratings of the cases with the disease.
        healthy: (t, r, n) ratings of the cases without it.
    """

    treatments: tuple[str, ...]
    readers: tuple[str, ...]
    diseased: Floats
    healthy: Floats


def read_ratings(path: Path) -> Ratings:
    """Read a table with the columns reader, treatment, case, truth (1: disease, 0: none) and rating (higher: surer).

    Raises:
        DataError: The table cannot be read, contradicts itself or is not complete; the text names the line.
    """
    rows = _rows(path)
    truths: dict[str, tuple[bool, int]] = {}
    ratings: dict[tuple[str, str, str], tuple[float, int]] = {}
    for number, row in rows:
        case, truth = row["case"], _truth(path, number, row["truth"])
        known, first = truths.setdefault(case, (truth, number))
        if known is not truth:
            raise DataError(
                "{table}, line {number}: case {case} has another truth in line {first}",
                table=path,
                number=number,
                case=case,
                first=first,
            )
        key = row["treatment"], row["reader"], case
        if key in ratings:
            raise DataError(
                "{table}, line {number}: reader {reader} rated case {case} under treatment {treatment} in line {first} "
                "already",
                table=path,
                number=number,
                reader=row["reader"],
                case=case,
                treatment=row["treatment"],
                first=ratings[key][1],
            )
        ratings[key] = _rating(path, number, row["rating"]), number
    treatments, readers = (tuple(sorted({key[place] for key in ratings}, key=_by_value)) for place in (0, 1))
    cases = sorted(truths, key=_by_value)
    for treatment in treatments:
        for reader in readers:
            for case in cases:
                if (treatment, reader, case) not in ratings:
                    raise DataError(
                        "{table}: reader {reader} has no rating of case {case} under treatment {treatment}; every "
                        "reader rates every case under every treatment",
                        table=path,
                        reader=reader,
                        case=case,
                        treatment=treatment,
                    )
    table = np.array([[[ratings[t, r, case][0] for case in cases] for r in readers] for t in treatments], np.float64)
    diseased = np.array([truths[case][0] for case in cases], np.bool_)
    if diseased.sum() < 2 or (~diseased).sum() < 2:
        raise DataError("{table} needs two cases or more with the disease, and two without it", table=path)
    return Ratings(treatments, readers, table[:, :, diseased], table[:, :, ~diseased])


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restval="")
            missing = set(COLUMNS) - set(reader.fieldnames or ())
            if missing:
                raise DataError("{table} lacks the columns {names}", table=path, names=", ".join(sorted(missing)))
            rows = [(reader.line_num, {name: row[name].strip() for name in COLUMNS}) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise DataError(
            "{table} cannot be read ({reason}); save it as CSV in UTF-8", table=path, reason=fault
        ) from fault
    if not rows:
        raise DataError("{table} holds no rating", table=path)
    for number, row in rows:
        empty = [name for name in COLUMNS if not row[name]]
        if empty:
            raise DataError("{table}, line {number}: {column} is empty", table=path, number=number, column=empty[0])
    return rows


def _truth(path: Path, number: int, text: str) -> bool:
    if text not in ("0", "1"):
        raise DataError(
            "{table}, line {number}: the truth is '{truth}'; it must be 0 or 1", table=path, number=number, truth=text
        )
    return text == "1"


def _rating(path: Path, number: int, text: str) -> float:
    try:
        rating = float(text)
    except ValueError:
        rating = math.nan
    if not math.isfinite(rating):
        raise DataError(
            "{table}, line {number}: the rating '{rating}' is not a number", table=path, number=number, rating=text
        )
    return rating


def _by_value(name: str) -> tuple[bool, float, str]:
    try:
        return False, float(name), name
    except ValueError:
        return True, 0.0, name
