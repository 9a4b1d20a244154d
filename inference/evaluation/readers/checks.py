"""What a whole table of readings must hold before any figure is drawn from it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import numpy as np

from inference.evaluation.readers.ratings import Floats
from inference.training.errors import DataError


class Rated(Protocol):
    """A reading, as far as it is checked here."""

    @property
    def rating(self) -> float:
        """What the reader said."""

    @property
    def line(self) -> int:
        """Where it stands."""


def check_complete(
    path: Path,
    readings: Mapping[tuple[str, str, str], Rated],
    treatments: tuple[str, ...],
    readers: tuple[str, ...],
    cases: list[str],
) -> None:
    """In a factorial study every reader rates every case under every treatment; what is missing is named.

    Raises:
        DataError: The first rating that is missing.
    """
    for treatment in treatments:
        for reader in readers:
            for case in cases:
                if (treatment, reader, case) not in readings:
                    raise DataError(
                        "{table}: reader {reader} has no rating of case {case} under treatment {treatment}; every "
                        "reader rates every case under every treatment (unless --design partly-paired)",
                        table=path,
                        reader=reader,
                        case=case,
                        treatment=treatment,
                    )


def check_kinds(path: Path, lines: list[int], diseased: int, healthy: int) -> None:
    """A curve needs two cases of each kind.

    Raises:
        DataError: There are fewer.
    """
    if min(diseased, healthy) < 2:
        raise DataError(
            "{table} (lines {first} to {last}) holds {diseased} cases with the disease (truth 1) and {healthy} without "
            "it (truth 0); two of each are needed",
            table=path,
            first=min(lines),
            last=max(lines),
            diseased=diseased,
            healthy=healthy,
        )


def check_differ(path: Path, readings: Mapping[tuple[str, str, str], Rated]) -> None:
    """Somebody told one case from another.

    Raises:
        DataError: Every rating is the same, or each reader's are under each treatment.
    """
    lines = [reading.line for reading in readings.values()]
    ratings = {reading.rating for reading in readings.values()}
    cells = {(treatment, reader) for treatment, reader, _ in readings}
    if len({(t, r, reading.rating) for (t, r, _), reading in readings.items()}) == len(cells) and len(ratings) > 1:
        raise DataError(
            "{table}: each reader gave every case the same rating (lines {first} to {last}), so that no reader told "
            "any case from another; check the column",
            table=path,
            first=min(lines),
            last=max(lines),
        )
    if len(ratings) == 1:
        raise DataError(
            "{table}: every rating is {rating} (lines {first} to {last}), so that no reader told any case from "
            "another; check the column",
            table=path,
            rating=f"{ratings.pop():g}",
            first=min(lines),
            last=max(lines),
        )


def check_cells(
    path: Path, treatments: tuple[str, ...], readers: tuple[str, ...], diseased: Floats, healthy: Floats
) -> None:
    """A reader's curve needs two cases of each kind; none at all under a treatment is a design, one is not.

    Raises:
        DataError: The reader and treatment with too few.
    """
    counts = [np.isfinite(values).sum(axis=2) for values in (diseased, healthy)]
    for t, treatment in enumerate(treatments):
        for r, reader in enumerate(readers):
            few, other = counts[0][t, r], counts[1][t, r]
            if few + other and min(few, other) < 2:
                raise DataError(
                    "{table}: under treatment {treatment} reader {reader} read {diseased} cases with the disease and "
                    "{healthy} without it; two of each are needed",
                    table=path,
                    treatment=treatment,
                    reader=reader,
                    diseased=int(few),
                    healthy=int(other),
                )
