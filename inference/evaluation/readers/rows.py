"""Rows of a table of readings: what stands in each column, checked, with the line it came from."""

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inference.training.errors import DataError

COLUMNS = ("reader", "treatment", "case", "truth", "rating")
BIRADS = ("1", "2", "3", "4", "4a", "4b", "4c", "5", "6")  # in rising order of suspicion
BIRADS_CALLED = frozenset(("4", "4a", "4b", "4c", "5", "6"))  # a biopsy is advised
LARGEST = 1e12  # beyond it a value is a slip, and the squares of squares leave the range of numbers


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Attributes:
        table: Where it stands.
        line: Its number, the header being line 1.
        of: Stripped text of each column.
    """

    table: Path
    line: int
    of: dict[str, str]

    def number(self, column: str, *, least: float = -math.inf) -> float | None:
        """Value of a column; None where it is empty or the table has no such column.

        Raises:
            DataError: It is no number, or below `least`.
        """
        text = self.of.get(column, "")
        if not text:
            return None
        try:
            value = math.nan if "_" in text else float(text)  # 1_0 is a number in Python alone
        except ValueError:
            value = math.nan
        if abs(value) > LARGEST:
            value = math.nan
        if column == "rating" and not math.isfinite(value):
            raise DataError(
                "{table}, line {number}: the rating '{rating}' is not a number",
                table=self.table,
                number=self.line,
                rating=text,
            )
        if not math.isfinite(value) or value < least:
            raise DataError(
                "{table}, line {number}: {column} is '{value}'; it must be a number that makes sense there",
                table=self.table,
                number=self.line,
                column=column,
                value=text,
            )
        return value

    def flag(self, column: str) -> bool | None:
        """Value of a column of 0 and 1; None where it is empty.

        Raises:
            DataError: It is something else.
        """
        text = self.of.get(column, "")
        if text in ("0", "1", ""):
            return text == "1" if text else None
        if column == "truth":
            raise DataError(
                "{table}, line {number}: the truth is '{truth}'; it must be 0 or 1",
                table=self.table,
                number=self.line,
                truth=text,
            )
        raise DataError(
            "{table}, line {number}: {column} is '{value}'; it must be 0 or 1",
            table=self.table,
            number=self.line,
            column=column,
            value=text,
        )

    def birads(self) -> str | None:
        """BI-RADS category in small letters; None where it is empty.

        Raises:
            DataError: There is no such category.
        """
        text = self.of.get("birads", "").lower()
        if text and text not in BIRADS:
            raise DataError(
                "{table}, line {number}: the BI-RADS category is '{value}'; it must be one of {known}",
                table=self.table,
                number=self.line,
                value=text,
                known=", ".join(BIRADS),
            )
        return text or None


def read_rows(path: Path, needed: tuple[str, ...], filled: tuple[str, ...] | None = None) -> list[Row]:
    """All lines of a CSV table in UTF-8.

    Args:
        path: Of the table.
        needed: Columns that must be there.
        filled: Columns that may not be empty (all needed ones).

    Raises:
        DataError: It cannot be read, lacks a column, has one twice, or a line is not like the header; the text names
            what is wrong.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restval="")
            reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
            _check_header(path, reader.fieldnames, needed)
            rows = [_row(path, reader.line_num, line) for line in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise DataError(
            "{table} cannot be read ({reason}); save it as CSV in UTF-8", table=path, reason=fault
        ) from fault
    for row in rows:
        for name in needed if filled is None else filled:
            if not row.of[name]:
                raise DataError("{table}, line {number}: {column} is empty", table=path, number=row.line, column=name)
    return rows


def _check_header(path: Path, names: Sequence[str], needed: tuple[str, ...]) -> None:
    missing = set(needed) - set(names)
    if missing and len(names) == 1 and {";", "\t"} & set(names[0]):
        raise DataError("{table} parts its columns by semicolons or tabs; save it with commas", table=path)
    if missing:
        raise DataError("{table} lacks the columns {names}", table=path, names=", ".join(sorted(missing)))
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise DataError("{table} has the columns {names} twice", table=path, names=", ".join(twice))


def _row(path: Path, line: int, values: Mapping[str | None, str | list[str]]) -> Row:
    """A line; what stands beyond the header's columns (a decimal comma, say) would shift the rest unseen."""
    if any(isinstance(text, list) and any(part.strip() for part in text) for text in values.values()):
        raise DataError("{table}, line {number} has more values than the header has columns", table=path, number=line)
    return Row(path, line, {name: text.strip() for name, text in values.items() if name and isinstance(text, str)})


def by_value(name: str) -> tuple[bool, float, str]:
    """Key that sorts numbers by their value, before texts by the alphabet."""
    try:
        value = float(name)
    except ValueError:
        value = math.nan
    return (True, 0.0, name) if math.isnan(value) else (False, value, name)
