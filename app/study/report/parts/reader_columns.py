"""What each reader adds to a table: columns where they fit on paper, else a table of its own with a row for each."""

from collections.abc import Callable

from app.study.report.parts.grid import Grid
from app.study.report.words import Words

ROOM = 60  # letters of all readers' columns
_LEAST, _GAP = 6, 2  # letters of a number, and between two columns


def with_readers(
    grid: Grid, readers: list[str], labels: int, values: Callable[[int, str], str], say: Words
) -> list[Grid]:
    """The table with the readers' values.

    Args:
        grid: The table without them.
        readers: Names.
        labels: How many cells at the beginning of a row say what it holds.
        values: Of a row, by its number, and a reader.
        say: The report's language.
    """
    if sum(max(len(name.encode("utf-8")), _LEAST) + _GAP for name in readers) <= ROOM:
        rows = [[*row, *(values(number, name) for name in readers)] for number, row in enumerate(grid.rows)]
        return [Grid(grid.title, [*grid.head, *readers], rows)]
    head = [say("reader"), *(", ".join(row[:labels]) for row in grid.rows)]
    own = [[name, *(values(number, name) for number in range(len(grid.rows)))] for name in readers]
    return [grid, Grid(f"{grid.title}: {say('readers.title')}" if grid.title else say("readers.title"), head, own)]
