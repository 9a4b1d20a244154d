"""What the network said of the cases: the table that `minamo evaluate stills` writes."""

import json
from dataclasses import dataclass
from pathlib import Path

from inference.evaluation.readers.rows import read_rows
from inference.training.errors import DataError

MALIGNANT = {"malignant": True, "benign": False, "normal": False}


@dataclass(frozen=True, slots=True)
class Predictions:
    """What the network said of the cases.

    Attributes:
        table: Name of the file.
        scores: By case.
        labels: Truth by case, as the file has it.
        lines: Where each stands.
        threshold: From which it calls a case, or None.
    """

    table: Path
    scores: dict[str, float]
    labels: dict[str, bool]
    lines: dict[str, int]
    threshold: float | None


def read_predictions(path: Path, threshold: float | None = None) -> Predictions:
    """Read `predictions.csv` of `minamo evaluate stills` (columns id, label, malignancy).

    Args:
        path: Of the table.
        threshold: From which the network calls a case; that of the `metrics.json` beside the table if None.

    Raises:
        DataError: The table cannot be read or a line is wrong; the text names it.
    """
    scores: dict[str, float] = {}
    labels: dict[str, bool] = {}
    lines: dict[str, int] = {}
    for row in read_rows(path, ("id", "label", "malignancy")):
        name, label = row.of["id"], row.of["label"]
        if label not in MALIGNANT:
            raise DataError(
                "{table}, line {number}: the label is '{label}'; it must be normal, benign or malignant",
                table=path,
                number=row.line,
                label=label,
            )
        if name in scores:
            raise DataError(
                "{table}, line {number}: the id '{id}' stands in line {first} already",
                table=path,
                number=row.line,
                id=name,
                first=lines[name],
            )
        score = row.number("malignancy")
        assert score is not None
        scores[name], labels[name], lines[name] = score, MALIGNANT[label], row.line
    return Predictions(path, scores, labels, lines, _threshold(path) if threshold is None else threshold)


def _threshold(path: Path) -> float | None:
    try:
        value = json.loads((path.parent / "metrics.json").read_text("utf-8"))["threshold"]
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a table without its measurement has no operating point
    return float(value) if isinstance(value, int | float) else None
