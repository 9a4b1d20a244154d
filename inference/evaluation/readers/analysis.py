"""Everything that `minamo study analyse` says of a finished study, as one tree for `result.json`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inference.evaluation.readers.covariance import Method
from inference.evaluation.readers.marks import Figure, marks_merit, read_marks
from inference.evaluation.readers.mrmc import analyse, analyse_merit, by_reader
from inference.evaluation.readers.study import Design, Study, read_study
from inference.training.errors import DataError


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for.

    Attributes:
        design: Whether a missing rating is an error.
        covariance: How figures vary over cases.
        seed: Of every bootstrap.
        figure: The figure of merit of the analysis.
        marks: The table of marks, or None.
    """

    design: Design = "factorial"
    covariance: Method = "jackknife"
    seed: int = 0
    figure: Figure = "auc"
    marks: Path | None = None


def analyse_study(path: Path, wishes: Wishes) -> tuple[Study, dict[str, Any]]:
    """Read and analyse a study.

    Raises:
        DataError: A table is wrong; the text names the line.
    """
    study = read_study(path, wishes.design)
    marks = None if wishes.marks is None else read_marks(wishes.marks, study)
    if wishes.figure != "auc" and marks is None:
        raise DataError("{figure} needs the readers' marks; give their table with --marks", figure=wishes.figure)
    how: dict[str, Any] = {"seed": wishes.seed, "patients": patients_of(study)}
    result = {"ratings": path.name, "figure_of_merit": wishes.figure, "design": _design(study, wishes.design)}
    result |= analyse(study.ratings, wishes.covariance, **how)
    if marks is not None:
        merits = {figure: marks_merit(figure, marks, study) for figure in ("wafroc", "afroc", "froc")}
        result["marks"] = {
            name: {"mean": dict(zip(merit.treatments, _means(merit.value), strict=True)), "by_reader": by_reader(merit)}
            for name, merit in merits.items()
        }
        if wishes.figure != "auc":
            result |= analyse_merit(merits[wishes.figure], wishes.covariance, **how)
    return study, result


def _means(value: Any) -> list[float]:
    return [float(mean) for mean in np.nanmean(value, axis=1)]


def patients_of(study: Study) -> list[str] | None:
    """Patient of each case; None unless the table names them. A case without one is its own patient."""
    if "patient" not in study.columns:
        return None
    return [case.patient or f"case {name}" for name, case in study.cases.items()]


def _design(study: Study, declared: Design) -> dict[str, Any]:
    read = np.isfinite(study.ratings.all_cases)
    return {
        "declared": declared,
        "complete": study.ratings.complete,
        "readings": int(read.sum()),
        "readings_of_a_complete_study": int(read.size),
        "treatments_by_reader": {
            reader: int(read[:, number].any(axis=1).sum()) for number, reader in enumerate(study.ratings.readers)
        },
    }
