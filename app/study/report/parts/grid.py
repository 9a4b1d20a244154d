"""A table of the report, and the result that it is made from."""

from dataclasses import dataclass
from typing import Any

Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        title: Above it, or empty.
        head: Of its columns.
        rows: Texts.
    """

    title: str
    head: list[str]
    rows: list[list[str]]
