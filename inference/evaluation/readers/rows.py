"""Rows of a table of readings: what stands in each column, checked, with the line it came from."""

import csv
import math
from dataclasses import dataclass
from pathlib import Path

from inference.training.errors import DataError

COLUMNS = ("reader", "treatment", "case", "truth", "rating")
BIRADS = ("1", "2", "3", "4", "4a", "4b", "4c", "5", "6")  # in rising order of suspicion
BIRADS_CALLED = frozenset(("4", "4a", "4b", "4c", "5", "6"))  # a biopsy is advised


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
            value = float(text)
        except ValueError:
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
        DataError: It cannot be read, lacks a column or holds no line; the text names what is wrong.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restval="")
            missing = set(needed) - set(reader.fieldnames or ())
            if missing:
                raise DataError("{table} lacks the columns {names}", table=path, names=", ".join(sorted(missing)))
            rows = [
                Row(path, reader.line_num, {name: text.strip() for name, text in line.items() if isinstance(text, str)})
                for line in reader
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise DataError(
            "{table} cannot be read ({reason}); save it as CSV in UTF-8", table=path, reason=fault
        ) from fault
    for row in rows:
        for name in needed if filled is None else filled:
            if not row.of[name]:
                raise DataError("{table}, line {number}: {column} is empty", table=path, number=row.line, column=name)
    return rows


def by_value(name: str) -> tuple[bool, float, str]:
    """Key that sorts numbers by their value, before texts by the alphabet."""
    try:
        value = float(name)
    except ValueError:
        value = math.nan
    return (True, 0.0, name) if math.isnan(value) else (False, value, name)
